"""Extraction × what people decided → corrected extraction, with one outcome per decision (訂正の反映). Pure.

Applied at one point, between reading and the check, so that what people typed is checked like all else. What a decision
is held against is always the uncorrected extraction; the order of the lines in the file changes nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.correct_apply import OF_TREE, applied
from extractors.correct_judge import Known, Verdict, judge, know, nearest
from extractors.correct_order import (
    contradictions,
    in_order,
    replaced_moves,
    rings,
    said_again,
    states_of_withdrawals,
    withdrawn,
)
from extractors.correct_say import lost_to, outcome, outcome_issues
from extractors.correct_tree import added_evidence, added_node
from extractors.recheck import Sign, derived, sign
from extractors.settle import Open, judge_exception, settle, settled_kinds
from schemas.correction import Corrected, Correction
from schemas.issue import Issue
from schemas.natural_key import NodeKey, free_key
from schemas.plan import Extraction, Structure

_OF_EXCEPTIONS = ("accept", "dismiss")
_GROWING = ("add", "split", "replace")
_DONE = ("applied", "drifted")
_TOLD_TWICE = Verdict("redundant", why="同じ訂正が既にあります。")
_CLASH = Verdict("conflicting")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What every correction of one extraction needs, worked out once; whoever corrects again and again keeps it."""

    known: Known
    derived: frozenset[Sign]
    """Issues of the uncorrected trees, which are found anew on the corrected ones."""


def prepare(extraction: Extraction) -> Prepared:
    """Of an extraction as it was read; one without any hierarchy gets an empty one, so that people can type it."""
    if not extraction.structures:
        extraction = replace(extraction, structures=(Structure(()),))
    signs = (
        sign(issue) for issue in derived(extraction.facts.declared, extraction.structures, extraction.issues).issues
    )
    return Prepared(know(extraction), frozenset(signs))


def correct(extraction: Extraction, corrections: Sequence[Correction], prepared: Prepared | None = None) -> Corrected:
    """The extraction as people decided, what became of each decision, and the issues that follow.

    Args:
        extraction: as it was read; never one that was corrected before.
        corrections: of this plan alone, in any order; the same line twice is one correction.
        prepared: of this extraction, where it was prepared before.
    """
    prepared = prepared or prepare(extraction)
    extraction = prepared.known.extraction
    unique = list(dict.fromkeys(corrections))
    counts = Counter(correction.id for correction in unique)
    gone = withdrawn(unique)
    verdicts: dict[Correction, Verdict] = {}
    of_withdrawals = states_of_withdrawals(unique, gone)
    for correction in unique:
        if counts[correction.id] > 1:
            verdicts[correction] = Verdict("conflicting", why="同じIDの訂正が二つあります。")
        elif correction.id in gone:
            verdicts[correction] = Verdict("withdrawn")
        elif correction.action == "withdraw":
            verdicts[correction] = Verdict(of_withdrawals[correction.id])
    known = _own(prepared.known)
    live = in_order(correction for correction in unique if correction not in verdicts)
    verdicts |= _judged(live, known)
    done = [correction for correction in live if verdicts.get(correction, _CLASH).state in _DONE]
    after = applied(extraction, known, done, replaced_moves(unique, done))
    places = _places(after, known)
    after = _settled(extraction, after, known, done, prepared.derived, places)
    of_readings, readings = _decided_readings(after, known, live, places)
    of_exceptions, after = _decided_exceptions(after, known, live, places)
    verdicts |= of_readings | of_exceptions
    lost = lost_to(done, known, places)
    outcomes = tuple(
        outcome(correction, verdicts[correction], known, places, lost.get(correction.id, ())) for correction in unique
    )
    issues = (*after.issues, *outcome_issues(outcomes, after, known, places))
    error = None if any(structure.nodes for structure in after.structures) else after.error
    return Corrected(replace(after, error=error, issues=issues), outcomes, readings)


