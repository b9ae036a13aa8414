"""A borderless table printed row by row like a spreadsheet (表計算の印刷) → its entries with their rows. Pure.

Every entry begins at the height of a row, and a parent stands in its first row only. Where some entry begins between
two rows, it is no such table: its parents stand in the middle of what they cover.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.borderless_entries import Entry, union

LEVEL = 0.5
"""Share of the height of a line by which the first lines of one row may differ."""
STRAY = 0.04
"""Share of entries that may begin elsewhere: their lines were taken apart wrongly."""
ALONE = 0.2
"""Share of the rows of a column at which nothing else may begin."""
SENTENCES = 0.3
"""Share of entries that end like a sentence, from which on a column is prose."""


def sheet_rows(columns: Sequence[Sequence[Entry]]) -> list[list[Entry]] | None:
    """The entries of all columns with one row each; prose is put together per row. None for another kind of table."""
    prose = [_is_prose(own) for own in columns]
    while True:
        named = [own for own, text in zip(columns, prose, strict=True) if not text]
        rows = max(named, key=len, default=())
        others = [own for own in named if own is not rows]
        if not others or sum(not any(_meets(one, own) for own in others) for one in rows) <= ALONE * len(rows):
            break
        prose[next(at for at, own in enumerate(columns) if own is rows)] = True  # its entries are but lines of such
    if not rows:
        return None
    stray = sum(_row(entry, rows) is None for own in named for entry in own)
    if stray > STRAY * sum(map(len, named)):
        return None
    laid: list[list[Entry]] = []
    for own, text in zip(columns, prose, strict=True):
        placed: dict[int, Entry] = {}
        for entry in own:
            row = _row(entry, rows)
            if row is None or text:
                row = max((at for at, one in enumerate(rows) if one.first <= entry.first + _slack(one)), default=0)
            before = placed.get(row)
            placed[row] = entry if before is None else _joined(before, entry)
        laid.append([replace(entry, top=row, bottom=row + 1) for row, entry in sorted(placed.items())])
    return laid


def _meets(row: Entry, own: Sequence[Entry]) -> bool:
    """Whether an entry of another column begins at the height of a row."""
    return any(abs(one.first - row.first) <= _slack(row) for one in own)


def _is_prose(own: Sequence[Entry]) -> bool:
    return sum("。" in entry.text for entry in own) > SENTENCES * len(own)


def _slack(entry: Entry) -> float:
    return LEVEL * (entry.bbox.bottom - entry.bbox.top) / (entry.text.count("\n") + 1)


def _row(entry: Entry, rows: Sequence[Entry]) -> int | None:
    """The row at whose height an entry begins."""
    at = min(range(len(rows)), key=lambda row: abs(rows[row].first - entry.first))
    return at if abs(rows[at].first - entry.first) <= _slack(rows[at]) else None


def _joined(a: Entry, b: Entry) -> Entry:
    return replace(a, text=f"{a.text}\n{b.text}", bbox=union(a.bbox, b.bbox))
