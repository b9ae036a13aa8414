"""Rows of the published tables while they are on their way into files: plain dicts by English key. Pure."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping

from schemas.tables import TABLES
from schemas.tables.describe import describe

Value = str | int | float | bool | None
Row = dict[str, Value]
Tables = dict[str, list[Row]]


class KeptRow(Mapping[str, Value]):
    """A row of an earlier release, to be read alone: a fifth of the memory of a dict of two dozen columns."""

    __slots__ = ("_places", "_values")

    def __init__(self, places: dict[str, int], values: tuple[Value, ...]) -> None:
        """places: column → its place in values; one for all rows of a table."""
        self._places = places
        self._values = values

    def __getitem__(self, key: str) -> Value:
        return self._values[self._places[key]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Mapping):
            return NotImplemented
        if list(other) == list(self._places):
            return tuple(other.values()) == self._values
        return dict(self) == dict(other)

    __hash__ = None  # type: ignore[assignment]


_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Control characters but for tab and line feed."""

_SHORT = 16
"""Characters; strings up to here (codes, dates, numbers, names of towns) repeat so often that one copy serves all."""


def no_tables() -> Tables:
    """Every table, empty."""
    return {name: [] for name in TABLES}


def whole_row(table: str, values: Mapping[str, Value]) -> Row:
    """A row with every column of its table in order; text in NFC, what is empty is None."""
    keys = describe(table, TABLES[table]).keys
    row = {key: _clean(value) if isinstance(value := values.get(key), str) else value for key in keys}
    if not values.keys() <= row.keys():
        raise KeyError(f"{table} has no column {sorted(values.keys() - row.keys())}")
    return row


def filled_row(table: str, row: Row) -> Row:
    """A row made from rows that are whole already: every column in order, none unknown to the table."""
    return {key: row.get(key) for key in describe(table, TABLES[table]).keys}


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


def _clean(value: str) -> str | None:
    text = value if value.isascii() else unicodedata.normalize("NFC", value)
    if not text.isprintable() and _CONTROLS.search(text):
        text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return (sys.intern(text) if len(text) <= _SHORT else text) or None
