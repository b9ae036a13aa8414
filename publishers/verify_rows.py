"""Checks of the rows of a release: values, words, codes, periods, trees, marks. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from publishers.check import check_tables
from publishers.policy_wide import policy_wide_rows
from publishers.table_rows import Row, filled_row
from publishers.verification import Look, Release

_ERA = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019, "m": 1868, "t": 1912, "s": 1926}
_ERA |= {"h": 1989, "r": 2019}
_YEAR = re.compile(
    r"(明治|大正|昭和|平成|令和|[mtshr](?=[0-9元]))?\s*(元|[0-9]{1,4})\s*(?=[()（）0-9]*\s*年|[.~〜\-]|$)"
)
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_UNDEFINED = ("Cn", "Co", "Cs")
_IN_JIS_ELSEWHERE = "～－∥￠￡￢―"
"""The wave dash and its like: JIS has them under another code point of the same character."""
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
    for char in _IN_JIS_ELSEWHERE:
        text = text.replace(char, "\n")
    return "" not in words and not _outside_jis(text) and not _faults_of(text)


def _remarks(name: str, rows: Sequence[Row]) -> Iterator[Look]:
    for row in rows:
        for key, value in row.items():
            if not isinstance(value, str):
                continue
            for message in _faults_of(value):
                yield f"{name} {row['id']} {key}", message
            outside = _outside_jis(value)
            if outside:
                yield f"{name} {row['id']} {key}", f"JIS X 0213 にない文字「{outside}」があります。", "notice"


def _faults_of(value: str) -> tuple[str, ...]:
    found = []
    if not unicodedata.is_normalized("NFC", value):
        found.append("文字が NFC に正規化されていません。")
    if _CONTROLS.search(value) or any(unicodedata.category(char) in _UNDEFINED for char in _outside_jis(value)):
        found.append("制御文字か未定義の文字があります。")
    if value == "":
        found.append("空の文字列があります（空欄は null）。")
    if "\ufffd" in value:
        found.append("文字化けの跡（U+FFFD）があります。")
    return tuple(found)


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
    for name in ("plan", "policy"):
        for row in release.tables[name]:
            yield 1
            if str(row["first_published"]) > str(row["last_changed"]):
                yield f"{name} {row['id']}", "初回公開日が最終更新日より後です。"


def printed_years(text: str) -> set[int]:
    """Every fiscal year that a printed period can mean; a bare number takes the era before it."""
    years: set[int] = set()
    era: int | None = None
    for found in _YEAR.finditer(unicodedata.normalize("NFKC", text).lower()):
        name, number = found.groups()
        value = 1 if number == "元" else int(number)
        if name:
            era = _ERA[name]
        if value >= 1868:
            years.add(value)
        elif era is not None:
            years.add(era + value - 1)
    return years


def tree(release: Release) -> Iterator[int | Look]:
    """Parents in the same hierarchy and before their children, no level skipped in silence, leaves all in wide."""
    seen: dict[object, Row] = {}
    for row in release.tables["policy"]:
        yield 1
        place = f"policy {row['id']}"
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
        tail = f"{row['label'] or ''} {row['name']}".strip()
        if row["path"] != (f"{parent['path']} > {tail}" if parent else tail):
            yield place, "経路が親の経路とつながりません。"
    wide = {row["id"]: row for row in release.tables["policy_wide"]}
    for row in policy_wide_rows(release.tables["policy"], release.tables["plan"]):
        if wide.pop(row["id"], None) != filled_row("policy_wide", row):
            yield f"policy_wide {row['id']}", "横持ちの表が施策体系の表から作られるものと違います。"
    for id in wide:
        yield f"policy_wide {id}", "横持ちの表に、施策体系の表の末端でない行があります。"


def counts(release: Release) -> Iterator[int | Look]:
    """What plans say of their rows, and reading order without gaps."""
    numbers: dict[object, list[object]] = {}
    for row in release.tables["policy"]:
        numbers.setdefault(row["plan_id"], []).append(row["sort_order"])
    for plan in release.tables["plan"]:
        yield 1
        found = numbers.get(plan["id"], [])
        if plan["policy_count"] != len(found):
            yield f"plan {plan['id']}", f"項目数 {plan['policy_count']} が実際の {len(found)} と違います。"
        if found != list(range(1, len(found) + 1)):
            yield f"plan {plan['id']}", "並び順が 1 から続いていません。"


def marks(release: Release) -> Iterator[int | Look]:
    """要確認 where, and only where, an open exception names the row; every name has its evidence."""
    named = Counter(
        id
        for row in release.tables["issue"]
        if row["severity"] == "warning" and row["policy_ids"]
        for id in str(row["policy_ids"]).split(";")
    )
    proven = {row["target_id"]: row["value"] for row in release.tables["evidence"] if row["field"] == "name"}
    for row in release.tables["policy"]:
        yield 1
        place = f"policy {row['id']}"
        if (row["review_status"] == "要確認") != (row["id"] in named):
            yield place, "確認状況が要確認事項の表と合いません。"
        if row["id"] not in proven:
            yield place, "名称の根拠がありません。"
        elif proven[row["id"]] != row["name"]:
            yield place, "根拠の値が名称と違います。"


@cache
def _check_digit_holds(code: str) -> bool:
    if not re.fullmatch("[0-9]{6}", code):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, code, strict=False))
    return str((11 - total % 11) % 10) == code[5]


def _outside_jis(text: str) -> str:
    if text.isascii() or _encodes(text):
        return ""
    return "".join(dict.fromkeys(char for char in text if not _encodes(char) and char not in _IN_JIS_ELSEWHERE))


def _encodes(text: str) -> bool:
    try:
        text.encode("euc_jis_2004")
    except UnicodeEncodeError:
        return False
    return True
