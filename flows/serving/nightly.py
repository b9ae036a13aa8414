"""What runs by itself (定期実行): each step is the command a steward would type, its words are in the run's log.

The commands keep their own locks, so nothing here can overlap what people start by hand.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.clock import now_in_japan
from flows.folders import Folders
from flows.names import ATTENTION as NAME_OF_ATTENTION
from flows.names import NIGHTLY, NOTICES

WAIT_SECONDS = 3600
"""For a run that somebody started by hand shortly before."""
ATTENTION = 1
"""Exit code of commands that did their work and have something for people."""
USAGE = 2


class StepFailed(Exception):
    """A command could not do its work; its words are for the steward."""


def night() -> str:
    """What Prefect shows of one night."""
    return f"{now_in_japan():%Y-%m-%d} の夜"


@task(name="手順", task_run_name="{title}")
def step(title: str, command: list[str]) -> tuple[str, bool]:
    """One command of taikei; what it said, and whether that waits for a person.

    Raises:
        StepFailed: it could not do its work.
    """
    said = subprocess.run(
        [sys.executable, "-m", "flows.command", *command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    text = f"{said.stdout}{said.stderr}".strip()
    get_run_logger().info(text)
    if said.returncode not in (0, ATTENTION):
        raise StepFailed(
            text.rpartition("\n")[2] or f"taikei {command[0]} が終了コード {said.returncode} で終わりました。"
        )
    return text, said.returncode == ATTENTION


@flow(name=NIGHTLY, flow_run_name=night, retries=0)
def nightly(
    raw: str = "raw", corrections: str = "corrections", published: str = "published", build: str = "build"
) -> State[None]:
    """公開元を見に行き、変わった計画を読み取り、公開できるものを公開します。"""
    there = Folders(Path(raw), Path(corrections), Path(published), Path(build))
    said = []
    looked = step("公開元を見に行く", ["watch", "--raw", raw, "--build", build], return_state=True)
    said.append(("公開元", looked))
    ran = step("読み取って公開する", [*run_command(there), "--wait", str(WAIT_SECONDS)], return_state=True)
    said.append(("公開", ran))
    told = [(title, *_told(state)) for title, state in said]
    text = "\n\n".join(f"## {title}\n\n```\n{words.replace('```', '')}\n```" for title, words, _ in told)
    create_markdown_artifact(key="night-report", markdown=text, description="夜間の更新の結果")
    for state in (looked, ran):
        state.result()
    waiting = [f"{title}: {words.rpartition(chr(10))[2]}" for title, words, waits in told if waits]
    if waiting:
        return Failed(name=NAME_OF_ATTENTION, message="人の対応か確認が必要です。" + " ".join(waiting))
    return Completed()


def _told(state: State[tuple[str, bool]]) -> tuple[str, bool]:
    """What a step said, and whether it waits for a person; of one that failed, why."""
    result = state.result(raise_on_failure=False)
    return result if isinstance(result, tuple) else (str(result), True)


@flow(name=NOTICES, flow_run_name=lambda: f"{now_in_japan():%Y-%m-%d %H:%M} のお知らせ", retries=0)
def notices(build: str = "build") -> None:
    """時刻になったお知らせを送ります。"""
    step("知らせる", ["notify", "--build", build])


def run_command(folders: Folders) -> list[str]:
    """`taikei run` on these folders."""
    places = (
        ("raw", folders.raw),
        ("corrections", folders.corrections),
        ("published", folders.published),
        (
            "build",
            folders.build,
        ),
    )
    return ["run", *(word for name, path in places for word in (f"--{name}", str(path)))]
