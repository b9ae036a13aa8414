"""Bytes → disk so that a crash leaves either the old or the new, never half. IO."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

AT_ONCE = 8
"""Files to be had on the disk at the same time: a disk does many in one go, in a tenth of the time of one after the other."""


def write_file(path: Path, pieces: Iterable[bytes], *, synced: bool = True) -> tuple[int, str]:
    """Write a new file; its size and sha256.

    synced: have it on the disk before returning. False where sync_tree does so for all files of a folder.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    size, digest = 0, hashlib.sha256()
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece)
            size += len(piece)
            digest.update(piece)
        if synced:
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
    """Let a symbolic link point elsewhere by one rename, so that readers see the old or the new folder, never none.

    Where the system forbids links, as Windows does without a privilege, a copy of the folder takes the link's place. That needs
    two renames: a reader between them finds nothing, and whoever is killed there leaves it to the next call to go on.
    """
    beside = link.with_name(f".{link.name}.new")
    _remove(beside)
    try:
        beside.symlink_to(target, target_is_directory=True)
    except (OSError, NotImplementedError):
        shutil.copytree(link.parent / target, beside)
        sync_tree(beside)
        before = link.with_name(f".{link.name}.old.new")
        _remove(before)
        if link.is_symlink() or link.exists():
            link.rename(before)
        beside.rename(link)
        _remove(before)
    else:
        if link.is_dir() and not link.is_symlink():  # a copy, from a time when links were forbidden
            shutil.rmtree(link)
        beside.replace(link)
    sync_folder(link.parent)


def _remove(path: Path) -> None:
    """A file, a link or a folder with all that is in it; nothing where it is absent."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def sync_tree(folder: Path) -> None:
    """Have everything under a folder on the disk, and all names."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in pool.map(_sync, (path for path in folder.rglob("*") if not path.is_symlink())):
            pass
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    _sync(folder)


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():  # folders cannot be synced there
        return
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
