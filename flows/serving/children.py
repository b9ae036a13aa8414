"""Programs that `taikei serve` keeps running beside itself (子プロセス). IO: processes, their logs in build/.

Each holds a pipe to this process and leaves with it, however this process ends. One that dies is started again.
"""

from __future__ import annotations

import contextlib
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

STOP_SECONDS = 12.0
"""For a child to leave by itself, its own child included."""
LOOK_SECONDS = 0.5
PAUSE_SECONDS = (1.0, 5.0, 30.0)
"""Before starting again what died, the longer the more often it did."""
SOUND_SECONDS = 300.0
"""A child that ran so long has recovered: its earlier deaths no longer count."""


@dataclass
class Child:
    """One program, started again whenever it ends by itself."""

    title: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str]
    tell: Callable[[str], None]
    process: subprocess.Popen[bytes] | None = None
    _ending: threading.Event = field(default_factory=threading.Event)
    _watcher: threading.Thread | None = None

    def start(self) -> None:
        """Start it, and a thread that looks after it."""
        self._spawn()
        self._watcher = threading.Thread(target=self._watch, name=self.title, daemon=True)
        self._watcher.start()

    def let_go(self) -> None:
        """Close its pipe, so that it begins to leave."""
        self._ending.set()
        if self._watcher is not None:
            self._watcher.join()
        if self.process is not None and self.process.stdin is not None:
            with contextlib.suppress(OSError):
                self.process.stdin.close()

    def stop(self) -> None:
        """Let it go, wait for it to leave; the hard way where it does not."""
        self.let_go()
        if self.process is None:
            return
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _spawn(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                env=self.environment,
                start_new_session=True,  # Ctrl-C is for this process, which ends its children in order
            )

    def _watch(self) -> None:
        deaths = 0
        since = time.monotonic()
        while not self._ending.wait(LOOK_SECONDS):
            assert self.process is not None
            if self.process.poll() is None:
                continue
            deaths = 1 if time.monotonic() - since > SOUND_SECONDS else deaths + 1
            self.tell(f"{self.title}が終わったので、もう一度始めます（{self.log} に理由があります）。")
            if self._ending.wait(PAUSE_SECONDS[min(deaths, len(PAUSE_SECONDS)) - 1]):
                return
            since = time.monotonic()
            self._spawn()
