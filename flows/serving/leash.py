"""`python -m flows.serving.leash COMMAND...`: run a command that ends when whoever started this ends (つなぎ). IO: processes.

A child of a killed process lives on. This one holds a pipe to its parent (its standard input) and takes the command with it
when the pipe closes. For programs of our own that know nothing of their parent, such as the workbench.
"""

from __future__ import annotations

import subprocess
import sys
import threading

STOP_SECONDS = 8
"""After this the command is ended the hard way; the workbench gives requests under way five."""


def _leave_with_parent(process: subprocess.Popen[bytes]) -> None:
    sys.stdin.buffer.read()
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def _main() -> int:
    process = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
    threading.Thread(target=_leave_with_parent, args=(process,), daemon=True).start()
    return process.wait()


if __name__ == "__main__":
    sys.exit(_main())
