"""A web server that misbehaves in many ways: each has one outcome, and the document that is held survives all of them."""

from __future__ import annotations

import gzip
import ipaddress
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from extractors.extract import extract
from extractors.read_sources import read_sources
from flows.watch.fetch import Fetcher
from flows.watch.look import WatchReport, watch_sources
from flows.watch.settings import WatchSettings
from tests.flows.misbehaving_server import Asked, Behaviour, Server, misbehaving_server
from tests.flows.watch_samples import NEXT_EDITION, PLAN, REISSUED, SAMPLE_PDF, SHORTENED, make_plan

SETTINGS = WatchSettings(
    seconds=30,
    read_seconds=10,
    megabytes=0.3,
    attempts=3,
    backoff_seconds=0.01,
    patience_seconds=0.2,
    host_seconds=0,
    redirects=3,
    allow_addresses=(ipaddress.ip_network("127.0.0.0/8"),),
)
IMPATIENT = {
    **dict.fromkeys(("slow body", "slow body without length", "slow headers"), replace(SETTINGS, seconds=1)),
    "silence": replace(SETTINGS, read_seconds=0.3),
}
"""Limits for servers that take their time; the others must not fail because this machine is busy."""
TEXT = PLAN.encode()
OLD = datetime.fromisoformat("2026-11-20T03:00:00+09:00")
NIGHT = datetime.fromisoformat("2026-11-21T03:00:00+09:00")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with misbehaving_server() as server:
        yield server


def look(raw: Path, settings: WatchSettings = SETTINGS, now: datetime = NIGHT, **more: object) -> WatchReport:
    return watch_sources(raw, raw.parent / "build", settings, read=extract, now=now, **more)


def moves_to(location: str, status: str = "302 Found") -> Behaviour:
    return lambda asked: asked.answer(b"", status, Location=location)


def headers_without_end(asked: Asked) -> None:
    asked.send(b"HTTP/1.1 200 OK\r\n")
    for number in range(4000):
        asked.send(f"X-{number}: {'a' * 200}\r\n".encode())


def body_without_end(asked: Asked) -> None:
    asked.send(b"HTTP/1.1 200 OK\r\n\r\n")
    while not asked.over.is_set():
        asked.send(TEXT * 20)


def slow_headers(asked: Asked) -> None:
    asked.drip(b"HTTP/1.1 200 OK\r\n" + b"X-A: a\r\n" * 200, 0.05)


