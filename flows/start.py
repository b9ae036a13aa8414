"""A run with something to do: settings, embedded server, progress, and at the end the table. IO: console, build/.

Whoever calls holds the lock of the folder (flows/begin.py).
"""

from __future__ import annotations

import logging
import os
import shutil
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from gettext import gettext as _
from pathlib import Path

from rich.console import Console

from flows.bar import Tell, bar
from flows.begin import INTERRUPTED, NO_RELEASE, OK, REFUSED, of_disk
from flows.clock import now_in_japan
from flows.durations import start_durations
from flows.environment import STARTUP_SECONDS, set_defaults
from flows.folders import Folders
from flows.report import RunReport, markdown, release_line, table
from flows.run_status import RUN_STOP, StatusFile
from flows.server import ServerTrouble, embedded_server, wait_until_healthy
from flows.unchanged import Inputs, remember

LOG = logging.getLogger("taikei")
LOG_WIDTH = 110
"""Columns of the table where the output is no terminal."""

_OF_THE_SERVER = ("prefect.", "httpx", "httpcore")
"""Modules of exceptions that mean that the server, or its database, is gone."""

FULL_BYTES = 1_000_000
"""With less than this left, whatever could not write failed for want of room: one page of the server's database takes 4 KB, its
journal some hundreds.
"""

Execute = Callable[[Folders, Tell], RunReport]


def _to_screen() -> Console:
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=LOG_WIDTH)


@dataclass(frozen=True, slots=True)
class Voice:
    """Where a run speaks."""

    out: Console = field(default_factory=_to_screen)
    errors: Console = field(default_factory=lambda: Console(stderr=True, soft_wrap=True, highlight=False))


def start_run(folders: Folders, inputs: Inputs | None, verbose: bool = False) -> int:
    """Run the flow once in this process; the exit code."""
    with _interrupts_heeded(folders.build), bar(verbose) as show:
        return locked_run(folders, inputs, _with_own_server, show, Voice())


@contextmanager
def _interrupts_heeded(build: Path) -> Iterator[None]:
    """Ctrl-C ends the run at once; before its next step where it fell into an import or a callback that swallows it."""

    def heed(*_: object) -> None:
        with suppress(OSError):
            (build / RUN_STOP).touch()
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, heed)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def locked_run(folders: Folders, inputs: Inputs | None, execute: Execute, show: Tell, voice: Voice) -> int:
    """The only run in this folder; however it ends, its status says so. inputs: as they were before it."""
    build = folders.build
    status = StatusFile(build)
    start_durations()
    code = NO_RELEASE

    def tell(what: str, done: int, total: int) -> None:
        show(what, done, total)
        status.tell(what, done, total)

    try:
        report = execute(folders, tell)
        (build / "report.md").write_text(markdown(report), "utf-8", newline="\n")
        if inputs is not None:
            _remember(folders, inputs, report)
    except ServerTrouble as trouble:
        said = _no_room(build) or str(trouble)
    except OSError as error:
        said = of_disk(error, folders)
    except KeyboardInterrupt:
        code, said = INTERRUPTED, _("中断しました。次の実行が続きから行います。")
    except Exception as error:  # the last door: a steward needs a sentence, the developer the traceback
        with suppress(OSError):
            (build / "error.log").write_text(traceback.format_exc(), "utf-8")
        LOG.exception("run")
        said = _no_room(build) or (
            (
                _(
                    "Prefect のサーバーが実行の途中で応えなくなりました。サーバーとデータベースを確かめて、もう一度実行してください。公開データは前の版のままです。"
                )
            )
            if type(error).__module__.startswith(_OF_THE_SERVER)
            else (
                _(
                    "予期しない誤りが起きました（{name}）。{value} を添えて開発者に知らせてください。公開データは前の版のままです。"
                ).format(name=type(error).__name__, value=build / "error.log")
            )
        )
    else:
        _tell(report, build / "report.md", voice)
        refused = [f"{plan_id}: {message}" for plan_id, message in sorted(report.refused.items())]
        outcome = report.outcome
        code = _exit_code(report)
        status.end(code, outcome.state, outcome.version or "", [*outcome.messages, *refused])
        _look_after(folders, code, report, (), voice)
        return code
    voice.errors.print(said, markup=False)
    status.end(code, messages=[said])
    _look_after(folders, code, None, (said,), voice)
    return code