def _own(known: Known) -> Known:
    """To be added to, without touching what was prepared."""
    return replace(
        known,
        nodes=dict(known.nodes),
        indexes=dict(known.indexes),
        above=dict(known.above),
        digests=dict(known.digests),
        added=set(),
        by_correction={},
    )


def _judged(live: Sequence[Correction], known: Known) -> dict[Correction, Verdict]:
    """Verdicts on all but exceptions and readings, which are judged on the result."""
    verdicts: dict[Correction, Verdict] = {}
    clashing = contradictions(live)
    pending = [correction for correction in live if correction.action not in (*_OF_EXCEPTIONS, "set_reading")]
    twins = said_again(pending)
    growing = [c for c in pending if c.action in _GROWING and c.id not in clashing]
    while growing:
        ready = next((c for c in growing if c.key in known.nodes or c.key in known.tops), growing[0])
        growing.remove(ready)
        verdicts[ready] = judge(ready, known)
        if any(verdicts.get(twin, _CLASH).state in _DONE for twin in twins[ready] if twin != ready):
            verdicts[ready] = _TOLD_TWICE
        elif verdicts[ready].state in _DONE:
            _grow(ready, known)
    for correction in pending:
        if correction in verdicts:
            continue
        verdicts[correction] = judge(correction, known)
        if correction.id in clashing and verdicts[correction].state != "orphan":
            verdicts[correction] = _CLASH
    for correction in pending:
        first = next((twin for twin in twins[correction] if verdicts[twin].state in _DONE), correction)
        if first != correction and verdicts[correction].state in (*_DONE, "reopened"):
            verdicts[correction] = _TOLD_TWICE
    moves = {c.key: c.parent or "" for c in pending if c.action == "move" and verdicts[c].state in _DONE}
    ringed = rings(moves, known.above)
    for correction in pending:
        if correction.action == "move" and verdicts[correction].state in _DONE and correction.key in ringed:
            verdicts[correction] = Verdict("conflicting", why="移すと、項目が自分自身の下に入ります。")
    return verdicts


def _grow(correction: Correction, known: Known) -> None:
    """Give what is added its keys, for later decisions on it."""
    new = correction.entries[1:] if correction.action == "split" else correction.entries
    above = known.above[correction.key] if correction.action == "split" else correction.key
    beside = (*correction.others, correction.key, correction.after or "")
    near_key = next((key for key in beside if key in known.nodes), None)
    near = known.nodes[near_key] if near_key is not None else None
    index = known.indexes[near_key] if near_key is not None else known.tops[correction.key][0]
    path: list[tuple[int, str]] = [(0, above)]
    for entry in new:
        while len(path) > 1 and path[-1][0] >= (entry.level or 1):
            path.pop()
        key = entry.key
        if key in known.nodes and known.indexes[key] == index:
            known.above[key] = path[-1][1]
        else:
            key = free_key(path[-1][1], entry.label, entry.name, known.nodes)
            node = added_node(key, entry, added_evidence(entry, near.evidence if near else None))
            known.add(key, node, index, path[-1][1])
        known.by_correction.setdefault(correction.id, []).append(key)
        if correction.action == "replace":
            path.append((entry.level or 1, key))


def _renumbered(issues: Iterable[Issue], before: Extraction, after: Extraction) -> list[Issue]:
    """Issues with the new ids of their nodes; one whose nodes are all gone is gone with them."""
    new = {(index, node.ref): node.id for index, structure in enumerate(after.structures) for node in structure.nodes}
    ids = {
        (index, node.id): new.get((index, node.ref))
        for index, structure in enumerate(before.structures)
        for node in structure.nodes
    }
    renumbered = []
    for issue in issues:
        nodes = tuple(id for node in issue.nodes if (id := ids.get((issue.structure or 0, node))) is not None)
        if nodes or not issue.nodes:
            renumbered.append(replace(issue, nodes=nodes))
    return renumbered


