"""raw/ → a release: ingest → extract → check and publish. The Prefect flow of `taikei run`; thin, all work is elsewhere.

Names of flows and tasks are what a steward reads in Prefect's pages, so they are Japanese (flows/names.py).

Prefect reads its settings when it is imported: flows/start.py sets them before it imports this module.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

from prefect import flow, get_run_logger, task
from prefect.client.schemas.objects import State, TaskRun
from prefect.context import TaskRunContext
from prefect.states import Completed, Failed
from prefect.tasks import Task
from prefect.utilities.annotations import quote

from extractors.apply_corrections import apply_corrections
from extractors.code_version import code_version
from extractors.editions import compare
from extractors.guard import ReadingFailed
from extractors.municipalities import municipalities
from extractors.pairings import held_pairings
from extractors.predecessors import held_against_predecessors
from extractors.read_sources import RawPlan, RawPlans, read_sources, sha256
from extractors.read_watched import watched_issues
from extractors.readings import read_aloud
from extractors.transcribed import transcriptions
from flows.artifacts import leave_artifacts
from flows.clock import now_in_japan
from flows.durations import document_read, timed
from flows.names import ATTENTION, RUN
from flows.read_document import read_document, reading_took, stored_extraction
from flows.report import RunReport, release_line
from flows.runners import each_done, result_storage
from flows.storage import MIRROR, document_place, mirror_manifests, shared_raw
from publishers.extraction_json import to_json
from publishers.plan_input import PublishOutcome
from publishers.release import publish
from schemas.checked_plan import CheckedPlan
from schemas.plan import Extraction

LOG = logging.getLogger("taikei")
RETRY_SECONDS = [1.0, 5.0]
"""A network folder that hiccups is back by then."""

CACHED = "extract-"
"""Beginning of the file names of results that later runs use again."""

Progress = Callable[[str, int, int], None]
"""What is being done, how many of how many are done."""

progress: ContextVar[Progress] = ContextVar("progress", default=lambda _what, _done, _total: None)


def run_name() -> str:
    """What Prefect shows of one run: when it began."""
    return f"{now_in_japan():%Y-%m-%d %H:%M:%S} の実行"


def _trouble_of_the_disk(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Whether to try again: what is wrong with a document stays wrong."""
    return isinstance(state.result(raise_on_failure=False), OSError)


def _key(_context: TaskRunContext, parameters: dict[str, Any]) -> str:
    """Content, name, code and what people typed from it; never the path. Other corrections come after reading."""
    parts = (parameters[name] for name in ("code", "sha256", "name", "typed"))
    return CACHED + hashlib.sha256("\n".join(parts).encode()).hexdigest()


@task(name="出典情報を読む", retries=2, retry_delay_seconds=RETRY_SECONDS, retry_condition_fn=_trouble_of_the_disk)
def ingest(raw: str, build: str) -> RawPlans:
    """All manifests."""
    elsewhere = shared_raw()
    if elsewhere is not None:
        return read_sources(mirror_manifests(elsewhere, Path(build) / MIRROR), at_hand=False)
    return read_sources(Path(raw))


extract_document = task(
    name="文書を読む",
    task_run_name="文書を読む {title}",
    retries=2,
    retry_delay_seconds=RETRY_SECONDS,
    retry_condition_fn=_trouble_of_the_disk,
    persist_result=True,
    result_serializer="json",
    cache_key_fn=_key,
)(read_document)


@task(name="検査して公開する")
def publish_release(
    plans: list[CheckedPlan], unread: Mapping[str, str], published: str, withdrawals: Path
) -> PublishOutcome:
    """Check all plans and make a release of what passes, all or nothing."""
    return publish(
        plans,
        Path(published),
        now_in_japan().date(),
        read_aloud,
        municipalities(),
        compare,
        software=f"taikei {version('taikei')}",
        unread=unread,
        withdrawals_file=withdrawals,
    )


def run_all(raw: str, corrections: str, published: str, build: str, place: str = "") -> State[RunReport]:
    """One task per document; one that fails never stops the others. place: see flows/serving/zombies.py.

    The state holds the report; its name says whether a person must look.
    """
    with timed("ingest"):
        found = ingest(raw, build)
    with timed("extract"):
        read, refused = extract_all(found.plans, Path(corrections), Path(build))
    with timed("correct"):
        corrected, not_corrected = correct_all(held_against_predecessors(read), Path(corrections))
        untyped = {
            plan.source.plan_id: plan.extraction.error for plan in corrected if plan.extraction.error is not None
        }
        plans = held_pairings([plan for plan in corrected if plan.source.plan_id not in untyped])
    refused = {
        **found.refused,
        **refused,
        **{plan_id: error.message for plan_id, error in untyped.items()},
        **not_corrected,
    }
    progress.get()("公開データの作成", len(found.plans), len(found.plans) + 1)
    # Quoted: Prefect would search every node of every plan for futures.
    with timed("publish"):
        outcome = publish_release(
            cast("list[CheckedPlan]", quote(plans)), refused, published, Path(corrections) / "withdrawals.toml"
        )
    report = RunReport(outcome, {**refused, **outcome.refused}, watched_issues(Path(build)))
    leave_artifacts(report)
    if report.attention:
        get_run_logger().warning(report.attention)
        return Failed(name=ATTENTION, message=report.attention, data=report)
    return Completed(message=release_line(report), data=report)


