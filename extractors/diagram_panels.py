"""Frames that hold boxes → parents: the head of a frame over all else in it, which may stand in columns or stacks. Pure.

The head of a frame is its own text, or the one box alone at its top or left. What is left is read as a page of its own:
levels side by side, stacks under their heads, or siblings; whatever has no parent within the frame belongs to the head.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from extractors.diagram_boxes import Shape
from extractors.diagram_edges import kind_of
from extractors.diagram_glyphs import area, holds
from extractors.diagram_parents import Tree
from extractors.diagram_places import are_levels, columns_of, look_of, place_beneath, place_beside, runs_down
from schemas.document import BBox

HEAD_OVERLAP = 2.0
"""Points by which the head of a panel may overlap what is under it."""
SPANS = 0.9
"""Share of the width of all boxes in a frame that a box at its top covers as their head, whatever it looks like."""


class Panel(NamedTuple):
    """A frame without text of its own, and the boxes in it."""

    outline: BBox
    members: tuple[int, ...]


def place_panels(shapes: Sequence[Shape], panels: Sequence[Panel], tree: Tree) -> dict[int, BBox]:
    """Give the boxes of each frame their parents, inner frames first.

    Returns:
        The boxes that head a frame, each with the room of its frame.
    """
    own = [
        (Panel(shape.bbox, tuple(i for i, inner in enumerate(shapes) if i != at and holds(shape.bbox, inner.bbox))), at)
        for at, shape in enumerate(shapes)
        if shape.frame
    ]
    rooms: dict[int, BBox] = {}
    for panel, head in sorted([*own, *((panel, None) for panel in panels)], key=lambda one: area(one[0].outline)):
        outer = [
            i for i in panel.members if not any(j != i and holds(shapes[j].bbox, shapes[i].bbox) for j in panel.members)
        ]
        inner = [i for i in outer if i not in tree.parents]
        first = _head(shapes, inner) if head is None else head
        if first is None:
            continue
        rest = [i for i in inner if i != first]
        _place_among(shapes, rest, rooms, tree)
        for i in rest:
            if i not in tree.parents:
                tree.add(first, i, drawn=False)
        if rest:
            rooms[first] = panel.outline
    return rooms


def in_rooms(shapes: Sequence[Shape], rooms: dict[int, BBox]) -> list[Shape]:
    """The boxes, those that head a frame as large as their frame."""
    return [replace(shape, bbox=rooms[i]) if i in rooms else shape for i, shape in enumerate(shapes)]


def _place_among(shapes: Sequence[Shape], rest: Sequence[int], rooms: dict[int, BBox], tree: Tree) -> None:
    """Parents among the boxes of one frame besides its head."""
    if len(rest) < 2:
        return
    grown = in_rooms(shapes, rooms)
    columns = columns_of(grown, rest)
    if runs_down(grown, rest):
        place_beneath(grown, rest, tree)
    elif are_levels(grown, columns):
        place_beside(grown, columns, tree)


def _head(shapes: Sequence[Shape], members: Sequence[int]) -> int | None:
    """The one box at the top or the left of all others that looks unlike them or reaches over all of them."""
    if len(members) < 2:
        return None
    for start, end in ((1, 3), (0, 2)):
        ordered = sorted(members, key=lambda i: shapes[i].bbox[start])
        first, rest = ordered[0], ordered[1:]
        if not all(shapes[i].bbox[start] >= shapes[first].bbox[end] - HEAD_OVERLAP for i in rest):
            continue
        looks = {look_of(shapes[i])[0] for i in rest}
        kinds = {kind_of(shapes[i]) for i in rest}
        low, high = (0, 2) if start == 1 else (1, 3)
        least, most = min(shapes[i].bbox[low] for i in rest), max(shapes[i].bbox[high] for i in rest)
        own = min(shapes[first].bbox[high], most) - max(shapes[first].bbox[low], least)
        over_all = own >= SPANS * (most - least) and _abreast(shapes, rest, low, high)
        if look_of(shapes[first])[0] not in looks or kind_of(shapes[first]) not in kinds or over_all:
            return first
    return None


def _abreast(shapes: Sequence[Shape], rest: Sequence[int], low: int, high: int) -> bool:
    """Whether some boxes stand beside each other across the way in which the head reaches."""
    ordered = sorted(rest, key=lambda i: shapes[i].bbox[low])
    return any(shapes[j].bbox[low] >= shapes[ordered[0]].bbox[high] - HEAD_OVERLAP for j in ordered[1:])
