"""A fetched document → raw/<plan_id>/versions/, whole or not at all (版の保存). IO: the only writer there.

The bytes lie on the disk before versions.json names them, and that file is replaced by one rename: a run sees the
version before or the version after, never half of one.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

from extractors.read_sources import sha256
from extractors.read_versions import FOLDER, VERSIONS, held_version, read_versions
from publishers.write_safely import replace_file, sync_folder, write_file
from schemas.watched import Version, VersionState

PIECE = 1 << 20
"""Bytes copied at once."""
NAME = 16
"""Characters of the sha256 that name a folder, as in the registry."""


def keep_version(
    folder: Path, document: Path, digest: str, *, url: str, today: str, state: VersionState, reason: str = ""
) -> Version:
    """Store a document under its name in the plan's folder and enter it as the newest version."""
    place = folder / FOLDER / digest[:NAME]
    kept = place / document.name
    if not kept.is_file() or sha256(kept) != digest:
        _store(document, place)
    version = Version(digest, f"{FOLDER}/{place.name}/{document.name}", today, url, state, reason)
    _write(folder, (*read_versions(folder), version))
    return version


def accept_version(folder: Path) -> Version | None:
    """Take in what waits for a person; None where nothing does."""
    versions = read_versions(folder)
    held = held_version(versions)
    if held is None:
        return None
    accepted = replace(held, state="accepted", reason="")
    _write(folder, (*versions[:-1], accepted))
    return accepted


def _store(document: Path, place: Path) -> None:
    part = place.with_name(f".{place.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    shutil.rmtree(place, ignore_errors=True)
    write_file(part / document.name, _pieces(document))
    sync_folder(part)
    part.rename(place)
    sync_folder(place.parent)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _write(folder: Path, versions: tuple[Version, ...]) -> None:
    stored = {"versions": [asdict(version) for version in versions]}
    replace_file(folder / VERSIONS, (json.dumps(stored, ensure_ascii=False, indent=1) + "\n").encode())
