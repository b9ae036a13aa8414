"""A decision → lines of corrections/<plan_id>.jsonl (保存). IO: appends there, through append_corrections.

Nothing is refused in silence and nothing is saved that the run would not take: the lines are first put into the plan as a run
would put them in, and what becomes of them is told in words. What is returned is on the disk.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone

from extractors.correct_judge import Known, plan_facts, read, seen_of
from extractors.correction_line import BadLine, from_line, to_line
from extractors.seen import seen_issue, seen_together
from schemas.correction import Correction, Outcome, Value
from workbench.append_correction import Overtaken, append_corrections
from workbench.config import Config
from workbench.decision import Decision, to_correction
from workbench.in_place_of import in_place_of, stood_for
from workbench.open_issues import OpenIssue
from workbench.roles import Person
from workbench.state import PlanState, States

JAPAN = timezone(timedelta(hours=9))
_TAKEN = ("applied", "drifted")
_LOST = ("reopened", "orphan", "conflicting")
ATTEMPTS = 5
"""To be the next to write, where several workbenches write at once."""
ROUNDS = 3
"""Putting in: as decided; without what turned out needless; without the readings that lost their title."""


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
    raised: tuple[OpenIssue, ...] = ()
    """Exceptions that block or want a look and were not there before."""


def save(config: Config, states: States, plan_id: str, decision: Decision, person: Person) -> Saved:
    """Check a decision, write it and apply it.

    Raises:
        NoPlan: there is no such plan.
        Refused: it would not hold.
        Clash: somebody was quicker.
        OSError: the disk said no.
        filelock.Timeout: others held the file too long.
    """
    return save_all(config, states, plan_id, (decision,), person)


def save_all(config: Config, states: States, plan_id: str, decisions: Sequence[Decision], person: Person) -> Saved:
    """Several decisions, all or none; what they take the place of is withdrawn with them."""
    with states.lock(plan_id):
        for _ in range(ATTEMPTS):
            size = states.size(plan_id)
            state = states.get(plan_id)
            lines, after = _checked(states, state, decisions, person)
            try:
                size = append_corrections(config.corrections, plan_id, lines, size)
            except Overtaken:
                continue  # by another workbench on the same folder
            states.keep(after, size)
            states.deciders |= {line.id: person.name for line in lines}
            break
        else:
            raise Refused("他の人の保存が続いています。少し待って、もう一度保存してください。")
    mine = {line.id for line in lines}
    return Saved(
        tuple(lines),
        tuple(outcome for outcome in after.outcomes if outcome.correction.id in mine),
        after,
        tuple(each for each in after.issues if each.severity in ("block", "review") and each.id not in state.by_issue),
    )


def _checked(
    states: States, state: PlanState, decisions: Sequence[Decision], person: Person
) -> tuple[list[Correction], PlanState]:
    """The lines to write, and the plan with them."""
    if state.faults:
        fault = state.faults[0]
        raise Refused(
            f"{fault.file} の {fault.line} 行目が読めないため、保存できません。データ管理者に知らせてください。"
        )
    for each in decisions:
        if each.version is not None and each.version != state.version_of(each.key):
            raise Clash(each, state.live.get(each.key, ()), state)
    return _put_in(states, state, _lines(state, in_place_of(state, decisions), person), person)


def undo(config: Config, states: States, plan_id: str, id: str, person: Person) -> Saved:
    """Take a correction back; of a withdrawal: let what it took back hold again."""
    return save(config, states, plan_id, Decision("withdraw", "", withdraws=id), person)


def _put_in(
    states: States, state: PlanState, lines: list[Correction], person: Person
) -> tuple[list[Correction], PlanState]:
    """The lines that are worth writing, and the plan with them.

    Raises:
        Refused: a line does not hold, is not needed, or takes the ground from another decision.
    """
    for line in lines:
        _hold(line)
    for _ in range(ROUNDS):
        after = states.state(state.plan_id, replace(state.written, corrections=(*state.corrections, *lines)))
        outcomes = {outcome.correction.id: outcome for outcome in after.outcomes}
        needless = {line.id for line in lines if outcomes[line.id].state == "redundant"}
        if needless:
            kept = [line for line in lines if line.id not in needless]
            kept += [
                _withdrawal(line.withdraws, person, line.at) for line in lines if line.id in needless and line.withdraws
            ]
            if not kept:
                raise Refused(outcomes[next(iter(needless))].message)
            lines = kept
            continue
        for line in lines:
            if outcomes[line.id].state not in _TAKEN:
                raise Refused(outcomes[line.id].message)
        moot = _lost(state, outcomes)
        if not moot:
            return lines, after
        lines = [*lines, *(_withdrawal(each.id, person, lines[-1].at) for each in moot)]
    raise Refused("他の訂正とのつながりが定まりません。関係する訂正を先に取り消してください。")


def _hold(line: Correction) -> None:
    try:
        from_line(to_line(line))
    except BadLine as error:
        raise Refused(str(error)) from None


def _lost(state: PlanState, outcomes: Mapping[str, Outcome]) -> list[Correction]:
    """Readings that lost their title; of any other decision that would lose its ground nothing is taken in silence."""
    moot = []
    for before in state.outcomes:
        now = outcomes.get(before.correction.id)
        if now is None or before.state in _LOST or now.state not in _LOST:
            continue
        if before.correction.action != "set_reading" or ":" in before.correction.id:
            raise Refused(
                f"この操作をすると、先の訂正「{before.correction.quote or before.after or ''}」が当てはまらなくなります。"
                "先にそれを取り消してください。"
            )
        moot.append(before.correction)
    return moot


def _lines(state: PlanState, decisions: Sequence[Decision], person: Person) -> list[Correction]:
    known_ids = {line.id for line in state.corrections}
    holding = {line.id for line in state.holding} | _withdrawals(state)
    for each in decisions:
        if each.action == "withdraw" and each.withdraws is not None:
            holding.update(stood_for(state, each.withdraws))  # would hold again with it
    lines: list[Correction] = []
    at, batch = _now(state), secrets.token_hex(5)
    for each in decisions:
        if each.withdraws is not None and each.withdraws not in known_ids:
            raise Refused(
                "取り消す訂正が見つかりません。読み替え表による訂正は、その項目に別の値を入れると置き換わります。"
            )
        if each.withdraws is not None and each.withdraws not in holding:
            raise Refused("この訂正は既に取り消されています。画面を開き直してください。")
        _there(state, each)
        lines.append(_line(state, each, person, f"{batch}{len(lines):03x}", at))
    return lines


def _there(state: PlanState, decision: Decision) -> None:
    """What a decision speaks of is still there; the page may be an old one."""
    if decision.action == "withdraw":
        return
    tops = state.base.prepared.known.tops
    for key in (decision.key, *decision.others):
        if key not in state.by_key and key not in tops:
            raise Refused("その項目は今の計画にありません。画面を開き直してください。")
    is_open = decision.issue in state.by_issue or decision.key in state.by_key
    if decision.action in ("accept", "dismiss") and not is_open:
        raise Refused("その要確認事項は、もう残っていません。画面を開き直してください。")


def _withdrawals(state: PlanState) -> set[str]:
    """Lines that only withdraw and hold."""
    return {
        outcome.correction.id
        for outcome in state.outcomes
        if outcome.correction.action == "withdraw" and outcome.state == "applied"
    }


def _line(state: PlanState, decision: Decision, person: Person, id: str, at: str) -> Correction:
    made = to_correction(decision, id, person.office, at, _quote(state, decision))
    _hold(replace(made, was="-", seen="-"))
    known = state.base.prepared.known
    made = replace(made, was=_was(state, decision, made, known))
    return replace(made, seen=_seen(state, decision, made, known))


def _withdrawal(id: str, person: Person, at: str) -> Correction:
    return Correction(secrets.token_hex(6), "withdraw", "", person.office, at, withdraws=id)


def _now(state: PlanState) -> str:
    """Later than every line there is, whatever the clock says: decisions are replayed in the order of their times."""
    now = datetime.now(JAPAN)
    last = max((datetime.fromisoformat(line.at) for line in state.corrections), default=now)
    return max(now, (last + timedelta(milliseconds=1)).astimezone(JAPAN)).isoformat(timespec="milliseconds")


def _seen(state: PlanState, decision: Decision, made: Correction, known: Known) -> str:
    """The digest of what was looked at."""
    if decision.action == "withdraw":
        return ""
    if decision.key in known.tops and decision.action in ("accept", "dismiss"):
        issue = state.by_issue.get(decision.issue)
        return seen_issue(issue.issue) if issue else ""
    if decision.action == "merge":
        return seen_together(
            _digest(state, decision.key), [_words(state, key) for key in (decision.key, *decision.others)]
        )
    if decision.action == "replace" or decision.key in known.tops:
        return seen_of(known, made)
    return _digest(state, decision.key)


def _digest(state: PlanState, key: str) -> str:
    """Of an entry as it was read; of one that people added, of what they typed."""
    return state.base.prepared.known.digests.get(key) or state.by_key[key].seen


def _words(state: PlanState, key: str) -> str:
    known = state.base.prepared.known.nodes
    return (known[key] if key in known else state.by_key[key].node).evidence.text


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
        case "replace":
            return "／".join((known.nodes.get(key) or state.by_key[key].node).name for key in decision.others)
        case _ if decision.key in known.nodes:
            return read(made, decision.key, known)
        case "set_fact" if decision.key in known.tops:
            value: Value = getattr(plan_facts(known.extraction, known.tops[decision.key]), decision.field or "", None)
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
