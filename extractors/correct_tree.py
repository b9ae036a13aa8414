"""Hierarchies and decisions on them → corrected hierarchies (施策体系の訂正). Pure; every decision was judged before.

What is done first never depends on the order of the lines: first what is added, then moved, merged, removed, at last the
words; within each by time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractors.number_nodes import Draft, number_nodes
from schemas.correction import Correction, Entry
from schemas.natural_key import ADDED
from schemas.plan import Node, Structure
from schemas.structure import Evidence


@dataclass
class Tree:
    """One hierarchy while it is being changed, by keys; None is the top."""

    drafts: dict[str, Draft] = field(default_factory=dict)
    above: dict[str, str | None] = field(default_factory=dict)
    below: dict[str | None, list[str]] = field(default_factory=lambda: {None: []})
    moved: dict[str, int] = field(default_factory=dict)
    """Key of what was moved → level of the parent it had."""
    added: dict[str, int] = field(default_factory=dict)
    """Key of what was added → how many levels below its parent it stands."""


def plant(structure: Structure, index: int, keys: Mapping[tuple[int, str], str]) -> Tree:
    """A hierarchy as it was read."""
    tree = Tree()
    for node in structure.nodes:
        above = keys[index, node.parent] if node.parent is not None else None
        key = keys[index, node.id]
        tree.drafts[key] = _draft(node)
        _put(tree, key, above, None)
    return tree


def added_evidence(entry: Entry, near: Evidence | None) -> Evidence:
    """Where an added entry stands: as the person said, else where the entry beside or above it stands."""
    text = f"{entry.label} {entry.name}".strip()
    if entry.page is not None or entry.line is not None:
        return Evidence(text, page=entry.page, line=entry.line)
    return Evidence(text, page=near.page if near else None, line=near.line if near else None)


def grow(tree: Tree, key: str, node: Node, above: str | None, after: str | None) -> None:
    """Add an entry below another, as deep as the one it follows."""
    beside = tree.drafts.get(after or "")
    steps = 1
    if beside is not None and after not in tree.added and tree.above[after or ""] == above:
        steps = beside.level - (tree.drafts[above].level if above is not None else 0)
    tree.drafts[key] = _draft(node)
    tree.added[key] = max(1, steps)
    _put(tree, key, above, after)


def move(tree: Tree, moves: Sequence[tuple[str, str | None, str | None]]) -> None:
    """Hang entries, with all below them, elsewhere: key, key of the new parent, key of the sibling it follows."""
    for key, to, _ in moves:
        old = tree.above[key]
        if to != old:
            tree.moved[key] = tree.drafts[old].level if old is not None else 0
        tree.below[old].remove(key)
    for key, to, after in moves:
        _put(tree, key, to, after)


def merge(tree: Tree, key: str, others: Sequence[str]) -> None:
    """Take entries into another, which gets what stood below them.

    One that stands above it gives its place to it.
    """
    for other in others:
        if _is_below(tree, key, other):
            tree.below[tree.above[key]].remove(key)
            _put(tree, key, tree.above[other], other)
        for child in list(tree.below[other]):
            tree.below[other].remove(child)
            _put(tree, child, key, None)
        _drop(tree, other)


def remove(tree: Tree, key: str) -> None:
    """Take an entry out; what stood below it moves up into its place."""
    above = tree.above[key]
    place = tree.below[above].index(key)
    children = tree.below[key]
    tree.below[above][place : place + 1] = children
    for child in children:
        tree.above[child] = above
    tree.below[key] = []
    del tree.drafts[key], tree.above[key]


def reword(tree: Tree, correction: Correction) -> None:
    """Set title, label, description or offices of an entry."""
    draft = tree.drafts[correction.key]
    text = correction.value if correction.value is None else str(correction.value)
    match correction.action:
        case "rename" | "merge":
            draft.name = draft.printed = text or ""
        case "relabel":
            draft.label = text or ""
        case "split":
            draft.name = draft.printed = correction.entries[0].name
            draft.label = correction.entries[0].label
        case _ if correction.field == "description":
            draft.description = text
        case _:
            draft.department = text


def reworded(node: Node, corrections: Sequence[Correction]) -> Node:
    """The same of a node in its place."""
    for correction in corrections:
        text = correction.value if correction.value is None else str(correction.value)
        match correction.action:
            case "rename":
                node = replace(node, name=text or "", name_printed=text or "")
            case "relabel":
                node = replace(node, label=text or "")
            case _ if correction.field == "description":
                node = replace(node, description=text)
            case _:
                node = replace(node, department=text)
    return node


def numbered(tree: Tree, reading_order: bool) -> tuple[Node, ...]:
    """The corrected nodes; in the order of the tree, or, where it did not change, in the order they were read."""
    shifts: dict[str | None, int] = {None: 0}
    order: list[str] = []
    waiting = list(reversed(tree.below[None]))
    while waiting:
        key = waiting.pop()
        order.append(key)
        above = tree.above[key]
        level = tree.drafts[above].level if above is not None else 0
        draft = tree.drafts[key]
        if key in tree.added:
            draft.level, shifts[key] = level + tree.added[key], 0
        else:
            shifts[key] = level - tree.moved[key] if key in tree.moved else shifts[above]
            draft.level += shifts[key]
        draft.parent = tree.drafts[above] if above is not None else None
        waiting += reversed(tree.below.get(key, []))
    return number_nodes(list(tree.drafts.values()) if reading_order else [tree.drafts[key] for key in order])


def added_node(key: str, entry: Entry, evidence: Evidence) -> Node:
    """An entry that people typed, as a node that has no place yet."""
    return Node(
        id="",
        parent=None,
        depth=0,
        level=0,
        label=entry.label,
        name=entry.name,
        name_printed=entry.name,
        ref=ADDED + key,
        evidence=evidence,
        description=entry.description,
        department=entry.department,
    )


def _draft(node: Node) -> Draft:
    return Draft(
        None,
        node.level,
        node.label,
        node.name,
        node.name_printed,
        node.ref,
        node.evidence,
        node.description,
        node.department,
    )


def _put(tree: Tree, key: str, above: str | None, after: str | None) -> None:
    """Last, or behind a sibling; "" is the first place. A sibling that is not there any more leaves the last place."""
    siblings = tree.below.setdefault(above, [])
    tree.below.setdefault(key, [])
    tree.above[key] = above
    if after == "":
        siblings.insert(0, key)
    elif after is not None and after in siblings:
        siblings.insert(siblings.index(after) + 1, key)
    else:
        siblings.append(key)


def _is_below(tree: Tree, key: str, other: str) -> bool:
    above = tree.above[key]
    while above is not None and above != other:
        above = tree.above[above]
    return above == other


def _drop(tree: Tree, key: str) -> None:
    tree.below[tree.above[key]].remove(key)
    del tree.drafts[key], tree.above[key]
