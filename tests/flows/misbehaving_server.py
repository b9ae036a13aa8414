"""A web server on loopback that does whatever a test tells it to: each address (whatever its query) has a function that
writes to the socket."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

GIVE_UP = 5.0
"""Seconds after which a connection is left, so that no test hangs."""

Behaviour = Callable[["Asked"], None]


@dataclass
class Asked:
    """One request and the connection it came on."""

    connection: socket.socket
    path: str
    headers: dict[str, str]
    count: int
    """Which request for this path it is, from 1."""
    over: threading.Event
    body: bytes = b""
    """What came of the request's body along with its headers."""

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def answer(self, body: bytes = b"", status: str = "200 OK", **headers: str) -> None:
        """An orderly answer; Content-Length as it is unless told otherwise."""
        lines = {"Content-Length": str(len(body)), **{name.replace("_", "-"): value for name, value in headers.items()}}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        self.send(f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body)

    def drip(self, data: bytes, seconds: float) -> None:
        """One byte at a time, until the other side has enough."""
        for byte in data:
            if self.over.wait(seconds):
                return
            self.send(bytes([byte]))

    def reset(self) -> None:
        """End the connection the rude way."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


@dataclass
class Server:
    """Where it listens, what it does, and what it was asked."""

    port: int
    behaviours: dict[str, Behaviour] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def counts(self, path: str) -> int:
        return sum(asked.path == path for asked in self.asked)


@contextmanager
def misbehaving_server(tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Listens on a port of its own until the end of the block."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        server = Server(listener.getsockname()[1])
        threading.Thread(target=_listen, args=(listener, server, over, tls), daemon=True).start()
        try:
            yield server
        finally:
            over.set()
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)


def _listen(listener: socket.socket, server: Server, over: threading.Event, tls: ssl.SSLContext | None) -> None:
    with contextlib.suppress(OSError):
        while True:
            connection, _ = listener.accept()
            connection.settimeout(GIVE_UP)
            threading.Thread(target=_serve, args=(connection, server, over, tls), daemon=True).start()


def _serve(plain: socket.socket, server: Server, over: threading.Event, tls: ssl.SSLContext | None) -> None:
    with contextlib.suppress(OSError, ValueError), plain:
        connection = tls.wrap_socket(plain, server_side=True) if tls else plain
        with connection:
            received = b""
            while b"\r\n\r\n" not in received:
                received += connection.recv(65_536)
            head, _, body = received.partition(b"\r\n\r\n")
            lines = head.decode("latin-1").split("\r\n")
            path = lines[0].split(" ")[1]
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:]) if name}
            asked = Asked(connection, path, headers, server.counts(path) + 1, over, body)
            server.asked.append(asked)
            server.behaviours.get(path.partition("?")[0], lambda asked: asked.answer(b"", "404 Not Found"))(asked)
