"""`taikei status`, metrics and logs: how things stand, for people and for programs."""

from __future__ import annotations

import json
import logging
import re
import time
from dataclasses import asdict
from pathlib import Path

import pytest
from click.testing import CliRunner
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from flows import after_run as after_run_module
from flows.after_run import after_run
from flows.command import main
from flows.durations import document_read, durations, start_durations, timed
from flows.folders import Folders
from flows.log import set_up_log
from flows.metrics import SLOWEST, metrics
from flows.plan_states import PlanState, keep_plan_states, read_plan_states
from flows.report import RunReport
from flows.run_status import RUN_STATUS, RunStatus, StatusFile
from publishers.plan_input import PlanOutcome, PublishOutcome
from schemas.issue import Issue
from schemas.structure import Evidence
from schemas.watched import FoundLink, Watched, WatchedPage

NOW = "2026-11-21T03:00:00+09:00"


def outcome(plan_id: str, *kinds: str, state: str = "published") -> PlanOutcome:
    issues = tuple(Issue(kind, "確かめてください。", Evidence("x")) for kind in kinds)
    return PlanOutcome(plan_id, plan_id, None, f"計画{plan_id}", state, "", {1: 2, 2: 5}, 0, issues)


def report(*plans: PlanOutcome, **refused: str) -> RunReport:
    return RunReport(PublishOutcome("published", "2026.11.21", None, plans), refused)


def taikei(folder: Path, *arguments: str) -> object:
    return CliRunner().invoke(
        main, ["status", "--published", str(folder / "published"), "--build", str(folder / "build"), *arguments]
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TAIKEI_NOTICE_URLS", raising=False)
    (tmp_path / "build").mkdir()
    (tmp_path / "published").mkdir()
    return tmp_path


def folders(folder: Path) -> Folders:
    return Folders(folder / "raw", folder / "corrections", folder / "published", folder / "build")


def looked(build: Path, *looks: Watched) -> None:
    place = build / "operation" / "watch"
    place.mkdir(parents=True, exist_ok=True)
    for look in looks:
        (place / f"{look.plan_id}.json").write_text(json.dumps(asdict(look)), "utf-8")


def test_before_the_first_run(folder: Path) -> None:
    done = taikei(folder)
    assert done.exit_code == 0
    assert done.output.splitlines()[:2] == ["公開データ: まだありません", "前回の実行: まだありません（taikei run）"]


def test_what_waits_for_a_person_comes_first_and_gives_1(folder: Path) -> None:
    build = folder / "build"
    (folder / "published" / "index.json").write_text('{"latest": "2026.11.21"}', "utf-8")
    StatusFile(build).end(1, "published", "2026.11.21", ["c: 読めません。"])
    assert (
        after_run(
            folders(folder),
            1,
            report(outcome("a", "typo_suspected"), outcome("b", "value_invalid"), c="読めません。"),
            [],
        )
        == []
    )
    looked(
        build,
        Watched("a", "http://x", "same", NOW, NOW),
        Watched("b", "http://y", "vanished", NOW, NOW, "source_vanished", "文書が公開元からなくなりました。"),
    )
    pages = build / "operation" / "pages"
    pages.mkdir()
    page = WatchedPage("http://z", "一覧", NOW, NOW, (FoundLink("http://z/n.pdf", "新計画", NOW),))
    (pages / "1.json").write_text(json.dumps(asdict(page)), "utf-8")
    (pages / "2.json").write_text("{", "utf-8")
    schedule = [{"name": "夜間の更新", "cron": "0 3 * * *"}, {"name": "お知らせ", "cron": "0 7-19 * * *"}]
    (build / "operation" / "schedules.json").write_text(json.dumps(schedule), "utf-8")

    done = taikei(folder)

    assert done.exit_code == 1
    assert "公開データ: 2026.11.21 版" in done.output
    assert "例外: 要対応 1 件、要確認 1 件、参考 0 件" in done.output
    assert "  b: 文書が公開元からなくなりました。（2026-11-21 03:00 から）" in done.output
    assert re.search(r"次の実行: \d{4}-\d\d-\d\d 03:00 夜間の更新", done.output)
    assert "リンク集の登録のない文書: 1 件\n  新計画　http://z/n.pdf\n" in done.output
    rows = done.output.splitlines()[-3:]
    assert rows[0].startswith("計画b")
    assert "読めません" in rows[1]
    told = json.loads(taikei(folder, "--json").output)
    assert told["exceptions"] == {"block": 1, "review": 1, "info": 0}
    assert told["last_run"]["state"] == "published"
    assert [source["plan_id"] for source in told["sources"]] == ["b"]


@pytest.mark.parametrize(
    ("status", "state", "code"),
    [
        (RunStatus(2**22 + 1, 1.0, 1e9), "killed", 1),
        (RunStatus(1, 1.0, 1e9, ended=1e9, code=130), "interrupted", 0),
        (RunStatus(1, 1.0, 1e9, ended=1e9, code=3), "failed", 1),
        (RunStatus(1, 1.0, 1e9, ended=1e9, code=0, state="unchanged"), "unchanged", 0),
    ],
)
def test_how_the_last_run_ended(folder: Path, status: RunStatus, state: str, code: int) -> None:
    (folder / "build" / RUN_STATUS).write_text(json.dumps(asdict(status)), "utf-8")
    done = taikei(folder, "--json")
    assert (json.loads(done.output)["last_run"]["state"], done.exit_code) == (state, code)
    StatusFile(folder / "build").tell("文書を読む", 1, 2)
    assert json.loads(taikei(folder, "--json").output)["last_run"]["state"] == "running"


def test_many_plans_are_cut_unless_all_are_asked_for(folder: Path) -> None:
    keep_plan_states(folder / "build", [PlanState(f"p{n:02}", f"計画{n:02}", "published", 1, 0, {}) for n in range(30)])
    assert "他に 10 件あります（--all）。" in taikei(folder).output
    assert "計画29" in taikei(folder, "--all").output
    (folder / "build" / "operation" / "plans.json").write_text("[{}]", "utf-8")
    assert read_plan_states(folder / "build") == []


def samples(text: bytes) -> dict[tuple[str, tuple[str, ...]], float]:
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
    }


