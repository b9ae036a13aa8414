"""Decisions that hold → trees and facts as decided (訂正の適用). Pure; every decision was judged before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from extractors import correct_tree
from extractors.correct_judge import Known
from extractors.correct_order import in_order
from extractors.correct_tree import Tree, plant
from schemas.correction import NODE_FIELDS, Correction
from schemas.plan import Extraction, Facts, Node, PlanFacts, Structure

OF_TREE = ("rename", "relabel", "move", "add", "remove", "split", "merge", "replace", "locate")
_OF_WORDS = ("rename", "relabel", "set_fact")
_OF_SHAPE = ("move", "add", "remove", "split", "merge", "replace")


def applied(
    extraction: Extraction, known: Known, done: Sequence[Correction], before: Sequence[Correction] = ()
) -> Extraction:
    """Trees and facts as decided; the issues are still the old ones.

    Args:
        done: in the order in which they were made.
        before: moves that later ones took the place of. Others may have been placed beside the entry while it stood there.
    """
    facts, structures = _with_facts(extraction, known, done)
    changed: dict[int, list[Correction]] = defaultdict(list)
    for correction in in_order((*done, *before)):
        if correction.action in OF_TREE or (correction.action == "set_fact" and correction.field in NODE_FIELDS):
            changed[_index(correction, known)].append(correction)
    for index, of_tree in changed.items():
        if all(correction.action in _OF_WORDS for correction in of_tree):
            nodes = _reworded(structures[index], index, of_tree, known)
        else:
            tree = plant(structures[index], index, known.keys)
            _replay(tree, of_tree, known)
            shaped = any(correction.action in _OF_SHAPE for correction in of_tree)
            nodes = correct_tree.numbered(tree, not shaped)
        structures[index] = replace(structures[index], nodes=nodes)
    return replace(extraction, facts=facts, structures=tuple(structures))


def _index(correction: Correction, known: Known) -> int:
    """The hierarchy a decision changes."""
    made = known.by_correction.get(correction.id)
    if made:
        return known.indexes[made[0]]
    key = next((key for key in (correction.key, *correction.others) if key in known.nodes), None)
    return known.indexes[key] if key is not None else known.tops[correction.key][0]


def _reworded(structure: Structure, index: int, done: Sequence[Correction], known: Known) -> tuple[Node, ...]:
    """The same tree with other words: nothing has to be planted and numbered anew."""
    by_key: dict[str, list[Correction]] = defaultdict(list)
    for correction in done:
        by_key[correction.key].append(correction)
    return tuple(
        correct_tree.reworded(node, by_key[key]) if (key := known.keys[index, node.id]) in by_key else node
        for node in structure.nodes
    )


def _replay(tree: Tree, done: Sequence[Correction], known: Known) -> None:
    """One after the other; what speaks of an entry that a line further down adds waits for it."""
    waiting = list(done)
    while waiting:
        ready = next((place for place, each in enumerate(waiting) if _is_ready(tree, each, known)), None)
        if ready is None:  # they speak of entries that are gone by now
            return
        _change(tree, waiting.pop(ready), known)


def _is_ready(tree: Tree, correction: Correction, known: Known) -> bool:
    needed = [*correction.others] if correction.action == "merge" else []
    needed += [correction.parent or ""] if correction.action == "move" else []
    return all(key in tree.drafts or key in known.tops for key in (*needed, correction.key))


def _change(tree: Tree, correction: Correction, known: Known) -> None:
    match correction.action:
        case "add":
            (key,) = known.by_correction[correction.id]
            above = _parent(correction.key, known)
            correct_tree.grow(tree, key, known.nodes[key], above, correction.after, correction.level)
        case "split":
            after = correction.key
            for key in known.by_correction[correction.id]:
                correct_tree.grow(tree, key, known.nodes[key], tree.above[correction.key], after)
                after = key
        case "move":
            to = _parent(correction.parent or "", known)
            correct_tree.move(tree, correction.key, to, correction.after, correction.level)
        case "merge":
            correct_tree.merge(tree, correction.key, correction.others)
        case "remove":
            correct_tree.remove(tree, correction.key)
        case "replace":
            made = zip(known.by_correction.get(correction.id, ()), correction.entries, strict=True)
            outline = [(key, entry, known.nodes[key]) for key, entry in made]
            above = _parent(correction.key, known)
            correct_tree.replant(tree, outline, above, correction.after, correction.others)
        case "locate":
            correct_tree.locate(tree, correction)
        case _:
            pass
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
