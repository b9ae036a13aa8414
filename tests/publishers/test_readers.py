"""Every table is read by what people use: a spreadsheet's rules, pandas, DuckDB."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from schemas.tables import described
from schemas.tables.describe import Table

Make = Callable[..., Any]

tables = pytest.mark.parametrize("table", described(), ids=lambda table: table.name)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, publisher: Make, plan: Make, issue: Make) -> Path:
    """One release for all; 苫小牧市 brings a code with a leading zero."""
    run = publisher(tmp_path_factory.mktemp("readers") / "published")
    tomakomai = plan("tomakomai-1", title="苫小牧市まなび計画", code="012131", supersedes="tachikawa-1")
    outcome = run(plan(issues=[issue("row_spill", "2.1.1")]), tomakomai)
    assert outcome.state == "published"
    return outcome.folder


def rows(folder: Path, table: Table) -> list[dict[str, Any]]:
    lines = (folder / "json" / f"{table.name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@tables
def test_a_spreadsheet(folder: Path, table: Table) -> None:
    """Excel takes UTF-8 for UTF-8 only with a BOM, and wants CRLF."""
    data = (folder / "csv" / f"{table.name}.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    text = data[3:].decode("utf-8")
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    read = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["ID"] for row in read] == [row["id"] for row in rows(folder, table)]
    assert all(len(row["全国地方公共団体コード"]) == 6 for row in read)


@tables
def test_pandas(folder: Path, table: Table) -> None:
    frame = pd.read_csv(folder / "csv" / f"{table.name}.csv", dtype=str, keep_default_na=False)
    assert list(frame.columns) == [column.ja for column in table.columns]
    assert list(frame["全国地方公共団体コード"]) == [row["municipality_code"] for row in rows(folder, table)]
    typed = pd.read_parquet(folder / "parquet" / f"{table.name}.parquet")
    assert list(typed["id"]) == list(frame["ID"])


@tables
def test_duckdb(folder: Path, table: Table) -> None:
    wanted = [row["id"] for row in rows(folder, table)]
    with duckdb.connect() as base:
        for source in (
            f"read_csv('{folder}/csv/{table.name}.csv', header=true, all_varchar=true)",
            f"'{folder}/parquet/{table.name}.parquet'",
        ):
            read = base.sql(f"select ID from {source}").fetchall()
            assert [id for (id,) in read] == wanted
    if any(code.startswith("0") for code in (row["municipality_code"] for row in rows(folder, table))):
        with duckdb.connect() as base:
            codes = base.sql(f"select municipality_code from '{folder}/parquet/{table.name}.parquet'").fetchall()
        assert ("012131",) in codes
