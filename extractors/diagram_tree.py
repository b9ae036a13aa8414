"""Diagram → Structure: each box a node, the items listed in a box nodes too. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.cell_items import Entry, entries
from extractors.columns import join_lines
from extractors.number_nodes import Draft, number_nodes
from extractors.numbering import read_marker
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
    found = box_entries(box.text)
    last = parent
    for index, entry in enumerate(found):
        ref = box.ref if len(found) == 1 else f"{box.ref}#{index + 1}"
        last = _draft(entry, ref, parent, level, box)
        drafts.append(last)
        _items(entry, ref, last, level + 1, box, drafts)
    return last


def _items(entry: Entry, ref: str, parent: Draft, level: int, box: DiagramBox, drafts: list[Draft]) -> None:
    for at, item in enumerate(entry.children, start=1):
        draft = _draft(item, f"{ref}#{at}", parent, level, box)
        drafts.append(draft)
        _items(item, f"{ref}#{at}", draft, level + 1, box, drafts)


def _draft(entry: Entry, ref: str, parent: Draft | None, level: int, box: DiagramBox) -> Draft:
    evidence = Evidence(entry.printed or box.text, box.evidence.page, bbox=box.evidence.bbox)
    label = join_lines(entry.marker.label) if entry.marker else ""
    return Draft(parent, level, label, entry.name, entry.printed, ref, evidence, entry.description)


def box_entries(text: str) -> tuple[Entry, ...]:
    """What a box holds: one title, a list of titles, or a title with a list under it.

    A line with a marker begins an entry; the first kind of marker is the outermost, each new kind stands under it.
    """
    parts: list[str] = []
    for line in text.split("\n"):
        marker = read_marker(line).marker
        begins = marker is not None and not (marker.glued and marker.style in ("1", "1-1", "Ⅰ"))
        if parts and not begins:
            parts[-1] += "\n" + line
        else:
            parts.append(line)
    flat = [entry for part in parts for entry in entries(part)]
    return _nested([_Open(_kind(entry), entry, []) for entry in flat])


@dataclass(slots=True)
class _Open:
    """An entry that may still get entries under it."""

    kind: tuple[str, int]
    entry: Entry
    under: list[_Open]


def _kind(entry: Entry) -> tuple[str, int]:
    return (entry.marker.kind, len(entry.marker.value)) if entry.marker else ("", 0)


def _nested(flat: Sequence[_Open]) -> tuple[Entry, ...]:
    roots: list[_Open] = []
    line: list[_Open] = []
    for one in flat:
        known = next((at for at, open_one in enumerate(line) if open_one.kind == one.kind), None)
        line = line[:known] if known is not None else line
        (line[-1].under if line else roots).append(one)
        line = [*line, one]
    return tuple(_closed(one) for one in roots)


def _closed(one: _Open) -> Entry:
    return replace(one.entry, children=(*one.entry.children, *(_closed(under) for under in one.under)))
