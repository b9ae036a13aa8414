"""A decision → lines of corrections/<plan_id>.jsonl (保存). IO: appends there, through append_corrections.

Nothing is refused in silence and nothing is saved that the run would not take: the lines are first applied to the plan as they
would be in a run, and what becomes of them is told in words.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone

from extractors.correct import correct
from extractors.correct_judge import Known, know, plan_facts, read, seen_of
from extractors.correction_line import BadLine, from_line, to_line
from extractors.seen import seen_issue
from schemas.correction import Correction, Outcome, Value
from workbench.append_correction import append_corrections
from workbench.config import Config
from workbench.decision import Decision
from workbench.roles import Person
from workbench.state import PlanState, States

JAPAN = timezone(timedelta(hours=9))
_TAKEN = ("applied", "drifted")


class Refused(Exception):
    """A decision that would not hold; its words say what is wrong. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Clash(Exception):
    """Somebody else decided about the same entry since the page was shown. Nothing was written."""

    mine: Decision
    theirs: tuple[Correction, ...]
    """What holds about the entry now."""
    state: PlanState
    """With theirs in it; its version of the entry lets the decision be sent again."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What was written and is on the disk."""

    corrections: tuple[Correction, ...]
    outcomes: tuple[Outcome, ...]
    """What became of them, in words."""
    state: PlanState
    """The plan after it."""


def save(config: Config, states: States, plan_id: str, decision: Decision, person: Person) -> Saved:
    """Check a decision, write it and apply it.

    Raises:
        NoPlan: there is no such plan.
        Refused: it would not hold.
        Clash: somebody was quicker.
    """
    return save_all(config, states, plan_id, (decision,), person)


def save_all(config: Config, states: States, plan_id: str, decisions: Sequence[Decision], person: Person) -> Saved:
    """Several decisions, all or none."""
    with states.lock(plan_id):
        state = states.get(plan_id)
        if state.faults:
            raise Refused(f"訂正のファイルに読めない行があるため、保存できません。{state.faults[0].message}")
        for each in decisions:
            if each.version is not None and each.version != state.version_of(each.key):
                raise Clash(each, state.live.get(each.key, ()), state)
        lines: list[Correction] = []
        for each in decisions:
            lines += corrections_of(state, each, person)
        outcomes = check(state, lines)
        append_corrections(config.corrections, plan_id, lines)
        return Saved(tuple(lines), outcomes, states.get(plan_id))


def undo(config: Config, states: States, plan_id: str, id: str, person: Person) -> Saved:
    """Take a correction back."""
    return save(config, states, plan_id, Decision("withdraw", "", withdraws=id), person)


def check(state: PlanState, lines: Sequence[Correction]) -> tuple[Outcome, ...]:
    """What would become of these lines in a run.

    Raises:
        Refused: one of them would not be applied, or takes back what is not there.
    """
    for line in lines:
        try:
            from_line(to_line(line))
        except BadLine as error:
            raise Refused(str(error)) from None
    corrected = correct(state.uncorrected, (*state.corrections, *lines))
    mine = {line.id for line in lines}
    outcomes = tuple(outcome for outcome in corrected.outcomes if outcome.correction.id in mine)
    for outcome in outcomes:
        if outcome.state not in _TAKEN:
            raise Refused(outcome.message)
    return outcomes


def corrections_of(state: PlanState, decision: Decision, person: Person) -> list[Correction]:
    """The lines a decision becomes: what it takes the place of is withdrawn with it."""
    made = Correction(
        id=secrets.token_hex(6),
        action=decision.action,
        key=decision.key,
        by_role=person.office,
        at=datetime.now(JAPAN).isoformat(timespec="seconds"),
        value=decision.value,
        field=decision.field,
        reason=decision.reason,
        quote=_quote(state, decision),
        parent=decision.parent,
        after=decision.after,
        entries=decision.entries,
        others=decision.others,
        settles=decision.settles,
        withdraws=decision.withdraws,
    )
    known = know(state.uncorrected)
    made = replace(made, was=_was(state, decision, made, known))
    return [replace(made, seen=_seen(state, decision, made, known))]


def _seen(state: PlanState, decision: Decision, made: Correction, known: Known) -> str:
    """The digest of what was looked at."""
    if decision.action == "withdraw":
        return ""
    if decision.key in known.tops and decision.action in ("accept", "dismiss"):
        issue = state.by_issue.get(decision.issue)
        return seen_issue(issue.issue) if issue else ""
    if decision.key in known.tops or decision.key in known.nodes:
        return seen_of(known, made)
    row = state.by_key.get(decision.key)
    return row.seen if row else ""


def _was(state: PlanState, decision: Decision, made: Correction, known: Known) -> Value:
    """The value the decision is held against: as it was read, of what people added as it stands."""
    row = state.by_key.get(decision.key)
    match decision.action:
        case "accept" | "dismiss":
            issue = state.by_issue.get(decision.issue)
            return issue.issue.message if issue else None
        case "set_reading":
            return decision.was if decision.was is not None else (row.node.name if row else None)
        case "add" | "withdraw":
            return None
        case _ if decision.key in known.nodes:
            return read(made, decision.key, known)
        case "set_fact" if decision.key in known.tops:
            value: Value = getattr(plan_facts(state.uncorrected, known.tops[decision.key]), decision.field or "", None)
            return value
        case "relabel" if row is not None:
            return row.node.label
        case "move" if row is not None:
            return row.above
        case "set_fact" if row is not None:
            return row.node.description if decision.field == "description" else row.node.department
        case _:
            return row.node.name if row else None


def _quote(state: PlanState, decision: Decision) -> str:
    row = state.by_key.get(decision.key)
    issue = state.by_issue.get(decision.issue)
    if row is not None:
        return row.node.evidence.text
    return issue.issue.evidence.text if issue else ""
