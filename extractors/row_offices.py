"""Rows of a copied table → the offices in charge (担当課) apart from their titles. Changes the rows in place; no IO."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractors.columns import names_departments
from extractors.copied_row import Row, below, words
from extractors.numbering import SPACES, read_marker
from extractors.title_offices import OFFICES
from schemas.document import Line

CELL_MAX = 12
"""Characters of a word in a column behind the offices (区分, 期間)."""
OFFICES_SHARE = 0.4
"""Share of the entries of a kind with offices behind them that makes it a habit without a header …"""
OFFICES_FEWEST = 3
"""… and how many of them there are at least."""
VALUE_FEWEST = 3
"""Times that a word stands behind titles of one kind, from which on it is the value of a column …"""
VALUE_SHARE = 0.3
"""… where so many of these have such a word."""

_VALUE = re.compile(r"(?<![ \u3000])[ \u3000]+(?P<value>[^ \u3000（(）)]{1,8})$")
_BEGUN = re.compile(r"(?<![ \u3000])[ \u3000]+(?P<offices>[^ \u3000]*[課室局部係館、，,・／/][^ \u3000]*)$")
_ALONE = re.compile(OFFICES)


def columns_behind(headers: Sequence[Line]) -> int | None:
    """How many columns stand behind the one of the offices; None where no header names such a column."""
    for header in headers:
        names = words(header.text)
        at = next((at for at, name in enumerate(names) if names_departments(name)), None)
        if at is not None:
            return len(names) - 1 - at
    return None


def take_offices(rows: Sequence[Row], behind: int | None) -> None:
    """Move the offices behind titles, and those on lines of their own below, out of the texts.

    Args:
        rows: the entries and other lines.
        behind: columns of short words behind the offices, None where no header names these.
    """
    named = behind is not None
    pattern = re.compile(
        rf"(?<![ \u3000])[ \u3000]+(?P<offices>{OFFICES})(?:[ \u3000]+\S{{1,{CELL_MAX}}}){{{behind or 0}}}$"
    )
    found = {at: match for at, row in enumerate(rows) if (match := pattern.search(row.text)) and _titled(row, match)}
    if not named:
        have = Counter(marker.kind for at in found if (marker := rows[at].marker) is not None)
        count = Counter(row.marker.kind for row in rows if row.marker is not None)
        usual = {kind for kind, n in have.items() if n >= OFFICES_FEWEST and n >= OFFICES_SHARE * count[kind]}
        found = {at: match for at, match in found.items() if (one := rows[at].marker) is not None and one.kind in usual}
    for at, match in found.items():
        rows[at].offices = [match["offices"]]
        rows[at].text = rows[at].text[: match.start()]
    if named:
        _take_lines_of_offices(rows)


def drop_values(rows: Sequence[Row]) -> None:
    """Take the values of a further column (対象, 区分) from behind titles: few words that stand behind many of a kind."""
    behind = {
        at: found
        for at, row in enumerate(rows)
        if row.marker and (found := _VALUE.search(row.text)) and _titled(row, found)
    }
    often = Counter((rows[at].kind, found["value"]) for at, found in behind.items())
    usual = {at: found for at, found in behind.items() if often[rows[at].kind, found["value"]] >= VALUE_FEWEST}
    count, have = Counter(row.kind for row in rows), Counter(rows[at].kind for at in usual)
    for at, found in usual.items():
        if have[rows[at].kind] >= VALUE_SHARE * count[rows[at].kind]:
            rows[at].text = rows[at].text[: found.start()]


def _titled(row: Row, match: re.Match[str]) -> bool:
    return match.start() > 0 and bool(read_marker(row.text[: match.start()]).name)


def _take_lines_of_offices(rows: Sequence[Row]) -> None:
    """Lines below an entry that together name offices (学校教育課、広報 / 広聴課)."""
    for at, row in enumerate(rows):
        if row.marker is None or row.offices:
            continue
        run = below(rows, at)
        begun = _BEGUN.search(row.text)
        if begun and run and _ALONE.fullmatch(begun["offices"] + run[0].text.strip(SPACES)) and _titled(row, begun):
            row.offices = [begun["offices"] + run[0].text.strip(SPACES)]
            row.text, run[0].text = row.text[: begun.start()], ""
            continue
        for first in range(len(run)):
            text = "".join(one.text.strip(SPACES) for one in run[first:])
            if _ALONE.fullmatch(text):
                row.offices = [text]
                for one in run[first:]:
                    one.text = ""
                break
