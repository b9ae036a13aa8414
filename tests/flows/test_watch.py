"""Watched sources: what becomes of a document that changed, and that nothing held, decided or published is lost."""

from __future__ import annotations

import hashlib
import ipaddress
import json
import os
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from extractors.apply_corrections import apply_corrections
from extractors.correct_judge import know
from extractors.editions import compare
from extractors.extract import extract
from extractors.municipalities import municipalities
from extractors.read_sources import read_sources
from extractors.read_versions import read_versions
from extractors.read_watched import watched_issues
from extractors.readings import read_aloud
from flows.command import main
from flows.watch import keep
from flows.watch.fetch import Fetcher
from flows.watch.look import WatchReport, watch_sources
from flows.watch.settings import BadSettings, LinkPage, WatchSettings, read_pages, read_watch_settings
from publishers import build
from publishers.previous import read_previous
from publishers.release import publish
from publishers.verify import CHECKS
from schemas.checked_plan import CheckedPlan
from tests.flows.misbehaving_server import Asked, Server, misbehaving_server
from tests.flows.watch_samples import NEXT_EDITION, PLAN, REISSUED, SHORTENED, make_plan
from tests.small_disk import fill, make_room, small_disk

SETTINGS = WatchSettings(
    seconds=30, attempts=1, backoff_seconds=0, host_seconds=0, allow_addresses=(ipaddress.ip_network("127.0.0.0/8"),)
)
TEXT = PLAN.encode()
NIGHTS = [datetime.fromisoformat(f"2026-11-{day}T03:00:00+09:00") for day in range(20, 30)]


@pytest.fixture
def server() -> Iterator[Server]:
    with misbehaving_server() as server:
        yield server


@pytest.fixture
def raw(tmp_path: Path, server: Server) -> Path:
    """One plan whose document lies at /plan."""
    make_plan(tmp_path / "raw", "hoshimi-3", f"{server.url}/plan", TEXT)
    return tmp_path / "raw"


def gives(body: str | bytes, **headers: str) -> object:
    data = body.encode() if isinstance(body, str) else body
    return lambda asked: asked.answer(data, **headers)


def look(raw: Path, night: int = 1, **more: object) -> WatchReport:
    return watch_sources(raw, raw.parent / "build", SETTINGS, read=extract, now=NIGHTS[night], **more)


def held(raw: Path) -> bytes:
    (plan,) = read_sources(raw).plans
    return plan.path.read_bytes()


def test_a_document_put_out_again_becomes_a_version_with_its_changes(raw: Path, server: Server) -> None:
    server.behaviours["/plan"] = gives(REISSUED)
    manifest = (raw / "hoshimi-3" / "source.toml").read_bytes()

    report = look(raw)

    (seen,) = report.looks
    assert seen.state == "changed"
    assert report.changes == {"hoshimi-3": "変更なし 13件、名称変更 1件、移動 0件、追加 1件、削除 0件"}
    assert "夜の講座を開く → 夜間の講座を開く" in next((raw.parent / "build" / "changes").glob("*.md")).read_text(
        "utf-8"
    )
    (plan,) = read_sources(raw).plans
    assert plan.path.read_bytes() == REISSUED.encode()
    assert (plan.source.retrieved, plan.path.name) == ("2026-11-21", "plan.txt")
    assert (raw / "hoshimi-3" / "plan.txt").read_bytes() == TEXT
    assert (raw / "hoshimi-3" / "source.toml").read_bytes() == manifest
    assert look(raw, 2).looks[0].state == "same"
    assert look(raw, 3).looks[0].since == look(raw, 4).looks[0].since == NIGHTS[2].isoformat()
    assert len(read_versions(raw / "hoshimi-3")) == 1


