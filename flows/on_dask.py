"""Tasks for the workers of a Dask cluster, sent small (Dask での実行). IO: the cluster.

prefect-dask sends every task with all settings of the run, and every worker works these out anew for each: three quarters
of what is spent around a small document (benchmarks/scale.py). Here a task, its flow and the settings travel as one block of
bytes that stays the same for all documents of a run, and a worker opens it once.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

import cloudpickle  # type: ignore[import-untyped]
from prefect.client.schemas.objects import State
from prefect.context import SettingsContext, TaskRunContext, serialize_context
from prefect.task_engine import run_task_sync
from prefect.tasks import Task
from prefect_dask.task_runners import DaskTaskRunner, PrefectDaskFuture

BLOCKS_KEPT = 4
"""Runs that a worker may serve at the same time without opening blocks again."""


class DaskRunner(DaskTaskRunner):
    """Prefect's own, but for how a task is handed over."""

    def submit(  # type: ignore[override]  # its overloads tell results apart that are all the same here
        self,
        task: Task[Any, Any],
        parameters: dict[str, Any],
        wait_for: Iterable[PrefectDaskFuture[Any]] | None = None,
        dependencies: dict[str, Any] | None = None,
    ) -> PrefectDaskFuture[Any]:
        """Hand out one run of the task; its parameters hold no futures."""
        if wait_for or dependencies or task.isasync or TaskRunContext.get() is not None:
            return super().submit(task, parameters, wait_for, dependencies)
        blocks: dict[int, bytes] = self.__dict__.setdefault("blocks", {})
        if id(task) not in blocks:
            blocks[id(task)] = cloudpickle.dumps((task, serialize_context()))
        run_id = uuid4()
        # A key of its own: Dask would make one out of every byte of the arguments.
        asked = (run_block, blocks[id(task)], run_id, parameters)
        future = self.client.submit(*asked, key=f"{task.name}-{run_id}")  # type: ignore[no-untyped-call]
        return PrefectDaskFuture(wrapped_future=future, task_run_id=run_id)


def run_block(block: bytes, run_id: UUID, parameters: dict[str, Any]) -> State[Any] | None:
    """On a worker: one run of the task."""
    task, context, settings = _opened(block)
    # A context can be entered but once at a time; the settings in it are shared.
    with SettingsContext(profile=settings.profile, settings=settings.settings):
        return run_task_sync(
            task=task, task_run_id=run_id, parameters=parameters, return_type="state", context=dict(context)
        )


@lru_cache(BLOCKS_KEPT)
def _opened(block: bytes) -> tuple[Task[Any, Any], dict[str, Any], SettingsContext]:
    task, context = cloudpickle.loads(block)
    settings = SettingsContext(**context.pop("settings_context"))
    gc.freeze()  # what is loaded by now stays; looking through it again and again would cost more than handing over does
    return task, context, settings
