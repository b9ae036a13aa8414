"""Every file that is made from the rows is made again and compared byte for byte (作り直し). IO: reads the release.

The rows themselves are not in question here: they are read from json/, and other checks look at them. A file that another
one names with its size and digest is named as it lies on the disk, so that a fault is told once, where it is.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from publishers import build
from publishers.archive import archived_paths
from publishers.build import REGISTRY_COPY, Data, Files
from publishers.checks_report import CHECKS_REPORT
from publishers.made_by import code_digest
from publishers.rdf.address import under
from publishers.site.build_site import FOLDER
from publishers.verification import Look, Release

AT_ONCE = 10_000
"""Rows up to which files are made again within a run, which has just made them."""

_FOR_PEOPLE = (f"{FOLDER}/", "README.md", "LICENSE.txt")
"""Files whose words another version of the program may put differently."""
_UNCOMPARED = ("SHA256SUMS", REGISTRY_COPY, CHECKS_REPORT)
"""Made from other things than rows; checks of their own look at them."""


def rebuilt(release: Release) -> Iterator[int | Look]:
    """All files, and none besides."""
    if not release.thorough and sum(map(len, release.tables.values())) > AT_ONCE:
        return
    with under(release.index["settings"]):
        yield from _rebuilt(release)


def _rebuilt(release: Release) -> Iterator[int | Look]:
    version, tables, folder = str(release.index["version"]), release.tables, release.folder
    files: Files = {}
    reworded: dict[str, str] = {}
    history = build.history(version, tables, release.before) if release.before else ()
    for path, data in chain(build.content(tables), history):
        yield from _compared(release, path, data, files, reworded)
    if release.index["previous"] is None:
        for path, data in build.history(version, tables, None):
            yield from _compared(release, path, data, files, reworded)
    for path in ("CHANGELOG.md", f"delta/from-{release.index['previous']}.jsonl", *archived_paths(tables)):
        if path not in files and (folder / path).is_file():  # the release before is not at hand, or it is a document
            files[path] = _entry(folder / path)
    files[REGISTRY_COPY] = _entry(folder / REGISTRY_COPY)
    for path, data in build.descriptors(version, tables, files):
        yield from _compared(release, path, data, files, reworded)
    if (folder / CHECKS_REPORT).is_file():
        files[CHECKS_REPORT] = _entry(folder / CHECKS_REPORT)
    before = (str(release.index["previous"]), str(release.index["previous_sha256"]))
    wanted = build.index_file(version, before if release.index["previous"] else None, tables, files)
    yield from _index(release, json.loads(wanted))
    known = {*files, "index.json", *_UNCOMPARED}
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder).as_posix()
        if file.is_file() and path not in known:
            yield path, "表から作られるファイルではありません。"
    pages = [path for path in files if path.startswith(FOLDER) and path.endswith(".html")]
    if reworded and {*pages} <= reworded.keys():
        message = f"別の版の taikei で作られているため、人が読むファイル {len(reworded)} 件は文言まで比べていません。"
        yield next(iter(reworded)), message, "notice"
    else:  # where one page is the same, the program words them as it did: what differs was changed
        yield from reworded.items()


def _compared(release: Release, path: str, data: Data, files: Files, reworded: dict[str, str]) -> Iterator[int | Look]:
    yield 1
    file = release.folder / path
    wanted = data if isinstance(data, bytes) else b"".join(data)
    if not file.is_file():
        files[path] = (len(wanted), hashlib.sha256(wanted).hexdigest())
        yield path, "表から作られるはずのファイルがありません。"
        return
    found = file.read_bytes()
    files[path] = (len(found), hashlib.sha256(found).hexdigest())
    if found == wanted or (path.endswith(".parquet") and _written_by_another(found, wanted)):
        return
    message = f"表から作り直したものと違います{_where(found, wanted)}。"
    if path.startswith(_FOR_PEOPLE) and release.index["code"] != code_digest():
        reworded[path] = message
        return
    yield path, message


def _index(release: Release, wanted: dict[str, Any]) -> Iterator[int | Look]:
    """index.json key by key: the digest of the code that made it is its own."""
    found = release.index
    for key in dict.fromkeys((*wanted, *found)):
        yield 1
        if key != "code" and found.get(key) != wanted.get(key):
            yield "index.json", f"「{key}」が表とファイルから作り直したものと違います。"


def _written_by_another(found: bytes, wanted: bytes) -> bool:
    """Parquet by another version of its library has other bytes; the check of equal rows reads it."""
    one, other = (pq.ParquetFile(io.BytesIO(data)) for data in (found, wanted))
    return bool(one.metadata.created_by != other.metadata.created_by and one.schema_arrow.equals(other.schema_arrow))


def _where(found: bytes, wanted: bytes) -> str:
    """The first line that differs, of a text."""
    if b"\0" in found[:1000]:
        return ""
    pairs = zip(found.splitlines(), wanted.splitlines(), strict=False)
    number = next((at for at, (one, other) in enumerate(pairs, 1) if one != other), None)
    return f"（{number}行目から）" if number else "（長さ）"


def _entry(path: Path) -> tuple[int, str]:
    data = path.read_bytes()
    return len(data), hashlib.sha256(data).hexdigest()
