"""Pandera model → what it says of its table and columns, as plain values. No IO.

The one place that knows how Pandera keeps these; every exporter (CSV headings, README, JSON Schema, Data Package,
CSVW, Parquet) asks here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import pandera.pandas as pa

ColumnType = Literal["string", "integer", "number", "boolean", "date"]

_TYPES: dict[str, ColumnType] = {"Int64": "integer", "Float64": "number", "boolean": "boolean"}


@dataclass(frozen=True, slots=True)
class Column:
    """One published column (列)."""

    key: str
    """English key: the name in JSON and Parquet."""
    ja: str
    """Japanese heading: the name in CSV."""
    en: str
    about_ja: str
    about_en: str
    type: ColumnType
    nullable: bool
    unique: bool
    pattern: str | None
    codes: tuple[tuple[str, str, str], ...]
    """(code, Japanese, English)."""
    minimum: int | None
    maximum: int | None
    references: str | None
    """The table whose id stands here."""


@dataclass(frozen=True, slots=True)
class Table:
    """One published table (表)."""

    name: str
    ja: str
    en: str
    about_ja: str
    about_en: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    """English keys in order."""
    carried: tuple[str, ...]
    quiet: tuple[str, ...]
    """Columns that are no content."""


@cache
def describe(name: str, model: type[pa.DataFrameModel]) -> Table:
    """Read a model once."""
    stored: dict[str, Any] = model.get_metadata()[model.__name__]["dataframe"]
    columns = tuple(_column(key, column, stored["foreign"]) for key, column in model.to_schema().columns.items())
    return Table(
        name=name,
        ja=stored["ja"],
        en=stored["en"],
        about_ja=stored["about_ja"],
        about_en=stored["about_en"],
        columns=columns,
        keys=tuple(column.key for column in columns),
        carried=tuple(stored["carried"]),
        quiet=tuple(stored["quiet"]),
    )


def _column(key: str, column: pa.Column, foreign: dict[str, str]) -> Column:
    said: dict[str, Any] = column.metadata
    limits = {check.name: check.statistics for check in column.checks}
    low = limits.get("greater_than_or_equal_to", {}).get("min_value")
    high = limits.get("less_than_or_equal_to", {}).get("max_value")
    return Column(
        key=key,
        ja=column.title,
        en=said["en"],
        about_ja=said["about_ja"],
        about_en=column.description,
        type=said["kind"] or _TYPES.get(str(column.dtype), "string"),
        nullable=column.nullable,
        unique=column.unique,
        pattern=said["pattern"],
        codes=tuple((code, ja, en) for code, (ja, en) in said["codes"].items()),
        minimum=None if low is None else int(low),
        maximum=None if high is None else int(high),
        references=foreign.get(key),
    )
