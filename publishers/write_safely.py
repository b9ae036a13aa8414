"""Bytes → disk so that a crash leaves either the old or the new, never half. IO."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path


def write_file(path: Path, pieces: Iterable[bytes]) -> tuple[int, str]:
    """Write a new file and have it on the disk before returning its size and sha256."""
    path.parent.mkdir(parents=True, exist_ok=True)
    size, digest = 0, hashlib.sha256()
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece)
            size += len(piece)
            digest.update(piece)
        file.flush()
        os.fsync(file.fileno())
    return size, digest.hexdigest()


def replace_file(path: Path, data: bytes) -> None:
    """Replace a file by one rename."""
    beside = path.with_name(f".{path.name}.new")
    write_file(beside, [data])
    beside.replace(path)
    sync_folder(path.parent)


def point_link(link: Path, target: str) -> None:
    """Let a symbolic link point elsewhere by one rename, so that readers see the old or the new folder, never none."""
    beside = link.with_name(f".{link.name}.new")
    beside.unlink(missing_ok=True)
    beside.symlink_to(target, target_is_directory=True)
    beside.replace(link)
    sync_folder(link.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
