"""Checked plans → one release in published/, all or nothing. IO, in the published folder alone.

published/index.json              which release is current; written last
published/latest                  symbolic link to it: unchanging paths for portals
published/releases/<CalVer>/      immutable
published/registry/ids.csv        permanent ids
"""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from publishers.archive import kept_documents
from publishers.assemble import Assembled, Task, assemble
from publishers.build import REGISTRY_COPY, add_report, build_content, finish
from publishers.check import Failure
from publishers.index_files import content_digest
from publishers.plan_input import Comparer, Municipality, PublishOutcome, Reader, Withdrawal
from publishers.previous import Previous, read_previous
from publishers.registry import RegistryLost, put_back
from publishers.shrink_guard import read_withdrawals, unsigned_losses
from publishers.switch import building_folder, clear_up, next_version, release_date, switch
from publishers.table_rows import Tables, no_tables
from publishers.verification import Finding, Known, Tools
from publishers.verify import verify
from publishers.why import why
from schemas.checked_plan import CheckedPlan

LOCK_SECONDS = 5.0
"""How long to wait for another run that is publishing; it would only find what this one finds."""

NOTHING = "公開できる計画が一つもありません。計画ごとの理由を確かめてください。"

SHOWN = 10
"""Faults named one by one; a hundred of a kind say no more than ten."""


COLLECTED = 100_000
"""New objects after which Python looks for unreachable ones; by itself it does after 700."""


