"""Page → walls: everything drawn that keeps two cells apart, as horizontal and vertical stretches. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from schemas.document import BBox, Page

STRAIGHT = 0.6
"""Points: a rule that leans by more is no wall."""
MIN_SIDE = 5.0
"""Points: boxes narrower or lower than this are marks and accents, not cells."""
TOLERANCE = 3.0
"""Points: walls this near to each other are one (double lines, a coloured cell and the line around it)."""
MAX_GAP = 8.0
"""Points: coloured cells may stand this far apart and still be one table."""
SEAM = 0.75
"""Points: pieces of one coloured area lie no further apart."""
MAX_DRAWN = 4000
"""Rules and boxes on a page; a page with more is a map."""
MIN_RULES = 3
"""Rules in either direction from which on cells are kept apart by rules; without, the edges of equal colours count."""
MIN_FACING = 3
"""So many pairs of coloured boxes must face each other over a gap before the gap counts as a wall."""


class Wall(NamedTuple):
    """A stretch of a line: its position across, and where it begins and ends along."""

    level: bool
    """True for horizontal."""
    at: float
    low: float
    high: float
    soft: bool = False
    """True for the edge of a colour in a table whose cells are kept apart by lines."""


class Walls(NamedTuple):
    """All walls of a page, and how far apart two may be to count as one."""

    walls: tuple[Wall, ...]
    tolerance: float


def find_walls(page: Page) -> Walls:
    """Rules, sides of framed boxes, edges of coloured cells."""
    found: list[Wall] = []
    if len(page.rules) + len(page.boxes) > MAX_DRAWN:
        return Walls((), TOLERANCE)
    for rule in page.rules:
        if rule.arrow:
            continue
        if abs(rule.top - rule.bottom) <= STRAIGHT:
            found.append(Wall(True, (rule.top + rule.bottom) / 2, min(rule.x0, rule.x1), max(rule.x0, rule.x1)))
        elif abs(rule.x0 - rule.x1) <= STRAIGHT:
            found.append(Wall(False, (rule.x0 + rule.x1) / 2, min(rule.top, rule.bottom), max(rule.top, rule.bottom)))
    boxes = [box for box in page.boxes if _cell_like(box.bbox)]
    fills: dict[int, list[BBox]] = defaultdict(list)
    for box in boxes:
        if box.fill is not None:
            fills[box.fill].append(box.bbox)
    ruled = min(sum(wall.level for wall in found), sum(not wall.level for wall in found)) >= MIN_RULES
    for box in boxes:
        if box.stroke is not None or box.fill is None or not ruled:
            found.extend(side._replace(soft=ruled and box.stroke is None) for side in _sides(box.bbox))
        else:
            for plain, outward in zip(_sides(box.bbox), (-1, 1, -1, 1), strict=True):
                side = plain._replace(soft=True)
                found.extend(_edge_of_colour(side, side.at + outward * SEAM, fills[box.fill]))
    return Walls(tuple(found), _tolerance([box.bbox for box in boxes]))


def _edge_of_colour(side: Wall, beyond: float, same: Sequence[BBox]) -> Iterator[Wall]:
    """The parts of a side on whose far side the colour ends: a cell is often filled in several pieces."""
    low = side.low
    for box in sorted(same, key=lambda box: box.x0 if side.level else box.top):
        x0, top, x1, bottom = box
        near, far, start, end = (top, bottom, x0, x1) if side.level else (x0, x1, top, bottom)
        if not near <= beyond <= far or end <= low:
            continue
        if start > low + SEAM:
            yield side._replace(low=low, high=min(start, side.high))
        low = max(low, end)
    if low < side.high - SEAM:
        yield side._replace(low=low)


def _cell_like(box: BBox) -> bool:
    return box.x1 - box.x0 >= MIN_SIDE and box.bottom - box.top >= MIN_SIDE


def _sides(box: BBox) -> tuple[Wall, ...]:
    return (
        Wall(True, box.top, box.x0, box.x1),
        Wall(True, box.bottom, box.x0, box.x1),
        Wall(False, box.x0, box.top, box.bottom),
        Wall(False, box.x1, box.top, box.bottom),
    )


def _tolerance(boxes: Sequence[BBox]) -> float:
    """Wider than usual where coloured cells stand apart by an even small gap."""
    gaps: list[float] = []
    ordered = sorted(boxes)
    for at, a in enumerate(ordered):
        for b in ordered[at + 1 : at + 40]:
            across = min(a.bottom, b.bottom) - max(a.top, b.top)
            if 0 < b.x0 - a.x1 <= MAX_GAP and across > 0.5 * min(a.bottom - a.top, b.bottom - b.top):
                gaps.append(b.x0 - a.x1)
    if len(gaps) < MIN_FACING:
        return TOLERANCE
    usual = sorted(gaps)[len(gaps) // 2]
    return max(TOLERANCE, usual + 0.5)
