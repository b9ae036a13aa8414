"""Page → overlapping proposals of regions that may hold one figure or table each. Pure.

A page often shows several figures: a tree beside an organisation chart, a schedule under it. Only the blocks of one
region are searched at a time, so that no rules are needed for what stands beside it. Regions come from
drawn frames, from white space (a recursive cut, across and down) and from runs of neighbouring parts of such a cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractors.page_text import page_lines
from schemas.document import BBox, Line, Page

MOST_REGIONS = 16
"""Proposals for one page; smaller ones are given up first."""
FEWEST_LINES = 4
"""Lines of text in the smallest region that is worth reading."""
GROUND = 0.85
"""Share of the page that a ground behind everything takes."""
GAP = 0.9
"""Usual line heights of white space at which a page may be cut."""
RUNS = 8
"""Parts of one cut of which every run of neighbours is proposed."""
DEEPEST = 5
"""Cuts inside cuts."""


def find_regions(page: Page) -> tuple[BBox, ...]:
    """The whole page first, then its parts from the largest down."""
    lines = [line for line in page_lines(page) if line.bbox is not None]
    everything = BBox(0.0, 0.0, page.width, page.height)
    if len(lines) < FEWEST_LINES:
        return (everything,)
    boxes = (*_frames(page), *_cuts(page, lines))
    kept = _distinct(boxes, lines)
    return (everything, *kept)


def in_region(region: BBox, box: BBox) -> bool:
    """Whether the middle of a box is in a region."""
    return _middle_in(region, box)


def _frames(page: Page) -> list[BBox]:
    """Drawn frames and grounds of some size."""
    least, most = 0.02 * page.width * page.height, GROUND * page.width * page.height
    return [_grown(box.bbox, 1.0) for box in page.boxes if least < _area(box.bbox) < most]


def _cuts(page: Page, lines: Sequence[Line]) -> list[BBox]:
    """The parts that white space leaves, cut across and down in turn, and runs of neighbours among them."""
    heights = sorted(line.bbox.bottom - line.bbox.top for line in lines if line.bbox)
    gap = GAP * heights[len(heights) // 2]
    most = GROUND * page.width * page.height
    items = [line.bbox for line in lines if line.bbox]
    items += [box.bbox for box in page.boxes if _area(box.bbox) < most]
    items += [
        BBox(min(r.x0, r.x1), min(r.top, r.bottom), max(r.x0, r.x1), max(r.top, r.bottom))
        for r in page.rules
        if not (max(abs(r.x1 - r.x0), abs(r.bottom - r.top)) > 0.9 * page.width)
    ]
    found: list[BBox] = []
    _cut(items, gap, 0, found)
    return found


def _cut(items: Sequence[BBox], gap: float, depth: int, found: list[BBox]) -> None:
    if len(items) < FEWEST_LINES or depth > DEEPEST:
        return
    for axis in (1, 0):
        parts = _parts(items, axis, gap)
        if len(parts) < 2:
            continue
        rooms = [_around(part) for part in parts]
        for first in range(len(rooms)):
            for last in range(first, len(rooms)):
                alone = first == last or (first == 0) != (last == len(rooms) - 1)
                if (first, last) != (0, len(rooms) - 1) and (len(rooms) <= RUNS or alone):
                    found.append(_grown(_around(rooms[first : last + 1]), 1.0))
        for part in parts:
            _cut(part, gap, depth + 1, found)
        return


def _parts(items: Sequence[BBox], axis: int, gap: float) -> list[list[BBox]]:
    """Items in runs that a band of white parts: along y for axis 1, along x for axis 0."""
    ordered = sorted(items, key=lambda box: box[axis])
    parts: list[list[BBox]] = []
    end = float("-inf")
    for box in ordered:
        if box[axis] - end > gap:
            parts.append([])
        parts[-1].append(box)
        end = max(end, box[axis + 2])
    return parts


def _distinct(boxes: Iterable[BBox], lines: Sequence[Line]) -> list[BBox]:
    """One proposal for each set of lines, the largest sets first; sets that are too small are left out."""
    by_lines: dict[frozenset[int], BBox] = {}
    for box in boxes:
        held = frozenset(at for at, line in enumerate(lines) if line.bbox and _middle_in(box, line.bbox))
        if FEWEST_LINES <= len(held) < len(lines):
            by_lines.setdefault(held, box)
    ordered = sorted(by_lines, key=lambda held: (-len(held), by_lines[held]))
    return [by_lines[held] for held in ordered[:MOST_REGIONS]]


def _around(boxes: Sequence[BBox]) -> BBox:
    return BBox(
        min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes), max(b.bottom for b in boxes)
    )


def _area(box: BBox) -> float:
    return max(box.x1 - box.x0, 0.0) * max(box.bottom - box.top, 0.0)


def _grown(box: BBox, by: float) -> BBox:
    return BBox(box.x0 - by, box.top - by, box.x1 + by, box.bottom + by)


def _middle_in(outer: BBox, inner: BBox) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2
    return outer.x0 <= x <= outer.x1 and outer.top <= y <= outer.bottom
