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
from typing import Literal

from extractors.read_sources import sha256
from extractors.read_versions import FOLDER, LATER, VERSIONS, read_versions
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


def decide_version(
    folder: Path, state: Literal["accepted", "refused"], *, digest: str = "", today: str, by_role: str
) -> Version | None:
    """A person takes in the newest version, or does not want it; None where there is nothing to decide.

    Args:
        folder: of the plan.
        state: what is decided. What was refused can still be taken in, for it is kept; not the other way round.
        digest: beginning of the sha256 the person has seen; another document is left as it is.
        today: ISO 8601 date.
        by_role: staff or steward.
    """
    versions = read_versions(folder)
    open_states = ("held", "refused") if state == "accepted" else ("held",)
    if not versions or versions[-1].state not in open_states or not versions[-1].sha256.startswith(digest):
        return None
    decided = replace(versions[-1], state=state, decided=today, by_role=by_role)
    _write(folder, (*versions[:-1], decided))
    return decided


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
    entries = [asdict(version) for version in versions]
    stored = {"versions": [{key: entry[key] for key in entry if entry[key] or key not in LATER} for entry in entries]}
    replace_file(folder / VERSIONS, (json.dumps(stored, ensure_ascii=False, indent=1) + "\n").encode())
