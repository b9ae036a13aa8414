"""Edition → natural keys of its nodes: the path of printed labels, else of normalised titles. Pure.

Permanent ids hang on these keys, so they are made from the *uncorrected* extraction: a node is found there again by the
ref of the cell, line or box it came from. A node that staff added has no such ref and is keyed by its own path.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from publishers.editions import Edition, NodeKey, editions
from publishers.normalise import label_key, match_key
from publishers.plan_input import CheckedPlan
from schemas.plan import Node


@dataclass(frozen=True, slots=True)
class NaturalKey:
    """By what a thing is known again: the path as printed, and a digest of the path of its titles."""

    path: str
    titles: str


def node_keys(edition: Edition) -> dict[NodeKey, NaturalKey]:
    """The natural key of every node of an edition."""
    uncorrected = edition.checked.uncorrected
    if uncorrected is None:
        return _keys(edition)
    first = CheckedPlan(edition.checked.source, uncorrected)
    original = next((other for other in editions(first) if other.key == edition.key), None)
    if original is None:
        return _keys(edition)
    keys = _keys(original)
    by_ref = {
        (index, node.ref): keys[index, node.id] for index, structure in original.structures for node in structure.nodes
    }
    own = _keys(edition)
    taken = {by_ref[place].path for place in _refs(edition).values() if place in by_ref}
    found = {}
    for place, ref in _refs(edition).items():
        key = by_ref.get(ref)
        if key is None:
            key = own[place]
            while key.path in taken:
                key = NaturalKey(f"{key.path}+", key.titles)
            taken.add(key.path)
        found[place] = key
    return found


def named_key(edition: str, kind: str, label: str, name: str) -> NaturalKey:
    """The key of something outside the hierarchies: a statement, a term, an office."""
    return NaturalKey(f"{edition}/{kind}/{label_key(label) or _segment(name)}", _digest(f"{kind}/{match_key(name)}"))


def plan_key(edition: str, title: str) -> NaturalKey:
    """The key of an edition itself."""
    return NaturalKey(edition, _digest(match_key(title)))


def _refs(edition: Edition) -> dict[NodeKey, tuple[int, str]]:
    return {(index, node.id): (index, node.ref) for index, structure in edition.structures for node in structure.nodes}


def _keys(edition: Edition) -> dict[NodeKey, NaturalKey]:
    """Labels lead as long as they tell siblings apart; the first of two with the same label keeps it alone."""
    paths: dict[NodeKey, str] = {}
    titles: dict[NodeKey, str] = {}
    taken: set[str] = set()
    for index, structure in edition.structures:
        for node in structure.nodes:
            above = (index, node.parent) if node.parent is not None else None
            path = _free(paths[above] if above else edition.key, node, taken)
            taken.add(path)
            paths[index, node.id] = path
            titles[index, node.id] = f"{titles[above] if above else ''}/{match_key(node.name)}"
    return {place: NaturalKey(path, _digest(titles[place])) for place, path in paths.items()}


def _free(above: str, node: Node, taken: set[str]) -> str:
    label = label_key(node.label)
    title = _segment(node.name)
    candidates = [f"{above}/{label}", f"{above}/{label} {title}"] if label else [f"{above}/{title}"]
    for candidate in candidates:
        if candidate not in taken:
            return candidate
    number = 2
    while f"{candidates[-1]}~{number}" in taken:
        number += 1
    return f"{candidates[-1]}~{number}"


def _segment(name: str) -> str:
    return match_key(name).replace("/", "／") or "-"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
