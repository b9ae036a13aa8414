"""A reading → readings of its parts, and of trees that go on in one another as one. Pure.

A reader may take the headings of the document around a hierarchy for levels above it, or a list that stands beside it
for one of its branches. What stands below one heading, and the tree without bare top entries, are readings of their own, so
that the choice can take the right one. And a reader may take for two trees what something between them parts; where the
numbers of the second go on from the first, both are one tree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.numbering import read_marker
from schemas.plan import Node, Structure
from schemas.reading import Reading

FEWEST = 4
"""Entries of a part."""
MOST = 6
"""Parts of one reading below a heading: the largest."""
HEADINGS = 2
"""Depth down to which an entry may be a heading over a hierarchy."""


def parts(reading: Reading) -> Iterator[Reading]:
    """The parts of a reading of one tree that are worth a look, the largest first."""
    if len(reading.structures) != 1:
        return
    structure = reading.structures[0]
    children: dict[str | None, list[Node]] = defaultdict(list)
    for node in structure.nodes:
        children[node.parent].append(node)
    under = {node.id: _below(node, children) for node in structure.nodes if node.depth <= HEADINGS}
    headings = [
        node for node in structure.nodes if len(under.get(node.id, ())) >= FEWEST and len(children[node.id]) > 1
    ]
    headings.sort(key=lambda node: -len(under[node.id]))
    for node in headings[:MOST]:
        yield _of(reading, under[node.id], node)
    branches = [node for node in children[None] if children[node.id]]
    if 0 < len(branches) < len(children[None]):
        kept = [one for node in branches for one in (node, *_below(node, children))]
        if len(kept) >= FEWEST:
            yield _of(reading, kept, None)


def joined(reading: Reading) -> Reading:
    """The reading with each tree that goes on from the one before it joined to it."""
    groups: list[list[Structure]] = []
    for structure in reading.structures:
        if groups and _goes_on(groups[-1][-1], structure):
            groups[-1].append(structure)
        else:
            groups.append([structure])
    if len(groups) == len(reading.structures):
        return reading
    sure = list(reading.sure) + [{}] * (len(reading.structures) - len(reading.sure))
    structures: list[Structure] = []
    probabilities: list[dict[str, float]] = []
    at = 0
    for group in groups:
        nodes: list[Node] = []
        own: dict[str, float] = {}
        for structure in group:
            before = sum(node.parent is None for node in nodes)
            for node in structure.nodes:
                place = _moved(node.id, before)
                parent = _moved(node.parent, before) if node.parent is not None else None
                nodes.append(replace(node, id=place, parent=parent))
                if node.id in sure[at]:
                    own[place] = sure[at][node.id]
            at += 1
        structures.append(replace(group[0], nodes=tuple(nodes)))
        probabilities.append(own)
    return replace(reading, structures=tuple(structures), sure=tuple(probabilities))


def _moved(place: str, by: int) -> str:
    first, dot, rest = place.partition(".")
    return f"{int(first) + by}{dot}{rest}"


def _goes_on(before: Structure, after: Structure) -> bool:
    """Whether the top numbers of a tree go on from those of another, in the same form and under the same names of levels."""
    last = [read_marker(f"{node.label} ").marker for node in before.nodes if node.parent is None][-1]
    first = read_marker(f"{after.nodes[0].label} ").marker
    if last is None or first is None or before.plan != after.plan:
        return False
    return first.kind == last.kind and first.counted and first.value == (*last.value[:-1], last.value[-1] + 1)


def by_numbers(reading: Reading) -> Reading | None:
    """The reading with each entry that has a number of several parts (2-1) under the one with the first of them (2).

    None where all stand so, or where a number stands twice. Texts whose columns were copied one after the other are so mended.
    """
    structures = [_by_numbers(structure) for structure in reading.structures]
    if all(mended is None for mended in structures):
        return None
    kept = tuple(new or old for new, old in zip(structures, reading.structures, strict=True))
    return replace(reading, structures=kept, sure=())


def _by_numbers(structure: Structure) -> Structure | None:
    values = {node.id: read_marker(f"{node.label} ").marker for node in structure.nodes if node.label}
    number = {place: marker.value for place, marker in values.items() if marker is not None and marker.counted}
    owner: dict[tuple[int, ...], str] = {}
    for place, value in number.items():
        if len(value) > 1 or (len(value) == 1 and "." not in place):
            if value in owner:
                return None
            owner[value] = place
    parent = {node.id: node.parent for node in structure.nodes}
    for node in structure.nodes:
        value = number.get(node.id, ())
        above = owner.get(value[:-1]) if len(value) > 1 else None
        if above is not None and not above.startswith(f"{node.id}."):
            parent[node.id] = above
    if all(parent[node.id] == node.parent for node in structure.nodes):
        return None
    children: dict[str | None, list[Node]] = defaultdict(list)
    for node in structure.nodes:
        children[parent[node.id]].append(node)
    made: list[Node] = []

    def add(node: Node, place: str, over: str | None, depth: int) -> None:
        made.append(replace(node, id=place, parent=over, depth=depth, level=depth))
        for index, child in enumerate(children[node.id], 1):
            add(child, f"{place}.{index}", place, depth + 1)

    for index, node in enumerate(children[None], 1):
        add(node, str(index), None, 1)
    return replace(structure, nodes=tuple(made)) if len(made) == len(structure.nodes) else None


def _below(node: Node, children: dict[str | None, list[Node]]) -> list[Node]:
    """All that hangs below an entry, in reading order."""
    found: list[Node] = []
    for child in children[node.id]:
        found += [child, *_below(child, children)]
    return found


def _of(reading: Reading, nodes: Sequence[Node], over: Node | None) -> Reading:
    """The reading that holds these entries alone; its title is the heading they stand under."""
    structure = reading.structures[0]
    up = over.depth if over is not None else 0
    levels = min((node.level for node in nodes), default=1) - 1
    ids: dict[str, str] = {}
    counts: dict[str | None, int] = defaultdict(int)
    made: list[Node] = []
    for node in nodes:
        parent = ids.get(node.parent or "")
        counts[parent] += 1
        ids[node.id] = f"{parent}.{counts[parent]}" if parent is not None else str(counts[parent])
        made.append(
            replace(node, id=ids[node.id], parent=parent, depth=node.depth - up, level=max(1, node.level - levels))
        )
    own = reading.sure[0] if reading.sure else {}
    first = made[0].evidence
    part = Structure(
        tuple(made),
        title=f"{over.label} {over.name}".strip() if over is not None else structure.title,
        page=first.page,
        line=first.line,
        levels=structure.levels[up:] if structure.levels is not None and len(structure.levels) > up else None,
        plan=structure.plan,
    )
    return replace(
        reading,
        structures=(part,),
        sure=({ids[name]: value for name, value in own.items() if name in ids},),
        part=True,
    )
