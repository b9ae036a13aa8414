"""Rows of a PDF → period tables, their cells found by where the words stand under the years. Pure, no IO."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.facts.period import Found
from extractors.facts.printed import Row, is_sentence
from extractors.facts.timeline import FEWEST, ONLY_MARKS, Table, is_calendar, is_own, may_be_year, years_of
from extractors.wareki import FiscalYear
from schemas.document import BBox

SAME_ROW = 3.0
"""Points: words of one table row lie on one height up to this."""
LONGEST_WORD = 8
"""Characters: 令和12年度 and ★, not the name of a plan."""
BELOW = 14
"""Heights of the year labels down to which rows are looked for, as long as they follow without a gap of GAP."""
GAP = 5.0
"""Heights of the year labels that part the table from what stands under it."""


def find_drawn_tables(
    rows: Sequence[Row], period: Found | None, title: str | None, era: str | None
) -> tuple[Table, ...]:
    """Every period table of a PDF; bars count only where they are the plan's own, since their ends are not in the words."""
    tables: list[Table] = []
    lines = list(_lines(rows))
    for at, together in enumerate(lines):
        if not _may_head(together):
            continue
        line = _side_by_side(together)
        years = years_of([row.text for row in line], era)
        if not years or (tables and tables[-1].head.line.page == line[0].line.page):
            continue
        heads = {col: (year, _box(line[col])) for col, year in years.items()}
        body = tuple(_body(lines[at + 1 :], heads, period, title, era))
        head = replace(line[0], cells=("", *(line[col].text for col in years)))
        table = Table(head, {col + 1: year for col, year in enumerate(years.values())}, body, drawn=True)
        if body and is_calendar(table, period):
            tables.append(table)
    return tuple(tables)


def _box(row: Row) -> BBox:
    assert row.line.bbox is not None
    return row.line.bbox


def _lines(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows of one page on one height."""
    group: list[Row] = []
    for row in rows:
        if not row.text or row.line.bbox is None:
            continue
        if group and (group[0].line.page != row.line.page or abs(_box(group[0]).top - _box(row).top) > SAME_ROW):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _may_head(group: Sequence[Row]) -> bool:
    """False where there surely are not enough years."""
    return sum(may_be_year(part) for row in group for part in row.text.split()) >= FEWEST


def _side_by_side(group: Sequence[Row]) -> list[Row]:
    """The words of a group, left to right."""
    return sorted((word for row in group for word in _words(row)), key=lambda entry: _box(entry).x0)


def _words(row: Row) -> list[Row]:
    """A line of years or marks that stand side by side, cut apart; their places follow from the widths of the signs."""
    parts = row.text.split()
    if len(parts) < 2 or not all(len(part) <= LONGEST_WORD for part in parts):
        return [row]
    box = _box(row)
    unit = (box.x1 - box.x0) / _width(row.text)
    words: list[Row] = []
    at = 0
    for part in parts:
        at = row.text.index(part, at)
        start = box.x0 + unit * _width(row.text[:at])
        at += len(part)
        place = box._replace(x0=start, x1=start + unit * _width(part))
        words.append(replace(row, line=replace(row.line, text=part, bbox=place), text=part, cells=()))
    return words


def _width(text: str) -> float:
    """In full-width signs; Latin letters and digits are half as wide."""
    return sum(0.5 if sign.isascii() else 1.0 for sign in text)


def _body(
    lines: Sequence[list[Row]],
    heads: dict[int, tuple[FiscalYear, BBox]],
    period: Found | None,
    title: str | None,
    era: str | None,
) -> Iterator[Row]:
    boxes = [box for _, box in heads.values()]
    height = boxes[0].bottom - boxes[0].top
    bottom = boxes[0].bottom
    for together in lines:
        line = _side_by_side(together)
        top = _box(line[0]).top
        if top - bottom > GAP * height or top - boxes[0].bottom > BELOW * height or is_sentence(line[-1].text):
            return
        bottom = max(_box(row).bottom for row in line)
        cells = [""] * (len(heads) + 1)
        for row in line:
            col = _column(row, heads, period, title)
            if col is not None:
                cells[col] = (cells[col] + " " + row.text).strip()
        if any(cells[1:]) and not years_of(cells, era):
            yield replace(line[0], cells=tuple(cells), text="\t".join(cells))


def _column(row: Row, heads: dict[int, tuple[FiscalYear, BBox]], period: Found | None, title: str | None) -> int | None:
    """0 for a label, else the column; None for words whose years cannot be told."""
    box = _box(row)
    boxes = [head for _, head in heads.values()]
    centre = (box.x0 + box.x1) / 2
    if centre < boxes[0].x0 and not is_own(row.text, title):
        return 0
    if is_own(row.text, title):
        starts = [at for at, (year, _) in enumerate(heads.values(), 1) if period and year.year == period.period.start]
        return starts[0] if starts else None
    pitch = (boxes[-1].x0 - boxes[0].x0) / max(1, len(boxes) - 1)
    nearest = min(range(len(boxes)), key=lambda at: abs((boxes[at].x0 + boxes[at].x1) / 2 - centre))
    fits = box.x1 - box.x0 <= 1.2 * pitch or ONLY_MARKS.match(row.text) is not None
    return nearest + 1 if fits and re.search(r"\S", row.text) else None
