"""This release and the one before → CHANGELOG.md of the data, in words. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from publishers.changes_report import change_counts
from publishers.table_rows import Row, Tables, Value
from schemas.tables import TABLES
from schemas.tables.describe import describe

TITLE = "# データの変更履歴 / Changes of the data\n"


def changelog(version: str, tables: Tables, before: Tables | None, earlier: str) -> str:
    """The new section over the earlier ones; earlier is the CHANGELOG.md of the release before, "" where none."""
    section = [f"\n## {version}\n", *(f"- {line}\n" for line in _lines(tables, before))]
    return TITLE + "".join(section) + earlier.removeprefix(TITLE)


def _lines(tables: Tables, before: Tables | None) -> list[str]:
    if before is None:
        return ["最初の公開 / first release", *(_added(plan, tables) for plan in tables["plan"]), _open(tables)]
    old = {row["id"]: row for row in before["plan"]}
    new = {row["id"]: row for row in tables["plan"]}
    lines = [_added(row, tables) for id, row in new.items() if id not in old]
    lines += [f"削除 / removed: {_name(row)}" for id, row in old.items() if id not in new]
    nodes, nodes_before = _by_plan(tables["policy"]), _by_plan(before["policy"])
    for id, row in new.items():
        if id in old:
            lines += _changed(row, nodes[id], nodes_before[id])
    others = [
        f"{name} {len(tables[name])} 行（前回 {len(before[name])} 行）"
        for name in tables
        if name not in ("plan", "policy", "policy_wide", "evidence") and tables[name] != before[name]
    ]
    if others:
        lines.append("他の表 / other tables: " + "、".join(others))
    return [*(lines or ["計画の内容に変更なし / no change in the plans"]), _open(tables)]


def _changed(plan: Row, new: dict[Value, Row], old: dict[Value, Row]) -> list[str]:
    """What became of the entries of an edition that was there before: an entry is known by its id."""
    both = [(old[id], row) for id, row in new.items() if id in old]
    types = ["added"] * len(new.keys() - old.keys()) + ["removed"] * len(old.keys() - new.keys())
    types += [_kind(was, row) for was, row in both]
    other = sum(_kind(was, row) == "kept" and _content(row) != _content(was) for was, row in both)
    if {*types} <= {"kept"} and not other:
        return []
    beside = f"（うち他の列の変更 {other}件）" if other else ""
    return [f"変更 / changed: {_name(plan)}: {change_counts(types)}{beside}"]


def _kind(was: Row, row: Row) -> str:
    if was is row:
        return "kept"
    if was["parent_id"] != row["parent_id"]:
        return "moved"
    return "kept" if was["name_normalized"] == row["name_normalized"] else "renamed"


def _content(row: Row) -> Row:
    table = describe("policy", TABLES["policy"])
    aside = {*table.carried, *table.quiet, "path", "name_normalized", "label_normalized"}
    return {key: value for key, value in row.items() if key not in aside and value is not None}


def _by_plan(rows: Sequence[Row]) -> defaultdict[Value, dict[Value, Row]]:
    found: defaultdict[Value, dict[Value, Row]] = defaultdict(dict)
    for row in rows:
        found[row["plan_id"]][row["id"]] = row
    return found


def _added(plan: Row, tables: Tables) -> str:
    held = f"、確認待ちで非公開 {plan['withheld_count']} 件" if plan["withheld_count"] else ""
    types = [str(row["type"]) for row in tables["change"] if row["plan_id"] == plan["id"]]
    since = f"（前の版から {change_counts(types)}）" if types else ""
    return f"追加 / added: {_name(plan)}: 施策体系 {plan['policy_count']} 件{held}{since}"


def _name(plan: Row) -> str:
    name, body = str(plan["name"]), str(plan["municipality_name"])
    return name if body in name else f"{body} {name}"


def _open(tables: Tables) -> str:
    counted = Counter(str(row["severity"]) for row in tables["issue"])
    return "要確認事項 / open exceptions: " + "、".join(
        f"{ja} {counted[code]} 件"
        for code, ja in (("error", "要対応（公開保留）"), ("warning", "要確認"), ("notice", "参考"))
    )
