"""Faults planted in copies of a release, one by one and all together: `taikei verify` must tell each by name.

A fault is planted as a publisher's own bug would leave it: every sum (SHA256SUMS, index.json, hashes of the package, the list of
all releases) is made to agree again, and where rows were changed, every file is made anew from them.

    python -m benchmarks.planted_faults published [--raw raw]

prints a line per fault: what was told of it, by which check; at the end how many were not told, and what two clean runs say.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from publishers import build
from publishers.archive import archived_paths
from publishers.csv_files import csv_bytes
from publishers.json_files import json_document, json_lines
from publishers.policy_wide import policy_wide_rows
from publishers.previous import Previous, read_release_before, read_tables
from publishers.table_rows import Row, Tables, filled_row
from publishers.verification import Tools, Verification
from publishers.verify import verify
from schemas.tables import TABLES
from schemas.tables.describe import describe

Plant = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault."""

    name: str
    plant: Plant
    checks: tuple[str, ...]
    """Any of these tells it by name."""
    place: str
    """Pattern that a finding's place or message must match."""
    raw: bool = False
    """True where only the documents can show it."""


def seal(folder: Path) -> None:
    """Make all sums agree with the files as they are."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("SHA256SUMS", "index.json")
    }
    package = folder / "datapackage.json"
    if package.is_file():
        said = json.loads(package.read_bytes())
        for resource in said.get("resources", ()):
            data = files.get(resource["path"], b"")
            resource |= {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        package.write_bytes(json_document(said))
        files["datapackage.json"] = package.read_bytes()
    index = json.loads((folder / "index.json").read_bytes())
    sums = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    index["files"] = [
        {"path": path, "bytes": len(files[path]), "sha256": digest} for path, digest in sorted(sums.items())
    ]
    from publishers.index_files import content_digest

    index["content_sha256"] = content_digest(sums)
    (folder / "index.json").write_bytes(json_document(index))
    sums["index.json"] = hashlib.sha256((folder / "index.json").read_bytes()).hexdigest()
    lines = "".join(f"{digest}  {path}\n" for path, digest in sorted(sums.items()))
    (folder / "SHA256SUMS").write_text(lines, "utf-8")
    root = folder.parent.parent / "index.json"
    listed = json.loads(root.read_bytes())
    if folder.name in listed.get("index_sha256", {}):
        listed["index_sha256"][folder.name] = sums["index.json"]
        root.write_bytes(json_document(listed))


def remake(folder: Path, tables: Tables) -> None:
    """Write every file anew from changed rows, the wide table and the catalogues with them."""
    index = json.loads((folder / "index.json").read_bytes())
    version = str(index["version"])
    wide = policy_wide_rows(tables["policy"], tables["plan"])
    tables = {**tables, "policy_wide": [filled_row("policy_wide", row) for row in wide]}
    before = _before(folder, index)
    kept = {
        path: (folder / path).read_bytes()
        for path in ("registry/ids.csv", "quality/checks.json", *archived_paths(tables))
        if (folder / path).is_file()  # a fault may name a document that is not there
    }
    files: build.Files = {}

    def put(path: str, data: build.Data) -> None:
        whole = data if isinstance(data, bytes) else b"".join(data)
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(whole)
        files[path] = (len(whole), hashlib.sha256(whole).hexdigest())

    for path, made in (*build.content(tables), *build.history(version, tables, before)):
        put(path, made)
    put("registry/ids.csv", kept["registry/ids.csv"])
    for path, made in build.descriptors(version, tables, files):
        put(path, made)
    for path, data in kept.items():
        put(path, data)
    chained = (before.version, before.sha256) if before else None
    (folder / "index.json").write_bytes(build.index_file(version, chained, tables, files))


def _before(folder: Path, index: Mapping[str, object]) -> Previous | None:
    return read_release_before(folder.parent / str(index["previous"])) if index["previous"] else None


def rows(table: str, change: Callable[[list[Row], Tables], object]) -> Plant:
    """Change rows, and make all files of them."""

    def plant(folder: Path) -> None:
        tables = read_tables(folder)
        change(tables[table], tables)
        remake(folder, tables)

    return plant


def cell(table: str, key: str, value: object, where: Callable[[Row], object] = lambda _row: True) -> Plant:
    """Another value in the first row that fits."""

    def change(found: list[Row], _tables: Tables) -> None:
        row = next(row for row in found if where(row))
        row[key] = value(row) if callable(value) else value  # type: ignore[assignment]

    return rows(table, change)


def text(name: str, pattern: str, new: str, count: int = 1) -> Plant:
    """Other words in one file."""

    def plant(folder: Path) -> None:
        path = next(iter(sorted(folder.glob(name))))
        old = path.read_text("utf-8")
        changed = re.sub(pattern, new, old, count=count)
        if changed == old:
            raise ValueError(f"nothing to change in {name}: {pattern}")
        path.write_text(changed, "utf-8", newline="")

    return plant


def index(change: Callable[[dict[str, object]], object]) -> Plant:
    """Another index.json of the release."""

    def plant(folder: Path) -> None:
        path = folder / "index.json"
        said = json.loads(path.read_bytes())
        change(said)
        path.write_bytes(json_document(said))

    return plant


def root(change: Callable[[dict[str, object]], object]) -> Plant:
    """Another list of all releases."""

    def plant(folder: Path) -> None:
        path = folder.parent.parent / "index.json"
        said = json.loads(path.read_bytes())
        change(said)
        path.write_bytes(json_document(said))

    return plant


def remove(name: str) -> Plant:
    """A file gone."""
    return lambda folder: next(iter(sorted(folder.glob(name)))).unlink()


def _leaf(row: Row) -> bool:
    return bool(row["parent_id"]) and int(row["level"] or 0) >= 2


def _wrong_parent(found: list[Row], _tables: Tables) -> None:
    """Another parent on the same level, with path made to fit."""
    by_id = {row["id"]: row for row in found}
    for row in found:
        parent = by_id.get(row["parent_id"])
        others = [
            each for each in found if parent and each["level"] == parent["level"] and each["plan_id"] == row["plan_id"]
        ]
        if parent and len(others) > 1 and row["id"] not in {each["parent_id"] for each in found}:
            new = next(each for each in others if each is not parent)
            row["parent_id"] = new["id"]
            tail = f"{row['label'] or ''} {row['name']}".strip()
            row["path"] = f"{new['path']} > {tail}"
            return
    raise ValueError("no parent to change")


def _new_title(found: list[Row], tables: Tables) -> None:
    """Title, path, normalised form, evidence and quote together."""
    parents = {row["parent_id"] for row in found}
    row = next(row for row in found if row["id"] not in parents and row["parent_id"])
    old, new = str(row["name"]), "まったく別の題名"
    row |= {
        "name": new,
        "name_normalized": new,
        "name_kana": "マッタクベツノダイメイ",
        "name_romaji": "mattaku betsu no daimei",
    }
    row["path"] = str(row["path"]).removesuffix(old) + new
    for each in tables["evidence"]:
        if each["target_id"] == row["id"]:
            each["quote"] = str(each["quote"]).replace(old, new)
            if each["field"] == "name":
                each["value"] = new
    for each in tables["change"]:
        for key in ("old_path", "new_path"):
            if each[key] and str(each[key]).endswith(old):
                each[key] = str(each[key]).removesuffix(old) + new


def _evidence(field: str, key: str, value: object) -> Plant:
    return cell("evidence", key, value, lambda row: row["field"] == field and row["line"] is not None)


def _kana_of_another(found: list[Row], _tables: Tables) -> None:
    first = found[0]
    other = next(row for row in found if row["name_kana"] not in (None, first["name_kana"]))
    first["name_kana"], first["name_romaji"] = other["name_kana"], other["name_romaji"]


def _two_labels(found: list[Row], tables: Tables) -> None:
    row = next(row for row in found if row["label"])
    old = str(row["label"])
    row["label"] = row["label_normalized"] = "99"
    for each in tables["policy"]:
        each["path"] = str(each["path"]).replace(f"{old} {row['name']}", f"99 {row['name']}")
    for each in tables["evidence"]:
        if each["id"] == f"{row['id']}-label":
            each["value"] = "99"
    for each in tables["change"]:
        for key in ("old_path", "new_path"):
            each[key] = each[key] and str(each[key]).replace(f"{old} {row['name']}", f"99 {row['name']}")


def _registry(change: Callable[[list[str]], object]) -> Plant:
    """Other lines in the registry, and in its copy."""

    def plant(folder: Path) -> None:
        for path in (folder / "registry" / "ids.csv", folder.parent.parent / "registry" / "ids.csv"):
            lines = path.read_text("utf-8").splitlines()
            change(lines)
            path.write_text("\n".join(lines) + "\n", "utf-8")

    return plant


def _swap_titles(lines: list[str]) -> None:
    """Two entries of one plan change ids."""
    first, second = [number for number, line in enumerate(lines) if ",N," in line][1:3]
    one, other = lines[first].split(",", 1), lines[second].split(",", 1)
    lines[first], lines[second] = f"{one[0]},{other[1]}", f"{other[0]},{one[1]}"


def _twice(lines: list[str]) -> None:
    line = next(line for line in lines if ",N," in line)
    lines.append(f"{line[:7]}999999,{line.partition(',')[2]}")


def _reused(found: list[Row], tables: Tables) -> None:
    """The id of one entry on another, wherever it is named."""
    parents = {row["parent_id"] for row in found}
    one, other = [row for row in found if row["id"] not in parents and row["parent_id"]][:2]
    names = {str(one["id"]): str(other["id"]), str(other["id"]): str(one["id"])}
    for name in TABLES:
        for row in tables[name]:
            for key, value in row.items():
                if isinstance(value, str) and key in ("id", "parent_id", "target_id", "old_id", "new_id", "policy_ids"):
                    row[key] = re.sub("[0-9]{6}N[0-9]{6}", lambda match: names.get(match[0], match[0]), value)


def _earlier(folder: Path) -> None:
    """The release before, changed after it was published, its own sums made to agree."""
    before = folder.parent / str(json.loads((folder / "index.json").read_bytes())["previous"])
    path = before / "README.md"
    path.write_text(path.read_text("utf-8") + "x", "utf-8")
    seal(before)


def _earlier_file(folder: Path) -> None:
    """The same, without its sums."""
    before = folder.parent / str(json.loads((folder / "index.json").read_bytes())["previous"])
    path = before / "json" / "policy.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"level": 1', b'"level": 2', 1))


def _drop(table: str, where: Callable[[Row], object] = lambda _row: True) -> Plant:
    def change(found: list[Row], _tables: Tables) -> None:
        found.remove(next(row for row in reversed(found) if where(row)))

    return rows(table, change)


def _only_json(folder: Path) -> None:
    path = folder / "json" / "policy.jsonl"
    found = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    found[0]["name"] += "x"
    path.write_bytes(b"".join(json_lines(found)))


def _only_csv(table: str, key: str, value: object) -> Plant:
    def plant(folder: Path) -> None:
        found = read_tables(folder)[table]
        found[0][key] = value  # type: ignore[assignment]
        (folder / "csv" / f"{table}.csv").write_bytes(csv_bytes(describe(table, TABLES[table]), found))

    return plant


def _own_part(folder: Path) -> None:
    path = next(iter(sorted((folder / "by-municipality").glob("*/*_policy.csv"))))
    data = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(data[:-1]))


FAULTS: tuple[Fault, ...] = (
    Fault("a wrong parent, all files made anew", rows("policy", _wrong_parent), ("ids", "tree"), "policy|親"),
    Fault("an id given twice in the registry", _registry(_twice), ("ids",), "2つのID"),
    Fault("ids of two entries exchanged in the registry", _registry(_swap_titles), ("ids",), "別の項目"),
    Fault("an id reused for another entry", rows("policy", _reused), ("ids",), "別の項目"),
    Fault(
        "policy_tree.json out of step",
        text("json/policy_tree.json", '"level": 1', '"level": 3'),
        ("rebuilt",),
        "policy_tree",
    ),
    Fault("policy_tree.json gone", remove("json/policy_tree.json"), ("rebuilt",), "policy_tree"),
    Fault("kana with kanji in it", cell("policy", "name_kana", "学ビ", _leaf), ("readings",), "片仮名でない"),
    Fault("kana of another title", rows("policy", _kana_of_another), ("readings",), "読みではありません"),
    Fault("romaji in another spelling", cell("policy", "name_romaji", "zzz"), ("readings",), "読みではありません"),
    Fault(
        "title and evidence.value changed, quote left",
        rows(
            "policy",
            lambda found, tables: (
                found[-1].update(
                    name="別の名称",
                    name_normalized="別の名称",
                    path=str(found[-1]["path"]).removesuffix(str(found[-1]["name"])) + "別の名称",
                ),
                [row.update(value="別の名称") for row in tables["evidence"] if row["id"] == f"{found[-1]['id']}-name"],
            ),
        ),
        ("evidence",),
        "原文",
    ),
    Fault("title, path and evidence changed together", rows("policy", _new_title), ("ids", "sources"), "別の項目|原文"),
    Fault("evidence of a statement falsified", _evidence("text", "value", "別の理念"), ("evidence",), "text"),
    Fault("the quote of a statement falsified", _evidence("text", "quote", "別の理念"), ("evidence",), "text"),
    Fault("a definition's term falsified", cell("term", "term", "別の語"), ("evidence", "ids"), "term|用語"),
    Fault("evidence in line 9999", _evidence("name", "line", 9999), ("evidence", "sources"), "evidence|行"),
    Fault(
        "evidence of another document",
        cell("evidence", "source_id", lambda row: str(row["source_id"])[:-1] + "9"),
        ("evidence", "values"),
        "evidence",
    ),
    Fault("a label changed with its evidence", rows("policy", _two_labels), ("evidence",), "label"),
    Fault(
        "a level's name changed",
        cell("policy", "level_name", "別の階層", lambda row: row["level_name"]),
        ("evidence",),
        "level_name",
    ),
    Fault("an office invented", cell("policy", "department", "架空課"), ("evidence",), "department"),
    Fault("a description invented", cell("policy", "description", "架空の説明"), ("evidence",), "description"),
    Fault("an evidence row dropped", _drop("evidence", lambda row: row["field"] == "label"), ("evidence",), "label"),
    Fault(
        "plan year outside the printed period",
        cell("plan", "end_year", 2060, lambda row: row["end_year"]),
        ("periods", "evidence"),
        "2060",
    ),
    Fault(
        "period changed with its years",
        cell("plan", "period_text", "令和1年度から令和2年度", lambda row: row["period_text"]),
        ("evidence",),
        "period_text",
    ),
    Fault(
        "the plan called a draft",
        cell("plan", "status", "素案", lambda row: row["status"] is None),
        ("evidence",),
        "status",
    ),
    Fault("another generation", cell("plan", "generation", "第99次"), ("evidence",), "generation"),
    Fault("a guiding vision invented", cell("plan", "vision", "架空の理念"), ("evidence",), "vision"),
    Fault("timeline year outside the period", cell("timeline", "fiscal_year", 2090), ("periods",), "timeline"),
    Fault("令和5 beside 2021", cell("timeline", "era_label", "令和33"), ("periods", "evidence"), "timeline|合いません"),
    Fault("an entry of the calendar invented", cell("timeline", "entries", "架空の改訂"), ("evidence",), "entries"),
    Fault(
        "確認済 without a correction",
        cell("policy", "review_status", "確認済", lambda row: row["review_status"] == "自動"),
        ("marks",),
        "確認済",
    ),
    Fault(
        "要確認 taken away",
        cell("policy", "review_status", "自動", lambda row: row["review_status"] == "要確認"),
        ("marks",),
        "確認状況",
    ),
    Fault(
        "withheld_count to another number",
        cell("plan", "withheld_count", lambda row: 0 if row["withheld_count"] else 7),
        ("counts",),
        "非公開項目数",
    ),
    Fault("policy_count of a plan", cell("plan", "policy_count", 999), ("counts",), "項目数"),
    Fault(
        "policy_count in index.json",
        index(lambda said: said["plans"][0].update(policy_count=999)),
        ("rebuilt",),
        "index.json|plans",
    ),  # type: ignore[index]
    Fault(
        "rows of a table in index.json",
        index(lambda said: said["tables"][0].update(rows=1)),
        ("rebuilt", "same_rows"),
        "index.json|tables",
    ),  # type: ignore[index]
    Fault(
        "change: kept → removed",
        cell("change", "type", "removed", lambda row: row["type"] == "kept"),
        ("changes",),
        "種別|removed",
    ),
    Fault(
        "change: kept → renamed",
        cell("change", "type", "renamed", lambda row: row["type"] == "kept"),
        ("changes",),
        "kept",
    ),
    Fault("a change dropped", _drop("change"), ("changes",), "change"),
    Fault(
        "the path in a change", cell("change", "new_path", "どこか", lambda row: row["new_path"]), ("changes",), "経路"
    ),
    Fault(
        "a leaf dropped everywhere",
        rows("policy", lambda found, tables: found.pop()),
        ("counts", "evidence", "changes", "values"),
        "項目|evidence|根拠",
    ),
    Fault(
        "an id gone without redirect",
        rows("department", lambda found, _tables: found.pop(0)),
        ("ids",),
        "転送の記録なし",
    ),
    Fault("a city's file lacks a row", _own_part, ("rebuilt", "parts"), "by-municipality"),
    Fault(
        "the site shows another title",
        text("site/plans/*.html", '<span class="name">[^<]+', '<span class="name">別の題名'),
        ("rebuilt",),
        "site/plans",
    ),
    Fault(
        "a dead URL in the site's JSON-LD",
        text("site/index.html", '"url": "', '"url": "https://dead.example/'),
        ("rebuilt",),
        "site/index.html",
    ),
    Fault(
        "a page too many in the site",
        lambda folder: (folder / "site" / "extra.html").write_text("<p>x</p>") and None,
        ("rebuilt",),
        "extra",
    ),
    Fault(
        "a label in SKOS",
        text("rdf/policy.skos.ttl", 'skos:prefLabel "[^"]+"', 'skos:prefLabel "別"'),
        ("rebuilt", "skos"),
        "skos",
    ),
    Fault(
        "another source in PROV",
        text("rdf/prov.ttl", "sha256:[0-9a-f]{8}", "sha256:00000000"),
        ("rebuilt", "skos"),
        "prov",
    ),
    Fault(
        "catalogue: wrong byteSize",
        text("rdf/catalog.ttl", r"dcat:byteSize +\"?[0-9]+", "dcat:byteSize 1"),
        ("rebuilt", "dcat"),
        "catalog",
    ),
    Fault(
        "catalogue: wrong checksum",
        text(
            "rdf/catalog.jsonld",
            '"@type": "xsd:hexBinary",\\s+"@value": "[0-9a-f]{4}',
            '"@type": "xsd:hexBinary", "@value": "0000',
        ),
        ("rebuilt", "dcat"),
        "catalog",
    ),
    Fault(
        "catalogue without policy.csv",
        text("rdf/catalog.jsonld", "csv/policy.csv", "csv/none.csv", 0),
        ("rebuilt", "dcat"),
        "catalog",
    ),
    Fault(
        "catalogue without licence",
        text("rdf/catalog.ttl", "dct:license", "dct:rights", 0),
        ("rebuilt", "dcat"),
        "catalog",
    ),
    Fault(
        "datapackage without licences",
        text("datapackage.json", '"licenses"', '"licences"'),
        ("rebuilt",),
        "datapackage",
    ),
    Fault(
        "datapackage: another description",
        text("datapackage.json", "読み取った", "書き写した"),
        ("rebuilt",),
        "datapackage",
    ),
    Fault(
        "LICENSE.txt empty",
        lambda folder: (folder / "LICENSE.txt").write_text("") and None,
        ("rebuilt", "licence"),
        "LICENSE",
    ),
    Fault("source terms 「不明」", cell("source", "terms", "不明"), ("licence",), "利用条件"),
    Fault("README: a description swapped", text("README.md", "名称の読み", "番号の読み"), ("rebuilt",), "README"),
    Fault("CHANGELOG tells less", text("CHANGELOG.md", "## 20", "## 19"), ("rebuilt",), "CHANGELOG"),
    Fault(
        "JSON Schema loosened",
        text("schema/policy.schema.json", '"additionalProperties": false', '"additionalProperties": true'),
        ("rebuilt", "json_schema"),
        "schema",
    ),
    Fault(
        "CSVW: a datatype changed",
        text("csvw-metadata.json", '"base": "integer"', '"base": "string"'),
        ("rebuilt", "csvw"),
        "csvw",
    ),
    Fault("delta: a change dropped", text("delta/*.jsonl", r"^[^\n]+\n", ""), ("rebuilt", "delta"), "delta"),
    Fault("delta gone", remove("delta/*.jsonl"), ("rebuilt", "delta"), "delta"),
    Fault(
        "quality summary embellished",
        text("quality/summary.json", '"share_settled": [0-9.]+', '"share_settled": 1.5'),
        ("rebuilt", "parts"),
        "quality",
    ),
    Fault("JSON alone changed", _only_json, ("same_rows", "rebuilt"), "csv/policy|policy"),
    Fault("CSV alone changed", _only_csv("plan", "name", "別の計画"), ("same_rows", "rebuilt"), "csv/plan"),
    Fault(
        "Parquet of another table",
        lambda folder: shutil.copy(folder / "parquet" / "term.parquet", folder / "parquet" / "plan.parquet") and None,
        ("same_rows", "rebuilt"),
        "parquet/plan",
    ),
    Fault(
        "the list names a release that is not there",
        root(lambda said: said["releases"].append("2099.01.01")),
        ("chain",),
        "2099",
    ),  # type: ignore[attr-defined]
    Fault(
        "latest is another release in the list", root(lambda said: said.update(latest="2000.01.01")), ("chain",), "最新"
    ),
    Fault(
        "previous → null", index(lambda said: said.update(previous=None, previous_sha256=None)), ("chain",), "前の版"
    ),
    Fault(
        "previous_sha256 of another", index(lambda said: said.update(previous_sha256="0" * 64)), ("chain",), "sha256"
    ),
    Fault("the release before tampered with, its sums made to agree", _earlier, ("chain",), "公開の後"),
    Fault("a file of the release before tampered with", _earlier_file, ("chain",), "公開の後"),
    Fault(
        "a document that is not in the release",
        cell("source", "archived", "source/none.txt"),
        ("archived",),
        "none.txt",
    ),
    Fault(
        "base address changed",
        index(lambda said: said.update(settings={"TAIKEI_BASE_URL": "https://other.example/"})),
        ("rebuilt",),
        "rdf|site",
    ),
    Fault(
        "another licence in index.json",
        index(lambda said: said.update(licence="https://example.org/")),
        ("rebuilt",),
        "licence",
    ),
    Fault("sha256 of the document", cell("source", "sha256", "0" * 64), ("sources",), "sha256", raw=True),
    Fault("page count and size of the document", cell("source", "bytes", 1), ("sources",), "bytes", raw=True),
    Fault("terms other than the manifest's", cell("source", "terms", "自由に使える"), ("sources",), "terms", raw=True),
    Fault(
        "a quote that is nowhere in the document",
        rows(
            "evidence",
            lambda found, _tables: next(row for row in found if row["rule"] == "layout").update(quote="どこにもない語"),
        ),
        ("sources",),
        "原文",
        raw=True,
    ),
)
"""Every fault with the checks that may tell it."""


def told(fault: Fault, done: Verification) -> list[str]:
    """What was told of a fault by name: check and place."""
    return [
        f"{found.check}: {found.place}: {found.message}"
        for found in done.faults
        if found.check in fault.checks and re.search(fault.place, f"{found.place} {found.message}")
    ]


def planted(published: Path, into: Path, faults: Iterable[Fault]) -> Path:
    """A copy of published/ with these faults in its current release; sums agree."""
    copy = shutil.copytree(published, into, symlinks=True)
    folder = (copy / "latest").resolve()
    for fault in faults:
        fault.plant(folder)
        if fault.plant not in _UNSEALED:
            seal(folder)
    return folder


_UNSEALED: tuple[Plant, ...] = (_earlier, _earlier_file)


def together(published: Path, into: Path, faults: Iterable[Fault]) -> tuple[Path, list[Fault]]:
    """A copy with as many faults at once as there are rows for: faults in rows first, for all files are made anew of them."""
    copy = shutil.copytree(published, into, symlinks=True)
    folder = (copy / "latest").resolve()
    done = []
    for fault in sorted(faults, key=lambda each: "rows." not in each.plant.__qualname__):
        try:
            fault.plant(folder)
        except (StopIteration, ValueError, OSError):
            continue
        done.append(fault)
        if fault.plant not in _UNSEALED:
            seal(folder)
    return folder, done


def _tools(raw: Path | None) -> Tools:
    from functools import partial

    from extractors.editions import compare
    from extractors.printed_places import printed_document
    from extractors.readings import read_aloud

    return Tools(read_aloud, compare, partial(printed_document, raw) if raw else None)


def main() -> int:
    """Plant, check, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("published", type=Path)
    parser.add_argument("--raw", type=Path)
    parser.add_argument("--only", default="", help="part of a fault's name")
    said = parser.parse_args()
    tools, missed = _tools(said.raw), 0
    for fault in FAULTS:
        if said.only not in fault.name or (fault.raw and said.raw is None):
            continue
        with tempfile.TemporaryDirectory() as folder:
            try:
                done = verify(planted(said.published, Path(folder) / "p", [fault]), tools=tools, checks=fault.checks)
            except (StopIteration, ValueError) as error:
                print(f"–  {fault.name}: not planted ({error!r})", flush=True)
                continue
            lines = told(fault, done)
            missed += not lines
            print(f"{'ok' if lines else 'MISSED'}  {fault.name}: {lines[0] if lines else len(done.faults)}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        release, done_here = together(said.published, Path(folder) / "p", [f for f in FAULTS if said.raw or not f.raw])
        done = verify(release, tools=tools)
        lost = [fault.name for fault in done_here if not told(fault, done)]
        print(f"together: {len(done_here)} planted, {len(done.faults)} findings, not told by name: {lost}", flush=True)
    for number in (1, 2):
        clean = verify((said.published / "latest").resolve(), tools=tools)
        missed += len(clean.faults)
        print(
            f"clean run {number}: {len(clean.faults)} faults",
            *(f"{f.place}: {f.message}" for f in clean.faults[:5]),
            flush=True,
        )
    print(f"not told, or told falsely: {missed}")
    return min(missed, 1)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    sys.exit(main())
