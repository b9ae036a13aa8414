"""Rows of a release → the datasets a portal shall hold. Pure, but for `read_release`, which reads the release.

One dataset per municipality or per plan, each with its part of the tables (of a municipality, byte for byte the files
in by-municipality/): CSV with Japanese headings for people, the trees as JSON for programs, rows for the DataStore.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Iterator
from pathlib import Path

from publishers.csv_files import csv_bytes
from publishers.json_files import json_document, policy_trees
from publishers.portal.datasets import WantedDataset, WantedFile, WantedTable
from publishers.portal.failures import Misuse
from publishers.portal.settings import Settings
from publishers.previous import Previous, read_previous
from publishers.readme import attributions
from publishers.table_rows import Row, Tables, Value, filled_row, no_tables
from schemas.tables import described
from schemas.tables.describe import Table

LONGEST_HEADING = 63
"""Bytes: PostgreSQL cuts longer column names, 21 kanji, without a word."""

NAMESPACE = uuid.UUID("5ed9fd24-4f4d-5a0c-9d0c-2f4a8a7d8d11")
"""Of resource ids; never to change."""

TREES = "policy_tree.json"
_WHOLE_ONLY = ("municipality",)
"""As in the files per municipality of a release: the code list is nobody's own."""

_NO_TAG = re.compile(r"[^\w .-]")
"""CKAN refuses tags with other characters, ・ among them."""


def read_release(published: Path) -> Previous:
    """The current release; its rows only if they are the ones its index vouches for."""
    try:
        release = read_previous(published)
        damaged = _damaged(release) if release is not None else None
    except (OSError, ValueError, KeyError) as error:
        raise Misuse(f"{published} の公開データを読めません（{error}）。taikei verify で確かめてください。") from None
    if release is None:
        raise Misuse(f"{published} に公開データがありません。先に taikei run を実行してください。")
    if damaged is not None:
        raise Misuse(
            f"公開データのファイル {damaged} が壊れています（チェックサムが違います）。taikei verify で確かめてください。"
        )
    return release


def _damaged(release: Previous) -> str | None:
    """The first file we read that is not as the index says."""
    for file in release.index["files"]:
        path = str(file["path"])
        if path.startswith("json/"):
            digest = hashlib.sha256((release.folder / path).read_bytes()).hexdigest()
            if digest != file["sha256"]:
                return path
    return None


def wanted_datasets(tables: Tables, version: str, settings: Settings) -> tuple[WantedDataset, ...]:
    """All datasets, in order of their names."""
    per_plan = settings.dataset == "plan"
    units: dict[str, list[Row]] = {}
    for plan in tables["plan"]:
        units.setdefault(str(plan["id"] if per_plan else plan["municipality_code"]), []).append(plan)
    return tuple(
        _dataset(mark, plans, _rows_of(plans, tables), version, settings) for mark, plans in sorted(units.items())
    )


def _rows_of(plans: list[Row], tables: Tables) -> Tables:
    """The part of every table that belongs to some plans of one municipality."""
    ids = {plan["id"] for plan in plans}
    sources = {plan["source_id"] for plan in plans}
    code = plans[0]["municipality_code"]
    part = no_tables()
    for name, rows in tables.items():
        if name == "plan":
            part[name] = plans
        elif name == "source":
            part[name] = [row for row in rows if row["id"] in sources]
        elif name not in _WHOLE_ONLY:
            part[name] = [row for row in rows if _belongs(row, ids, sources)]
    part["id_redirect"] = [row for row in tables["id_redirect"] if row["municipality_code"] == code]
    return part


def _belongs(row: Row, plans: set[Value], sources: set[Value]) -> bool:
    """An issue may be about a document alone and name no plan."""
    plan = row.get("plan_id")
    return plan in plans if plan is not None else row.get("source_id") in sources


def _dataset(mark: str, plans: list[Row], part: Tables, version: str, settings: Settings) -> WantedDataset:
    code, town = str(plans[0]["municipality_code"]), str(plans[0]["municipality_name"])
    per_plan = settings.dataset == "plan"
    name = f"{code}-{settings.name}" + (f"-{mark.removeprefix(code).lower()}" if per_plan else "")
    return WantedDataset(
        name=name,
        mark=mark,
        organisation=code,
        organisation_title=town,
        title=f"{plans[0]['name']}の施策体系" if per_plan else f"{town}の計画の施策体系",
        notes=_notes(plans, part),
        tags=_tags("施策体系", *(str(plan["plan_kind"]) for plan in plans if plan.get("plan_kind"))),
        version=version,
        files=tuple(_files(name, code, part, settings)),
    )


def _notes(plans: list[Row], part: Tables) -> str:
    return "\n".join(
        [
            "自治体の計画から読み取った施策体系です。1行が1つの項目で、値は印刷のとおりです。",
            "確認状況が「要確認」の行は、職員の確認を待っています。",
            "",
            *(f"- {plan['name']}" for plan in plans),
            "",
            "出典（利用の際に示してください）",
            "",
            *(f"- {line}" for line in attributions(part)),
        ]
    )


def _tags(*words: str) -> tuple[str, ...]:
    cleaned = (_NO_TAG.sub("", word).strip()[:100] for word in words)
    return tuple(sorted({word for word in cleaned if len(word) >= 2}))


def _files(dataset: str, code: str, part: Tables, settings: Settings) -> Iterator[WantedFile]:
    for table in described() if "csv" in settings.formats else ():
        if table.name not in _WHOLE_ONLY:
            rows = [filled_row(table.name, row) for row in part[table.name]]
            yield _file(
                dataset,
                f"{code}_{table.name}.csv",
                f"{table.ja}（CSV）",
                f"{table.about_ja}。",
                csv_bytes(table, rows),
                _table(table, rows),
            )
    if "json" in settings.formats:
        trees = json_document({"plans": list(policy_trees(part))})
        yield _file(dataset, f"{code}_{TREES}", "施策体系の木（JSON）", "計画ごとに、項目を入れ子にしたもの。", trees)


def _file(
    dataset: str, name: str, title: str, description: str, data: bytes, table: WantedTable | None = None
) -> WantedFile:
    digest = hashlib.sha256(data).hexdigest()
    id = str(uuid.uuid5(NAMESPACE, f"{dataset}/{name}"))
    return WantedFile(id, name, title, description, name.rpartition(".")[2].upper(), data, digest, table)


def _table(table: Table, rows: list[Row]) -> WantedTable:
    for column in table.columns:
        if len(column.ja.encode()) > LONGEST_HEADING:
            raise Misuse(f"列名「{column.ja}」が {LONGEST_HEADING} バイトより長く、ポータルに載せられません。")
    said = [[column.ja, column.type, column.about_ja, column.en] for column in table.columns]
    digest = hashlib.sha256(json.dumps([said, rows], ensure_ascii=False).encode())
    return WantedTable(table.columns, tuple(rows), digest.hexdigest())
