"""Page → the boxes drawn on it, with the glyphs in each, and the glyphs outside all boxes. Pure.

Fill, outline and shadow drawn one by one are one box; four rules that close are one, too. Mere grounds are no boxes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractors.diagram_frames import SAME, SMALLEST, closed_rectangles
from extractors.diagram_grounds import is_ground
from extractors.page_text import middle
from schemas.document import BBox, Box, Glyph, Page

SHADOW = 7.0
"""Points: how far a shadow is set off."""
MOST_BOXES = 600
"""Boxes on a page, outlines and fills counted apart; the fullest diagrams have some 200."""
MOST_RULES = 800
"""Rules on a page; more are a map or a chart."""
RUNS_OVER = 0.1
"""Em: how far a glyph must reach into the box that its text runs over."""
LARGEST = 0.7
"""Share of the page above which a box is a frame around everything."""


class Boxes(NamedTuple):
    """The boxes of a page, the glyphs of each, and those outside all boxes."""

    boxes: list[Box]
    owners: list[list[Glyph]]
    outside: list[Glyph]


def find_boxes(page: Page) -> Boxes:
    """All boxes of a page; none where there are too many boxes or lines."""
    usable = _usable(page)
    if len(page.rules) > MOST_RULES or len(usable) > MOST_BOXES:
        return Boxes([], [], [])
    boxes = _distinct([*usable, *closed_rectangles(page.rules)])
    owners, outside = _share_glyphs(page.glyphs, boxes)
    boxes, owners = _drop_shadows(boxes, owners)
    boxes, owners = _without_grounds(page, boxes, owners, outside)
    return Boxes(boxes, owners, outside)


def area(box: BBox) -> float:
    """In square points."""
    return (box.x1 - box.x0) * (box.bottom - box.top)


def holds(outer: BBox, inner: BBox, slack: float = 1.0) -> bool:
    """Whether a box lies within another."""
    return (
        inner.x0 >= outer.x0 - slack
        and inner.top >= outer.top - slack
        and inner.x1 <= outer.x1 + slack
        and inner.bottom <= outer.bottom + slack
    )


def has_ink(glyphs: Sequence[Glyph]) -> bool:
    """Whether any glyph is more than a space."""
    return any(not glyph.text.isspace() for glyph in glyphs)


def _usable(page: Page) -> list[Box]:
    limit = LARGEST * page.width * page.height
    return [
        box
        for box in page.boxes
        if box.bbox.x1 - box.bbox.x0 >= SMALLEST
        and box.bbox.bottom - box.bbox.top >= SMALLEST
        and area(box.bbox) < limit
    ]


def _distinct(boxes: Sequence[Box]) -> list[Box]:
    """Shapes drawn more than once (fill, then outline) as one."""
    kept: list[Box] = []
    for box in sorted(boxes, key=lambda b: b.order):
        for i, other in enumerate(kept):
            if all(abs(a - b) <= SAME for a, b in zip(box.bbox, other.bbox, strict=True)):
                fill = other.fill if box.fill is None else box.fill
                stroke = other.stroke if box.stroke is None else box.stroke
                # a shadow is drawn first: the place of the box is that of what lies on it
                place = box.bbox if _set_off(box.bbox, other.bbox) else other.bbox
                kept[i] = Box(place, fill, stroke, box.order)
                break
        else:
            kept.append(box)
    return kept


def _share_glyphs(glyphs: Sequence[Glyph], boxes: Sequence[Box]) -> tuple[list[list[Glyph]], list[Glyph]]:
    """Each glyph to the smallest box around its centre."""
    owners: list[list[Glyph]] = [[] for _ in boxes]
    outside: list[Glyph] = []
    by_size = sorted(range(len(boxes)), key=lambda i: area(boxes[i].bbox))
    for glyph in glyphs:
        x, y = middle(glyph)
        for i in by_size:
            box = boxes[i].bbox
            if box.x0 <= x <= box.x1 and box.top <= y <= box.bottom:
                owners[i].append(glyph)
                break
        else:
            over = next((i for i in by_size if _runs_over(glyph, boxes[i].bbox)), None)
            (outside if over is None else owners[over]).append(glyph)
    return owners, outside


def _runs_over(glyph: Glyph, box: BBox) -> bool:
    """Whether a glyph stands on the lower side of a box that is too small for its text."""
    x, _ = middle(glyph)
    return box.x0 <= x <= box.x1 and glyph.bbox.top < box.bottom - RUNS_OVER * glyph.size < glyph.bbox.bottom


def _drop_shadows(boxes: list[Box], owners: list[list[Glyph]]) -> tuple[list[Box], list[list[Glyph]]]:
    """A shape of the same size, slightly set off and without text of its own, is the shadow of another."""
    kept: list[int] = []
    for i, box in enumerate(boxes):
        shadow = not has_ink(owners[i]) and any(
            j != i and has_ink(owners[j]) and _set_off(box.bbox, other.bbox) for j, other in enumerate(boxes)
        )
        if not shadow:
            kept.append(i)
    return [boxes[i] for i in kept], [owners[i] for i in kept]


def _without_grounds(
    page: Page, boxes: list[Box], owners: list[list[Glyph]], outside: list[Glyph]
) -> tuple[list[Box], list[list[Glyph]]]:
    """Boxes that are no mere grounds; the text on those is outside all boxes."""
    kept: list[int] = []
    for i, box in enumerate(boxes):
        inside = [
            other.bbox
            for j, other in enumerate(boxes)
            if j != i and has_ink(owners[j]) and area(other.bbox) < area(box.bbox) and holds(box.bbox, other.bbox)
        ]
        if is_ground(box, owners[i], inside, page.rules):
            outside += owners[i]
        else:
            kept.append(i)
    return [boxes[i] for i in kept], [owners[i] for i in kept]


def _set_off(a: BBox, b: BBox) -> bool:
    same_size = abs((a.x1 - a.x0) - (b.x1 - b.x0)) <= SAME and abs((a.bottom - a.top) - (b.bottom - b.top)) <= SAME
    return same_size and abs(a.x0 - b.x0) <= SHADOW and abs(a.top - b.top) <= SHADOW
