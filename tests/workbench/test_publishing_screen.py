"""Before publishing: what would change, the signature under a loss, and a run that is started, watched and stopped."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from fastapi.testclient import TestClient

from flows.run_status import RUN_STOP
from publishers.plan_input import Withdrawal
from publishers.shrink_guard import read_withdrawals
from tests.workbench.small_plan import token
from workbench import previews, run_process
from workbench.config import Config
from workbench.previews import Previews, page_of
from workbench.read_plans import ReadPlans
from workbench.run_process import Busy, Run, Runs
from workbench.sign_loss import sign_loss
from workbench.words import say

SAID = {
    "state": "stopped",
    "before": "2026.11.20",
    "names": {"132021P000001": "まなび計画"},
    "messages": ["計画「まなび計画」の施策体系の項目が 9 件から 3 件に減ります。"],
    "losses": [
        {"key": "132021-manabi", "name": "まなび計画", "what": "施策体系の項目", "was": 9, "now": 3, "signed": False, "sentence": "減ります。"}
    ],
    "plans": [
        {"plan_id": "132021-manabi", "title": "まなび計画", "state": "published", "message": "", "withheld": 0, "nodes": 3, "issues": {"block": 1, "review": 0, "info": 2}}
    ],
    "changes": [
        {"op": "changed", "table": "policy", "id": "n1", "plan_id": "132021P000001", "title": "<b>出前</b>", "cells": [{"key": "name", "before": "出前講座を聞く", "after": "出前講座を開く"}]},
        {"op": "removed", "table": "evidence", "id": "e1", "plan_id": "132021P000001", "title": "広場", "cells": []},
        *({"op": "added", "table": "policy", "id": f"m{number}", "plan_id": "132021P000001", "title": f"新{number}", "cells": []} for number in range(60)),
    ],
    "tables": {
        "policy": {"ja": "施策体系", "en": "Policies", "columns": {"name": {"ja": "名称", "en": "Name", "codes": {}}}},
        "evidence": {"ja": "根拠", "en": "Evidence", "columns": {}},
    },
}  # fmt: skip


@pytest.fixture
def foreseen(client: TestClient) -> dict[str, Any]:
    """What a child would have found."""
    kept: Previews = client.app.state.previews  # type: ignore[attr-defined]
    path = kept._path(kept._stamp())
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(SAID), "utf-8")
    return SAID


@pytest.fixture
def slow_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that tells of itself and waits to be stopped."""
    script = (
        "import json, os, sys, time, psutil, signal\n"
        "build = next(a for a in sys.argv if a.startswith('--build=')).split('=')[1]\n"
        "said = {'pid': os.getpid(), 'born': psutil.Process().create_time(), 'started': time.time(), 'what': '立川', 'done': 1, 'total': 4}\n"
        "def write():\n"
        "    path = os.path.join(build, 'run-status.json')\n"
        "    open(path + '.part', 'w').write(json.dumps(said)); os.replace(path + '.part', path)\n"
        "write()\n"
        "try:\n    time.sleep(60)\n"
        "except KeyboardInterrupt:\n    said.update(ended=time.time(), code=130, messages=['中断しました。']); write(); sys.exit(130)\n"
    )
    monkeypatch.setattr(run_process, "COMMAND", [sys.executable, "-c", script])


def until(found: Callable[[], bool]) -> None:
    for _ in range(200):
        if found():
            return
        time.sleep(0.05)
    raise AssertionError


def test_the_changes_are_shown_row_by_row(client: TestClient, foreseen: dict[str, Any]) -> None:
    page = client.get("/publishing").text
    assert '<del class="was">出前講座を聞く</del> <ins class="now">出前講座を開く</ins>' in page
    assert "&lt;b&gt;出前" in page
    assert say("ja", "publishing.stopped") in page
    assert "新48" in page
    assert "新59" not in page
    assert "広場" not in page
    assert "新59" in client.get("/publishing?page=2").text
    assert "広場" in client.get("/publishing?table=evidence").text
    assert "新1" not in client.get("/publishing?op=changed").text.partition('id="changes"')[2].replace("新しい", "")


def test_pages_and_filters() -> None:
    shown = page_of(SAID, plan="", table="policy", op="added", page=99)
    assert (shown.count, shown.page, shown.pages, len(shown.rows)) == (60, 2, 2, 10)
    assert page_of(SAID, plan="other", table="", op="", page=-3).page == 1


def test_a_loss_is_signed_for_by_a_publisher_alone(
    client: TestClient, config: Config, foreseen: dict[str, Any]
) -> None:
    said = {
        "csrf": token(client),
        "key": "132021-manabi",
        "release": "2026.11.20",
        "reason": " 改定で\n章がなくなった ",
    }
    assert client.post("/publishing/sign", data={**said, "reason": " "}).status_code == 422
    assert client.post("/publishing/sign", data={**said, "release": "2026.01.01"}).status_code == 409
    assert client.post("/publishing/sign", data={**said, "key": "other"}).status_code == 409
    assert not (config.corrections / "withdrawals.toml").exists()
    assert client.post("/publishing/sign", data=said, follow_redirects=False).status_code == 303
    (signed,) = read_withdrawals(config.corrections / "withdrawals.toml")
    assert (signed.plan_id, signed.release, signed.reason) == ("132021-manabi", "2026.11.20", "改定で 章がなくなった")
    assert client.app.state.previews.get().said is None  # type: ignore[attr-defined]


