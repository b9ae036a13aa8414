"""What was understood of a document: its plan or plans, their hierarchies and facts. Types only, no IO.

The JSON of `taikei extract` has the same names (publishers/extraction_json.py writes it).
"""

from __future__ import annotations

from dataclasses import dataclass

from schemas.document import SourceFile
from schemas.issue import Issue
from schemas.structure import Evidence


@dataclass(frozen=True, slots=True)
class Node:
    """One entry of a hierarchy (施策体系), from 基本目標 down to a single 取組."""

    id: str
    """Its place in the tree: "1", "1.2", "1.2.3". Not permanent; the registry gives permanent ids."""
    parent: str | None
    depth: int
    """Distance from the top, from 1."""
    level: int
    """The printed column or heading level, from 1; differs from depth where a level is skipped."""
    label: str
    """The printed number or marker ("①", "基本目標1", "・"), "" where there is none."""
    name: str
    """The title without its label, as printed, only line breaks and the spaces they left taken out."""
    name_printed: str
    """The title without its label, exactly as printed."""
    ref: str
    """The cell, line or box it came from."""
    evidence: Evidence
    description: str | None = None
    department: str | None = None
    subtitle: str | None = None
    """What is printed beside the title to say more of it (副題), with its dashes; None where nothing is."""


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What a plan says of itself (計画の基本情報). None: not printed, or not safely read; an issue says which."""

    title: str | None = None
    municipality: str | None = None
    municipality_code: str | None = None
    """全国地方公共団体コード, 6 digits, from the code list alone."""
    generation: str | None = None
    """第n次 as printed."""
    status: str | None = None
    """案, 素案, 原案, 改訂版 ..."""
    start_year: int | None = None
    """First fiscal year (年度), Gregorian."""
    end_year: int | None = None
    """Last fiscal year (年度), Gregorian."""
    period_text: str | None = None
    """計画期間 as printed."""
    vision: str | None = None
    """基本理念 of this plan."""
    scope: str | None = None
    """What part of the plan the document holds, as printed: 概要版. None: nothing says that it is a part."""
    as_of: str | None = None
    """When what it says held, as printed: 平成27年度現在."""


@dataclass(frozen=True, slots=True)
class Structure:
    """One hierarchy (施策体系) as a tree: nodes in reading order, parents before children."""

    nodes: tuple[Node, ...]
    title: str | None = None
    page: int | None = None
    line: int | None = None
    levels: tuple[str, ...] | None = None
    """Level names as printed in the header row, None where none are printed."""
    plan: PlanFacts | None = None
    """Only where one document holds several plans."""


@dataclass(frozen=True, slots=True)
class Statement:
    """基本理念, 将来像, 主題 and the like."""

    kind: str
    text: str
    evidence: Evidence
    belongs_to: str | None = None
    """The other plan it belongs to, where it is not this plan's own."""


@dataclass(frozen=True, slots=True)
class NamedItem:
    """A basic policy (基本方針), cross-cutting priority (共通重点項目) or key project (重点事業)."""

    name: str
    evidence: Evidence
    label: str = ""
    description: str | None = None


@dataclass(frozen=True, slots=True)
class YearEntry:
    """One fiscal year of the period table and what is printed in its column."""

    fiscal_year: int
    era_label: str
    entries: tuple[str, ...]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Span:
    """A bar over several fiscal years; stretched beyond its printed cell only with an issue."""

    text: str
    start_year: int
    end_year: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Event:
    """A survey or review and the fiscal years it is marked in (★)."""

    name: str
    fiscal_years: tuple[int, ...]
    evidence: Evidence
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A word the plan defines (用語)."""

    term: str
    definition: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Role:
    """Who does what in which phase (推進体制, PDCA)."""

    actor: str | None
    phase: str | None
    text: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class DeclaredCount:
    """A number the plan states about itself: 11の推進項目, 24の個別施策, 5カ年."""

    what: str
    count: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a node from one edition to the next (改定による変更)."""

    type: str
    """kept | renamed | moved | added | removed | unprinted (on a level that the other edition does not print)"""
    old_id: str | None
    new_id: str | None
    old_name: str | None
    new_name: str | None
    confidence: float = 1.0
    """Likeness of the two entries, from 0 to 1; 1 for equal titles, and for what was added or removed."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a document states besides its hierarchies."""

    plan: PlanFacts = PlanFacts()
    statements: tuple[Statement, ...] = ()
    basic_policies: tuple[NamedItem, ...] = ()
    cross_cutting: tuple[NamedItem, ...] = ()
    focus_projects: tuple[NamedItem, ...] = ()
    timeline: tuple[YearEntry, ...] = ()
    spans: tuple[Span, ...] = ()
    events: tuple[Event, ...] = ()
    terms: tuple[Term, ...] = ()
    departments: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    declared: tuple[DeclaredCount, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a document, or its hierarchy, could not be read: one of REFUSALS and one sentence with what to do."""

    code: str
    message: str


REFUSALS = (
    "damaged",
    "encrypted",
    "empty",
    "no_structure",
    "garbled_text",
    "too_large",
    "unsupported",
)


LEGIBLE = ("no_structure", "garbled_text", "empty")
"""Refusals of documents whose pages people can look at, and type the tree from."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document gave."""

    source: SourceFile
    error: Refusal | None
    facts: Facts
    structures: tuple[Structure, ...]
    issues: tuple[Issue, ...]
    changes: tuple[Change, ...] = ()
