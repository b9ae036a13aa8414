"""One plan as it stands now (計画の状態): what was read, what people decided, what is still open. IO: raw/, corrections/.

The expensive part, reading the document, is done once; after a save only the decisions are applied anew. Kept in memory and
made again whenever a file it rests on has changed.
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extractors.apply_corrections import apply_corrections
from extractors.correct_order import withdrawn
from extractors.keys import corrected_keys, plan_mark
from extractors.lookups import LOOKUPS
from extractors.read_corrections import Fault, read_corrections
from extractors.read_sources import RawPlan
from extractors.seen import seen_entries
from schemas.checked_plan import CheckedPlan
from schemas.correction import Correction, Outcome
from schemas.issue import Severity
from schemas.natural_key import NodeKey, short_digest
from schemas.plan import Extraction, Node
from workbench.choices import Shown
from workbench.config import Config
from workbench.decide_again import doubted
from workbench.open_issues import OpenIssue, open_issues
from workbench.read_plans import NoPlan, ReadPlans, Stamp, stamp

__all__ = ["NoPlan", "PlanState", "Row", "States"]


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
class PlanState:
    """All about one plan."""

    raw: RawPlan
    plan: CheckedPlan
    """Corrected, as the publishers get it."""
    uncorrected: Extraction
    corrections: tuple[Correction, ...]
    """The lines of its file, in order; those of lookups are only among the outcomes."""
    outcomes: tuple[Outcome, ...]
    faults: tuple[Fault, ...]
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
    def plan_id(self) -> str:
        """Folder in raw/."""
        return self.raw.source.plan_id

    @property
    def extraction(self) -> Extraction:
        """Corrected."""
        return self.plan.extraction

    @property
    def counts(self) -> Mapping[Severity, int]:
        """Open exceptions by severity."""
        return Counter(issue.severity for issue in self.issues)

    def version_of(self, key: str) -> str:
        """Of an entry, or of the plan itself ("" or its mark)."""
        return _version(self.live.get(key, ()))


class States:
    """The states of all plans of one workbench."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self.plans = ReadPlans(config)
        self._states: dict[str, tuple[Stamp, PlanState]] = {}
        self._locks: dict[str, threading.RLock] = {}
        self._lock = threading.Lock()

    def lock(self, plan_id: str) -> threading.RLock:
        """Held while a plan's state is made or its corrections are written."""
        with self._lock:
            return self._locks.setdefault(plan_id, threading.RLock())

    def ids(self) -> tuple[str, ...]:
        """All plans and samples of raw/ whose manifest holds."""
        return tuple(plan.source.plan_id for plan in self.plans.raw().plans)

    def refused(self) -> Mapping[str, str]:
        """Folders of raw/ whose manifest does not hold, and why."""
        return self.plans.raw().refused

    def get(self, plan_id: str) -> PlanState:
        """The state of a plan, as the files say now.

        Raises:
            NoPlan: there is none, or it cannot be read.
        """
        now = self._stamp(plan_id)
        known = self._states.get(plan_id)
        if known is not None and known[0] == now:
            return known[1]
        with self.lock(plan_id):
            now = self._stamp(plan_id)
            known = self._states.get(plan_id)
            if known is None or known[0] != now:
                known = self._states[plan_id] = (now, self._made(plan_id))
            return known[1]

    def warm(self) -> None:
        """Read all plans in the background, so that the first page need not wait."""
        threading.Thread(target=self._warm, daemon=True).start()

    def _warm(self) -> None:
        for plan_id in self.ids():
            try:
                self.get(plan_id)
            except NoPlan:
                continue

    def _stamp(self, plan_id: str) -> Stamp:
        folder = self._config.corrections
        return (
            *self.plans.raw_stamp(),
            *stamp((folder / f"{plan_id}.jsonl", folder / LOOKUPS, folder / "transcribed")),
        )

    def _made(self, plan_id: str) -> PlanState:
        raw = self.plans.plan(plan_id)
        return plan_state(raw, self.plans.read(plan_id), self._config.corrections)


def plan_state(raw: RawPlan, read: CheckedPlan, folder: Path) -> PlanState:
    """Apply what people decided, and see what is left."""
    corrected = apply_corrections(read, folder)
    lines = read_corrections(folder / f"{read.source.plan_id}.jsonl").corrections
    after = corrected.plan.extraction
    keys = corrected_keys(after, read.extraction)
    live = _live(lines)
    digests = {
        (index, node): digest
        for index, structure in enumerate(after.structures)
        for node, digest in seen_entries(structure).items()
    }
    nodes = {
        keys[index, node.id]: (index, node)
        for index, structure in enumerate(after.structures)
        for node in structure.nodes
    }
    above = {
        key: keys[index, node.parent] if node.parent is not None else plan_mark(key)
        for key, (index, node) in nodes.items()
    }
    shown = Shown(
        {key: node for key, (_, node) in nodes.items()},
        above,
        after.facts.plan,
        read.source,
        corrected.outcomes,
        doubted(after.issues, corrected.outcomes),
    )
    issues = open_issues(after.issues, (), keys, shown)
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
            digests[index, node.id],
            _version(live.get(key, ())),
            tuple(touched.get(key, ())),
            tuple(each.id for each in live.get(key, ())),
        )
        for key, (index, node) in nodes.items()
    )
    return PlanState(
        raw,
        corrected.plan,
        read.extraction,
        lines,
        corrected.outcomes,
        corrected.faults,
        rows,
        issues,
        _version(lines),
        {row.key: row for row in rows},
        {issue.id: issue for issue in issues},
        live,
    )


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
