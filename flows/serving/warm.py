"""Runs asked for by `taikei run`, done in a process that has everything loaded (常駐実行). IO: a socket on loopback.

One thread listens and works, one request after the other; the lock of the folder excludes every other run.
"""

from __future__ import annotations

import contextlib
import gc
import hmac
import json
import socket
import threading
import traceback
from dataclasses import dataclass
from io import StringIO
from typing import Any

from filelock import FileLock, Timeout
from rich.console import Console

from flows.bar import Tell
from flows.begin import BUSY, LOCK, NO_RELEASE
from flows.folders import Folders
from flows.start import LOG_WIDTH, Voice, execute_flow, locked_run
from flows.unchanged import compare, program_digest

MOST_BYTES = 65_536
"""Of a request; a real one has a few hundred."""
ASK_SECONDS = 5.0
"""For whoever connects to say what it wants."""


@dataclass(frozen=True, slots=True)
class Host:
    """What this process runs, and for whom."""

    folders: Folders
    token: str
    program: str
    """Digest of code, libraries and settings when this process began."""


def listen(port_socket: socket.socket, host: Host) -> threading.Thread:
    """Serve requests until the socket is closed."""
    thread = threading.Thread(target=_accept, args=(port_socket, host), name="warm", daemon=True)
    thread.start()
    return thread


def warm_up(folders: Folders) -> None:
    """Load what a run needs and the readings' dictionary; what a release needs loads while it is rehearsed."""
    import flows.run  # noqa: F401
    from extractors.readings import read_aloud
    from publishers import verify_beside
    from publishers.rehearse import rehearse

    verify_beside.start()
    read_aloud("生涯学習")
    # A damaged release, a full disk: the first run says so, in words.
    with contextlib.suppress(Exception):
        rehearse(folders.published, read_aloud)
    gc.collect()
    gc.freeze()  # what is loaded now stays; looking through it again and again would cost a tenth of each run


def _accept(port_socket: socket.socket, host: Host) -> None:
    while True:
        try:
            line, _ = port_socket.accept()
        except OSError:
            return
        # Whoever asked is gone, or never was one of ours.
        with line, contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            line.settimeout(ASK_SECONDS)
            with line.makefile("rb") as lines:
                asked = json.loads(lines.readline(MOST_BYTES))
            line.settimeout(None)
            _answer(line, asked, host)


def _answer(line: socket.socket, asked: dict[str, Any], host: Host) -> None:
    if not hmac.compare_digest(str(asked.get("token", "")).encode(), host.token.encode()):
        return
    if tuple(asked["folders"]) != host.folders.names():
        _send(line, declined="taikei serve は別のフォルダーのものなので、ここで実行します。")
        return
    if asked["program"] != host.program or program_digest() != host.program:
        _send(
            line,
            declined="taikei serve より新しいプログラムか設定なので、ここで実行します。taikei serve を始め直してください。",
        )
        return
    out = Console(file=StringIO(), highlight=False, width=asked["width"] or LOG_WIDTH, force_terminal=asked["terminal"])
    errors = Console(file=StringIO(), highlight=False, soft_wrap=True)
    try:
        with FileLock(host.folders.build / LOCK, timeout=0):
            inputs, _ = compare(host.folders)
            code = locked_run(host.folders, inputs, execute_flow, _teller(line), Voice(out, errors))
    except Timeout:
        errors.print(BUSY, markup=False)
        code = NO_RELEASE
    except Exception:  # the listener must live on; the caller is told where to look
        (host.folders.build / "error.log").write_text(traceback.format_exc(), "utf-8")
        errors.print(
            f"予期しない誤りが起きました。{host.folders.build / 'error.log'} を確かめてください。", markup=False
        )
        code = NO_RELEASE
    _send(line, out=_text(out), err=_text(errors))
    _send(line, code=code)


def _teller(line: socket.socket) -> Tell:
    def tell(what: str, done: int, total: int) -> None:
        with contextlib.suppress(OSError):  # the run goes on when nobody watches
            _send(line, progress=[what, done, total])

    return tell


def _send(line: socket.socket, **message: object) -> None:
    line.sendall(json.dumps(message).encode() + b"\n")


def _text(console: Console) -> str:
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()
