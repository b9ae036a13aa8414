"""Diagrams of consecutive pages → diagrams: one that goes on over the page is put together. Pure.

A diagram goes on where the next page shows the same columns under the same level names and no other heading. A box
printed again on the next page (the common root, a parent marked 続き) is one box.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from schemas.structure import Diagram, DiagramBox, Edge

SAME_COLUMN = 8.0
"""Points by which the boxes of one level lie apart from page to page."""
REPEATED = 0.5
"""Share of a diagram's boxes that stand on the page before, above which it is shown twice and does not go on."""
_CONTINUED = re.compile(r"[（(［\[〔【]?(?:つづき|続き|続)[）)］\]〕】]?$")


def join_diagrams(diagrams: Sequence[Diagram]) -> tuple[Diagram, ...]:
    """All diagrams of a document in page order, those that go on put together."""
    joined: list[Diagram] = []
    last: Diagram | None = None
    for diagram in diagrams:
        if last is not None and joined and _goes_on(last, diagram):
            joined[-1] = _append(joined[-1], diagram)
        else:
            joined.append(diagram)
        last = diagram
    return tuple(joined)


def _goes_on(before: Diagram, diagram: Diagram) -> bool:
    if _page(diagram) != _page(before) + 1:
        return False
    if before.level_names and diagram.level_names and before.level_names != diagram.level_names:
        return False
    if diagram.title is not None and before.title is not None and not _same_heading(before, diagram):
        return False
    again = sum(_plain(box.text) in {_plain(other.text) for other in before.boxes} for box in diagram.boxes)
    return again <= REPEATED * len(diagram.boxes) and _same_columns(before, diagram)


def _same_heading(before: Diagram, diagram: Diagram) -> bool:
    assert before.title is not None
    assert diagram.title is not None
    return _plain(before.title.text) == _plain(diagram.title.text)


def _page(diagram: Diagram) -> int:
    return diagram.boxes[0].evidence.page or 0


def _plain(text: str) -> str:
    """A text without spaces and without a mark that it goes on."""
    return _CONTINUED.sub("", re.sub(r"\s", "", text))


def _same_columns(before: Diagram, diagram: Diagram) -> bool:
    """Whether each level of the one begins where that level of the other does."""
    first, second = _lefts(before), _lefts(diagram)
    return len(first) == len(second) and all(abs(first[d] - second.get(d, 0.0)) <= SAME_COLUMN for d in first)


def _lefts(diagram: Diagram) -> dict[int, float]:
    """The usual left side of the boxes of each depth."""
    parents = {edge.child: edge.parent for edge in diagram.edges}
    found: dict[int, list[float]] = defaultdict(list)
    for box in diagram.boxes:
        depth, at = 1, box.ref
        while at in parents and depth <= len(parents):
            depth, at = depth + 1, parents[at]
        if box.evidence.bbox is not None:
            found[depth].append(box.evidence.bbox.x0)
    return {depth: median(lefts) for depth, lefts in found.items()}


def _append(whole: Diagram, rest: Diagram) -> Diagram:
    """The diagram with the boxes of the next page, boxes printed again left out."""
    same = _printed_again(whole, rest)
    boxes = tuple(box for box in rest.boxes if box.ref not in same)
    edges = tuple(
        Edge(same.get(edge.parent, edge.parent), edge.child, edge.drawn)
        for edge in rest.edges
        if edge.child not in same
    )
    return replace(
        whole,
        boxes=(*whole.boxes, *boxes),
        edges=(*whole.edges, *edges),
        level_names=whole.level_names or rest.level_names,
    )


def _printed_again(whole: Diagram, rest: Diagram) -> dict[str, str]:
    """Boxes of the next page that are boxes of this one: from the top of the tree down, same text under same parent."""
    same: dict[str, str] = {}
    level: list[tuple[str | None, str | None]] = [(None, None)]
    while level:
        parent, other = level.pop()
        known = {_plain(box.text): box.ref for box in _children(whole, parent)}
        for box in _children(rest, other):
            again = known.get(_plain(box.text))
            if again is not None:
                same[box.ref] = again
                level.append((again, box.ref))
    return same


def _children(diagram: Diagram, parent: str | None) -> list[DiagramBox]:
    parents = {edge.child: edge.parent for edge in diagram.edges}
    return [box for box in diagram.boxes if parents.get(box.ref) == parent]
