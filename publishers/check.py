"""Rows → what in them does not fit the Pandera models, each with the id of its row. Pure; pandas and Pandera live here.

Pandera is asked lazily, so that one run names everything. Four things it does not do by itself are done here: a value of
the wrong type is taken out and reported before it can hide the other faults of its column; a fault of the whole table
counts once and not once per column; ids are the index, so that a fault leads to its row; and whether a parent or
another referenced row exists is looked up over all tables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from types import NoneType

import pandas as pd
import pandera.pandas as pa

from publishers.table_rows import Row, Tables, Value
from schemas.tables import TABLES
from schemas.tables.describe import Column, ColumnType, Table, describe

CHUNK = 20_000
"""Rows that become a frame at a time: Pandera keeps several copies of what it looks at."""

_PYTHON: dict[ColumnType, tuple[type, ...]] = {
    "string": (str,),
    "date": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}


@dataclass(frozen=True, slots=True)
class Failure:
    """One value that does not fit: table, id of the row, column, the rule and the value as text."""

    table: str
    id: str
    column: str | None
    rule: str
    value: str


def check_tables(tables: Tables) -> tuple[Failure, ...]:
    """Every fault in every table."""
    found: list[Failure] = []
    for name, model in TABLES.items():
        table, rows = describe(name, model), tables[name]
        for start in range(0, len(rows), CHUNK):
            found += _check_rows(table, model, rows[start : start + CHUNK])
        found += _repeated(table, rows)
    return (*found, *_dangling(tables))


def _check_rows(table: Table, model: type[pa.DataFrameModel], rows: Sequence[Row]) -> list[Failure]:
    found: list[Failure] = []
    ids = [str(row["id"]) for row in rows]
    columns: dict[str, list[Value]] = {}
    for column in table.columns:
        columns[column.key] = values = [row[column.key] for row in rows]
        if {*map(type, values)} <= {*_PYTHON[column.type], NoneType}:
            continue
        for number, value in enumerate(values):
            if value is not None and not _fits(value, column):
                found.append(Failure(table.name, ids[number], column.key, "type", str(value)))
                values[number] = None
    frame = pd.DataFrame(columns, index=pd.Index(ids, dtype=object), dtype=object)
    mistyped = {(failure.id, failure.column) for failure in found}
    try:
        model.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        for failure in _collapsed(table.name, errors.failure_cases.astype(object)):
            if (failure.id, failure.column) not in mistyped:
                found.append(failure)
    return found


def _fits(value: object, column: Column) -> bool:
    if isinstance(value, bool):
        return column.type == "boolean"
    return isinstance(value, _PYTHON[column.type])


def _collapsed(table: str, cases: pd.DataFrame) -> list[Failure]:
    found: dict[tuple[str, str | None, str], Failure] = {}
    for case in cases.to_dict("records"):
        whole = case["schema_context"] == "DataFrameSchema"
        column = None if whole else str(case["column"])
        id = "" if case["index"] is None or pd.isna(case["index"]) else str(case["index"])
        rule = str(case["check"])
        found.setdefault((id, column, rule), Failure(table, id, column, rule, str(case["failure_case"])))
    return list(found.values())


def _repeated(table: Table, rows: Sequence[Row]) -> list[Failure]:
    """Values that may stand once only, over all chunks."""
    found = []
    for column in table.columns:
        if column.unique and len(rows) > CHUNK:
            counted = Counter(row[column.key] for row in rows)
            found += [
                Failure(table.name, str(row["id"]), column.key, "field_uniqueness", str(row[column.key]))
                for row in rows
                if counted[row[column.key]] > 1
            ]
    return found


def _dangling(tables: Tables) -> list[Failure]:
    """References to rows that are not there."""
    ids = {name: {row["id"] for row in rows} for name, rows in tables.items()}
    found = []
    for name, model in TABLES.items():
        table = describe(name, model)
        for column in table.columns:
            if column.references is None:
                continue
            for row in tables[name]:
                value = row[column.key]
                if value is not None and value not in ids[column.references]:
                    found.append(Failure(name, str(row["id"]), column.key, "reference", str(value)))
    return found
