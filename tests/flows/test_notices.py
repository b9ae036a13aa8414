"""Notices: who is told of what and when; nothing is told twice, nothing is lost on the way."""

from __future__ import annotations

import email
import email.header
import json
import logging
import socket
import threading
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.command import main
from flows.notices.events import MOST_LINES, Event, message_of, run_events, watch_events
from flows.notices.queue import deliver, queue_events, queue_run
from flows.notices.settings import NoticeSettings, read_notice_settings
from flows.report import RunReport
from flows.watch.look import WatchReport
from flows.watch.settings import BadSettings
from publishers.plan_input import PlanOutcome, PublishOutcome
from schemas.issue import Issue
from schemas.structure import Evidence
from schemas.watched import FoundLink, Watched, WatchedPage
from tests.flows.misbehaving_server import Asked, Server, misbehaving_server

SETTINGS = NoticeSettings(urls=("json://one", "json://two"), digest=time(7, 30))
MORNING, NOON, EVENING, NIGHT = (
    datetime.fromisoformat(f"2026-11-21T{at}:00+09:00") for at in ("07:45", "12:00", "19:30", "23:00")
)
TOMORROW = datetime.fromisoformat("2026-11-22T07:30:00+09:00")


class Receivers:
    """Take down what they are sent; some refuse."""

    def __init__(self) -> None:
        self.got: list[tuple[str, str, str]] = []
        self.refusing: set[str] = set()

    def __call__(self, url: str, title: str, body: str) -> bool:
        if url in self.refusing:
            return False
        self.got.append((url, title, body))
        return True


@pytest.fixture
def receivers() -> Receivers:
    return Receivers()


def test_one_digest_a_day(tmp_path: Path, receivers: Receivers) -> None:
    queue_events(tmp_path, SETTINGS, [Event("exceptions", "星見市: 要確認 2件"), Event("found", "第4次計画")])
    assert deliver(tmp_path, SETTINGS, MORNING.replace(hour=7, minute=0), receivers).sent == 0, "before its time"
    assert deliver(tmp_path, SETTINGS, MORNING, receivers).sent == 2
    assert {url for url, _, _ in receivers.got} == set(SETTINGS.urls)
    (_, title, body), _ = receivers.got
    assert title == "taikei: 2026-11-21 のまとめ"
    assert body == "■ 新しい要対応・要確認\n・星見市: 要確認 2件\n\n■ リンク集の新しい文書\n・第4次計画\n"
    queue_events(tmp_path, SETTINGS, [Event("change", "月見市: 追加 1件")])
    for now in (MORNING, NOON, EVENING):
        assert deliver(tmp_path, SETTINGS, now, receivers).sent == 0, "the day's digest is out"
    assert deliver(tmp_path, SETTINGS, TOMORROW, receivers).sent == 2
    assert "月見市" in receivers.got[-1][2]
    assert "星見市" not in receivers.got[-1][2]


def test_a_failure_is_told_at_once_but_not_at_night(tmp_path: Path, receivers: Receivers) -> None:
    deliver(tmp_path, SETTINGS, MORNING, receivers)
    queue_events(tmp_path, SETTINGS, [Event("failure", "公開データを作れません。"), Event("release", "新しい版")])
    assert deliver(tmp_path, SETTINGS, NIGHT, receivers).waiting == 2
    assert deliver(tmp_path, SETTINGS, NOON.replace(hour=6), receivers).sent == 0, "quiet goes over midnight"
    assert deliver(tmp_path, SETTINGS, MORNING.replace(hour=7, minute=5), receivers).sent == 2
    assert receivers.got[0][1] == "taikei: 失敗がありました"
    assert "新しい版" not in receivers.got[0][2], "all else waits for the digest"


@pytest.mark.parametrize(("at", "quiet"), [("06:59", True), ("07:00", False), ("19:59", False), ("20:00", True)])
def test_quiet_hours_over_midnight(at: str, quiet: bool) -> None:
    assert SETTINGS.is_quiet(datetime.fromisoformat(f"2026-11-21T{at}:00+09:00")) is quiet
    noon = NoticeSettings(quiet=(time(12), time(13)))
    assert [noon.is_quiet(NOON.replace(hour=hour)) for hour in (11, 12, 13)] == [False, True, False]
    assert not NoticeSettings(quiet=None).is_quiet(NIGHT)


def test_a_receiver_that_refuses_is_tried_again_and_the_others_are_not(tmp_path: Path, receivers: Receivers) -> None:
    receivers.refusing = {"json://two"}
    queue_events(tmp_path, SETTINGS, [Event("exceptions", "x")])
    done = deliver(tmp_path, SETTINGS, NOON, receivers)
    assert (done.sent, done.failed) == (1, 1)
    receivers.refusing = set()
    assert deliver(tmp_path, SETTINGS, NOON, receivers).sent == 1
    assert [url for url, _, _ in receivers.got] == ["json://one", "json://two"]
    assert deliver(tmp_path, SETTINGS, NOON, receivers).sent == 0