taikei_run = flow(name=RUN, flow_run_name=run_name, validate_parameters=False, retries=0)(run_all)
"""Not a decorator: a cluster is sent the flow, and finds its function by its name."""


def extract_all(raw: tuple[RawPlan, ...], corrections: Path, build: Path) -> tuple[list[CheckedPlan], dict[str, str]]:
    """Every document in a task of its own: what could be read, and why the rest could not."""
    code = code_version()
    storage = result_storage()
    extract = extract_document.with_options(result_storage=storage) if storage else extract_document
    plans: list[CheckedPlan] = []
    refused: dict[str, str] = {}
    asked = each_done(raw, lambda plan: extract.submit(*_asked(plan, code, corrections)))
    for done, (plan, result) in enumerate(asked):
        progress.get()(f"{plan.source.title}", done, len(raw) + 1)
        extraction = stored_extraction(result)
        if extraction is None and not isinstance(result, Exception):  # what was kept of an earlier run is not what was
            again = extract.with_options(refresh_cache=True)(*_asked(plan, code, corrections), return_state=True)
            result = again.result(raise_on_failure=False)
            extraction = stored_extraction(result)
        if extraction is None:
            refused[plan.source.plan_id] = _sentence(result)
            continue
        read_at, seconds = reading_took(result)
        document_read(plan.source.plan_id, seconds, read_at)
        _keep(extraction, build / "extracted" / f"{plan.source.plan_id}.json")
        plans.append(CheckedPlan(plan.source, extraction, document=plan.path))
    return sorted(plans, key=lambda plan: plan.source.plan_id), refused


def correct_all(read: Sequence[CheckedPlan], corrections: Path) -> tuple[list[CheckedPlan], dict[str, str]]:
    """Every plan with what people decided; where that breaks down, its plan alone is lost."""
    plans: list[CheckedPlan] = []
    refused: dict[str, str] = {}
    for plan in read:
        try:
            plans.append(apply_corrections(plan, corrections).plan)
        except (ValueError, RecursionError, LookupError, TypeError, OSError) as error:
            LOG.exception("corrections of %s", plan.source.plan_id)
            refused[plan.source.plan_id] = (
                f"訂正を当てられません（{type(error).__name__}: {error}）。taikei corrections lint を実行してください。"
            )
    return plans, refused


def _asked(plan: RawPlan, code: str, corrections: Path) -> tuple[str, str, str, str, str, str, dict[str, bytes]]:
    """What the task of one document is called with; what people typed goes along, a worker may not see the folder."""
    source = plan.source
    typed = list(transcriptions(corrections, source.sha256).values())
    pages = {path.name: path.read_bytes() for path in typed}
    return source.title, document_place(plan), plan.path.name, source.sha256, code, _digest(typed), pages


def _digest(typed: Iterable[Path]) -> str:
    """Of what people typed from a document; "" where they did not."""
    return " ".join(f"{path.name} {sha256(path)}" for path in typed)


def _keep(extraction: Extraction, path: Path) -> None:
    """The extraction as `taikei extract` writes it, for whoever wants to look."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(to_json(extraction), "utf-8", newline="\n")


def _sentence(failure: object) -> str:
    if isinstance(failure, ReadingFailed):
        return str(failure)
    if isinstance(failure, OSError):
        return f"文書を読めません（{failure.strerror}）。保存場所につながっているか、権限があるかを確かめてください。"
    return f"予期しない誤りが起きました（{failure!r}）。文書を添えて開発者に知らせてください。"


def drop_useless_results(storage: Path) -> None:
    """Take away what no run will use: kept failures, and results that a killed run left half written.

    Prefect would stumble over the latter for ever.
    """
    for path in storage.rglob("*"):
        if path.is_file() and not (path.name.startswith(CACHED) and _is_json(path)):
            path.unlink()


def _is_json(path: Path) -> bool:
    try:
        json.loads(path.read_bytes())
    except ValueError:
        return False
    return True
