"""A corrected plan → its open exceptions, each with an id that stays and the ways to settle it (要確認事項). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from extractors.seen import seen_issue
from schemas.issue import KINDS, Issue, Kind, Severity
from schemas.natural_key import NodeKey, short_digest
from workbench.choices import Shown, choices
from workbench.decision import Choice

_RANK: dict[Severity, int] = {"block": 0, "review": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class OpenIssue:
    """One exception that nobody has settled yet."""

    id: str
    """The same in every run as long as kind, entries and printed words are."""
    issue: Issue
    keys: tuple[str, ...]
    """Keys of the entries it is about; none where it is about the plan."""
    found: Literal["reading", "publication"]
    """Whether reading found it, or the checks on the way to publication."""
    shown: Shown = field(repr=False, compare=False)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The machine's proposal first, then the runner-up, then: it is printed so, it is a false alarm.

        Worked out when somebody looks: of 500 exceptions one is in front of them.
        """
        return choices(self.id, self.issue, self.keys, self.shown)

    @property
    def kind(self) -> Kind:
        """Name in Japanese, family, who acts."""
        return KINDS[self.issue.kind]

    @property
    def severity(self) -> Severity:
        """block, review or info."""
        return self.kind.severity


def open_issues(
    issues: Sequence[Issue], later: Sequence[Issue], keys: Mapping[NodeKey, str], shown: Shown
) -> tuple[OpenIssue, ...]:
    """All of them, the gravest first, within that in the order of the tree.

    Args:
        later: what the checks on the way to publication find.
        keys: place in the corrected plan → key.
    """
    order = {place: number for number, place in enumerate(keys)}
    found: dict[str, OpenIssue] = {}
    ranked: list[tuple[tuple[int, int, int], OpenIssue]] = []
    sources: tuple[tuple[Literal["reading", "publication"], Sequence[Issue]], ...] = (
        ("reading", issues),
        ("publication", later),
    )
    for where, several in sources:
        for issue in dict.fromkeys(several):
            places = [(issue.structure or 0, node) for node in issue.nodes]
            touched = tuple(keys[place] for place in places if place in keys)
            id = _free_id(_digest(issue, touched), found)
            found[id] = OpenIssue(id, issue, touched, where, shown)
            at = min((order[place] for place in places if place in order), default=-1)
            ranked.append(((_RANK[issue.severity], at, len(ranked)), found[id]))
    return tuple(each for _, each in sorted(ranked, key=lambda pair: pair[0]))


def _digest(issue: Issue, keys: tuple[str, ...]) -> str:
    return short_digest(repr((issue.kind, keys, issue.field, seen_issue(issue), issue.structure)))[:12]


def _free_id(id: str, taken: Mapping[str, object]) -> str:
    number = 2
    free = id
    while free in taken:
        free, number = f"{id}-{number}", number + 1
    return free