@contextmanager
def _rarely_collected() -> Iterator[None]:
    """Rows stay until the release is made: walking through them again and again takes a tenth of all time, for nothing."""
    usual = gc.get_threshold()
    gc.set_threshold(COLLECTED, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@_rarely_collected()
def publish(
    plans: Sequence[CheckedPlan],
    published: Path,
    today: date,
    reader: Reader,
    municipalities: Sequence[Municipality],
    compare: Comparer,
    *,
    software: str,
    unread: Mapping[str, str] | None = None,
    withdrawals: Sequence[Withdrawal] = (),
    withdrawals_file: Path | None = None,
) -> PublishOutcome:
    """Build, check and switch to a new release, or say why not; the last release stands in every other case.

    software names the extractor and its version, such as "taikei 0.1.0". unread holds the plans whose manifest or
    document could not be read this time, by folder name, each with one sentence: they keep their last good edition.
    withdrawals_file: where stewards sign for losses, mostly corrections/withdrawals.toml.
    """
    try:
        signed = (*withdrawals, *(read_withdrawals(withdrawals_file) if withdrawals_file else ()))
    except ValueError as error:
        return _failed(published, str(error), "stopped")
    try:
        published.mkdir(parents=True, exist_ok=True)
        with FileLock(published / ".lock", timeout=LOCK_SECONDS):
            clear_up(published)
            before = read_previous(published, compact=True)
            today = day_after(before, today)
            registry = published / "registry" / "ids.csv"
            restored = before is not None and put_back(registry, before.folder / REGISTRY_COPY)
            task = task_of(
                plans, unread, before, signed, municipalities, registry, today, reader, compare, software=software
            )
            outcome = _release(published, today, before, task)
            if restored and before is not None:
                said = f"恒久IDの台帳（{registry}）が欠けていたので、{before.version} 版にある写しから戻しました。"
                outcome = replace(outcome, messages=(said, *outcome.messages))
            return outcome
    except RegistryLost:
        return _failed(
            published,
            "恒久IDの台帳 published/registry/ids.csv がありません。このまま公開するとIDが変わります。"
            "バックアップか版管理から元に戻して、もう一度実行してください。",
            "stopped",
        )
    except Timeout:
        return _failed(published, "別の実行が公開データを作っています。終わってから、もう一度実行してください。")
    except OSError as error:
        return _failed(
            published,
            f"公開フォルダに書けません（{why(error)}: {error.filename or published}）。"
            "空き容量と書込みの権限を確かめて、もう一度実行してください。",
        )


def day_after(before: Previous | None, today: date) -> date:
    """The day of the next release: a clock that goes back must not make rows older than they are."""
    return today if before is None else max(today, release_date(before.version))


def task_of(
    plans: Sequence[CheckedPlan],
    unread: Mapping[str, str] | None,
    before: Previous | None,
    withdrawals: Sequence[Withdrawal],
    municipalities: Sequence[Municipality],
    registry: Path,
    today: date,
    reader: Reader,
    compare: Comparer,
    *,
    software: str,
) -> Task:
    """What the rows are made from, for a release and for its preview."""
    return Task(
        plans=plans,
        unread=unread or {},
        before=before.tables if before else no_tables(),
        withdrawals=withdrawals,
        municipalities={entry.code: entry for entry in municipalities},
        registry=registry,
        today=today.isoformat(),
        reader=reader,
        compare=compare,
        software=software,
    )


def faults_of(failures: Sequence[Failure]) -> list[str]:
    """What rows that fit no model are told as."""
    return [
        f"表 {failure.table} の {failure.id} の {failure.column or '全体'} が規則 {failure.rule} に合いません"
        f"（値「{failure.value}」）。"
        for failure in failures[:SHOWN]
    ]


def _release(
    published: Path, today: date, before: Previous | None, task: Task, *, left_out: Mapping[str, str] | None = None
) -> PublishOutcome:
    assembled = assemble(task)
    refused = {**(left_out or {}), **assembled.refused}
    tables = assembled.tables
    if assembled.failures:
        return _stopped(before, assembled, faults_of(assembled.failures))
    if before is None and not tables["plan"]:
        return _stopped(before, assembled, [NOTHING])
    if before is not None:
        losses = unsigned_losses(tables, before.tables, before.version, task.withdrawals, assembled.retired)
        if losses:
            return _stopped(before, assembled, losses)
    built = building_folder(published)
    files = build_content(built, tables)
    if before is not None and before.index["content_sha256"] == content_digest({p: d for p, (_, d) in files.items()}):
        shutil.rmtree(built)
        return PublishOutcome("unchanged", before.version, before.folder, assembled.plans, refused=refused)
    version = next_version(published, today)
    finish(built, files, version, tables, before, published / "registry" / "ids.csv", _documents(task.plans, before))
    known = Known(tables, before, assembled.failures)
    checked = verify(built, thorough=False, known=known, tools=Tools(task.reader, task.compare))
    faults = checked.faults
    if faults:
        shutil.rmtree(built)
        without = without_faulty(task, tables, faults) if left_out is None else None
        if without is not None:
            guilty = {folder: why for folder, why in without.unread.items() if folder not in task.unread}
            return _release(published, today, before, without, left_out=guilty)
        said = [f"{fault.place}: {fault.message}（検査 {fault.check}）" for fault in faults[:SHOWN]]
        return _stopped(before, assembled, [*said, f"作った公開データに {len(faults)} 件の誤りがあり、公開しません。"])
    add_report(built, files, version, tables, before, checked)
    return PublishOutcome("published", version, switch(published, built, version), assembled.plans, refused=refused)


def without_faulty(task: Task, tables: Tables, faults: Sequence[Finding]) -> Task | None:
    """The same task, with the plans whose rows are at fault left out; None where a fault belongs to none of them alone."""
    plans = {str(row["id"]): str(row["plan_key"]).partition("#")[0] for row in tables["plan"]}
    given = {plan.source.plan_id for plan in task.plans}
    why: dict[str, str] = {}
    for fault in faults:
        name, _, rest = fault.place.partition(" ")
        id = rest.partition(" ")[0]
        row = next((row for row in tables.get(name, ()) if str(row["id"]) == id), None)
        folder = plans.get(str(row["id"] if name == "plan" else row.get("plan_id"))) if row is not None else None
        if folder is None or folder not in given:
            return None
        why.setdefault(folder, f"公開データの検査に通らない値があります（{fault.place}: {fault.message}）。")
    kept = [plan for plan in task.plans if plan.source.plan_id not in why]
    return replace(task, plans=kept, unread={**task.unread, **why}) if kept else None


def _documents(plans: Sequence[CheckedPlan], before: Previous | None) -> dict[str, Path]:
    """sha256 of a document → where it lies: in raw/, else in the release before."""
    found = kept_documents(before) if before is not None else {}
    return found | {plan.source.sha256: plan.document for plan in plans if plan.document is not None}


def _stopped(before: Previous | None, assembled: Assembled, messages: Sequence[str]) -> PublishOutcome:
    version, folder = (before.version, before.folder) if before else (None, None)
    return PublishOutcome("stopped", version, folder, assembled.plans, tuple(messages), assembled.refused)


def _failed(published: Path, message: str, state: Literal["failed", "stopped"] = "failed") -> PublishOutcome:
    before = _still_there(published)
    version, folder = (before.version, before.folder) if before else (None, None)
    return PublishOutcome(state, version, folder, (), (message,))


def _still_there(published: Path) -> Previous | None:
    try:
        return read_previous(published)
    except OSError:
        return None
