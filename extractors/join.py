"""Tables of consecutive pages → tables: parts of one table put together. Pure.

A part continues the table of the page before where it repeats its header, or has none and the same columns. A merged
cell cut by the page end is one cell: its second part is empty, repeats the text, or says （続き）.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.columns import find_columns
from extractors.numbering import read_marker
from extractors.shared_columns import shared_columns
from schemas.document import BBox
from schemas.issue import Issue, Result
from schemas.structure import Cell, Evidence, Grid

MARGIN = 56.0
"""Points: lines that end above this are running heads (柱); text begins 20 mm below the edge of a page."""
HEADER_ROWS = 4
"""A header has no more rows."""
REPEATED = 0.8
"""Share of the header's names that a part must print again to repeat it."""
SLIVER = 11.0
"""Points: an empty row lower than this at a page end is the edge of a cut row."""
MARKED = 0.8
"""Share of a column's cells that have a marker, from which on one without is the rest of the cell before."""
_CONTINUED = re.compile(
    r"[\s\u3000]*[（(［\[〔【]?(?:前(?:の)?(?:頁|ページ)(?:から|より)?の?)?(?:続き|つづき|続|承前|再掲載)[）)］\]〕】]?[\s\u3000]*$"
)
_CONTINUED_FRONT = re.compile(r"^[（(［\[〔【](?:前(?:頁|ページ)の?)?(?:続き|つづき|続)[）)］\]〕】][\s\u3000]*")


@dataclass(frozen=True, slots=True)
class Part:
    """A table as seen on one page, with what is needed to tell whether it goes on from the page before."""

    grid: Grid
    page: int
    bbox: BBox
    first: bool
    """Nothing but page headers stands over it."""
    last: bool
    """Nothing but page numbers and notes stands under it."""


def join_pages(parts: Sequence[Part]) -> Result[tuple[Grid, ...]]:
    """Tables of the whole document, in order."""
    joined: list[Grid] = []
    tails: list[Part] = []
    issues: list[Issue] = []
    for seen in parts:
        part = replace(seen, grid=_without_blank_top(seen.grid))
        shared = shared_columns(joined[-1], part.grid) if joined else None
        header = _continues(tails[-1], shared[0], replace(part, grid=shared[1])) if shared else None
        if shared is None or header is None:
            joined.append(part.grid)
        else:
            result = append_rows(*shared, header)
            joined[-1] = result.value
            issues.extend(result.issues)
        tails.append(part)
    return Result(tuple(joined), tuple(issues))


def _without_blank_top(grid: Grid) -> Grid:
    """The part without rows over its header in which nothing is printed."""
    first = min((cell.row for cell in grid.cells if cell.text.strip()), default=0)
    if first == 0:
        return grid
    kept = []
    for cell in grid.cells:
        end = cell.row + cell.rowspan - first
        if end > 0:
            row = max(cell.row - first, 0)
            kept.append(replace(cell, row=row, rowspan=end - row))
    return replace(grid, cells=tuple(kept), rows=grid.rows - first)


def _continues(before: Part, whole: Grid, part: Part) -> int | None:
    """How many header rows to leave out where the part goes on from the table before; None where it does not."""
    if part.page != before.page + 1 or not before.last:
        return None
    title = part.grid.title if not in_margin(part.grid.title) else None
    if title is not None and not _is_continued(title.text) and not _same_text(title, before.grid.title):
        return None
    if _begins_anew(before, part):
        return None
    repeated = _repeated_rows(whole, part.grid)
    if repeated:
        return repeated
    if not part.first and title is None:
        return None
    return 0 if not _header(part.grid) else None


def _begins_anew(before: Part, part: Part) -> bool:
    """Whether another numbered heading stands over the part: tables of one make, each under a heading of its own."""
    known = {_squeeze(strip_continued(one.text)) for one in before.grid.over}
    for one in part.grid.over:
        marker = read_marker(one.text).marker
        counted = marker is not None and marker.counted
        if counted and not in_margin(one) and not _is_continued(one.text) and _squeeze(one.text) not in known:
            return True
    return False


def in_margin(title: Evidence | None) -> bool:
    """True for a line at the very top of the page: the name of the plan or chapter, printed on every page."""
    return title is not None and title.bbox is not None and title.bbox.bottom <= MARGIN


