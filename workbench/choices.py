"""An exception → the ways to settle it with one key (選択肢). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.issue import KINDS, Issue
from schemas.plan import Node
from workbench.decision import Choice, Decision

PRINTED = "記載のとおり"
ALARM = "誤報"


@dataclass(frozen=True, slots=True)
class Shown:
    """The plan as it is on the screen."""

    nodes: Mapping[str, Node]
    """Key → entry, corrected."""
    above: Mapping[str, str]
    """Key of an entry → key of its parent, or the mark of its plan."""


def choices(id: str, issue: Issue, keys: tuple[str, ...], shown: Shown) -> tuple[Choice, ...]:
    """The proposal first, then "printed so" and "false alarm"."""
    key = keys[0] if keys else ""
    found: list[Choice] = []
    family = KINDS[issue.kind].family
    if issue.proposal and key in shown.nodes and family in ("wording", "headings"):
        decision = Decision("rename", key, issue.proposal, settles=(issue.kind,), issue=id)
        found.append(Choice("proposal", "choices.rename", decision, {"value": issue.proposal}))
    if family not in ("corrections", "publication"):
        found.append(
            Choice("printed", "choices.printed", Decision("accept", key, field=issue.kind, reason=PRINTED, issue=id))
        )
        found.append(
            Choice("alarm", "choices.alarm", Decision("dismiss", key, field=issue.kind, reason=ALARM, issue=id))
        )
    return tuple(found)
