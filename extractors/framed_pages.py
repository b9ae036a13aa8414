"""Page → whether its boxes stand in frames, one frame per uppermost entry (基本目標ごとの囲み). Pure.

Walls of such a page look like tables, one per frame or all in one; what is in a frame belongs to its head, though.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.diagram_glyphs import area, find_boxes, has_ink, holds
from schemas.document import BBox, Page

FEWEST_FRAMES = 2
"""Frames; one alone is drawn around everything."""
FEWEST_INSIDE = 2
"""Boxes with text in each of them."""
IN_FRAMES = 0.9
"""Share of all boxes with text that stand in frames or are their heads."""


def in_frames(page: Page) -> bool:
    """Whether nearly all boxes with text stand in one of several frames apart from each other."""
    if page.rules:
        return False
    found = find_boxes(page)
    filled = [box.bbox for box, own in zip(found.boxes, found.owners, strict=True) if has_ink(own)]
    frames = _outermost([box.bbox for box in found.boxes], filled)
    if len(frames) < FEWEST_FRAMES:
        return False
    inside = sum(any(holds(frame, box) for frame in frames) for box in filled)
    return inside >= IN_FRAMES * len(filled)


def _outermost(boxes: Sequence[BBox], filled: Sequence[BBox]) -> list[BBox]:
    """The boxes that hold several with text and are held by none that does."""
    holding = [box for box in boxes if sum(holds(box, one) for one in filled if area(one) < area(box)) >= FEWEST_INSIDE]
    return [box for box in holding if not any(other is not box and holds(other, box) for other in holding)]
