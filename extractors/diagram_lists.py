"""Texts without boxes → lists: texts set under each other to which one line leads, as to a box that is not drawn. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractors.diagram_boxes import Shape
from extractors.diagram_loose import INSET, SLACK
from extractors.numbering import read_marker
from schemas.document import BBox, Rule

ALIGNED = 0.5
"""Em by which the texts of a list may begin further left or right."""
WIDER = 1.3
"""Times the usual distance between two texts, from which on a gap parts two lists."""
FEWEST = 2
"""Texts of a list."""


class TextList(NamedTuple):
    """A list: the places of its texts among those given, and the frame that is not drawn."""

    members: tuple[int, ...]
    outline: BBox


def text_lists(texts: Sequence[Shape], rules: Sequence[Rule]) -> list[TextList]:
    """Lists to whose left side exactly one line leads; where a line leads to each text, they are no list.

    Args:
        texts: without boxes.
        rules: lines of the page.
    """
    ends = [end for rule in rules for end in ((rule.x0, rule.top), (rule.x1, rule.bottom))]
    found = []
    for column in _columns(texts):
        for members in _parted(texts, column):
            boxes = [texts[i].bbox for i in members]
            outline = BBox(min(b.x0 for b in boxes), boxes[0].top, max(b.x1 for b in boxes), boxes[-1].bottom)
            left = texts[members[0]].ink.x0
            reach = INSET * texts[members[0]].size
            led = [
                (x, y)
                for x, y in ends
                if left - reach <= x <= left and outline.top - reach <= y <= outline.bottom + reach
            ]
            nearest = max((x for x, _ in led), default=0.0)
            heights = sorted({round(y) for x, y in led if x >= nearest - SLACK})
            one = len(heights) == 1 and outline.top - SLACK <= heights[0] <= outline.bottom + SLACK
            if len(members) >= FEWEST and (one or _is_bracket(heights, boxes)):
                top, bottom = min(outline.top, heights[0]), max(outline.bottom, heights[-1])
                found.append(TextList(tuple(members), BBox(min(outline.x0, nearest), top, outline.x1, bottom)))
    return found


def _is_bracket(heights: Sequence[int], boxes: Sequence[BBox]) -> bool:
    """Whether lines end at the first and the last of three or more texts alone."""
    if len(heights) != 2 or len(boxes) <= 2:
        return False
    return heights[0] <= boxes[0].bottom and heights[1] >= boxes[-1].top


def _columns(texts: Sequence[Shape]) -> list[list[int]]:
    """Texts of one size that begin at one place, from the top down."""
    columns: list[list[int]] = []
    for i in sorted(range(len(texts)), key=lambda i: texts[i].bbox.top):
        for column in columns:
            first = texts[column[0]]
            near = abs(first.ink.x0 - texts[i].ink.x0) <= ALIGNED * first.size
            if near and abs(first.size - texts[i].size) <= ALIGNED:
                column.append(i)
                break
        else:
            columns.append([i])
    return columns


def _parted(texts: Sequence[Shape], column: Sequence[int]) -> list[list[int]]:
    """A column cut where the distance is wider than usual, or the numbers begin again."""
    steps = sorted(texts[b].bbox.top - texts[a].bbox.bottom for a, b in pairwise(column))
    if not steps:
        return [list(column)]
    usual = max(steps[len(steps) // 4], 0.3 * texts[column[0]].size)
    parts: list[list[int]] = [[column[0]]]
    for a, b in pairwise(column):
        if texts[b].bbox.top - texts[a].bbox.bottom > WIDER * usual or _begins_again(texts[a], texts[b]):
            parts.append([])
        parts[-1].append(b)
    return parts


def _begins_again(above: Shape, below: Shape) -> bool:
    first, second = read_marker(above.text).marker, read_marker(below.text).marker
    return (
        first is not None
        and second is not None
        and first.counted
        and first.kind == second.kind
        and second.value <= first.value
    )
