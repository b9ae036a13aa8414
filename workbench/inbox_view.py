"""States of plans → what waits in the inbox, the gravest first (確認待ちの内容). Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from workbench.desk_view import progress
from workbench.open_issues import OpenIssue
from workbench.state import PlanState
from workbench.store import Present

Consequence = Literal["block", "tree", "wording"]
"""What an open exception means for the public: nothing new is published; entries may hang wrong; words may be wrong."""

CONSEQUENCES: tuple[Consequence, ...] = ("block", "tree", "wording")
OF_WORDS = frozenset({"wording", "prose", "dates", "identity", "publication"})
"""Families of exceptions about what is written; all others are about where it hangs, or whether it is there at all."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One plan."""

    id: str
    title: str
    municipality: str
    sample: bool
    counts: dict[Consequence, int]
    infos: int
    found: int
    done: int
    steward: int
    """Of those that wait, how many the data steward must settle."""
    here: tuple[str, ...]
    """Names of those who have it open; "" for somebody without a name."""

    @property
    def left(self) -> int:
        """Exceptions that somebody must settle."""
        return sum(self.counts.values())


def consequence(issue: OpenIssue) -> Consequence | None:
    """None: merely logged."""
    if issue.severity == "info":
        return None
    if issue.severity == "block":
        return "block"
    return "wording" if issue.kind.family in OF_WORDS else "tree"


def waiting(state: PlanState, present: Sequence[Present], me: str) -> Waiting:
    """What waits in one plan.

    Args:
        present: who has which plan open.
        me: session of whoever asks; not told of themselves.
    """
    source = state.raw.source
    found: Counter[Consequence | None] = Counter(consequence(issue) for issue in state.issues)
    counts = progress(state)
    untyped = int(state.extraction.error is not None)  # nothing could be read: the tree waits to be typed
    found["block"] += untyped
    return Waiting(
        state.plan_id,
        source.title,
        source.municipality,
        source.role == "sample",
        {each: found[each] for each in CONSEQUENCES},
        found[None],
        counts["found"] + untyped,
        counts["found"] - counts["left"],
        sum(issue.kind.who == "steward" and issue.severity != "info" for issue in state.issues),
        tuple(each.person for each in present if each.plan == state.plan_id and each.session != me),
    )


def in_order(plans: Iterable[Waiting]) -> list[Waiting]:
    """What blocks first, then what breaks the tree, then wording; samples last."""
    return sorted(
        plans,
        key=lambda plan: (plan.sample, *(-plan.counts[each] for each in CONSEQUENCES), plan.municipality, plan.title),
    )


def fits(plan: Waiting, words: str) -> bool:
    """Whether all the words stand in its title or municipality."""
    text = f"{plan.municipality} {plan.title} {plan.id}".lower()
    return all(word in text for word in words.lower().split())
