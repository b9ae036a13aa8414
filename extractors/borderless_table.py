"""Page → the table on it that no rules draw (罫線のない表), with the rows that each parent covers. Pure.

Rows are those of the column with the most entries. What an entry further left covers is told by the backgrounds and
the rules between groups, and where there are none by where it stands: at its first row or in the middle of its rows.
An entry of which two readings are nearly as good carries an issue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.borderless_columns import FEWEST_ROWS, Frame, Piece, find_frame, rest_of_body
from extractors.borderless_entries import Entry, find_entries
from extractors.borderless_rows import lay_out
from extractors.boxes_apart import apart
from extractors.dittos import without_dittos
from extractors.numbering import read_marker
from extractors.page_text import page_lines
from extractors.sheet_rows import sheet_rows
from schemas.document import BBox, Page
from schemas.issue import Issue, Result
from schemas.structure import Cell, Evidence, Grid

PROSE = 0.3
"""Share of entries that end like a sentence above which it is no hierarchy."""
GUTTER = 4.0
"""Points between the end of a column and the beginning of the next, at least."""
SHARED_KINDS = 2
"""Kinds of markers that no two levels of a table have in common."""
FRAME_RULES = 3
"""Heights at which rules run over, under the header and under the whole."""
TITLE_GAP = 120.0
"""Points between a table and the heading over it."""
_FIGURES = re.compile(r"^[0-9０-９,.，．%％〜～\-－―ー年度人件回以上以下増減()（）]+$")


def see(page: Page) -> Result[tuple[Grid, ...]]:
    """The borderless table of a page, if it holds one."""
    if len(page.glyphs) < 20:
        return Result(())
    ruled = _ruled(page)
    frame = find_frame(page) if not ruled or _open_inside(page) or _open_rows(page) else None
    if frame is None or apart(page) is not None:
        return Result(())
    columns = find_entries(frame, page)
    if len(columns) < 2:
        return Result(())
    bounds = [bound for bound, _ in columns]
    entries = [own for _, own in columns]
    finest = max(range(len(entries)), key=lambda c: (len(entries[c]), -c))
    plain = not ruled and len(entries[finest]) >= FEWEST_ROWS and _hierarchical(entries, finest)
    sheet = _sheet(page, frame, bounds, entries, plain)
    if sheet is not None:
        return sheet
    if not plain or _outlines(entries):
        return Result(())
    laid, doubtful = lay_out(entries, bounds, finest, page)
    return _grid(page, frame, bounds, laid, doubtful)


def see_rest(page: Page, before: Grid) -> Result[tuple[Grid, ...]]:
    """The rest of a borderless table that began on the page before: what stands at the top in the same columns."""
    if _ruled(page):
        return Result(())
    body = [cell for cell in before.cells if not cell.header and cell.evidence.bbox is not None and cell.text]
    lows = [
        min((c.evidence.bbox.x0 for c in body if c.col == col and c.evidence.bbox), default=0.0)
        for col in range(before.cols)
    ]
    bounds = tuple(zip(lows, [low - GUTTER for low in lows[1:]] + [page.width], strict=True))
    names = frozenset(cell.text for cell in before.cells if cell.header)
    pieces = rest_of_body(page, bounds, names)
    if not pieces:
        return Result(())
    columns = [find_entries(Frame((), pieces, (bound,)), page) for bound in bounds]
    entries = [found[0][1] if found else [] for found in columns]
    if all(cell.rowspan == 1 for cell in body) and any(entries) and (sheet := sheet_rows(entries)) is not None:
        return _grid(page, Frame((), pieces, bounds), bounds, sheet, set())
    finest = max(range(len(entries)), key=lambda c: (len(entries[c]), c))
    laid, doubtful = lay_out(entries, bounds, finest, page, goes_on=True)
    return _grid(page, Frame((), pieces, bounds), bounds, laid, doubtful)


def _ruled(page: Page) -> bool:
    """Whether upright rules or outlined boxes part the cells: then it is not for this reader."""
    upright = sum(abs(r.x0 - r.x1) < 1.0 and abs(r.bottom - r.top) > 12.0 for r in page.rules)
    outlined = sum(box.stroke is not None for box in page.boxes)
    return upright >= 4 or outlined >= 6


def _sheet(
    page: Page,
    frame: Frame,
    bounds: Sequence[tuple[float, float]],
    entries: Sequence[Sequence[Entry]],
    plain: bool,
) -> Result[tuple[Grid, ...]] | None:
    """The table read row by row, its repeated parents still in each row: it is joined with its next pages first.

    None where parents are not repeated and may as well stand in the middle of their rows (`plain`).
    """
    rows = sheet_rows(entries) if frame.header else None
    if rows is None or len(max(rows, key=len)) < FEWEST_ROWS:
        return None
    found = _grid(page, frame, bounds, _from_first(rows), set())
    filled = sum(bool(cell.text) for grid in found.value for cell in grid.cells)
    merged = [without_dittos(grid) for grid in found.value]
    repeated = sum(bool(cell.text) for grid in merged for cell in grid.cells) < filled
    changed = any(one is not other for one, other in zip(merged, found.value, strict=True))
    return found if repeated or (changed and not plain) else None


def _from_first(columns: Sequence[Sequence[Entry]]) -> list[list[Entry]]:
    """The rows from the first parent on; what stands before it is the rest of a header cell."""
    first = min((entry.top for entry in columns[0]), default=0)
    return [
        [replace(entry, top=entry.top - first, bottom=entry.bottom - first) for entry in own if entry.top >= first]
        for own in columns
    ]


def _open_rows(page: Page) -> bool:
    """Whether rules run between columns but not between rows: only around the header and the whole."""
    across = {round(rule.top / 2) for rule in page.rules if abs(rule.top - rule.bottom) < 1.0}
    return len(across) <= FRAME_RULES


def _open_inside(page: Page) -> bool:
    """Whether upright rules stand only at the right, around the columns beside the hierarchy (担当課, 区分)."""
    half = page.width / 2
    return not any(abs(r.x0 - r.x1) < 1.0 and abs(r.bottom - r.top) > 12.0 and r.x0 < half for r in page.rules)


def _hierarchical(columns: Sequence[Sequence[Entry]], finest: int) -> bool:
    """Whether it can be a hierarchy: not prose, not figures, fewer entries to the left than to the right."""
    texts = [entry.text for own in columns for entry in own]
    if sum(text.rstrip().endswith("。") for text in texts) > PROSE * len(texts):
        return False
    if sum(bool(_FIGURES.match(text)) for text in texts) > PROSE * len(texts):
        return False
    return finest > 0 and len(columns[0]) < len(columns[finest])


def _outlines(columns: Sequence[Sequence[Entry]]) -> bool:
    """True where two columns hold the same kinds of markers, several of them: an outline set in two columns (二段組)."""
    kinds = [{marker.kind for entry in column if (marker := read_marker(entry.text).marker)} for column in columns]
    return any(len(a & b) >= SHARED_KINDS for a, b in pairwise(kinds))


def _grid(
    page: Page,
    frame: Frame,
    bounds: Sequence[tuple[float, float]],
    columns: Sequence[Sequence[Entry]],
    doubtful: set[tuple[int, int]],
) -> Result[tuple[Grid, ...]]:
    offset = len(frame.header)
    cells: list[Cell] = []
    for row, pieces in enumerate(frame.header):
        cells.extend(_head_cells(pieces, bounds, row, page))
    refs: dict[tuple[int, int], Cell] = {}
    for col, entries in enumerate(columns):
        for index, entry in enumerate(entries):
            if entry.bottom <= entry.top:
                continue
            ref = f"p{page.number}w1r{entry.top + offset + 1}c{col + 1}"
            evidence = Evidence(entry.text, page.number, bbox=entry.bbox)
            cell = Cell(ref, entry.top + offset, col, entry.text, evidence, rowspan=entry.bottom - entry.top)
            refs[col, index] = cell
            cells.append(cell)
    cells.sort(key=lambda cell: (cell.row, cell.col))
    rows = offset + max(cell.row - offset + cell.rowspan for cell in refs.values())
    issues = tuple(
        Issue(
            "parent_ambiguous",
            "罫線がないため、この項目がどの項目の下に入るか位置からは定まりません。紙面を見て親を選んでください。",
            refs[key].evidence,
            refs=(refs[key].ref,),
        )
        for key in sorted(doubtful)
        if key in refs
    )
    grid = Grid(tuple(cells), rows, len(columns), spans_known=True, title=_title(page, frame))
    return Result((grid,), issues)


def _head_cells(pieces: Sequence[Piece], bounds: Sequence[tuple[float, float]], row: int, page: Page) -> list[Cell]:
    """Header texts over the columns they name: in order where there is one each, else the nearest ones."""
    cells: list[Cell] = []
    for at, piece in enumerate(pieces):
        if len(pieces) == len(bounds):
            first, last = at, at
        else:
            x0, x1 = _head_room(piece, page)
            under = [c for c, (low, high) in enumerate(bounds) if x0 <= (low + high) / 2 <= x1]
            nearest = min(range(len(bounds)), key=lambda c: _apart(piece, bounds[c]))
            first, last = (under[0], under[-1]) if under else (nearest, nearest)
        ref = f"p{page.number}w1r{row + 1}c{first + 1}"
        # the name stands for its columns, whose left ends tell whether the table goes on over the page
        room = BBox(bounds[first][0], piece.bbox.top, max(bounds[last][1], piece.bbox.x1), piece.bbox.bottom)
        evidence = Evidence(piece.text, page.number, bbox=room)
        cells.append(Cell(ref, row, first, piece.text, evidence, colspan=last - first + 1, header=True))
    return cells


def _head_room(piece: Piece, page: Page) -> tuple[float, float]:
    """The width of the background under a header text, that of the text itself where there is none of its own."""
    around = [
        box.bbox
        for box in page.boxes
        if box.bbox.x0 <= piece.bbox.x0
        and box.bbox.x1 >= piece.bbox.x1
        and box.bbox.top <= piece.middle <= box.bbox.bottom
    ]
    own = min(around, key=lambda b: b.x1 - b.x0, default=piece.bbox)
    return (own.x0, own.x1) if own.x1 - own.x0 < 0.8 * page.width else (piece.bbox.x0, piece.bbox.x1)


def _apart(piece: Piece, bound: tuple[float, float]) -> float:
    overlap = min(piece.bbox.x1, bound[1]) - max(piece.bbox.x0, bound[0])
    return -overlap


def _title(page: Page, frame: Frame) -> Evidence | None:
    """The heading over the table."""
    first = frame.header[0] if frame.header else frame.body[:1]
    top = min(piece.bbox.top for piece in first)
    above = [
        line for line in page_lines(page) if line.bbox is not None and top - TITLE_GAP <= line.bbox.bottom <= top + 1.0
    ]
    if not above:
        return None
    speaking = [line for line in above if "体系" in line.text]
    nearest = max(speaking or above, key=lambda line: line.bbox.bottom if line.bbox else 0.0)
    return Evidence(nearest.text, page.number, bbox=nearest.bbox)
