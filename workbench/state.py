"""One plan as it stands now (計画の状態): what was read, what people decided, what is still open. IO: raw/, corrections/.

The expensive part, reading the document, is done once; after a save only the decisions are applied anew. Kept in memory and
made again whenever a file it rests on has changed.
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from extractors.apply_corrections import Written, put_in, read_written
from extractors.correct import Prepared, prepare
from extractors.correct_order import withdrawn
from extractors.keys import plan_mark
from extractors.lookups import LOOKUPS
from extractors.municipalities import municipalities
from extractors.read_corrections import Fault
from extractors.read_sources import RawPlan
from extractors.seen import seen_entries
from publishers.plan_input import Municipality
from schemas.checked_plan import CheckedPlan, Reading
from schemas.correction import Correction, Outcome
from schemas.issue import Issue, Severity
from schemas.natural_key import ADDED, NodeKey, short_digest
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
class Base:
    """What no decision changes: made once per document."""

    raw: RawPlan
    read: CheckedPlan
    prepared: Prepared
    by_ref: Mapping[tuple[int, str], str]
    """Hierarchy and ref of a cell, line or box → key."""


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


class States:
    """The states of all plans of one workbench."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self.plans = ReadPlans(config)
        self._bases: dict[str, tuple[Stamp, Base]] = {}
        self._states: dict[str, tuple[Stamp, PlanState]] = {}
        self._readings: dict[str, Reading] = {}
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
        self.plans.plan(plan_id)  # whatever stands in an address is no part of a path before it is the name of a plan
        now = self._stamp(plan_id)
        known = self._states.get(plan_id)
        if known is not None and known[0] == now:
            return known[1]
        with self.lock(plan_id):
            now = self._stamp(plan_id)
            known = self._states.get(plan_id)
            if known is None or known[0] != now:
                written = read_written(self._config.corrections, plan_id)
                known = self._states[plan_id] = (now, self.state(plan_id, written))
            return known[1]

    def state(self, plan_id: str, written: Written) -> PlanState:
        """The state a plan would have with these corrections; nothing is written or kept.

        Raises:
            NoPlan: there is none, or it cannot be read.
        """
        return plan_state(self._base(plan_id), written, self._foresee)

    def keep(self, state: PlanState) -> None:
        """After a save: it need not be made again. The plan's lock must be held."""
        self._states[state.plan_id] = (self._stamp(state.plan_id), state)

    def warm(self) -> None:
        """Read all plans in the background, so that the first page need not wait."""
        threading.Thread(target=self._warm, daemon=True).start()

    def _warm(self) -> None:
        for plan_id in self.ids():
            try:
                self.get(plan_id)
            except NoPlan:
                continue

    def _base(self, plan_id: str) -> Base:
        stamp_of_raw = self._raw_stamp()
        known = self._bases.get(plan_id)
        if known is None or known[0] != stamp_of_raw:
            raw, read = self.plans.plan(plan_id), self.plans.read(plan_id)
            if known is not None and (known[1].raw, known[1].read) == (raw, read):  # another plan's file changed
                known = (stamp_of_raw, known[1])
            else:
                prepared = prepare(read.extraction)
                by_ref = {(prepared.known.indexes[key], node.ref): key for key, node in prepared.known.nodes.items()}
                known = (stamp_of_raw, Base(raw, read, prepared, by_ref))
            self._bases[plan_id] = known
        return known[1]

    def _foresee(self, plan: CheckedPlan) -> tuple[Issue, ...]:
        from extractors.readings import read_aloud
        from publishers.foresee import foresee

        return foresee(plan, _towns(), read_aloud, self._readings)

    def _raw_stamp(self) -> Stamp:
        return (*self.plans.raw_stamp(), *stamp((self._config.corrections / "transcribed",)))

    def _stamp(self, plan_id: str) -> Stamp:
        folder = self._config.corrections
        return (*self._raw_stamp(), *stamp((folder / f"{plan_id}.jsonl", folder / LOOKUPS)))


@cache
def _towns() -> Mapping[str, Municipality]:
    return {town.code: town for town in municipalities()}


def plan_state(base: Base, written: Written, foresee: Callable[[CheckedPlan], tuple[Issue, ...]]) -> PlanState:
    """Apply what people decided, and see what is left. Pure, as far as foresee is."""
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
