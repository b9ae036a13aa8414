"""Diagram → Structure: each box a node, the items listed in a box nodes too. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.cell_items import Entry, entries
from extractors.columns import is_office, join_lines, names_departments
from extractors.diagram_order import in_order
from extractors.number_nodes import Draft, number_nodes
from extractors.numbering import read_marker
from schemas.issue import Issue, Result
from schemas.plan import Structure
from schemas.structure import Diagram, DiagramBox, Evidence

SHORTEST_WORK = 5
"""Characters: a shorter line is part of a title."""
_WORK = re.compile(
    r"(?:推進|充実|支援|整備|促進|強化|育成|確保|対策|事業|づくり|向上|活用|形成|創出|連携|保全|普及|啓発|振興|実施|運営|開催|"
    r"導入|拡充|確立|提供|発信|改善|維持|管理|継承|養成|防止|予防|軽減|構築|設置|利用|参画|交流|教育|相談|見直し|取組)$"
)
"""How measures end."""
FEWEST_OFFICES = 3
"""Boxes that name an office, from which on they are a column of offices though no header says so."""
_DIVISION = re.compile(r"(?:課|室|係|局)(?:ほか|等|など)?$")
"""How most offices end; a 館 or a センター alone may be a measure, too."""
SAME_COLUMN = 6.0
"""Points from one left side to the next in a column."""


def diagram_tree(diagram: Diagram) -> Result[Structure]:
    """The tree of a diagram: parents first, children from the top down or from left to right."""
    boxes = {box.ref: box for box in diagram.boxes}
    parents = {edge.child: edge.parent for edge in diagram.edges}
    children: dict[str | None, list[str]] = defaultdict(list)
    for ref in boxes:
        children[parents.get(ref)].append(ref)
    names = tuple(join_lines(name) for name in diagram.level_names)
    offices = _offices(boxes, parents, names)
    if offices:
        names = tuple(name for name in names if not names_departments(name))
    drafts: list[Draft] = []
    columns = _columns(boxes, parents)
    _grow(None, None, 1, {ref: box for ref, box in boxes.items() if ref not in offices}, children, columns, drafts)
    _attach_offices(drafts, offices, boxes, children)
    nodes = number_nodes(drafts)
    structure = Structure(
        nodes=nodes,
        title=join_lines(diagram.title.text) if diagram.title else None,
        page=nodes[0].evidence.page if nodes else None,
        levels=names or None,
    )
    return Result(structure, tuple(_unsure_order(boxes, children)))


def _unsure_order(boxes: dict[str, DiagramBox], children: dict[str | None, list[str]]) -> list[Issue]:
    """Siblings whose order the page leaves open."""
    found = []
    for siblings in children.values():
        ordered = in_order([boxes[ref] for ref in siblings])
        if not ordered.sure:
            message = (
                "同じ段の枠が縦にも横にも並び、番号がないため、読む順序が定まりません。紙面と見比べて確かめてください。"
            )
            found.append(Issue("reading_order", message, ordered.boxes[0].evidence))
    return found


def _columns(boxes: dict[str, DiagramBox], parents: dict[str, str]) -> dict[str, int]:
    """The printed column of each box, from 1, where all boxes stand in as many columns as the tree is deep."""
    depth = max((_depth(ref, parents) for ref in boxes), default=0)
    lefts = sorted((box.evidence.bbox.x0, ref) for ref, box in boxes.items() if box.evidence.bbox is not None)
    columns: dict[str, int] = {}
    column, last = 0, float("-inf")
    for left, ref in lefts:
        column += left - last > SAME_COLUMN
        columns[ref], last = column, left
    across = all(columns.get(child, 0) > columns.get(parent, 0) for child, parent in parents.items())
    return columns if across and column == depth else {}


def _depth(ref: str, parents: dict[str, str]) -> int:
    depth = 1
    while ref in parents and depth <= len(parents):
        depth, ref = depth + 1, parents[ref]
    return depth


def _offices(boxes: dict[str, DiagramBox], parents: dict[str, str], names: Sequence[str]) -> frozenset[str]:
    """Boxes of the last column that name the offices in charge (担当課): no entries of the hierarchy."""
    depths: dict[int, set[str]] = defaultdict(set)
    for ref in boxes:
        depths[_depth(ref, parents)].add(ref)
    deepest = max(depths, default=0)
    last = depths[deepest] if deepest > 1 else set()
    headed = bool(names) and len(names) <= deepest and names_departments(names[-1])
    texts = [join_lines(boxes[ref].text) for ref in last]
    alike = len(last) >= FEWEST_OFFICES and all(map(is_office, texts)) and sum(map(_is_division, texts)) * 2 > len(last)
    return frozenset(last) if headed or alike else frozenset()


def _is_division(text: str) -> bool:
    return bool(_DIVISION.search(text))


def _attach_offices(
    drafts: list[Draft],
    offices: frozenset[str],
    boxes: dict[str, DiagramBox],
    children: dict[str | None, list[str]],
) -> None:
    for draft in drafts:
        own = [join_lines(boxes[ref].text) for ref in children[draft.ref.split("#")[0]] if ref in offices]
        if own:
            draft.department = "、".join(own)


def _grow(
    ref: str | None,
    parent: Draft | None,
    level: int,
    boxes: dict[str, DiagramBox],
    children: dict[str | None, list[str]],
    columns: dict[str, int],
    drafts: list[Draft],
) -> None:
    """The nodes of the boxes under one box, and what is under these; levels are columns where there are any."""
    for child in in_order([boxes[other] for other in children[ref] if other in boxes]).boxes:
        own = columns.get(child.ref, level)
        last = _of_box(child, parent, own, drafts)
        _grow(child.ref, last, own + 1 if last is not parent else own, boxes, children, columns, drafts)


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
        marked = read_marker(line)
        marker = marked.marker
        begins = marker is not None and not (marker.glued and marker.style in ("1", "1-1", "Ⅰ"))
        if marker is not None and marker.style in ("ア", "A") and not marked.name:
            begins = False  # the last letter of a word that did not fit
        if parts and not begins:
            parts[-1] += "\n" + line
        else:
            parts.append(line)
    if len(parts) == 1 and _lists_works(text):
        parts = text.split("\n")
    flat = [entry for part in parts for entry in entries(part)]
    return _nested([_Open(_kind(entry), entry, []) for entry in flat])


def _lists_works(text: str) -> bool:
    """Whether lines without markers are entries each: all of them end like a measure, none is but half a title."""
    lines = text.split("\n")
    unmarked = read_marker(lines[0]).marker is None
    return unmarked and len(lines) > 1 and all(len(line) >= SHORTEST_WORK and _WORK.search(line) for line in lines)


def half_listed(text: str) -> bool:
    """Whether lines without markers may be one title or several: some, but not all, end like a measure."""
    lines = text.split("\n")
    if len(lines) < 2 or any(read_marker(line).marker is not None for line in lines) or _lists_works(text):
        return False
    return any(len(line) >= SHORTEST_WORK and _WORK.search(line) for line in lines[:-1])


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
