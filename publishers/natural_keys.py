"""Edition → natural keys of its nodes: the path of printed labels, else of normalised titles. Pure.

Permanent ids hang on these keys, so they are made from the *uncorrected* extraction: a node is found there again by the
ref of the cell, line or box it came from. A node that staff added has no such ref; its key stands in its ref.
"""

from __future__ import annotations

from publishers.editions import Edition, editions
from schemas.checked_plan import CheckedPlan
from schemas.natural_key import ADDED, NaturalKey, NodeKey, key_segment, label_key, match_key, short_digest, tree_keys


def node_keys(edition: Edition) -> dict[NodeKey, NaturalKey]:
    """The natural key of every node of an edition."""
    if edition.checked.uncorrected is None:
        return tree_keys(edition.structures, edition.key)
    original = _original(edition)
    keys = tree_keys(original.structures, original.key)
    by_ref = {
        (index, node.ref): keys[index, node.id] for index, structure in original.structures for node in structure.nodes
    }
    found = {}
    for index, structure in edition.structures:
        for node in structure.nodes:
            if node.ref.startswith(ADDED):
                path = edition.checked.source.plan_id + node.ref.removeprefix(ADDED)
                found[index, node.id] = NaturalKey(path, short_digest(path))
            else:
                found[index, node.id] = by_ref[index, node.ref]
    return found


def uncorrected_keys(edition: Edition) -> dict[NodeKey, NaturalKey]:
    """The natural key of every node as it was read, of those that people took out as well."""
    original = _original(edition)
    return tree_keys(original.structures, original.key)


def _original(edition: Edition) -> Edition:
    uncorrected = edition.checked.uncorrected
    if uncorrected is None:
        return edition
    read = CheckedPlan(edition.checked.source, uncorrected)
    return next(other for other in editions(read) if other.key == edition.key)


def named_key(edition: str, kind: str, label: str, name: str) -> NaturalKey:
    """The key of something outside the hierarchies: a statement, a term, an office."""
    path = f"{edition}/{kind}/{label_key(label) or key_segment(name)}"
    return NaturalKey(path, short_digest(f"{kind}/{match_key(name)}"))


def plan_key(edition: str, title: str) -> NaturalKey:
    """The key of an edition itself."""
    return NaturalKey(edition, short_digest(match_key(title)))
