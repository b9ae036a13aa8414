"""Block arrows without text → parents: from the box before an arrow to the boxes behind it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.diagram_boxes import Shape
from extractors.diagram_edges import LEVEL
from extractors.diagram_parents import Tree
from schemas.document import BBox

PAD_GAP = 24.0
"""Points between a block arrow and the boxes it leads from and to."""


def follow_pads(shapes: Sequence[Shape], pads: Sequence[BBox], tree: Tree) -> None:
    """Block arrows without text lead from the box before them to the boxes behind them.

    One arrow may stand for all that is beside its box: then the height of the box says what is behind. Where some boxes
    of a column have no arrow before them and no box at their height, the arrows are but signs between two columns.
    """
    led: list[tuple[int, list[int], bool]] = []
    for pad in pads:
        for level in (True, False):
            before = _beside(pad, shapes, level, behind=False)
            after = _beside(pad, shapes, level, behind=True)
            if len(before) == 1 and not (set(before) & set(after)):
                led.append((before[0], after, level))
                break
    for level in (True, False):
        own = [(parent, after) for parent, after, its in led if its == level]
        for parents in _columns(shapes, [parent for parent, _ in own], level):
            here = [(parent, after) for parent, after in own if parent in parents]
            behind = _columns(shapes, [i for _, after in here for i in after], level)
            if len(behind) == 1:
                column = _between(shapes, [parent for parent, _ in here], behind[0], level)
                if {i for _, after in here for i in after} != column:
                    here = _at_height(shapes, [parent for parent, _ in here], column, level)
            for parent, after in here:
                for child in after:
                    if child not in tree.parents:
                        tree.add(parent, child)


def _columns(shapes: Sequence[Shape], some: Sequence[int], level: bool) -> list[set[int]]:
    """All boxes that begin where one of some boxes does: in its column, or in its row."""
    side = 0 if level else 1
    found: dict[int, set[int]] = {}
    for i in some:
        start = shapes[i].bbox[side]
        found.setdefault(
            round(start / (2 * LEVEL)), {j for j, s in enumerate(shapes) if abs(s.bbox[side] - start) <= 2 * LEVEL}
        )
    kept: list[set[int]] = []
    for column in found.values():
        if not any(column & other for other in kept):
            kept.append(column)
    return kept


def _between(shapes: Sequence[Shape], parents: Sequence[int], column: set[int], level: bool) -> set[int]:
    """The boxes of a column at the height of all the boxes before the arrows together; a header stands above."""
    low, high = (1, 3) if level else (0, 2)
    first, last = min(shapes[i].bbox[low] for i in parents), max(shapes[i].bbox[high] for i in parents)
    return {i for i in column if first <= (shapes[i].bbox[low] + shapes[i].bbox[high]) / 2 <= last}


def _at_height(
    shapes: Sequence[Shape], parents: Sequence[int], column: set[int], level: bool
) -> list[tuple[int, list[int]]]:
    """The boxes of a column by the box at their height; none where one has none, or two."""
    low, high = (1, 3) if level else (0, 2)
    shares: dict[int, list[int]] = {parent: [] for parent in parents}
    for i in sorted(column):
        middle = (shapes[i].bbox[low] + shapes[i].bbox[high]) / 2
        beside = [p for p in shares if shapes[p].bbox[low] <= middle <= shapes[p].bbox[high]]
        if len(beside) != 1:
            return []
        shares[beside[0]].append(i)
    return list(shares.items())


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
