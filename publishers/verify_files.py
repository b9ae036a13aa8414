"""Checks of the files of a release: sums, forms, and that all forms hold the same rows. IO: reads the release."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain, islice, zip_longest
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from publishers.checks_report import CHECKS_REPORT
from publishers.csv_files import BOM, cells, read_csv
from publishers.delta import replay
from publishers.index_files import content_digest
from publishers.municipality_files import municipality_files
from publishers.quality_files import quality_files
from publishers.table_rows import Row
from publishers.verification import Look, Release
from schemas.tables import described
from schemas.tables.describe import Table

_ASCII_PATH = re.compile(r"[A-Za-z0-9._/-]+")
_LONGEST_HEADING = 63
"""Bytes a column name may have in PostgreSQL, and so in a CKAN DataStore."""
_BATCH = 2_000
"""Rows looked at at a time: enough to be fast, few enough to be small."""
_UNKNOWN = re.compile(r"不明|未確認|未定|未記入|要確認|TODO|[?？\-－―]*|unknown", re.IGNORECASE)
"""Words that say nothing of terms of use."""
_FORMULA_BEGINS = frozenset("=+-@\t")


def checksums(release: Release) -> Iterator[int | Look]:
    """SHA256SUMS and index.json against the files."""
    listed = {}
    for line in (release.folder / "SHA256SUMS").read_text("utf-8").splitlines():
        digest, _, path = line.partition("  ")
        listed[path] = digest
    found = {
        path.relative_to(release.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in release.folder.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    }
    for path in sorted(listed.keys() | found.keys()):
        yield 1
        if path not in found:
            yield path, "SHA256SUMS にあるファイルがありません。"
        elif path not in listed:
            yield path, "SHA256SUMS にないファイルがあります。"
        elif listed[path] != found[path]:
            yield path, "ファイルの内容が SHA256SUMS と合いません。"
    for entry in release.index["files"]:
        yield 1
        if found.get(entry["path"]) != entry["sha256"]:
            yield entry["path"], "ファイルの内容が index.json と合いません。"
    yield 1
    if release.index["content_sha256"] != content_digest(found):
        yield "index.json", "content_sha256 がファイルと合いません。"


def paths(release: Release) -> Iterator[int | Look]:
    """ASCII alone, so that no portal renames anything."""
    for path in sorted(release.folder.rglob("*")):
        yield 1
        name = path.relative_to(release.folder).as_posix()
        if not _ASCII_PATH.fullmatch(name):
            yield name, "ファイル名に半角英数字でない文字があります。"


def csv_form(release: Release) -> Iterator[int | Look]:
    """BOM, line ends, headings, number of cells, nothing that a spreadsheet would run."""
    for table in described():
        name = f"csv/{table.name}.csv"
        data = (release.folder / name).read_bytes()
        yield 1
        if not data.startswith(BOM):
            yield name, "先頭に BOM がありません。"
        rows = read_csv(data)
        headings = next(rows, [])
        if headings != [column.ja for column in table.columns]:
            yield name, "見出し行が定義と合いません。"
        for heading in headings:
            if len(heading.encode()) > _LONGEST_HEADING:
                yield name, f"見出し「{heading}」が {_LONGEST_HEADING} バイトを超えます。"
        inside, number = 0, 1
        while batch := list(islice(rows, _BATCH)):
            yield len(batch)
            inside += "".join(chain.from_iterable(batch)).count("\n")
            yield from _cell_faults(name, batch, number + 1, len(headings))
            number += len(batch)
        if data.count(b"\n") - inside != data.count(b"\r\n") or data.count(b"\r\n") != number:
            yield name, "改行が CRLF でない行か、空の行があります。"


def _cell_faults(name: str, rows: Sequence[Sequence[str]], first: int, width: int) -> Iterator[Look]:
    """Of some rows of a CSV file, the first of which stands in the line first; nearly always there are none."""
    risky = not _FORMULA_BEGINS.isdisjoint({cell[:1] for cell in {*chain.from_iterable(rows)}})
    if {*map(len, rows)} == {width} and not risky:
        return
    for number, row in enumerate(rows, first):
        if len(row) != width:
            yield f"{name}:{number}", "セルの数が見出しと合いません。"
        if not _FORMULA_BEGINS.isdisjoint({cell[:1] for cell in row}):
            yield f"{name}:{number}", "数式として実行されるおそれのあるセルがあります。"


def same_rows(release: Release) -> Iterator[int | Look]:
    """CSV and Parquet hold what JSON holds; index.json counts it."""
    counts = {entry["name"]: entry["rows"] for entry in release.index["tables"]}
    for table in described():
        rows = release.tables[table.name]
        yield len(rows)
        name = f"csv/{table.name}.csv"
        at = _csv_differs(release.folder / name, table, rows)
        if at is not None:
            yield f"{name}:{at + 2}", "JSON と内容が違います。"
        name = f"parquet/{table.name}.parquet"
        at = _parquet_differs(release.folder / name, rows)
        if at is not None:
            yield f"{name}:{at + 1}", "JSON と内容が違います。"
        if counts.get(table.name) != len(rows):
            yield "index.json", f"表 {table.name} の行数が合いません。"


def _csv_differs(path: Path, table: Table, rows: list[Row]) -> int | None:
    """The first row that is not that of JSON."""
    read = read_csv(path.read_bytes())
    next(read, None)
    for start in range(0, len(rows) + 1, _BATCH):  # once more at the end: there must be no further row
        found, wanted = list(islice(read, _BATCH)), cells(table, rows[start : start + _BATCH])
        if found != wanted:
            return start + _first_difference(found, wanted)
    return None


def _parquet_differs(path: Path, rows: list[Row]) -> int | None:
    start = 0
    for batch in pq.ParquetFile(path).iter_batches(_BATCH):
        columns = [_json_values(column) for column in batch.columns]
        found = [dict(zip(batch.schema.names, row, strict=True)) for row in zip(*columns, strict=True)]
        wanted = rows[start : start + _BATCH]
        if found != wanted:
            return start + _first_difference(found, wanted)
        start += batch.num_rows
    return start if start < len(rows) else None


def _json_values(column: pa.Array) -> list[object]:
    """A column of Parquet as JSON has it."""
    values: list[object] = column.to_pylist()
    if not pa.types.is_date(column.type):
        return values
    return [value.isoformat() if isinstance(value, date) else value for value in values]


def _first_difference(one: Sequence[object], other: Sequence[object]) -> int:
    nothing = object()
    pairs = zip_longest(one, other, fillvalue=nothing)
    return next(number for number, (a, b) in enumerate(pairs) if a != b)


def parts(release: Release) -> Iterator[int | Look]:
    """The files of single municipalities and the quality summary are those of the whole tables."""
    found = {
        path.relative_to(release.folder).as_posix()
        for folder in ("by-municipality", "quality")
        for path in (release.folder / folder).rglob("*")
        if path.is_file()
    }
    if CHECKS_REPORT in found:  # not made from the tables
        yield 1
        found.remove(CHECKS_REPORT)
        if not json.loads((release.folder / CHECKS_REPORT).read_bytes())["clean"]:
            yield CHECKS_REPORT, "検査で誤りが見つかった版です。"
    for name, data in chain(municipality_files(release.tables), quality_files(release.tables)):
        yield 1
        if name not in found or (release.folder / name).read_bytes() != data:
            yield name, "全体の表から作られるものと違います。"
        found.discard(name)
    for name in sorted(found):
        yield 1
        yield name, "全体の表から作られるものと違います。"


def delta(release: Release) -> Iterator[int | Look]:
    """The release before and the delta give this one."""
    version = release.index["previous"]
    if release.before is None:
        return
    name = f"delta/from-{version}.jsonl"
    data = (release.folder / name).read_bytes()
    yield data.count(b"\n")
    try:
        result = replay(release.before.tables, data)
    except (ValueError, KeyError) as error:
        yield name, f"前の版に適用できない変更があります（{error}）。"
        return
    for table, rows in release.tables.items():
        if result[table] != rows:
            yield name, f"前の版に適用しても表 {table} が今の版になりません。"


def licence(release: Release) -> Iterator[int | Look]:
    """Terms and attributions are there, for every source."""
    texts = {name: (release.folder / name).read_text("utf-8") for name in ("LICENSE.txt", "README.md")}
    for row in release.tables["source"]:
        yield 1
        if _UNKNOWN.fullmatch(str(row["terms"]).strip(" 。（）()")):
            yield (
                f"source {row['id']}",
                f"利用条件が「{row['terms']}」のままです。文書の利用条件を確かめて書いてください。",
            )
        for name, text in texts.items():
            if not row["attribution"] or str(row["attribution"]) not in text:
                yield name, f"出典「{row['title']}」の表示がありません。"
    if "CC BY 4.0" not in texts["LICENSE.txt"]:
        yield "LICENSE.txt", "利用条件の記載がありません。"
