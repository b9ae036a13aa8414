"""A Correction → one more line of corrections/<plan_id>.jsonl. IO: the only writer of that folder.

Under a file lock, and on the disk before this returns: what was acknowledged is there whatever happens next. Nothing is
ever rewritten; only a last line that a killed writer left half written, and of which nobody was told that it was saved,
is taken out first.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from filelock import FileLock

from extractors.correction_line import BadLine, from_line, to_line
from schemas.correction import Correction

LOCK_SECONDS = 10.0
"""How long to wait for others who are saving; a save takes milliseconds."""

_PLAN_ID = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")


class Overtaken(Exception):
    """Another writer was quicker: what these lines were made for is not what the file says now."""


def append_corrections(
    folder: Path, plan_id: str, corrections: Sequence[Correction], expected: int | None = None
) -> int:
    """Add lines, all or none of them; the size of the file after it.

    Args:
        expected: size of the file these lines were made for, 0 where there was none.

    Raises:
        Overtaken: it has another size; nothing was written.
        BadLine: a correction does not hold; nothing was written.
        filelock.Timeout: others held the file too long.
        OSError: the disk said no.
    """
    if not _PLAN_ID.fullmatch(plan_id):
        raise BadLine("計画のフォルダ名が正しくありません。")
    lines = [to_line(correction) for correction in corrections]
    for line in lines:
        from_line(line)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{plan_id}.jsonl"
    with FileLock(folder / ".lock", timeout=LOCK_SECONDS):
        is_new = not path.exists()
        if expected is not None and expected != (0 if is_new else path.stat().st_size):
            raise Overtaken
        with path.open("a+b", buffering=0) as file:
            _mend(file.fileno())
            size = _append(file.fileno(), "".join(f"{line}\n" for line in lines).encode())
        if is_new:
            _sync(folder)
    return size


def _append(file: int, data: bytes) -> int:
    """All of it, or nothing: what a full disk still took is cut off again. The size after it."""
    before = os.fstat(file).st_size
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(file, left) :]
        os.fsync(file)
    except OSError:
        os.ftruncate(file, before)
        raise
    return os.fstat(file).st_size


def _mend(file: int) -> None:
    """End the last line, or take it out where it is torn."""
    size = os.fstat(file).st_size
    data = os.pread(file, size, 0)
    if not data or data.endswith(b"\n"):
        return
    kept = data.rpartition(b"\n")[0]
    try:
        from_line(data[len(kept) :].decode("utf-8"))
    except (BadLine, UnicodeDecodeError):
        os.ftruncate(file, len(kept) + 1 if kept else 0)
    else:
        os.write(file, b"\n")


def _sync(folder: Path) -> None:
    """The name of a new file is on the disk, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
