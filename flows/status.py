"""What a steward asks in the morning (状況): plans, release, exceptions, sources, last and next runs. IO: reads build/, published/.

Nothing is computed anew: it is what the last run, the last look at the sources and the schedule wrote down.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cronsim import CronSim, CronSimError

from extractors.read_watched import OPERATION, read_pages, read_watched
from flows.clock import JAPAN, now_in_japan
from flows.plan_states import PlanState, read_plan_states
from flows.run_state import is_alive, read_run
from schemas.watched import FoundLink

INTERRUPTED = 130
"""Exit code of a run that was broken off by Ctrl-C."""
SCHEDULES = "schedules.json"
"""In build/operation: [{"name": …, "cron": …}] in Japan's time, as long as something keeps that schedule."""


@dataclass(frozen=True, slots=True)
class LastRun:
    """The run that is under way, or the last one."""

    started: str
    ended: str | None
    state: str
    """running, killed, published, unchanged, stopped, failed, interrupted."""
    code: int | None
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A source that needs a person."""

    plan_id: str
    """"" for a page of links."""
    kind: str
    message: str
    since: str


@dataclass(frozen=True, slots=True)
class Status:
    """All that is told."""

    release: str | None
    plans: tuple[PlanState, ...]
    exceptions: dict[str, int]
    """Open ones by severity."""
    last_run: LastRun | None
    next_runs: tuple[dict[str, str], ...]
    sources: tuple[Waiting, ...]
    found: tuple[FoundLink, ...]
    """Documents on pages of links that no manifest names."""
    watched: int
    """Sources that are looked at."""

    @property
    def needs_someone(self) -> bool:
        """Whether anything waits for a person or went wrong."""
        bad_run = self.last_run is not None and self.last_run.state in ("killed", "stopped", "failed")
        refused = any(plan.state == "refused" for plan in self.plans)
        return bool(bad_run or refused or self.sources or self.found or self.exceptions.get("block"))


def read_status(published: Path, build: Path) -> Status:
    """As it was written down last."""
    plans = read_plan_states(build)
    counts: Counter[str] = Counter()
    for plan in plans:
        counts.update(plan.counts)
    watched, pages = read_watched(build), read_pages(build)
    waiting = [Waiting(look.plan_id, look.kind, look.message, look.since) for look in watched.values() if look.kind]
    waiting += [Waiting("", page.kind, page.message, page.since) for page in pages if page.kind]
    return Status(
        release=_release(published),
        plans=tuple(plans),
        exceptions={severity: counts[severity] for severity in ("block", "review", "info")},
        last_run=_last_run(build),
        next_runs=_next_runs(build),
        sources=tuple(waiting),
        found=tuple(link for page in pages for link in page.links),
        watched=len(watched),
    )


def _release(published: Path) -> str | None:
    try:
        return str(json.loads((published / "index.json").read_bytes())["latest"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _last_run(build: Path) -> LastRun | None:
    run = read_run(build)
    if run is None:
        return None
    state = run.state or "failed"
    if run.code == INTERRUPTED:
        state = "interrupted"
    if run.ended is None:
        state = "running" if is_alive(run) else "killed"
    ended = None if run.ended is None else _time(run.ended)
    return LastRun(_time(run.started), ended, state, run.code, run.messages)


def _next_runs(build: Path) -> tuple[dict[str, str], ...]:
    try:
        kept = json.loads((build / OPERATION / SCHEDULES).read_bytes())
        now = now_in_japan().replace(tzinfo=None)
        runs = [{"name": str(run["name"]), "next": f"{next(CronSim(str(run['cron']), now))}"} for run in kept]
    except (OSError, ValueError, KeyError, TypeError, CronSimError, StopIteration):
        return ()
    return tuple(sorted(runs, key=lambda run: run["next"]))


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, JAPAN).isoformat(timespec="seconds")
