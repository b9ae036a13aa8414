"""Hierarchies and decisions on them → corrected hierarchies (施策体系の訂正). Pure; every decision was judged before.

Decisions are replayed in the order in which people made them, so that the result is the tree they had on the screen. An entry
keeps the level (printed column) it was read with; a person can choose another. Only where it would stand no deeper than
its parent is it put one level below that, with everything below it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractors.likeness import likeness
from extractors.number_nodes import Draft, number_nodes
from schemas.correction import Correction, Entry
from schemas.document import BBox
from schemas.natural_key import ADDED, match_key
from schemas.plan import Node, Structure
from schemas.structure import Evidence

ALIKE = 0.5
"""Likeness of a title and the printed words from which the one is a correction of the other."""


@dataclass
class Tree:
    """One hierarchy while it is being changed, by keys; None is the top."""

    drafts: dict[str, Draft] = field(default_factory=dict)
    above: dict[str, str | None] = field(default_factory=dict)
    below: dict[str | None, list[str]] = field(default_factory=lambda: {None: []})


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
    """Where an added entry stands: as the person said, else the page or line of the entry beside or above it."""
    text = f"{entry.label} {entry.name}".strip()
    if entry.page is not None or entry.line is not None:
        return Evidence(text, page=entry.page, line=entry.line, bbox=BBox(*entry.box) if entry.box else None)
    return Evidence(text, page=near.page if near else None, line=near.line if near else None)


def grow(tree: Tree, key: str, node: Node, above: str | None, after: str | None, level: int | None = None) -> None:
    """Add an entry below another: on the level named, else on that of the entry it follows, else of its new siblings."""
    siblings = tree.below.get(above, [])
    beside = after if after in siblings else siblings[-1] if siblings and after is None else None
    tree.drafts[key] = _draft(node)
    _put(tree, key, above, after)
    tree.drafts[key].level = level or (tree.drafts[beside].level if beside is not None else 1)
    _sink(tree, key)


def move(tree: Tree, key: str, to: str | None, after: str | None, level: int | None = None) -> None:
    """Hang an entry, with all below it, elsewhere. Where the new parent stands below it, that one takes its place first."""
    if to is not None and (to == key or _is_below(tree, to, key)):
        tree.below[tree.above[to]].remove(to)
        _put(tree, to, tree.above[key], key)
    tree.below[tree.above[key]].remove(key)
    _put(tree, key, to, after)
    if level is not None:
        _shift(tree, key, level - tree.drafts[key].level)
    _sink(tree, key)


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
            _sink(tree, child)
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


def cut(tree: Tree, key: str) -> None:
    """Take an entry out with everything below it."""
    for each in subtree(tree, key)[1:]:
        del tree.drafts[each], tree.above[each], tree.below[each]
    tree.below[key] = []
    _drop(tree, key)


def subtree(tree: Tree, key: str) -> list[str]:
    """An entry and everything below it, in the order of the tree."""
    found: list[str] = []
    waiting = [key]
    while waiting:
        found.append(waiting.pop())
        waiting += reversed(tree.below.get(found[-1], []))
    return found


def replant(
    tree: Tree, entries: Sequence[tuple[str, Entry, Node]], above: str | None, after: str | None, others: Sequence[str]
) -> None:
    """Put a typed outline in the place of entries and everything below them.

    Args:
        entries: key, what was typed, and the node the key stands for: one that was read with the same words, or a new one.
            The parent of each is the nearest one before it with a smaller level.
    """
    siblings = tree.below.get(above, [])
    first = next((key for key in siblings if key in others), None)
    if first is not None:
        place = siblings.index(first)
        after = next((key for key in reversed(siblings[:place]) if key not in others), "")
    kept = {key: tree.drafts[key] for key, _, _ in entries if key in tree.drafts}
    for other in others:
        if other in tree.drafts:
            cut(tree, other)
    for key in kept:
        if key in tree.drafts:  # it stood elsewhere
            remove(tree, key)
    path: list[tuple[int, str]] = []
    for key, entry, node in entries:
        level = entry.level or 1
        while path and path[-1][0] >= level:
            path.pop()
        draft = kept.get(key) or _draft(node)
        draft.level, draft.label, draft.name, draft.printed = level, entry.label, entry.name, entry.name
        draft.description = entry.description if entry.description is not None else draft.description
        draft.department = entry.department if entry.department is not None else draft.department
        tree.drafts[key] = draft
        _put(tree, key, path[-1][1] if path else above, None if path else after)
        if not path:
            after = key
        _sink(tree, key)
        path.append((level, key))


def evidence_of(name: str, evidence: Evidence) -> Evidence:
    """The evidence of an entry with a new title: one that has little in common with what is printed there is not printed there."""
    if likeness(name, evidence.text) >= ALIKE or match_key(name) in match_key(evidence.text):
        return evidence
    return Evidence(name, page=evidence.page, line=evidence.line)


def locate(tree: Tree, correction: Correction) -> None:
    """The place on the page that a person pointed to."""
    draft = tree.drafts[correction.key]
    box = BBox(*correction.box) if correction.box else None
    draft.evidence = replace(draft.evidence, page=correction.page, bbox=box)


def reword(tree: Tree, correction: Correction) -> None:
    """Set title, label, description or offices of an entry."""
    draft = tree.drafts[correction.key]
    text = correction.value if correction.value is None else str(correction.value)
    match correction.action:
        case "rename" | "merge":
            draft.name = draft.printed = text or ""
            draft.evidence = evidence_of(draft.name, draft.evidence)
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
                evidence = evidence_of(text or "", node.evidence)
                node = replace(node, name=text or "", name_printed=text or "", evidence=evidence)
            case "relabel":
                node = replace(node, label=text or "")
            case _ if correction.field == "description":
                node = replace(node, description=text)
            case _:
                node = replace(node, department=text)
    return node


def numbered(tree: Tree, reading_order: bool) -> tuple[Node, ...]:
    """The corrected nodes; in the order of the tree, or, where it did not change, in the order they were read."""
    order = [key for top in tree.below[None] for key in subtree(tree, top)]
    for key in order:
        above = tree.above[key]
        tree.drafts[key].parent = tree.drafts[above] if above is not None else None
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
        node.subtitle,
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


def _shift(tree: Tree, key: str, by: int) -> None:
    """Another level for an entry, and as many more or fewer for all below it."""
    for each in subtree(tree, key) if by else ():
        tree.drafts[each].level += by


def _sink(tree: Tree, key: str) -> None:
    """Every entry stands on a deeper level than its parent."""
    above = tree.above[key]
    floor = tree.drafts[above].level + 1 if above is not None else 1
    _shift(tree, key, max(0, floor - tree.drafts[key].level))
