"""Rows → all files of a release in a folder of its own, with size and digest of each. IO: writes that folder.

That all of it is on the disk is seen to by publishers/switch.py, right before the folder gets its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from publishers.archive import archive_files
from publishers.changelog import changelog
from publishers.checks_report import CHECKS_REPORT, checks_report
from publishers.csv_files import csv_files
from publishers.csvw import csvw_metadata
from publishers.data_package import data_package
from publishers.delta import delta_lines
from publishers.index_files import checksums, release_index
from publishers.json_files import json_document, json_files
from publishers.json_schema import json_schema_files
from publishers.municipality_files import municipality_files
from publishers.parquet_files import parquet_files
from publishers.previous import Previous
from publishers.quality_files import quality_files
from publishers.rdf.catalog import catalog_files
from publishers.rdf.prov import prov_files
from publishers.rdf.skos import skos_files
from publishers.readme import readme_files
from publishers.site.build_site import site_files
from publishers.table_rows import Tables
from publishers.verification import Verification
from publishers.write_safely import write_file

Data = bytes | Iterator[bytes]
"""A file, whole or in pieces."""
Writer = Callable[[Tables], Iterator[tuple[str, Data]]]

FORMATS: dict[str, Writer] = {
    "csv": csv_files,
    "json": json_files,
    "parquet": parquet_files,
    "schema": json_schema_files,
    "readme": readme_files,
    "by-municipality": municipality_files,
    "quality": quality_files,
    "skos": skos_files,
    "prov": prov_files,
}
"""Every output format: rows in, (path, bytes) out. A new one is one file and one line here."""

REGISTRY_COPY = "registry/ids.csv"

Files = dict[str, tuple[int, str]]
"""Path in the release → bytes, sha256."""


def build_content(folder: Path, tables: Tables) -> Files:
    """The files that say nothing of the version: the data and what describes it."""
    files: Files = {}
    for path, data in content(tables):
        _write(folder, path, data, files)
    return files


def finish(
    folder: Path,
    files: Files,
    version: str,
    tables: Tables,
    before: Previous | None,
    registry: Path | None = None,
    documents: Mapping[str, Path] = MappingProxyType({}),
) -> None:
    """CHANGELOG.md, the delta, the descriptors, index.json and SHA256SUMS.

    registry: the file of permanent ids, of which the release holds a copy: from it a lost one is restored. documents:
    sha256 → where a document lies, for those that are kept in the release.
    """
    for path, document in archive_files(tables, documents):
        _write(folder, path, document, files)
    for path, data in history(version, tables, before):
        _write(folder, path, data, files)
    if registry is not None:
        _write(folder, REGISTRY_COPY, registry.read_bytes(), files)
    for path, data in descriptors(version, tables, files):
        _write(folder, path, data, files)
    _close(folder, files, version, tables, before)


def content(tables: Tables) -> Iterator[tuple[str, Data]]:
    """The files made from the rows alone."""
    for writer in FORMATS.values():
        yield from writer(tables)


def history(version: str, tables: Tables, before: Previous | None) -> Iterator[tuple[str, Data]]:
    """The files made from the rows and the release before."""
    earlier = (before.folder / "CHANGELOG.md").read_text("utf-8") if before else ""
    yield "CHANGELOG.md", changelog(version, tables, before.tables if before else None, earlier).encode()
    if before is not None:
        yield f"delta/from-{before.version}.jsonl", delta_lines(before.tables, tables)


def descriptors(version: str, tables: Tables, files: Files) -> Iterator[tuple[str, Data]]:
    """The files that name others with size and digest; the caller enters each into files before it takes the next."""
    yield "datapackage.json", json_document(data_package(version, tables, files))
    yield "csvw-metadata.json", json_document(csvw_metadata())
    yield from catalog_files(version, tables, dict(files))
    yield from site_files(version, tables, files)


def index_file(version: str, before: tuple[str, str] | None, tables: Tables, files: Files) -> bytes:
    """index.json over all other files; before: version of the release before and the sha256 of its index.json."""
    listed = {path: entry for path, entry in files.items() if path != "index.json"}
    return json_document(release_index(version, before, tables, listed))


def add_report(
    folder: Path, files: Files, version: str, tables: Tables, before: Previous | None, checked: Verification
) -> None:
    """What the checks of the built release counted and found, and with it index.json and SHA256SUMS anew."""
    _write(folder, CHECKS_REPORT, json_document(checks_report(checked)), files)
    _close(folder, files, version, tables, before)


def _close(folder: Path, files: Files, version: str, tables: Tables, before: Previous | None) -> None:
    chained = (before.version, before.sha256) if before else None
    _write(folder, "index.json", index_file(version, chained, tables, files), files)
    write_file(folder / "SHA256SUMS", [checksums({path: digest for path, (_, digest) in files.items()})], synced=False)


def _write(folder: Path, path: str, data: Data, files: Files) -> None:
    files[path] = write_file(folder / path, [data] if isinstance(data, bytes) else data, synced=False)
