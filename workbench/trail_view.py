"""Corrections of all plans → the trail: who by role, when, what, why, before → after (履歴の内容). Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from schemas.correction import ACTIONS, STATES
from workbench.say_choice import Say, action_name, kind_name, state_name
from workbench.state import PlanState

_RISKY = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that a spreadsheet would take for a formula."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of it is looked for, by the names that stand in the address; "" is everything."""

    plan: str = ""
    action: str = ""
    role: str = ""
    state: str = ""
    since: str = ""
    until: str = ""
    q: str = ""
    """Words."""


@dataclass(frozen=True, slots=True)
class Step:
    """One correction, and what became of it."""

    at: str
    plan: str
    title: str
    role: str
    action: str
    kind: str
    """Of the exception, for accept and dismiss; the field, for set_fact."""
    key: str
    quote: str
    before: str
    after: str
    reason: str
    state: str
    state_id: str
    id: str


def trail(states: Iterable[PlanState], wanted: Wanted, say: Say) -> list[Step]:
    """The newest first."""
    steps = [step for state in states if wanted.plan in ("", state.plan_id) for step in _steps(state, wanted, say)]
    return sorted(steps, key=lambda step: (step.at, step.id), reverse=True)


def to_csv(steps: Sequence[Step], headings: Sequence[str]) -> bytes:
    """For a spreadsheet: UTF-8 with its mark, and no cell that it would compute."""
    out = io.StringIO(newline="")
    write = csv.writer(out)
    write.writerow(headings)
    for step in steps:
        row = (step.at, step.plan, step.title, step.role, step.action, step.kind, step.key, step.quote, step.before)
        write.writerow([_harmless(value) for value in (*row, step.after, step.reason, step.state, step.id)])
    return out.getvalue().encode("utf-8-sig")


COLUMNS = (
    "at", "plan", "plan_title", "role", "action", "kind", "key", "quote", "before", "after", "reason", "state", "id"
)  # fmt: skip
"""Names of the columns of the export; their headings are trail.<name>."""


def _harmless(value: str) -> str:
    return f"'{value}" if value.startswith(_RISKY) else value


def _steps(state: PlanState, wanted: Wanted, say: Say) -> Iterator[Step]:
    for outcome in state.outcomes:
        line = outcome.correction
        if wanted.action not in ("", line.action) or wanted.role not in ("", line.by_role):
            continue
        if wanted.state not in ("", outcome.state):
            continue
        day = line.at[:10]
        if (wanted.since and day < wanted.since) or (wanted.until and day > wanted.until):
            continue
        step = Step(
            line.at,
            state.plan_id,
            state.raw.source.title,
            say(f"role.{line.by_role}") if line.by_role in ("staff", "steward") else line.by_role,
            action_name(line.action, say) if line.action in ACTIONS else line.action,
            _about(line.action, line.field, say),
            line.key,
            line.quote,
            outcome.before or "",
            outcome.after or "",
            line.reason,
            state_name(outcome.state, say) if outcome.state in STATES else outcome.state,
            outcome.state,
            line.id,
        )
        text = f"{step.quote} {step.before} {step.after} {step.reason} {step.title} {step.kind}".lower()
        if all(word in text for word in wanted.q.lower().split()):
            yield step


def _about(action: str, field: str | None, say: Say) -> str:
    if field is None:
        return ""
    return kind_name(field, say) if action in ("accept", "dismiss") else say(f"desk.field_{field}")
