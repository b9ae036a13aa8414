"""One decision → the other places where the same would be decided (同じ訂正の一括). Pure.

Each place becomes a correction of its own, all saved in one batch: each rests on its own evidence and can be taken back alone. For
all plans at once a steward writes a lookup (corrections/lookups.toml); lookup_text gives the lines to put there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from schemas.natural_key import match_key
from workbench.decision import Decision
from workbench.open_issues import OpenIssue
from workbench.state import PlanState, Row

SHORTEST = 2
"""Characters a replaced part must have: a single one stands rightly in too many titles."""

_FIELDS = {"rename": "name", "set_fact": "", "accept": "", "dismiss": ""}


@dataclass(frozen=True, slots=True)
class Place:
    """One other place."""

    key: str
    title: str
    """Of the entry, or the words of the exception."""
    before: str
    after: str
    decision: Decision
    same_words: bool = True
    """accept, dismiss: the exception points to the same words; False: it is only of the same kind."""


def same_fix(state: PlanState, decision: Decision) -> tuple[Place, ...]:
    """The other places, in the order of the tree; none where the decision is about one entry by its nature."""
    issue = state.by_issue.get(decision.issue)
    if decision.action in ("accept", "dismiss"):
        return tuple(_exceptions(state, decision, issue)) if issue else ()
    row = state.by_key.get(decision.key)
    field = decision.field if decision.action == "set_fact" else _FIELDS.get(decision.action)
    if row is None or not field or not isinstance(decision.value, str):
        return ()
    now = getattr(row.node, field) or ""
    part = _part(now, decision.value, issue)
    if decision.action == "set_fact" and field == "department":
        return tuple(_whole(state, decision, field, now))
    return tuple(_parts(state, decision, field, *part)) if part else ()


def lookup_text(state: PlanState, decision: Decision, by_role: str, at: str) -> str:
    """The same for lookups.toml; "" where a lookup cannot say it."""
    issue = state.by_issue.get(decision.issue)
    row = state.by_key.get(decision.key)
    said: dict[str, str] = {}
    if decision.action == "dismiss" and issue is not None:
        said = {"field": issue.issue.kind, "match": issue.issue.evidence.text}
    elif decision.action == "rename" and row is not None:
        part = _part(row.node.name, str(decision.value), issue)
        said = {"field": "name", "part": part[0], "value": part[1]} if part else {}
    if not said:
        return ""
    said = {"id": f"lookup-{state.plan_id}-{row.seen[:6] if row else 'plan'}", **said, "by_role": by_role, "at": at}
    said["reason"] = decision.reason or "同じ箇所をそろえる"
    return "\n".join(
        ["[[lookup]]", *(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in said.items())]
    )


def _exceptions(state: PlanState, decision: Decision, issue: OpenIssue) -> Iterator[Place]:
    """Open exceptions of the same kind, those that point to the same words first."""
    words = match_key(issue.issue.evidence.text)
    others = [each for each in state.issues if each.issue.kind == issue.issue.kind and each.id != issue.id]
    for each in sorted(others, key=lambda other: match_key(other.issue.evidence.text) != words):
        key = each.keys[0] if each.keys else decision.key.partition("/")[0]
        row = state.by_key.get(key)
        title = _told(row) if row else each.issue.evidence.text
        same = match_key(each.issue.evidence.text) == words
        made = replace(decision, key=key, issue=each.id, version=state.version_of(key))
        yield Place(key, title, each.issue.evidence.text, each.issue.message, made, same)


def _parts(state: PlanState, decision: Decision, field: str, part: str, value: str) -> Iterator[Place]:
    """Entries in which the wrong words stand."""
    for row in state.rows:
        now = getattr(row.node, field) or ""
        if row.key == decision.key or part not in now:
            continue
        yield _place(state, row, decision, now, now.replace(part, value))


def _whole(state: PlanState, decision: Decision, field: str, now: str) -> Iterator[Place]:
    """Entries with the same value, such as an office that has another name by now."""
    for row in state.rows:
        if row.key != decision.key and getattr(row.node, field) == now:
            yield _place(state, row, decision, now, str(decision.value))


def _place(state: PlanState, row: Row, decision: Decision, now: str, after: str) -> Place:
    issue = next((id for id in row.issues if state.by_issue[id].issue.kind in decision.settles), "")
    made = replace(decision, key=row.key, value=after, issue=issue, version=row.version)
    return Place(row.key, _told(row), now, after, made)


def _part(now: str, value: str, issue: OpenIssue | None) -> tuple[str, str] | None:
    """The words that were wrong and those that stand instead: as the exception names them, else as they differ."""
    if issue is not None and issue.issue.proposal is not None:
        words, right = issue.issue.evidence.text, issue.issue.proposal
        if len(words) >= SHORTEST and words != now and now.replace(words, right) == value:
            return words, right
    changed = [each for each in SequenceMatcher(None, now, value, autojunk=False).get_opcodes() if each[0] != "equal"]
    if not changed:
        return None
    first, last, to_first, to_last = changed[0][1], changed[-1][2], changed[0][3], changed[-1][4]
    while last - first < SHORTEST and (
        first > 0 or last < len(now)
    ):  # one neighbour on the left, then one on the right
        if first > 0 and (first == changed[0][1] or last == len(now)):
            first, to_first = first - 1, to_first - 1
        else:
            last, to_last = last + 1, to_last + 1
    part = now[first:last]
    return (part, value[to_first:to_last]) if len(part) >= SHORTEST and part != now else None


def _told(row: Row) -> str:
    return f"{row.node.label} {row.node.name}".strip()
