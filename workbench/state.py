"""The plans of a workbench as they stand now. IO: raw/, corrections/, build/workbench/.

The expensive part, reading the document, is done once; after a save only the decisions are applied anew. Kept in memory and
made again whenever a file it rests on has changed.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Mapping
from contextlib import suppress
from functools import cache

from extractors.apply_corrections import Written, read_written
from extractors.correct import prepare
from extractors.lookups import LOOKUPS
from extractors.municipalities import municipalities
from publishers.plan_input import Municipality
from schemas.checked_plan import CheckedPlan, Reading
from schemas.issue import Issue
from workbench.config import Config
from workbench.plan_state import Base, PlanState, Row, plan_state
from workbench.read_plans import NoPlan, ReadPlans, Stamp, stamp

__all__ = ["NoPlan", "PlanState", "Row", "States"]


class States:
    """The states of all plans of one workbench."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self.plans = ReadPlans(config)
        self._bases: dict[str, tuple[Stamp, Base]] = {}
        self._states: dict[str, tuple[Stamp, PlanState]] = {}
        self.deciders: dict[str, str] = {}
        """Id of a correction saved by this process → name of who is signed in; never written anywhere."""
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

    def size(self, plan_id: str) -> int:
        """Bytes of the plan's corrections; 0 where there is no file."""
        try:
            return (self._config.corrections / f"{plan_id}.jsonl").stat().st_size
        except FileNotFoundError:
            return 0

    def keep(self, state: PlanState, size: int) -> None:
        """After a save: it need not be made again, unless something else changed meanwhile. The plan's lock must be held.

        Args:
            size: of the plan's corrections as they were written.
        """
        now = self._stamp(state.plan_id)
        base = self._bases.get(state.plan_id)
        if base is not None and base[0] == self._raw_stamp() and self.size(state.plan_id) == size:
            self._states[state.plan_id] = (now, state)

    def warm(self) -> None:
        """Read all plans in the background, so that the first page need not wait."""
        threading.Thread(target=self._warm, daemon=True).start()

    def _warm(self) -> None:
        for plan_id in self.ids():
            with suppress(NoPlan):
                self.get(plan_id)
        gc.collect()
        gc.freeze()  # what was read stays; looking through it again and again would cost more than a save

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
                known = (stamp_of_raw, Base(raw, read, prepared, by_ref, self.plans.before(plan_id)))
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
