"""`taikei serve`: one process tree; runs are handed to it and are quick; it ends in order, and also when it is killed."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from flows.gate import CLIENT_PASSWORD
from flows.names import RUN
from flows.run_status import RUN_STATUS
from flows.serving.hand_over import FILE
from flows.serving.serve import PAGES
from flows.status import INTERRUPTED
from tests.flows.prefect_api import PATIENCE, ask
from tests.flows.steward import TAIKEI, contents, one_plan_more, run, sound_release, without_server
from workbench.config import configure
from workbench.run_process import Runs

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

ROOT = Path(__file__).parents[2]
PLAN = "c-hanami"
SLOW = "d-slow"


@dataclass
class Serving:
    """A running `taikei serve`."""

    folder: Path
    process: subprocess.Popen[str]
    api: str
    password: str
    workbench: str

    def ask(self, what: str, **body: object) -> Any:
        return ask(self.api, self.password, what, **body)

    def runs(self) -> list[dict[str, Any]]:
        """Runs of the flow of `taikei run`, the newest first."""
        return list(self.ask("flow_runs/filter", sort="START_TIME_DESC", flows={"name": {"any_": [RUN]}}))

    def cpu(self) -> float:
        """Seconds that its tree has used."""
        times = [process.cpu_times() for process in self.tree()]
        return float(sum(one.user + one.system for one in times))

    def tree(self) -> list[psutil.Process]:
        me = psutil.Process(self.process.pid)
        return [me, *me.children(recursive=True)]


def cpu_of_children() -> float:
    """Seconds that commands called from here have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(what: Callable[[], object], seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end
        time.sleep(0.1)


def start(folder: Path, env: dict[str, str], *options: str) -> Serving:
    ports = ["--server-port", str(free_port()), "--workbench-port", str(free_port())]
    with (folder / "serve.txt").open("w") as said:
        process = subprocess.Popen(
            [TAIKEI, "serve", *ports, *options], cwd=folder, env=env, stdout=said, stderr=said, text=True
        )

    def up() -> bool:
        assert process.poll() is None, (folder / "serve.txt").read_text("utf-8")
        return "定期実行" in (folder / "serve.txt").read_text("utf-8")

    until(up)
    told = json.loads((folder / "build" / FILE).read_bytes())
    return Serving(folder, process, told["api"], told["password"], told["workbench"])


def end(serving: Serving, how: int) -> None:
    """Send the signal; nobody of the tree is left soon after."""
    tree = serving.tree()
    serving.process.send_signal(how)
    serving.process.wait(PATIENCE)
    _, left = psutil.wait_procs(tree, PATIENCE)
    assert not left


@pytest.fixture(scope="module")
def serving(towns: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("serving") / "copy"
    shutil.copytree(towns, folder, symlinks=True)
    (folder / "corrections").mkdir(exist_ok=True)
    found = start(folder, without_server())
    yield found
    if found.process.poll() is None:
        end(found, signal.SIGTERM)


def change_one_document(folder: Path) -> None:
    (document,) = (folder / "raw" / PLAN).glob("*.txt")
    document.write_text(document.read_text("utf-8").replace("を開く", "をひらく", 1), "utf-8")
    state_digest(document.parent)


def state_digest(plan: Path) -> None:
    """The sum in its manifest is that of the document again."""
    (document,) = plan.glob("*.txt")
    manifest = plan / "source.toml"
    lines = manifest.read_text("utf-8").splitlines()
    digest = f'sha256 = "{hashlib.sha256(document.read_bytes()).hexdigest()}"'
    manifest.write_text("\n".join(digest if line.startswith("sha256") else line for line in lines) + "\n", "utf-8")


def test_schedules_stand_in_japans_time(serving: Serving) -> None:
    found: dict[str, Any] = {}

    def registered() -> bool:
        found.update({one["entrypoint"]: one for one in serving.ask("deployments/filter")})
        return len(found) == 2

    until(registered)
    night = found["flows.serving.nightly.nightly"]
    assert night["schedules"][0]["schedule"] == {"cron": "0 3 * * *", "timezone": "Asia/Tokyo", "day_or": True}
    assert night["global_concurrency_limit"]["limit"] == 1
    planned = {"state": {"type": {"any_": ["SCHEDULED"]}}, "deployment_id": {"any_": [night["id"]]}}
    until(lambda: serving.ask("flow_runs/filter", flow_runs=planned))
    assert {flow["name"] for flow in serving.ask("flows/filter")} >= {"夜間の更新", "お知らせ"}
    assert [one["name"] for one in serving.ask("automations/filter")] == ["途切れた実行に印を付ける"]


def test_the_workbench_answers(serving: Serving) -> None:
    def answers() -> bool:
        try:
            with urllib.request.urlopen(serving.workbench, timeout=10) as page:
                return bool(page.status == 200)
        except OSError:
            return False

    until(answers)


def test_a_run_is_handed_over_and_a_changed_document_is_through_quickly(serving: Serving) -> None:
    first = run(serving.folder, without_server())
    assert first.returncode == 0, first.stderr
    before = sound_release(serving.folder / "published")
    change_one_document(serving.folder)
    client, there = cpu_of_children(), serving.cpu()
    done = run(serving.folder, without_server())
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert cpu_of_children() - client < 1.5, "nothing heavy is loaded where it is only waited"
    assert serving.cpu() - there < 15, "processor time, which a busy machine doubles: three seconds of an idle one"
    assert sound_release(serving.folder / "published") != before
    assert "新しい公開データを作りました" in done.stdout
    assert "第3次西東京市学びの計画" in done.stdout
    runs = serving.runs()
    assert runs[0]["state_type"] == "COMPLETED"
    kinds = {one["key"] for one in serving.ask("artifacts/filter") if one["flow_run_id"] == runs[0]["id"]}
    assert kinds == {"run-report", "exceptions", "workbench"}

    def read() -> list[str]:
        tasks = serving.ask("task_runs/filter", flow_runs={"id": {"any_": [runs[0]["id"]]}})
        return sorted(task["state_name"] for task in tasks if task["name"].startswith("文書を読む"))

    until(lambda: read() == ["Cached"] * 3 + ["Completed"])


def test_a_run_begun_in_the_workbench_is_stopped_there_although_the_warm_process_does_it(
    serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in os.environ.keys() - without_server().keys():
        monkeypatch.delenv(name)
    before = contents(serving.folder / "published")
    change_one_document(serving.folder)
    # Long enough to be stopped while it is read.
    slow = serving.folder / "raw" / SLOW
    shutil.copytree(serving.folder / "raw" / PLAN, slow)
    (document,) = slow.glob("*.txt")
    document.write_text(document.read_text("utf-8") + "ここは本文です。\n" * 8_000, "utf-8")
    state_digest(slow)
    runs = Runs(configure(serving.folder))
    runs.start()
    until(lambda: (now := runs.now()) is not None and now.running and now.what)
    assert json.loads((serving.folder / "build" / RUN_STATUS).read_bytes())["pid"] != runs_pid(serving.folder)
    runs.stop()
    until(lambda: not runs.now().running)  # type: ignore[union-attr]
    now = runs.now()
    assert now is not None
    assert (now.code, now.messages) == (INTERRUPTED, ("中断しました。次の実行が続きから行います。",))
    assert contents(serving.folder / "published") == before
    shutil.rmtree(slow)
    done = run(serving.folder, without_server())  # the warm process is well, and what was stopped is forgotten
    assert done.returncode == 0, done.stdout


def runs_pid(folder: Path) -> int:
    """Of the process that the workbench started."""
    return int(json.loads((folder / "build" / "workbench" / "run.json").read_bytes())["pid"])


def test_with_nothing_changed_it_ends_at_once_and_leaves_a_record(serving: Serving) -> None:
    run(serving.folder, without_server())
    published = contents(serving.folder / "published")
    client = cpu_of_children()
    done = run(serving.folder, without_server())
    assert cpu_of_children() - client < 1.5, "under two seconds of wall time where the machine is not full"
    assert done.returncode == 0
    assert "変更がない" in done.stdout
    assert done.stderr == ""
    assert contents(serving.folder / "published") == published
    newest = serving.runs()[0]
    assert (newest["state_name"], newest["state_type"]) == ("変更なし", "COMPLETED")


def test_only_its_owner_can_ask(serving: Serving) -> None:
    path = serving.folder / "build" / FILE
    assert path.stat().st_mode & 0o077 == 0
    assert (serving.folder / "build" / PAGES).stat().st_mode & 0o077 == 0
    assert serving.password not in (serving.folder / "serve.txt").read_text("utf-8")
    with pytest.raises(urllib.error.HTTPError, match="401"):
        ask(serving.api, "taikei:guessed", "deployments/filter")
    told = json.loads(path.read_bytes())
    for asked in ({**told, "token": "wrong"}, ["nonsense"], {}):
        with socket.create_connection(("127.0.0.1", told["port"]), 5) as line:
            line.sendall(json.dumps(asked).encode() + b"\n")
            assert line.makefile("rb").read() == b""


def test_another_folder_or_other_settings_are_declined(serving: Serving, tmp_path: Path) -> None:
    env = {
        **without_server(),
        "PREFECT_API_URL": serving.api,
        CLIENT_PASSWORD: serving.password,
        "TAIKEI_SOMETHING": "else",
    }
    done = run(serving.folder, env)
    assert done.returncode == 0, done.stderr
    assert "taikei serve より新しい" in done.stderr
    assert "変更がない" in done.stdout


def test_a_second_serve_of_the_folder_is_refused(serving: Serving) -> None:
    done = subprocess.run(
        [TAIKEI, "serve"], cwd=serving.folder, env=without_server(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert "別の taikei serve" in done.stderr


def test_server_and_workbench_come_back_when_they_die(serving: Serving) -> None:
    for child in serving.tree()[1:]:
        if "flows.server" in " ".join(child.cmdline()):
            child.kill()

    def answers() -> bool:
        try:
            return bool(serving.ask("flows/filter"))
        except OSError:
            return False

    until(lambda: "もう一度始めます" in (serving.folder / "serve.txt").read_text("utf-8"))
    until(answers)
    one_plan_more(serving.folder)
    done = run(serving.folder, without_server())
    assert done.returncode == 0, done.stderr
    assert "新しい公開データを作りました" in done.stdout


def test_the_deployments_of_a_team_s_server(serving: Serving) -> None:
    env = {
        **without_server(),
        "PREFECT_API_URL": serving.api,
        CLIENT_PASSWORD: serving.password,
        "PREFECT_HOME": str(serving.folder / "home"),
    }
    prefect = str(Path(TAIKEI).with_name("prefect"))
    for command in (
        [prefect, "work-pool", "create", "taikei", "--type", "process"],
        [prefect, "--no-prompt", "deploy", "--all", "--prefect-file", "deploy/prefect.yaml"],
    ):
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    pool = {"name": {"any_": ["taikei"]}}
    found = {one["entrypoint"]: one for one in serving.ask("deployments/filter", work_pools=pool)}
    assert set(found) == {"flows/serving/nightly.py:nightly", "flows/serving/nightly.py:notices"}
    night = found["flows/serving/nightly.py:nightly"]
    assert night["schedules"][0]["schedule"]["timezone"] == "Asia/Tokyo"
    assert night["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"


def test_it_ends_in_order_and_killed_takes_its_children_along(serving: Serving, server: dict[str, str]) -> None:
    """Last: the module's own tree ends, and another one, at a server that is there, is killed in the middle of a run."""
    end(serving, signal.SIGTERM)
    said = (serving.folder / "serve.txt").read_text("utf-8")
    assert said.rstrip().endswith("終わります。")
    assert "Traceback" not in said
    assert not (serving.folder / "build" / FILE).exists()
    again = start(serving.folder, server)
    published = contents(serving.folder / "published" / "releases")
    change_one_document(serving.folder)
    waiting = subprocess.Popen([TAIKEI, "run"], cwd=serving.folder, env=server, stderr=subprocess.PIPE, text=True)

    def publishing_in_there() -> bool:
        told = json.loads((serving.folder / "build" / RUN_STATUS).read_bytes())
        return bool(told["pid"] == again.process.pid and told["what"] == "公開データの作成")

    until(publishing_in_there)
    end(again, signal.SIGKILL)
    _, errors = waiting.communicate(timeout=PATIENCE)
    assert waiting.returncode == 3
    assert "もう一度実行してください" in errors
    assert published.items() <= contents(serving.folder / "published" / "releases").items()
    assert (serving.folder / "build" / FILE).exists(), "left behind, and harmless"
    done = run(serving.folder, server)
    assert done.returncode == 0, done.stderr
    sound_release(serving.folder / "published")


def test_wrong_usage_and_a_taken_port_are_told(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    command = [sys.executable, "-m", "flows.command", "serve"]
    wrong = subprocess.run(
        [*command, "--nightly", "every day"], cwd=tmp_path, capture_output=True, text=True, check=False, env=_here()
    )
    assert wrong.returncode == 2
    assert "cron" in wrong.stderr
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [*command, "--server-port", port], cwd=tmp_path, capture_output=True, text=True, check=False, env=_here()
        )
    assert done.returncode == 3
    assert f"127.0.0.1:{port} は使われています" in done.stderr


def _here() -> dict[str, str]:
    return {**without_server(), "PYTHONPATH": os.pathsep.join(sys.path)}
