"""A plan that was read × what people decided → the plan as it stands now (計画の状態). Pure, as far as foresee is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from extractors.apply_corrections import Written, put_in
from extractors.correct import Prepared
from extractors.correct_order import withdrawn
from extractors.keys import plan_mark
from extractors.read_corrections import Fault
from extractors.read_sources import RawPlan
from extractors.seen import seen_entries
from schemas.checked_plan import CheckedPlan
from schemas.correction import Correction, Outcome
from schemas.issue import Issue, Severity
from schemas.natural_key import ADDED, NodeKey, short_digest
from schemas.plan import Extraction, Node, Structure
from workbench.choices import Shown
from workbench.decide_again import doubted
from workbench.open_issues import OpenIssue, open_issues


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of the tree as it would be published."""

    key: str
    place: NodeKey
    """Index of the hierarchy, id in the corrected extraction."""
    node: Node
    above: str
    """Key of the parent; the mark of the plan ("" where there is one plan) for those on top."""
    seen: str
    """Digest of its evidence."""
    version: str
    """Changes with every decision about it; a decision made on an older one is a clash."""
    issues: tuple[str, ...] = ()
    """Ids of its open exceptions."""
    decided: tuple[str, ...] = ()
    """Ids of the corrections about it that hold."""


@dataclass(frozen=True, slots=True)
class Base:
    """What no decision changes: made once per document."""

    raw: RawPlan
    read: CheckedPlan
    prepared: Prepared
    by_ref: Mapping[tuple[int, str], str]
    """Hierarchy and ref of a cell, line or box → key."""
    before: Sequence[Structure] = ()
    """Hierarchies of the edition before, as they were read."""


@dataclass(frozen=True, slots=True)
class PlanState:
    """All about one plan."""

    base: Base = field(repr=False)
    plan: CheckedPlan
    """Corrected, as the publishers get it."""
    written: Written
    outcomes: tuple[Outcome, ...]
    rows: tuple[Row, ...]
    """In the order of the tree."""
    issues: tuple[OpenIssue, ...]
    """The gravest first."""
    version: str
    """Changes with every line of its file."""
    by_key: Mapping[str, Row] = field(repr=False)
    by_issue: Mapping[str, OpenIssue] = field(repr=False)
    live: Mapping[str, tuple[Correction, ...]] = field(repr=False)
    """Key → the corrections about it that were not withdrawn."""

    @property
    def holding(self) -> tuple[Correction, ...]:
        """All corrections that were not withdrawn."""
        return tuple(dict.fromkeys(line for several in self.live.values() for line in several))

    @property
    def raw(self) -> RawPlan:
        """Manifest and document."""
        return self.base.raw

    @property
    def plan_id(self) -> str:
        """Folder in raw/."""
        return self.raw.source.plan_id

    @property
    def extraction(self) -> Extraction:
        """Corrected."""
        return self.plan.extraction

    @property
    def uncorrected(self) -> Extraction:
        """As it was read."""
        return self.base.read.extraction

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """The lines of its file, in order; those of lookups are only among the outcomes."""
        return self.written.corrections

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Lines that do not hold; nothing can be saved before they are mended."""
        return self.written.faults

    @property
    def counts(self) -> Mapping[Severity, int]:
        """Open exceptions by severity."""
        return Counter(issue.severity for issue in self.issues)

    def version_of(self, key: str) -> str:
        """Of an entry, or of the plan itself ("" or its mark)."""
        return _version(self.live.get(key, ()))


def plan_state(base: Base, written: Written, foresee: Callable[[CheckedPlan], tuple[Issue, ...]]) -> PlanState:
    """Apply what people decided, and see what is left."""
    corrected = put_in(base.read, written, base.prepared)
    after = corrected.plan.extraction
    live = _live(written.corrections)
    digests = [seen_entries(structure) for structure in after.structures]
    nodes = {
        _key(node, index, base): (index, node)
        for index, structure in enumerate(after.structures)
        for node in structure.nodes
    }
    keys = {(index, node.id): key for key, (index, node) in nodes.items()}
    above = {
        key: keys[index, node.parent] if node.parent is not None else plan_mark(key)
        for key, (index, node) in nodes.items()
    }
    shown = Shown(
        {key: node for key, (_, node) in nodes.items()},
        above,
        after.facts.plan,
        base.read.source,
        corrected.outcomes,
        doubted(after.issues, corrected.outcomes),
        base.before,
    )
    issues = open_issues(after.issues, foresee(corrected.plan), keys, shown)
    touched: dict[str, list[str]] = defaultdict(list)
    for issue in issues:
        for key in issue.keys:
            touched[key].append(issue.id)
    rows = tuple(
        Row(
            key,
            (index, node.id),
            node,
            above[key],
            digests[index][node.id],
            _version(live.get(key, ())),
            tuple(touched.get(key, ())),
            tuple(each.id for each in live.get(key, ())),
        )
        for key, (index, node) in nodes.items()
    )
    return PlanState(
        base,
        corrected.plan,
        written,
        corrected.outcomes,
        rows,
        issues,
        _version(written.corrections),
        {row.key: row for row in rows},
        {issue.id: issue for issue in issues},
        live,
    )


def _key(node: Node, index: int, base: Base) -> str:
    return node.ref.removeprefix(ADDED) if node.ref.startswith(ADDED) else base.by_ref[index, node.ref]


def _live(lines: Sequence[Correction]) -> dict[str, tuple[Correction, ...]]:
    """Key → corrections about it that hold; those that only withdraw are about nothing."""
    gone = withdrawn(lines)
    found: dict[str, list[Correction]] = defaultdict(list)
    for line in lines:
        if line.id in gone or line.action == "withdraw":
            continue
        for key in dict.fromkeys((line.key, *line.others)):
            found[key].append(line)
    return {key: tuple(several) for key, several in found.items()}


def _version(lines: Sequence[Correction]) -> str:
    return short_digest("\n".join(line.id for line in lines))[:8] if lines else "0"
