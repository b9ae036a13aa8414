"""An end to a download, whatever the server does (取得の制限時間). IO: shuts the connection.

Time limits of a socket hold for each read: a server that sends one byte a second would never meet them, not even in
its headers.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Any

import httpx


class Deadline:
    """Shuts the connections it was shown when the time is over."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            for connection in self._sockets:
                connection.close()
            self._sockets.clear()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """For the extension "trace" of httpx: hears of each new connection."""
        if not event.endswith("connect_tcp.complete"):
            return
        opened = info["return_value"].get_extra_info("socket")
        with self._lock:
            # A copy: TLS takes the socket itself away.
            self._sockets.append(opened.dup())
        if self.over:
            self._shut()

    def check(self) -> None:
        """Raises httpx.ReadTimeout where the time is over."""
        if self.over:
            raise httpx.ReadTimeout("over")

    def _end(self) -> None:
        self.over = True
        self._shut()

    def _shut(self) -> None:
        with self._lock:
            for connection in self._sockets:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
