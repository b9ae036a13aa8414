"""Braces and brackets between two columns of boxes that touch neither → told from lines that lead to boxes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.diagram_boxes import Shape
from extractors.diagram_edges import LEVEL
from extractors.diagram_lines import Links
from schemas.document import BBox

GAP = 40.0
"""Points between a brace and the boxes on either side, at most."""
CLEAR = 2.0
"""Points between them at least: what is nearer is a line that leads to the box."""
WIDEST = 24.0
"""Points: a brace is no wider."""
EDGE = 3.0
"""Points by which the middle of a box may stand above or below a brace that holds it."""


def without_touches(shapes: Sequence[Shape], traced: Links) -> Links:
    """All lines; those that are braces without the boxes that lie straight ahead of their ends."""
    links = [replace(one, touches=()) if _is_brace(one.bounds, shapes) else one for one in traced.links]
    return replace(traced, links=tuple(links))


def _is_brace(brace: BBox, shapes: Sequence[Shape]) -> bool:
    """Whether one box stands on the left of a narrow line, at its middle, and others on its right, at its height."""
    if brace.x1 - brace.x0 > min(WIDEST, brace.bottom - brace.top):
        return False
    left = _side(brace, shapes, left=True)
    right = _side(brace, shapes, left=False)
    if left is None or right is None:
        return False
    held = any(_within(brace, shapes[i].bbox) for i in right)
    middle = (brace.top + brace.bottom) / 2
    points = [i for i in left if shapes[i].bbox.top - EDGE <= middle <= shapes[i].bbox.bottom + EDGE]
    return len(points) == 1 and held


def _side(brace: BBox, shapes: Sequence[Shape], left: bool) -> list[int] | None:
    """The nearest column of boxes on one side that a brace reaches along; None where a line touches it, or is in a box."""
    found: list[tuple[float, int]] = []
    for i, shape in enumerate(shapes):
        box = shape.bbox
        if shape.frame or box.bottom < brace.top - EDGE or box.top > brace.bottom + EDGE:
            continue
        if box.x0 < brace.x1 and box.x1 > brace.x0:
            return None
        gap = brace.x0 - box.x1 if left else box.x0 - brace.x1
        if 0 <= gap <= GAP:
            found.append((gap, i))
    if not found or min(found)[0] < CLEAR:
        return None
    nearest = min(found)[0]
    return [i for gap, i in found if gap - nearest <= 2 * LEVEL]


def _within(brace: BBox, box: BBox) -> bool:
    return brace.top - EDGE <= (box.top + box.bottom) / 2 <= brace.bottom + EDGE
