"""`taikei run` from the workbench (公開データの作成): started as a process of its own, watched through files. IO: processes, build/.

The run outlives the workbench: what it is doing stands in build/run-status.json, which every run writes, also one that was started
from the command line. flows/ is not imported; this is all the two know of each other.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from workbench.config import Config

STATUS = "run-status.json"
STOP = "run-stop"
"""A file in build/ that every run looks for before its next step."""
COMMAND = [sys.executable, "-P", "-m", "flows.command", "run"]
SAME = 1.0
"""Seconds by which two clocks may tell the birth of one process."""
LINES = 3
"""Last lines of what a run printed, where it ended without a word in its status."""


class Busy(Exception):
    """A run is under way already."""


@dataclass(frozen=True, slots=True)
class Run:
    """The run that is under way, or the last one."""

    running: bool
    ours: bool = False
    """Started from this workbench, so that it can be stopped here."""
    stopping: bool = False
    """It was asked to end."""
    started: float = 0.0
    what: str = ""
    done: int = 0
    total: int = 0
    """0: not known yet."""
    ended: float | None = None
    code: int | None = None
    """None: it was killed."""
    state: str = ""
    """published, unchanged, stopped, failed; "" where it did not come that far."""
    version: str = ""
    messages: tuple[str, ...] = ()


class Runs:
    """Starting, watching and stopping; one at a time."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._note = config.work / "run.json"
        self._log = config.work / "run.log"
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begin a run.

        Raises:
            Busy: there is one.
        """
        with self._lock:
            now = self.now()
            if now is not None and now.running:
                raise Busy
            config = self._config
            folders = [f"--{name}={getattr(config, name)}" for name in ("raw", "published", "corrections", "build")]
            config.work.mkdir(parents=True, exist_ok=True)
            with self._log.open("wb") as log:
                self._child = subprocess.Popen(
                    [*COMMAND, *folders],
                    cwd=config.root,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,  # Ctrl-C at the workbench is not meant for it
                )
            born = psutil.Process(self._child.pid).create_time()
            self._note.write_text(json.dumps({"pid": self._child.pid, "born": born, "at": time.time()}), "utf-8")

    def stop(self) -> None:
        """Interrupt the run that was started here; it ends by itself and the last release stands.

        Where a warm `taikei serve` does it, our process merely waits: a signal would end the waiting and not the run.
        """
        mine, said = _json(self._note), _json(self._config.build / STATUS)
        process = _process(mine)
        if mine is None or process is None:
            return
        (self._config.build / STOP).touch()
        if said is not None and not _is_older(said, mine) and said.get("pid") != mine["pid"]:
            return
        if os.name == "nt":  # there is no such signal; the run looks for the file between two steps
            return
        with contextlib.suppress(psutil.Error):
            process.send_signal(signal.SIGINT)

    def now(self) -> Run | None:
        """The run that is under way, else the last one; None where none ever was."""
        if self._child is not None:
            self._child.poll()  # else it would stay as a zombie
        mine, said = _json(self._note), _json(self._config.build / STATUS)
        ours = _process(mine) is not None
        if said is None or (mine is not None and _is_older(said, mine)):
            return self._wordless(mine, ours) if mine is not None else None
        told = {
            name: said[name]
            for name in ("started", "what", "done", "total", "ended", "code", "state", "version")
            if name in said
        }
        running = said.get("ended") is None and (ours or _process(said) is not None)
        stopping = running and (self._config.build / STOP).exists()
        return Run(running, ours, stopping, messages=tuple(said.get("messages", ())), **told)

    def _wordless(self, mine: dict[str, Any], ours: bool) -> Run:
        """Of a run that has not written its status yet, or ended before it could."""
        if ours:
            return Run(True, True, started=mine["at"])
        try:
            lines = self._log.read_text("utf-8", "replace").strip().splitlines()[-LINES:]
        except OSError:
            lines = []
        return Run(False, started=mine["at"], ended=mine["at"], messages=tuple(lines))


def _is_older(said: dict[str, Any], mine: dict[str, Any]) -> bool:
    """Whether a status is of a run before ours."""
    return bool(said.get("started", 0) < mine["at"] - SAME)


def _json(path: Path) -> dict[str, Any] | None:
    try:
        said = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) else None


def _process(said: dict[str, Any] | None) -> psutil.Process | None:
    """The process a file tells of, while it lives: a pid alone may be another's by now."""
    if said is None:
        return None
    try:
        process = psutil.Process(int(said["pid"]))
        if abs(process.create_time() - float(said["born"])) > SAME or process.status() == psutil.STATUS_ZOMBIE:
            return None
    except (psutil.Error, KeyError, ValueError, TypeError):
        return None
    return process
