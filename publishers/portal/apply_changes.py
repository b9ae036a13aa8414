"""Changes → portal, each read back. IO: changes the portal.

Metadata and all files of a dataset change in one `package_revise`, which holds only against the state that was looked
at: someone else's change in between stops it with nothing half done. Rows come after; until all of them are in and were
read back, the table bears no mark, so that a push broken off is seen and taken up by the next.
"""

from __future__ import annotations

from typing import Any

from publishers.portal.connect import Portal, call, download_digest
from publishers.portal.datasets import Changes, Found, WantedDataset, WantedFile
from publishers.portal.failures import DatasetRefused
from publishers.portal.load_table import load_table
from publishers.portal.observe import MARK

MIME = {"CSV": "text/csv", "JSON": "application/json"}


def apply_changes(
    portal: Portal, wanted: WantedDataset, found: Found, changes: Changes, *, create_organisations: bool
) -> None:
    """Do it all, or raise where it stopped; doing it again goes on from there."""
    if changes.create_organisation:
        _create_organisation(portal, wanted, create_organisations)
    id, modified = _identity(portal, wanted, found)
    if changes.revises:
        package = _revise(portal, id, modified, changes)
        _read_back(portal, package, (*changes.add, *changes.replace))
    for load in changes.load:
        load_table(portal, load)


def _create_organisation(portal: Portal, wanted: WantedDataset, allowed: bool) -> None:
    if not allowed:
        raise DatasetRefused(
            f"組織 {wanted.organisation}（{wanted.organisation_title}）がポータルにありません。"
            "ポータルの管理者に作成を頼むか、設定の create_organisations を true にしてください。"
        )
    call(portal, "organization_create", {"name": wanted.organisation, "title": wanted.organisation_title})


def _identity(portal: Portal, wanted: WantedDataset, found: Found) -> tuple[str, str]:
    """Id and lock of the dataset; a new one is private until its files are in."""
    if found.dataset is not None:
        return found.dataset.id, found.dataset.modified
    created = call(
        portal,
        "package_create",
        {
            "name": wanted.name,
            "title": wanted.title,
            "owner_org": wanted.organisation,
            "private": True,
            "extras": [{"key": MARK, "value": wanted.mark}],
        },
    )
    return created["id"], created["metadata_modified"]


def _revise(portal: Portal, id: str, modified: str, changes: Changes) -> dict[str, Any]:
    data: dict[str, Any] = {"match": {"id": id, "metadata_modified": modified}}
    if changes.fields:
        data["update"] = dict(changes.fields)
    if changes.add:
        data["update__resources__extend"] = [{"id": file.id, **_labels(file)} for file in changes.add]
    for file in (*changes.replace, *changes.relabel):
        data[f"update__resources__{file.id}"] = _labels(file)
    uploads = {f"update__resources__{file.id}__upload": file for file in (*changes.add, *changes.replace)}
    package: dict[str, Any] = call(portal, "package_revise", data, uploads)["package"]
    return package


def _labels(file: WantedFile) -> dict[str, str]:
    return {
        "name": file.title,
        "description": file.description,
        "format": file.format,
        "mimetype": MIME[file.format],
        "hash": file.sha256,
    }


def _read_back(portal: Portal, package: dict[str, Any], files: tuple[WantedFile, ...]) -> None:
    names = {resource["id"]: str(resource["url"]).rpartition("/")[2] for resource in package["resources"]}
    for file in files:
        if download_digest(portal, package["id"], file.id, names[file.id]) != file.sha256:
            raise DatasetRefused(
                f"ポータルから読み戻した {file.name} が、送ったものと違います（sha256の不一致）。"
                "--verify を付けてもう一度実行し、直らなければポータルの管理者に知らせてください。"
            )
