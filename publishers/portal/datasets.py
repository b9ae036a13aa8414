"""What a portal shall hold (Wanted…), what it holds (Found…) and what to change. Types only, no IO."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from publishers.table_rows import Row
from schemas.tables.describe import Column


@dataclass(frozen=True, slots=True)
class WantedTable:
    """Rows for the DataStore of the portal."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    sha256: str
    """Over columns and rows; the portal keeps it once the rows are in."""


@dataclass(frozen=True, slots=True)
class WantedFile:
    """One resource (リソース)."""

    id: str
    """Made from the names of dataset and file, so that it is known without any memory of earlier pushes."""
    name: str
    """ASCII file name: CKAN strips Japanese from the names of uploads."""
    title: str
    description: str
    format: str
    data: bytes
    sha256: str
    table: WantedTable | None = None

    @property
    def optional(self) -> bool:
        """A table without rows is not attached, but one that is attached already stays: links to it survive."""
        return self.table is not None and not self.table.rows


@dataclass(frozen=True, slots=True)
class WantedDataset:
    """One dataset (データセット): a municipality or a plan."""

    name: str
    mark: str
    """Code of the municipality or id of the plan; tells our dataset from a stranger's of the same name."""
    organisation: str
    """Six-digit code."""
    organisation_title: str
    title: str
    notes: str
    tags: tuple[str, ...]
    version: str
    files: tuple[WantedFile, ...]


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table in the DataStore."""

    sha256: str
    """The mark of the last complete load, "" where there is none."""
    columns: tuple[tuple[str, str], ...]
    """(heading, type) in order."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A resource at the portal."""

    id: str
    title: str
    description: str
    format: str
    sha256: str
    table: FoundTable | None


@dataclass(frozen=True, slots=True)
class FoundDataset:
    """A dataset at the portal."""

    id: str
    modified: str
    """metadata_modified: the key of the optimistic lock."""
    active: bool
    organisation: str
    mark: str
    title: str
    notes: str
    tags: tuple[str, ...]
    licence: str
    files: Mapping[str, FoundFile]
    """By id."""


@dataclass(frozen=True, slots=True)
class Found:
    """The state of the portal, as far as one dataset is concerned."""

    organisation: str | None
    """State of the organisation ("active", "deleted"), None where there is none."""
    dataset: FoundDataset | None


@dataclass(frozen=True, slots=True)
class Load:
    """Rows to bring into the DataStore."""

    file: WantedFile
    anew: bool
    """There is no table, or one with other columns."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What to do at the portal for one dataset; in this order."""

    create_organisation: bool
    create_dataset: bool
    fields: Mapping[str, object]
    add: tuple[WantedFile, ...]
    replace: tuple[WantedFile, ...]
    relabel: tuple[WantedFile, ...]
    load: tuple[Load, ...]

    @property
    def any(self) -> bool:
        """Whether there is anything to do."""
        return self.create_organisation or self.create_dataset or self.revises or bool(self.load)

    @property
    def revises(self) -> bool:
        """Whether the dataset itself changes, not only rows in the DataStore."""
        return bool(self.fields or self.add or self.replace or self.relabel)
