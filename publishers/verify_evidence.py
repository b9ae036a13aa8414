"""Checks of evidence: every value has a place, the words there contain it, and the rows agree (根拠). Pure.

What only the documents can show, publishers/verify_sources asks of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from publishers.periods import printed_years
from publishers.quotes import contains, made_of
from publishers.table_rows import Row, Value
from publishers.tabulate_evidence import PROVEN
from publishers.verification import Look, Release

_TEXT = "text/plain"
_PLACED = ("policy", "statement", "term")
"""Tables whose rows name a page and a line of their own."""
_FIRST = {"policy": "name", "statement": "text", "term": "term"}
_LAYOUT = ("parent_id", "level")


def evidence(release: Release) -> Iterator[int | Look]:
    """Every value in a column of PROVEN against its row of evidence, and every row of evidence against its value."""
    tables = release.tables
    rows = {str(row["id"]): (name, row) for name in PROVEN for row in tables[name]}
    sources = {row["id"]: row for row in tables["source"]}
    plans = {row["id"]: row for row in tables["plan"]}
    corrected = {(row["target_id"], row["field"]) for row in tables["correction"]}
    touched = {target for target, _ in corrected}
    proven = {(str(row["target_id"]), str(row["field"])): row for row in tables["evidence"]}
    for name, columns in PROVEN.items():
        for row in tables[name]:
            yield 1
            for column in columns:
                if row[column] is not None and (str(row["id"]), column) not in proven:
                    yield f"{name} {row['id']} {column}", "値の根拠がありません。"
    for row in tables["evidence"]:
        yield 1
        place = f"evidence {row['id']}"
        name, target = rows.get(str(row["target_id"]), ("", {}))
        column = str(row["field"])
        if column not in PROVEN.get(name, ()) or target.get(column) is None:
            yield place, "根拠の対象になる値がありません。"
            continue
        if row["id"] != f"{target['id']}-{column}":
            yield place, "IDが対象と項目から作られるものではありません。"
        if row["value"] != str(target[column]):
            yield place, f"根拠の値「{row['value']}」が表の値「{target[column]}」と違います。"
        plan = plans.get(target["id"] if name == "plan" else target["plan_id"])
        if plan is None or row["plan_id"] != plan["id"] or row["source_id"] != plan["source_id"]:
            yield place, "根拠の計画か出典が、対象のものと違います。"
            continue
        yield from _place(place, row, sources.get(row["source_id"], {}))
        if column == _FIRST.get(name) and row["rule"] != "correction":
            for own, at in (("source_page", "page"), ("source_line", "line")):
                if row[at] is not None and target[own] is not None and not _near(row, target, own, at):
                    yield place, f"根拠の場所（{row[at]}）が行の場所（{target[own]}）と違います。"
        fault = _rule(row, column, target, plan, sources, corrected, touched)
        if fault:
            yield place, fault


def _near(row: Row, target: Row, own: str, at: str) -> bool:
    """A value may begin a few lines from where the reader saw its row."""
    return abs(int(row[at] or 0) - int(target[own] or 0)) <= (_LINES if at == "line" else 0)


_LINES = 3


def _place(place: str, row: Row, source: Mapping[str, Value]) -> Iterator[Look]:
    if row["rule"] in ("manifest", "correction"):
        return
    if source.get("media_type") == _TEXT and (row["page"] is not None or row["x0"] is not None):
        yield place, "テキスト文書の根拠にページや枠があります。"
    pages = source.get("pages")
    if isinstance(pages, int) and isinstance(row["page"], int) and row["page"] > pages:
        yield place, f"根拠のページ {row['page']} が文書のページ数 {pages} を超えます。"
    edges = [row[edge] for edge in ("x0", "top", "x1", "bottom")]
    known = [float(edge) for edge in edges if edge is not None]
    if known and (len(known) < 4 or known[0] > known[2] or known[1] > known[3]):
        yield place, "枠の座標がそろっていません。"


def _rule(
    row: Row,
    column: str,
    target: Row,
    plan: Row,
    sources: Mapping[Value, Row],
    corrected: set[tuple[Value, Value]],
    touched: set[Value],
) -> str | None:
    """What the rule of a row of evidence demands."""
    rule, value, quoted = row["rule"], str(row["value"]), str(row["quote"] or "")
    if rule == "correction":
        of_plan = target is plan and None in touched
        known = (target["id"], column) in corrected or target["id"] in touched or of_plan
        return None if known else "職員の訂正とありますが、訂正の表にありません。"
    if rule == "manifest":
        title = str(sources[row["source_id"]]["title"])
        return None if contains(title, value) else f"値「{value}」が登録時の題名「{title}」にありません。"
    if rule == "era":
        years = printed_years(quoted)
        return None if not years or int(value) in years else f"{value}年度が記載「{quoted}」と合いません。"
    if rule == "layout":
        return None if column in _LAYOUT else "印刷の位置から得られる値ではありません。"
    if column in _LAYOUT:
        return "印刷の位置から得られた値のはずです。"
    if rule == "printed" and not contains(quoted, value):
        return f"原文「{quoted[:60]}」に値「{value[:60]}」がありません。"
    if rule == "joined" and not made_of(quoted, value):
        return f"値「{value[:60]}」の字が原文「{quoted[:60]}」にありません。"
    return None
