"""Block arrows without text → parents: from the box before an arrow to the boxes behind it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.diagram_boxes import Shape
from extractors.diagram_edges import LEVEL, Tree
from schemas.document import BBox

PAD_GAP = 24.0
"""Points between a block arrow and the boxes it leads from and to."""


def follow_pads(shapes: Sequence[Shape], pads: Sequence[BBox], tree: Tree) -> None:
    """Block arrows without text lead from the box before them to the boxes behind them."""
    for pad in pads:
        for level in (True, False):
            before = _beside(pad, shapes, level, behind=False)
            after = _beside(pad, shapes, level, behind=True)
            if len(before) == 1 and after and not (set(before) & set(after)):
                for child in after:
                    if child not in tree.parents:
                        tree.add(before[0], child)
                break


def _beside(pad: BBox, shapes: Sequence[Shape], level: bool, behind: bool) -> list[int]:
    """The nearest boxes on one side of a block arrow, at the same height (or over the same width)."""
    found: list[tuple[float, int]] = []
    for i, shape in enumerate(shapes):
        box = shape.bbox
        if level:
            gap = box.x0 - pad.x1 if behind else pad.x0 - box.x1
            shared = min(box.bottom, pad.bottom) - max(box.top, pad.top)
            enough = 0.5 * min(box.bottom - box.top, pad.bottom - pad.top)
        else:
            gap = box.top - pad.bottom if behind else pad.top - box.bottom
            shared = min(box.x1, pad.x1) - max(box.x0, pad.x0)
            enough = 0.5 * min(box.x1 - box.x0, pad.x1 - pad.x0)
        if -2 * LEVEL <= gap <= PAD_GAP and shared >= enough:
            found.append((gap, i))
    nearest = min(found)[0] if found else 0.0
    return [i for gap, i in found if gap - nearest <= 2 * LEVEL]
