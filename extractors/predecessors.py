"""Plans that were read → the same with what only the manifest and the edition before can show (旧版との照合). Pure."""

from __future__ import annotations

from dataclasses import replace

from extractors.check_moves import moved_children
from extractors.facts.title import read_generation, split_title
from extractors.locate import locate
from extractors.pinned_layout import held_to_layout
from extractors.read_text import read_text
from extractors.refuse import Refused
from schemas.checked_plan import CheckedPlan


def _with_manifest(plan: CheckedPlan) -> CheckedPlan:
    """Status and 第n次 of the registered title, where the document prints neither: a draft must not look adopted."""
    facts = plan.extraction.facts.plan
    if any(structure.plan is not None for structure in plan.extraction.structures):
        return plan  # several editions in one document: each has a caption of its own
    status, generation = split_title(plan.source.title)[1], read_generation(plan.source.title)
    stated = replace(facts, status=facts.status or status, generation=facts.generation or generation)
    if stated == facts:
        return plan
    extraction = replace(plan.extraction, facts=replace(plan.extraction.facts, plan=stated))
    return replace(plan, extraction=extraction)


def _located(plan: CheckedPlan) -> CheckedPlan:
    """With the places of its values, where its text is at hand; of a PDF the reader has all there is to say."""
    if plan.document is None or plan.extraction.source.media_type != "text/plain":
        return plan
    try:
        lines = read_text(plan.document).value.lines
    except (OSError, Refused):
        return plan
    return replace(plan, proofs=locate(plan, lines))


def held_against_predecessors(plans: list[CheckedPlan]) -> list[CheckedPlan]:
    """Each plan with what it does not show by itself: another layout than was accepted, children that stood elsewhere."""
    by_id = {plan.source.plan_id: plan for plan in plans}
    held = []
    for plan in map(_located, map(_with_manifest, map(held_to_layout, plans))):
        before = by_id.get(plan.source.supersedes or "")
        if before is None or not before.extraction.structures or not plan.extraction.structures:
            held.append(plan)
            continue
        issues = moved_children(plan.extraction.structures[0], before.extraction.structures[0], 0)
        extraction = replace(plan.extraction, issues=(*plan.extraction.issues, *issues))
        held.append(replace(plan, extraction=extraction))
    return held
