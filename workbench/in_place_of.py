"""Decisions × what holds already → decisions that take its place (訂正の差し替え). Pure.

Whoever changes their mind need not know what was decided before: the new decision withdraws the old ones about the same thing; and
where it leads back to what is read anyway, nothing but the withdrawal is left of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.correct_judge import Known, judge, seen_of
from extractors.correct_order import decided
from schemas.correction import Correction
from schemas.natural_key import ADDED
from workbench.decision import Decision, to_correction
from workbench.state import PlanState

_CONFIRMATIONS = ("accept", "dismiss")


def in_place_of(state: PlanState, decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """The same decisions, with withdrawals of what they contradict."""
    known = state.base.prepared.known
    gone = {decision.withdraws for decision in decisions}
    found: list[Decision] = []
    for decision in decisions:
        rivals = [each for each in _rivals(state, decision) if each.id not in gone]
        gone |= {rival.id for rival in rivals}
        found += _replaced(state, decision, rivals, known)
    return tuple(found)


def _replaced(state: PlanState, decision: Decision, rivals: list[Correction], known: Known) -> Iterator[Decision]:
    added = _added_by(state, decision.key) if decision.action == "remove" else None
    others = [each for each in state.holding if decision.key in (each.key, each.parent, each.after)]
    if added is not None and not others:
        yield from (_withdraw(rival.id, decision) for rival in rivals)
        yield _withdraw(added, decision)
        return
    if rivals and _is_as_read(decision, known):
        for rival in rivals:
            yield _withdraw(rival.id, decision)
            yield from (_withdraw(id, decision) for id in stood_for(state, rival.id))
        return
    first = rivals[0].id if rivals and decision.withdraws is None else decision.withdraws
    yield replace(decision, withdraws=first)
    yield from (_withdraw(rival.id, decision) for rival in rivals if rival.id != first)


def stood_for(state: PlanState, id: str) -> list[str]:
    """What a decision stands in the place of, and what that did: all of it would come back one by one."""
    lines = {line.id: line for line in state.corrections}
    found: list[str] = []
    while id in lines and lines[id].action != "withdraw" and (before := lines[id].withdraws) is not None:
        if before in found:
            break
        found.append(before)
        id = before
    return found


def _withdraw(id: str, instead: Decision) -> Decision:
    return Decision("withdraw", instead.key, withdraws=id, issue=instead.issue, version=instead.version)


def _rivals(state: PlanState, decision: Decision) -> Iterator[Correction]:
    """What holds and cannot hold beside it."""
    slots = set(decided(to_correction(decision)))
    for each in state.holding:
        if not slots.isdisjoint(decided(each)) or _is_moot(each, decision, state):
            yield each


def _is_moot(each: Correction, decision: Decision, state: PlanState) -> bool:
    """A reading of a title that changes, and a confirmation that came back and is given again."""
    if each.key != decision.key:
        return False
    if each.action == "set_reading":
        return decision.action in ("rename", "merge", "split") and each.was != decision.value
    if each.action in _CONFIRMATIONS and decision.action in _CONFIRMATIONS and each.field == decision.field:
        return any(outcome.correction == each and outcome.state == "reopened" for outcome in state.outcomes)
    return False


def _is_as_read(decision: Decision, known: Known) -> bool:
    if decision.key not in known.nodes and decision.key not in known.tops:
        return False
    made = to_correction(decision)
    if decision.action not in ("rename", "relabel", "move", "set_fact"):
        return False
    return judge(replace(made, seen=seen_of(known, made)), known).state == "redundant"


def _added_by(state: PlanState, key: str) -> str | None:
    """The correction by which people added an entry."""
    row = state.by_key.get(key)
    if row is None or not row.node.ref.startswith(ADDED):
        return None
    made = [each for each in state.outcomes if each.correction.action == "add" and each.state in ("applied", "drifted")]
    return next((each.correction.id for each in made if (each.structure, each.node) == row.place), None)
