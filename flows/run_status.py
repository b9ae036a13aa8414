"""How far a run is, and how it ended (実行の状況): build/run-status.json, for whoever watches from outside. IO: that file.

Written whole at each step, by one rename. A reader tells a run that was killed by its process: `pid` and `born` are those of
a process that is no more.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import psutil

RUN_STATUS = "run-status.json"
RUN_STOP = "run-stop"
"""Whoever watches leaves this file in build/ to have the run end before its next step; one in a warm process has no signal of its own."""


@dataclass(frozen=True, slots=True)
class RunStatus:
    """One run."""

    pid: int
    born: float
    """When the process began, as the system counts it: a pid alone may be another's by now."""
    started: float
    """Seconds since 1970."""
    what: str = ""
    """What is being done."""
    done: int = 0
    total: int = 1
    ended: float | None = None
    code: int | None = None
    """Exit code of `taikei run`."""
    state: str = ""
    """published, unchanged, stopped, failed; "" where the run did not come that far."""
    version: str = ""
    """The release that is current afterwards."""
    messages: tuple[str, ...] = ()
    """Sentences for the steward."""


class StatusFile:
    """The file of one run."""

    def __init__(self, build: Path) -> None:
        self._path = build / RUN_STATUS
        self._stop = build / RUN_STOP
        with contextlib.suppress(OSError):
            self._stop.unlink(missing_ok=True)  # it was meant for an earlier run
        self._status = RunStatus(os.getpid(), psutil.Process().create_time(), time.time())
        self._write()

    def tell(self, what: str, done: int, total: int) -> None:
        """A step further.

        Raises:
            KeyboardInterrupt: somebody wants the run to end.
        """
        if self._stop.exists():
            raise KeyboardInterrupt
        self._status = replace(self._status, what=what, done=done, total=total)
        self._write()

    def end(self, code: int, state: str = "", version: str = "", messages: Sequence[str] = ()) -> None:
        """The last word."""
        self._status = replace(
            self._status, ended=time.time(), code=code, state=state, version=version, messages=tuple(messages)
        )
        self._write()

    def _write(self) -> None:
        """A full disk must not end the run for its status' sake."""
        with contextlib.suppress(OSError):
            partial = self._path.with_suffix(".part")
            partial.write_text(json.dumps(asdict(self._status), ensure_ascii=False), "utf-8")
            partial.replace(self._path)
