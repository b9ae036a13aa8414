"""Plans with people's decisions in them → the same with pairings that still lead somewhere (版の対応の確認). Pure.

A pairing (schemas/correction: pair) is judged like every decision by the entry of its own edition; whether the entry of the
edition before is still there, only that edition can say.
"""

from __future__ import annotations

from dataclasses import replace

from extractors.keys import corrected_keys, node_keys
from schemas.checked_plan import CheckedPlan, Pairing
from schemas.issue import Issue
from schemas.structure import Evidence


def held_pairings(plans: list[CheckedPlan]) -> list[CheckedPlan]:
    """Each plan without pairings whose old entry is gone; each of those is an exception instead."""
    by_id = {plan.source.plan_id: plan for plan in plans}
    return [_held(plan, by_id) if plan.pairings else plan for plan in plans]


def _held(plan: CheckedPlan, by_id: dict[str, CheckedPlan]) -> CheckedPlan:
    kept, issues = [], []
    for pairing in plan.pairings:
        before = by_id.get((pairing.old or "").partition("/")[0].partition("#")[0])
        if pairing.old is None or before is None or pairing.old in entry_paths(before):
            kept.append(pairing)
        else:
            issues.append(_lost(pairing, pairing.old))
    if not issues:
        return plan
    extraction = replace(plan.extraction, issues=(*plan.extraction.issues, *issues))
    return replace(plan, extraction=extraction, uncorrected=plan.uncorrected, pairings=tuple(kept))


def entry_paths(plan: CheckedPlan) -> set[str]:
    """Natural paths of all entries, as they were read and as people added them."""
    keys = set(node_keys(plan.uncorrected or plan.extraction).values())
    if plan.uncorrected is not None:
        keys |= set(corrected_keys(plan.extraction, plan.uncorrected).values())
    return {plan.source.plan_id + key for key in keys}


def _lost(pairing: Pairing, old: str) -> Issue:
    return Issue(
        "pairing_unsettled",
        f"前の版の項目（{old}）が見つからないので、版の対応を反映していません。版の比較でもう一度決めてください。",
        Evidence(old),
        field="old_id",
    )
