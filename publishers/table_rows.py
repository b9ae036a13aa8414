"""Rows of the published tables while they are on their way into files: plain dicts by English key. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from schemas.tables import TABLES
from schemas.tables.describe import describe

Value = str | int | float | bool | None
Row = dict[str, Value]
Tables = dict[str, list[Row]]

_KEPT_CONTROLS = "\n\t"


def no_tables() -> Tables:
    """Every table, empty."""
    return {name: [] for name in TABLES}


def whole_row(table: str, values: Mapping[str, Value]) -> Row:
    """A row with every column of its table in order; text in NFC, what is empty is None."""
    keys = describe(table, TABLES[table]).keys
    unknown = values.keys() - set(keys)
    if unknown:
        raise KeyError(f"{table} has no column {sorted(unknown)}")
    return {key: _clean(values.get(key)) for key in keys}


def sorted_tables(tables: Tables) -> Tables:
    """Rows in the order they are published in: by municipality and plan, then reading order, then id."""
    return {name: sorted(rows, key=_order) for name, rows in tables.items()}


def _order(row: Row) -> tuple[str, str, int, str]:
    place = row.get("sort_order")
    return (
        str(row["municipality_code"]),
        str(row.get("plan_id") or ""),
        place if isinstance(place, int) else 0,
        str(row["id"]),
    )


def _clean(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(char for char in text if unicodedata.category(char) != "Cc" or char in _KEPT_CONTROLS)
    return text or None
