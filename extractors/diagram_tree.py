"""Diagram → Structure: each box a node, the items listed in a box nodes too. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from extractors.cell_items import Entry, entries
from extractors.columns import join_lines
from extractors.number_nodes import Draft, number_nodes
from schemas.document import BBox
from schemas.issue import Result
from schemas.plan import Structure
from schemas.structure import Diagram, DiagramBox, Evidence

SIDE_BY_SIDE = 2.0
"""Points by which boxes of neighbouring levels may overlap."""


def diagram_tree(diagram: Diagram) -> Result[Structure]:
    """The tree of a diagram: parents first, children from the top down or from left to right."""
    boxes = {box.ref: box for box in diagram.boxes}
    parents = {edge.child: edge.parent for edge in diagram.edges}
    children: dict[str | None, list[str]] = defaultdict(list)
    for ref in boxes:
        children[parents.get(ref)].append(ref)
    drafts: list[Draft] = []
    _grow(None, None, 1, boxes, children, drafts)
    nodes = number_nodes(drafts)
    structure = Structure(
        nodes=nodes,
        title=join_lines(diagram.title.text) if diagram.title else None,
        page=nodes[0].evidence.page if nodes else None,
        levels=tuple(join_lines(name) for name in diagram.level_names) or None,
    )
    return Result(structure)


def _grow(
    ref: str | None,
    parent: Draft | None,
    level: int,
    boxes: dict[str, DiagramBox],
    children: dict[str | None, list[str]],
    drafts: list[Draft],
) -> None:
    """The nodes of the boxes under one box, and what is under these."""
    for child in _in_order([boxes[other] for other in children[ref]]):
        last = _of_box(child, parent, level, drafts)
        _grow(child.ref, last, level + 1 if last is not parent else level, boxes, children, drafts)


def _in_order(boxes: Sequence[DiagramBox]) -> list[DiagramBox]:
    """Siblings in reading order: from left to right where they stand in a row, else from the top down."""
    places = [box.evidence.bbox for box in boxes if box.evidence.bbox is not None]
    if len(places) != len(boxes) or len(boxes) < 2:
        return list(boxes)
    if _in_a_row(places):
        return sorted(boxes, key=lambda box: (box.evidence.bbox or places[0]).x0)
    return sorted(boxes, key=lambda box: _row_first(box.evidence.bbox or places[0]))


def _row_first(box: BBox) -> tuple[float, float]:
    return (box.top, box.x0)


def _in_a_row(places: Sequence[BBox]) -> bool:
    ordered = sorted(places, key=lambda box: box.x0)
    return all(b.x0 >= a.x1 - SIDE_BY_SIDE for a, b in pairwise(ordered))


def _of_box(box: DiagramBox, parent: Draft | None, level: int, drafts: list[Draft]) -> Draft | None:
    """The nodes of one box; returned is the one that boxes under it hang on."""
    found = entries(box.text)
    last = parent
    for index, entry in enumerate(found):
        ref = box.ref if len(found) == 1 else f"{box.ref}#{index + 1}"
        last = _draft(entry, ref, parent, level, box)
        drafts.append(last)
        for at, item in enumerate(entry.children):
            drafts.append(_draft(item, f"{ref}#{at + 1}", last, level + 1, box))
    return last


def _draft(entry: Entry, ref: str, parent: Draft | None, level: int, box: DiagramBox) -> Draft:
    evidence = Evidence(entry.printed or box.text, box.evidence.page, bbox=box.evidence.bbox)
    label = join_lines(entry.marker.label) if entry.marker else ""
    return Draft(parent, level, label, entry.name, entry.printed, ref, evidence)
