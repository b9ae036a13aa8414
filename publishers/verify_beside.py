"""Checks by the validators of others, in a process of its own beside the checks of our own. IO: one child process.

For a process that publishes again and again: the child has everything loaded, and two processors check at once. The checks
are the same and look at the same files; where the child fails in any way, they are done here as always.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from publishers.verification import Checked, Finding

CHECKS = ("frictionless", "csvw")
"""More than half of the time that all checks take; what is left keeps this process busy for nearly as long."""

_child: subprocess.Popen[bytes] | None = None


def start() -> None:
    """Have the child, from now on; it leaves with this process, whose pipe it reads."""
    global _child
    stop()
    command = [sys.executable, "-m", "publishers.verify_beside"]
    _child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def stop() -> None:
    """End the child; verify does all checks itself again."""
    global _child
    if _child is None:
        return
    child, _child = _child, None
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


def begin(folder: Path) -> bool:
    """Let the child check a release; False where there is none."""
    if _child is None or _child.stdin is None:
        return False
    try:
        _child.stdin.write(json.dumps(str(folder)).encode() + b"\n")
        _child.stdin.flush()
    except OSError:
        stop()
        return False
    return True


def end() -> dict[str, Checked]:
    """What the child found, by check; empty where it failed."""
    if _child is None or _child.stdout is None:
        return {}
    try:
        found = json.loads(_child.stdout.readline())
        return {
            one["check"]: Checked(one["check"], one["count"], tuple(Finding(**each) for each in one["findings"]))
            for one in found
        }
    except (OSError, ValueError, KeyError, TypeError):
        stop()
        return {}


def _serve() -> None:
    """The child: a folder per line in, the checks of it per line out."""
    from publishers.verify import verify

    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    for line in sys.stdin.buffer:
        done = verify(Path(json.loads(line)), thorough=False, checks=CHECKS)
        out.write(json.dumps([asdict(checked) for checked in done.checks]).encode() + b"\n")
        out.flush()


if __name__ == "__main__":
    _serve()