def test_killed_while_sending_nothing_is_lost(tmp_path: Path, receivers: Receivers) -> None:
    def die(*_given: str) -> bool:
        raise KeyboardInterrupt

    queue_events(tmp_path, SETTINGS, [Event("exceptions", "x")])
    with pytest.raises(KeyboardInterrupt):
        deliver(tmp_path, SETTINGS, NOON, die)
    assert deliver(tmp_path, SETTINGS, NOON, receivers).sent == 2


def test_without_receivers_everything_waits_and_a_lost_box_starts_anew(tmp_path: Path, receivers: Receivers) -> None:
    nobody = NoticeSettings()
    queue_events(tmp_path, nobody, [Event("exceptions", "x")] * 3)
    assert deliver(tmp_path, nobody, NOON, receivers).waiting == 1
    (tmp_path / "operation" / "notices.json").write_text("{", "utf-8")
    assert deliver(tmp_path, SETTINGS, NOON, receivers) == deliver(tmp_path, SETTINGS, NOON, receivers)


def test_only_what_is_asked_for_is_queued(tmp_path: Path, receivers: Receivers) -> None:
    settings = NoticeSettings(urls=("json://one",), events=("failure",))
    queue_events(tmp_path, settings, [Event("exceptions", "x"), Event("failure", "y")])
    deliver(tmp_path, settings, NOON, receivers)
    assert [body for _, _, body in receivers.got] == ["■ 失敗\n・y\n"]


def plan(*issues: Issue, edition: str = "hoshimi-3") -> PlanOutcome:
    return PlanOutcome(edition, edition, None, "星見市学びの計画", "published", "", {1: 2}, 0, issues)


def report(
    *plans: PlanOutcome, state: str = "published", refused: dict[str, str] | None = None, **more: tuple
) -> RunReport:
    return RunReport(PublishOutcome(state, "2026.11.21", None, plans, **more), refused or {})


def test_an_exception_is_told_once_as_long_as_it_is_open(tmp_path: Path, receivers: Receivers) -> None:
    late = Issue("merged_label_late", "遅い見出し。", Evidence("基本目標1", page=3))
    moved = Issue("merged_label_late", "遅い見出し。", Evidence("基本目標1", page=4))
    grave = Issue("value_invalid", "合わない値。", Evidence("x"))
    minor = Issue("width_variant", "全角。", Evidence("Ａ"))

    def texts(now: RunReport) -> list[str]:
        told: list[str] = []

        def find(before: object) -> object:
            events, marks = run_events(now, before)
            told.extend(event.text for event in events if event.kind == "exceptions")
            return events, marks

        queue_run(tmp_path, SETTINGS, find)
        return told

    assert texts(report(plan(late, minor))) == ["星見市学びの計画: 要確認 1件"]
    assert texts(report(plan(moved, minor))) == [], "it only moved to another page"
    assert texts(report(plan(moved, grave))) == ["星見市学びの計画: 要対応 1件"]
    assert texts(report(plan())) == []
    assert texts(report(plan(late))) == ["星見市学びの計画: 要確認 1件"], "it was gone and is back"
    assert texts(report(refused={"bad": "読めません。"})) == ["bad: 読めません。"]
    assert texts(report(refused={"bad": "読めません。"})) == []


def test_a_run_without_a_release_is_a_failure() -> None:
    stopped, _ = run_events(report(plan(), state="stopped", messages=("計画が消えます。",)), {})
    assert stopped == [Event("failure", "計画が消えます。")]
    failed, _ = run_events(report(state="failed"), {})
    assert failed[0].kind == "failure"
    assert run_events(report(plan(), state="unchanged"), {})[0] == []


def test_what_the_watch_found_is_told_when_it_is_new() -> None:
    now, before = "2026-11-21T03:00:00+09:00", "2026-11-20T03:00:00+09:00"
    looks = tuple(
        Watched(id, "u", "vanished", now, since, "source_vanished", f"{id} がなくなりました。")
        for id, since in (("new", now), ("old", before))
    )
    page = WatchedPage("p", "一覧", now, now, (FoundLink("u1", "新計画", now), FoundLink("u2", "旧計画", before)))
    events = watch_events(
        WatchReport(looks, (page,), {"c": "追加 1件"}, {"f": "保存できません。"}, now), {"new": "新町の計画"}
    )
    assert [(event.kind, event.text) for event in events] == [
        ("source", "新町の計画: new がなくなりました。"),
        ("change", "c: 追加 1件"),
        ("found", "新計画　u1"),
        ("failure", "f: 保存できません。"),
    ]


