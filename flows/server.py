"""The embedded Prefect server: nothing to start, nothing left behind. IO: one child process, its data in build/prefect.

Prefect would start such a server by itself, but one whose parent is killed lives on. This one watches a pipe to its
parent and leaves with it, and it picks its own port. A steward's own server (PREFECT_API_URL) is used where one is set.
`python -m flows.server --host HOST --port PORT` is a team's server, which stays. All of them stand behind flows/gate.py.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

from flows.gate import CLIENT_PASSWORD, LOOPBACK, SERVER_PASSWORD, guarded_server, names, set_password

if TYPE_CHECKING:
    from uvicorn import Server

RETRIES = "3"
"""Of a request to a server of our own: beyond that it is not busy but gone. Prefect's five make a run wait for minutes."""
UNWATCHED = {
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_EVENTS_STREAM_OUT_ENABLED": "false",
}
"""Of a server that only one run uses: nobody looks at its pages, and automations are a matter of servers that stay."""

STOP_SECONDS = 5
"""After this the server is ended the hard way; its database bears it."""


Alive = Callable[[], bool]
"""Whether a server that we started still runs."""


def not_ours() -> bool:
    """Of a server that somebody else started we know nothing: it may be about to come."""
    return True


class ServerTrouble(Exception):
    """The embedded server does not come up; its words are for the steward."""


@contextmanager
def embedded_server(home: Path) -> Iterator[Alive]:
    """Start the server, set PREFECT_API_URL and a password; Prefect must not have been imported yet. Gives: whether it still runs.

    Raises:
        ServerTrouble: on entering, where the server ended at once.
    """
    if os.environ.get("PREFECT_API_URL"):
        yield not_ours
        return
    home.mkdir(parents=True, exist_ok=True)
    before = {name: os.environ.get(name) for name in (SERVER_PASSWORD, CLIENT_PASSWORD)}
    set_password(os.environ)
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(
            server_command(0),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env={**UNWATCHED, **os.environ, "PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1"},
        )
    assert server.stdin is not None
    assert server.stdout is not None
    try:
        port = server.stdout.readline().strip().decode("ascii")
        if not port:
            raise ServerTrouble(_ended(home))
        os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
        os.environ.setdefault("PREFECT_CLIENT_MAX_RETRIES", RETRIES)
        yield lambda: server.poll() is None
    finally:
        os.environ.pop("PREFECT_API_URL", None)
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
        server.stdin.close()
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        server.stdout.close()


def wait_until_healthy(seconds: float, alive: Alive = not_ours) -> None:
    """Return when the server answers.

    Raises:
        ServerTrouble: it did not within that time, or it is one of ours and has ended.
    """
    url = os.environ["PREFECT_API_URL"] + "/health"
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=5):
                return
        except (URLError, OSError):
            if not alive():
                raise ServerTrouble(_ended(Path(os.environ["PREFECT_HOME"]))) from None
            time.sleep(0.1)
    raise ServerTrouble(
        f"Prefect のサーバー（{url}）が {seconds:.0f} 秒たっても応答しません。もう一度実行してください。"
    )


def _ended(home: Path) -> str:
    return f"Prefect の内部サーバーが始まりません。{home / 'server.log'} を確かめてください。"


def server_command(port: int) -> list[str]:
    """A server that stays, with Prefect's pages and its schedules, until the pipe at its standard input closes."""
    return [sys.executable, "-m", "flows.server", "--with-parent", "--port", str(port)]


def _serve(host: str, port: int, stays: bool) -> None:
    """Say the port, serve: until the parent is gone, or for as long as it is wanted."""
    listener = socket.create_server((host, port))
    # What is accepted has it too; without it most answers wait 40 ms for the word that their first half came.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    port = listener.getsockname()[1]
    os.environ.setdefault("PREFECT_UI_API_URL", f"http://{LOOPBACK[0]}:{port}/api")
    # Between 127.0.0.1 and localhost, which are two origins to a browser; the gate refuses all others.
    own = (f"http://{f'[{name}]' if ':' in name else name}:{port}" for name in names())
    os.environ.setdefault("PREFECT_SERVER_CORS_ALLOWED_ORIGINS", ",".join(own))
    import uvicorn

    print(port, flush=True)
    config = uvicorn.Config(guarded_server, factory=True, log_level="error", lifespan="on")
    server = uvicorn.Server(config)
    if not stays:
        threading.Thread(target=_leave_with_parent, args=(server,), daemon=True).start()
    server.run(sockets=[listener])


def _leave_with_parent(server: Server) -> None:
    sys.stdin.buffer.read()
    server.should_exit = True
    time.sleep(STOP_SECONDS)
    os._exit(0)


def _main() -> int:
    parser = argparse.ArgumentParser(prog="python -m flows.server")
    parser.add_argument("--host", default=LOOPBACK[0])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--with-parent", action="store_true")
    asked = parser.parse_args()
    if not os.environ.get(SERVER_PASSWORD):
        print(
            f"環境変数 {SERVER_PASSWORD}（と、頼む側の {CLIENT_PASSWORD}）に「名前:パスワード」の形の値が要ります。"
            "ないと、だれでもこの計算機に命令できます。",
            file=sys.stderr,
        )
        return 2
    _serve(asked.host, asked.port, stays=not asked.with_parent)
    return 0


if __name__ == "__main__":
    sys.exit(_main())
