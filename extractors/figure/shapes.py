"""Page → the drawn shapes that can hold text: each once, gradients and shadows as what they look like. Pure.

A gradient is drawn as dozens of narrowing fills, a shadow as a second shape behind the first, a frame apart from its
ground; who looks at the page sees one box each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from schemas.document import BBox, Box, Page

GROUND = 0.8
"""Share of the page from which on a shape is the ground of everything."""
SAME = 1.6
"""Points: edges this near to each other are one."""
STEP = 40
"""Sum of the differences of red, green and blue from one strip of a gradient to the next."""
FEWEST_STRIPS = 4
"""Strips of a gradient."""
SHADOW = 5.0
"""Points by which a shadow is moved."""
SMALLEST = 5.0
"""Points: lower or narrower shapes hold no text."""


@dataclass(frozen=True, slots=True)
class Shapes:
    """What is drawn on a page."""

    boxes: tuple[Box, ...]
    """Shapes that can hold text, in drawing order."""
    dots: tuple[BBox, ...]
    """Small filled shapes: drawn bullets."""


def find_shapes(page: Page) -> Shapes:
    """The shapes of a page."""
    seen = [
        box
        for box in sorted(page.boxes, key=lambda one: one.order)
        if _area(box.bbox) < GROUND * page.width * page.height
    ]
    merged = _without_shadows(_joined(_gradients(seen)))
    boxes = tuple(one for one in merged if min(_sides(one.bbox)) >= SMALLEST)
    dots = tuple(
        one.bbox
        for one in merged
        if one.fill is not None and max(_sides(one.bbox)) <= 14 and min(_sides(one.bbox)) >= 1.5
    )
    return Shapes(tuple(one for one in boxes if one.bbox not in dots), dots)


def with_shapes(page: Page, shapes: Shapes) -> Page:
    """The page drawn with these shapes alone."""
    return replace(page, boxes=shapes.boxes)


def _gradients(boxes: Sequence[Box]) -> list[Box]:
    """Runs of strips whose colour changes little by little, each as one box."""
    found: list[Box] = []
    at = 0
    while at < len(boxes):
        end = at + 1
        while end < len(boxes) and _goes_on(boxes[end - 1], boxes[end]):
            end += 1
        if end - at >= FEWEST_STRIPS:
            run = boxes[at:end]
            whole = BBox(
                min(b.bbox.x0 for b in run),
                min(b.bbox.top for b in run),
                max(b.bbox.x1 for b in run),
                max(b.bbox.bottom for b in run),
            )
            found.append(Box(whole, run[len(run) // 2].fill, None, run[0].order))
            at = end
        else:
            found.append(boxes[at])
            at += 1
    return found


def _goes_on(one: Box, other: Box) -> bool:
    if one.fill is None or other.fill is None or one.stroke is not None or other.stroke is not None:
        return False
    if one.fill == other.fill or _colours_apart(one.fill, other.fill) > STEP:
        return False
    a, b = one.bbox, other.bbox
    same_x = abs(a.x0 - b.x0) <= SAME and abs(a.x1 - b.x1) <= SAME
    same_y = abs(a.top - b.top) <= SAME and abs(a.bottom - b.bottom) <= SAME
    if same_y:
        return min(a.x1, b.x1) - max(a.x0, b.x0) >= -SAME
    if same_x:
        return min(a.bottom, b.bottom) - max(a.top, b.top) >= -SAME
    inside = max(a.x0, b.x0) - SAME <= min(a.x1, b.x1) and (_holds(a, b, SAME) or _holds(b, a, SAME))
    return inside and min(_area(a), _area(b)) > 0.6 * max(_area(a), _area(b))


def _colours_apart(a: int, b: int) -> int:
    return sum(abs((a >> shift & 0xFF) - (b >> shift & 0xFF)) for shift in (16, 8, 0))


def _joined(boxes: Sequence[Box]) -> list[Box]:
    """Ground and frame of the same shape as one box."""
    found: list[Box] = []
    for box in boxes:
        again = next((at for at, one in enumerate(found) if _alike(one.bbox, box.bbox, 2.0)), None)
        if again is None:
            found.append(box)
        else:
            one = found[again]
            fill = box.fill if box.fill is not None else one.fill
            found[again] = Box(one.bbox, fill, box.stroke if box.stroke is not None else one.stroke, one.order)
    return found


def _without_shadows(boxes: Sequence[Box]) -> list[Box]:
    def shadow(one: Box) -> bool:
        return one.stroke is None and any(
            other.order > one.order
            and all(
                abs((b - a) - (d - c)) <= SAME
                for a, b, c, d in (
                    (one.bbox.x0, other.bbox.x0, one.bbox.x1, other.bbox.x1),
                    (one.bbox.top, other.bbox.top, one.bbox.bottom, other.bbox.bottom),
                )
            )
            and 0.5 < max(abs(one.bbox.x0 - other.bbox.x0), abs(one.bbox.top - other.bbox.top)) <= SHADOW
            for other in boxes
        )

    return [one for one in boxes if not shadow(one)]


def _alike(a: BBox, b: BBox, by: float) -> bool:
    return all(abs(x - y) <= by for x, y in zip(a, b, strict=True))


def _holds(outer: BBox, inner: BBox, by: float) -> bool:
    return (
        outer.x0 <= inner.x0 + by
        and outer.top <= inner.top + by
        and outer.x1 >= inner.x1 - by
        and outer.bottom >= inner.bottom - by
    )


def _area(box: BBox) -> float:
    return max(box.x1 - box.x0, 0.0) * max(box.bottom - box.top, 0.0)


def _sides(box: BBox) -> tuple[float, float]:
    return box.x1 - box.x0, box.bottom - box.top
