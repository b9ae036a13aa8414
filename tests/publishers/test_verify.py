"""Faults planted in a sound release, one by one: each is caught, under the name of its check."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.planted_faults import FAULTS as PLANTED
from benchmarks.planted_faults import Fault, planted, together, told
from extractors.editions import compare
from publishers.checks_report import CHECKS_REPORT, TITLES
from publishers.csv_files import csv_bytes
from publishers.delta import delta_lines
from publishers.json_files import json_lines
from publishers.parquet_files import parquet_bytes
from publishers.periods import printed_years
from publishers.previous import read_tables
from publishers.table_rows import Row
from publishers.verification import Known, Tools
from publishers.verify import CHECKS, verify
from schemas.tables import TABLES
from schemas.tables.describe import describe

Make = Callable[..., Any]
Plant = Callable[[Path], None]

pytestmark = pytest.mark.validators


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, publisher: Make, plan: Make, issue: Make, tree: Any) -> Path:
    """published/ with two releases, the second with a change, an exception, a redirect and an edition that follows."""
    run = publisher(tmp_path_factory.mktemp("verify") / "published")
    assert run(plan()).state == "published"
    second = run(
        plan(tree=[*tree[:8], ("2.1.2", "・", "広場で歌う")], issues=[issue("row_spill", "2.1.1")], document="2"),
        plan("tachikawa-2", title="立川市第2次まなび計画", supersedes="tachikawa-1"),
    )
    assert second.state == "published"
    return run.folder


@pytest.fixture
def release(sound: Path, tmp_path: Path) -> Path:
    """A copy to break."""
    copy = shutil.copytree(sound, tmp_path / "published", symlinks=True)
    return (copy / "latest").resolve()


def alter(table: str, change: Callable[[list[Row]], object]) -> Plant:
    """Change rows as a faulty program would: in all forms, with all sums right."""

    def plant(folder: Path) -> None:
        rows = read_tables(folder)[table]
        change(rows)
        described = describe(table, TABLES[table])
        (folder / "json" / f"{table}.jsonl").write_bytes(b"".join(json_lines(rows)))
        (folder / "csv" / f"{table}.csv").write_bytes(csv_bytes(described, rows))
        (folder / "parquet" / f"{table}.parquet").write_bytes(parquet_bytes(described, rows))
        (delta,) = (folder / "delta").iterdir()
        before = folder.parent / delta.stem.removeprefix("from-")
        delta.write_bytes(delta_lines(read_tables(before), read_tables(folder)))

    return plant


def put(table: str, number: int, **values: str | int | None) -> Plant:
    """Other values in one row."""
    return alter(table, lambda rows: rows[number].update(values))


def edit(name: str, change: Callable[[bytes], bytes]) -> Plant:
    """Other bytes in one file."""

    def plant(folder: Path) -> None:
        path = folder / name
        data = change(path.read_bytes())
        assert data != path.read_bytes()
        path.write_bytes(data)

    return plant


def remove(name: str) -> Plant:
    return lambda folder: (folder / name).unlink()


def vanish(folder: Path) -> None:
    """An id of the release before is neither here nor led anywhere."""
    alter("id_redirect", lambda rows: rows.clear())(folder)


FAULTS: dict[str, tuple[str, Plant]] = {
    "a file is missing": ("checksums", remove("csv/term.csv")),
    "a file was altered": ("checksums", edit("README.md", lambda data: data + b"x")),
    "a file was added": ("checksums", lambda folder: (folder / "extra.txt").write_text("x") and None),
    "a file name is not ASCII": ("paths", lambda folder: (folder / "csv" / "施策.csv").write_text("x") and None),
    "the BOM is gone": ("csv_form", edit("csv/plan.csv", lambda data: data[3:])),
    "lines end in LF": ("csv_form", edit("csv/plan.csv", lambda data: data.replace(b"\r\n", b"\n"))),
    "a heading was renamed": ("csv_form", edit("csv/plan.csv", lambda data: data.replace("名称".encode(), b"x", 1))),
    "a blank row": ("csv_form", edit("csv/plan.csv", lambda data: data + b"\r\n")),
    "a formula": ("csv_form", edit("csv/policy.csv", lambda d: d.replace("学びをひらく".encode(), b"=1+1", 1))),
    "CSV and JSON differ": ("same_rows", edit("csv/policy.csv", lambda d: d.replace("出前".encode(), b"x", 1))),
    "leading zeros are lost": ("same_rows", edit("csv/plan.csv", lambda d: d.replace(b"132021,", b"32021,", 1))),
    "a city's file differs from the whole": (
        "parts",
        edit("by-municipality/132021/132021_policy.csv", lambda d: d.replace("出前".encode(), b"x", 1)),
    ),
    "the delta does not fit": ("delta", lambda f: (next((f / "delta").iterdir()).write_bytes(b"") and None) or None),
    "an attribution is gone": ("licence", edit("LICENSE.txt", lambda d: d.replace("加工".encode(), b""))),
    "a code list is left": ("values", put("policy", 0, review_status="不明")),
    "a parent does not exist": ("values", put("policy", 1, parent_id="132021N999999")),
    "two rows have one id": ("values", put("term", 1, id="132021T000001")),
    "a required cell is empty": (
        "values",
        edit("json/policy.jsonl", lambda d: d.replace('"name": "学びをひらく"'.encode(), b'"name": null')),
    ),
    "a wrong check digit": ("codes", put("department", 0, municipality_code="132022")),
    "a code that is not listed": (
        "codes",
        put("department", 0, municipality_code="011002", municipality_name="札幌市"),
    ),
    "a name of another town": ("codes", put("department", 0, municipality_name="苫小牧市")),
    "text is not NFC": ("characters", put("term", 0, definition="か\u3099くえん")),
    "a control character": ("characters", put("term", 0, definition="学\u0007縁")),
    "a replacement character": ("characters", put("term", 0, definition="学\ufffd縁")),
    "a period runs backwards": ("periods", put("plan", 0, start_year=2031)),
    "years are not those printed": ("periods", put("plan", 0, end_year=2029)),
    "a level is skipped in silence": ("tree", put("policy", 1, level=3)),
    "a cycle": ("tree", put("policy", 0, parent_id="132021N000002")),
    "a path leads elsewhere": ("tree", put("policy", 2, path="どこか")),
    "a leaf is not in the wide table": ("tree", alter("policy_wide", lambda rows: rows.pop())),
    "a count is wrong": ("counts", put("plan", 0, policy_count=7)),
    "a mark has no reason": ("marks", put("policy", 0, review_status="要確認")),
    "a mark is missing": ("marks", put("policy", 7, review_status="自動")),
    "a value without evidence": ("evidence", alter("evidence", lambda rows: rows.pop(0))),
    "a retired id is used again": ("ids", put("source", 0, id="132021B000001")),
    "an id vanished without redirect": ("ids", vanish),
    "a redirect leads nowhere": ("ids", put("id_redirect", 0, new_id="132021B000099")),
    "an id the registry never gave": ("ids", put("department", 0, id="132021D000999")),
    "a schema was altered": (
        "json_schema",
        edit("schema/policy.schema.json", lambda d: re.sub(rb'"minimum": 1', b'"minimum": 0', d)),
    ),
    "a row does not fit its schema": ("json_schema", put("policy", 0, level=0)),
    "a size in the package is wrong": (
        "frictionless",
        edit("datapackage.json", lambda d: re.sub(rb'"bytes": \d+', b'"bytes": 1', d, count=1)),
    ),
    "a type in the package is wrong": (
        "frictionless",
        edit("csv/plan.csv", lambda d: d.replace(b"2026,2030", b"x,2030", 1)),
    ),
    "CSVW finds a bad cell": ("csvw", edit("csv/plan.csv", lambda d: d.replace(b"2026,2030", b"x,2030", 1))),
    "the CSVW description was altered": (
        "csvw",
        edit("csvw-metadata.json", lambda d: d.replace(b'"required": true', b'"required": false')),
    ),
    "the catalogue names another publisher": (
        "dcat",
        edit("rdf/catalog.ttl", lambda d: d.replace(b"dct:publisher", b"dct:creator").replace(b"dct:title", b"dct:x")),
    ),
    "a concept has no name": (
        "skos",
        edit("rdf/policy.skos.ttl", lambda d: d.replace(b"skos:prefLabel", b"skos:altLabel", 2)),
    ),
    "a page of the site is missing": ("site", remove("site/dictionary.html")),
    "a file of the search is missing": ("site", remove("site/data/names/0.js")),
    "a node the search does not know": (
        "site",
        edit("site/data/names/0.js", lambda d: d.replace(b'["132021N000003",', b'["132021N000002",')),
    ),
    "a node is not on its page": (
        "site",
        edit("site/plans/132021P000001.html", lambda d: d.replace(b'id="132021N000003"', b"")),
    ),
    "a page loads from elsewhere": (
        "site",
        edit("site/index.html", lambda d: d.replace(b'href="static/site.css"', b'href="//example.org/site.css"')),
    ),
    "the report of the checks is not clean": (
        "parts",
        edit("quality/checks.json", lambda d: d.replace(b'"clean": true', b'"clean": false')),
    ),
    "it is no release": ("readable", remove("index.json")),
}


def test_a_sound_release_has_no_fault(sound: Path) -> None:
    for folder in sorted((sound / "releases").iterdir()):
        done = verify(folder)
        assert done.faults == ()
        assert [check.check for check in done.checks] == list(CHECKS)
    counted = {check.check: check.count for check in done.checks}
    without_documents = {"archived", "sources"}
    assert {name for name, count in counted.items() if not count} == without_documents


@pytest.mark.parametrize("fault", FAULTS)
def test_each_planted_fault_is_caught_by_name(release: Path, fault: str) -> None:
    check, plant = FAULTS[fault]
    plant(release)
    found = verify(release, checks=[check]).faults
    assert found
    assert {finding.check for finding in found} == {check}
    assert all(finding.message and finding.place for finding in found)


def test_a_release_holds_the_report_of_its_checks(sound: Path) -> None:
    for folder in sorted((sound / "releases").iterdir()):
        report = json.loads((folder / CHECKS_REPORT).read_bytes())
        assert report["clean"]
        assert [entry["check"] for entry in report["checks"]] == list(CHECKS)
        assert all(entry["faults"] == 0 for entry in report["checks"])
        assert report["checked"] == sum(entry["checked"] for entry in report["checks"]) > 1000
        summary = json.loads((folder / "quality" / "summary.json").read_bytes())
        assert 0 <= summary["share_confirmed"] <= summary["share_settled"] <= 1


def test_every_check_has_a_title_and_a_planted_fault() -> None:
    assert TITLES.keys() == {*CHECKS, "readable"}
    planted_for = {check for fault in PLANTED for check in fault.checks}
    assert {check for check, _ in FAULTS.values()} | planted_for >= set(CHECKS)


def test_what_jis_lacks_is_a_notice_and_no_fault(release: Path) -> None:
    put("term", 0, definition="学縁𠮷🎈")(release)
    (checked,) = verify(release, checks=["characters"]).checks
    found = checked.findings
    assert [(finding.severity, "🎈" in finding.message) for finding in found] == [("notice", True)]


def test_a_release_far_from_home_can_be_checked(release: Path, tmp_path: Path) -> None:
    alone = shutil.copytree(release, tmp_path / "download")
    assert verify(alone).faults == ()


def test_sums_are_those_of_sha256sum(release: Path) -> None:
    line = (release / "SHA256SUMS").read_text("utf-8").splitlines()[0]
    digest, path = line.split("  ")
    assert hashlib.sha256((release / path).read_bytes()).hexdigest() == digest
    assert json.loads((release / "index.json").read_bytes())["version"] == release.name


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("令和8年度から令和12年度", {2026, 2030}),
        ("平成28年度から32年度の5カ年", {2016, 2020}),
        ("令和元年度〜令和5年度", {2019, 2023}),
        ("2026年度〜2030年度", {2026, 2030}),
        ("令和７（2025）年度", {2025}),
        ("H16-20", {2004, 2008}),
        ("五か年", set()),
    ],
)
def test_printed_years(text: str, years: set[int]) -> None:
    assert printed_years(text) == years


def test_rows_in_memory_never_hide_what_is_on_the_disk(release: Path) -> None:
    known = Known(read_tables(release), None, ())
    put("plan", 0, policy_count=7)(release)
    assert verify(release, checks=["counts"], known=known).faults
    known.tables["term"].pop()
    assert verify(release, checks=["counts"], known=known).faults


class Spoken:
    """How the reader of these releases reads every title."""

    kana, romaji, certain = "ヨミ", "yomi", True


TOOLS = Tools(lambda _text: Spoken(), compare)
HIDING = ("a leaf dropped everywhere", "previous → null", "base address changed", "CSV alone changed")
"""Faults that take away the place of others, or after which nothing can be held against the release before."""
WITHOUT_DOCUMENTS = {fault.name: fault for fault in PLANTED if not fault.raw}


def test_faults_planted_together_are_told_by_name(sound: Path, tmp_path: Path) -> None:
    faults = [fault for name, fault in WITHOUT_DOCUMENTS.items() if name not in HIDING]
    release, done = together(sound, tmp_path / "planted", faults)
    assert len(done) >= 55
    found = verify(release, tools=TOOLS, checks=[name for name in CHECKS if name not in ("frictionless", "csvw")])
    assert [fault.name for fault in done if not told(fault, found)] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", WITHOUT_DOCUMENTS)
def test_each_planted_fault_is_told_by_name(sound: Path, tmp_path: Path, name: str) -> None:
    fault: Fault = WITHOUT_DOCUMENTS[name]
    try:
        release = planted(sound, tmp_path / "planted", [fault])
    except (StopIteration, ValueError):
        pytest.skip("there is no such row in a small release")
    assert told(fault, verify(release, tools=TOOLS, checks=fault.checks))