def _repeated_rows(whole: Grid, part: Grid) -> int:
    """How many rows at the top of a part print the header of the table again."""
    if rows := _same_header(whole, part):
        return rows
    printed = {text for row in _header(whole) for text in row if text}
    found: set[str] = set()
    for row in range(part.rows):
        texts = {_squeeze(cell.text) for cell in part.cells if cell.row == row and cell.text.strip()}
        if not texts <= printed:
            return row if len(found) >= max(2, REPEATED * len(printed)) else 0
        found |= texts
    return 0


def _same_header(whole: Grid, part: Grid) -> int:
    """Rows at the top of a part that say over each column what the header says, in however many pieces; else 0."""
    header = find_columns(whole).header
    if header.start != 0 or not header:
        return 0
    wanted = [_over(whole, col, header.stop) for col in range(whole.cols)]
    for rows in range(1, min(part.rows, HEADER_ROWS + 1)):
        if [_over(part, col, rows) for col in range(part.cols)] == wanted:
            return rows
    return 0


def _over(grid: Grid, col: int, rows: int) -> str:
    """What is printed in the first rows of a column."""
    return "".join(_squeeze(cell.text) for cell in grid.cells if cell.row < rows and col in _columns(cell))


def _same_text(a: Evidence, b: Evidence | None) -> bool:
    return b is not None and _squeeze(a.text) == _squeeze(b.text)


def _is_continued(text: str) -> bool:
    return bool(_CONTINUED.search(text) or _CONTINUED_FRONT.search(text))


def strip_continued(text: str) -> str:
    """The text without a note that it goes on from the page before."""
    return _CONTINUED_FRONT.sub("", _CONTINUED.sub("", text))


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _header(grid: Grid) -> list[tuple[str, ...]]:
    """The header rows at the top of a part, as text per row."""
    rows = find_columns(grid).header
    if rows.start != 0:
        return []
    return [tuple(_squeeze(cell.text) for cell in grid.cells if cell.row == row) for row in rows]


def append_rows(whole: Grid, part: Grid, header: int) -> Result[Grid]:
    """The table with the rows of its next part under it, cut cells put together."""
    whole, part = _without_slivers(whole, whole.rows - 1), _without_slivers(part, header)
    cells = {cell.ref: cell for cell in whole.cells}
    last = {col: cell for cell in whole.cells if cell.row + cell.rowspan == whole.rows for col in _columns(cell)}
    merged = _cut_row(whole, part, header, last)
    shift = whole.rows - header - (1 if merged else 0)
    issues: list[Issue] = []
    open_parent = True
    for printed in sorted(part.cells, key=lambda cell: (max(cell.row, header), cell.col)):
        cell = _below_header(printed, header)
        if cell is None:
            continue
        moved = replace(cell, row=cell.row + shift)
        before = last.get(cell.col) if cell.row == header else None
        if before is not None and merged:
            cells[before.ref] = _with_rest(cells[before.ref], cell, cell.rowspan - 1)
            continue
        if before is not None and open_parent and _cut_text(before, cell, whole):
            cells[before.ref] = _with_rest(cells[before.ref], cell, cell.rowspan)
            continue
        goes_on = before is not None and open_parent and _same_cell(before, cell, part)
        if goes_on and before is not None:
            cells[before.ref] = _longer(cells[before.ref], cell)
            continue
        if cell.row == header and cell.text.strip():
            open_parent = False
        cells[moved.ref] = replace(moved, text=strip_continued(moved.text))
    rows = part.rows + shift
    ordered = tuple(sorted(cells.values(), key=lambda cell: (cell.row, cell.col)))
    return Result(replace(whole, cells=ordered, rows=rows), tuple(issues))


def _below_header(cell: Cell, header: int) -> Cell | None:
    """The cell without the header rows that an empty one may run over; None for the header itself."""
    if cell.row >= header:
        return cell
    end = cell.row + cell.rowspan
    if cell.text.strip() or end <= header:
        return None
    return replace(cell, row=header, rowspan=end - header)


