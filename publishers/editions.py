"""A document that was read → the editions of plans in it, each with its own facts, hierarchies and issues. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.checked_plan import CheckedPlan
from schemas.issue import Issue
from schemas.natural_key import plan_groups
from schemas.plan import Facts, PlanFacts, Structure


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition (版) of one plan."""

    key: str
    """Folder in raw/; with "#" and what tells it apart where the document holds several plans."""
    checked: CheckedPlan
    plan: PlanFacts
    title: str
    structures: tuple[tuple[int, Structure], ...]
    """Index in the document, hierarchy."""
    facts: Facts
    """Statements, terms and the rest; in a document with several plans they stand with the first."""
    shared: bool
    """True where the document holds several plans."""
    before: str | None
    """Key of the edition it supersedes."""
    issues: tuple[Issue, ...]


def editions(checked: CheckedPlan) -> tuple[Edition, ...]:
    """The editions of one document, in the order in which they stand in it.

    What tells them apart is taken from the uncorrected extraction: a corrected 第n次 must not make another edition.
    """
    extraction = checked.extraction
    groups = plan_groups(checked.uncorrected or extraction)
    found: list[Edition] = []
    before = checked.source.supersedes
    for number, group in enumerate(groups):
        indexes = group.structures if len(groups) > 1 else range(len(extraction.structures))  # one may have been typed
        structures = [(index, extraction.structures[index]) for index in indexes]
        plan = (structures[0][1].plan if structures else None) or extraction.facts.plan
        key = checked.source.plan_id + group.mark
        found.append(_edition(checked, key, plan, structures, number, len(groups), before))
        before = key if extraction.changes else None
    return tuple(found)


def _edition(
    checked: CheckedPlan,
    key: str,
    plan: PlanFacts,
    structures: list[tuple[int, Structure]],
    number: int,
    count: int,
    before: str | None,
) -> Edition:
    own = {index for index, _ in structures}
    alone = count == 1
    title = checked.source.title if alone else _title(checked.source.title, plan)
    return Edition(
        key=key,
        checked=checked,
        plan=plan,
        title=title,
        structures=tuple(structures),
        facts=checked.extraction.facts if number == 0 else Facts(),
        shared=not alone,
        before=before,
        issues=tuple(issue for issue in checked.extraction.issues if issue.structure is None or issue.structure in own),
    )


def _title(document: str, plan: PlanFacts) -> str:
    """One plan of several: its own title where it is printed, else the document's with the generation."""
    if plan.title:
        return plan.title
    mark = "".join(part for part in (plan.generation, plan.status and f"（{plan.status}）") if part)
    return f"{document} {mark}".strip()
