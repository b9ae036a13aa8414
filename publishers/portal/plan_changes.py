"""Wanted dataset and what the portal holds → the changes, or why there can be none. Pure.

Nothing is ever deleted: a resource or dataset that is no longer wanted stays, because links to it do. What staff added
at the portal by hand (other resources, a maintainer, other tags) stays as well.
"""

from __future__ import annotations

from collections.abc import Mapping

from publishers.portal.datasets import Changes, Found, FoundDataset, FoundFile, Load, WantedDataset, WantedFile
from publishers.portal.failures import DatasetRefused, Misuse

CC_BY = ("CC-BY-4.0", "cc-by-4.0", "cc-by")
"""Ids under which portals keep CC BY, best first. An id they do not know would be shown as not open."""

DATASTORE_TYPES = {"string": "text", "integer": "int4", "number": "float8", "boolean": "bool", "date": "date"}


def find_licence(known: list[str], wished: str) -> str:
    """The portal's id of our licence."""
    for licence in (wished,) if wished else CC_BY:
        if licence in known:
            return licence
    raise Misuse(
        f"ポータルのライセンス一覧に {wished or ' か '.join(CC_BY)} がありません。"
        "設定の licence に、一覧にある CC BY の識別子を書いてください。"
    )


def plan_changes(wanted: WantedDataset, found: Found, licence: str, *, datastore: bool) -> Changes:
    """What is to be done so that the portal holds what is wanted."""
    _check_names(wanted, found)
    there = found.dataset
    known = there.files if there else {}
    files = [file for file in wanted.files if not file.optional or file.id in known]
    add = tuple(file for file in files if file.id not in known)
    replace = tuple(file for file in files if file.id in known and known[file.id].sha256 != file.sha256)
    relabel = tuple(
        file for file in files if file.id in known and file not in replace and not _same_labels(file, known[file.id])
    )
    fields = _fields(wanted, there, licence)
    if there is None or add or replace:
        fields["version"] = wanted.version
    return Changes(
        create_organisation=found.organisation is None,
        create_dataset=there is None,
        fields=fields,
        add=add,
        replace=replace,
        relabel=relabel,
        load=tuple(_loads(files, known)) if datastore else (),
    )


def _check_names(wanted: WantedDataset, found: Found) -> None:
    if found.organisation not in (None, "active"):
        raise DatasetRefused(
            f"組織 {wanted.organisation} はポータルで削除されています。ポータルの管理者に復元か完全削除を頼んでください。"
        )
    there = found.dataset
    if there is None:
        return
    if not there.active:
        raise DatasetRefused(
            f"データセット {wanted.name} はポータルで削除されています。ポータルの管理者に復元か完全削除を頼んでください。"
        )
    if there.mark != wanted.mark or there.organisation != wanted.organisation:
        raise DatasetRefused(
            f"データセット名 {wanted.name} は、ポータルで別のデータセット「{there.title}」が使っています。"
            "設定の name を別の名前にしてください。"
        )


def _same_labels(wanted: WantedFile, found: FoundFile) -> bool:
    return (wanted.title, wanted.description, wanted.format) == (found.title, found.description, found.format)


def _fields(wanted: WantedDataset, there: FoundDataset | None, licence: str) -> dict[str, object]:
    """Changed metadata. Public only from the moment the first files are in: nobody sees an empty dataset."""
    if there is None or not there.files:
        return {"title": wanted.title, "notes": wanted.notes, "license_id": licence} | {
            "tags": [{"name": tag} for tag in wanted.tags],
            "private": False,
        }
    fields: dict[str, object] = {}
    if there.title != wanted.title:
        fields["title"] = wanted.title
    if there.notes != wanted.notes:
        fields["notes"] = wanted.notes
    if there.licence != licence:
        fields["license_id"] = licence
    if not set(wanted.tags) <= set(there.tags):
        fields["tags"] = [{"name": tag} for tag in sorted({*wanted.tags, *there.tags})]
    return fields


def _loads(files: list[WantedFile], known: Mapping[str, FoundFile]) -> list[Load]:
    loads = []
    for file in files:
        if file.table is None:
            continue
        there = known[file.id].table if file.id in known else None
        if there is None or there.sha256 != file.table.sha256:
            columns = tuple((column.ja, DATASTORE_TYPES[column.type]) for column in file.table.columns)
            loads.append(Load(file, anew=there is None or there.columns != columns))
    return loads
