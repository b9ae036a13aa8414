"""Rows of a release with two towns, by hand, and the least of a published folder that holds them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from publishers.json_files import json_files
from publishers.table_rows import Row, Tables, no_tables, whole_row

TOWNS = {"132021": "立川市", "012131": "苫小牧市"}
NAMES = ("学びをひらく", "図書館を夜も開ける", "①出前講座・㈱との連携～", "=広場で市を開く")


def make_tables(names: tuple[str, ...] = NAMES, towns: tuple[str, ...] = ("132021",), plans: int = 1) -> Tables:
    """Every town has plans of these entries, one below the other."""
    tables = no_tables()
    for code in towns:
        for number in range(1, plans + 1):
            _add_plan(tables, code, number, names)
    return tables


def _add_plan(tables: Tables, code: str, number: int, names: tuple[str, ...]) -> None:
    plan, source = f"{code}P{number:06}", f"{code}B{number:06}"
    head = {"municipality_code": code, "municipality_name": TOWNS[code]}

    def add(table: str, **values: str | int | bool | None) -> None:
        tables[table].append(whole_row(table, {**head, **values}))

    title = f"第{number}次{TOWNS[code]}まなび計画"
    add("plan", id=plan, plan_key=f"{code}-manabi-{number}", name=title, plan_kind="基本計画", source_id=source)
    add("source", id=source, title=title, attribution=f"{TOWNS[code]}『{title}』を加工して作成")
    add("issue", id=f"{source}-i1", source_id=source, kind="number_gap", message="番号が飛んでいます。")
    for place, name in enumerate(names, 1):
        values: dict[str, str | int | bool | None] = {
            "id": f"{code}N{number * 100_000 + place:06}",
            "plan_id": plan,
            "parent_id": f"{code}N{number * 100_000 + place - 1:06}" if place > 1 else None,
            "level": place,
            "level_skipped": False,
            "name": name,
            "sort_order": place,
            "last_changed": "2026-04-01",
        }
        add("policy", **values)


def write_published(folder: Path, tables: Tables, version: str = "2026.4.1") -> Path:
    """A published folder whose current release has these rows."""
    release = folder / "releases" / version
    listed: list[dict[str, Row | str]] = []
    for path, pieces in json_files(tables):
        data = b"".join(pieces)
        (release / path).parent.mkdir(parents=True, exist_ok=True)
        (release / path).write_bytes(data)
        listed.append({"path": path, "sha256": hashlib.sha256(data).hexdigest()})
    (release / "index.json").write_text(json.dumps({"version": version, "files": listed}), "utf-8")
    link = folder / "latest"
    link.unlink(missing_ok=True)
    link.symlink_to(f"releases/{version}", target_is_directory=True)
    return folder