def test_signatures_are_added_and_what_stands_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "withdrawals.toml"
    path.write_text(
        '# 前からあるもの\n[[withdrawal]]\nplan_id = "a"\nrelease = "1"\nreason = "r"\nrole = "x"\ndate = "d"', "utf-8"
    )
    sign_loss(tmp_path, Withdrawal("b", "2", '引用符"と\\ と\n改行', "データ管理者", "2026-11-21"))
    assert path.read_text("utf-8").startswith("# 前からあるもの\n")
    assert [each.plan_id for each in read_withdrawals(path)] == ["a", "b"]
    assert read_withdrawals(path)[1].reason == '引用符"と\\ と\n改行'
    path.write_text("[[withdrawal", "utf-8")
    with pytest.raises(ValueError, match="書き足せません"):
        sign_loss(tmp_path, Withdrawal("c", "2", "r", "x", "d"))
    assert path.read_text("utf-8") == "[[withdrawal"


def test_only_a_publisher_runs_stops_and_signs(browser: Callable[[str | None], TestClient]) -> None:
    for name in ("viewer", "editor"):
        who = browser(name)
        for what in ("run", "stop", "sign"):
            said = {"csrf": token(who), "key": "a", "release": "b", "reason": "c"}
            assert who.post(f"/publishing/{what}", data=said).status_code == 403
        page = who.get("/publishing").text
        assert say("ja", "publishing.publisher_runs") in page
        assert 'action="/publishing/run"' not in page


def test_a_run_is_watched_stopped_and_never_one_of_two(config: Config, slow_run: None) -> None:
    runs = Runs(config)
    assert runs.now() is None
    runs.start()
    with pytest.raises(Busy):
        runs.start()
    until(lambda: (now := runs.now()) is not None and now.what == "立川")
    other = Runs(config)  # the workbench was started anew meanwhile
    now = other.now()
    assert now is not None
    assert (now.running, now.ours, now.done, now.total) == (True, True, 1, 4)
    with pytest.raises(Busy):
        other.start()
    other.stop()
    until(lambda: (now := runs.now()) is not None and not now.running)
    ended = runs.now()
    assert ended is not None
    assert (ended.code, ended.messages) == (130, ("中断しました。",))


def test_a_run_that_another_process_took_over_is_asked_to_end_and_its_waiting_child_left_alone(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = "import time; time.sleep(60)"
    monkeypatch.setattr(run_process, "COMMAND", [sys.executable, "-c", waits])
    runs = Runs(config)
    runs.start()
    said = {"pid": os.getpid(), "born": psutil.Process().create_time(), "started": time.time(), "ended": None}
    (config.build / "run-status.json").write_text(json.dumps(said), "utf-8")
    assert runs.now().ours  # type: ignore[union-attr]
    runs.stop()
    now = runs.now()
    assert now is not None
    assert (now.running, now.ours, now.stopping) == (True, True, True)
    assert (config.build / RUN_STOP).exists()
    child = runs._child
    assert child is not None
    assert child.poll() is None
    child.kill()
    child.wait()


def test_a_run_that_ends_without_a_word_shows_its_last_lines(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        run_process, "COMMAND", [sys.executable, "-c", "print('一つも計画がありません。'); raise SystemExit(2)"]
    )
    runs = Runs(config)
    runs.start()
    until(lambda: not runs.now().running)  # type: ignore[union-attr]
    assert runs.now().messages == ("一つも計画がありません。",)  # type: ignore[union-attr]


def test_a_killed_run_is_not_under_way(config: Config) -> None:
    said = {
        "pid": 1,
        "born": 1.0,
        "started": time.time(),
        "what": "x",
        "done": 1,
        "total": 2,
        "ended": None,
        "code": None,
    }
    (config.build / "run-status.json").write_text(
        json.dumps({**said, "state": "", "version": "", "messages": []}), "utf-8"
    )
    assert Runs(config).now() == Run(False, False, started=said["started"], what="x", done=1, total=2)  # type: ignore[arg-type]


def test_a_run_from_the_command_line_is_seen_too(config: Config) -> None:
    said = {"pid": os.getpid(), "born": psutil.Process().create_time(), "started": time.time(), "ended": None}
    (config.build / "run-status.json").write_text(json.dumps(said), "utf-8")
    now = Runs(config).now()
    assert now is not None
    assert (now.running, now.ours) == (True, False)
    with pytest.raises(Busy):
        Runs(config).start()


def test_nothing_is_foreseen_before_somebody_asks_and_once_for_the_same_files(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = "import sys, json; open(sys.argv[-1], 'w').write(json.dumps({'state': 'unchanged'}))"
    monkeypatch.setattr(previews, "COMMAND", [sys.executable, "-c", script])
    kept = Previews(config, ReadPlans(config))
    assert kept.get().progress is None
    kept.look()
    until(lambda: kept.get().said is not None)
    assert Previews(config, ReadPlans(config)).get().said == {"state": "unchanged"}
    (config.corrections / "132021-manabi.jsonl").write_text("", "utf-8")
    assert kept.get().said is None


def test_what_goes_wrong_is_told_and_tried_again(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "COMMAND", [sys.executable, "-c", "raise ValueError('だめ')"])
    kept = Previews(config, ReadPlans(config))
    kept.look()
    until(lambda: bool(kept.get().failed))
    assert "だめ" in kept.get().failed
    kept.look()
    assert kept.get().progress is not None
    kept.close()
