"""Rectangles of a page against each other. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.document import BBox


def hull(boxes: Sequence[BBox]) -> BBox:
    """The smallest rectangle around all of them."""
    return BBox(
        min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes), max(b.bottom for b in boxes)
    )


def same_place(a: BBox, b: BBox) -> bool:
    """Whether two rectangles are one but for rounding."""
    return all(abs(x - y) <= 2.5 for x, y in zip(a, b, strict=True))


def around(outer: BBox, inner: BBox) -> bool:
    """Whether one rectangle holds another and is larger."""
    return (
        outer.x0 <= inner.x0 + 2
        and outer.top <= inner.top + 2
        and outer.x1 >= inner.x1 - 2
        and outer.bottom >= inner.bottom - 2
        and area(outer) > 1.02 * area(inner)
    )


def area(box: BBox) -> float:
    """In square points."""
    return max(box.x1 - box.x0, 0.0) * max(box.bottom - box.top, 0.0)
