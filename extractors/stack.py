"""Tables with the same header, one per 基本目標, → one table; the headings between them become its first columns. Pure.

A heading is a line between two tables or the first row of a table. Where nothing stands between two of them, the later
one simply goes on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.columns import find_columns, is_header_word, names_a_column
from extractors.numbering import LEVEL_NOUN, SPACES, Marker, read_marker
from schemas.structure import Cell, Evidence, Grid

LEVEL_NAMES = 2
"""Columns of the header that must be named like levels before headings without a number count as levels, too."""

SPACE = 18.0
"""Points between two tables in which no line of text has room."""


@dataclass(frozen=True, slots=True)
class _Table:
    """One of several tables, its heading rows taken off."""

    grid: Grid
    header: int
    """Rows of the header."""
    over: tuple[Evidence, ...]


def stack(grids: Sequence[Grid]) -> tuple[Grid, ...]:
    """Tables that follow each other and belong together as one; the others as they are."""
    found: list[Grid] = []
    group: list[_Table] = []
    for grid in (*grids, None):
        table = _table(grid) if grid is not None else None
        if table is not None and group and _belong(group[-1], table):
            group.append(table)
            continue
        found.extend(_stacked(group))
        group = [table] if table is not None else []
    return tuple(found)


def _table(grid: Grid) -> _Table:
    """A table without the numbered heading in its first row, if that runs over all columns."""
    top = next((cell for cell in grid.cells if cell.row == 0 and cell.text.strip(SPACES)), None)
    if top is not None and top.colspan == grid.cols > 1 and top.rowspan == 1 and _marker(top.text) is not None:
        rest = tuple(replace(cell, row=cell.row - 1) for cell in grid.cells if cell.row > 0)
        inner = replace(grid, cells=rest, rows=grid.rows - 1)
        header = _header_rows(inner)
        if rest and header:
            return _Table(inner, header, (replace(top.evidence, text=top.text),))
    return _Table(grid, _header_rows(grid), grid.over)


def _header_rows(grid: Grid) -> int:
    header = find_columns(grid).header
    return header.stop if header.start == 0 else 0


def _marker(text: str) -> Marker | None:
    """The number of a heading, None where it has none."""
    marker = read_marker(text.replace("\n", "")).marker
    return marker if marker is not None and marker.counted else None


def _kind(heading: Evidence) -> str:
    marker = _marker(heading.text)
    return marker.kind if marker is not None else ""


def _belong(a: _Table, b: _Table) -> bool:
    """Whether the second table goes on where the first one ends, under a heading of the same kind or none."""
    if a.grid.cols != b.grid.cols or _header(a) != _header(b):
        return False
    if not a.header and not (b.over and all(_kind(one) for one in b.over)):
        return False
    if not b.over:
        return _close(a.grid, b.grid)
    kinds, others = [_kind(one) for one in b.over], [_kind(one) for one in a.over]
    if not all(kinds):
        return kinds == [""] == others[-1:] and a.over[-1].text != b.over[0].text and _names_levels(a)
    last = others[-1:] == kinds[-1:] and (len(kinds) > 1 or _marker(a.over[-1].text) != _marker(b.over[-1].text))
    return last and set(kinds) <= set(others) | set(kinds[:-1])


def _close(a: Grid, b: Grid) -> bool:
    """Whether two tables stand on different pages or with nothing but a little space between them."""
    end = max((c.evidence.bbox.bottom for c in a.cells if c.evidence.bbox), default=0.0)
    top = min((c.evidence.bbox.top for c in b.cells if c.evidence.bbox), default=0.0)
    pages = max(c.evidence.page or 0 for c in a.cells), min(c.evidence.page or 0 for c in b.cells)
    return pages[0] != pages[1] or top - end <= SPACE


def _names_levels(table: _Table) -> bool:
    words = [cell.text for cell in table.grid.cells if cell.row < table.header]
    return sum(names_a_column(word) and bool(re.search(LEVEL_NOUN, word)) for word in words) >= LEVEL_NAMES


def _header(table: _Table) -> list[tuple[int, int, str]]:
    return [(cell.row, cell.col, re.sub(r"\s+", "", cell.text)) for cell in table.grid.cells if cell.row < table.header]


def _stacked(group: Sequence[_Table]) -> list[Grid]:
    """One table out of several."""
    if len(group) < 2:
        return [_alone(table) for table in group]
    kinds = _levels(group)
    shift = len(kinds)
    header = group[0].header
    cells = _corner(group[0], kinds) if header else []
    cells.extend(replace(cell, col=cell.col + shift) for cell in group[0].grid.cells if cell.row < header)
    row = header
    going: dict[int, Cell] = {}
    for table in group:
        first = table.grid.cells[0].ref
        fresh: int | None = None
        for number, one in enumerate(one for one in table.over if _kind(one) in kinds):
            level = kinds.index(_kind(one))
            if fresh is not None and level <= fresh:
                row += 1  # the heading before has nothing under it but keeps its row
            cells.extend(_ended(going, level, row))
            going[level] = Cell(f"{first}g{number + 1}", row, level, one.text, one)
            fresh = level
        cells.extend(
            replace(cell, row=cell.row - table.header + row, col=cell.col + shift)
            for cell in table.grid.cells
            if cell.row >= table.header
        )
        row += table.grid.rows - table.header
    cells.extend(_ended(going, 0, row))
    ordered = tuple(sorted(cells, key=lambda cell: (cell.row, cell.col)))
    title = group[0].grid.title
    if title is not None and any(one.text == title.text for one in group[0].over if _kind(one) in kinds):
        title = None
    return [Grid(ordered, row, group[0].grid.cols + shift, True, title)]


def _ended(going: dict[int, Cell], level: int, row: int) -> list[Cell]:
    """The headings of this level and below, which end at a row; they are taken out of those that go on."""
    ended = [going.pop(deeper) for deeper in sorted(going) if deeper >= level]
    return [replace(cell, rowspan=max(row - cell.row, 1)) for cell in ended]


def _alone(table: _Table) -> Grid:
    """A single table: its heading row goes back on top."""
    if table.over == table.grid.over:
        return table.grid
    top = table.over[0]
    cell = Cell(f"{table.grid.cells[0].ref}g", 0, 0, top.text, top, 1, table.grid.cols)
    cells = (cell, *(replace(cell, row=cell.row + 1) for cell in table.grid.cells))
    return replace(table.grid, cells=cells, rows=table.grid.rows + 1)


def _levels(group: Sequence[_Table]) -> list[str]:
    """The kinds of headings that lead the later tables, highest first."""
    later = {_kind(one) for table in group[1:] for one in table.over}
    kinds: list[str] = []
    for table in group:
        own = [_kind(one) for one in table.over]
        kinds.extend(kind for kind in own if kind in later and kind not in kinds)
    return kinds


def _corner(table: _Table, kinds: Sequence[str]) -> list[Cell]:
    """Header cells over the columns of headings."""
    first = table.grid.cells[0]
    found = []
    for level, kind in enumerate(kinds):
        heading = next((one for one in table.over if _kind(one) == kind), None)
        text = _level_name(heading.text) if heading is not None else ""
        evidence = replace(first.evidence, text=text)
        found.append(Cell(f"{first.ref}h{level + 1}", 0, level, text, evidence, table.header, 1, True))
    return found


def _level_name(title: str) -> str:
    """What a heading calls its level: 基本目標 of 基本目標1."""
    marker = _marker(title)
    word = marker.word if marker is not None else ""
    return word if word and re.search(LEVEL_NOUN, word) and is_header_word(word) else ""
