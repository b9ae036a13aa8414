"""published/ → the release that is current, read back whole. IO: reads."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from publishers.table_rows import KeptRow, Row, Tables, no_tables

LATEST = "latest"
RELEASES = "releases"


@dataclass(frozen=True, slots=True)
class Previous:
    """The last release."""

    version: str
    folder: Path
    index: dict[str, Any]
    tables: Tables
    sha256: str
    """Of its index.json."""


def current_version(published: Path) -> str | None:
    """The version of latest/, a link or, where links are forbidden, a copy; None where nothing was published yet."""
    link = published / LATEST
    if link.is_symlink():
        return link.readlink().name
    index = link / "index.json"
    return str(json.loads(index.read_bytes())["version"]) if index.is_file() else None


def read_previous(published: Path, *, compact: bool = False) -> Previous | None:
    """The current release with all its rows; compact: rows that can only be read."""
    version = current_version(published)
    if version is None:
        return None
    return read_release_before(published / RELEASES / version, compact=compact)


def read_release_before(folder: Path, *, compact: bool = False) -> Previous:
    """A release by its folder."""
    index = (folder / "index.json").read_bytes()
    digest = hashlib.sha256(index).hexdigest()
    return Previous(folder.name, folder, json.loads(index), read_tables(folder, compact=compact), digest)


def read_tables(folder: Path, *, compact: bool = False) -> Tables:
    """The rows of a release from its JSON lines; a table it does not have yet is empty."""
    tables = no_tables()
    known: dict[str, str] = {}
    keys: dict[tuple[str, ...], dict[str, int]] = {}
    for name in tables:
        path = folder / "json" / f"{name}.jsonl"
        if not path.exists():
            continue
        with path.open("rb") as lines:
            for line in lines:
                row = json.loads(line)
                # Names and paths stand in several tables, codes in every row: one copy of each serves all.
                values = [known.setdefault(value, value) if type(value) is str else value for value in row.values()]
                if compact:
                    places = keys.setdefault(tuple(row), {key: at for at, key in enumerate(row)})
                    tables[name].append(cast("Row", KeptRow(places, tuple(values))))
                else:
                    tables[name].append(dict(zip(row, values, strict=True)))
    return tables
