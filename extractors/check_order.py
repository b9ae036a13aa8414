"""A hierarchy → one issue where its numbers come in no order: the order of the page was lost when it was copied. Pure.

Texts copied out of diagrams give the boxes in the order in which they were drawn. What stands under what is then chance.
"""

from __future__ import annotations

from collections import defaultdict

from extractors.numbering import read_marker
from schemas.issue import Issue
from schemas.plan import Node, Structure

FEWEST = 8
"""Steps from one number of a kind to the next; with fewer, disorder may be a slip."""
DISORDER = 0.25
"""Share of steps that neither go on nor begin anew, from which on there is no order. Of plans with slips, a tenth do."""


def check_order(structure: Structure, index: int) -> tuple[Issue, ...]:
    """One issue that names all entries, where the order is lost.

    Args:
        structure: the tree.
        index: its place among the hierarchies of the document.
    """
    last: dict[str, tuple[int, ...]] = {}
    steps: dict[str, list[bool]] = defaultdict(list)
    for node in structure.nodes:
        found = _number(node)
        if found is None:
            continue
        kind, value = found
        if kind in last:
            steps[kind].append(_follows(last[kind], value))
        last[kind] = value
    taken = [ordered for kind in steps.values() for ordered in kind]
    if len(taken) < FEWEST or taken.count(False) < DISORDER * len(taken):
        return ()
    message = "番号の順序がばらばらで、図を写した際に読む順序が失われたようです。親子関係を原本で確かめてください。"
    first = structure.nodes[0].evidence
    return (Issue("reading_order", message, first, structure=index, nodes=tuple(node.id for node in structure.nodes)),)


def _number(node: Node) -> tuple[str, tuple[int, ...]] | None:
    marker = read_marker(f"{node.label} {node.name}").marker if node.label else None
    return (marker.kind, marker.value) if marker is not None and marker.counted else None


def _follows(before: tuple[int, ...], value: tuple[int, ...]) -> bool:
    """Whether a number goes on from the one before, or begins a list: 2 after 1, 1 after 4, 2-1 after 1-3; 4 after 2 where 3 is missing."""
    if value[-1] == 1:
        return len(value) < 2 or value[:-1] >= before[:-1]
    return value[:-1] == before[:-1] and 0 < value[-1] - before[-1] <= 2
