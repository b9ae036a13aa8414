"""Rows → the plan's period (計画期間) as printed, and in fiscal years. Pure, no IO."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.facts.printed import Row, may_head
from extractors.wareki import Period, find_periods
from schemas.issue import Issue, Result

_NAMED = re.compile(
    r"(?:計画|実施|対象|推進|構想|取組|ビジョン|プラン|戦略|大綱|指針|方針)(?:の|対象|実施|推進)?期間|計画年度|期間(?:は|を|[：:]|とし)"
)
_THIS = re.compile("本計画|この計画|本プラン|本構想|本ビジョン|本戦略|本指針|本大綱|今回の計画")
_ANOTHER = re.compile(
    "前計画|旧計画|前回|次期|現行計画|これまでの計画|総合計画|総合戦略|国の|国が|都の|県の|道の|府の|上位計画|関連計画|調査|推移"
)
_ONLY = r"^[（(【\[〔]?(?:計画期間|期間)?[\s\u3000：:]*%s[\s\u3000年度までの]*[）)】\]〕]?$"
"""A line of nothing but a stretch of years, as on covers."""
_PART = re.compile("基本構想|(?:前期|後期|中期)?基本計画|実施計画|行動計画")
_HEADS = re.compile("期間")
WINDOW = 3
"""Lines that one printed period may run over."""
UNDER_HEADING = 3
"""Rows with text under a heading 計画の期間 that still speak of it."""
ACCEPTED = 3
"""Points a stretch of years needs to be taken for the plan's own."""


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of years, where it stands, and how much speaks for its being the plan's own."""

    period: Period
    row: Row
    points: int


def read_period(rows: Sequence[Row], title: Row | None = None) -> Result[Found | None]:
    """The plan's period; None where none is printed, which is for the caller to report.

    Args:
        rows: the whole document.
        title: the row of the plan's title; years in it are the plan's own.
    """
    found = [entry for entry in _candidates(rows, title) if entry.points >= ACCEPTED]
    if not found:
        return Result(None)
    best = max(found, key=lambda entry: entry.points)
    return Result(best, tuple(_issues(best)))


def _candidates(rows: Sequence[Row], title: Row | None) -> Iterator[Found]:
    filled = [row for row in rows if row.text]
    under = -UNDER_HEADING - 1
    for at, row in enumerate(filled):
        if row.cells and not _NAMED.search(row.text):
            continue
        if may_head(row) and _HEADS.search(row.text):
            under = at
        text = _window(filled, at)
        for period in find_periods(text):
            if period.offset < len(row.text):
                yield Found(period, row, _points(row, text, period, at - under <= UNDER_HEADING or row is title, title))


def _window(filled: Sequence[Row], at: int) -> str:
    """The row with the next ones of its page or paragraph, since long sentences are broken over lines."""
    row = filled[at]
    parts = [row.text]
    for upper, lower in pairwise(filled[at : at + WINDOW]):
        apart = (lower.line.number or 0) - (upper.line.number or 0) > 1
        if lower.cells or lower.line.page != row.line.page or apart or parts[-1].endswith(("。", "）", ")")):
            break
        parts.append(lower.text)
    return "".join(parts)


def _part_points(before: str, title: Row | None) -> int:
    """基本構想 and 基本計画 have periods of their own: the one that the title names is the plan's."""
    own = _PART.findall(title.text) if title is not None else []
    named = _PART.findall(before)
    if not own or not named:
        return 0
    return 2 if named[-1] == own[-1] else -2


def _points(row: Row, text: str, period: Period, under_heading: bool, title: Row | None) -> int:
    start = text.rfind("。", 0, period.offset) + 1
    stop = text.find("。", period.offset)
    sentence = text[start : stop if stop >= 0 else len(text)]
    before = text[start : period.offset]
    points = 4 if _NAMED.search(sentence) else 0
    points += 3 if _THIS.search(before) else 0
    points += 3 if under_heading else 0
    points += _part_points(before, title)
    alone = re.compile(_ONLY % re.escape(period.text))
    points += 3 if alone.match(row.text.strip()) or alone.match(text.strip()) else 0
    return points - (5 if _ANOTHER.search(before) and not _THIS.search(before) else 0)


def _issues(found: Found) -> Iterator[Issue]:
    period, row = found.period, found.row
    if period.overflow:
        last = period.last or period.first
        assert last is not None
        yield row.issue(
            "era_overflow",
            f"「{last.text}」は{last.canonical}（{period.end}年度）に当たると読みました。原文の表記は残しています。",
            period.text,
            last.canonical,
        )
    if period.inferred:
        yield row.issue(
            "era_label_partial", "終わりの年の元号が省略されているため、始まりの年と同じ元号と読みました。", period.text
        )
    if not period.agrees:
        yield row.issue(
            "internal_contradiction",
            "計画期間の年数や西暦が、印刷された年度と合いません。正しい期間を確かめてください。",
            period.text,
        )
