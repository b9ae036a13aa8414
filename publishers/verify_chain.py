"""Checks of the chain of releases: each names the one before it, by version and by sha256 (版の連なり). IO: reads published/.

index.json of a release holds the sha256 of that of the release before, and lists all of its own files; published/index.json
holds those of all releases. So nothing in an earlier release can change without a trace.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from publishers.previous import LATEST, RELEASES
from publishers.verification import Look, Release

_INDEX = "index.json"


def chain(release: Release) -> Iterator[int | Look]:
    """This release, the list of all releases, and the earlier ones."""
    index, root = release.index, release.root
    yield 1
    if (index["previous"] is None) != (index["previous_sha256"] is None):
        yield _INDEX, "前の版の名前と、その sha256 の一方がありません。"
    if root is None:
        return
    listed: dict[str, Any] = json.loads((root / _INDEX).read_bytes()) if (root / _INDEX).is_file() else {}
    versions = [str(version) for version in listed.get("releases", ())]
    built = release.folder.parent.name == RELEASES
    version = release.folder.name if built else str(index["version"])
    if built:
        yield from _listed(release, root, listed, versions)
    elif index["version"] in versions:
        yield _INDEX, f"版 {index['version']} は公開済みです。"
    earlier = versions[: versions.index(version)] if version in versions else versions
    before = earlier[-1] if earlier else None
    yield 1
    if index["previous"] != before:
        yield (
            _INDEX,
            f"前の版が {index['previous'] or 'なし'} と書かれていますが、公開の一覧では {before or 'なし'} です。",
        )
    yield from _earlier(release, root, earlier, listed.get("index_sha256", {}))


def _listed(release: Release, root: Path, listed: Mapping[str, Any], versions: list[str]) -> Iterator[int | Look]:
    """published/index.json against the folders that there are."""
    there = {path.name for path in (root / RELEASES).iterdir() if path.is_dir()}
    for version in versions:
        yield 1
        if version not in there:
            yield f"published/{_INDEX}", f"一覧にある版 {version} がありません。"
    for version in sorted(there - {*versions}):
        yield f"published/{_INDEX}", f"版 {version} が一覧にありません。"
    yield 1
    if not versions or listed.get("latest") != versions[-1]:
        yield f"published/{_INDEX}", f"最新の版 {listed.get('latest')} が一覧の最後の版ではありません。"
    link = root / LATEST
    if link.is_symlink() and Path(link.readlink()).name != listed.get("latest"):
        yield f"published/{LATEST}", f"最新の版 {listed.get('latest')} を指していません。"
    if release.index["version"] != release.folder.name:
        yield _INDEX, f"版の名前 {release.index['version']} がフォルダの名前と違います。"
    recorded = listed.get("index_sha256", {}).get(release.folder.name)
    if recorded is not None and recorded != _digest(release.folder / _INDEX):
        yield _INDEX, f"published/{_INDEX} に記録した sha256 と合いません。公開の後に変えられています。"


def _earlier(release: Release, root: Path, versions: list[str], recorded: Mapping[str, str]) -> Iterator[int | Look]:
    """Each earlier release is what the one after it recorded, and its files are what it lists."""
    said: dict[str, str | None] = {str(release.index["previous"]): release.index["previous_sha256"]}
    for version in reversed(versions):
        yield 1
        folder = root / RELEASES / version
        place = f"{RELEASES}/{version}"
        if not (folder / _INDEX).is_file():
            yield place, "前の版が読めません。"
            continue
        digest = _digest(folder / _INDEX)
        if said.get(version) not in (None, digest):
            yield f"{place}/{_INDEX}", "次の版に記録した sha256 と合いません。公開の後に変えられています。"
        elif recorded.get(version) not in (None, digest):
            yield (
                f"{place}/{_INDEX}",
                f"published/{_INDEX} に記録した sha256 と合いません。公開の後に変えられています。",
            )
        index = json.loads((folder / _INDEX).read_bytes())
        said[str(index["previous"])] = index.get("previous_sha256")
        for entry in index["files"] if release.thorough else ():
            yield 1
            file = folder / entry["path"]
            if not file.is_file() or _digest(file) != entry["sha256"]:
                yield f"{place}/{entry['path']}", "公開の後に変えられたか、なくなっています。"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
