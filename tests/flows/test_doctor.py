"""`taikei doctor`: each thing that can be missing has its line and its remedy."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
from collections import namedtuple
from collections.abc import Callable
from dataclasses import asdict
from email.utils import formatdate
from pathlib import Path

import pytest
from click.testing import CliRunner
from filelock import FileLock

from flows.command import main
from flows.doctor import machine
from flows.doctor.examine import CHECKS, examine
from flows.doctor.finding import Finding, Place
from flows.notices.events import Event
from flows.notices.queue import deliver, queue_events
from flows.notices.settings import NoticeSettings
from flows.run_status import RUN_STATUS, RunStatus, StatusFile
from tests.flows.misbehaving_server import misbehaving_server
from tests.flows.watch_samples import PLAN, make_plan

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A project in which all is well."""
    databases = ("PREFECT_SERVER_DATABASE_CONNECTION_URL", "TAIKEI_WORKBENCH_DATABASE_URL")
    for name in ("PREFECT_API_URL", "PREFECT_HOME", *databases):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TAIKEI_NOTICE_URLS", "json://127.0.0.1:9/")
    folders = {name: tmp_path / name for name in ("raw", "corrections", "published", "build")}
    for folder in folders.values():
        folder.mkdir()
    make_plan(folders["raw"], "hoshimi-3", None, PLAN.encode())
    release = folders["published"] / "releases" / "2026.11.21"
    release.mkdir(parents=True)
    (folders["published"] / "latest").symlink_to("releases/2026.11.21")
    (folders["published"] / "index.json").write_text('{"latest": "2026.11.21"}', "utf-8")
    (folders["published"] / "registry").mkdir()
    (folders["published"] / "registry" / "ids.csv").write_text("id\n", "utf-8")
    StatusFile(folders["build"]).end(0, "published", "2026.11.21")
    return Place(**folders, settings=tmp_path / "operation.toml", portal=tmp_path / "portal.toml")


def found(place: Place, *titles: str) -> list[Finding]:
    """What is not well."""
    return [finding for finding in examine(place) if finding.state != "ok" and (not titles or finding.title in titles)]


def test_where_all_is_well_nothing_is_found(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(1e12, 0, 1e12))
    assert [finding for finding in found(place) if finding.title != "日本語のフォント"] == []
    assert len(list(examine(place))) >= len(CHECKS)


def missing_raw(place: Place) -> None:
    shutil.rmtree(place.raw)


def bad_manifest(place: Place) -> None:
    (place.raw / "hoshimi-3" / "plan.txt").write_text("x", "utf-8")


def misspelt_signature(place: Place) -> None:
    place.corrections.mkdir(exist_ok=True)
    (place.corrections / "withdrawals.toml").write_text("[[withdrawl]]\nplan_id = 'a'\n", "utf-8")


def bad_settings(place: Place) -> None:
    place.settings.write_text("[watch]\nattempts = 0\n", "utf-8")


def refused_notice(place: Place) -> None:
    settings = NoticeSettings(urls=("json://x",), quiet=None)
    queue_events(place.build, settings, [Event("failure", "x")])
    from datetime import datetime

    deliver(place.build, settings, datetime(2026, 11, 21, 5), lambda *_: False)


def torn_database(place: Place) -> None:
    (place.build / "prefect").mkdir()
    path = place.build / "prefect" / "prefect.db"
    with sqlite3.connect(path) as database:
        database.execute("create table t (x)")
        database.executemany("insert into t values (?)", [("a" * 500,)] * 500)
    database.close()
    data = bytearray(path.read_bytes())
    data[4096:12_000] = bytes(7904)
    path.write_bytes(data)


def killed_run(place: Place) -> None:
    status = RunStatus(2**22 + 1, 1.0, time.time() - 60, "文書を読む", 3, 9)
    (place.build / RUN_STATUS).write_text(json.dumps(asdict(status)), "utf-8")


def stale_run(place: Place) -> None:
    status = RunStatus(1, 1.0, time.time() - 2e5, ended=time.time() - 2e5, code=0, state="unchanged")
    (place.build / RUN_STATUS).write_text(json.dumps(asdict(status)), "utf-8")


def failed_run(place: Place) -> None:
    StatusFile(place.build).end(3, "stopped", "", ["計画が消えます。"])


def no_run(place: Place) -> None:
    (place.build / RUN_STATUS).unlink()


def leftover(place: Place) -> None:
    (place.published / ".building").mkdir()


def half_switched(place: Place) -> None:
    (place.published / "index.json").write_text('{"latest": "2026.11.22"}', "utf-8")


def broken_index(place: Place) -> None:
    (place.published / "index.json").write_text("{", "utf-8")


def lost_registry(place: Place) -> None:
    (place.published / "registry" / "ids.csv").unlink()


def no_release(place: Place) -> None:
    (place.published / "index.json").unlink()


def file_from_the_future(place: Place) -> None:
    os.utime(place.published / "index.json", (time.time() + 7200,) * 2)


def bad_portal(place: Place) -> None:
    place.portal.write_text("url = 'http://portal.example'\n", "utf-8")


def dead_portal(place: Place) -> None:
    place.portal.write_text("url = 'http://127.0.0.1:9'\n", "utf-8")


