"""Extraction → the keys of its nodes, under which people's corrections are kept (訂正の宛先). Pure.

A key is the natural key without the folder's name: the path of printed labels, else of titles, in the *uncorrected*
extraction, "/1/2/3"; where a document holds several plans, with the mark of the plan before it, "#7/1/2". A plan itself
has the key "", or its mark.
"""

from __future__ import annotations

from collections.abc import Mapping

from schemas.natural_key import ADDED, NodeKey, plan_groups, tree_keys
from schemas.plan import Extraction


def node_keys(extraction: Extraction) -> dict[NodeKey, str]:
    """The key of every node of an extraction that nobody corrected."""
    keys: dict[NodeKey, str] = {}
    for group in plan_groups(extraction):
        structures = [(index, extraction.structures[index]) for index in group.structures]
        keys |= {place: key.path for place, key in tree_keys(structures, group.mark).items()}
    return keys


def corrected_keys(extraction: Extraction, uncorrected: Extraction) -> dict[NodeKey, str]:
    """The key of every node of a corrected extraction: found by its ref in the uncorrected one, or carried in its ref."""
    by_ref = keys_by_ref(uncorrected)
    return {
        (index, node.id): node.ref.removeprefix(ADDED) if node.ref.startswith(ADDED) else by_ref[index, node.ref]
        for index, structure in enumerate(extraction.structures)
        for node in structure.nodes
    }


def keys_by_ref(extraction: Extraction) -> Mapping[tuple[int, str], str]:
    """Index of the hierarchy and ref of a cell, line or box → key of the node that came from it."""
    keys = node_keys(extraction)
    return {
        (index, node.ref): keys[index, node.id]
        for index, structure in enumerate(extraction.structures)
        for node in structure.nodes
    }


def plan_mark(key: str) -> str:
    """The plan a key belongs to: "", or the mark of one of several."""
    return key.partition("/")[0]
