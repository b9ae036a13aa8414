"""A day of a steward: at night one source changed, one became garbage, one vanished; in the morning all of it is told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.read_watched import watched_issues
from publishers.previous import read_previous
from tests.flows.misbehaving_server import Asked, Server, misbehaving_server
from tests.flows.watch_samples import PLAN, REISSUED, make_plan

pytestmark = pytest.mark.slow

TAIKEI = str(Path(sys.executable).parent / "taikei")
TOWNS = {"hoshimi": "立川市 132021", "tsukimi": "多摩市 132241", "hanami": "西東京市 132292"}


@pytest.fixture
def web() -> Iterator[Server]:
    with misbehaving_server() as server:
        yield server


def test_a_day(tmp_path: Path, web: Server, server: dict[str, str]) -> None:
    taken: list[dict[str, str]] = []

    def take(asked: Asked) -> None:
        body = asked.body
        while len(body) < int(asked.headers["content-length"]):
            body += asked.connection.recv(65_536)
        taken.append(json.loads(body))
        asked.answer(b"ok")

    web.behaviours["/hook"] = take
    for name, town in TOWNS.items():
        municipality, code = town.split()
        web.behaviours[f"/{name}"] = lambda asked: asked.answer(PLAN.encode(), ETag='"1"')
        more = {"municipality": municipality, "municipality_code": code, "title": f"{name}計画"}
        make_plan(tmp_path / "raw", name, f"{web.url}/{name}", PLAN.encode(), **more)
    (tmp_path / "operation.toml").write_text(
        "[watch]\nallow_addresses = ['127.0.0.0/8']\nattempts = 1\nhost_seconds = 0\n"
        '[notices]\ndigest = "00:00"\nquiet = ""\nevents = ["failure", "exceptions", "source", "change"]\n',
        "utf-8",
    )
    environment = {**server, "TAIKEI_NOTICE_URLS": f"json://127.0.0.1:{web.port}/hook"}

    def taikei(*arguments: str, told: bool = True) -> subprocess.CompletedProcess[str]:
        env = environment if told else {key: environment[key] for key in environment if key != "TAIKEI_NOTICE_URLS"}
        return subprocess.run([TAIKEI, *arguments], cwd=tmp_path, env=env, capture_output=True, text=True, check=False)

    assert taikei("watch", told=False).returncode == 0
    first = taikei("run", told=False)
    assert first.returncode == 0, first.stderr
    before = read_previous(tmp_path / "published")
    assert before is not None
    notices = tmp_path / "build" / "operation" / "notices.json"
    box = json.loads(notices.read_bytes())
    notices.write_text(json.dumps({**box, "queue": []}), "utf-8")  # yesterday's were read

    web.behaviours["/hoshimi"] = lambda asked: asked.answer(REISSUED.encode(), ETag='"2"')
    web.behaviours["/tsukimi"] = lambda asked: asked.answer(bytes(range(256)) * 20, ETag='"2"')
    del web.behaviours["/hanami"]
    watched = taikei("watch", told=False)
    assert watched.returncode == 1, watched.stderr
    ran = taikei("run", told=False)
    assert ran.returncode == 0, ran.stderr

    after = read_previous(tmp_path / "published")
    assert after is not None
    assert after.version != before.version
    rows = {(row["municipality_code"], row["name"]) for row in after.tables["policy"]}
    assert ("132021", "夜間の講座を開く") in rows
    assert {("132241", "夜の講座を開く"), ("132292", "夜の講座を開く")} <= rows, "what stays good stays published"
    assert {row["id"] for row in before.tables["policy"]} <= {row["id"] for row in after.tables["policy"]}

    assert {plan_id: issue.kind for plan_id, (issue,) in watched_issues(tmp_path / "build").items()} == {
        "hanami": "source_vanished",
        "tsukimi": "source_type_changed",
    }
    report = (tmp_path / "build" / "report.md").read_text("utf-8")
    sources = report.partition("## 公開元")[2].partition("##")[0]
    assert "hanami" in sources
    assert "tsukimi" in sources
    assert "hoshimi" not in sources

    assert taikei("notify").returncode == 0
    assert taikei("notify").returncode == 0
    (digest,) = taken
    assert "hoshimi計画: 変更なし 13件、名称変更 1件、移動 0件、追加 1件、削除 0件" in digest["message"]
    assert "hanami計画: 文書が公開元からなくなりました" in digest["message"]
    assert "tsukimi計画: テキストだった公開元の文書が" in digest["message"]

    status = taikei("status", "--json")
    assert status.returncode == 1
    said = json.loads(status.stdout)
    assert said["release"] == after.version
    assert {source["plan_id"] for source in said["sources"]} == {"hanami", "tsukimi"}
    assert said["last_run"]["state"] == "published"
    assert (tmp_path / "build" / "metrics.prom").read_text("utf-8").endswith("# EOF\n")
    assert 'taikei_sources{state="vanished"} 1.0' in (tmp_path / "build" / "metrics.prom").read_text("utf-8")
    assert taikei("run").stdout.count("変更") >= 1
    assert len(taken) == 1, "nothing new, nobody is told"
