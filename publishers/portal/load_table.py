"""Rows → DataStore of the portal under their Japanese headings, read back row by row. IO: changes the portal.

Rows are put in by primary key, so the table is never empty meanwhile and a repetition does no harm. The mark that says
"complete" is taken away first and set last.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from publishers.portal.connect import Missing, Portal, call
from publishers.portal.datasets import Load, WantedFile, WantedTable
from publishers.portal.failures import DatasetRefused
from publishers.portal.observe import TABLE_MARK
from publishers.table_rows import Value

KEY = "ID"
"""Heading of the primary key in every table."""

ROWS_A_CALL = 2000
"""Few enough for the time limits of a small portal."""

ROWS_A_PAGE = 30_000
"""CKAN hands out 32,000 at most; a portal may allow fewer and then says how many."""

_TYPES = {"string": "text", "integer": "int", "number": "float", "boolean": "bool", "date": "date"}

Record = dict[str, Value]


def load_table(portal: Portal, load: Load) -> None:
    """Bring one table to the wanted state and mark it complete."""
    file, table = load.file, load.file.table
    if table is None:
        return
    if load.anew:
        _drop(portal, file.id)
        _declare(portal, file.id, table, mark="", primary_key=True)
    else:
        _declare(portal, file.id, table, mark="")
    records = [{column.ja: row[column.key] for column in table.columns} for row in table.rows]
    for start in range(0, len(records), ROWS_A_CALL):
        part = records[start : start + ROWS_A_CALL]
        call(
            portal,
            "datastore_upsert",
            {"resource_id": file.id, "force": True, "method": "upsert", "records": part},
        )
    wanted = {record[KEY]: record for record in records}
    there = {record[KEY]: record for record in _records(portal, file.id)}
    gone = sorted(str(id) for id in there.keys() - wanted.keys())
    for start in range(0, len(gone), ROWS_A_CALL):
        filters = {KEY: gone[start : start + ROWS_A_CALL]}
        call(portal, "datastore_delete", {"resource_id": file.id, "force": True, "filters": filters})
    if {id: record for id, record in there.items() if id in wanted} != wanted:
        raise _differs(file)
    _declare(portal, file.id, table, mark=table.sha256)


def _drop(portal: Portal, id: str) -> None:
    """A table of other columns; where there is none, CKAN says so and that is well."""
    with suppress(Missing):
        call(portal, "datastore_delete", {"resource_id": id, "force": True})


def _declare(portal: Portal, id: str, table: WantedTable, mark: str, *, primary_key: bool = False) -> None:
    fields = []
    for column in table.columns:
        info = {"label": column.ja, "notes": f"{column.about_ja}。 {column.en}: {column.about_en}."}
        if column.ja == KEY:
            info[TABLE_MARK] = mark
        fields.append({"id": column.ja, "type": _TYPES[column.type], "info": info})
    data: dict[str, Any] = {"resource_id": id, "force": True, "fields": fields}
    call(portal, "datastore_create", {**data, "primary_key": [KEY]} if primary_key else data)


def _records(portal: Portal, id: str) -> Iterator[Record]:
    """All rows, page by page."""
    offset = 0
    while True:
        query = {"resource_id": id, "sort": KEY, "limit": ROWS_A_PAGE, "offset": offset, "include_total": False}
        answer = call(portal, "datastore_search", query)
        page = answer["records"]
        for record in page:
            del record["_id"]
            yield record
        if len(page) < min(ROWS_A_PAGE, answer["limit"]):
            return
        offset += len(page)


def _differs(file: WantedFile) -> DatasetRefused:
    return DatasetRefused(
        f"ポータルのDataStoreから読み戻した {file.name} の行が、送ったものと違います。"
        "もう一度実行し、直らなければポータルの管理者に知らせてください。"
    )
