"""A disk that is really full (満杯のディスク): a few megabytes of memory as a file system of its own. IO: mounts, so it is for root."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

FULL = "full"
"""The file that takes the room."""
PIECE = 1 << 16


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Mounted there, and taken away again. Who may not mount skips the test; in CI, root has to be able to."""
    if os.name == "nt" or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk: a really full one is not tested here")
    folder.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "taikei-test", str(folder)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"a small disk cannot be mounted: {done.stderr}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path, left: int) -> None:
    """Leave so many bytes."""
    with (disk / FULL).open("ab", buffering=0) as file:
        while (free := shutil.disk_usage(disk).free) > left:
            file.write(b"\0" * min(PIECE, free - left))


def make_room(disk: Path) -> None:
    """As a steward would."""
    (disk / FULL).unlink()
