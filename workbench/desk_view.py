"""The state of a plan → what the desk shows of it (机の表示内容). Pure; plain values only, for JSON.

Keys are short where there are many of them: a plan of 2,000 entries is sent as a whole, and the page shows a window of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from schemas.correction import Correction, Outcome
from schemas.plan import PlanFacts
from schemas.structure import Evidence
from workbench.decision import Choice, Decision
from workbench.open_issues import OpenIssue
from workbench.say_choice import Say, action_name, kind_name, kind_sentence, say_choice, state_name
from workbench.state import PlanState, Row

FACTS = (
    "title",
    "municipality",
    "municipality_code",
    "generation",
    "status",
    "start_year",
    "end_year",
    "period_text",
    "vision",
)
"""Facts of a plan that people can set, in the order in which they are shown."""
GRAVE = ("block", "review")
"""Severities that somebody has to settle."""


def desk(state: PlanState, say: Say, deciders: Mapping[str, str]) -> dict[str, Any]:
    """All of it.

    Args:
        deciders: id of a correction → name of who made it, as far as that is known.
    """
    source = state.raw.source
    document = state.uncorrected.source
    return {
        "plan": {
            "id": state.plan_id,
            "title": source.title,
            "municipality": source.municipality,
            "pdf": document.media_type == "application/pdf",
            "pages": document.pages,
            "sample": source.role == "sample",
        },
        "version": state.version,
        "refused": state.extraction.error.message if state.extraction.error is not None else "",
        "faults": [f"{fault.file}:{fault.line} {fault.message}" for fault in state.faults],
        "trees": _trees(state),
        "rows": rows(state.rows),
        "issues": [issue(each, say) for each in state.issues],
        "facts": _facts(state),
        "done": done(state.corrections, state.outcomes, say, deciders),
        "progress": progress(state),
    }


def progress(state: PlanState) -> dict[str, int]:
    """Of what reading found to be settled: how much is."""
    found = sum(each.severity in GRAVE for each in state.uncorrected.issues)
    block, review = state.counts.get("block", 0), state.counts.get("review", 0)
    return {"found": max(found, block + review), "left": block + review, "block": block, "review": review}


def rows(shown: Sequence[Row]) -> list[dict[str, Any]]:
    """Entries in the order of the tree; `p` is the row of the parent, -1 at the top."""
    places = {row.key: number for number, row in enumerate(shown)}
    return [
        _lean(
            {
                "k": row.key,
                "s": row.place[0],
                "id": row.node.id,
                "d": row.node.depth,
                "l": row.node.level,
                "p": places.get(row.above, -1),
                "n": row.node.label,
                "t": row.node.name,
                "x": row.node.description,
                "o": row.node.department,
                "q": row.node.evidence.text if row.node.evidence.text != row.node.name else None,
                "i": list(row.issues),
                "c": list(row.decided),
                "v": row.version,
                **_place(row.node.evidence),
            }
        )
        for row in shown
    ]


def rows_as_read(state: PlanState) -> list[dict[str, Any]]:
    """Entries before any decision: key, key of the parent, level, number, title."""
    known = state.base.prepared.known
    return [
        {"k": key, "u": known.read_above[key], "l": node.level, "n": node.label, "t": node.name}
        for key, node in known.nodes.items()
    ]


def issue(each: OpenIssue, say: Say) -> dict[str, Any]:
    """One exception with its numbered choices."""
    return {
        "id": each.id,
        "kind": each.issue.kind,
        "name": kind_name(each.issue.kind, say),
        "severity": each.severity,
        "steward": each.kind.who == "steward",
        "message": each.issue.message,
        "says": kind_sentence(each.issue.kind, say),
        "words": each.issue.evidence.text,
        "keys": list(each.keys),
        "choices": [_choice(choice, say) for choice in each.choices],
        **_place(each.issue.evidence),
    }


def done(
    lines: Iterable[Correction], outcomes: Iterable[Outcome], say: Say, deciders: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Decisions, the newest first, each with what became of it."""
    by_id = {outcome.correction.id: outcome for outcome in outcomes}
    told = []
    for line in lines:
        outcome = by_id.get(line.id)
        told.append(
            {
                "id": line.id,
                "action": action_name(line.action, say),
                "plain": line.action,
                "key": line.key,
                "others": list(line.others),
                "quote": line.quote,
                "before": outcome.before if outcome else None,
                "after": outcome.after if outcome else None,
                "field": line.field,
                "role": say(f"role.{line.by_role}") if line.by_role in ("staff", "steward") else line.by_role,
                "at": line.at,
                "reason": line.reason,
                "state": outcome.state if outcome else "",
                "told": state_name(outcome.state, say) if outcome else "",
                "message": outcome.message if outcome else "",
                "withdraws": line.withdraws,
                "by": deciders.get(line.id, ""),
            }
        )
    return told[::-1]


def _choice(choice: Choice, say: Say) -> dict[str, Any]:
    return _lean(
        {
            "id": choice.id,
            "says": say_choice(choice, say),
            "words": choice.words,
            "proposed": choice.proposed,
            "pre": choice.proposed and choice.keeps,
            "decisions": [decision(each) for each in choice.decisions],
            "asks": list(choice.asks),
            "typed": dict(choice.typed),
            "keys": list(choice.keys),
            "parents": list(choice.parents),
            "picks": [asdict(pick) for pick in choice.picks],
        }
    )


def decision(made: Decision) -> dict[str, Any]:
    """As the page sends it back; the version is put in there."""
    said = {name: value for name, value in asdict(made).items() if value not in (None, "", ())}
    return {**said, "key": made.key, **({"value": made.value} if made.value is not None else {})}


def _trees(state: PlanState) -> list[dict[str, Any]]:
    first: dict[int, int] = {}
    for number, row in enumerate(state.rows):
        first.setdefault(row.place[0], number)
    return [
        {
            "s": index,
            "row": first[index],
            "title": structure.title or "",
            "levels": list(structure.levels or ()),
        }
        for index, structure in enumerate(state.extraction.structures)
        if index in first
    ]


def _facts(state: PlanState) -> list[dict[str, Any]]:
    """Of each plan in the document; mostly one."""
    marks = list(dict.fromkeys(row.above for row in state.rows if "/" not in row.above)) or [""]
    return [
        {"key": mark, "v": state.version_of(mark), "values": {name: getattr(facts, name) for name in FACTS}}
        for mark in marks
        for facts in (_facts_of(state, mark),)
    ]


def _facts_of(state: PlanState, mark: str) -> PlanFacts:
    for row in state.rows:
        own = state.extraction.structures[row.place[0]].plan
        if row.above == mark and own is not None:
            return own
    return state.extraction.facts.plan


def _place(evidence: Evidence) -> dict[str, Any]:
    """Page and box in points, or line."""
    box = [round(value, 1) for value in evidence.bbox] if evidence.bbox else None
    return _lean({"pg": evidence.page, "ln": evidence.line, "bb": box})


def _lean(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value or (value == 0 and value is not False)}
