"""Tables between headings → the units of those columns that name works, in place of all their cells. Pure.

In many plans headings give the upper levels and a table under each lists the works with their contents and offices. A
column counts by its header; a table that goes on over a page end without its header keeps the columns of the one before.
Tables without such a column (indicators, budgets, calendars) give nothing, so that they do not cut a chapter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.layout.page_units import Placed
from extractors.outline.markers import WORD, read_mark
from schemas.document import BBox
from schemas.structure import Evidence

COLUMN = "cell"
"""What the look of a name in a table begins with; the number of its column follows."""
BAND = 0.85
"""Share of the width of a table from which on a cell is a heading within it."""
ACROSS = 0
"""Column of such a heading; the others count from 1."""
STANDS_OUT = 0.8
"""Emphasis of a name in its column."""
APART = 0.8
"""White space before it, in line heights."""
SHORT = 4
"""Characters: words that repeat in a column and are no longer say of what kind the works are."""
SAME_COLUMN = 4.0
"""Points by which the edges of a column differ from page to page."""
SAME_ROW = 2.5
"""Points by which tops of cells of one row differ."""
_NAMES = re.compile(
    r"(?:主な|主要な?|具体的な?|個別の?|重点的?な?|実施|推進|関連|基本|今後の|計画)*(?:取組|取り組み|取組み|事業|施策|項目|活動|対策|プロジェクト|施策の方向性?|施策・事業|事業・取組|取組・事業|事務事業)"
    r"(?:名称?|の名称|・活動名|項目|一覧)?(?:[（(].{1,12}[)）])?"
)

_OTHER = re.compile(
    r"指標|目標値|数値|成果|現状|現況|年度|内容|担当|所管|[^主要重点]課$|課名|説明|概要|効果|方法|備考|計画$|推進体制"
)


@dataclass(frozen=True, slots=True)
class _Column:
    number: int
    x0: float
    x1: float


def with_table_names(placed: Sequence[Placed]) -> tuple[Placed, ...]:
    """All units, those of each table replaced by the names in it."""
    found: list[Placed] = []
    columns: list[_Column] = []
    at = 0
    while at < len(placed):
        table = placed[at].table
        if table is None:
            found.append(placed[at])
            at += 1
            continue
        end = at
        while end < len(placed) and placed[end].table == table:
            end += 1
        for cells in _side_by_side(_cells(placed[at:end])):
            headed = _named_columns(cells)
            first = 0.0
            if headed is not None:
                columns, first = headed
            elif not _goes_on(cells, columns):
                columns = []
            width = max(cell.x1 for cell, _ in cells) - min(cell.x0 for cell, _ in cells) if cells else 0.0
            for cell, own in cells:
                column = next((one.number for one in columns if _within(cell, one)), None)
                if columns and column is None and cell.x1 - cell.x0 >= BAND * width:
                    column = ACROSS
                if column is not None and cell.top >= first - SAME_ROW:
                    found += _names(own, column)
        at = end
    return tuple(found)


def column_of(style: str) -> int:
    """The column of a name by its look; -1 for what stands outside of tables."""
    first = style.split(" ")[0]
    return int(first[len(COLUMN) :]) if first.startswith(COLUMN) else -1


def _cells(own: Sequence[Placed]) -> list[tuple[BBox, list[Placed]]]:
    """Cells in reading order with what is in them."""
    found: dict[BBox, list[Placed]] = {}
    for one in own:
        if one.cell is not None:
            found.setdefault(one.cell, []).append(one)
    rows: list[list[tuple[BBox, list[Placed]]]] = []
    for cell, inside in sorted(found.items(), key=lambda item: item[0].top):
        if not rows or cell.top - rows[-1][0][0].top > SAME_ROW:
            rows.append([])
        rows[-1].append((cell, inside))
    return [one for row in rows for one in sorted(row, key=lambda one: one[0].x0)]


def _named_columns(cells: Sequence[tuple[BBox, list[Placed]]]) -> tuple[list[_Column], float] | None:
    """The columns of names and the height at which the rows begin; None where the first row is no header."""
    if not cells:
        return None
    top = min(cell.top for cell, _ in cells)
    header = [(cell, "".join(one.unit.text for one in own)) for cell, own in cells if cell.top <= top + SAME_ROW]
    words = [re.sub(r"[\s\u3000■●◆○【】]", "", text) for _, text in header]
    if len(header) < 2 or any(len(word) > 20 or "。" in word for word in words):
        return None
    if not any(_is_name(word) for word in words):
        return ([], 0.0) if all(read_mark(word) is None for word in words) else None
    columns = [
        _Column(at + 1, cell.x0, cell.x1)
        for at, ((cell, _), word) in enumerate(zip(header, words, strict=True))
        if _is_name(word)
    ]
    first = min(cell.bottom for cell, _ in header)
    return [column for column in columns if _holds_names(cells, column, first)], first


def _side_by_side(cells: Sequence[tuple[BBox, list[Placed]]]) -> list[list[tuple[BBox, list[Placed]]]]:
    """The halves of a table whose header is printed twice, one beside the other."""
    if not cells:
        return []
    top = min(cell.top for cell, _ in cells)
    header = [(cell, "".join(one.unit.text for one in own)) for cell, own in cells if cell.top <= top + SAME_ROW]
    words = [word for _, word in header]
    half = len(words) // 2
    if half < 2 or len(words) % 2 or words[:half] != words[half:]:
        return [list(cells)]
    edge = header[half][0].x0 - SAME_COLUMN
    return [[one for one in cells if one[0].x0 < edge], [one for one in cells if one[0].x0 >= edge]]


def _holds_names(cells: Sequence[tuple[BBox, list[Placed]]], column: _Column, first: float) -> bool:
    """Whether the cells of a column are longer than marks and words like 継続 and 拡充."""
    texts = [
        "".join(one.unit.text for one in own) for cell, own in cells if cell.top >= first and _within(cell, column)
    ]
    return not texts or len(set(texts)) * 2 > len(texts) or sum(map(len, texts)) > SHORT * len(texts)


def _is_name(word: str) -> bool:
    """Whether a header names a level of the hierarchy or works."""
    return bool(_NAMES.fullmatch(word)) or (
        bool(re.fullmatch(f"{WORD}(?:[(（].{{1,12}}[)）])?", word)) and not _OTHER.search(word)
    )


def _goes_on(cells: Sequence[tuple[BBox, list[Placed]]], columns: Sequence[_Column]) -> bool:
    """Whether a table without a header has cells in the columns of the one before."""
    return bool(columns) and all(any(_within(cell, one) for cell, _ in cells) for one in columns)


def _within(cell: BBox, column: _Column) -> bool:
    return abs(cell.x0 - column.x0) <= SAME_COLUMN and cell.x1 <= column.x1 + SAME_COLUMN


def _names(own: Sequence[Placed], column: int) -> list[Placed]:
    """The names in a cell: lines that go on put together."""
    found: list[Placed] = []
    for one in own:
        if one.mark:
            continue
        last = found[-1] if found else None
        begins = read_mark(one.unit.text)
        if (
            last is not None
            and (begins is None or begins.strength < 0)
            and (last.full or read_mark(last.unit.text) is not None)
        ):
            label = read_mark(last.unit.text)
            lone = label is not None and label.start >= len(last.unit.text)
            text = last.unit.text + ("\u3000" if lone else "") + one.unit.text
            unit = replace(last.unit, text=text, evidence=_around(last.unit.evidence, one.unit.evidence, text))
            found[-1] = replace(last, unit=unit, full=one.full)
            continue
        unit = replace(
            one.unit,
            style=f"{COLUMN}{column}",
            emphasis=STANDS_OUT,
            gap=APART,
            indent=0.0,
            same_line=False,
            furniture=0.0,
        )
        found.append(replace(one, unit=unit, table=None, cell=None))
    return [replace(one, full=False) for one in found]


def _around(one: Evidence, other: Evidence, text: str) -> Evidence:
    a, b = one.bbox, other.bbox
    if a is None or b is None:
        return replace(one, text=text)
    box = BBox(min(a.x0, b.x0), min(a.top, b.top), max(a.x1, b.x1), max(a.bottom, b.bottom))
    return replace(one, text=text, bbox=box)
