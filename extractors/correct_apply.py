"""Decisions that hold → trees and facts as decided (訂正の適用). Pure; every decision was judged before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from extractors import correct_tree
from extractors.correct_judge import Known
from extractors.correct_tree import Tree, plant
from schemas.correction import NODE_FIELDS, Correction
from schemas.plan import Extraction, Facts, Node, PlanFacts, Structure

OF_TREE = ("rename", "relabel", "move", "add", "remove", "split", "merge")
_OF_WORDS = ("rename", "relabel", "set_fact")
_OF_SHAPE = ("move", "add", "remove", "split", "merge")


def applied(extraction: Extraction, known: Known, done: Sequence[Correction]) -> Extraction:
    """Trees and facts as decided; the issues are still the old ones."""
    facts, structures = _with_facts(extraction, known, done)
    changed: dict[int, list[Correction]] = defaultdict(list)
    for correction in done:
        if correction.action in OF_TREE or (correction.action == "set_fact" and correction.field in NODE_FIELDS):
            made = known.by_correction.get(correction.id)
            key = made[0] if made else correction.key
            changed[known.indexes[key]].append(correction)
    for index, of_tree in changed.items():
        if all(correction.action in _OF_WORDS for correction in of_tree):
            nodes = _reworded(structures[index], index, of_tree, known)
        else:
            tree = plant(structures[index], index, known.keys)
            _change(tree, of_tree, known)
            shaped = any(correction.action in _OF_SHAPE for correction in of_tree)
            nodes = correct_tree.numbered(tree, not shaped)
        structures[index] = replace(structures[index], nodes=nodes)
    return replace(extraction, facts=facts, structures=tuple(structures))


def _reworded(structure: Structure, index: int, done: Sequence[Correction], known: Known) -> tuple[Node, ...]:
    """The same tree with other words: nothing has to be planted and numbered anew."""
    by_key: dict[str, list[Correction]] = defaultdict(list)
    for correction in done:
        by_key[correction.key].append(correction)
    return tuple(
        correct_tree.reworded(node, by_key[key]) if (key := known.keys[index, node.id]) in by_key else node
        for node in structure.nodes
    )


def _change(tree: Tree, done: Sequence[Correction], known: Known) -> None:
    """In an order that does not hang on the file: what is there, where it stands, what it says."""
    by_action = defaultdict(list)
    for correction in done:
        by_action[correction.action].append(correction)
    for correction in [c for c in done if c.action in ("add", "split")]:
        after = correction.after if correction.action == "add" else correction.key
        for key in known.by_correction[correction.id]:
            correct_tree.grow(tree, key, known.nodes[key], _parent(known.above[key], known), after)
            after = key
    correct_tree.move(tree, [(c.key, _parent(c.parent or "", known), c.after) for c in by_action["move"]])
    for correction in by_action["merge"]:
        correct_tree.merge(tree, correction.key, correction.others)
    for correction in by_action["remove"]:
        correct_tree.remove(tree, correction.key)
    for correction in done:
        if correction.action in ("rename", "relabel", "split", "merge", "set_fact"):
            correct_tree.reword(tree, correction)


def _parent(key: str, known: Known) -> str | None:
    return None if key in known.tops else key


def _with_facts(extraction: Extraction, known: Known, done: Sequence[Correction]) -> tuple[Facts, list[Structure]]:
    plan, structures = extraction.facts.plan, list(extraction.structures)
    for correction in done:
        if correction.action != "set_fact" or correction.key not in known.tops:
            continue
        for index in known.tops[correction.key]:
            own = structures[index].plan
            if own is not None:
                structures[index] = replace(structures[index], plan=_with(own, correction))
        if correction.key == "" or any(structures[index].plan is None for index in known.tops[correction.key]):
            plan = _with(plan, correction)
    return replace(extraction.facts, plan=plan), structures


def _with(plan: PlanFacts, correction: Correction) -> PlanFacts:
    return replace(plan, **{correction.field or "": correction.value})  # type: ignore[arg-type]
