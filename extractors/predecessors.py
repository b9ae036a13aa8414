"""Plans that were read → the same with what only the manifest and the edition before can show (旧版との照合). Pure."""

from __future__ import annotations

from dataclasses import replace

from extractors.check_moves import moved_children
from extractors.pinned_layout import held_to_layout
from schemas.checked_plan import CheckedPlan


def held_against_predecessors(plans: list[CheckedPlan]) -> list[CheckedPlan]:
    """Each plan with what it does not show by itself: another layout than was accepted, children that stood elsewhere."""
    by_id = {plan.source.plan_id: plan for plan in plans}
    held = []
    for plan in map(held_to_layout, plans):
        before = by_id.get(plan.source.supersedes or "")
        if before is None or not before.extraction.structures or not plan.extraction.structures:
            held.append(plan)
            continue
        issues = moved_children(plan.extraction.structures[0], before.extraction.structures[0], 0)
        extraction = replace(plan.extraction, issues=(*plan.extraction.issues, *issues))
        held.append(replace(plan, extraction=extraction))
    return held
