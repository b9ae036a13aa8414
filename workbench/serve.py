"""The application on a port until Ctrl-C (起動). IO: a socket."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable

import uvicorn

from workbench.app import build_app
from workbench.config import Config
from workbench.connections import Hurried

LEAVE_SECONDS = 5
"""Requests under way at Ctrl-C get so long to end."""


class CannotListen(Exception):
    """The port is not to be had; its words are for the person at the console."""


def serve(config: Config, tell: Callable[[str], None]) -> None:
    """Answer until interrupted; tell is called once with the address, when it can be opened.

    Raises:
        CannotListen: the port is taken or forbidden.
    """
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # What is accepted has it too; without it most pages wait 40 ms for the word that their first half came.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listening.bind((config.host, config.port))
    except OSError as error:
        listening.close()
        raise CannotListen(
            f"{config.host}:{config.port} で待ち受けられません（{error.strerror}）。--port で別の番号を指定してください。"
        ) from None
    host = f"[{config.host}]" if ":" in config.host else config.host
    address = config.public_url or f"http://{host}:{listening.getsockname()[1]}/"
    settings = uvicorn.Config(
        build_app(config),
        http=Hurried,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=LEAVE_SECONDS,
    )
    server = _Telling(settings, lambda: tell(address))
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listening])


class _Telling(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, tell: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell = tell

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._tell()
