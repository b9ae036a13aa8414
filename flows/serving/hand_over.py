"""A run for a warm `taikei serve` to do (常駐プロセスへの依頼): found by build/serve.json, asked over loopback. IO: a socket.

The file can be read by its owner alone and holds a token, so nobody else on the machine can ask. Each message is one line
of JSON. Nothing heavy is imported here.
"""

from __future__ import annotations

import json
import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.begin import INTERRUPTED, NO_RELEASE
from flows.folders import Folders
from flows.gate import keep_for_owner
from flows.unchanged import program_digest

FILE = "serve.json"
CONNECT_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Warm:
    """A `taikei serve` that says it is there."""

    pid: int
    port: int
    token: str
    api: str
    """Address of its Prefect server."""
    password: str
    """Of that server, "" where the steward's own settings have it."""
    workbench: str
    """Address of its workbench, "" without one."""


def find_warm(build: Path) -> Warm | None:
    """Whoever left the file, where it answers."""
    try:
        kept = json.loads((build / FILE).read_bytes())
        warm = Warm(**kept)
        with socket.create_connection(("127.0.0.1", warm.port), CONNECT_SECONDS):
            return warm
    except (OSError, ValueError, TypeError):
        return None


def hand_over(warm: Warm, folders: Folders, verbose: bool = False) -> int | None:
    """Let it run, and tell what it tells; the exit code, or None where it cannot and this process should."""
    asked = {
        "token": warm.token,
        "program": program_digest(),
        "folders": folders.names(),
        "terminal": sys.stdout.isatty(),
        "width": shutil.get_terminal_size((0, 0)).columns if sys.stdout.isatty() else 0,
    }
    try:
        with socket.create_connection(("127.0.0.1", warm.port), CONNECT_SECONDS) as line, ExitStack() as stack:
            line.settimeout(None)
            line.sendall(json.dumps(asked).encode() + b"\n")
            tell = None
            for message in _messages(line):
                if "declined" in message:
                    print(message["declined"], file=sys.stderr)
                    return None
                if "code" in message:
                    return int(message["code"])
                if "progress" in message and (verbose or sys.stderr.isatty()):
                    if tell is None:
                        from flows.bar import bar

                        tell = stack.enter_context(bar(verbose))
                    tell(*message["progress"])
                for name, stream in (("out", sys.stdout), ("err", sys.stderr)):
                    if name in message:
                        stack.close()
                        tell = None
                        stream.write(message[name])
                        stream.flush()
    except KeyboardInterrupt:
        print("待つのをやめました。実行は taikei serve の中で続きます。", file=sys.stderr)
        return INTERRUPTED
    except OSError:
        pass
    print("taikei serve が実行の途中で終わりました。もう一度実行してください。", file=sys.stderr)
    return NO_RELEASE


def keep_address(build: Path, warm: Warm) -> None:
    """Leave the file, for its owner alone."""
    keep_for_owner(build / FILE, json.dumps({name: getattr(warm, name) for name in Warm.__slots__}))


def _messages(line: socket.socket) -> Iterator[dict[str, Any]]:
    with line.makefile("rb") as lines:
        for text in lines:
            yield dict(json.loads(text))
