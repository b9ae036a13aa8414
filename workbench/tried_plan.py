"""An extraction → what the screen of a tried document shows (計画を試す). Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from schemas.issue import Issue, Severity
from schemas.plan import Extraction, PlanFacts, Structure
from workbench.say_choice import Say, kind_name, kind_sentence

SEVERITIES: tuple[Severity, ...] = ("block", "review", "info")


@dataclass(frozen=True, slots=True)
class Doubt:
    """One exception, for people."""

    number: int
    severity: Severity
    title: str
    says: str
    """In English what the message says in Japanese; "" where the screen is Japanese."""
    message: str
    proposal: str | None
    page: int | None
    line: int | None
    text: str
    entries: tuple[str, ...]
    """Anchors of the entries it touches."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the tree."""

    anchor: str
    depth: int
    label: str
    name: str
    description: str | None
    page: int | None
    line: int | None
    doubts: tuple[Doubt, ...]

    @property
    def worst(self) -> Severity | None:
        """The gravest of its exceptions."""
        return next((each for each in SEVERITIES if any(doubt.severity == each for doubt in self.doubts)), None)


@dataclass(frozen=True, slots=True)
class Tree:
    """One hierarchy."""

    title: str | None
    facts: PlanFacts | None
    """Where the document holds several plans: of this one."""
    levels: tuple[tuple[str, int], ...]
    """Name of a level and how many entries stand on it."""
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """All of it."""

    facts: PlanFacts
    trees: tuple[Tree, ...]
    doubts: tuple[Doubt, ...]
    """The gravest first."""
    counts: Mapping[Severity, int]


def tried(extraction: Extraction, say: Say) -> Tried:
    """What there is to show of a document that was read."""
    ranked = sorted(extraction.issues, key=lambda issue: SEVERITIES.index(issue.severity))
    doubts = tuple(_doubt(number, issue, say) for number, issue in enumerate(ranked, 1))
    counts = Counter(doubt.severity for doubt in doubts)
    trees = tuple(_tree(index, structure, doubts) for index, structure in enumerate(extraction.structures))
    return Tried(extraction.facts.plan, trees, doubts, {each: counts[each] for each in SEVERITIES})


def _doubt(number: int, issue: Issue, say: Say) -> Doubt:
    return Doubt(
        number,
        issue.severity,
        kind_name(issue.kind, say),
        kind_sentence(issue.kind, say),
        issue.message,
        issue.proposal,
        issue.evidence.page,
        issue.evidence.line,
        issue.evidence.text,
        tuple(_anchor(issue.structure or 0, node) for node in issue.nodes),
    )


def _tree(index: int, structure: Structure, doubts: tuple[Doubt, ...]) -> Tree:
    by_anchor: dict[str, list[Doubt]] = {}
    for doubt in doubts:
        for anchor in doubt.entries:
            by_anchor.setdefault(anchor, []).append(doubt)
    counts = Counter(node.level for node in structure.nodes)
    names = structure.levels or ()
    levels = tuple((names[level - 1] if level <= len(names) else "", counts[level]) for level in sorted(counts))
    entries = tuple(
        Entry(
            (anchor := _anchor(index, node.id)),
            min(node.depth, 8),
            node.label,
            node.name,
            node.description,
            node.evidence.page,
            node.evidence.line,
            tuple(by_anchor.get(anchor, ())),
        )
        for node in structure.nodes
    )
    return Tree(structure.title, structure.plan, levels, entries)


def _anchor(index: int, node: str) -> str:
    return f"e{index}-{node.replace('.', '-')}"