def test_metrics_are_openmetrics(folder: Path) -> None:
    start_durations()
    with timed("publish"):
        time.sleep(0.01)
    for number in range(SLOWEST + 5):
        document_read(f"p{number}", float(number), time.time())
    document_read("old", 5.0, time.time() - 1000)
    text = metrics(
        ended=time.time(),
        code=0,
        version="2026.11.21",
        took=durations(),
        plans=[PlanState("a", "a", "published", 7, 0, {"review": 3}), PlanState("b", "b", "kept", 7, 0, {"block": 1})],
        sources={"a": Watched("a", "u", "vanished", NOW, NOW, "source_vanished", "x")},
    )
    assert text.endswith(b"# EOF\n")
    found = samples(text)
    assert found["taikei_run_step_duration_seconds", ("publish",)] >= 0.01
    assert found["taikei_document_duration_seconds_count", ()] == SLOWEST + 5
    assert sum(name == "taikei_document_slowest_seconds" for name, _ in found) == SLOWEST
    assert found["taikei_documents_cached", ()] == 1
    assert found["taikei_exceptions", ("review",)] == 3
    assert found["taikei_plans", ("kept",)] == 1
    assert (found["taikei_sources", ("vanished",)], found["taikei_sources", ("same",)]) == (1, 0)
    assert found["taikei_release_info", ("2026.11.21",)] == 1


def test_after_a_run_everything_is_kept_and_a_trouble_there_is_one_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = folder / "build"
    start_durations()
    assert after_run(folders(folder), 0, report(outcome("a", "typo_suspected")), []) == []
    assert samples((build / "metrics.prom").read_bytes())["taikei_exceptions", ("review",)] == 1
    queue = json.loads((build / "operation" / "notices.json").read_bytes())["queue"]
    assert {event["kind"] for event in queue} == {"release", "exceptions"}
    assert after_run(folders(folder), 3, None, ["サーバーが始まりません。"]) == []
    queue = json.loads((build / "operation" / "notices.json").read_bytes())["queue"]
    assert {"kind": "failure", "text": "サーバーが始まりません。"} in queue
    assert samples((build / "metrics.prom").read_bytes())["taikei_exceptions", ("review",)] == 1, "as of the last run"

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(after_run_module, "replace_file", full)
    (folder / "operation.toml").write_text("[notices]\nquiet = 1\n", "utf-8")
    said = after_run(folders(folder), 0, report(), [])
    assert len(said) == 2
    assert all("taikei doctor" in line for line in said)


def test_logs_are_lines_of_json_on_demand(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        set_up_log("json")
        start_durations()
        with timed("ingest"):
            pass
        document_read("a", 1.25, 0.0)
        try:
            raise ValueError("壊れた")
        except ValueError:
            logging.getLogger("taikei").exception("after the run")
        lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
        assert [line["message"] for line in lines] == ["step", "document", "after the run"]
        assert lines[0]["step"] == "ingest"
        assert {"plan_id": "a", "seconds": 1.25, "cached": True, "level": "info"}.items() <= lines[1].items()
        assert "ValueError: 壊れた" in lines[2]["exception"]
        set_up_log("text")
        with timed("ingest"):
            pass
        assert "info step step=ingest seconds=0.0" in capsys.readouterr().err
    finally:
        set_up_log(None)
    with timed("ingest"):
        pass
    assert capsys.readouterr().err == ""
