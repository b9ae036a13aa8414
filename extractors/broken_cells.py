"""Rows of a text table → the same with titles joined that were broken over two rows of their cell. Pure.

基本目標1 / 学びを始める: copying gives each line of a cell a row of its own. A number without a title goes on in the row
below; so does a title in a numbered column with an unnumbered cell under it, where no new list begins beside that cell.
Each joined title carries an issue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.cell_items import clean_name
from extractors.numbering import read_marker
from schemas.issue import Issue, Result
from schemas.structure import Cell, Evidence

PART_MAX = 30
"""Characters of the second line of a title."""
MARKED = 2
"""Numbered cells that make a numbered column."""


@dataclass
class _Open:
    """The last title of a column, and the row that its last line stood in."""

    row: int
    index: int
    head: Cell
    last: int
    parts: list[str]


def join_broken(rows: Sequence[Sequence[Cell]]) -> Result[tuple[tuple[Cell, ...], ...]]:
    """The rows with their cells; what was joined stands in its first row."""
    joined = [list(row) for row in rows]
    opened: dict[int, _Open] = {}
    broken: list[_Open] = []
    for at, row in enumerate(rows):
        for index, cell in enumerate(row):
            if not cell.text:
                continue
            above = opened.get(cell.col)
            if above is None or above.last != at - 1 or not _goes_on(rows, at, cell, above):
                opened[cell.col] = _Open(at, index, cell, at, [cell.text])
                continue
            above.parts.append(cell.text)
            above.last = at
            broken.extend([above] if len(above.parts) == 2 else [])
            joined[above.row][above.index] = replace(above.head, text="\n".join(above.parts))
            joined[at][index] = replace(cell, text="")
    return Result(tuple(map(tuple, joined)), tuple(_issue(one) for one in broken))


def _goes_on(rows: Sequence[Sequence[Cell]], at: int, cell: Cell, above: _Open) -> bool:
    """Whether a cell is the rest of the title over it."""
    own = read_marker(above.head.text)
    if len(cell.text) > PART_MAX or own.marker is None or not own.marker.counted:
        return False
    if read_marker(cell.text).marker is not None or cell.text.endswith("。"):
        return False
    beside = [one for one in rows[at] if one.col > cell.col and one.text]
    if not own.name and len(above.parts) == 1:
        return bool(own.marker.word) or bool(beside)
    if not own.name and not _begins_list(beside, cell.col):
        return True
    if not beside or beside[0].col == cell.col + 1:
        return False
    column = [one for row in rows for one in row if one.col == cell.col and one.text]
    marked = [one for one in column if read_marker(one.text).marker is not None]
    return len(marked) >= MARKED and all(one in marked or _under_marked(rows, one) for one in column)


def _begins_list(beside: Sequence[Cell], col: int) -> bool:
    """Whether the next column counts from 1 in this row: the cell beside it is a title of its own."""
    marker = read_marker(beside[0].text).marker if beside and beside[0].col == col + 1 else None
    return marker is not None and marker.value[-1:] == (1,)


def _under_marked(rows: Sequence[Sequence[Cell]], cell: Cell) -> bool:
    """Whether the cell over one is numbered, or itself under one that is."""
    at = next(place for place, row in enumerate(rows) if cell in row)
    above = next((one for one in rows[at - 1] if one.col == cell.col and one.text), None) if at else None
    return above is not None and (read_marker(above.text).marker is not None or _under_marked(rows[:at], above))


def _issue(one: _Open) -> Issue:
    title = clean_name(read_marker("\n".join(one.parts)).name)
    rest = "".join(one.parts[1:])
    return Issue(
        "heading_broken",
        f"「{one.parts[0][:30]}」と次の行の「{rest[:30]}」を一つの題名としてつなぎました。正しいか確かめてください。",
        Evidence(one.parts[0], line=one.head.evidence.line),
        refs=(one.head.ref,),
        proposal=title,
    )
