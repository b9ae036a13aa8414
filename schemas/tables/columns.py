"""How a published column is declared: one call per column, everything that is ever said of it in that call. No IO.

CSV heading, titles and descriptions in both languages, type, code list and limits live in the Pandera models alone;
the data dictionary, JSON Schema, Data Package and CSVW are generated from them (schemas/tables/describe.py reads them).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import pandera.pandas as pa

CODE = r"[0-9]{6}"
"""全国地方公共団体コード."""
ID = r"[0-9]{6}[A-Z][0-9]{6,}"
"""Permanent id: code of the body, letter of the table, serial."""
DERIVED_ID = ID + r"-[0-9A-Za-z._-]+"
"""Id of a row that belongs to one with a permanent id."""
DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
IDS = f"{ID}(;{ID})*"

Declared = Any
"""What Pandera's Field() is typed as: it stands where a model expects the column's own type."""

SPAN_OF_YEARS = (1868, 2200)
"""Fiscal years that can stand in a plan: from 明治元年 to where a typing error is certain."""


def column(
    ja: str,
    en: str,
    about_ja: str,
    about_en: str,
    *,
    nullable: bool = False,
    unique: bool = False,
    pattern: str | None = None,
    codes: Mapping[str, tuple[str, str]] | None = None,
    at_least: float | None = None,
    at_most: float | None = None,
    kind: Literal["date"] | None = None,
) -> Declared:
    """Declare a column: Japanese heading, English title, what it holds in both languages, and its limits.

    pattern has to fit the whole cell. codes: code → (Japanese, English). kind "date": an ISO 8601 date as text.
    """
    if kind == "date":
        pattern = DATE
    limits: dict[str, Any] = {}
    if pattern is not None:
        limits["str_matches"] = f"^(?:{pattern})$"
    if codes is not None:
        limits["isin"] = list(codes)
    if at_least is not None:
        limits["ge"] = at_least
    if at_most is not None:
        limits["le"] = at_most
    return pa.Field(
        nullable=nullable,
        unique=unique,
        title=ja,
        description=about_en,
        metadata={"en": en, "about_ja": about_ja, "codes": dict(codes or {}), "kind": kind, "pattern": pattern},
        **limits,
    )


def table(
    ja: str,
    en: str,
    about_ja: str,
    about_en: str,
    *,
    foreign: Mapping[str, str] | None = None,
    carried: tuple[str, ...] = (),
    quiet: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Declare what a model's Config.metadata holds: titles, what a row is, foreign keys, carried columns.

    foreign: column → table whose id it holds. carried: columns that keep the value of the release before as long as
    nothing else in the row changes (dates of change, version of the extractor). quiet: columns that are no content: where a row
    stands, how it was read, whether staff looked at it; that they change is no change of the row.
    """
    return {
        "ja": ja,
        "en": en,
        "about_ja": about_ja,
        "about_en": about_en,
        "foreign": dict(foreign or {}),
        "carried": list(carried),
        "quiet": list(quiet),
    }
