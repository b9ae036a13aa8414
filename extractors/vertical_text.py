"""The glyphs of a cell or box → its text, whether written across (横書き) or down (縦書き). Pure.

Columns are read from right to left; digits side by side in a column (縦中横) from left to right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.page_text import SPACE_FULL, around, drop_ruby, even_gap, gap_below, middle, row_text, rows_of
from extractors.writing_direction import Direction, find_direction
from schemas.document import BBox, Glyph


@dataclass(frozen=True, slots=True)
class Region:
    """The text of a cell or box."""

    text: str
    """Lines separated by newlines."""
    bbox: BBox | None
    """Tight around the glyphs; None where there are none."""
    vertical: bool = False
    sure: bool = True
    """False where the signs for the direction of writing contradict each other."""


def region_text(glyphs: Sequence[Glyph]) -> str:
    """The text of all glyphs given, lines separated by newlines."""
    return read_region(glyphs).text


def read_region(glyphs: Sequence[Glyph]) -> Region:
    """The text of all glyphs given, the box around it and how it was read."""
    ink = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not ink:
        return Region("", None)
    direction, sure = find_direction(glyphs)
    if direction is Direction.ACROSS:
        rows = drop_ruby(rows_of(glyphs))
        text = "\n".join(row_text(row) for row in rows)
        return Region(text, around(glyph for row in rows for glyph in row if not glyph.text.isspace()), False, sure)
    columns = _drop_side_ruby(_columns(glyphs))
    if direction is Direction.UP:
        columns = [column[::-1] for column in columns[::-1]]
    text = "\n".join(column_text(column) for column in columns)
    return Region(text, around(ink), True, sure)


def _columns(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Columns from right to left, glyphs from the top down."""
    columns: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: -(g.bbox.x1 - g.bbox.x0)):
        x = middle(glyph)[0]
        for column in columns:
            if abs(middle(column[0])[0] - x) <= 0.5 * max(column[0].size, glyph.size):
                column.append(glyph)
                break
        else:
            columns.append([glyph])
    columns.sort(key=lambda column: -middle(column[0])[0])
    for column in columns:
        column.sort(key=lambda g: middle(g)[1])
    return [column for column in columns if any(not glyph.text.isspace() for glyph in column)]


def _drop_side_ruby(columns: list[list[Glyph]]) -> list[list[Glyph]]:
    """Ruby of vertical text stands to the right of its column, in half the size."""
    largest = max(glyph.size for column in columns for glyph in column)
    kept = []
    for column in columns:
        small = max(glyph.size for glyph in column) <= 0.62 * largest
        kana = all("ぁ" <= glyph.text <= "ヿ" or glyph.text.isspace() for glyph in column)
        if not (small and kana):
            kept.append(column)
    return kept


def column_text(column: Sequence[Glyph]) -> str:
    """The text of one column; glyphs at the same height are read from left to right."""
    groups: list[list[Glyph]] = []
    for glyph in column:
        if groups and abs(middle(glyph)[1] - middle(groups[-1][0])[1]) < 0.4 * max(glyph.size, 1.0):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    size = max(column[0].size, 1.0)
    gaps = [gap_below(before[0], after[0]) for before, after in pairwise(groups)]
    spacing = even_gap(gaps, size) if len(gaps) > 1 else max([0.0, *gaps])
    text = "".join(g.text for g in sorted(groups[0], key=lambda g: g.bbox.x0))
    for gap, before, after in zip(gaps, groups, groups[1:], strict=False):
        spaced = before[-1].text.isspace() or after[0].text.isspace()
        text += "\u3000" if gap - spacing > SPACE_FULL * size and not spaced else ""
        text += "".join(g.text for g in sorted(after, key=lambda g: g.bbox.x0))
    return text.strip(" \u3000")
