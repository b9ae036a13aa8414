"""Checks of a release by validators that others use: Frictionless, CSVW, JSON Schema. IO: reads the release.

They look at every row, and take their time: within a run, tables of more than OUTSIDE_ROWS rows are left to the checks of
our own, which look at every row in any case.
"""

from __future__ import annotations

import hashlib
import json
import logging
import warnings
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from publishers.csvw import csvw_metadata
from publishers.json_schema import row_schema
from publishers.verification import Look, Release
from schemas.tables import described

OUTSIDE_ROWS = 2_000
"""About two seconds per validator."""

SHOWN = 20
"""Findings per validator and table; more of a kind say nothing new."""

REMEMBERED = OUTSIDE_ROWS
"""Cells of one column; most repeat, and CSVW reads every file three to five times."""

REMEMBERED_ROWS = 50_000
"""Rows found valid, kept by a process that publishes again and again: some 10 MB."""

_readers: dict[tuple[str, str], Callable[..., Any]] = {}
"""Table and column → what turns its cells into values. Pure, and the same for every release that is described as ours."""

_valid_rows: set[bytes] = set()
"""Digests of schema and row together, of rows without an error: answers of a pure function, whatever release they are in."""


def frictionless(release: Release) -> Iterator[int | Look]:
    """The Data Package, its hashes, types, keys and references."""
    from frictionless import Package

    package = Package(str(release.folder / "datapackage.json"))
    wanted = {table.name for table in described()}
    if {resource.name for resource in package.resources} != wanted:
        yield "datapackage.json", "表の一覧が定義と合いません。"
    large = _large(release)
    for name in large:
        package.remove_resource(name)
    for resource in package.resources if large else ():
        resource.schema.foreign_keys = [
            key for key in resource.schema.foreign_keys if key["reference"]["resource"] not in large
        ]
    report = package.validate()
    yield sum(task.stats.get("rows", 0) for task in report.tasks)
    for error in report.errors:
        yield "datapackage.json", f"frictionless: {error.message}"
    for task in report.tasks:
        for error in task.errors[:SHOWN]:
            yield task.place or task.name, f"frictionless: {error.message}"


def csvw(release: Release) -> Iterator[int | Look]:
    """CSV on the Web."""
    from csvw import CSVW

    path = release.folder / "csvw-metadata.json"
    described_as_ours = json.loads(path.read_bytes()) == csvw_metadata()
    if not described_as_ours:
        yield "csvw-metadata.json", "表の定義から作られるものと違います。"
    if _large(release):
        return
    heard = _Listener()
    logger = logging.Logger("csvw of a release")
    logger.addHandler(heard)
    yield sum(len(rows) for rows in release.tables.values())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tables = CSVW(str(path), validate=True)
            for table in tables.tables if described_as_ours else ():
                for column in table.tableSchema.columns:
                    column.read = _readers.setdefault((table.local_name, column.name), _remembering(column.read))
            valid = tables.is_valid
        except ValueError as error:
            yield str(error).rpartition("/")[2][:200], "csvw: 値が定義に合いません。"
            return
    if not valid:
        yield "csvw-metadata.json", "csvw: 検証に合格しません。" + " ".join(heard.lines[:SHOWN])


def json_schema(release: Release) -> Iterator[int | Look]:
    """Every schema is the one of the models, and the rows fit it."""
    from jsonschema import Draft202012Validator

    large = () if release.thorough else _large(release)
    for table in described():
        name = f"schema/{table.name}.schema.json"
        schema = json.loads((release.folder / name).read_bytes())
        yield 1
        if schema != row_schema(table):
            yield name, "表の定義から作られるものと違います。"
        if table.name in large:
            continue
        validator = Draft202012Validator(schema)
        under = hashlib.sha256(json.dumps(schema).encode())
        found = 0
        for row in release.tables[table.name]:
            yield 1
            digest = under.copy()
            digest.update(json.dumps(row).encode())
            if digest.digest() in _valid_rows:
                continue
            errors = list(validator.iter_errors(row))
            for error in errors[: max(SHOWN - found, 0)]:
                yield f"{table.name} {row.get('id')} {error.json_path}", f"JSON Schema: {error.message[:200]}"
            found += len(errors)
            if not errors and len(_valid_rows) < REMEMBERED_ROWS:
                _valid_rows.add(digest.digest())


def _remembering(read: Callable[..., Any]) -> Callable[..., Any]:
    return lru_cache(REMEMBERED)(read)


def _large(release: Release) -> tuple[str, ...]:
    if release.thorough:
        return ()
    return tuple(name for name, rows in release.tables.items() if len(rows) > OUTSIDE_ROWS)


class _Listener(logging.Handler):
    """Keeps what a library says to its log."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
