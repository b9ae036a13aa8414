"""What a run found → state of the plans, metrics, and notices (実行の後始末). IO: build/, network.

The run is over and its release stands: whatever goes wrong here is one sentence, and changes nothing of it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.read_watched import read_watched
from flows.durations import durations
from flows.notice_events import Event, run_events, watch_events
from flows.notice_settings import read_notice_settings
from flows.notices import deliver, queue_events, queue_run
from flows.plan_states import keep_plan_states, plan_states, read_plan_states
from flows.report import RunReport
from flows.watch_settings import SETTINGS
from publishers.write_safely import replace_file

if TYPE_CHECKING:
    from flows.watch import WatchReport

JAPAN = timezone(timedelta(hours=9))
LOG = logging.getLogger("taikei")


def after_run(build: Path, code: int, report: RunReport | None, said: Sequence[str], version: str = "") -> list[str]:
    """Keep, measure and tell; sentences for the steward where that failed.

    Args:
        build: the working folder.
        code: exit code of the run.
        report: None where the run broke down.
        said: what it said instead.
        version: of the current release, where the report does not tell.
    """
    troubles = []
    for step in (_keep, _measure, _tell):
        try:
            step(build, code, report, said, version)
        except Exception as error:  # the release stands; neither a full disk nor a wrong setting may hide that
            LOG.exception("after the run")
            troubles.append(f"実行の後の記録や通知ができませんでした（{error}）。taikei doctor で確かめてください。")
    return troubles


def after_watch(build: Path, report: WatchReport, titles: dict[str, str], settings_file: Path = SETTINGS) -> list[str]:
    """Tell of what a look at the sources found; sentences for the steward where that failed."""
    try:
        settings = read_notice_settings(settings_file)
        queue_events(build, settings, watch_events(report, titles))
        deliver(build, settings, datetime.now(JAPAN))
    except Exception as error:  # as above
        LOG.exception("after the watch")
        return [f"通知ができませんでした（{error}）。taikei doctor で確かめてください。"]
    return []


def _keep(build: Path, _code: int, report: RunReport | None, _said: Sequence[str], _version: str) -> None:
    if report is not None:
        keep_plan_states(build, plan_states(report))


def _measure(build: Path, code: int, report: RunReport | None, _said: Sequence[str], version: str) -> None:
    from flows.metrics import METRICS, metrics

    text = metrics(
        ended=time.time(),
        code=code,
        version=(report.outcome.version if report is not None else None) or version,
        took=durations(),
        plans=read_plan_states(build),
        sources=read_watched(build),
    )
    replace_file(build / METRICS, text)


def _tell(build: Path, code: int, report: RunReport | None, said: Sequence[str], _version: str) -> None:
    settings = read_notice_settings(SETTINGS)
    if report is not None:
        queue_run(build, settings, lambda told: run_events(report, told))
    elif code:
        queue_events(build, settings, [Event("failure", line) for line in said])
    deliver(build, settings, datetime.now(JAPAN))
