"""Rows → the period table (計画期間の表): its fiscal years, what stands in them, bars and marked rows. Pure, no IO.

Cells are counted, never characters. A bar (帯) that lost its merged cells keeps only the first one: it is stretched up to
the next words of its row, and an issue says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractors.facts.period import Found
from extractors.facts.printed import Row
from extractors.facts.title import GENERATION
from extractors.facts.whitespace import closed_up
from extractors.wareki import FiscalYear, find_years, may_hold_years
from schemas.issue import Issue, Result
from schemas.plan import Span, YearEntry

MARKS = "★☆●○◎◯■□◆◇▲△▼▽✓✔＊*※⇒→➡〇"
"""Signs that mark a year."""
ONLY_MARKS = re.compile(rf"^[{MARKS}\s]+$")
_FIGURE = re.compile(
    r"^[-－―ー△▲+＋約]?[0-9０-９][0-9０-９,，.．]*[ ]?(?:[%％人件回円校館か所箇冊世帯団体億万千ポイント㎡kmhat]*)$|^[-－―ー]$"
)
_POINT = re.compile("見直し|策定|評価|検証|調査|アンケート|点検|公表|開始|終了|中間|改定作業|準備|パブリック")
"""Words that happen in one year; a bar names a plan or an edition."""
FEWEST = 3
"""Years in a row before a line counts as the head of a period table."""
SHORTEST_NAME = 6
"""Characters: 計画期間 and the like name no plan."""
_BARE = re.compile(r"^(?:元|[0-9０-９]{1,2})(?:年度?)?$")


@dataclass(frozen=True, slots=True)
class Table:
    """A period table: its years by column, and the rows under them."""

    head: Row
    years: dict[int, FiscalYear]
    rows: tuple[Row, ...]
    drawn: bool = False
    """True where the cells were found by their places on a page: no merged cell was lost there."""

    @property
    def first(self) -> int:
        """The leftmost year column; what stands left of it labels the row."""
        return min(self.years)

    def label(self, row: Row) -> str:
        return " ".join(cell for cell in row.cells[: self.first] if cell)

    def marked_years(self, row: Row) -> tuple[int, ...]:
        """Fiscal years of the columns that hold nothing but a mark."""
        return tuple(
            year.year for col, year in self.years.items() if col < len(row.cells) and ONLY_MARKS.match(row.cells[col])
        )

    def words(self, row: Row) -> list[tuple[int, str]]:
        """Column and words of the cells under the years that hold more than a mark."""
        return [
            (col, row.cells[col])
            for col in self.years
            if col < len(row.cells) and row.cells[col] and not ONLY_MARKS.match(row.cells[col])
        ]


def find_tables(rows: Sequence[Row], period: Found | None) -> tuple[Table, ...]:
    """Every period table of a text, in reading order."""
    tables: list[Table] = []
    era = era_of(rows, period)
    after = 0
    for at, row in enumerate(rows):
        years = years_of(row.cells, era) if at >= after else {}
        if not years:
            continue
        end = at + 1
        while end < len(rows) and rows[end].cells:
            end += 1
        body = tuple(entry for entry in rows[at + 1 : end] if not years_of(entry.cells, era))
        table = Table(row, years, body)
        if is_calendar(table, period):
            tables.append(table)
        after = end
    return tuple(tables)


def is_calendar(table: Table, period: Found | None) -> bool:
    """True where a table says what stands in which year; figures by year (人口の推移) are statistics."""
    if period and not any(period.period.start <= year.year <= period.period.end for year in table.years.values()):
        return False
    words = [text for row in table.rows for _, text in table.words(row)]
    return 2 * sum(bool(_FIGURE.match(text)) for text in words) <= len(words)


def era_of(rows: Sequence[Row], period: Found | None) -> str | None:
    """The era that bare year numbers belong to: that of the period, else the first one printed."""
    if period and period.period.first and period.period.first.era:
        return period.period.first.era
    return next((year.era for row in rows for year in find_years(row.text) if year.era), None)


def years_of(cells: Sequence[str], era: str | None) -> dict[int, FiscalYear]:
    """Columns that hold years which run on one by one; empty where the row is no head of a period table."""
    found: dict[int, FiscalYear] = {}
    for col, cell in enumerate(cells):
        year = _year(cell, found, era)
        if year is None:
            if found and cell:
                return {}
            continue
        if found and year.year != max(entry.year for entry in found.values()) + 1:
            return {}
        found[col] = year
    return found if len(found) >= FEWEST else {}


def may_be_year(word: str) -> bool:
    """False where a word is surely no year in the head of a period table."""
    return bool(_BARE.match(word)) or may_hold_years(word)


def _year(cell: str, before: dict[int, FiscalYear], era: str | None) -> FiscalYear | None:
    if _BARE.match(cell):
        last = next(reversed(before.values())).era if before else None
        years = find_years(re.sub(r"(?:年度?)?$", "年度", cell), last or era)
        return years[0] if years else None
    years = find_years(cell)
    return years[0] if len(years) == 1 and len(cell) <= len(years[0].text) + 1 else None


def read_timeline(
    tables: Sequence[Table], period: Found | None, title: str | None
) -> Result[tuple[tuple[YearEntry, ...], tuple[Span, ...]]]:
    """Fiscal years with their entries, and bars as spans."""
    entries: list[YearEntry] = []
    spans: list[Span] = []
    issues: list[Issue] = []
    for table in tables:
        entries += _entries(table)
        issues += _head_issues(table, period)
        for row in table.rows:
            if table.label(row) and table.marked_years(row):
                continue
            found = list(_spans(table, row, period, title))
            spans += [span for span, _ in found]
            stretched = [span for span, judged in found if judged]
            if stretched:
                issues.append(_stretched(row, stretched))
            issues += _off_period(row, (span for span, _ in found), period, title)
    return Result((tuple(entries), tuple(spans)), tuple(issues))


def _entries(table: Table) -> Iterator[YearEntry]:
    for col, year in table.years.items():
        words = tuple(text for row in table.rows for at, text in table.words(row) if at == col)
        yield YearEntry(year.year, table.head.cells[col], words, table.head.evidence(table.head.cells[col]))


def _spans(table: Table, row: Row, period: Found | None, title: str | None) -> Iterator[tuple[Span, bool]]:
    """Each words' span, and whether it was stretched beyond the cell it stands in."""
    words = table.words(row)
    last = max(table.years)
    for index, (col, text) in enumerate(words):
        start = table.years[col].year
        until = words[index + 1][0] - 1 if index + 1 < len(words) else last
        end = table.years[max(at for at in table.years if at <= until)].year
        if _POINT.search(text) and not text.endswith("版"):
            end = start
        elif period and is_own(text, title) and start <= period.period.end <= end:
            end = period.period.end
        elif table.drawn:
            end = start
        yield Span(text, start, end, row.evidence(text)), end > start and not table.drawn


