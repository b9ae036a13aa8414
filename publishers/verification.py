"""What checks of a release look at, and what they find. Types, and the reading of a release; IO: reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, Literal, Protocol

from publishers.check import Failure
from publishers.plan_input import Comparer, Reader
from publishers.previous import RELEASES, Previous, read_release_before, read_tables
from publishers.readme import SCHEMA_VERSION
from publishers.registry import Entry, read_registry
from publishers.table_rows import Row, Tables


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a release (fault), or that a person should know of it (notice)."""

    check: str
    """A key of CHECKS in publishers/verify.py."""
    place: str
    """File, row or column."""
    message: str
    """One Japanese sentence."""
    severity: Literal["fault", "notice"] = "fault"


@dataclass(frozen=True, slots=True)
class Checked:
    """How many things one check looked at, and what it found."""

    check: str
    count: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Verification:
    """All checks of one release."""

    folder: Path
    checks: tuple[Checked, ...]

    @property
    def faults(self) -> tuple[Finding, ...]:
        """What must not be in a release."""
        return tuple(found for check in self.checks for found in check.findings if found.severity == "fault")


@dataclass(frozen=True, slots=True)
class Release:
    """A release as it is read for checking."""

    folder: Path
    index: dict[str, Any]
    tables: Tables
    before: Previous | None
    """The release before, where it lies beside."""
    root: Path | None
    """The folder of all releases (published/), where this one lies in it."""
    registry: tuple[Entry, ...]
    """Empty where the release was copied away from its registry."""
    failures: tuple[Failure, ...] | None
    """What check_tables found in the rows, where it was asked already."""
    thorough: bool
    """False within a run: outside validators then leave out tables of more than OUTSIDE_ROWS rows."""
    tools: Tools


class Printed(Protocol):
    """What a document is and says, asked anew."""

    @property
    def sha256(self) -> str: ...
    @property
    def bytes(self) -> int: ...
    @property
    def pages(self) -> int | None: ...
    @property
    def manifest(self) -> Mapping[str, str | bool | None]:
        """Keys of source.toml, with the values that a run takes from it."""

    def at(self, row: Row, /) -> str:
        """The words at the page and box, or from the line and character on, of a row of evidence; "" for no such place."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What a check asks beside the release: the publishers neither read documents nor titles aloud nor compare editions."""

    reader: Reader | None = None
    compare: Comparer | None = None
    printed: Callable[[str], Printed | None] | None = None
    """Folder in raw/ → its document, None where there is none."""
    sample: int = 1000
    """Values that are read again from their documents; of fewer, all."""
    software: str | None = None
    """Name and version of the extractor that reader and compare belong to."""


@dataclass(frozen=True, slots=True)
class Known:
    """What whoever built the release still holds; used if, and only if, these rows are what stands on the disk."""

    tables: Tables
    before: Previous | None
    failures: tuple[Failure, ...]
    """What check_tables found in these very rows."""


NO_TOOLS = Tools()

Look = tuple[str, str] | tuple[str, str, Literal["fault", "notice"]]
"""Place, message, severity."""
Check = Callable[[Release], Iterator[int | Look]]
"""Yields numbers, how many things it looked at, and what it found."""


def read_release(folder: Path, *, thorough: bool, known: Known | None = None, tools: Tools) -> Release:
    """Read all that checks need. A release cannot be read at all: OSError, ValueError or KeyError."""
    index = json.loads((folder / "index.json").read_bytes())
    if index["schema_version"] != SCHEMA_VERSION:
        raise ValueError(
            f"表の定義が {index['schema_version']} の版です。この taikei は {SCHEMA_VERSION} です。作成時と同じ版の taikei で検査してください"
        )
    if known is not None and _are_on_disk(known.tables, folder):
        tables, before, failures = known.tables, known.before, known.failures
    else:
        failures = None
        beside = _beside(folder, index["previous"])
        tables, before = read_tables(folder), read_release_before(beside) if beside else None
    root = next((path for path in (folder.parent, folder.parent.parent) if (path / RELEASES).is_dir()), None)
    copy = folder / "registry"
    registry = root / "registry" if root and (root / "registry").is_dir() else copy
    entries = read_registry(registry / "ids.csv")
    return Release(folder, index, tables, before, root, entries, failures, thorough, tools)


def _are_on_disk(tables: Tables, folder: Path) -> bool:
    """Whether the files hold these rows, line by line."""
    for name, rows in tables.items():
        with (folder / "json" / f"{name}.jsonl").open("rb") as lines:
            if any(line is None or json.loads(line) != row for line, row in zip_longest(lines, rows)):
                return False
    return True


def _beside(folder: Path, version: str | None) -> Path | None:
    """The release before, whether this one lies among the releases or is still being built next to them."""
    if version is None:
        return None
    places = (folder.parent / version, folder.parent / "releases" / version)
    return next((place for place in places if place.is_dir()), None)