def _without_slivers(grid: Grid, row: int) -> Grid:
    """The table without a row in which nothing is printed and nothing begins but empty cells: the cut edge of a row."""
    own = [cell for cell in grid.cells if cell.row == row]
    ends = [cell for cell in grid.cells if cell.row <= row < cell.row + cell.rowspan]
    thin = all(
        cell.evidence.bbox is not None and cell.evidence.bbox.bottom - cell.evidence.bbox.top < SLIVER
        for cell in ends
        if cell.rowspan == 1
    )
    if not own or not thin or any(cell.text.strip() for cell in own if cell.rowspan == 1) or grid.rows < 2:
        return grid
    if not any(cell.rowspan == 1 for cell in own):
        return grid
    kept: list[Cell] = []
    for cell in grid.cells:
        if cell in own and cell.rowspan == 1:
            continue
        covers = cell.row <= row < cell.row + cell.rowspan
        above = cell.row - (1 if cell.row > row else 0)
        kept.append(replace(cell, row=above, rowspan=cell.rowspan - (1 if covers else 0)))
    return replace(grid, cells=tuple(kept), rows=grid.rows - 1)


def _columns(cell: Cell) -> range:
    return range(cell.col, cell.col + cell.colspan)


def _same_cell(before: Cell, after: Cell, part: Grid) -> bool:
    """True where a cell at the top of a page is the rest of the one at the foot of the page before."""
    if (before.col, before.colspan) != (after.col, after.colspan):
        return False
    own, other = _squeeze(strip_continued(before.text)), _squeeze(strip_continued(after.text))
    if _is_continued(after.text):
        return own == other or not other or own.startswith(other)
    if after.col + after.colspan >= part.cols:
        return False  # the last column has one cell per row: equal texts are two entries
    return not other or own == other or (not own and before.rowspan + after.rowspan > 2)


def _cut_text(before: Cell, after: Cell, whole: Grid) -> bool:
    """True where the text of a merged cell was cut in two: the rest has no marker in a column in which all have one."""
    own, rest = before.text.strip(), after.text.strip()
    if (before.col, before.colspan) != (after.col, after.colspan) or before.rowspan + after.rowspan < 3:
        return False
    if not own or not rest or _squeeze(own) == _squeeze(rest) or _is_continued(rest) or read_marker(rest).marker:
        return False
    column = [c for c in whole.cells if c.col == before.col and c.text.strip() and not c.header and c is not before]
    marked = sum(read_marker(c.text).marker is not None for c in column)
    return marked >= max(2, MARKED * (len(column) - 1)) and read_marker(_squeeze(own + rest)).marker is not None


def _longer(before: Cell, after: Cell) -> Cell:
    """The cell before, with the rows of its rest, and its text where it had none."""
    grown = replace(before, rowspan=before.rowspan + after.rowspan)
    if before.text.strip():
        return grown
    return replace(grown, text=strip_continued(after.text), evidence=after.evidence)


def _with_rest(before: Cell, after: Cell, more_rows: int) -> Cell:
    """The cell before with the text that ran over the page end."""
    text = strip_continued(after.text)
    whole = before.text if _squeeze(before.text) == _squeeze(text) else f"{before.text}\n{text}".strip("\n")
    evidence = replace(before.evidence, text=whole)
    return replace(before, text=whole, evidence=evidence, rowspan=before.rowspan + more_rows)


def _cut_row(whole: Grid, part: Grid, header: int, last: dict[int, Cell]) -> bool:
    """True where the first row is the rest of the row before: no new marker in a column in which all have one."""
    top = [cell for cell in part.cells if cell.row == header]
    filled = [cell for cell in top if cell.text.strip()]
    leaf = [cell for cell in filled if cell.col + cell.colspan == part.cols or cell.rowspan == 1]
    if not leaf or any(_is_continued(cell.text) for cell in filled):
        return False
    for cell in leaf:
        before = last.get(cell.col)
        if before is None or not before.text.strip() or read_marker(cell.text).marker is not None:
            return False
        column = [c for c in whole.cells if c.col == cell.col and c.text.strip() and not c.header]
        marked = sum(read_marker(c.text).marker is not None for c in column)
        if marked < MARKED * len(column):
            return False
    others = [cell for cell in filled if cell not in leaf]
    return all(cell.col in last and _same_cell(last[cell.col], cell, part) for cell in others)
