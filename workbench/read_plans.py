"""raw/ → extractions as they were read, kept on disk and in memory (読み取りの控え). IO: raw/, build/workbench/extractions/.

Read by the same door as in a run: in a child process that can be killed. What is kept is known again by content, name, code
and transcriptions, never by path; a refusal is kept in memory alone.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from extractors.code_version import code_version
from extractors.guard import ReadingFailed, extract_guarded
from extractors.predecessors import held_against_predecessors
from extractors.read_sources import RawPlan, RawPlans, read_sources, sha256
from extractors.transcribed import take_transcribed, transcriptions
from schemas.checked_plan import CheckedPlan
from schemas.plan import LEGIBLE, Extraction, Structure
from workbench.config import Config

Stamp = tuple[tuple[str, int, int], ...]
"""Names, times and sizes of files: changes when one of them does."""

LOOK_SECONDS = 0.5
"""Between two looks at raw/, which may hold hundreds of folders; nobody sees the difference."""

_STORED = TypeAdapter(Extraction)


class NoPlan(Exception):
    """There is no such plan, or it cannot be read; its words are for people."""


def stamp(paths: Iterable[Path]) -> Stamp:
    """Of files and folders that may not be there."""
    found = []
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        found.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(found)


def _inside(folder: Path) -> list[Path]:
    """What lies in a folder that may be taken away meanwhile."""
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError:
        return []


class ReadPlans:
    """The plans of raw/, each read once."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._raw: tuple[Stamp, RawPlans] | None = None
        self._read: dict[str, Extraction | NoPlan] = {}
        self._looked: tuple[float, Stamp] = (float("-inf"), ())
        self._lock = threading.Lock()
        self._reading: dict[str, threading.Lock] = {}

    @cached_property
    def _code(self) -> str:
        return code_version()

    def raw(self) -> RawPlans:
        """All manifests, read anew when a file of raw/ changed."""
        now = self.raw_stamp()
        known = self._raw
        if known is None or known[0] != now:
            known = self._raw = (now, read_sources(self._config.raw))
            if self._files() != now:
                self.look_again()  # somebody writes there at this very moment
        return known[1]

    def raw_stamp(self) -> Stamp:
        """Of raw/ and all that lies in its folders; looked at again after a while."""
        now = time.monotonic()
        if now - self._looked[0] > LOOK_SECONDS:
            self._looked = (now, self._files())
        return self._looked[1]

    def look_again(self) -> None:
        """Something changed just now; do not wait."""
        self._looked = (float("-inf"), ())

    def _files(self) -> Stamp:
        folders = sorted(path for path in self._config.raw.iterdir() if path.is_dir())
        return stamp(path for folder in folders for path in (folder, *_inside(folder)))

    def plan(self, plan_id: str) -> RawPlan:
        """The manifest of one plan.

        Raises:
            NoPlan: there is none, or it does not hold.
        """
        found = self._found(plan_id)
        if found is None:  # added or mended since the last look, or read while it was being written
            self.look_again()
            found = self._found(plan_id)
        if found is None:
            raise NoPlan(self.raw().refused.get(plan_id, "この計画はありません。"))
        return found

    def _found(self, plan_id: str) -> RawPlan | None:
        return next((plan for plan in self.raw().plans if plan.source.plan_id == plan_id), None)

    def read(self, plan_id: str) -> CheckedPlan:
        """A plan as it was read, held against the edition before, no corrections applied.

        Raises:
            NoPlan: it cannot be read.
        """
        plan = self.plan(plan_id)
        read = [CheckedPlan(plan.source, self._extraction(plan), document=plan.path)]
        if plan.source.supersedes is not None:
            try:
                before = self.plan(plan.source.supersedes)
                read.append(CheckedPlan(before.source, self._extraction(before), document=before.path))
            except NoPlan:
                pass  # a run, too, goes on without the edition before
        return held_against_predecessors(read)[0]

    def before(self, plan_id: str) -> tuple[Structure, ...]:
        """Hierarchies of the edition before, as they were read; none where there is none, or it cannot be read."""
        plan = self.plan(plan_id)
        if plan.source.supersedes is None:
            return ()
        try:
            return self._extraction(self.plan(plan.source.supersedes)).structures
        except NoPlan:
            return ()

    def kept_at(self, plan_id: str) -> Path:
        """Where the extraction of a plan is kept once it was read.

        Raises:
            NoPlan: there is no such plan.
        """
        return self._path(self._key(self.plan(plan_id)))

    def is_read(self, plan_id: str) -> bool:
        """Whether asking for it will not take long."""
        try:
            plan = self.plan(plan_id)
        except NoPlan:
            return True
        key = self._key(plan)
        return key in self._read or self._path(key).exists()

    def _extraction(self, plan: RawPlan) -> Extraction:
        key = self._key(plan)
        with self._lock:
            lock = self._reading.setdefault(key, threading.Lock())
        with lock:
            known = self._read.get(key)
            if known is None:
                known = self._read[key] = self._stored(key) or self._fresh(plan, key)
        if isinstance(known, NoPlan):
            raise known
        return known

    def _key(self, plan: RawPlan) -> str:
        typed = transcriptions(self._config.corrections, plan.source.sha256)
        parts = (
            self._code,
            plan.source.sha256,
            plan.path.name,
            *(f"{path.name} {sha256(path)}" for path in typed.values()),
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def _path(self, key: str) -> Path:
        return self._config.work / "extractions" / f"{key}.json"

    def _stored(self, key: str) -> Extraction | None:
        try:
            return _STORED.validate_json(self._path(key).read_bytes())
        except (OSError, ValidationError):
            return None

    def _fresh(self, plan: RawPlan, key: str) -> Extraction | NoPlan:
        try:
            extraction = extract_guarded(plan.path)
            typed = transcriptions(self._config.corrections, plan.source.sha256)
            if typed:
                extraction = take_transcribed(extraction, {page: extract_guarded(path) for page, path in typed.items()})
        except ReadingFailed as failed:
            return NoPlan(str(failed))
        if extraction.error is not None and extraction.error.code not in LEGIBLE and not extraction.structures:
            return NoPlan(extraction.error.message)
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{threading.get_ident()}.part")
        partial.write_bytes(_STORED.dump_json(extraction))
        partial.replace(path)
        return extraction
