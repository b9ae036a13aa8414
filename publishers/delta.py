"""Rows of two releases → delta/from-<previous>.jsonl, and back: previous + delta = current. Pure.

One change per line, tables in order of publication, rows in order within them:

    {"op": "ADD",     "table": …, "id": …, "row": {…}}       a new row
    {"op": "RESTORE", "table": …, "id": …, "row": {…}}       an id that was retired and is back
    {"op": "MOD",     "table": …, "id": …, "content": …, "set": {…}, "row": {…}}
                                                             the columns that changed and the whole row; content is false where
                                                             only its place or its review changed
    {"op": "DEL",     "table": …, "id": …}                   a row that is gone
    {"op": "MERGE",   "table": …, "id": …, "into": …}        gone, and id_redirect leads to another
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from publishers.table_rows import Row, Tables, filled_row, sorted_tables
from schemas.tables import TABLES
from schemas.tables.describe import describe


def delta_lines(before: Tables, tables: Tables) -> bytes:
    """The changes as JSON lines."""
    return "".join(f"{json.dumps(change, ensure_ascii=False)}\n" for change in _changes(before, tables)).encode()


def replay(before: Tables, delta: bytes) -> Tables:
    """The rows after the changes.

    Raises:
        ValueError: a change does not fit the rows it is applied to.
    """
    rows = {name: {row["id"]: row for row in before[name]} for name in TABLES}
    for line in delta.decode().splitlines():
        change = json.loads(line)
        table, id, op = rows[change["table"]], change["id"], change["op"]
        if (op in ("ADD", "RESTORE")) == (id in table):
            raise ValueError(f"{op} {change['table']} {id}")
        if op in ("DEL", "MERGE"):
            del table[id]
        elif op == "MOD":
            table[id] = {**table[id], **change["set"]}
            if any(table[id].get(key) != value for key, value in change["row"].items()):
                raise ValueError(f"{op} {change['table']} {id}")
        else:
            table[id] = change["row"]
    return sorted_tables({name: [_in_order(name, row) for row in table.values()] for name, table in rows.items()})


def _in_order(name: str, row: Row) -> Row:
    keys = describe(name, TABLES[name]).keys
    return row if type(row) is dict and list(row) == list(keys) else filled_row(name, row)


def _changes(before: Tables, tables: Tables) -> Iterator[dict[str, Any]]:
    retired = {row["id"] for row in before["id_redirect"]}
    moved = {row["id"]: row["new_id"] for row in tables["id_redirect"] if row["new_id"] is not None}
    for name in TABLES:
        table = describe(name, TABLES[name])
        quiet = {*table.quiet, *table.carried}
        old = {row["id"]: row for row in before[name]}
        new = {row["id"]: row for row in tables[name]}
        for id in old:
            if id in new:
                continue
            if id in moved and name != "id_redirect":
                yield {"op": "MERGE", "table": name, "id": id, "into": moved[id]}
            else:
                yield {"op": "DEL", "table": name, "id": id}
        for id, row in new.items():
            if id not in old:
                op = "RESTORE" if id in retired and name != "id_redirect" else "ADD"
                yield {"op": op, "table": name, "id": id, "row": row}
                continue
            if old[id] is row:
                continue
            changed = {key: value for key, value in row.items() if key not in old[id] or old[id][key] != value}
            if changed:
                said = not changed.keys() <= quiet
                yield {"op": "MOD", "table": name, "id": id, "content": said, "set": changed, "row": dict(row)}
