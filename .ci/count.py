"""Run `pip install` and count its packages on one line: count.py LABEL TOTAL COMMAND... The exit code is the command's."""

from __future__ import annotations

import subprocess
import sys

EVERY = 25
"""In a log, which keeps every line, one line per so many packages."""


def main(label: str, total: int, command: list[str]) -> int:
    """Show LABEL: 57 of 190 packages; what the command writes to standard error is shown as it is."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, errors="replace")
    assert process.stdout is not None
    done = 0
    for line in process.stdout:
        if not line.startswith("Collecting "):
            continue
        done += 1
        if sys.stdout.isatty():
            print(f"\r{label}: {done} of {total} packages", end="", flush=True)
        elif done % EVERY == 0:
            print(f"{label}: {done} of {total} packages", flush=True)
    if sys.stdout.isatty():
        print()
    return process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), sys.argv[3:]))