def test_put_back_as_it_was_it_is_a_version_again(raw: Path, server: Server) -> None:
    mended = PLAN.replace("夜の", "夜間の")
    for night, body in enumerate((mended, PLAN, mended)):
        server.behaviours["/plan"] = gives(body)
        assert look(raw, night).looks[0].state == "changed"
        assert held(raw) == body.encode()
    assert [version.retrieved for version in read_versions(raw / "hoshimi-3")] == [
        "2026-11-20",
        "2026-11-21",
        "2026-11-22",
    ]
    assert len(list((raw / "hoshimi-3" / "versions").iterdir())) == 2, "kept by hash, each once"


@pytest.fixture
def rows_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Linked data, the site and the validators of others take seconds per release."""
    for name in ("frictionless", "csvw", "json_schema", "dcat", "skos", "site"):
        monkeypatch.delitem(CHECKS, name)
    for name in ("skos", "prov"):
        monkeypatch.delitem(build.FORMATS, name)
    for name in ("catalog_files", "site_files"):
        monkeypatch.setattr(build, name, lambda *_: iter(()))


def released(raw: Path, published: Path, today: date) -> None:
    plans = [
        apply_corrections(CheckedPlan(plan.source, extract(plan.path)), raw.parent / "corrections").plan
        for plan in read_sources(raw).plans
    ]
    outcome = publish(
        plans,
        published,
        today,
        read_aloud,
        municipalities(),
        compare,
        software="taikei test",
        withdrawals_file=raw.parent / "withdrawals.toml",
    )
    assert outcome.state == "published", outcome.messages


@pytest.mark.slow
@pytest.mark.usefixtures("rows_alone")
def test_ids_and_corrections_survive_a_document_put_out_again(raw: Path, server: Server) -> None:
    corrections = raw.parent / "corrections"
    corrections.mkdir()
    extraction = extract(raw / "hoshimi-3" / "plan.txt")
    known = know(extraction)
    line = {
        "id": "c1",
        "action": "rename",
        "key": "/基本目標1/施策2/2",
        "by_role": "staff",
        "at": "2026-11-20T10:00:00+09:00",
        "was": "図書室を広げる",
        "value": "図書室をひろげる",
        "reason": "原本で確認",
        "seen": known.digests["/基本目標1/施策2/2"],
    }
    (corrections / "hoshimi-3.jsonl").write_text(json.dumps(line, ensure_ascii=False) + "\n", "utf-8")
    published = raw.parent / "published"
    released(raw, published, date(2026, 11, 20))
    before = read_previous(published)
    server.behaviours["/plan"] = gives(REISSUED)
    assert look(raw).looks[0].state == "changed"
    released(raw, published, date(2026, 11, 21))
    after = read_previous(published)
    assert before is not None
    assert after is not None

    ids = {row["name"]: row["id"] for row in before.tables["policy"]}
    now = {row["name"]: row["id"] for row in after.tables["policy"]}
    assert "図書室をひろげる" in ids
    assert {name: now[name] for name in ids if name != "夜の講座を開く"} == {
        name: id for name, id in ids.items() if name != "夜の講座を開く"
    }
    assert now["夜間の講座を開く"] == ids["夜の講座を開く"]
    assert set(now) - set(ids) == {"夜間の講座を開く", "作品展を開く"}
    assert [row["id"] for row in before.tables["plan"]] == [row["id"] for row in after.tables["plan"]]
    (was,), (source,) = before.tables["source"], after.tables["source"]
    assert source["id"] != was["id"], "a changed document is a new source"
    assert {"id": was["id"], "new_id": source["id"], "status": 301}.items() <= after.tables["id_redirect"][0].items()


@pytest.mark.parametrize(("body", "kind"), [(SHORTENED, "source_shrunk"), (NEXT_EDITION, "source_other_edition")])
def test_what_a_person_must_decide_is_held_and_can_be_taken_in(raw: Path, server: Server, body: str, kind: str) -> None:
    server.behaviours["/plan"] = gives(body)
    first, second = look(raw, 1), look(raw, 2)
    assert [seen.kind for seen in (*first.looks, *second.looks)] == [kind, kind]
    assert first.fresh
    assert not second.fresh, "told once"
    assert held(raw) == TEXT
    (version,) = read_versions(raw / "hoshimi-3")
    assert (raw / "hoshimi-3" / version.document).read_bytes() == body.encode()
    assert version.reason.endswith("ください。")
    assert kind != "source_shrunk" or "taikei watch --accept hoshimi-3 で" in version.reason
    assert (raw.parent / "build" / "changes" / f"hoshimi-3-{version.sha256[:16]}.md").exists()

    done = taikei(raw, "watch", "--accept", "hoshimi-3")

    assert done.exit_code == 0, done.output
    assert held(raw) == body.encode()
    assert look(raw, 3).looks[0].state == "same"
    assert taikei(raw, "watch", "--accept", "hoshimi-3").exit_code == 1
    (settled,) = read_versions(raw / "hoshimi-3")
    assert (settled.state, settled.by_role) == ("accepted", "steward")
    assert date.fromisoformat(settled.decided)


def test_what_a_person_does_not_want_is_not_asked_about_again(raw: Path, server: Server) -> None:
    build = raw.parent / "build"
    server.behaviours["/plan"] = gives(SHORTENED, ETag='"short"')
    look(raw, 1)
    (version,) = read_versions(raw / "hoshimi-3")
    other = taikei(raw, "watch", "--refuse", "hoshimi-3", "--sha256", "0000")
    assert other.exit_code == 1
    assert watched_issues(build), "it still waits"

    done = taikei(raw, "watch", "--refuse", "hoshimi-3", "--sha256", version.sha256, "--role", "staff")

    assert done.exit_code == 0, done.output
    assert not watched_issues(build)
    (declined,) = look(raw, 2).looks
    assert (declined.state, declined.kind, held(raw)) == ("declined", "", TEXT)
    (again,) = look(raw, 3).looks
    assert (again.state, again.since) == ("declined", declined.since)
    assert server.asked[-1].headers["if-none-match"] == '"short"'
    (refused,) = read_versions(raw / "hoshimi-3")
    assert (refused.state, refused.by_role, refused.reason) == ("refused", "staff", version.reason)

    server.behaviours["/plan"] = gives(REISSUED)
    assert look(raw, 4).looks[0].state == "changed"
    server.behaviours["/plan"] = gives(SHORTENED)
    assert look(raw, 5).looks[0].state == "declined", "refused is refused, whatever came in between"
    assert held(raw) == REISSUED.encode()


def test_what_was_refused_can_be_taken_in_after_all(raw: Path, server: Server) -> None:
    server.behaviours["/plan"] = gives(SHORTENED)
    look(raw, 1)
    assert taikei(raw, "watch", "--refuse", "hoshimi-3").exit_code == 0
    assert taikei(raw, "watch", "--refuse", "hoshimi-3").exit_code == 1
    assert taikei(raw, "watch", "--accept", "hoshimi-3").exit_code == 0
    assert held(raw) == SHORTENED.encode()
    assert taikei(raw, "watch", "--accept", "--refuse", "hoshimi-3").exit_code == 2


def test_a_plan_that_is_well_again_is_no_exception_any_more(raw: Path, server: Server) -> None:
    build = raw.parent / "build"
    look(raw, 0)
    (issue,) = watched_issues(build)["hoshimi-3"]
    assert (issue.kind, issue.severity, issue.evidence.text) == ("source_vanished", "review", f"{server.url}/plan")
    assert look(raw, 1).looks[0].since == NIGHTS[0].isoformat()
    server.behaviours["/plan"] = gives(TEXT)
    look(raw, 2)
    assert not watched_issues(build)


def test_an_edition_that_was_superseded_leaves_its_address_to_the_next(raw: Path, server: Server) -> None:
    server.behaviours["/plan"] = gives(NEXT_EDITION)
    make_plan(raw, "hoshimi-4", f"{server.url}/plan", NEXT_EDITION.encode(), supersedes="hoshimi-3")
    assert [(seen.plan_id, seen.state) for seen in look(raw).looks] == [("hoshimi-4", "same")]


def test_a_source_that_is_not_watched_any_more_is_forgotten(raw: Path, server: Server) -> None:
    look(raw)
    manifest = raw / "hoshimi-3" / "source.toml"
    lines = [line for line in manifest.read_text("utf-8").splitlines() if not line.startswith("url")]
    manifest.write_text("\n".join(lines) + "\n", "utf-8")
    assert not look(raw, 2).looks
    assert not watched_issues(raw.parent / "build")


class Killed(BaseException):
    """Stands for SIGKILL: nothing that is to be done afterwards is done."""


@pytest.mark.parametrize("step", ["write_file", "sync_folder", "replace_file"])
def test_killed_while_storing_a_run_sees_the_old_or_the_new(
    raw: Path, server: Server, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    server.behaviours["/plan"] = gives(REISSUED)

    def die(path: Path, *_args: object) -> None:
        if step == "write_file":
            path.parent.mkdir(parents=True)
            path.write_bytes(b"half")
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(keep, step, die)
        with pytest.raises(Killed):
            look(raw)
    assert held(raw) == TEXT
    assert look(raw, 2).looks[0].state == "changed"
    assert held(raw) == REISSUED.encode()
    assert not list((raw / "hoshimi-3" / "versions").glob(".*"))


def test_a_full_disk_costs_nothing_that_was_held(raw: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.behaviours["/plan"] = gives(REISSUED)

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(keep, "write_file", full)
        report = look(raw)
    assert "空き容量" in report.failed["hoshimi-3"]
    assert held(raw) == TEXT
    assert look(raw, 2).looks[0].state == "changed"


@pytest.mark.parametrize("left", [0, 4096])
def test_a_disk_that_is_really_full_costs_nothing_that_was_held(server: Server, tmp_path: Path, left: int) -> None:
    with small_disk(tmp_path / "disk", 2) as disk:
        raw = disk / "raw"
        make_plan(raw, "hoshimi-3", f"{server.url}/plan", TEXT)
        server.behaviours["/plan"] = gives(REISSUED)
        fill(disk, left)
        done = taikei(raw, "watch", settings=tmp_path / "operation.toml")
        assert (done.exit_code, "ディスクに空きがありません" in done.output) == (3, True), done.output
        assert held(raw) == TEXT
        make_room(disk)
        done = taikei(raw, "watch", settings=tmp_path / "operation.toml")
        assert done.exit_code == 0, done.output
        assert held(raw).decode().startswith(REISSUED)
        assert not list((raw / "hoshimi-3" / "versions").glob(".*"))


def test_a_mistake_of_ours_costs_its_source_alone(raw: Path, server: Server) -> None:
    server.behaviours["/plan"] = gives(REISSUED)
    server.behaviours["/bad"] = gives(REISSUED)
    make_plan(raw, "bad", f"{server.url}/bad", TEXT)

    def read(path: Path) -> object:
        if "bad" in path.parts:
            raise ZeroDivisionError
        return extract(path)

    report = watch_sources(raw, raw.parent / "build", SETTINGS, read=read, now=NIGHTS[1])
    assert [(seen.plan_id, seen.state) for seen in report.looks] == [("hoshimi-3", "changed")]
    assert "ZeroDivisionError" in report.failed["bad"]


def test_a_damaged_version_or_list_refuses_its_plan_alone(raw: Path, server: Server) -> None:
    server.behaviours["/plan"] = gives(REISSUED)
    look(raw)
    folder = raw / "hoshimi-3"
    (version,) = read_versions(folder)
    (folder / version.document).write_bytes(b"half")
    assert "sha256" in read_sources(raw).refused["hoshimi-3"]
    for broken in ("{", "[]", '{"versions": [{}]}', '{"versions": [{"sha256": "../x"}]}'):
        (folder / "versions.json").write_text(broken, "utf-8")
        assert "versions.json を読めません" in read_sources(raw).refused["hoshimi-3"]


def test_lost_knowledge_of_the_last_look_costs_one_download(raw: Path, server: Server) -> None:
    server.behaviours["/plan"] = gives(TEXT, ETag='"1"')
    look(raw)
    for path in (raw.parent / "build" / "operation").rglob("*.json"):
        path.write_text("{", "utf-8")
    assert look(raw, 2).looks[0].state == "same"
    assert "if-none-match" not in server.asked[-1].headers


LINKS = """<html><head><meta charset="Shift_JIS"><base href="/docs/"></head><body>
<a href="plan3.pdf">第3次星見市学びの計画</a>
<a href="%8Cv%89%E6.PDF"><b>第4次</b>
  星見市学びの計画</a>
