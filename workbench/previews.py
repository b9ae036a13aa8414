"""What the next release would change (公開前の確認): made in a process of its own, kept until something it rests on changes.

IO: one process at a time, build/workbench/preview/.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from schemas.natural_key import short_digest
from workbench.config import Config
from workbench.read_plans import ReadPlans, stamp
from workbench.save import JAPAN

COMMAND = [sys.executable, "-P", "-m", "workbench.preview_child"]

PAGE = 50
"""Rows shown at once."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is."""

    what: str
    """Plan that is being read; "" for the rest."""
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What there is to show."""

    said: Mapping[str, Any] | None
    """As workbench/preview_child.py wrote it; None as long as there is none."""
    progress: Progress | None = None
    """While one is being made."""
    failed: str = ""
    """Last line of what went wrong."""


@dataclass
class Previews:
    """The newest one."""

    config: Config
    plans: ReadPlans
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _child: subprocess.Popen[bytes] | None = None
    _of: str = ""
    _failed: dict[str, str] = field(default_factory=dict)
    _known: tuple[str, Mapping[str, Any]] | None = None

    def get(self, *, start: bool = False) -> Foreseen:
        """Of the files as they are now; where there is none, begins to make it if that is wanted."""
        now = self._stamp()
        with self._lock:
            self._reap()
            if self._known is None or self._known[0] != now:
                said = _json(self._path(now))
                self._known = (now, said) if said is not None else None
            if self._known is not None:
                return Foreseen(self._known[1])
            if now in self._failed:
                return Foreseen(None, failed=self._failed[now])
            if self._child is None:
                if not start:
                    return Foreseen(None)
                self._start(now)
            told = _json(self._path(self._of).with_suffix(".progress")) or {"what": "", "done": 0, "total": 0}
            return Foreseen(None, Progress(**told))

    def look(self) -> None:
        """Begin to make it, also where that failed before."""
        with self._lock:
            self._failed.clear()
        self.get(start=True)

    def close(self) -> None:
        """End the child; what it was making is made again when it is wanted."""
        with self._lock:
            if self._child is not None:
                self._child.kill()
                self._child.wait()
                self._child = None

    def _start(self, of: str) -> None:
        folder = self._path(of).parent
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            old.unlink(missing_ok=True)
        with (folder / "log").open("wb") as log:
            command = [*COMMAND, str(self.config.root), str(self._path(of))]
            self._child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        self._of = of

    def _reap(self) -> None:
        """See whether the child has ended, and how."""
        if self._child is None or self._child.poll() is None:
            return
        if self._child.returncode != 0:
            log = (self._path(self._of).parent / "log").read_text("utf-8", "replace").strip().splitlines()
            self._failed[self._of] = log[-1] if log else str(self._child.returncode)
        self._child = None

    def _path(self, of: str) -> Path:
        return self.config.work / "preview" / f"{of}.json"

    def _stamp(self) -> str:
        """Of all it rests on, and of the day."""
        config = self.config
        written = [path for path in config.corrections.rglob("*") if not path.name.startswith(".")]
        files = [*written, config.published / "index.json", config.published / "latest"]
        parts = (self.plans.raw_stamp(), stamp(sorted(files)), datetime.now(JAPAN).date().isoformat())
        return short_digest(repr(parts))


@dataclass(frozen=True, slots=True)
class Shown:
    """One page of the changes."""

    rows: tuple[Mapping[str, Any], ...]
    count: int
    page: int
    pages: int


def page_of(said: Mapping[str, Any], *, plan: str, table: str, op: str, page: int) -> Shown:
    """The changes that fit the filters; "" filters nothing."""
    fitting = [
        row
        for row in said["changes"]
        if (not plan or row["plan_id"] == plan) and (not table or row["table"] == table) and (not op or row["op"] == op)
    ]
    pages = max(1, -(-len(fitting) // PAGE))
    page = min(max(page, 1), pages)
    return Shown(tuple(fitting[(page - 1) * PAGE : page * PAGE]), len(fitting), page, pages)


def _json(path: Path) -> dict[str, Any] | None:
    try:
        said: dict[str, Any] = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return said
