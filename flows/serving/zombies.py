"""Runs that Prefect believes to be going on and that are dead (途切れた実行). IO: Prefect's server.

Two ways to know: whoever holds the lock of a folder is the only run in it, so every other one that is shown as running
there is dead; and a scheduled run sends heartbeats, and an automation on the server notices their end (flows/serving/schedules.py).
"""

from __future__ import annotations

import socket

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowFilter, FlowRunFilter, TaskRunFilter
from prefect.client.schemas.objects import StateType
from prefect.states import Crashed

from flows.folders import Folders
from flows.names import RUN

MESSAGE = "実行が途中で途切れました。次の実行が続きから行っています。"
_ALIVE = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]


def place_of(folders: Folders) -> str:
    """By which the runs of one folder on one machine are known: a parameter of the flow.

    A tag would do as well, but Prefect asks its server for a slot for every task under a tag.
    """
    return f"{socket.gethostname()}:{folders.resolved().build}"


def mark_dead(folders: Folders) -> int:
    """Mark them and their tasks as crashed; how many there were. The caller holds the folder's lock."""
    place = place_of(folders)
    with get_client(sync_client=True) as client:
        going = client.read_flow_runs(
            flow_filter=FlowFilter.model_validate({"name": {"any_": [RUN]}}),
            flow_run_filter=FlowRunFilter.model_validate({"state": {"type": {"any_": _ALIVE}}}),
        )
        dead = [run for run in going if run.parameters.get("place") == place]
        for run in dead:
            client.set_flow_run_state(run.id, Crashed(message=MESSAGE), force=True)
            for task in client.read_task_runs(
                flow_run_filter=FlowRunFilter.model_validate({"id": {"any_": [run.id]}}),
                task_run_filter=TaskRunFilter.model_validate({"state": {"type": {"any_": _ALIVE}}}),
            ):
                client.set_task_run_state(task.id, Crashed(message=MESSAGE), force=True)
    return len(dead)
