"""The record of a run with nothing to do: a busy server gets the time it needs, one that is not there is told at once."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from flows import record
from flows.names import RUN

BUSY_SECONDS = 1.5
"""For the first answer; a second was too little for a server under load."""


@pytest.fixture
def refusals() -> list[int]:
    """What the server says first to each kind of request."""
    return []


@pytest.fixture
def asked(refusals: list[int]) -> Iterator[tuple[str, list[tuple[str, dict[str, Any]]]]]:
    """A server that is busy at first: its address, and what it was asked."""
    requests: list[tuple[str, dict[str, Any]]] = []
    refused: Counter[str] = Counter()

    class Busy(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if not (requests or refusals):
                time.sleep(BUSY_SECONDS)
            if refused[self.path] < len(refusals):
                self.send_response(refusals[refused[self.path]])
                refused[self.path] += 1
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            requests.append((self.path, body))
            answer = json.dumps({"id": f"id-{len(requests)}"}).encode()
            self.send_response(201)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Busy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/api", requests
    server.shutdown()
    server.server_close()


def test_a_busy_server_gets_the_time_it_needs(asked: tuple[str, list[tuple[str, dict[str, Any]]]]) -> None:
    api, requests = asked
    assert record.leave_record(api, "name", "message")
    assert requests[0] == ("/api/flows/", {"name": RUN})
    assert requests[1][1]["flow_id"] == "id-1"
    assert [body["state"]["type"] for _, body in requests[2:]] == ["RUNNING", "COMPLETED"]
    assert {path for path, _ in requests[2:]} == {"/api/flow_runs/id-2/set_state"}


def test_a_server_that_writes_something_else_is_asked_again(
    refusals: list[int], asked: tuple[str, list[tuple[str, dict[str, Any]]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    api, requests = asked
    monkeypatch.setattr(record, "PAUSES", (0.0, 0.0, 0.0))
    refusals += [503, 429, 503]
    assert record.leave_record(api, "name", "message")
    assert len(requests) == 4


@pytest.mark.parametrize("said", [[503] * 4, [500]])
def test_a_server_that_refuses_gets_no_record(
    said: list[int],
    refusals: list[int],
    asked: tuple[str, list[tuple[str, dict[str, Any]]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    api, requests = asked
    monkeypatch.setattr(record, "PAUSES", (0.0, 0.0, 0.0))
    refusals += said
    assert not record.leave_record(api, "name", "message")
    assert requests == []


def test_a_server_that_is_not_there_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    monkeypatch.setattr(record, "SECONDS", 3600.0)  # nothing of it is waited for
    assert not record.leave_record(f"http://127.0.0.1:{port}/api", "name", "message")
