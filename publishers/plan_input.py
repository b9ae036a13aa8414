"""What the publishers are given beside plans (schemas/checked_plan), and the outcome of a publication. Types only, no IO."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from schemas.checked_plan import Reading
from schemas.issue import Issue, Result
from schemas.plan import Change, Structure


class Reader(Protocol):
    """Gives the reading of a title; the publishers never guess one themselves."""

    def __call__(self, text: str, /) -> Reading: ...


class Municipality(Protocol):
    """One row of the code list (全国地方公共団体コード); of a prefecture, name and prefecture are the same."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kana(self) -> str: ...
    @property
    def prefecture(self) -> str: ...


Pair = tuple[str | None, str | None]
"""Ids of one entry in the edition before and in the one after, as people decided; None where it is in one of them alone."""


class Comparer(Protocol):
    """Says what became of each node from one edition (old) to the next (new)."""

    def __call__(
        self,
        old: Structure,
        new: Structure,
        /,
        *,
        stale: frozenset[str] = frozenset(),
        decided: Sequence[Pair] = (),
    ) -> Result[tuple[Change, ...]]: ...


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A steward's signature (取下げ) under the loss of rows of one plan, against one release."""

    plan_id: str
    """Folder in raw/, or the natural key of the edition where one document holds several."""
    release: str
    """The version whose rows may get fewer; the signature is of no use against any other."""
    reason: str
    role: str
    date: str


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """What became of one edition of a plan."""

    plan_id: str
    """Folder in raw/."""
    edition: str
    """Natural key of the edition: the folder, with "#" and the generation where one document holds several."""
    id: str | None
    """Permanent id of the plan, None where it was never published."""
    title: str
    state: Literal["published", "kept", "absent", "sample"]
    """kept: the last good edition stays. absent: not in the release. sample: extracted and checked, never published."""
    message: str
    """Why, in one Japanese sentence; "" where there is nothing to say."""
    nodes_per_level: Mapping[int, int]
    withheld: int
    """Nodes not published because of an open blocking issue."""
    issues: tuple[Issue, ...]
    """All open issues of the document, with those the checks on the way to publication found."""


@dataclass(frozen=True, slots=True)
class PublishOutcome:
    """What a publication did. Nothing is printed; the flow says it."""

    state: Literal["published", "unchanged", "stopped", "failed"]
    """stopped: a guard or a check of the built release said no. failed: the disk said no. The last release stands."""
    version: str | None
    """The release that is current afterwards, None where there is none."""
    folder: Path | None
    plans: tuple[PlanOutcome, ...]
    messages: tuple[str, ...] = ()
    """Japanese sentences for the steward, each with what to do."""
    refused: Mapping[str, str] = field(default_factory=dict)
    """Plans whose rows cannot be published, by folder, each with one sentence; they keep their last good edition."""
