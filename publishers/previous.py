"""published/ → the release that is current, read back whole. IO: reads."""

from __future__ import annotations

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


def current_version(published: Path) -> str | None:
    """Where latest/ leads, None where nothing was published yet."""
    link = published / LATEST
    return Path(link.readlink()).name if link.is_symlink() else None


def read_previous(published: Path, *, compact: bool = False) -> Previous | None:
    """The current release with all its rows; compact: rows that can only be read."""
    version = current_version(published)
    if version is None:
        return None
    folder = published / RELEASES / version
    return Previous(
        version, folder, json.loads((folder / "index.json").read_bytes()), read_tables(folder, compact=compact)
    )


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
