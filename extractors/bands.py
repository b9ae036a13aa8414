"""Grid with headings that run over its full width (帯見出し) → Grid with these headings as columns of their own. Pure.

"基本目標1 ..." as a row over all columns is the parent of the rows under it, up to the next heading of its kind. Two
kinds that follow each other (基本目標, then 施策) are two levels.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.columns import Columns, find_columns, is_header_word
from extractors.numbering import SPACES, read_marker
from schemas.structure import Cell, Grid

HEADING_MAX = 60
"""Characters of a heading; longer rows are notes."""
TITLE = 12
"""Characters of a title inside a table, at most."""
_NOTE = re.compile(r"^[※＊*]|。$|^(?:注|備考|資料|出典)[)）:：\d]?|(?:続く|つづく)[)）]?$")
_CONTINUED = re.compile(r"[\s\u3000]*[（(［\[〔【](?:続き|つづき|続)[）)］\]〕】][\s\u3000]*$")


@dataclass(frozen=True, slots=True)
class _Band:
    cell: Cell
    kind: str
    """Word and style of its marker, "" without one."""
    depth: int = 0


def lift_bands(grid: Grid) -> tuple[Grid, int]:
    """The grid without heading rows, and how many columns the headings became; unchanged where it has none."""
    if grid.cols < 2 or not any(cell.colspan >= grid.cols for cell in grid.cells):
        return grid, 0
    columns = find_columns(grid)
    bands = _with_depths(_bands(grid, columns), grid)
    if not bands or not _lead(bands, grid, columns):
        return grid, 0
    return _lifted(grid, columns, bands)


def _bands(grid: Grid, columns: Columns) -> list[_Band]:
    """Heading rows in order; over the header row only where they are numbered."""
    found = []
    for cell in sorted(grid.cells, key=lambda cell: cell.row):
        text = cell.text.strip(SPACES)
        if cell.colspan < grid.cols or cell.rowspan > 1 or not text or cell.row in columns.repeated:
            continue
        if len(text) > HEADING_MAX or _NOTE.search(text):
            continue
        marker = read_marker(text.replace("\n", "")).marker
        over = cell.row < columns.header.start or (not columns.header and cell.row == 0)
        if over and (marker is None or not marker.counted):
            continue
        found.append(_Band(cell, marker.kind if marker is not None else ""))
    return found


def _with_depths(bands: Sequence[_Band], grid: Grid) -> list[_Band]:
    """Kinds in order of appearance are levels, the first the highest."""
    kinds: list[str] = []
    for band in bands:
        if band.kind not in kinds:
            kinds.append(band.kind)
    return [replace(band, depth=kinds.index(band.kind)) for band in bands]


def _lead(bands: Sequence[_Band], grid: Grid, columns: Columns) -> bool:
    """Whether the headings stand over what they hold: rows before the first one speak against it."""
    first = bands[0].cell.row
    rows = {cell.row for cell in grid.cells if cell.text.strip(SPACES)} - columns.repeated
    before = [row for row in rows if columns.header.stop <= row < first]
    after = [row for row in rows if row > first and row not in columns.header]
    return not before and len(after) > len(bands) // 2 and not _is_title(bands, columns)


def _is_title(bands: Sequence[_Band], columns: Columns) -> bool:
    """One unnumbered short row of words such as 取組一覧 over a table without a header is its title."""
    text = bands[0].cell.text
    return len(bands) == 1 and not bands[0].kind and not columns.header and is_header_word(text) and len(text) < TITLE


def _lifted(grid: Grid, columns: Columns, bands: Sequence[_Band]) -> tuple[Grid, int]:
    """The grid with one column per depth of heading at its left."""
    depth = max(band.depth for band in bands) + 1
    at = {band.cell.row: band for band in bands}
    kept = [row for row in range(grid.rows) if row not in columns.repeated and (row not in at or _bare(row, at, grid))]
    place = {row: number for number, row in enumerate(kept)}
    cells = [moved for cell in grid.cells if cell.row not in at and (moved := _moved(cell, place, depth)) is not None]
    for level in range(depth):
        cells.extend(_column([band for band in bands if band.depth <= level], level, place, grid, columns))
    ordered = tuple(sorted(cells, key=lambda cell: (cell.row, cell.col)))
    return replace(grid, cells=ordered, rows=len(kept), cols=grid.cols + depth), depth


def _bare(row: int, at: dict[int, _Band], grid: Grid) -> bool:
    """A heading with nothing under it keeps its row."""
    below = at.get(row + 1)
    return row + 1 >= grid.rows or (below is not None and below.depth <= at[row].depth)


def _moved(cell: Cell, place: dict[int, int], shift: int) -> Cell | None:
    rows = [place[row] for row in range(cell.row, cell.row + cell.rowspan) if row in place]
    if not rows:
        return None
    return replace(cell, row=rows[0], rowspan=len(rows), col=cell.col + shift)


def _column(bands: Sequence[_Band], level: int, place: dict[int, int], grid: Grid, columns: Columns) -> list[Cell]:
    """The headings of one depth as merged cells; a higher heading ends them."""
    found: list[Cell] = []
    header = [row for row in columns.header if row in place]
    if header:
        first = grid.cells[0]
        found.append(
            replace(
                first,
                ref=f"{first.ref}b{level}",
                row=place[header[0]],
                col=level,
                text="",
                rowspan=len(header),
                colspan=1,
            )
        )
    same: str | None = None
    for number, band in enumerate(bands):
        if band.depth != level:
            same = None
            continue
        end = bands[number + 1].cell.row if number + 1 < len(bands) else grid.rows
        rows = [place[row] for row in range(band.cell.row, end) if row in place and row not in columns.header]
        text = _CONTINUED.sub("", band.cell.text)
        if found and same == _squeeze(text) and rows:
            found[-1] = replace(found[-1], rowspan=rows[-1] - found[-1].row + 1)
        elif rows:
            found.append(replace(band.cell, row=rows[0], col=level, text=text, rowspan=len(rows), colspan=1))
        same = _squeeze(text)
    return found


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)
