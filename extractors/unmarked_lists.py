"""Grid → which cells of its last level hold a list without any marker, line by line. Pure.

A line that ends well before its column does was broken on purpose; a full one was broken by the column. Whether such a
break parts two entries or sets one title is a judgement: the cells read so are named in an issue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.columns import Columns
from extractors.numbering import SPACES, read_marker
from schemas.issue import Issue
from schemas.structure import Cell, Grid

SHORT_BY = 2.5
"""Em: a line that is shorter than the longest one of its column by more was broken on purpose."""
ON_PURPOSE = 0.6
"""Share of such lines, of those that are followed by another in their cell."""
NOUNS = 0.7
"""Share of these that end like a name; a line that ends in a particle goes on."""
CELLS = 2
"""Cells of several lines, at least."""
NAME_MIN = 4.0
"""Em: the usual line is at least this long; shorter ones are parts of a word."""
_NOUN_END = re.compile(
    r"(?:[一-龥々ァ-ヶー」』）)A-Za-z0-9]|づくり|まち|つながり|見える化|あり方|まつり|取り組み|めぐり)$"
)


def unmarked_lists(grid: Grid, columns: Columns) -> tuple[dict[str, tuple[str, ...]], Issue | None]:
    """Per ref of such a cell its entries; and the issue that names them all, if there are any."""
    if not columns.levels:
        return {}, None
    body = [
        cell
        for cell in grid.cells
        if cell.col == columns.levels[-1]
        and cell.row >= columns.header.stop
        and cell.row not in columns.repeated
        and cell.text.strip(SPACES)
    ]
    several = [cell for cell in body if "\n" in cell.text]
    if len(several) < CELLS or any(read_marker(cell.text).marker is not None for cell in body):
        return {}, None
    room = max(_width(line) for cell in body for line in cell.text.split("\n"))
    broken = [line for cell in several for line in cell.text.split("\n")[:-1]]
    short = [line for line in broken if _width(line) < room - SHORT_BY]
    usual = sorted(_width(line) for line in broken)[len(broken) // 2]
    nouns = sum(bool(_NOUN_END.search(line.strip(SPACES))) for line in short)
    if len(short) < ON_PURPOSE * len(broken) or nouns < NOUNS * len(short) or usual < NAME_MIN:
        return {}, None
    lists = {cell.ref: entries for cell in several if len(entries := _entries(cell, room)) > 1}
    return lists, _issue(several, lists) if lists else None


def _entries(cell: Cell, room: float) -> tuple[str, ...]:
    """The lines of a cell, those that the column broke put together."""
    found: list[str] = []
    full = False
    for line in cell.text.split("\n"):
        if full and found:
            found[-1] += line.strip(SPACES)
        elif line.strip(SPACES):
            found.append(line.strip(SPACES))
        full = _width(line) >= room - SHORT_BY
    return tuple(found)


def _width(line: str) -> float:
    """Em: a Latin letter or digit is half as wide as a kanji."""
    return sum(0.5 if char.isascii() else 1.0 for char in line.strip(SPACES))


def _issue(cells: Sequence[Cell], lists: dict[str, tuple[str, ...]]) -> Issue:
    refs = tuple(
        f"{cell.ref}#{index + 1}"
        for cell in cells
        for index in range(len(lists.get(cell.ref, ())))
        if cell.ref in lists
    )
    return Issue(
        "label_missing",
        f"番号や記号のない行が一つの欄に並んでいます（{len(lists)}か所）。行ごとに一つの項目と読みました。確かめてください。",
        cells[0].evidence,
        refs=refs,
    )
