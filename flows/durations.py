"""How long each step of a run took (所要時間), and each document. State of this process; nothing is written here.

Documents may be read by other processes or machines: their time comes back with their result.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

LOG = logging.getLogger("taikei")


@dataclass
class Durations:
    """Of one run, in seconds."""

    began: float = field(default_factory=time.time)
    steps: dict[str, float] = field(default_factory=dict)
    documents: dict[str, float] = field(default_factory=dict)
    """By plan; only those that were read in this run."""
    cached: int = 0
    """Documents whose reading was at hand from an earlier run."""


_lock = threading.Lock()
_now = Durations()


def start_durations() -> None:
    """A new run begins."""
    global _now
    with _lock:
        _now = Durations()


def durations() -> Durations:
    """Those of the run that is under way, or of the last one."""
    return _now


@contextmanager
def timed(step: str) -> Iterator[None]:
    """Count the time of the block to a step, and log it."""
    began = time.perf_counter()
    try:
        yield
    finally:
        seconds = time.perf_counter() - began
        with _lock:
            _now.steps[step] = _now.steps.get(step, 0.0) + seconds
        LOG.info("step", extra={"step": step, "seconds": round(seconds, 3)})


def document_read(plan_id: str, seconds: float, read_at: float) -> None:
    """A document's result came; one that was read before this run began was at hand."""
    cached = read_at < _now.began
    with _lock:
        if cached:
            _now.cached += 1
        else:
            _now.documents[plan_id] = seconds
    LOG.info("document", extra={"plan_id": plan_id, "seconds": round(seconds, 3), "cached": cached})
