"""build/run-status.json → the run that is under way, or the last one (実行の状況). IO: reads; asks for the process."""

from __future__ import annotations

import json
from pathlib import Path

import psutil

from flows.run_status import RUN_STATUS, RunStatus


def read_run(build: Path) -> RunStatus | None:
    """As the run wrote it last; None where none ever did."""
    try:
        kept = json.loads((build / RUN_STATUS).read_bytes())
        return RunStatus(**{**kept, "messages": tuple(kept["messages"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def is_alive(run: RunStatus) -> bool:
    """Whether its process is still there: a pid alone may be another's by now."""
    try:
        return bool(abs(psutil.Process(run.pid).create_time() - run.born) < 1)
    except psutil.Error:
        return False
