"""Sibling boxes of a diagram → their reading order, and whether the page leaves no doubt of it. Pure.

A row is read from the left, a stack from the top. Where siblings stand in rows and columns at once (several diagrams on
one page), their numbers say which way; without numbers, full rows are read as rows, anything else as columns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractors.numbering import read_marker
from schemas.document import BBox
from schemas.structure import DiagramBox

SIDE_BY_SIDE = 2.0
"""Points by which boxes of neighbouring columns may overlap."""


class Ordered(NamedTuple):
    """Boxes in reading order."""

    boxes: list[DiagramBox]
    sure: bool


def in_order(boxes: Sequence[DiagramBox]) -> Ordered:
    """Siblings page by page."""
    pages: dict[int, list[DiagramBox]] = defaultdict(list)
    for box in boxes:
        pages[box.evidence.page or 0].append(box)
    parts = [_on_page(pages[page]) for page in sorted(pages)]
    return Ordered([box for part in parts for box in part.boxes], all(part.sure for part in parts))


def _on_page(boxes: list[DiagramBox]) -> Ordered:
    if len(boxes) < 2 or any(box.evidence.bbox is None for box in boxes):
        return Ordered(boxes, True)
    columns = _columns(boxes)
    across = [box for row in _rows(boxes) for box in row]
    if len(columns) == 1:
        return Ordered(sorted(boxes, key=lambda box: (_place(box).top, _place(box).x0)), True)
    down = [box for column in columns for box in column]
    if across == down:
        return Ordered(down, True)
    counted = _counts(across), _counts(down)
    if counted[0] != counted[1]:
        return Ordered(across if counted[0] else down, True)
    full = all(len(row) == len(columns) for row in _rows(boxes))
    return Ordered(across if full else down, full or counted[0])


def _place(box: DiagramBox) -> BBox:
    assert box.evidence.bbox is not None
    return box.evidence.bbox


def _columns(boxes: Sequence[DiagramBox]) -> list[list[DiagramBox]]:
    """Boxes over each other, from left to right, each column from the top down."""
    columns: list[list[DiagramBox]] = []
    right = float("-inf")
    for box in sorted(boxes, key=lambda box: _place(box).x0):
        if _place(box).x0 >= right - SIDE_BY_SIDE:
            columns.append([])
        columns[-1].append(box)
        right = max(right, _place(box).x1)
    return [sorted(column, key=lambda box: (_place(box).top, _place(box).x0)) for column in columns]


def _rows(boxes: Sequence[DiagramBox]) -> list[list[DiagramBox]]:
    """Boxes at the height of each other, from the top down, each row from left to right."""
    rows: list[list[DiagramBox]] = []
    for box in sorted(boxes, key=lambda box: _place(box).top):
        place = _place(box)
        first = _place(rows[-1][0]) if rows else None
        if first is not None and place.top < first.bottom:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [sorted(row, key=lambda box: _place(box).x0) for row in rows]


def _counts(boxes: Sequence[DiagramBox]) -> bool:
    """Whether the numbers of boxes rise in this order."""
    markers = [read_marker(box.text.replace("\n", "")).marker for box in boxes]
    values = [marker.value for marker in markers if marker is not None and marker.counted]
    return len(values) == len(boxes) and all(a < b for a, b in pairwise(values))
