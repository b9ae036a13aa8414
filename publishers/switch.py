"""A built folder → the current release, by renames alone; and the clearing up after a run that was killed. IO.

Order: releases/<version>/ by one rename, latest (a symbolic link to it) by one rename, index.json by one rename. Whatever
moment a run is killed at, latest leads to a whole release. A folder gets its name in releases/ only when all of it is on
the disk and has been checked, so the next run completes a switch that was cut short, and never takes a release away.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from publishers.index_files import root_index
from publishers.json_files import json_document
from publishers.previous import LATEST, RELEASES, current_version
from publishers.write_safely import point_link, replace_file, sync_folder, sync_tree

BUILDING = ".building"
INDEX = "index.json"
_VERSION = re.compile(r"[0-9]{4}\.[0-9]{2}\.[0-9]{2}(?:\.[0-9]+)?")


def clear_up(published: Path) -> None:
    """Undo what a killed run left half built, and complete a switch that it left half done."""
    for left in published.glob(f"{BUILDING}*"):
        shutil.rmtree(left)
    versions = _versions(published)
    if not versions:
        return
    if current_version(published) != versions[-1]:
        point_link(published / LATEST, f"{RELEASES}/{versions[-1]}")
    index = json_document(root_index(_hashes(published, versions)))
    path = published / INDEX
    if not path.exists() or path.read_bytes() != index:
        replace_file(path, index)


def building_folder(published: Path) -> Path:
    """An empty folder beside the releases, on the same disk."""
    folder = published / BUILDING
    folder.mkdir(parents=True)
    return folder


def next_version(published: Path, today: date) -> str:
    """CalVer of today; .1, .2 for further ones on the day; never before the current release, whatever the clock says."""
    day = today.strftime("%Y.%m.%d")
    taken = _versions(published)
    if not taken or _sortable(day) > _sortable(taken[-1]):
        return day
    year, month, dom, number = _sortable(taken[-1])
    return f"{year:04d}.{month:02d}.{dom:02d}.{number + 1}"


def release_date(version: str) -> date:
    """The day of a release."""
    year, month, day, _ = _sortable(version)
    return date(year, month, day)


def switch(published: Path, built: Path, version: str) -> Path:
    """Make a built folder the current release."""
    sync_tree(built)
    releases = published / RELEASES
    releases.mkdir(exist_ok=True)
    folder = releases / version
    built.rename(folder)
    sync_folder(releases)
    point_link(published / LATEST, f"{RELEASES}/{version}")
    replace_file(published / INDEX, json_document(root_index(_hashes(published, _versions(published)))))
    return folder


def _hashes(published: Path, versions: Sequence[str]) -> dict[str, str]:
    """Version → sha256 of its index.json. What was recorded once stays, so that a later change of a release shows."""
    path = published / INDEX
    try:
        recorded = json.loads(path.read_bytes()).get("index_sha256", {})
    except (OSError, ValueError, AttributeError):
        recorded = {}
    return {
        version: recorded.get(version)
        or hashlib.sha256((published / RELEASES / version / INDEX).read_bytes()).hexdigest()
        for version in versions
    }


def _versions(published: Path) -> list[str]:
    """All releases, oldest first. A folder has its place among them only after everything in it is on the disk."""
    releases = published / RELEASES
    found = [entry.name for entry in releases.iterdir() if entry.is_dir()] if releases.is_dir() else []
    return sorted((name for name in found if _VERSION.fullmatch(name)), key=_sortable)


def _sortable(version: str) -> tuple[int, int, int, int]:
    parts = [int(part) for part in version.split(".")]
    year, month, day, number = (*parts, 0)[:4]
    return year, month, day, number
