"""A reading → readings of its parts: what stands below one heading, and the tree without bare top entries. Pure.

A reader may take the headings of the document around a hierarchy for levels above it, or a list that stands beside it
for one of its branches. Its parts are readings of their own, so that the choice can take the right one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

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
