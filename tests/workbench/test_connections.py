"""A connection that does not get on with its request goes, and the staff are answered meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.request import urlopen

import pytest
import uvicorn

from workbench import connections
from workbench.connections import Hurried


async def answers(scope: Any, receive: Any, send: Any) -> None:
    """An application that takes the whole body, then says how long it was."""
    if scope["type"] != "http":
        return
    taken, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        taken, more = taken + len(message.get("body", b"")), message.get("more_body", False)
    await asyncio.sleep(0)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(taken).encode()})


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 4.0)
    monkeypatch.setattr(connections, "LOOK_SECONDS", 0.3)
    monkeypatch.setattr(connections, "MOST", 40)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(answers, http=Hurried, lifespan="off", log_level="critical"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join(20)


def open_line(port: int) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", port), 10)
    line.settimeout(10)
    return line


def ends(line: socket.socket) -> bytes:
    """All that still comes until the other side closes."""
    said = b""
    with contextlib.suppress(ConnectionError):
        while piece := line.recv(1000):
            said += piece
    return said


@pytest.mark.parametrize(
    "begun",
    [b"", b"GET / HTTP/1.1\r\nHost: a\r\n", b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000\r\n\r\nabc"],
)
def test_who_does_not_go_on_is_left(port: int, begun: bytes) -> None:
    with open_line(port) as line:
        line.sendall(begun)
        began = time.monotonic()
        assert ends(line) == b""
        assert time.monotonic() - began < 9


def test_a_letter_now_and_then_is_not_going_on(port: int) -> None:
    began = time.monotonic()
    with open_line(port) as line, contextlib.suppress(ConnectionError):
        line.sendall(b"GET / HTTP/1.1\r\nX: ")
        while time.monotonic() - began < 20:
            line.sendall(b"a")
            time.sleep(0.1)
    assert time.monotonic() - began < 15


def test_among_hundreds_that_wait_the_staff_are_answered(port: int) -> None:
    lines = [open_line(port) for _ in range(200)]
    try:
        for line in lines:
            with contextlib.suppress(ConnectionError):
                line.sendall(b"GET / HTTP/1.1\r\n")
        with urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
            assert answer.status == 200
    finally:
        for line in lines:
            line.close()


def test_a_large_document_that_keeps_coming_is_taken(port: int) -> None:
    with open_line(port) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 600000\r\n\r\n")
        for _ in range(30):
            line.sendall(b"a" * 20_000)
            time.sleep(0.05)
        assert b"\r\n600000\r\n" in ends(line)


def test_one_connection_serves_many_requests(port: int) -> None:
    with open_line(port) as line:
        for _ in range(3):
            line.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            said = b""
            while not said.endswith(b"0\r\n\r\n"):
                piece = line.recv(1000)
                assert piece, "it was left"
                said += piece
            time.sleep(0.4)
