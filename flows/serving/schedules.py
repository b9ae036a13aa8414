"""When what runs (定期実行の登録), and what watches over it, as Prefect keeps them. IO: Prefect's server.

Everything here can be done again: names decide, nothing is made twice.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from prefect.automations import Automation
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import DeploymentFilter, FlowRunFilter
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, StateType
from prefect.deployments.runner import RunnerDeployment
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import EventTrigger, Posture
from prefect.exceptions import ObjectNotFound
from prefect.schedules import Cron
from prefect.states import Cancelled
from prefect.types.entrypoint import EntrypointType

from flows.folders import Folders
from flows.serving.nightly import nightly, notices

ZONE = "Asia/Tokyo"
ZOMBIES = "途切れた実行に印を付ける"
SILENT = timedelta(minutes=9)
"""Three heartbeats of a scheduled run, which come every three minutes: one may be lost on a busy machine."""
HEARTBEAT_SECONDS = 180
_END = ("Completed", "Failed", "Crashed", "Cancelled")
_SINGLE = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
"""A second run of the same kind has nothing to add to one that goes on."""


async def deployments(folders: Folders, at_night: str, for_notices: str) -> list[RunnerDeployment]:
    """What is served; the crons are of Japan's time."""
    there = folders.resolved()
    places = {name: str(getattr(there, name)) for name in ("raw", "corrections", "published", "build")}
    name = deployment_name(there.published)
    return [
        await nightly.ato_deployment(
            name,
            schedules=[Cron(at_night, timezone=ZONE)],
            parameters=places,
            concurrency_limit=_SINGLE,
            description="公開元を見に行き、読み取り、公開できるものを公開します。",
            entrypoint_type=EntrypointType.MODULE_PATH,
        ),
        await notices.ato_deployment(
            name,
            schedules=[Cron(for_notices, timezone=ZONE)],
            parameters={"build": places["build"]},
            concurrency_limit=_SINGLE,
            description="時刻になったお知らせを送ります。",
            entrypoint_type=EntrypointType.MODULE_PATH,
        ),
    ]


async def watch_over_runs() -> None:
    """A scheduled run whose heartbeats end without its end is marked as crashed."""
    try:
        await Automation.aread(name=ZOMBIES)
    except (ValueError, ObjectNotFound):
        trigger = EventTrigger(
            after={"prefect.flow-run.heartbeat"},
            expect={f"prefect.flow-run.{event}" for event in ("heartbeat", *_END)},
            match={"prefect.resource.id": ["prefect.flow-run.*"]},
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=SILENT,
        )
        action = ChangeFlowRunState(
            name="Crashed", state=StateType.CRASHED, force=False, message="実行からの知らせが途絶えました。"
        )
        await Automation(name=ZOMBIES, trigger=trigger, actions=[action]).acreate()


def drop_missed(name: str) -> int:
    """Of the runs that were due while nobody ran them, leave the last of each kind: one night makes up for all."""
    dropped = 0
    with get_client(sync_client=True) as client:
        for deployment in client.read_deployments(
            deployment_filter=DeploymentFilter.model_validate({"name": {"any_": [name]}})
        ):
            due = FlowRunFilter.model_validate(
                {
                    "deployment_id": {"any_": [deployment.id]},
                    "state": {"type": {"any_": [StateType.SCHEDULED]}},
                    "expected_start_time": {"before_": datetime.now(UTC)},
                }
            )
            runs = client.read_flow_runs(flow_run_filter=due)
            runs.sort(key=lambda run: run.expected_start_time or datetime.now(UTC))
            for run in runs[:-1]:
                client.set_flow_run_state(run.id, Cancelled(message="後の実行がまとめて行います。"), force=True)
                dropped += 1
    return dropped


def deployment_name(published: Path) -> str:
    """Under which the schedules of a folder are kept."""
    return published.resolve().parent.name or "taikei"


if __name__ == "__main__":  # on a team's server, where `prefect deploy` registers the schedules
    asyncio.run(watch_over_runs())
