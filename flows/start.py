"""`taikei run`: settings, lock, embedded server, progress bar, and at the end the table. IO: console, build/."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from flows.environment import STARTUP_SECONDS, set_defaults
from flows.report import RunReport, markdown, release_line, table
from flows.run_status import StatusFile
from flows.server import ServerTrouble, embedded_server, wait_until_healthy

OK = 0
REFUSED = 1
NO_RELEASE = 3
INTERRUPTED = 130
LOG_WIDTH = 110
"""Columns of the table where the output is no terminal."""


def start_run(raw: Path, corrections: Path, published: Path, build: Path) -> int:
    """Run the flow once; the exit code."""
    errors = Console(stderr=True, soft_wrap=True, highlight=False)
    try:
        build.mkdir(parents=True, exist_ok=True)
        with FileLock(build / "run.lock", timeout=0):
            return _locked_run(raw, corrections, published, build, errors)
    except Timeout:
        errors.print("別の taikei run が動いています。終わってからもう一度実行してください。", markup=False)
    except OSError as error:
        errors.print(_of_disk(error, build), markup=False)
    return NO_RELEASE


def _locked_run(raw: Path, corrections: Path, published: Path, build: Path, errors: Console) -> int:
    """The only run in this folder; however it ends, its status says so."""
    status = StatusFile(build)
    code = NO_RELEASE
    try:
        report = _run(raw, corrections, published, build, status)
        (build / "report.md").write_text(markdown(report), "utf-8", newline="\n")
    except ServerTrouble as trouble:
        said = str(trouble)
    except OSError as error:
        said = _of_disk(error, build)
    except KeyboardInterrupt:
        code, said = INTERRUPTED, "中断しました。次の実行が続きから行います。"
    except Exception as error:  # the last door: a steward needs a sentence, the developer the traceback
        (build / "error.log").write_text(traceback.format_exc(), "utf-8")
        said = (
            f"予期しない誤りが起きました（{type(error).__name__}）。{build / 'error.log'} を添えて開発者に知らせてください。"
            "公開データは前の版のままです。"
        )
    else:
        _tell(report, build / "report.md", errors)
        refused = [f"{plan_id}: {message}" for plan_id, message in sorted(report.refused.items())]
        outcome = report.outcome
        status.end(_exit_code(report), outcome.state, outcome.version or "", [*outcome.messages, *refused])
        return _exit_code(report)
    errors.print(said, markup=False)
    status.end(code, messages=[said])
    return code


def _of_disk(error: OSError, build: Path) -> str:
    return f"{error.filename or build} を使えません（{error.strerror}）。権限と空き容量を確かめてください。"


def _run(raw: Path, corrections: Path, published: Path, build: Path, status: StatusFile) -> RunReport:
    set_defaults(build)
    with _bar() as show, embedded_server(Path(os.environ["PREFECT_HOME"])):

        def tell(what: str, done: int, total: int) -> None:
            show(what, done, total)
            status.tell(what, done, total)

        tell("準備", 0, 1)
        # Not before the settings and the server's address are in the environment; meanwhile the server starts.
        from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

        from flows.run import drop_useless_results, progress, taikei_run
        from flows.runners import task_runner

        drop_useless_results(Path(os.environ["PREFECT_LOCAL_STORAGE_PATH"]))
        wait_until_healthy(STARTUP_SECONDS)
        progress.set(tell)
        # The heartbeat of a short run would only make it wait a second longer at the end.
        with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
            flow = taikei_run.with_options(task_runner=task_runner())
            return flow(str(raw), str(corrections), str(published), str(build))


@contextmanager
def _bar() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on the terminal; nothing in pipes and logs."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        shown = bar.add_task("", total=None)

        def show(what: str, done: int, total: int) -> None:
            bar.update(shown, description=what, completed=done, total=total)

        yield show


def _tell(report: RunReport, written: Path, errors: Console) -> None:
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=LOG_WIDTH)
    console.print(table(report))
    console.print()
    console.print(release_line(report), markup=False, soft_wrap=True)
    console.print(f"要対応・要確認の一覧: {written}", markup=False, soft_wrap=True)
    for plan_id, message in sorted(report.refused.items()):
        errors.print(f"{plan_id}: {message}", markup=False)
    for message in report.outcome.messages:
        errors.print(message, markup=False)


def _exit_code(report: RunReport) -> int:
    if report.outcome.state in ("stopped", "failed"):
        return NO_RELEASE
    return REFUSED if report.refused else OK