def test_a_long_list_is_cut_and_says_so() -> None:
    body = message_of([Event("found", str(number)) for number in range(MOST_LINES + 7)], "http://127.0.0.1:8080")
    assert "他に 7 件あります。" in body
    assert body.endswith("確認の画面: http://127.0.0.1:8080\n")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("colour = 1", "知らない項目"),
        ("urls = ['json://x']", "知らない項目"),
        ("digest = '7:30'", "07:30"),
        ("digest = '24:00'", "07:30"),
        ("quiet = '20:00'", "20:00-07:00"),
        ("quiet = '20:00-7'", "時刻"),
        ("events = ['all']", "failure"),
        ("workbench = 1", "文字列"),
    ],
)
def test_settings_that_do_not_hold_are_told(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "operation.toml"
    path.write_text(f"[notices]\n{line}\n", "utf-8")
    with pytest.raises(BadSettings, match=said):
        read_notice_settings(path, {})


def test_receivers_come_from_the_environment_and_are_shown_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "operation.toml"
    path.write_text('[notices]\nquiet = ""\nurls_env = "OURS"\n', "utf-8")
    settings = read_notice_settings(path, {"OURS": " json://user:secret@one \n json://two"})
    assert settings.urls == ("json://user:secret@one", "json://two")
    assert "secret" not in repr(settings)
    assert settings.quiet is None


@pytest.fixture
def web() -> Iterator[Server]:
    with misbehaving_server() as server:
        yield server


class MailSink:
    """The least of a mail server: takes one message after the other."""

    def __init__(self) -> None:
        self.messages: list[email.message.Message] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _listen(self) -> None:
        try:
            while True:
                connection, _ = self._listener.accept()
                with connection, connection.makefile("rwb") as talk:
                    self._talk(talk)
        except OSError:
            return

    def _talk(self, talk: object) -> None:
        def say(line: str) -> None:
            talk.write(line.encode() + b"\r\n")
            talk.flush()

        say("220 sink")
        while line := talk.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"DATA":
                say("354 go on")
                body = b""
                while (part := talk.readline()) != b".\r\n":
                    body += part
                self.messages.append(email.message_from_bytes(body))
                say("250 taken")
            elif word == b"QUIT":
                say("221 bye")
                return
            else:
                say("250 well")


def test_a_webhook_and_a_mail_arrive(tmp_path: Path, web: Server) -> None:
    bodies: list[dict[str, str]] = []

    def take(asked: Asked) -> None:
        length = int(asked.headers["content-length"])
        body = asked.body
        while len(body) < length:
            body += asked.connection.recv(65_536)
        bodies.append(json.loads(body))
        asked.answer(b"ok")

    web.behaviours["/hook"] = take
    sink = MailSink()
    mail = f"mailto://127.0.0.1:{sink.port}?from=taikei@example.jp&to=steward@example.jp&mode=insecure"
    settings = NoticeSettings(urls=(f"json://127.0.0.1:{web.port}/hook", mail))
    queue_events(tmp_path, settings, [Event("source", "星見市: 文書が公開元からなくなりました。")])

    assert deliver(tmp_path, settings, NOON).sent == 2

    sink.close()
    (body,) = bodies
    assert body["title"] == "taikei: 2026-11-21 のまとめ"
    assert "文書が公開元からなくなりました" in body["message"]
    (message,) = sink.messages
    assert str(email.header.make_header(email.header.decode_header(message["Subject"]))) == body["title"]
    text = next(part for part in message.walk() if part.get_content_type() == "text/plain")
    assert "星見市" in text.get_payload(decode=True).decode("utf-8")
    assert message["To"] == "steward@example.jp"


def test_the_command_sends_a_test_and_shows_no_address(
    tmp_path: Path, web: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    web.behaviours["/secret-token"] = lambda asked: asked.answer(b"ok")
    monkeypatch.setenv(
        "TAIKEI_NOTICE_URLS", f"json://127.0.0.1:{web.port}/secret-token json://127.0.0.1:9/other-secret ?"
    )
    caplog.set_level(logging.DEBUG)
    folders = ["--build", str(tmp_path), "--settings", str(tmp_path / "operation.toml")]
    done = CliRunner().invoke(main, ["notify", "--test", *folders])
    assert done.exit_code == 1
    assert [line.split("。")[0] for line in done.output.splitlines()] == [
        "1 番目の宛先: 届けました",
        "2 番目の宛先: 届けられません",
        "3 番目の宛先: 届けられません",
    ]
    assert "secret" not in done.output
    assert "secret" not in "".join(
        record.getMessage() for record in caplog.records if record.name != "urllib3.connectionpool"
    )
    assert CliRunner().invoke(main, ["notify", *folders]).exit_code == 0
    monkeypatch.delenv("TAIKEI_NOTICE_URLS")
    done = CliRunner().invoke(main, ["notify", *folders])
    assert (done.exit_code, done.output[:10]) == (0, "宛先がありません。環"), "an office without notices is no failure"
    assert CliRunner().invoke(main, ["notify", "--test", *folders]).exit_code == 2
