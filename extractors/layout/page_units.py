"""A document of pages → its units of text in reading order, each with its looks, place and container. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from extractors.layout.frames import Frames, Table, frames
from extractors.layout.furniture import Seen, Sheet, furniture
from extractors.layout.looks import Drawn, Look, Scale, drawn, emphasis, look_key, look_of, scale
from extractors.layout.order import Atom, columns
from extractors.layout.pieces import Piece, line_pieces, page_pieces
from extractors.layout.rows import PrintLine, hull, lines_of_row, stacked_label
from extractors.layout.upright import stacks_joined
from schemas.document import BBox, Document, Line, Page
from schemas.reading import Unit
from schemas.structure import Evidence

MARGIN = 6.0
"""Em: a page whose text begins this far right of that of others has lost its margin to indents."""
ACROSS_PAGES = 0.5
"""Gap before the first line of a page, in line heights: unknown, so between none and that of a heading."""
AROUND_BLOCKS = 1.0
"""Gap between text and a table or box."""
NEAR_EDGE = 1.7
"""Em: a line that ends this near to the edge of its column is full; the next word did not fit."""
REACHED = 3
"""Lines that end at an edge of a column."""
CELL_PAD = 6.0
"""Points between the words of a cell and its border."""
FOOTNOTE_RULE = 0.45
"""Share of the width of a page that the rule over its footnotes has at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A unit, and what the page says of its place."""

    unit: Unit
    page: int
    box: BBox
    table: int | None = None
    """Number of the table that holds it, over the whole document."""
    cell: BBox | None = None
    boxed: bool = False
    """In a box with other lines."""
    full: bool = False
    """It reaches the right edge of its column or cell: what follows may belong to it."""
    mark: bool = False
    """A raised footnote mark."""


@dataclass(slots=True)
class _Line:
    """A print line on the way to a unit."""

    line: PrintLine
    page: int
    group: int
    column: BBox
    first: bool
    table: int | None
    boxed: bool
    look: Look = field(default_factory=lambda: Look(0.0))
    gap: float = 0.0


@dataclass(slots=True)
class _Block:
    """A table or a box with several rows, in the tree of containers of a page."""

    box: BBox
    table: Table | None = None
    pieces: list[Piece] = field(default_factory=list)
    inner: list[_Block] = field(default_factory=list)
    size: float = 10.0


@dataclass(slots=True)
class _Numbers:
    group: int = 0
    table: int = 0


def page_units(document: Document) -> tuple[Unit, ...]:
    """The units of all pages, in reading order; () for a text file."""
    return tuple(placed.unit for placed in placed_units(document))


def placed_units(document: Document) -> tuple[Placed, ...]:
    """The units with their places: for readers that need tables and boxes."""
    lines, drawings, sheets = _print_lines(document)
    if not lines:
        return ()
    flow = [one.line for one in lines if one.table is None] or [one.line for one in lines]
    usual = scale((line.text, line.main.size, line.main.bold, line.main.colour, line.main.face) for line in flow)
    for one in lines:
        one.look = _look(one, drawings.get(one.page))
    weights = [emphasis(one.look, one.line.text, usual) for one in lines]
    seen = [
        Seen(one.line.text, one.page, one.line.box, one.look.size, weight, one.table is not None, one.boxed)
        for one, weight in zip(lines, weights, strict=True)
    ]
    evidence = furniture(seen, sheets, usual.body)
    left = _margins(lines)
    rights = _right_edges(lines)
    return tuple(
        _placed(one, at, usual, weight, of_page, left, rights)
        for at, (one, weight, of_page) in enumerate(zip(lines, weights, evidence, strict=True))
    )


def _placed(
    one: _Line,
    at: int,
    usual: Scale,
    weight: float,
    of_page: float,
    left: dict[tuple[int, int], float],
    rights: dict[int, float],
) -> Placed:
    line = one.line
    text = line.text
    mark = any(piece.mark for piece in line.pieces)
    margin = left.get((one.page, one.group), one.column.x0)
    unit = Unit(
        ref=f"p{one.page}.{at}",
        text=text,
        evidence=Evidence(text, page=one.page, bbox=line.box),
        indent=round(max(line.box.x0 - margin, 0.0) / usual.body, 2),
        size=one.look.size,
        style=look_key(one.look, text, usual),
        emphasis=weight,
        gap=round(one.gap, 2),
        group=one.group,
        same_line=line.same_line,
        furniture=1.0 if mark else of_page,
    )
    cell = line.cell if one.table is not None else None
    return Placed(unit, one.page, line.box, one.table, cell, one.boxed, _full(one, rights), mark)


def _full(one: _Line, rights: dict[int, float]) -> bool:
    """Whether a line reaches the right edge of what holds it."""
    box, size = one.line.box, one.line.main.size
    if one.line.cell is not None:
        return one.line.cell.x1 - box.x1 < NEAR_EDGE * size + CELL_PAD
    return rights.get(one.group, one.column.x1) - box.x1 < NEAR_EDGE * size


def _right_edges(lines: Sequence[_Line]) -> dict[int, float]:
    """Where the lines of each column break: the furthest edge that several of them reach.

    A column of few lines breaks where the others of its page do that begin near it.
    """
    ends: dict[int, list[float]] = defaultdict(list)
    columns: dict[int, _Line] = {}
    for one in lines:
        if one.line.cell is None or one.boxed:
            ends[one.group].append(one.line.box.x1)
            columns.setdefault(one.group, one)
    found: dict[int, float] = {}
    for group, own in ends.items():
        size = columns[group].line.main.size
        usual = [end for end in own if sum(abs(end - other) < size for other in own) >= REACHED]
        if usual:
            found[group] = max(usual)
    of_page: dict[int, list[int]] = defaultdict(list)
    for group in found:
        of_page[columns[group].page].append(group)
    general = max(found.values(), default=0.0)
    for group, one in columns.items():
        if group in found:
            continue
        near = [found[g] for g in of_page[one.page] if columns[g].column.x0 - 20 <= one.column.x0 <= found[g]]
        found[group] = max(one.column.x1, min(near, default=general if not of_page[one.page] else one.column.x1))
    return found


def _look(one: _Line, on: Drawn | None) -> Look:
    main = one.line.main
    framed = one.line.cell is not None and one.table is None and not one.boxed
    look = Look(main.size, main.bold, main.colour, face=main.face)
    return look_of(hull(one.line.pieces), look, on, framed, one.table is not None)


def _print_lines(document: Document) -> tuple[list[_Line], dict[int, Drawn], dict[int, Sheet]]:
    full = {page.number: page for page in document.pages}
    of_page: dict[int, list[Line]] = defaultdict(list)
    for line in document.lines:
        if line.page is not None:
            of_page[line.page].append(line)
    numbers = _Numbers()
    found: list[_Line] = []
    drawings: dict[int, Drawn] = {}
    sheets: dict[int, Sheet] = {}
    for number in sorted({*full, *of_page}):
        page = full.get(number)
        if page is not None and page.glyphs:
            pieces = page_pieces(page)
            held = frames(page, pieces)
            drawings[number] = drawn(page, [table.box for table in held.tables])
            sheets[number] = Sheet(page.width, page.height, _short_rules(page))
        else:
            pieces = line_pieces(of_page[number])
            held = Frames()
            if pieces:
                sheets[number] = _sheet(pieces, page)
        if pieces:
            found += _page_lines(number, pieces, held, numbers)
    return found, drawings, sheets


def _sheet(pieces: Sequence[Piece], page: Page | None) -> Sheet:
    if page is not None:
        return Sheet(page.width, page.height)
    box = hull(pieces)
    return Sheet(box.x1 + box.x0, max(box.bottom * 1.05, 842.0 if box.x1 < 600 else 0.0))


def _short_rules(page: Page) -> tuple[float, ...]:
    rules = [(r.x0, r.x1, r.top) for r in page.rules if abs(r.top - r.bottom) < 1]
    rules += [(b.bbox.x0, b.bbox.x1, b.bbox.top) for b in page.boxes if b.bbox.bottom - b.bbox.top < 2]
    return tuple(sorted(y for x0, x1, y in rules if 30 < abs(x1 - x0) < FOOTNOTE_RULE * page.width))


def _page_lines(number: int, pieces: list[Piece], held: Frames, numbers: _Numbers) -> list[_Line]:
    em = median(piece.size for piece in pieces)
    pieces = stacks_joined(pieces, held.cell_of)
    root = _tree(pieces, held, em)
    found = list(_lines_in(root, number, held, em, numbers, None, False))
    _set_gaps(found)
    return found


def _tree(pieces: list[Piece], held: Frames, em: float) -> _Block:
    """Pieces and blocks in the blocks that hold them; the page is the outermost."""
    in_box: dict[BBox, list[Piece]] = defaultdict(list)
    for piece in pieces:
        cell = held.cell_of.get(id(piece))
        if cell is not None:
            in_box[cell].append(piece)
    labels = {}
    for box in held.boxes:
        label = stacked_label(in_box.get(box, []))
        if label is not None:
            labels[box] = label
            held.cell_of[id(label)] = box
            pieces = [piece for piece in pieces if held.cell_of.get(id(piece)) != box]
            pieces.append(label)
    root = _Block(hull(pieces), size=em)
    blocks = [_Block(table.box, table, size=em) for table in held.tables]
    for box in held.boxes:
        own = in_box.get(box, [])
        titled = any(
            abs(other.x1 - box.x0) < 4 and other.top < box.bottom and other.bottom > box.top for other in labels
        )
        if box not in labels and not titled and _several_rows(own, box, held):
            blocks.append(_Block(box, size=em))
    blocks.sort(key=lambda block: (block.box.x1 - block.box.x0) * (block.box.bottom - block.box.top))
    for at, block in enumerate(blocks):
        outer = next((one for one in blocks[at + 1 :] if _holds(one.box, block.box)), root)
        outer.inner.append(block)
    for piece in pieces:
        home = next((block for block in blocks if _inside(block.box, piece)), root)
        home.pieces.append(piece)
    return root


def _several_rows(own: Sequence[Piece], box: BBox, held: Frames) -> bool:
    """Whether a box holds more than one row, or other boxes besides its own text."""
    if len({round(piece.middle / max(piece.size, 1.0)) for piece in own}) > 1:
        return True
    others = [*held.boxes, *(table.box for table in held.tables)]
    return any(other != box and _holds(box, other) for other in others)


def _holds(outer: BBox, inner: BBox) -> bool:
    if outer == inner:
        return False
    return (
        outer.x0 <= inner.x0 + 2
        and outer.top <= inner.top + 2
        and outer.x1 >= inner.x1 - 2
        and outer.bottom >= inner.bottom - 2
    )


def _inside(box: BBox, piece: Piece) -> bool:
    x = (piece.box.x0 + piece.box.x1) / 2
    return box.x0 <= x <= box.x1 and box.top <= piece.middle <= box.bottom


def _lines_in(
    block: _Block, page: int, held: Frames, em: float, numbers: _Numbers, table: int | None, boxed: bool
) -> Iterator[_Line]:
    """The print lines of a block in reading order."""
    if block.table is not None:
        numbers.table += 1
        own = numbers.table
        for cell in block.table.cells:
            inside = [piece for piece in block.pieces if held.cell_of.get(id(piece)) == cell]
            inner = [one for one in block.inner if _holds(cell, one.box)]
            if inside or inner:
                yield from _lines_in(_Block(cell, None, inside, inner, em), page, held, em, numbers, own, boxed)
        taken = set(block.table.cells)
        rest = [piece for piece in block.pieces if held.cell_of.get(id(piece)) not in taken]
        loose = [one for one in block.inner if not any(_holds(cell, one.box) for cell in block.table.cells)]
        if rest or loose:
            yield from _lines_in(_Block(block.box, None, rest, loose, em), page, held, em, numbers, own, boxed)
        return
    atoms = [Atom(piece.box, piece.size, at) for at, piece in enumerate(block.pieces)]
    atoms += [Atom(one.box, em, len(block.pieces) + at, block=True) for at, one in enumerate(block.inner)]
    for column in columns(atoms, em):
        numbers.group += 1
        group = numbers.group
        around = BBox(
            min(atom.box.x0 for row in column for atom in row),
            min(atom.box.top for row in column for atom in row),
            max(atom.box.x1 for row in column for atom in row),
            max(atom.box.bottom for row in column for atom in row),
        )
        first = True
        for row in column:
            inner = [block.inner[atom.at - len(block.pieces)] for atom in row if atom.block]
            for one in inner:
                yield from _lines_in(one, page, held, em, numbers, table, one.table is None)
            own_row = [block.pieces[atom.at] for atom in row if not atom.block]
            for line in lines_of_row(own_row, held.cell_of, em):
                yield _Line(line, page, group, around, first, table, boxed)
                first = False


def _set_gaps(lines: Sequence[_Line]) -> None:
    """White space before each line, beyond what is usual between the lines of its column."""
    usual: dict[int, float] = {}
    spaces: dict[int, list[float]] = defaultdict(list)
    for previous, one in pairwise(lines):
        if (
            previous.group == one.group
            and not one.line.same_line
            and abs(previous.line.main.size - one.line.main.size) < 1
        ):
            spaces[one.group].append((one.line.box.top - previous.line.box.bottom) / max(one.line.main.size, 1.0))
    every = sorted(space for own in spaces.values() for space in own)
    general = every[len(every) // 4] if every else 0.5
    for group, own in spaces.items():
        usual[group] = sorted(own)[len(own) // 4] if len(own) >= 4 else general
    last: dict[int, _Line] = {}
    before_any: _Line | None = None
    for one in lines:
        before = last.get(one.group)
        if one.line.same_line:
            one.gap = 0.0
        elif before is None:
            one.gap = ACROSS_PAGES if before_any is None else AROUND_BLOCKS
        else:
            bottom = before.line.box.bottom
            if before_any is not None and before_any is not before:
                bottom = max(bottom, min(before_any.line.box.bottom, one.line.box.top))
            space = (one.line.box.top - bottom) / max(one.line.main.size, 1.0)
            one.gap = max(space - usual.get(one.group, general), 0.0)
            if before is not before_any:
                one.gap = max(one.gap, AROUND_BLOCKS)
        last[one.group] = one
        before_any = one


def _margins(lines: Sequence[_Line]) -> dict[tuple[int, int], float]:
    """The left edge of each column; that of the main column is the same on all pages of a side."""
    left: dict[tuple[int, int], float] = {}
    widest: dict[int, tuple[float, int]] = {}
    for one in lines:
        if one.table is not None or one.boxed:
            continue
        key = (one.page, one.group)
        left[key] = min(left.get(key, one.column.x0), one.column.x0)
        width = one.column.x1 - one.column.x0
        if one.page not in widest or width > widest[one.page][0]:
            widest[one.page] = (width, one.group)
    edges: dict[int, list[float]] = defaultdict(list)
    for page, (_, group) in widest.items():
        edges[page % 2].append(left[page, group])
    for page, (_, group) in widest.items():
        least = min(edges[page % 2])
        size = next(one.line.main.size for one in lines if one.page == page)
        if left[page, group] - least < MARGIN * size:
            left[page, group] = least
    return left
