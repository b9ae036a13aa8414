"""A document that was read → the editions of plans in it, each with its own facts, hierarchies and issues. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from publishers.normalise import label_key
from publishers.plan_input import CheckedPlan
from schemas.issue import Issue
from schemas.plan import Facts, PlanFacts, Structure

NodeKey = tuple[int, str]
"""Index of the hierarchy in its document, id of the node in it."""


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
    """The editions of one document, in the order in which they stand in it."""
    extraction = checked.extraction
    groups: dict[PlanFacts, list[tuple[int, Structure]]] = {}
    for index, structure in enumerate(extraction.structures):
        groups.setdefault(structure.plan or extraction.facts.plan, []).append((index, structure))
    if len(groups) <= 1:
        plan = next(iter(groups), extraction.facts.plan)
        return (_edition(checked, checked.source.plan_id, plan, groups.get(plan, []), 0, 1, checked.source.supersedes),)
    found: list[Edition] = []
    taken: set[str] = set()
    before = checked.source.supersedes
    for number, (plan, structures) in enumerate(groups.items()):
        mark = label_key(plan.generation or "") or str(number + 1)
        if mark in taken:
            mark = f"{mark}-{number + 1}"
        taken.add(mark)
        key = f"{checked.source.plan_id}#{mark}"
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
