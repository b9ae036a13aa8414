"""Edition and its open issues → what is not published, and what is published as 要確認. Pure.

A blocking issue withholds the nodes it names with everything below them; where it names none, its hierarchy; where it
names no hierarchy, the value of its field, or the whole edition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from publishers.editions import Edition
from schemas.issue import Issue
from schemas.natural_key import NodeKey


@dataclass(frozen=True, slots=True)
class Held:
    """What open issues do to an edition."""

    nodes: frozenset[NodeKey]
    """Not published."""
    fields: frozenset[str]
    """Columns of the plan itself that stay empty."""
    whole: bool
    """True where nothing of the edition may be published."""
    review: frozenset[NodeKey]
    """Published, marked 要確認."""
    plan_review: bool
    """True where the plan itself is marked 要確認."""


def hold(edition: Edition, issues: Sequence[Issue]) -> Held:
    """What the issues of an edition withhold and mark."""
    named: set[NodeKey] = set()
    structures: set[int] = set()
    fields: set[str] = set()
    review: set[NodeKey] = set()
    whole = plan_review = False
    for issue in issues:
        places = {(issue.structure, node) for node in issue.nodes} if issue.structure is not None else set()
        if issue.severity == "block":
            named |= places
            if places:
                continue
            if issue.structure is not None:
                structures.add(issue.structure)
            elif issue.field is not None:
                fields.add(issue.field)
                plan_review = True
            else:
                whole = True
        elif issue.severity == "review":
            review |= places
            plan_review = plan_review or not places
    nodes: set[NodeKey] = set()
    for index, structure in edition.structures:
        for node in structure.nodes:
            place = (index, node.id)
            above = (index, node.parent) if node.parent is not None else None
            if place in named or index in structures or above in nodes:
                nodes.add(place)
    return Held(frozenset(nodes), frozenset(fields), whole, frozenset(review - nodes), plan_review)
