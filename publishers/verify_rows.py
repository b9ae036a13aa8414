"""Checks of the rows of a release: values, words, codes, periods, trees, marks. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from publishers.characters import IN_JIS_ELSEWHERE, faults_of, outside_jis
from publishers.check import check_tables
from publishers.periods import may_mean, printed_years
from publishers.policy_wide import policy_wide_rows
from publishers.table_rows import Row, Value, filled_row
from publishers.verification import Look, Release
from schemas.checked_plan import PAIRED

_BATCH = 2_000
"""Rows whose words are looked at together: enough to be fast, few enough to be small."""
_WEIGHTS = (6, 5, 4, 3, 2)


def values(release: Release) -> Iterator[int | Look]:
    """Types, limits, code lists, references: the Pandera models."""
    yield sum(len(rows) for rows in release.tables.values())
    for failure in check_tables(release.tables) if release.failures is None else release.failures:
        place = f"{failure.table} {failure.id} {failure.column or ''}".rstrip()
        yield place, f"値「{failure.value}」が規則 {failure.rule} に合いません。"


def codes(release: Release) -> Iterator[int | Look]:
    """Check digit and membership of every municipality code; ids begin with the code of a listed body."""
    listed = {row["municipality_code"]: row["municipality_name"] for row in release.tables["municipality"]}
    for name, rows in release.tables.items():
        for row in rows:
            yield 1
            code = str(row["municipality_code"])
            if not _check_digit_holds(code):
                yield f"{name} {row['id']}", f"自治体コード {code} の検査数字が合いません。"
            elif code not in listed:
                yield f"{name} {row['id']}", f"自治体コード {code} がコード表にありません。"
            elif row["municipality_name"] != listed[code]:
                yield f"{name} {row['id']}", f"地方公共団体名がコード {code} のものではありません。"


def characters(release: Release) -> Iterator[int | Look]:
    """NFC, no control characters, no blanks at the edges; what JIS X 0213 lacks is worth knowing."""
    for name, rows in release.tables.items():
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            words = [value for row in batch for value in row.values() if isinstance(value, str)]
            yield len(words)
            if not _unremarkable({*words}):
                yield from _remarks(name, batch)


def _unremarkable(words: set[str]) -> bool:
    """Whether nothing can be said of any of them, as all together show: a line feed keeps them apart."""
    text = "\n".join(words)
    for char in IN_JIS_ELSEWHERE:
        text = text.replace(char, "\n")
    return "" not in words and not outside_jis(text) and not faults_of(text)


def _remarks(name: str, rows: Sequence[Row]) -> Iterator[Look]:
    for row in rows:
        for key, value in row.items():
            if not isinstance(value, str):
                continue
            for message in faults_of(value):
                yield f"{name} {row['id']} {key}", message
            outside = outside_jis(value)
            if outside:
                yield f"{name} {row['id']} {key}", f"JIS X 0213 にない文字「{outside}」があります。", "notice"


def periods(release: Release) -> Iterator[int | Look]:
    """Years in order, and among those that the printed period names; 初回公開日 not after 最終更新日."""
    for row in release.tables["plan"]:
        yield 1
        start, end, text = row["start_year"], row["end_year"], row["period_text"]
        if isinstance(start, int) and isinstance(end, int) and start > end:
            yield f"plan {row['id']}", "計画期間の開始が終了より後です。"
        printed = printed_years(str(text)) if text else set()
        for year in (start, end):
            if isinstance(year, int) and printed and year not in printed:
                yield f"plan {row['id']}", f"{year}年度が計画期間の記載「{text}」と合いません。"
    yield from _calendars(release)
    for name in ("plan", "policy"):
        for row in release.tables[name]:
            yield 1
            if str(row["first_published"]) > str(row["last_changed"]):
                yield f"{name} {row['id']}", "初回公開日が最終更新日より後です。"


def _calendars(release: Release) -> Iterator[int | Look]:
    """Each year is the one that its label means; years without a label, or apart from the others, lie in the period."""
    plans = {row["id"]: row for row in release.tables["plan"]}
    rows: dict[Value, list[Row]] = {}
    for row in release.tables["timeline"]:
        rows.setdefault(row["plan_id"], []).append(row)
    for plan_id, own in rows.items():
        plan = plans.get(plan_id)
        years = {int(row["fiscal_year"] or 0) for row in own}
        for row in own:
            yield 1
            year, place = int(row["fiscal_year"] or 0), f"timeline {row['id']}"
            if row["id"] != f"{plan_id}-{year}":
                yield place, f"IDの年度が {year} ではありません。"
            if row["era_label"] is not None and not may_mean(str(row["era_label"]), year):
                yield place, f"{year}年度が記載「{row['era_label']}」と合いません。"
            start, end = (plan["start_year"], plan["end_year"]) if plan else (None, None)
            if not isinstance(start, int) or not isinstance(end, int) or start <= year <= end:
                continue
            alone = not {year - 1, year + 1} & years
            if row["era_label"] is None or alone:
                yield place, f"{year}年度が計画期間（{start}～{end}年度）の外にあります。"


def tree(release: Release) -> Iterator[int | Look]:
    """Parents in the same hierarchy and before their children, no level skipped in silence, leaves all in wide."""
    seen: dict[object, Row] = {}
    above_here: list[object] = []
    for row in release.tables["policy"]:
        yield 1
        place = f"policy {row['id']}"
        if row["parent_id"] in above_here:
            del above_here[above_here.index(row["parent_id"]) + 1 :]
        elif row["parent_id"] is None:
            above_here = []
        parent = seen.get(row["parent_id"])
        seen[row["id"]] = row
        level = row["level"] if isinstance(row["level"], int) else 0
        if row["parent_id"] is not None and parent is None:
            yield place, "親の項目が前にありません（循環か順番の誤り）。"
            continue
        if parent is not None and (parent["plan_id"], parent["structure"]) != (row["plan_id"], row["structure"]):
            yield place, "親の項目が別の計画か別の体系にあります。"
        above = parent["level"] if parent is not None and isinstance(parent["level"], int) else 0
        if level <= above or (level != above + 1 and not row["level_skipped"]):
            yield place, f"階層が親（{above}）の次ではありません（{level}）。"
        if parent is not None and row["parent_id"] not in above_here:
            yield place, "親の項目が、並び順で直前の系列にありません。"
        tail = f"{row['label'] or ''} {row['name']}".strip()
        if row["path"] != (f"{parent['path']} > {tail}" if parent else tail):
            yield place, "経路が親の経路とつながりません。"
        above_here.append(row["id"])
    wide = {row["id"]: row for row in release.tables["policy_wide"]}
    for row in policy_wide_rows(release.tables["policy"], release.tables["plan"]):
        if wide.pop(row["id"], None) != filled_row("policy_wide", row):
            yield f"policy_wide {row['id']}", "横持ちの表が施策体系の表から作られるものと違います。"
    for id in wide:
        yield f"policy_wide {id}", "横持ちの表に、施策体系の表の末端でない行があります。"


def counts(release: Release) -> Iterator[int | Look]:
    """What plans say of their rows, and reading order without gaps."""
    held: Counter[object] = Counter()
    for row in release.tables["issue"]:
        held[row["plan_id"]] += int(row["withheld_count"] or 0)
        if row["withheld_count"] and row["severity"] != "error":
            yield f"issue {row['id']}", "公開を止めない事項に、非公開の項目数があります。"
    open_rows = {row["plan_id"] for row in release.tables["policy"] if row["review_status"] == "要確認"}
    numbers: dict[object, list[object]] = {}
    for row in release.tables["policy"]:
        numbers.setdefault(row["plan_id"], []).append(row["sort_order"])
    for plan in release.tables["plan"]:
        yield 1
        found = numbers.get(plan["id"], [])
        if plan["policy_count"] != len(found):
            yield f"plan {plan['id']}", f"項目数 {plan['policy_count']} が実際の {len(found)} と違います。"
        if plan["withheld_count"] != held[plan["id"]]:
            yield (
                f"plan {plan['id']}",
                f"非公開項目数 {plan['withheld_count']} が、要確認事項の表の {held[plan['id']]} と違います。",
            )
        if (plan["withheld_count"] or plan["id"] in open_rows) and plan["review_status"] != "要確認":
            yield f"plan {plan['id']}", "確認を待つ項目があるのに、計画の確認状況が要確認ではありません。"
        if found != list(range(1, len(found) + 1)):
            yield f"plan {plan['id']}", "並び順が 1 から続いていません。"


def marks(release: Release) -> Iterator[int | Look]:
    """要確認 where, and only where, an open exception names the row; 確認済 where, and only where, a person decided."""
    named = Counter(
        id
        for row in release.tables["issue"]
        if row["severity"] == "warning" and row["policy_ids"]
        for id in str(row["policy_ids"]).split(";")
    )
    decided = {row["target_id"] for row in release.tables["correction"] if row["field"] != PAIRED}
    for row in release.tables["policy"]:
        yield 1
        place = f"policy {row['id']}"
        if (row["review_status"] == "要確認") != (row["id"] in named):
            yield place, "確認状況が要確認事項の表と合いません。"
        elif row["review_status"] != "要確認" and (row["review_status"] == "確認済") != (row["id"] in decided):
            yield place, "確認済かどうかが訂正の表と合いません。"


@cache
def _check_digit_holds(code: str) -> bool:
    if not re.fullmatch("[0-9]{6}", code):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, code, strict=False))
    return str((11 - total % 11) % 10) == code[5]


def _encodes(text: str) -> bool:
    try:
        text.encode("euc_jis_2004")
    except UnicodeEncodeError:
        return False
    return True
