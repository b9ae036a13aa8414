"""Drawn lines and boxes of a page → the frames that hold its pieces: cells, tables, boxes. Pure.

Each piece looks left, right, up and down until it meets walls that close around it; pieces that meet the same walls
stand in the same cell. So rules, outlines and edges of fills count alike, and a merged cell is simply a larger one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.layout.looks import pale
from extractors.layout.pieces import Piece
from schemas.document import BBox, Page

CLOSE = 3.0
"""Points by which a wall may fall short of a corner."""
TOUCH = 1.6
"""Points between two rules that are one, end to end."""
SAME = 1.0
"""Points between two rules that are one, side by side."""
WHOLE = 0.9
"""Share of width and height from which on a box is the ground of the page."""
THIN = 2.0
"""Points: a box this thin is a rule."""
LOOKS = 4
"""How many walls are tried on each side."""
BORDER = 3.5
"""Points between neighbouring cells at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Cells side by side and one below the other."""

    box: BBox
    cells: tuple[BBox, ...]
    """Row by row, those that hold something."""


@dataclass(slots=True)
class Frames:
    """What holds the pieces of one page."""

    tables: list[Table] = field(default_factory=list)
    boxes: list[BBox] = field(default_factory=list)
    """Boxes that are no cells of a table."""
    cell_of: dict[int, BBox] = field(default_factory=dict)
    """id of a piece → the innermost box around it."""


Segment = tuple[float, float, float]
"""Place, from, to."""


def frames(page: Page, pieces: Sequence[Piece]) -> Frames:
    """The frames of a page."""
    across, upright = _segments(page)
    found = Frames()
    if len(across) < 2 or len(upright) < 2:
        return found
    for piece in pieces:
        cell = _around(piece, across, upright)
        if cell is not None and not _whole(cell, page):
            found.cell_of[id(piece)] = cell
    cells = _alike(found.cell_of)
    for group in _neighbours(cells):
        if _is_table(group):
            rows = tuple(sorted(group, key=lambda cell: (round(cell.top), cell.x0)))
            found.tables.append(Table(_hull(group), rows))
        else:
            found.boxes.extend(group)
    return found


def _segments(page: Page) -> tuple[list[Segment], list[Segment]]:
    across: list[Segment] = []
    upright: list[Segment] = []
    for rule in page.rules:
        x0, x1 = sorted((rule.x0, rule.x1))
        top, bottom = sorted((rule.top, rule.bottom))
        if bottom - top < THIN:
            across.append(((top + bottom) / 2, x0, x1))
        elif x1 - x0 < THIN:
            upright.append(((x0 + x1) / 2, top, bottom))
    grounds = [box for box in page.boxes if box.fill is not None and not pale(box.fill)]
    for box in page.boxes:
        x0, top, x1, bottom = box.bbox
        if _whole(box.bbox, page):
            continue
        if bottom - top < THIN or x1 - x0 < THIN:
            (across if bottom - top < x1 - x0 else upright).append(
                ((top + bottom) / 2, x0, x1) if bottom - top < x1 - x0 else ((x0 + x1) / 2, top, bottom)
            )
            continue
        seen = any(colour is not None and not pale(colour) for colour in (box.stroke, box.fill))
        if not seen and not any(_holds(ground.bbox, box.bbox) for ground in grounds):
            continue
        across += [(top, x0, x1), (bottom, x0, x1)]
        upright += [(x0, top, bottom), (x1, top, bottom)]
    return _merged(across), _merged(upright)


def _merged(segments: list[Segment]) -> list[Segment]:
    """Pieces of one rule put together."""
    found: list[Segment] = []
    ordered = sorted(segments)
    at = 0
    while at < len(ordered):
        end = at + 1
        while end < len(ordered) and ordered[end][0] - ordered[at][0] <= SAME:
            end += 1
        place = sum(one[0] for one in ordered[at:end]) / (end - at)
        start, stop = None, 0.0
        for _, a, b in sorted(ordered[at:end], key=lambda one: one[1]):
            if start is not None and a <= stop + TOUCH:
                stop = max(stop, b)
                continue
            if start is not None:
                found.append((place, start, stop))
            start, stop = a, b
        if start is not None:
            found.append((place, start, stop))
        at = end
    return found


def _around(piece: Piece, across: list[Segment], upright: list[Segment]) -> BBox | None:
    """The smallest box of walls around the middle of a piece."""
    box = piece.box
    x, y = (box.x0 + box.x1) / 2, piece.middle
    slack = 0.4 * piece.size
    lefts = [s for s in upright if s[0] <= box.x0 + slack and s[1] <= y <= s[2]][-LOOKS:][::-1]
    rights = [s for s in upright if s[0] >= box.x1 - slack and s[1] <= y <= s[2]][:LOOKS]
    if not lefts or not rights:
        return None
    aboves = [s for s in across if s[0] <= y - 0.1 * piece.height and s[1] <= x <= s[2]][::-1]
    belows = [s for s in across if s[0] >= y + 0.1 * piece.height and s[1] <= x <= s[2]]
    for left in lefts:
        for right in rights:
            if right[0] - left[0] < THIN:
                continue
            above = next((s for s in aboves if s[1] <= left[0] + CLOSE and s[2] >= right[0] - CLOSE), None)
            below = next((s for s in belows if s[1] <= left[0] + CLOSE and s[2] >= right[0] - CLOSE), None)
            if above is None or below is None:
                continue
            if max(left[1], right[1]) <= above[0] + CLOSE and min(left[2], right[2]) >= below[0] - CLOSE:
                return BBox(*(round(at, 1) for at in (left[0], above[0], right[0], below[0])))
    return None


def _alike(cell_of: dict[int, BBox]) -> list[BBox]:
    return sorted(set(cell_of.values()))


def _neighbours(cells: list[BBox]) -> list[list[BBox]]:
    """Cells that share a border, put together."""
    parent = list(range(len(cells)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for a, one in enumerate(cells):
        for b in range(a + 1, len(cells)):
            other = cells[b]
            if other.x0 > one.x1 + BORDER:
                break
            if root(a) != root(b) and (beside(one, other) or below(one, other)):
                parent[root(b)] = root(a)
    groups: dict[int, list[BBox]] = {}
    for at, cell in enumerate(cells):
        groups.setdefault(root(at), []).append(cell)
    return list(groups.values())


def beside(one: BBox, other: BBox) -> bool:
    """Whether two cells share an upright border."""
    common = min(one.bottom, other.bottom) - max(one.top, other.top)
    near = min(abs(one.x1 - other.x0), abs(other.x1 - one.x0)) <= BORDER
    return near and common >= 0.5 * min(one.bottom - one.top, other.bottom - other.top)


def below(one: BBox, other: BBox) -> bool:
    """Whether two cells share a border across."""
    common = min(one.x1, other.x1) - max(one.x0, other.x0)
    near = min(abs(one.bottom - other.top), abs(other.bottom - one.top)) <= BORDER
    return near and common >= 0.5 * min(one.x1 - one.x0, other.x1 - other.x0)


def _is_table(group: list[BBox]) -> bool:
    """At least two rows of two cells; a title bar of two parts is none, nor is a heading over its box."""
    if len(group) < 3:
        return False
    rows = columns = False
    for a, one in enumerate(group):
        for other in group[a + 1 :]:
            rows = rows or below(one, other)
            columns = columns or beside(one, other)
    return rows and columns


def _hull(cells: Sequence[BBox]) -> BBox:
    return BBox(
        min(cell.x0 for cell in cells),
        min(cell.top for cell in cells),
        max(cell.x1 for cell in cells),
        max(cell.bottom for cell in cells),
    )


def _holds(outer: BBox, inner: BBox) -> bool:
    return (
        outer.x0 <= inner.x0 + 1
        and outer.top <= inner.top + 1
        and outer.x1 >= inner.x1 - 1
        and outer.bottom >= inner.bottom - 1
    )


def _whole(box: BBox, page: Page) -> bool:
    return box.x1 - box.x0 >= WHOLE * page.width and box.bottom - box.top >= WHOLE * page.height
