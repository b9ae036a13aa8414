"""deploy/: the commands of docs/operations.md, word for word, against a real server; a worker makes a release, one at a time."""

from __future__ import annotations

import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from flows.gate import CLIENT_PASSWORD
from tests.flows.prefect_api import ask, look_up
from tests.flows.steward import sound_release
from tests.flows.towns import TOWNS, put_towns

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
SET_UP = (
    "prefect work-pool create taikei --type process",
    "prefect work-pool set-concurrency-limit taikei 2",
    "prefect --no-prompt deploy --all --prefect-file deploy/prefect.yaml",
)
WORKER = "prefect worker start --pool taikei --type process"
PATIENCE = 600
STOP_SECONDS = 20
OVER = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")


def command(line: str) -> list[str]:
    program, *rest = shlex.split(line)
    return [str(BIN / program), *rest]


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_the_commands_of_the_manual_make_a_server_that_publishes(server: dict[str, str], tmp_path: Path) -> None:
    said = (ROOT / "docs" / "operations.md").read_text("utf-8")
    assert all(line in said for line in SET_UP)
    assert f"/.venv/bin/{WORKER}" in (ROOT / "deploy" / "taikei-worker.service").read_text("utf-8")
    office = tmp_path / "office"
    put_towns(office / "raw")
    for name in ("flows", "deploy"):
        (office / name).symlink_to(ROOT / name)
    env = {**server, "TAIKEI_HOME": str(office), "PREFECT_HOME": str(tmp_path / "prefect"), "DO_NOT_TRACK": "1"}
    for line in SET_UP:
        done = subprocess.run(command(line), cwd=office, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    api, password = server["PREFECT_API_URL"], server[CLIENT_PASSWORD]
    entries = [(one["entrypoint"].partition(":"), one) for one in ask(api, password, "deployments/filter")]
    deployments = {flow: one for (_, of_a_file, flow), one in entries if of_a_file}  # taikei serve names modules
    assert set(deployments) == {"nightly", "notices"}
    schedules = [each["schedule"] for one in deployments.values() for each in one["schedules"]]
    assert [each["timezone"] for each in schedules] == ["Asia/Tokyo"] * 2
    assert look_up(api, password, "work_pools/taikei")["concurrency_limit"] == 2
    night = deployments["nightly"]
    runs = [
        ask(api, password, f"deployments/{night['id']}/create_flow_run", state={"type": "SCHEDULED"}) for _ in range(2)
    ]
    with (tmp_path / "worker.log").open("w") as log:
        worker = subprocess.Popen(command(WORKER), cwd=office, env=env, stdout=log, stderr=log)
    try:
        states = _ends(api, password, [run["id"] for run in runs], worker)
    finally:
        _stop(worker)
    told = (tmp_path / "worker.log").read_text("utf-8")
    assert sorted(states) == ["CANCELLED", "COMPLETED"], told
    sound_release(office / "published")
    plans = (office / "published" / "latest" / "json" / "plan.jsonl").read_text("utf-8")
    assert all(plan_id in plans for plan_id in TOWNS)


def _stop(worker: subprocess.Popen[bytes]) -> None:
    """As systemd does: asked first, then made to. Prefect's worker at times waits for ever for a run that was cancelled."""
    worker.send_signal(signal.SIGTERM)
    try:
        worker.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


def _ends(api: str, password: str, ids: list[str], worker: subprocess.Popen[bytes]) -> list[str]:
    until = time.monotonic() + PATIENCE
    while True:
        found: list[Any] = ask(api, password, "flow_runs/filter", flow_runs={"id": {"any_": ids}})
        states = [one["state_type"] for one in found]
        if all(state in OVER for state in states):
            return states
        assert worker.poll() is None, "the worker is gone"
        assert time.monotonic() < until, states
        time.sleep(1)
