"""What describes a release fits what is in it, by the validators that portals use."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import frictionless
import jsonschema
import pyarrow.parquet as pq
import pytest
from csvw import CSVW

from publishers.index_files import UNVERSIONED
from schemas.tables import described
from schemas.tables.describe import Table

Make = Callable[..., Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, publisher: Make, plan: Make, issue: Make) -> Path:
    """One release for all; no test changes it."""
    run = publisher(tmp_path_factory.mktemp("descriptors") / "published")
    issues = [issue("row_spill", "2.1.1"), issue("stale_row_content", "1.1.2")]
    outcome = run(plan(issues=issues), plan("tachikawa-2", title="立川市第2次まなび計画", supersedes="tachikawa-1"))
    assert outcome.state == "published"
    return outcome.folder


@pytest.fixture
def damaged(folder: Path, tmp_path: Path) -> Path:
    """A copy to break."""
    return Path(shutil.copytree(folder, tmp_path / folder.name))


def test_frictionless_finds_nothing(folder: Path) -> None:
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["name", "note", "message"])
    assert report.stats["tasks"] == len(described())


def test_frictionless_sees_a_broken_reference(damaged: Path) -> None:
    path = damaged / "csv" / "policy.csv"
    path.write_bytes(path.read_bytes().replace(b",132021N000001,2,", b",132021N999999,2,"))
    report = frictionless.validate(str(damaged / "datapackage.json"))
    assert "foreign-key" in {kind for (kind,) in report.flatten(["type"])}


@pytest.mark.filterwarnings("ignore")
def test_csvw_finds_nothing(folder: Path) -> None:
    assert CSVW(str(folder / "csvw-metadata.json"), validate=True).is_valid


@pytest.mark.filterwarnings("ignore")
def test_csvw_does_look(damaged: Path) -> None:
    table = damaged / "csv" / "policy.csv"
    table.write_bytes(table.read_bytes().replace(b",1,false,", b",x,false,", 1))
    with pytest.raises(ValueError, match=r"policy\.csv:2:7"):
        assert CSVW(str(damaged / "csvw-metadata.json"), validate=True).is_valid


@pytest.mark.parametrize("table", described(), ids=lambda table: table.name)
def test_every_row_fits_its_json_schema(folder: Path, table: Table) -> None:
    schema = json.loads((folder / "schema" / f"{table.name}.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    lines = (folder / "json" / f"{table.name}.jsonl").read_text("utf-8").splitlines()
    assert [error.message for line in lines for error in validator.iter_errors(json.loads(line))] == []
    if lines:
        assert not validator.is_valid({**json.loads(lines[0]), "id": 1})


@pytest.mark.parametrize("table", described(), ids=lambda table: table.name)
def test_parquet_holds_the_same_rows(folder: Path, table: Table) -> None:
    read = pq.read_table(folder / "parquet" / f"{table.name}.parquet")
    lines = (folder / "json" / f"{table.name}.jsonl").read_text("utf-8").splitlines()
    rows = [
        {key: value.isoformat() if isinstance(value, date) else value for key, value in row.items()}
        for row in read.to_pylist()
    ]
    assert rows == [json.loads(line) for line in lines]
    titles = [read.schema.field(key).metadata[b"title"].decode() for key in table.keys]
    assert titles == [column.ja for column in table.columns]


def test_the_data_dictionary_names_every_column(folder: Path) -> None:
    text = (folder / "README.md").read_text("utf-8")
    for table in described():
        section = text.split(f"### {table.ja} `{table.name}`")[1].split("\n### ")[0]
        for column in table.columns:
            assert f"| {column.ja} | `{column.key}` | {column.en} |" in section
    assert "立川市『立川市まなび計画』を加工して作成" in text


def test_the_files_of_the_content_digest_say_nothing_of_the_version(folder: Path) -> None:
    saying = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and folder.name.encode() in path.read_bytes()
    }
    assert saying >= {"index.json", "datapackage.json", "CHANGELOG.md"}
    assert [path for path in saying if path.startswith(UNVERSIONED)] == []
