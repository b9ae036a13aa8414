"""Rows of a text table → the same with titles joined that were broken over two rows of their cell. Pure.

基本目標1 / 学びを始める: copying gives each line of a cell a row of its own. A number without a title goes on in the row
below; so does a title in a numbered column with an unnumbered cell under it, where no new list begins beside that cell.
Each joined title carries an issue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.cell_items import clean_name
from extractors.numbering import read_marker
from schemas.issue import Issue, Result
from schemas.structure import Cell, Evidence

PART_MAX = 30
"""Characters of the second line of a title."""
MARKED = 2
"""Numbered cells that make a numbered column."""


def join_broken(rows: Sequence[Sequence[Cell]]) -> Result[tuple[tuple[Cell, ...], ...]]:
    """The rows with their cells; what was joined stands in its first row."""
    joined = [list(row) for row in rows]
    issues: list[Issue] = []
    for at in range(1, len(joined)):
        for index, cell in enumerate(joined[at]):
            above = _above(joined, at, cell)
            if above is None or not _goes_on(joined, at, cell, above[1]):
                continue
            place, head = above
            whole = replace(head, text=f"{head.text}\n{cell.text}")
            joined[at - 1][place] = whole
            joined[at][index] = replace(cell, text="")
            issues.append(_issue(head, cell))
    return Result(tuple(map(tuple, joined)), tuple(issues))


def _above(rows: Sequence[Sequence[Cell]], at: int, cell: Cell) -> tuple[int, Cell] | None:
    """The cell over one, with its place in its row."""
    return next(((place, one) for place, one in enumerate(rows[at - 1]) if one.col == cell.col and one.text), None)


def _goes_on(rows: Sequence[Sequence[Cell]], at: int, cell: Cell, head: Cell) -> bool:
    """Whether a cell is the rest of the title over it."""
    own = read_marker(head.text)
    if not cell.text or len(cell.text) > PART_MAX or own.marker is None or not own.marker.counted:
        return False
    if read_marker(cell.text).marker is not None or cell.text.endswith("。"):
        return False
    beside = [one for one in rows[at] if one.col > cell.col and one.text]
    if not own.name:
        return bool(own.marker.word) or bool(beside)
    column = [one for row in rows for one in row if one.col == cell.col and one.text]
    marked = [one for one in column if read_marker(one.text).marker is not None]
    if len(marked) < MARKED or not beside or beside[0].col == cell.col + 1:
        return False
    return all(one in marked or _under_marked(rows, one) for one in column)


def _under_marked(rows: Sequence[Sequence[Cell]], cell: Cell) -> bool:
    """Whether the cell over one is numbered."""
    at = next(place for place, row in enumerate(rows) if cell in row)
    above = _above(rows, at, cell) if at else None
    return above is not None and read_marker(above[1].text).marker is not None


def _issue(head: Cell, cell: Cell) -> Issue:
    title = clean_name(read_marker(f"{head.text}\n{cell.text}").name)
    return Issue(
        "heading_broken",
        f"「{head.text[:30]}」と次の行の「{cell.text[:30]}」を一つの題名としてつなぎました。正しいか確かめてください。",
        Evidence(head.text, line=head.evidence.line),
        refs=(head.ref,),
        proposal=title,
    )