def slow_body(asked: Asked) -> None:
    asked.send(b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n")
    asked.drip(TEXT * 20, 0.05)


def slow_body_without_length(asked: Asked) -> None:
    asked.send(b"HTTP/1.1 200 OK\r\n\r\n")
    asked.drip(TEXT, 0.05)


def silence(asked: Asked) -> None:
    asked.over.wait(2)


def busy_then_well(asked: Asked, first: str, body: bytes = TEXT, **headers: str) -> None:
    if asked.count == 1:
        asked.answer(b"busy", first, **headers)
    else:
        asked.answer(body)


def broken_off_then_well(asked: Asked) -> None:
    if asked.count == 1:
        asked.answer(TEXT[:100], Content_Length=str(len(TEXT)))
    else:
        asked.answer(TEXT)


def reset_then_well(asked: Asked) -> None:
    if asked.count == 1:
        asked.reset()
    else:
        asked.answer(TEXT)


def torn_chunks(asked: Asked) -> None:
    asked.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n" + TEXT[:50])


PACKED_BOMB = gzip.compress(b"\x00" * 50_000_000)
REFUSED = "source_refused"
AGAIN = "source_unreachable"
GARBAGE = b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\n%%EOF\n"

# What the server does with a request for the text, the exception that results ("" none), words of its sentence, and how
# often it is asked.
TEXT_CASES: dict[str, tuple[Behaviour, str, str, int]] = {
    "the same": (lambda asked: asked.answer(TEXT), "", "", 1),
    "the same, packed without being asked": (
        lambda asked: asked.answer(gzip.compress(TEXT), Content_Encoding="gzip"),
        "",
        "",
        1,
    ),
    "wrong content type": (lambda asked: asked.answer(TEXT, Content_Type="image/png"), "", "", 1),
    "a name that climbs": (
        lambda asked: asked.answer(TEXT, Content_Disposition='attachment; filename="../../../etc/passwd"'),
        "",
        "",
        1,
    ),
    "slow body": (slow_body, AGAIN, "秒たっても", 1),
    "slow body without length": (slow_body_without_length, AGAIN, "秒たっても", 1),
    "slow headers": (slow_headers, AGAIN, "秒たっても", 1),
    "silence": (silence, AGAIN, "返事が途絶えました", 3),
    "headers without end": (headers_without_end, AGAIN, "HTTPの決まり", 3),
    "body without end": (body_without_end, REFUSED, "0.3 MB を超える", 1),
    "too long by its own word": (lambda asked: asked.answer(TEXT, Content_Length="9999999"), REFUSED, "超える", 1),
    "length too great": (lambda asked: asked.answer(TEXT, Content_Length="5000"), AGAIN, "途中で切れた", 3),
    "broken off, then well": (broken_off_then_well, "", "", 2),
    "torn chunks": (torn_chunks, AGAIN, "途中で切れた", 3),
    "packed bomb": (
        lambda asked: asked.answer(PACKED_BOMB, Content_Encoding="gzip"),
        REFUSED,
        "超える",
        1,
    ),
    "packed and torn": (
        lambda asked: asked.answer(gzip.compress(TEXT)[:-20], Content_Encoding="gzip"),
        AGAIN,
        "圧縮",
        3,
    ),
    "unknown packing": (lambda asked: asked.answer(TEXT, Content_Encoding="br"), AGAIN, "知らない圧縮", 3),
    "not packed at all": (lambda asked: asked.answer(TEXT, Content_Encoding="gzip"), AGAIN, "中身が壊れて", 3),
    "goes round": (moves_to("/goes round".replace(" ", "%20")), REFUSED, "転送が", 1),
    "goes on and on": (
        lambda asked: asked.answer(b"", "302 Found", Location=f"{asked.path}?x"),
        REFUSED,
        "転送が",
        1,
    ),
    "to a private address": (moves_to("http://10.0.0.1/plan.txt"), REFUSED, "組織の内側", 1),
    "to the machine's own data": (moves_to("http://169.254.169.254/latest/"), REFUSED, "組織の内側", 1),
    "to a number": (moves_to("http://167772161/plan.txt"), REFUSED, "組織の内側", 1),
    "to a mapped address": (moves_to("http://[::ffff:10.0.0.1]/plan.txt"), REFUSED, "組織の内側", 1),
    "to a file": (moves_to("file:///etc/passwd"), REFUSED, "file:", 1),
    "to a name and password": (moves_to("http://user:secret@127.0.0.1/"), REFUSED, "パスワード", 1),
    "to nowhere": (lambda asked: asked.answer(b"", "302 Found"), REFUSED, "転送先のない", 1),
    "to what is no address": (moves_to("http://[::1/"), REFUSED, "URLの形", 1),
    "500, then well": (partial(busy_then_well, first="500 Internal Server Error"), "", "", 2),
    "500 for ever": (lambda asked: asked.answer(b"", "500 Internal Server Error"), AGAIN, "状態 500", 3),
    "429, well in a moment": (partial(busy_then_well, first="429 Too Many Requests", Retry_After="0"), "", "", 2),
    "429, well in an hour": (
        lambda asked: asked.answer(b"", "429 Too Many Requests", Retry_After="3600"),
        AGAIN,
        "状態 429",
        1,
    ),
    "503 until a date": (
        lambda asked: asked.answer(b"", "503 Unavailable", Retry_After="Fri, 31 Dec 2100 00:00:00 GMT"),
        AGAIN,
        "状態 503",
        1,
    ),
    "reset, then well": (reset_then_well, "", "", 2),
    "reset for ever": (Asked.reset, AGAIN, "公開元", 3),
    "not HTTP": (lambda asked: asked.send(b"SSH-2.0-OpenSSH\r\n"), AGAIN, "HTTPの決まり", 3),
    "gone for now": (lambda asked: asked.answer(b"", "404 Not Found"), "source_vanished", "404", 1),
    "gone for good": (lambda asked: asked.answer(b"", "410 Gone"), "source_vanished", "410", 1),
    "forbidden": (lambda asked: asked.answer(b"", "403 Forbidden"), REFUSED, "状態 403", 1),
    "unasked 304": (lambda asked: asked.answer(b"", "304 Not Modified"), REFUSED, "状態 304", 1),
    "a part only": (lambda asked: asked.answer(TEXT[:50], "206 Partial Content"), REFUSED, "状態 206", 1),
    "empty": (lambda asked: asked.answer(b""), "source_unreadable", "中身のない", 1),
    "a page of excuses": (
        lambda asked: asked.answer("<!DOCTYPE html><title>移転のお知らせ</title>".encode(), Content_Type="text/plain"),
        "source_type_changed",
        "HTMLのページ",
        1,
    ),
    "another kind of file": (lambda asked: asked.answer(SAMPLE_PDF), "source_type_changed", "PDF", 1),
    "words without a plan": (
        lambda asked: asked.answer("工事中です。\n".encode()),
        "source_unreadable",
        "読み取れません",
        1,
    ),
    "half the plan": (lambda asked: asked.answer(SHORTENED.encode()), "source_shrunk", "14 件から 7 件", 1),
    "the next edition": (lambda asked: asked.answer(NEXT_EDITION.encode()), "source_other_edition", "第4次", 1),
    "put out again": (lambda asked: asked.answer(REISSUED.encode()), "", "", 1),
}

PDF_CASES: dict[str, tuple[Behaviour, str, str]] = {
    "the same": (lambda asked: asked.answer(SAMPLE_PDF), "", ""),
    "HTML as PDF": (
        lambda asked: asked.answer(b"\xef\xbb\xbf \n<html><body>404</body></html>", Content_Type="application/pdf"),
        "source_type_changed",
        "HTMLのページ",
    ),
    "HTML with a PDF mark in it": (
        lambda asked: asked.answer(b"<html><body>%PDF-1.4 %%EOF</body></html>"),
        "source_type_changed",
        "HTMLのページ",
    ),
    "cut off": (lambda asked: asked.answer(SAMPLE_PDF[:-2000]), "source_unreadable", "途中で切れています"),
    "garbage": (lambda asked: asked.answer(GARBAGE), "source_unreadable", "読み取れません"),
    "archive": (lambda asked: asked.answer(b"PK\x03\x04" + SAMPLE_PDF), "source_type_changed", "ZIP"),
}


@pytest.mark.parametrize("name", TEXT_CASES)
def test_each_way_of_misbehaving_has_its_outcome(tmp_path: Path, server: Server, name: str) -> None:
    behaviour, kind, words, times = TEXT_CASES[name]
    path = "/" + name.replace(" ", "%20").replace(",", "")
    server.behaviours[path] = behaviour
    folder = make_plan(tmp_path / "raw", "hoshimi-3", server.url + path, TEXT)

    report = look(tmp_path / "raw", IMPATIENT.get(name, SETTINGS))

    (seen,) = report.looks
    assert seen.kind == kind, seen.message
    assert words in seen.message
    assert not kind or seen.message.endswith("ください。") or seen.message.endswith("決めてください。")
    assert server.counts(path) == times
    assert not report.failed
    (plan,) = read_sources(tmp_path / "raw").plans
    assert plan.path.read_bytes() == (REISSUED.encode() if name == "put out again" else TEXT)
    assert (folder / "plan.txt").read_bytes() == TEXT
    assert not list(tmp_path.rglob("*passwd*"))
    assert not list((tmp_path / "build" / "operation" / "fetching").glob("*"))


@pytest.mark.parametrize("name", PDF_CASES)
def test_what_is_no_whole_pdf_never_takes_a_pdfs_place(tmp_path: Path, server: Server, name: str) -> None:
    behaviour, kind, words = PDF_CASES[name]
    path = f"/pdf/{name.replace(' ', '-')}"
    server.behaviours[path] = behaviour
    make_plan(tmp_path / "raw", "hoshimi-3", server.url + path, SAMPLE_PDF, "plan.pdf")

    (seen,) = look(tmp_path / "raw").looks

    assert seen.kind == kind
    assert words in seen.message
    (plan,) = read_sources(tmp_path / "raw").plans
    assert plan.path.read_bytes() == SAMPLE_PDF


def test_a_private_address_is_not_asked_unless_the_house_allows_it(tmp_path: Path, server: Server) -> None:
    server.behaviours["/private"] = lambda asked: asked.answer(TEXT)
    make_plan(tmp_path / "raw", "a", f"{server.url}/private", TEXT)
    make_plan(tmp_path / "raw", "b", f"http://localhost:{server.port}/private", TEXT)
    make_plan(tmp_path / "raw", "c", f"http://[::1]:{server.port}/private", TEXT)
    closed = WatchSettings(seconds=1, backoff_seconds=0, host_seconds=0)

    report = look(tmp_path / "raw", closed)

    assert [seen.kind for seen in report.looks] == ["source_refused"] * 3
    assert all("allow_addresses" in seen.message for seen in report.looks)
    assert server.counts("/private") == 0


def test_the_connection_goes_to_the_address_that_was_checked(tmp_path: Path, server: Server) -> None:
    server.behaviours["/rebound"] = lambda asked: asked.answer(TEXT)
    make_plan(tmp_path / "raw", "a", f"http://plans.example:{server.port}/rebound", TEXT)
    answers = [["127.0.0.1"], ["10.9.9.9"]]
    fetcher = Fetcher(SETTINGS, resolver=lambda _host, _port: answers.pop(0))

    (seen,) = look(tmp_path / "raw", fetcher=fetcher).looks

    assert seen.kind == ""
    assert answers == [["10.9.9.9"]], "the name was looked up once, and never again"
    (asked,) = (asked for asked in server.asked if asked.path == "/rebound")
    assert asked.headers["host"] == f"plans.example:{server.port}"
    assert asked.headers["user-agent"].startswith("taikei/")


def test_one_private_address_among_public_ones_is_enough(tmp_path: Path) -> None:
    make_plan(tmp_path / "raw", "a", "http://plans.example/plan.txt", TEXT)
    fetcher = Fetcher(SETTINGS, resolver=lambda _host, _port: ["93.184.216.34", "192.168.1.1"])
    (seen,) = look(tmp_path / "raw", fetcher=fetcher).looks
    assert (seen.kind, "192.168.1.1" in seen.message) == ("source_refused", True)


@pytest.mark.parametrize(
    "address",
    ["0.0.0.0", "100.64.0.1", "224.0.0.1", "::1", "fe80::1%eth0", "fd00::1", "64:ff9b::a00:1", "2002:a00:1::"],
)
def test_no_address_leads_into_the_house(tmp_path: Path, address: str) -> None:
    make_plan(tmp_path / "raw", "a", "http://plans.example/plan.txt", TEXT)
    (seen,) = look(tmp_path / "raw", fetcher=Fetcher(SETTINGS, resolver=lambda _h, _p: [address])).looks
    assert seen.kind == "source_refused"


def test_validators_are_sent_and_a_304_is_the_same_document(tmp_path: Path, server: Server) -> None:
    def answer(asked: Asked) -> None:
        if asked.headers.get("if-none-match") == '"v1"':
            asked.answer(b"", "304 Not Modified")
        else:
            asked.answer(TEXT, ETag='"v1"')

    server.behaviours["/etag"] = answer
    make_plan(tmp_path / "raw", "a", f"{server.url}/etag", TEXT)
    first, second = look(tmp_path / "raw", now=OLD), look(tmp_path / "raw")
    assert [seen.state for seen in (*first.looks, *second.looks)] == ["same", "same"]
    assert second.looks[0].since == first.looks[0].since
    assert [asked.headers.get("if-none-match") for asked in server.asked if asked.path == "/etag"] == [None, '"v1"']


def test_a_date_alone_serves_as_well(tmp_path: Path, server: Server) -> None:
    date = "Fri, 20 Nov 2026 00:00:00 GMT"
    server.behaviours["/dated"] = lambda asked: (
        asked.answer(b"", "304 Not Modified")
        if "if-modified-since" in asked.headers
        else asked.answer(TEXT, Last_Modified=date)
    )
    make_plan(tmp_path / "raw", "a", f"{server.url}/dated", TEXT)
    look(tmp_path / "raw", now=OLD)
    (seen,) = look(tmp_path / "raw").looks
    assert seen.state == "same"
    assert server.asked[-1].headers["if-modified-since"] == date


def test_a_lying_etag_is_found_out_after_a_month(tmp_path: Path, server: Server) -> None:
    body = [TEXT]
    server.behaviours["/liar"] = lambda asked: (
        asked.answer(b"", "304 Not Modified") if "if-none-match" in asked.headers else asked.answer(body[0], ETag='"1"')
    )
    make_plan(tmp_path / "raw", "a", f"{server.url}/liar", TEXT)
    look(tmp_path / "raw", now=OLD)
    body[0] = REISSUED.encode()
    assert look(tmp_path / "raw").looks[0].state == "same"
    later = datetime.fromisoformat("2027-01-05T03:00:00+09:00")
    assert look(tmp_path / "raw", now=later).looks[0].state == "changed"


def test_a_new_etag_on_old_bytes_changes_nothing(tmp_path: Path, server: Server) -> None:
    server.behaviours["/restless"] = lambda asked: asked.answer(TEXT, ETag=f'"{asked.count}"')
    folder = make_plan(tmp_path / "raw", "a", f"{server.url}/restless", TEXT)
    look(tmp_path / "raw", now=OLD)
    assert look(tmp_path / "raw").looks[0].state == "same"
    assert not (folder / "versions.json").exists()


def test_a_validator_with_foreign_characters_is_not_sent_back(tmp_path: Path, server: Server) -> None:
    server.behaviours["/odd"] = lambda asked: asked.answer(TEXT, ETag='"版"'.encode().decode("latin-1"))
    make_plan(tmp_path / "raw", "a", f"{server.url}/odd", TEXT)
    look(tmp_path / "raw", now=OLD)
    assert look(tmp_path / "raw").looks[0].state == "same"
    assert "if-none-match" not in server.asked[-1].headers


def test_a_server_that_asks_for_an_hour_is_left_alone_for_an_hour(tmp_path: Path, server: Server) -> None:
    server.behaviours["/pause"] = lambda asked: asked.answer(b"", "429 Too Many Requests", Retry_After="3600")
    make_plan(tmp_path / "raw", "a", f"{server.url}/pause", TEXT)
    make_plan(tmp_path / "raw", "b", f"{server.url}/of-the-same-host", TEXT)
    look(tmp_path / "raw", now=NIGHT)
    look(tmp_path / "raw", now=NIGHT.replace(minute=30))
    assert server.counts("/pause") == 1
    assert server.counts("/of-the-same-host") == 0
    look(tmp_path / "raw", now=NIGHT.replace(hour=4, minute=1))
    assert server.counts("/pause") == 2


def test_a_move_for_good_is_told(tmp_path: Path, server: Server) -> None:
    server.behaviours["/old"] = moves_to("/new", "301 Moved Permanently")
    server.behaviours["/new"] = lambda asked: asked.answer(TEXT)
    make_plan(tmp_path / "raw", "a", f"{server.url}/old", TEXT)
    (seen,) = look(tmp_path / "raw").looks
    assert (seen.kind, seen.moved) == ("", f"{server.url}/new")


def test_a_host_rests_between_requests_and_hosts_go_at_once(tmp_path: Path, server: Server) -> None:
    at: list[tuple[str, float]] = []
    gate = threading.Barrier(2, timeout=5)

    def answer(asked: Asked) -> None:
        at.append((asked.headers["host"], time.monotonic()))
        if asked.path == "/rest/1":
            gate.wait()
        asked.answer(TEXT)

    for number in (1, 2):
        server.behaviours[f"/rest/{number}"] = answer
        for host in ("one", "two"):
            make_plan(tmp_path / "raw", f"{host}-{number}", f"http://{host}.example:{server.port}/rest/{number}", TEXT)
    settings = WatchSettings(host_seconds=0.3, parallel=2, seconds=10, allow_addresses=SETTINGS.allow_addresses)
    report = look(tmp_path / "raw", settings, fetcher=Fetcher(settings, resolver=lambda _h, _p: ["127.0.0.1"]))
    assert {seen.kind for seen in report.looks} == {""}
    for host in ("one", "two"):
        first, second = (when for asked, when in at if asked.startswith(host))
        assert second - first >= 0.25