FAULTS: list[tuple[Callable[[Place], None], str, str, str]] = [
    (missing_raw, "raw/", "fail", "がありません"),
    (bad_manifest, "出典情報", "fail", "hoshimi-3: "),
    (misspelt_signature, "訂正", "fail", "withdrawl"),
    (bad_settings, "設定", "fail", "attempts"),
    (refused_notice, "通知", "warn", "届けられない通知 1 件"),
    (torn_database, "Prefect", "fail", "記録が壊れています"),
    (killed_run, "前回の実行", "fail", "途中で止まりました"),
    (stale_run, "前回の実行", "warn", "が最後です"),
    (failed_run, "前回の実行", "fail", "計画が消えます"),
    (no_run, "前回の実行", "warn", "記録がありません"),
    (leftover, "作りかけ", "warn", ".building"),
    (half_switched, "公開データ", "fail", "食い違います"),
    (broken_index, "公開データ", "fail", "調べられません"),
    (lost_registry, "公開データ", "fail", "台帳"),
    (no_release, "公開データ", "warn", "まだありません"),
    (file_from_the_future, "時計", "fail", "遅れています"),
    (bad_portal, "ポータル", "fail", "暗号化されず"),
    (dead_portal, "ポータル", "fail", "応じません"),
]


@pytest.mark.parametrize(("spoil", "title", "state", "words"), FAULTS, ids=[fault[0].__name__ for fault in FAULTS])
def test_each_fault_has_its_line_and_its_remedy(
    place: Place, spoil: Callable[[Place], None], title: str, state: str, words: str
) -> None:
    spoil(place)
    (finding,) = found(place, title)
    assert finding.state == state
    assert words in finding.seen
    assert "ください" in finding.remedy


def test_two_bad_plans_are_both_named(place: Place) -> None:
    bad_manifest(place)
    (place.raw / "another").mkdir()
    (place.raw / "another" / "source.toml").write_text("a = 1\n", "utf-8")
    told = found(place, "出典情報")
    assert [finding.seen.partition(":")[0] for finding in told] == ["another", "hoshimi-3"]
    assert {finding.state for finding in told} == {"fail"}
    assert told[0].remedy != told[1].remedy


def test_a_disk_that_fills_up_and_one_that_is_full(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for free, state in ((1e9, "warn"), (1e8, "fail")):
        monkeypatch.setattr(shutil, "disk_usage", lambda _path, free=free: Usage(1e12, 0, free))
        assert {finding.state for finding in found(place, "空き容量")} == {state}


def test_a_folder_that_cannot_be_written(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    def refuse(*_args: object, **_named: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    assert [finding.title for finding in found(place, "published/", "corrections/", "build/")] == [
        "published/",
        "corrections/",
        "build/",
    ]


def test_a_portal_and_a_prefect_server_that_answer(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    with misbehaving_server() as server:
        date = formatdate(usegmt=True)
        server.behaviours["/"] = server.behaviours[""] = lambda asked: asked.answer(b"", Date=date)
        server.behaviours["/api/3/action/status_show"] = lambda asked: asked.answer(b"{}")
        server.behaviours["/api/health"] = lambda asked: asked.answer(b"true")
        place.portal.write_text(f"url = '{server.url}'\n", "utf-8")
        monkeypatch.setenv("PREFECT_API_URL", f"{server.url}/api")
        assert found(place, "ポータル", "Prefect", "時計") == []
        date = formatdate(time.time() - 900, usegmt=True)
        assert "900 秒ずれて" in found(place, "時計")[0].seen.replace("899", "900").replace("901", "900")
        server.behaviours["/api/health"] = lambda asked: asked.answer(b"", "500 Internal Server Error")
        assert found(place, "Prefect")[0].state == "fail"


@pytest.mark.parametrize("url", ["postgresql+asyncpg://u:secret@127.0.0.1:9/x", "postgresql://u:secret@[bad/x"])
def test_a_database_that_does_not_answer(place: Place, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("PREFECT_SERVER_DATABASE_CONNECTION_URL", url)
    monkeypatch.setenv("TAIKEI_WORKBENCH_DATABASE_URL", "sqlite:///x.sqlite")
    (finding,) = found(place, "Prefect のデータベース", "確認画面のデータベース")
    assert finding.state == "fail"
    assert "secret" not in finding.seen + finding.remedy


def test_a_run_under_way_is_no_fault(place: Place) -> None:
    StatusFile(place.build).tell("文書を読む", 3, 9)
    leftover(place)
    with FileLock(place.build / "run.lock"):
        assert found(place, "ロック", "作りかけ", "前回の実行") == []
        assert any("taikei run が動いています" in finding.seen for finding in examine(place))


def test_a_wrong_python_and_a_missing_library(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.sys, "version_info", (3, 10, 1))
    monkeypatch.setattr(machine, "LIBRARIES", ("no-such-library",))
    assert [finding.state for finding in found(place, "Python", "ライブラリ")] == ["fail", "fail"]


def test_the_command_counts_and_its_exit_code_says_so(place: Place) -> None:
    folders = [
        f"--{name}={getattr(place, name)}"
        for name in ("raw", "published", "corrections", "build", "settings", "portal")
    ]
    done = CliRunner().invoke(main, ["doctor", *folders])
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[-1].startswith("誤り 0 件")
    lost_registry(place)
    done = CliRunner().invoke(main, ["doctor", *folders])
    assert done.exit_code == 1
    assert "       → taikei run を実行してください。公開データにある写しから戻します。" in done.output
    told = json.loads(CliRunner().invoke(main, ["doctor", "--json", *folders]).output)
    assert {"title": "公開データ", "state": "fail"}.items() <= told[-1].items()
    assert not list(place.build.glob(".taikei-doctor-*"))
