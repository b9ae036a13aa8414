"""A day as it comes: on PostgreSQL the schedule fires; one source changed, one became garbage, one vanished."""

from __future__ import annotations

import json
import signal
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from flows.names import ATTENTION
from tests.flows.postgres import NEEDED, Postgres, binaries
from tests.flows.steward import TAIKEI, ids, run, sound_release, without_server
from tests.flows.test_serve import Serving, end, start, until
from tests.flows.towns import TOWNS, put_towns, text_of
from tests.flows.watch_samples import REISSUED

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

NIGHT = "* * * * *"
"""Every minute is a night here."""
GARBAGE = "<html><body>ただいまメンテナンス中です。</body></html>".encode()
SETTINGS = """
[watch]
allow_addresses = ["127.0.0.0/8"]
host_seconds = 0
backoff_seconds = 0

[notices]
digest = "00:00"
quiet = ""
"""


class Publisher:
    """The town's web server, and at the same time whoever gets the notices."""

    def __init__(self) -> None:
        self.documents: dict[str, bytes] = {}
        self.notices: list[dict[str, Any]] = []
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # noqa: N802, RUF100 - its name is given
                body = publisher.documents.get(self.path)
                self.send_response(200 if body is not None else 404)
                self.send_header("Content-Length", str(len(body or b"")))
                self.end_headers()
                self.wfile.write(body or b"")

            def do_POST(self) -> None:  # noqa: N802, RUF100
                publisher.notices.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@contextmanager
def served(folder: Path, env: dict[str, str]) -> Iterator[Serving]:
    serving = start(folder, env, "--nightly", NIGHT)
    try:
        yield serving
    finally:
        end(serving, signal.SIGTERM)


def test_a_day(server: dict[str, str], tmp_path: Path) -> None:
    assert binaries() is not None, NEEDED
    publisher = Publisher()
    postgres = Postgres.create()
    folder = tmp_path / "office"
    env = {
        **without_server(),
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": postgres.database("prefect").replace(
            "postgresql:", "postgresql+asyncpg:"
        ),
        "TAIKEI_WORKBENCH_DATABASE_URL": postgres.database("workbench").replace("postgresql:", "postgresql+psycopg:"),
    }
    try:
        put_towns(folder / "raw", publisher.address)
        (folder / "operation.toml").write_text(SETTINGS, "utf-8")
        (folder / "corrections").mkdir()
        first = run(folder, server)
        assert first.returncode == 0, first.stderr
        before = sound_release(folder / "published")
        known = ids(folder / "published")

        publisher.documents |= {f"/{plan_id}.txt": text_of(town) for plan_id, (town, _) in TOWNS.items()}
        publisher.documents["/a-hoshimi.txt"] = text_of("立川市", REISSUED)
        publisher.documents["/b-tsukimi.txt"] = GARBAGE
        del publisher.documents["/c-hanami.txt"]
        env["TAIKEI_NOTICE_URLS"] = f"json://{publisher.address}/"
        with served(folder, env) as serving:
            nights: list[Any] = []

            def over() -> bool:
                time.sleep(1)  # a busy server has better to do than to be asked
                asked = {"name": {"any_": ["夜間の更新"]}}
                found = serving.ask("flow_runs/filter", flows=asked, flow_runs={"state": {"type": {"any_": DONE}}})
                nights[:] = [one for one in found if one["auto_scheduled"]]
                return bool(nights)

            until(over, 900)
            # The work is done, the release is out; two sources wait for somebody, so the night is not shown in green.
            night = nights[0]
            assert night["state_name"] == ATTENTION, night
            assert night["state"]["message"].startswith("人の対応か確認が必要です。公開元:"), night
            assert "公開:" not in night["state"]["message"], "the run itself waits for nobody"
            _look_at_the_release(folder, before, known)
            _look_at_status(folder, env)
            time.sleep(2)
            (digest,) = publisher.notices
            assert "のまとめ" in digest["title"]
            assert digest["message"].count("\n・") >= 3
            with urllib.request.urlopen(serving.workbench, timeout=60) as page:
                inbox = page.read().decode()
            for plan_id in ("b-tsukimi", "c-hanami"):
                assert plan_id in inbox or TOWNS[plan_id][0] in inbox
    finally:
        postgres.stop()
        publisher.server.shutdown()


DONE = ["COMPLETED", "FAILED", "CRASHED"]
"""Without CANCELLED: a night that comes while another is still at work is left out."""


def _look_at_the_release(folder: Path, before: str, known: dict[str, str]) -> None:
    assert sound_release(folder / "published") != before
    now = ids(folder / "published")
    assert set(known) <= set(now)
    assert {now[id] for id in known if now[id] != known[id]} == {"夜間の講座を開く"}
    assert {now[id] for id in set(now) - set(known)} == {"作品展を開く"}


def _look_at_status(folder: Path, env: dict[str, str]) -> None:
    done = subprocess.run(
        [TAIKEI, "status", "--json"], cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, "somebody is waited for"
    told = json.loads(done.stdout)
    kinds = {source["plan_id"]: source["kind"] for source in told["sources"]}
    assert kinds == {"b-tsukimi": "source_type_changed", "c-hanami": "source_vanished"}
    assert told["release"] == sound_release(folder / "published")
    assert {plan["state"] for plan in told["plans"]} == {"published"}
    assert [one["name"] for one in told["next_runs"]]