def is_own(text: str, title: str | None) -> bool:
    """True where the bar is that of the plan itself."""
    bar, own = re.sub(r"\s", "", text), re.sub(r"\s", "", title or "")
    if "本計画" in bar or (own and own in bar):
        return True
    # A name without 第n次 may be that of the plan before.
    return len(bar) >= SHORTEST_NAME and bar in own and (GENERATION.search(own) is None or own.startswith(bar[:3]))


def _off_period(row: Row, spans: Iterable[Span], period: Found | None, title: str | None) -> Iterator[Issue]:
    """The plan's own bar begins in another year than its period: a cell was lost, or one of the two is wrong."""
    for span in spans:
        if period and is_own(span.text, title) and span.start_year != period.period.start:
            yield row.issue(
                "internal_contradiction",
                f"表の帯「{closed_up(span.text)}」は{span.start_year}年度から始まっていますが、計画期間は{period.period.start}年度からです。"
                "どちらが正しいか確かめてください。",
                span.text,
            )


def _stretched(row: Row, spans: Sequence[Span]) -> Issue:
    reading = "、".join(f"「{closed_up(span.text)}」は{span.start_year}～{span.end_year}年度" for span in spans)
    return row.issue(
        "merged_span_lost",
        f"帯が最初の欄だけになっているため、{reading}と読みました。期間を確かめてください。",
        spans[0].text,
        reading,
    )


def _head_issues(table: Table, period: Found | None) -> Iterator[Issue]:
    years = tuple(table.years.values())
    bare = [cell for col, cell in enumerate(table.head.cells) if col in table.years and _BARE.match(cell)]
    if bare:
        yield table.head.issue(
            "era_label_partial", f"表の年度に元号がないため、{years[0].era or '西暦'}の年と読みました。", bare[0]
        )
    over = next((year for year in years if year.overflow), None)
    if over and not (period and period.period.overflow):
        yield table.head.issue(
            "era_overflow", f"「{over.text}」は{over.canonical}に当たると読みました。", over.text, over.canonical
        )
    if not table.rows:
        yield table.head.issue(
            "table_body_missing", "計画期間の表に見出し行しかありません。帯や印が失われていないか確かめてください。"
        )
