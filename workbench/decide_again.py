"""A decision that came back → the ways to settle it (再確認の選択肢). Pure.

It came back because the document changed below it, or because another decision says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.correct_order import decided
from schemas.correction import Correction, Outcome
from schemas.issue import Issue
from workbench.decision import Choice, Decision

KINDS_OF = {
    "reopened": "correction_reopened",
    "conflicting": "correction_conflicting",
    "orphan": "correction_orphaned",
    "drifted": "correction_drifted",
}

PAIRING = "pairing_unsettled"
"""Of pairs, whatever became of them, unless they only drifted."""


def doubted(issues: Sequence[Issue], outcomes: Sequence[Outcome]) -> Mapping[Issue, Outcome]:
    """Each exception about a decision → what became of that decision; both stand in the order of the file."""
    told = [each for each in outcomes if each.state in KINDS_OF and each.correction.action != "withdraw"]
    kinds = {*KINDS_OF.values(), PAIRING}
    return dict(zip((issue for issue in issues if issue.kind in kinds), told, strict=True))


def choices_again(issue: Issue, doubted: Outcome | None, outcomes: Sequence[Outcome]) -> list[Choice]:
    """Decide the same again on what is read now, or take it back."""
    if doubted is None:
        return []
    made = doubted.correction
    value = doubted.after or issue.proposal or ""
    back = Choice("back", "choices.back", (_withdraw(made),), {"value": value})
    if issue.kind == "correction_conflicting":
        rivals = [each.correction for each in outcomes if each.state == "conflicting" and _rival(each.correction, made)]
        taken = tuple(_withdraw(rival) for rival in rivals)
        chosen = [Choice("this", "choices.this", taken, {"value": value})] if taken else []
        return [*chosen, back]
    key = doubted.proposal or made.key
    if issue.kind == "correction_orphaned" and doubted.proposal is None:
        return [back]
    again = Choice("again", "choices.again", (_again(made, key),), {"value": value}, proposed=_is_sure(issue))
    return [again, back]


def _is_sure(issue: Issue) -> bool:
    """Only its surroundings changed: what was decided still fits."""
    return issue.kind == "correction_drifted"


def _withdraw(correction: Correction) -> Decision:
    return Decision("withdraw", "", withdraws=correction.id)


def _again(made: Correction, key: str) -> Decision:
    return Decision(
        made.action,
        key,
        made.value,
        made.field,
        made.reason,
        made.parent,
        made.after,
        made.level,
        made.entries,
        made.others,
        made.settles,
        was=made.was if made.action == "set_reading" else None,
        page=made.page,
        box=made.box,
        withdraws=made.id,
        edition=made.edition,
        quote=made.quote if made.action == "pair" else None,
    )


def _rival(one: Correction, other: Correction) -> bool:
    return one.id != other.id and bool(set(decided(one)) & set(decided(other)))