def _no_room(build: Path) -> str:
    """A full disk shows in strange places, such as a server that says 500; "" where there is room."""
    if shutil.disk_usage(build).free >= FULL_BYTES:
        return ""
    return _(
        "ディスクに空きがありません（{value}）。空けてから、もう一度実行してください。公開データは前の版のままです。"
    ).format(value=build.resolve())


def _look_after(folders: Folders, code: int, report: RunReport | None, said: tuple[str, ...], voice: Voice) -> None:
    """State of the plans, metrics and notices."""
    from flows.after_run import after_run  # needed at the end only

    for line in after_run(folders, code, report, said):
        voice.errors.print(line, markup=False)


def execute_flow(folders: Folders, tell: Tell) -> RunReport:
    """The flow itself; Prefect's settings and server are there already."""
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    from flows.run import drop_useless_results, progress, taikei_run
    from flows.runners import task_runner
    from flows.serving.zombies import mark_dead, place_of

    drop_useless_results(Path(os.environ["PREFECT_LOCAL_STORAGE_PATH"]))
    progress.set(tell)
    mark_dead(folders)
    # The heartbeat of a short run would only make it wait a second longer at the end.
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        flow = taikei_run.with_options(task_runner=task_runner())
        there = (str(folders.raw), str(folders.corrections), str(folders.published), str(folders.build))
        state = flow(*there, place=place_of(folders), return_state=True)
        report = state.result(raise_on_failure=False)
        if isinstance(report, RunReport):
            return report
        if isinstance(report, BaseException):
            raise report
        raise ServerTrouble(f"実行が終わりませんでした（{state.name}）。もう一度実行してください。")


def _with_own_server(folders: Folders, tell: Tell) -> RunReport:
    set_defaults(folders.build)
    with embedded_server(Path(os.environ["PREFECT_HOME"])) as alive:
        tell(_("準備"), 0, 1)
        # Not before the settings and the server's address are in the environment; meanwhile the server starts.
        import flows.run  # noqa: F401

        wait_until_healthy(STARTUP_SECONDS, alive)
        return execute_flow(folders, tell)


def _remember(folders: Folders, inputs: Inputs, report: RunReport) -> None:
    """So that the next run need not do it again; only after a run whose result is a function of its inputs."""
    outcome = report.outcome
    if outcome.state not in ("published", "unchanged"):
        return
    at = f"{now_in_japan():%Y-%m-%d %H:%M %Z}"
    version, folder = outcome.version or "", str(outcome.folder or "")
    remember(folders, inputs, at=at, version=version, folder=folder, refused=report.refused)


def _tell(report: RunReport, written: Path, voice: Voice) -> None:
    voice.out.print(table(report))
    voice.out.print()
    voice.out.print(release_line(report), markup=False, soft_wrap=True)
    voice.out.print(_("要対応・要確認の一覧: {written}").format(written=written), markup=False, soft_wrap=True)
    if report.outcome.folder is not None:
        site = report.outcome.folder.parent.parent / "latest" / "site" / "index.html"
        voice.out.print(_("サイト: {site}").format(site=site), markup=False, soft_wrap=True)
    for plan_id, message in sorted(report.refused.items()):
        voice.errors.print(f"{plan_id}: {message}", markup=False)
    for message in report.outcome.messages:
        voice.errors.print(message, markup=False)


def _exit_code(report: RunReport) -> int:
    if report.outcome.state in ("stopped", "failed"):
        return NO_RELEASE
    return REFUSED if report.refused else OK
