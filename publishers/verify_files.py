"""Checks of the files of a release: sums, forms, and that all forms hold the same rows. IO: reads the release."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import zip_longest
from pathlib import Path

from publishers.checks_report import CHECKS_REPORT
from publishers.csv_files import BOM, cell_text, read_csv
from publishers.delta import replay
from publishers.index_files import content_digest
from publishers.municipality_files import municipality_files
from publishers.quality_files import quality_files
from publishers.table_rows import Row
from publishers.verification import Look, Release
from schemas.tables import described

_ASCII_PATH = re.compile(r"[A-Za-z0-9._/-]+")
_LONGEST_HEADING = 63
"""Bytes a column name may have in PostgreSQL, and so in a CKAN DataStore."""
_BATCH = 2_000
"""Rows of Parquet turned into Python at a time: enough to be fast, few enough to be small."""
_LEADING_FORMULA = ("=", "+", "-", "@", "\t")


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
        for number, row in enumerate(rows, 2):
            yield 1
            inside += sum("\n" in cell and cell.count("\n") for cell in row)
            if len(row) != len(headings):
                yield f"{name}:{number}", "セルの数が見出しと合いません。"
            if any(cell.startswith(_LEADING_FORMULA) for cell in row):
                yield f"{name}:{number}", "数式として実行されるおそれのあるセルがあります。"
        if data.count(b"\n") - inside != data.count(b"\r\n") or data.count(b"\r\n") != number:
            yield name, "改行が CRLF でない行か、空の行があります。"


def same_rows(release: Release) -> Iterator[int | Look]:
    """CSV and Parquet hold what JSON holds; index.json counts it."""
    counts = {entry["name"]: entry["rows"] for entry in release.index["tables"]}
    for table in described():
        rows = release.tables[table.name]
        yield len(rows)
        name = f"csv/{table.name}.csv"
        read = read_csv((release.folder / name).read_bytes())
        next(read, None)
        wanted = ([cell_text(row.get(key)) for key in table.keys] for row in rows)
        at = _first_difference(read, wanted)
        if at is not None:
            yield f"{name}:{at + 2}", "JSON と内容が違います。"
        name = f"parquet/{table.name}.parquet"
        at = _first_difference(_parquet_rows(release.folder / name), rows)
        if at is not None:
            yield f"{name}:{at + 1}", "JSON と内容が違います。"
        if counts.get(table.name) != len(rows):
            yield "index.json", f"表 {table.name} の行数が合いません。"


def _first_difference(one: Iterable[object], other: Iterable[object]) -> int | None:
    nothing = object()
    pairs = zip_longest(one, other, fillvalue=nothing)
    return next((number for number, (a, b) in enumerate(pairs) if a != b), None)


def _parquet_rows(path: Path) -> Iterator[Row]:
    import pyarrow.parquet as pq

    for batch in pq.ParquetFile(path).iter_batches(_BATCH):
        for row in batch.to_pylist():
            yield {key: value.isoformat() if isinstance(value, date) else value for key, value in row.items()}


def parts(release: Release) -> Iterator[int | Look]:
    """The files of single municipalities and the quality summary are those of the whole tables."""
    wanted = dict((*municipality_files(release.tables), *quality_files(release.tables)))
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
    for name in sorted(wanted.keys() | found):
        yield 1
        if name not in wanted or name not in found or (release.folder / name).read_bytes() != wanted[name]:
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
        result = replay(release.before, data)
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
        for name, text in texts.items():
            if not row["attribution"] or str(row["attribution"]) not in text:
                yield name, f"出典「{row['title']}」の表示がありません。"
    if "CC BY 4.0" not in texts["LICENSE.txt"]:
        yield "LICENSE.txt", "利用条件の記載がありません。"
