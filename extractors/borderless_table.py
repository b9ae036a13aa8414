"""Page → the table on it that no rules draw (罫線のない表), with the rows that each parent covers. Pure.

Rows are those of the column with the most entries. What an entry further left covers is told by the backgrounds and
the rules between groups, and where there are none by where it stands: at its first row or in the middle of its rows.
An entry of which two readings are nearly as good carries an issue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.borderless_columns import FEWEST_ROWS, Frame, Piece, find_frame
from extractors.numbering import read_marker
from extractors.page_text import page_lines
from extractors.share_out import Place, share_out
from schemas.document import BBox, Page
from schemas.issue import Issue, Result
from schemas.structure import Cell, Evidence, Grid

WRAPPED = 1.9
"""Em between the lines of one entry, at most."""
WRAPPED_SHARE = 0.93
"""Share of the distance between rows: lines of one entry are nearer to each other."""
FULL = 2.2
"""Em that a line may fall short of its column's end and still be broken there (no break before 、 or within a word)."""
COVERS = 0.6
"""Share of a column's width that a background or rule takes to bound its entries."""
PROSE = 0.3
"""Share of entries that end like a sentence above which it is no hierarchy."""
TITLE_GAP = 120.0
"""Points between a table and the heading over it."""
_FIGURES = re.compile(r"^[0-9０-９,.，．%％〜～\-－―ー年度人件回以上以下増減()（）]+$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a column: its lines joined, and the rows it covers once these are known."""

    text: str
    bbox: BBox
    first: float
    """Middle of its first line."""
    top: int = 0
    bottom: int = 0

    @property
    def middle(self) -> float:
        return (self.bbox.top + self.bbox.bottom) / 2


SHARED_KINDS = 2
"""Kinds of markers that no two levels of a table have in common."""


def see(page: Page) -> Result[tuple[Grid, ...]]:
    """The borderless table of a page, if it holds one."""
    if len(page.glyphs) < 20 or _ruled(page):
        return Result(())
    frame = find_frame(page)
    if frame is None:
        return Result(())
    columns = _columns(frame, page)
    if len(columns) < 2:
        return Result(())
    bounds = [bound for bound, _ in columns]
    entries = [own for _, own in columns]
    finest = max(range(len(entries)), key=lambda c: (len(entries[c]), -c))
    if len(entries[finest]) < FEWEST_ROWS or not _hierarchical(entries, finest) or _outlines(entries):
        return Result(())
    laid, doubtful = _lay_out(entries, bounds, finest, page)
    return _grid(page, frame, bounds, laid, doubtful)


def _ruled(page: Page) -> bool:
    """Whether upright rules or outlined boxes part the cells: then it is not for this reader."""
    upright = sum(abs(r.x0 - r.x1) < 1.0 and abs(r.bottom - r.top) > 12.0 for r in page.rules)
    outlined = sum(box.stroke is not None for box in page.boxes)
    return upright >= 4 or outlined >= 6


def _columns(frame: Frame, page: Page) -> list[tuple[tuple[float, float], list[Entry]]]:
    """The entries of each column from the top down; columns of bare numbers given to the titles on their right."""
    read = [
        _column([piece for piece in frame.body if low - 0.5 <= piece.bbox.x0 <= high], (low, high), page)
        for low, high in frame.bounds
    ]
    pitch = _pitch(read)
    found: list[tuple[tuple[float, float], list[Entry]]] = []
    numbers: list[Entry] = []
    start: float | None = None
    for (low, high), column in zip(frame.bounds, read, strict=True):
        entries = _entries(column, pitch, numbers)
        bare = all(_bare_number(entry.text) for entry in entries)
        if bare and not numbers and (low, high) != frame.bounds[-1]:
            numbers, start = entries, low
            continue
        if numbers and start is not None:
            entries = _numbered(entries, numbers, (start, high))
            low = start
        numbers, start = [], None
        if entries:
            found.append(((low, high), entries))
    return found


def _bare_number(text: str) -> bool:
    marked = read_marker(text)
    return marked.marker is not None and not marked.name


def _numbered(entries: list[Entry], numbers: list[Entry], bound: tuple[float, float]) -> list[Entry]:
    """Entries with the number that is printed beside them; one beside several numbers is cut at these."""
    whole: list[Entry] = []
    for entry in entries:
        beside = [n for n in numbers if entry.bbox.top - 1.0 <= n.middle <= entry.bbox.bottom + 1.0]
        if len(beside) == 1:
            label = beside[0]
            bbox = _union(entry.bbox, label.bbox)
            entry = replace(entry, text=f"{label.text}\u3000{entry.text}", bbox=bbox)
        whole.append(entry)
    return whole


def _union(a: BBox, b: BBox) -> BBox:
    return BBox(min(a.x0, b.x0), min(a.top, b.top), max(a.x1, b.x1), max(a.bottom, b.bottom))


def _cuts(page: Page, bound: tuple[float, float], top: float, bottom: float) -> list[float]:
    """Heights at which a background begins or ends, or a rule runs, over the width of a column."""
    low, high = bound
    found: list[float] = []
    for box in page.boxes:
        if min(box.bbox.x1, high) - max(box.bbox.x0, low) >= COVERS * (high - low):
            found += [box.bbox.top, box.bbox.bottom]
    for rule in page.rules:
        x0, x1 = sorted((rule.x0, rule.x1))
        if abs(rule.top - rule.bottom) < 1.0 and min(x1, high) - max(x0, low) >= COVERS * (high - low):
            found.append(rule.top)
    cuts: list[float] = []
    for y in sorted(found):
        if top < y < bottom and (not cuts or y - cuts[-1] > 3.0):
            cuts.append(y)
    return cuts


def _entries(column: _Column, pitch: float, numbers: Sequence[Entry]) -> list[Entry]:
    """The lines of a column put together to entries.

    A line goes on with the one above where that one is full, it stands nearer than two rows do (`pitch`), and nothing
    speaks against it: no marker of its own, no number beside it, no edge of a background between the two.
    """
    groups: list[list[Piece]] = []
    for at, line in enumerate(column.lines):
        wrapped = at > 0 and not column.starts[at]
        if wrapped:
            above = column.lines[at - 1]
            gap = line.middle - above.middle
            near = gap <= WRAPPED * max(line.size, above.size)
            wrapped = near and (gap < WRAPPED_SHARE * pitch or (column.marked and column.full[at - 1]))
            wrapped = wrapped and not (_numbered_beside(line, numbers) and _numbered_beside(groups[-1][0], numbers))
        if wrapped:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_entry(group) for group in groups]


