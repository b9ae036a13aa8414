"""Where documents are read (実行環境): threads of this machine, or a Dask cluster, by setting. IO: opens connections.

TAIKEI_TASK_RUNNER       threads (default) or dask
DASK_SCHEDULER_ADDRESS   a cluster that runs already, such as tcp://10.0.0.5:8786; it alone means dask
TAIKEI_WORKERS           without an address: so many worker processes of this machine (default: one per processor)
TAIKEI_RESULTS_URL       where results of reading are kept for later runs, such as s3://bucket/results
"""

from __future__ import annotations

import logging
import os
import queue
import socket
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from typing import Any, TypeVar
from urllib.parse import urlsplit

from prefect.filesystems import RemoteFileSystem
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from extractors.guard import ReadingFailed
from flows.server import ServerTrouble

T = TypeVar("T")

THREADS = min(4, os.cpu_count() or 1)
"""Documents read at once on this machine; each in a process of its own, so more than processors gains nothing."""
AT_ONCE = 1000
"""Documents handed out and not yet back: work enough for hundreds of workers, and memory does not grow with the rest."""
CONNECT_SECONDS = 10.0
SELDOM: dict[str, object] = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.worker.memory.monitor-interval": "1s",
}
"""How often Dask looks at itself: its own settings are for tasks of milliseconds, and cost more than handing out a document."""
RUNNERS = ("threads", "dask")
RESULTS_BLOCK = "taikei-results"


class RunnerTrouble(ServerTrouble):
    """The setting does not hold, or the cluster does not answer; its words are for the steward."""


def task_runner() -> TaskRunner[Any]:
    """What the setting asks for.

    Raises:
        RunnerTrouble: it cannot be had.
    """
    address = os.environ.get("DASK_SCHEDULER_ADDRESS", "")
    chosen = os.environ.get("TAIKEI_TASK_RUNNER") or ("dask" if address else "threads")
    if chosen not in RUNNERS:
        raise RunnerTrouble(f"TAIKEI_TASK_RUNNER「{chosen}」は使えません。{' か '.join(RUNNERS)} にしてください。")
    if chosen == "threads":
        return ThreadPoolTaskRunner(max_workers=THREADS)
    if find_spec("prefect_dask") is None:
        raise RunnerTrouble("Dask で読むための追加機能がありません。taikei[dask] を入れてください。")
    import dask

    from flows.on_dask import DaskRunner

    dask.config.set(SELDOM)
    logging.getLogger("distributed").setLevel(logging.ERROR)
    if address:
        _check_answers(address)
        return DaskRunner(address=address)
    workers = int(os.environ.get("TAIKEI_WORKERS") or os.cpu_count() or 1)
    # One thread per process: the reading itself is a child process, so a second thread would only wait.
    local = {"n_workers": workers, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    return DaskRunner(cluster_kwargs=local)


def result_storage() -> RemoteFileSystem | None:
    """Where results are kept if not in build/; None where nothing is set. Needs the server."""
    place = os.environ.get("TAIKEI_RESULTS_URL")
    if not place:
        return None
    storage = RemoteFileSystem(basepath=place)
    storage.save(RESULTS_BLOCK, overwrite=True)
    return storage


def each_done(items: Iterable[T], submit: Callable[[T], PrefectFuture[Any]]) -> Iterator[tuple[T, object]]:
    """Every item with its result, or the exception that stands for it, as they come; results are let go at once."""
    waiting = iter(items)
    back: queue.SimpleQueue[tuple[T, PrefectFuture[Any]]] = queue.SimpleQueue()
    out = 0

    def hand_out() -> int:
        for item in waiting:
            submit(item).add_done_callback(lambda future, item=item: back.put((item, future)))  # type: ignore[misc]
            return 1
        return 0

    while out < AT_ONCE and hand_out():
        out += 1
    while out:
        item, future = back.get()
        out += hand_out() - 1
        yield item, _result(future)


def _result(future: PrefectFuture[Any]) -> object:
    try:
        return future.result(raise_on_failure=False)
    except Exception as error:  # of the cluster itself: a document that killed its worker again and again
        return ReadingFailed(
            f"読み取りの途中で作業プロセスが何度も失われました（{type(error).__name__}）。"
            "施策の体系が載ったページだけのPDFに分けるか、作業プロセスのメモリを増やしてください。"
        )


def _check_answers(address: str) -> None:
    place = urlsplit(address if "://" in address else f"tcp://{address}")
    try:
        with socket.create_connection((place.hostname or "", place.port or 8786), CONNECT_SECONDS):
            return
    except OSError as error:
        raise RunnerTrouble(
            f"Dask のスケジューラー（{address}）につながりません（{error.strerror or error}）。"
            "DASK_SCHEDULER_ADDRESS と、スケジューラーが動いているかを確かめてください。"
        ) from None
