"""What a run found → state of the plans, metrics, and notices (実行の後始末). IO: build/, network.

The run is over and its release stands: whatever goes wrong here is one sentence, and changes nothing of it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.read_watched import read_watched
from flows.clock import now_in_japan
from flows.durations import durations
from flows.folders import Folders
from flows.notices.events import Event, run_events, watch_events
from flows.notices.queue import deliver, queue_events, queue_run
from flows.notices.settings import read_notice_settings
from flows.plan_states import keep_plan_states, plan_states, read_plan_states
from flows.report import RunReport
from flows.watch.settings import SETTINGS
from publishers.write_safely import replace_file

if TYPE_CHECKING:
    from flows.watch.look import WatchReport

INTERRUPTED = 130
"""Whoever breaks a run off knows it."""
LOG = logging.getLogger("taikei")


def after_run(folders: Folders, code: int, report: RunReport | None, said: Sequence[str]) -> list[str]:
    """Keep, measure and tell; sentences for the steward where that failed.

    Args:
        folders: of the project; the settings lie beside raw/.
        code: exit code of the run.
        report: None where the run broke down.
        said: what it said instead.
    """
    state = report.outcome.state if report is not None else "broken"
    LOG.info("run", extra={"code": code, "state": state, "seconds": round(time.time() - durations().began, 3)})
    troubles = []
    for step in (_keep, _measure, _tell):
        try:
            step(folders, code, report, said)
        except Exception as error:  # the release stands; neither a full disk nor a wrong setting may hide that
            LOG.exception("after the run")
            troubles.append(f"実行の後の記録や通知ができませんでした（{error}）。taikei doctor で確かめてください。")
    return troubles


def after_watch(build: Path, report: WatchReport, titles: dict[str, str], settings_file: Path = SETTINGS) -> list[str]:
    """Tell of what a look at the sources found; sentences for the steward where that failed."""
    try:
        settings = read_notice_settings(settings_file)
        queue_events(build, settings, watch_events(report, titles))
        deliver(build, settings, now_in_japan())
    except Exception as error:  # as above
        LOG.exception("after the watch")
        return [f"通知ができませんでした（{error}）。taikei doctor で確かめてください。"]
    return []


def _keep(folders: Folders, _code: int, report: RunReport | None, _said: Sequence[str]) -> None:
    if report is not None:
        keep_plan_states(folders.build, plan_states(report))


def _measure(folders: Folders, code: int, report: RunReport | None, _said: Sequence[str]) -> None:
    from flows.metrics import METRICS, metrics
    from publishers.previous import current_version  # loads pandas, which a run has loaded and a watch has not

    text = metrics(
        ended=time.time(),
        code=code,
        version=(report.outcome.version if report is not None else current_version(folders.published)) or "",
        took=durations(),
        plans=read_plan_states(folders.build),
        sources=read_watched(folders.build),
    )
    replace_file(folders.build / METRICS, text)


def _tell(folders: Folders, code: int, report: RunReport | None, said: Sequence[str]) -> None:
    settings = read_notice_settings(folders.raw.resolve().parent / SETTINGS)
    if report is not None:
        queue_run(folders.build, settings, lambda told: run_events(report, told))
    elif code != INTERRUPTED:
        queue_events(folders.build, settings, [Event("failure", line) for line in said])
    deliver(folders.build, settings, now_in_japan())