def _numbered_beside(line: Piece, numbers: Sequence[Entry]) -> bool:
    return any(abs(number.middle - line.middle) <= 0.35 * line.size for number in numbers)


@dataclass(frozen=True, slots=True)
class _Column:
    """The lines of a column, and what can be said of each alone."""

    lines: tuple[Piece, ...]
    starts: tuple[bool, ...]
    """Lines that certainly begin an entry."""
    full: tuple[bool, ...]
    """Lines that reach the right end of the column, so that their text may go on below."""
    marked: bool
    """True where entries begin with a marker."""


def _column(pieces: Sequence[Piece], bound: tuple[float, float], page: Page) -> _Column:
    lines = _lines(pieces)
    if not lines:
        return _Column((), (), (), False)
    cuts = _cuts(page, bound, lines[0].bbox.top, lines[-1].bbox.bottom)
    cuts = [y for y in cuts if not any(line.bbox.top + 1.5 < y < line.bbox.bottom - 1.5 for line in lines)]
    kinds = [marker.kind if (marker := read_marker(line.text).marker) else "" for line in lines]
    usual = max((kind for kind in set(kinds) if kind), key=kinds.count, default="")
    marked = bool(usual) and kinds[0] == usual and kinds.count(usual) * 3 >= len(lines)
    full = [bound[1] - line.bbox.x1 <= FULL * line.size for line in lines]
    starts = [True]
    for at in range(1, len(lines)):
        cut = any(lines[at - 1].middle < y < lines[at].middle for y in cuts)
        starts.append(cut or not full[at - 1] or (marked and kinds[at] == usual))
    return _Column(tuple(lines), tuple(starts), tuple(full), marked)


