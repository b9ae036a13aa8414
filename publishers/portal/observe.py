"""Portal → what it holds of a dataset, and what it can do. IO: reads the portal, changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from publishers.portal.connect import Forbidden, Missing, Portal, call, download_digest
from publishers.portal.datasets import Found, FoundDataset, FoundFile, FoundTable, WantedDataset
from publishers.portal.failures import DatasetRefused, PortalUnusable

MARK = "taikei"
"""Key of the extra field of a dataset by which we know it again."""
TABLE_MARK = "taikei_sha256"
"""Key in the data dictionary of a table's first column: digest of the rows of the last complete load."""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What the portal can do for us."""

    datastore: bool
    licences: list[str]


def abilities(portal: Portal) -> Abilities:
    """Also finds out whether the token is any good: to CKAN a wrong one is simply nobody's."""
    status = call(portal, "status_show", {})
    try:
        call(portal, "user_show", {})
    except (Missing, Forbidden, DatasetRefused):
        raise PortalUnusable(
            "ポータルがAPIトークンを受け付けません。期限切れか誤りです。ポータルの利用者画面で作り直してください。"
        ) from None
    licences = [str(entry["id"]) for entry in call(portal, "license_list", {})]
    return Abilities("datastore" in status.get("extensions", ()), licences)


def observe(portal: Portal, wanted: WantedDataset, *, datastore: bool, download: bool = False) -> Found:
    """The organisation and the dataset of that name. With download, digests are of the files, not as declared."""
    try:
        organisation = str(call(portal, "organization_show", {"id": wanted.organisation})["state"])
    except Missing:
        organisation = None
    try:
        shown = call(portal, "package_show", {"id": wanted.name})
    except Missing:
        return Found(organisation, None)
    except Forbidden:
        raise DatasetRefused(
            f"データセット名 {wanted.name} は、このトークンでは見えない別のデータセットが使っています。"
            "設定の name を別の名前にするか、ポータルの管理者に確かめてください。"
        ) from None
    return Found(organisation, _dataset(portal, shown, datastore, download))


def _dataset(portal: Portal, shown: Mapping[str, Any], datastore: bool, download: bool) -> FoundDataset:
    files = {}
    for resource in shown["resources"]:
        file = _file(resource, _table(portal, resource) if datastore and resource.get("datastore_active") else None)
        if download and resource.get("url_type") == "upload":
            name = str(resource["url"]).rpartition("/")[2]
            file = replace(file, sha256=download_digest(portal, shown["id"], file.id, name))
        files[file.id] = file
    marks = {extra["key"]: extra["value"] for extra in shown.get("extras", ())}
    return FoundDataset(
        id=shown["id"],
        modified=shown["metadata_modified"],
        active=shown["state"] != "deleted",
        organisation=(shown.get("organization") or {}).get("name", ""),
        mark=marks.get(MARK, ""),
        title=shown.get("title") or "",
        notes=shown.get("notes") or "",
        tags=tuple(tag["name"] for tag in shown.get("tags", ())),
        licence=shown.get("license_id") or "",
        files=files,
    )


def _file(resource: Mapping[str, Any], table: FoundTable | None) -> FoundFile:
    return FoundFile(
        id=resource["id"],
        title=resource.get("name") or "",
        description=resource.get("description") or "",
        format=resource.get("format") or "",
        sha256=resource.get("hash") or "",
        table=table,
    )


def _table(portal: Portal, resource: Mapping[str, Any]) -> FoundTable | None:
    try:
        answer = call(portal, "datastore_search", {"resource_id": resource["id"], "limit": 0})
    except Missing:
        return None
    fields = [field for field in answer["fields"] if field["id"] != "_id"]
    marks = [(field.get("info") or {}).get(TABLE_MARK) for field in fields]
    mark = next((str(mark) for mark in marks if mark), "")
    return FoundTable(mark, tuple((field["id"], field["type"]) for field in fields))
