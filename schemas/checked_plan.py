"""A plan that was read, with people's decisions in it (確認した計画): what a release is made of. Types only, no IO."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from schemas.plan import Extraction
from schemas.source import Source
from schemas.structure import Evidence


class Reading(Protocol):
    """How a title is read aloud (読み)."""

    @property
    def kana(self) -> str | None: ...
    @property
    def romaji(self) -> str | None: ...
    @property
    def certain(self) -> bool: ...


PAIRED = "old_id"
"""Field of a correction that pairs an entry with one of the edition before: a column of table change."""


@dataclass(frozen=True, slots=True)
class AppliedCorrection:
    """One change a person made (訂正), as it is published: who only by role."""

    target: str
    """Node id in the corrected extraction, "" where it is about the plan itself."""
    structure: int | None
    field: str
    before: str | None
    after: str | None
    reason: str
    role: str
    at: str
    """ISO 8601 date."""
    mark: str = ""
    """Which edition, where the document holds several: what follows the folder in its key, such as "#7"."""
    gone: tuple[str, ...] = ()
    """Keys of entries that are no more because of it: those that target took in, or those that were removed."""
    made: tuple[str, ...] = ()
    """Ids of all nodes that it made or put in their place."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """What a person decided of an entry in two editions (版の対応): natural paths, the folder in raw/ and the key in it."""

    old: str | None
    """None: the entry is new."""
    new: str | None
    """None: the entry has none after it."""
    id: str
    """The correction that says so."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """An exception that a person settled as it is: it is printed so, or it was a false alarm."""

    kind: str
    structure: int | None
    node: str | None
    """Id of the node in the corrected extraction; None where it is about the plan."""
    message: str
    """The sentence of the exception as the person saw it."""
    mark: str = ""
    """Which edition, where the document holds several."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Where one value stands, more closely than the entry or fact that holds it can say."""

    structure: int | None
    """Index of the hierarchy; None for what a plan states besides."""
    ref: str
    """Ref of the entry; of other values the kind of row: plan, statement, term, timeline, department."""
    field: str
    """Column of the published table."""
    value: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class CheckedPlan:
    """One document that was read: its manifest and what was extracted, corrections already applied."""

    source: Source
    extraction: Extraction
    uncorrected: Extraction | None = None
    """The extraction before corrections; permanent ids hang on it. None: there were no corrections."""
    corrections: tuple[AppliedCorrection, ...] = ()
    readings: Mapping[str, Reading] = field(default_factory=dict)
    """Titles whose reading people set; they are not asked of the reader."""
    pairings: tuple[Pairing, ...] = ()
    """Which entries of the edition before people said these are."""
    accepted: tuple[Accepted, ...] = ()
    """Exceptions that are settled as they are; what the checks on the way to publication find again of them is not asked."""
    document: Path | None = None
    """Where the document lies; None where it is not at hand."""
    proofs: tuple[Proof, ...] = ()
    """Places of values, as far as they were looked up (extractors/locate)."""