def _pitch(columns: Sequence[_Column]) -> float:
    """The least distance between two rows: between lines of one column that certainly are two entries."""
    gaps = [
        below.middle - above.middle
        for column in columns
        for (above, below), start in zip(pairwise(column.lines), column.starts[1:], strict=True)
        if start
    ]
    return min(gaps, default=float("inf"))


def _lines(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces of a column at the same height as one line."""
    lines: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (p.middle, p.bbox.x0)):
        if lines and abs(lines[-1].middle - piece.middle) <= 0.45 * piece.size:
            last = lines[-1]
            left, right = (last, piece) if last.bbox.x0 <= piece.bbox.x0 else (piece, last)
            wide = right.bbox.x0 - left.bbox.x1 > 0.6 * piece.size
            text = left.text + ("\u3000" if wide else " ") + right.text
            lines[-1] = Piece(text, _union(left.bbox, right.bbox), max(left.size, right.size))
        else:
            lines.append(piece)
    return lines


def _entry(lines: Sequence[Piece]) -> Entry:
    bbox = lines[0].bbox
    for line in lines[1:]:
        bbox = _union(bbox, line.bbox)
    return Entry("\n".join(line.text for line in lines), bbox, lines[0].middle)


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


def _lay_out(
    columns: Sequence[Sequence[Entry]], bounds: Sequence[tuple[float, float]], finest: int, page: Page
) -> tuple[list[list[Entry]], set[tuple[int, int]]]:
    """The rows that each entry covers; and the entries (column, index) whose parent is a judgement."""
    laid: list[list[Entry]] = [list(own) for own in columns]
    laid[finest] = [replace(entry, top=row, bottom=row + 1) for row, entry in enumerate(columns[finest])]
    doubtful: set[tuple[int, int]] = set()
    edges = _row_edges(laid[finest], bounds[finest], page)
    for col in range(finest - 1, -1, -1):
        laid[col], loose = _cover(laid[col], laid[col + 1], bounds[col], edges, page)
        doubtful |= {(col + 1, index) for index in loose}
    for col in range(finest + 1, len(columns)):
        laid[col] = _beside(laid[col], laid[finest], bounds[col], page)
    return laid, doubtful


def _row_edges(rows: Sequence[Entry], bound: tuple[float, float], page: Page) -> list[float]:
    """The heights between the rows, and above and below them."""
    cuts = _cuts(page, bound, rows[0].bbox.top - 40.0, rows[-1].bbox.bottom + 40.0)
    half = (rows[1].middle - rows[0].middle) / 2 if len(rows) > 1 else 10.0
    edges = [max((y for y in cuts if y <= rows[0].bbox.top + 1.0), default=rows[0].middle - half)]
    for above, below in pairwise(rows):
        cut = [y for y in cuts if above.middle < y < below.middle]
        edges.append(cut[0] if len(cut) == 1 else (above.bbox.bottom + below.bbox.top) / 2)
    half = (rows[-1].middle - rows[-2].middle) / 2 if len(rows) > 1 else 10.0
    edges.append(min((y for y in cuts if y >= rows[-1].bbox.bottom - 1.0), default=rows[-1].middle + half))
    return edges


def _cover(
    parents: Sequence[Entry], children: Sequence[Entry], bound: tuple[float, float], edges: Sequence[float], page: Page
) -> tuple[list[Entry], set[int]]:
    """Parents with the rows of their children; and the children whose parent is a judgement."""
    places = [_place(child, edges) for child in children]
    owner: list[int] = []
    doubtful: set[int] = set()
    for members, start, end in _sections(parents, bound, edges, page):
        inside = [i for i, place in enumerate(places) if start <= (place.room[0] + place.room[1]) / 2 < end]
        if not inside or not members:
            return _cover_anyhow(parents, places, children)
        shares = share_out([_own_place(parents[m]) for m in members], [places[i] for i in inside])
        owner += [members[share] for share in shares.parents]
        doubtful |= {inside[i] for i in shares.doubtful}
    if len(owner) != len(children):
        return _cover_anyhow(parents, places, children)
    return _spanned(parents, children, owner), doubtful


def _cover_anyhow(
    parents: Sequence[Entry], places: Sequence[Place], children: Sequence[Entry]
) -> tuple[list[Entry], set[int]]:
    """By places alone, where backgrounds do not bound the parents."""
    shares = share_out([_own_place(parent) for parent in parents], places)
    return _spanned(parents, children, shares.parents), set(shares.doubtful)


def _spanned(parents: Sequence[Entry], children: Sequence[Entry], owner: Sequence[int]) -> list[Entry]:
    spanned: list[Entry] = []
    floor = 0
    for index, parent in enumerate(parents):
        own = [child for child, of in zip(children, owner, strict=True) if of == index]
        top = min((child.top for child in own), default=floor)
        bottom = max((child.bottom for child in own), default=top)
        spanned.append(replace(parent, top=top, bottom=bottom))
        floor = bottom
    return spanned


def _sections(
    parents: Sequence[Entry], bound: tuple[float, float], edges: Sequence[float], page: Page
) -> list[tuple[list[int], float, float]]:
    """Stretches of a column between the edges of its backgrounds, with the entries in each.

    One stretch where backgrounds run through entries or leave stretches without any: these are stripes, not cells.
    """
    whole = [(list(range(len(parents))), edges[0] - 1.0, edges[-1] + 1.0)]
    cuts = [y for y in _cuts(page, bound, edges[0], edges[-1]) if any(abs(y - edge) <= 4.0 for edge in edges)]
    limits = [edges[0] - 1.0, *cuts, edges[-1] + 1.0]
    sections: list[tuple[list[int], float, float]] = []
    for start, end in pairwise(limits):
        if end - start < 4.0:
            continue
        inside = [i for i, parent in enumerate(parents) if start <= parent.middle < end]
        crossed = any(parents[i].bbox.bottom > end + 2.0 or parents[i].bbox.top < start - 2.0 for i in inside)
        if not inside or crossed:
            return whole
        sections.append((inside, start, end))
    return sections


def _own_place(entry: Entry) -> Place:
    return Place(entry.bbox.top, entry.bbox.bottom, entry.first, read_marker(entry.text).marker)


def _place(entry: Entry, edges: Sequence[float]) -> Place:
    """An entry whose rows are known."""
    marker = read_marker(entry.text).marker
    return Place(entry.bbox.top, entry.bbox.bottom, entry.first, marker, edges[entry.top], edges[entry.bottom])


def _beside(entries: Sequence[Entry], rows: Sequence[Entry], bound: tuple[float, float], page: Page) -> list[Entry]:
    """Entries right of the finest column: the rows between the edges of their background, else the row they are on."""
    placed: list[Entry] = []
    for entry in entries:
        row = min(range(len(rows)), key=lambda i: abs(rows[i].middle - entry.middle))
        top, bottom = row, row + 1
        around = [
            box.bbox
            for box in page.boxes
            if box.bbox.top <= entry.middle <= box.bbox.bottom
            and min(box.bbox.x1, bound[1]) - max(box.bbox.x0, bound[0]) >= COVERS * (bound[1] - bound[0])
            and box.bbox.x0 >= bound[0] - 30.0
        ]
        if around:
            cell = min(around, key=lambda b: b.bottom - b.top)
            inside = [i for i, other in enumerate(rows) if cell.top <= other.middle <= cell.bottom]
            if inside:
                top, bottom = inside[0], inside[-1] + 1
        floor = placed[-1].bottom if placed else 0
        placed.append(replace(entry, top=max(top, floor), bottom=max(bottom, floor + 1)))
    return placed


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
        evidence = Evidence(piece.text, page.number, bbox=piece.bbox)
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