<a href="../other/map.pdf">案内図</a> <a href="tel:0123">電話</a> <a href="javascript:alert(1)">印刷</a>
<a href="http://[bad/plan.pdf">計画</a> <a href="page.html">計画の頁</a> <a>計画</a>
<a href="old-plan.pdf">旧計画</a><a href="plan3.pdf#page=2">計画の2ページ</a>
"""


def test_a_page_of_links_is_told_of_and_nothing_is_fetched_from_it(raw: Path, server: Server) -> None:
    server.behaviours["/plan"] = gives(TEXT)
    server.behaviours["/list"] = gives(LINKS.encode("cp932"), Content_Type="text/html")
    make_plan(raw, "hoshimi-2", f"{server.url}/docs/plan3.pdf", TEXT)
    page = LinkPage(f"{server.url}/list", "計画の一覧", "計画", (f"{server.url}/docs/old-plan.pdf",))

    first, second = look(raw, 1, pages=[page]), look(raw, 2, pages=[page])

    (link,) = first.pages[0].links
    assert (link.url, link.text) == (f"{server.url}/docs/%8Cv%89%E6.PDF", "第4次 星見市学びの計画")
    assert len(first.found) == 1
    assert not second.found, "told once"
    assert second.pages[0].links == (link,)
    assert not [asked for asked in server.asked if asked.path.endswith("PDF")]
    assert not list(raw.glob("*4*"))
    (issue,) = watched_issues(raw.parent / "build")[""]
    assert (issue.kind, issue.severity) == ("source_found", "info")

    server.behaviours["/list"] = gives(b"%PDF-1.7 %%EOF")
    assert look(raw, 3, pages=[page]).pages[0].kind == "source_type_changed"
    server.behaviours["/list"] = gives("<html><body><div id=app></div></body></html>")
    bare = look(raw, 3, pages=[page]).pages[0]
    assert (bare.kind, bare.links) == ("source_unreadable", (link,)), "a page made by a script has no links to read"
    del server.behaviours["/list"]
    gone = look(raw, 3, pages=[page]).pages[0]
    assert (gone.kind, gone.links) == ("source_vanished", (link,)), "what was found stays"
    assert not look(raw, 4).pages
    assert "" not in watched_issues(raw.parent / "build")


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["asked", "half", "stored", "listed"])
def test_a_killed_watch_costs_nothing_and_the_next_one_ends_right(raw: Path, server: Server, moment: str) -> None:
    body = REISSUED.encode()

    def answer(asked: Asked) -> None:
        if moment in ("asked", "half") and asked.count == 1:
            asked.send(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode())
            asked.send(body[: 300 if moment == "half" else 0])
            asked.over.wait(5)
        asked.answer(body)

    server.behaviours["/plan"] = answer
    settings = ["--settings", str(raw.parent / "operation.toml")]
    (raw.parent / "operation.toml").write_text(
        "[watch]\nallow_addresses = ['127.0.0.0/8']\nhost_seconds = 0\n", "utf-8"
    )
    command = [str(Path(sys.executable).parent / "taikei"), "watch", *settings]
    reached = {
        "asked": lambda: server.counts("/plan"),
        "half": lambda: any(path.stat().st_size for path in raw.parent.glob("build/operation/fetching/*/plan.txt")),
        "stored": lambda: any((raw / "hoshimi-3").glob("versions/*")),
        "listed": lambda: (raw / "hoshimi-3" / "versions.json").exists(),
    }[moment]
    victim = subprocess.Popen(command, cwd=raw.parent, stdout=subprocess.DEVNULL)
    while victim.poll() is None and not reached():
        time.sleep(0.0005)
    victim.kill()
    victim.wait()
    assert held(raw) in (TEXT, body)
    again = subprocess.run(command, cwd=raw.parent, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    assert held(raw) == body
    assert len(read_versions(raw / "hoshimi-3")) == 1
    assert [path.name for path in (raw / "hoshimi-3" / "versions").iterdir()] == [hashlib.sha256(body).hexdigest()[:16]]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for plans.example that signed itself, with its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "plans.example")])
    start = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), start, start + timedelta(9))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("plans.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "plans.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.parametrize(
    ("host", "trusted", "kind"),
    [
        ("plans.example", True, ""),
        ("plans.example", False, "source_refused"),
        ("other.example", True, "source_refused"),
    ],
)
def test_certificates_are_checked_for_the_name_though_the_address_is_asked(
    tmp_path: Path, authority: Path, host: str, trusted: bool, kind: str
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority)
    settings = replace(SETTINGS, ca_file=str(authority) if trusted else "")
    with misbehaving_server(context) as server:
        server.behaviours["/plan"] = gives(TEXT)
        server.behaviours["/down"] = lambda asked: asked.answer(b"", "302 Found", Location="http://plans.example/plan")
        for name in ("plan", "down"):
            make_plan(tmp_path / "raw", name, f"https://{host}:{server.port}/{name}", TEXT)
        fetcher = Fetcher(settings, resolver=lambda _host, _port: ["127.0.0.1"])
        down, plan = watch_sources(tmp_path / "raw", tmp_path / "build", settings, fetcher=fetcher, read=extract).looks
    assert plan.kind == kind, plan.message
    assert down.kind == "source_refused", "from https down to http"
    assert ("証明書" in plan.message) == bool(kind)


def test_a_proxy_is_asked_where_the_house_has_one(tmp_path: Path, server: Server) -> None:
    url = "http://plans.example/plan"
    server.behaviours[url] = gives(TEXT)
    make_plan(tmp_path / "raw", "a", url, TEXT)
    make_plan(tmp_path / "raw", "b", "http://10.0.0.1/plan", TEXT)
    settings = replace(SETTINGS, proxy=server.url)
    one, two = watch_sources(tmp_path / "raw", tmp_path / "build", settings, read=extract).looks
    assert (one.kind, two.kind) == ("", "source_refused")
    assert server.asked[0].headers["host"] == "plans.example"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("colour = 1", "知らない項目「colour」"),
        ("seconds = 'long'", "seconds には 0 以上の数"),
        ("attempts = 0", "attempts には 1 以上の数"),
        ("attempts = 1.5", "整数"),
        ("parallel = true", "parallel"),
        ("contact = 'a\\r\\nX: b'", ""),
        ('contact = "a\\r\\nX: b"', "半角"),
        ("proxy = 'proxy:8080'", "http://"),
        ("allow_addresses = '10.0.0.0/8'", "allow_addresses"),
        ("allow_addresses = ['10.0.0.1/8']", "allow_addresses"),
        ("ca_file = 'none.pem'", "none.pem"),
        ("=", "TOML"),
    ],
)
def test_settings_that_do_not_hold_are_told(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "operation.toml"
    path.write_text(f"[watch]\n{line}\n[other]\nx = 1\n", "utf-8")
    if not said:
        assert read_watch_settings(path).contact
        return
    with pytest.raises(BadSettings, match=said):
        read_watch_settings(path)


def test_settings_may_be_left_out(tmp_path: Path) -> None:
    assert read_watch_settings(tmp_path / "operation.toml") == WatchSettings()
    assert read_pages(tmp_path) == ()


@pytest.mark.parametrize(
    "text", ["[[page]]\nurl = 'file:///etc'", "[[page]]\nurl = 'http://a'\nmatch = '('", "page = 1"]
)
def test_pages_that_do_not_hold_are_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "watch.toml").write_text(text, "utf-8")
    with pytest.raises(BadSettings):
        read_pages(tmp_path)


def taikei(raw: Path, *arguments: str, settings: Path | None = None) -> object:
    settings = settings or raw.parent / "operation.toml"
    folders = ["--raw", str(raw), "--build", str(raw.parent / "build"), "--settings", str(settings)]
    settings.write_text(
        "[watch]\nallow_addresses = ['127.0.0.0/8']\nattempts = 1\nseconds = 30\nhost_seconds = 0\n", "utf-8"
    )
    return CliRunner().invoke(main, [arguments[0], *folders, *arguments[1:]])


def test_the_command_says_what_it_found(raw: Path, server: Server) -> None:
    server.behaviours["/plan"] = gives(TEXT)
    done = taikei(raw, "watch")
    assert (done.exit_code, done.output) == (0, "hoshimi-3: 変更なし\n")
    server.behaviours["/plan"] = gives("<html>移転</html>")
    done = taikei(raw, "watch", "hoshimi-3")
    assert done.exit_code == 1
    assert done.output.startswith("hoshimi-3: 形式が変わりました　")
    done = taikei(raw, "watch", "--json")
    assert json.loads(done.output)["looks"][0]["kind"] == "source_type_changed"
    assert taikei(raw, "watch", "nobody").exit_code == 2
    assert taikei(raw, "watch", "--accept").exit_code == 2
    (raw / "watch.toml").write_text("[[page]]", "utf-8")
    assert taikei(raw, "watch").exit_code == 2


def test_a_plan_without_url_is_not_watched(tmp_path: Path) -> None:
    make_plan(tmp_path / "raw", "quiet", None, TEXT)
    done = taikei(tmp_path / "raw", "watch")
    assert done.exit_code == 0
    assert "調べる公開元がありません" in done.output
    assert taikei(tmp_path / "raw", "watch", "quiet").exit_code == 2


def test_the_command_loads_neither_tables_nor_prefect() -> None:
    code = (
        "import sys; from flows import command, after_run, watch; "
        "print([name for name in ('pandas', 'pandera', 'prefect', 'apprise', 'pdfplumber') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_shared_storage_is_said_to_be_no_folder(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a failure: a night on such a machine goes on with its run."""
    monkeypatch.setenv("TAIKEI_RAW_URL", "s3://plans/raw")
    done = taikei(raw, "watch")
    assert done.exit_code == 1
    assert "TAIKEI_RAW_URL=s3://plans/raw" in done.output
    assert not (raw.parent / "build").exists()
    monkeypatch.setenv("TAIKEI_RAW_URL", "")
    done = CliRunner().invoke(main, ["watch", "--raw", str(raw.parent / "none")])
    assert (done.exit_code, "がありません" in done.output) == (2, True)


def test_two_watches_at_once_do_not_meet(raw: Path, server: Server) -> None:
    from filelock import FileLock

    (raw.parent / "build").mkdir()
    with FileLock(raw.parent / "build" / "watch.lock"):
        done = taikei(raw, "watch")
    assert done.exit_code == 3
    assert "別の taikei watch" in done.output


def test_credentials_of_the_environment_go_nowhere(raw: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(asked: Asked) -> None:
        asked.answer(TEXT, Set_Cookie="a=b")

    server.behaviours["/plan"] = answer
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setitem(os.environ, "http_proxy", "http://127.0.0.1:9")
    assert look(raw).looks[0].state == "same"
    look(raw, 2)
    assert not {"cookie", "authorization"} & set(server.asked[-1].headers)