def _settled(
    before: Extraction,
    after: Extraction,
    known: Known,
    done: Sequence[Correction],
    gone: frozenset[Sign],
    places: Mapping[str, NodeKey],
) -> Extraction:
    """Issues that the decisions settled taken away, those of the corrected trees put in."""
    settled: dict[NodeKey, frozenset[str]] = defaultdict(frozenset)
    named: dict[NodeKey, frozenset[str]] = defaultdict(frozenset)
    of_plan: frozenset[str] = frozenset()
    for correction in done:
        keys = known.by_correction.get(correction.id, []) if correction.action == "replace" else [correction.key]
        there = [places[key] for key in keys if key in places]
        for place in there:
            settled[place] |= settled_kinds(correction)
            named[place] |= frozenset(correction.settles)
        if there:
            continue
        if correction.key in known.tops:
            of_plan |= settled_kinds(correction)
    if not any(correction.action in OF_TREE for correction in done):
        return replace(after, issues=tuple(settle(before.issues, settled, of_plan)))
    declared = before.facts.declared
    kept = _renumbered((issue for issue in before.issues if sign(issue) not in gone), before, after)
    kept = settle(kept, settled, of_plan)
    again = derived(declared, after.structures, tuple(kept))
    issues = tuple(dict.fromkeys((*kept, *settle(again.issues, named, of_plan))))
    return replace(after, issues=issues, changes=again.value)


def _decided_exceptions(
    after: Extraction, known: Known, live: Sequence[Correction], places: Mapping[str, NodeKey]
) -> tuple[dict[Correction, Verdict], Extraction]:
    """accept and dismiss: their verdicts, and the issues that stay."""
    keys = {place: key for key, place in places.items()}
    opened = [Open(issue, tuple(keys[issue.structure or 0, node] for node in issue.nodes)) for issue in after.issues]
    closed: list[Open] = []
    verdicts = {}
    for correction in live:
        if correction.action not in _OF_EXCEPTIONS:
            continue
        verdict, ended = judge_exception(correction, opened, known)
        if verdict.state == "orphan":
            verdict = replace(verdict, proposal=nearest(correction, known))
        verdicts[correction] = _TOLD_TWICE if ended and all(each in closed for each in ended) else verdict
        closed += ended
    left = tuple(each.issue for each in opened if each not in closed)
    return verdicts, replace(after, issues=left)


def _decided_readings(
    after: Extraction, known: Known, live: Sequence[Correction], places: Mapping[str, NodeKey]
) -> tuple[dict[Correction, Verdict], dict[str, str]]:
    """set_reading: verdicts, and the readings by title. A reading holds for a title, so a changed one reopens it."""
    clashing = contradictions(live)
    names = {
        (index, node.id): node.name for index, structure in enumerate(after.structures) for node in structure.nodes
    }
    verdicts: dict[Correction, Verdict] = {}
    readings: dict[str, str] = {}
    for correction in live:
        if correction.action != "set_reading":
            continue
        title, kana = str(correction.was), str(correction.value)
        if correction.id in clashing:
            verdict = _CLASH
        elif correction.key not in known.nodes and correction.key not in known.tops:
            verdict = Verdict("orphan", proposal=nearest(correction, known))
        elif readings.get(title) == kana:
            verdict = _TOLD_TWICE
        elif correction.key in known.tops:
            verdict = Verdict("applied", title)
        elif correction.key not in places:
            verdict = Verdict("redundant", why="その項目は訂正で無くなりました。")
        elif names[places[correction.key]] != title:
            verdict = Verdict("reopened", names[places[correction.key]])
        else:
            verdict = Verdict("applied" if known.digests[correction.key] == correction.seen else "drifted", title)
        verdicts[correction] = verdict
        if verdict.state in _DONE:
            readings[title] = kana
    return verdicts, readings


def _places(after: Extraction, known: Known) -> dict[str, NodeKey]:
    """Key of every entry → its place in the corrected extraction."""
    by_ref = {(known.indexes[key], node.ref): key for key, node in known.nodes.items()}
    return {
        by_ref[index, node.ref]: (index, node.id)
        for index, structure in enumerate(after.structures)
        for node in structure.nodes
    }
