"""The glyphs of a cell or box → its text, whether written across (横書き) or down (縦書き). Pure.

Which of the two it is follows from the distances alone: letters of a line stand nearer to each other than the lines do.
Columns are read from right to left; digits side by side in a column (縦中横) from left to right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.page_text import SPACE_FULL, around, drop_ruby, even_gap, middle, row_text, rows_of
from schemas.document import BBox, Glyph

ALIGNED = 0.35
"""Em: how far the middles of stacked glyphs may be apart sideways and still be one column."""
FAR = 3.0
"""Em: neighbours further away than this say nothing about the direction of writing."""
EVEN = 0.08
"""Em: distances across and down that differ by less than this do not tell the direction."""


@dataclass(frozen=True, slots=True)
class Region:
    """The text of a cell or box."""

    text: str
    """Lines separated by newlines."""
    bbox: BBox | None
    """Tight around the glyphs; None where there are none."""
    vertical: bool = False
    sure: bool = True
    """False where the direction of writing does not follow from the distances."""


def region_text(glyphs: Sequence[Glyph]) -> str:
    """The text of all glyphs given, lines separated by newlines."""
    return read_region(glyphs).text


def read_region(glyphs: Sequence[Glyph]) -> Region:
    """The text of all glyphs given, the box around it and how it was read."""
    ink = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not ink:
        return Region("", None)
    down, sure = _direction(ink)
    if not down:
        rows = drop_ruby(rows_of(glyphs))
        text = "\n".join(row_text(row) for row in rows)
        return Region(text, around(glyph for row in rows for glyph in row if not glyph.text.isspace()), False, sure)
    columns = _drop_side_ruby(_columns(glyphs))
    text = "\n".join(column_text(column) for column in columns)
    return Region(text, around(ink), True, sure)


def _direction(ink: Sequence[Glyph]) -> tuple[bool, bool]:
    """(written down?, sure?)."""
    across: list[float] = []
    down: list[float] = []
    for glyph in ink:
        right, below = _nearest(glyph, ink)
        if right is not None:
            across.append(right)
        if below is not None:
            down.append(below)
    if not down:
        return False, True
    if not across:
        return True, True
    pitch_across, pitch_down = _typical(across), _typical(down)
    if not any(glyph.upright for glyph in ink):
        return True, True
    few_across = len(across) * 4 <= len(down)
    if pitch_down < pitch_across - EVEN or few_across:
        return True, True
    return False, pitch_across < pitch_down - EVEN or len(across) >= len(down)


def _typical(distances: list[float]) -> float:
    """The lower quartile: wide gaps between words or columns do not count."""
    return sorted(distances)[len(distances) // 4]


def _nearest(glyph: Glyph, ink: Sequence[Glyph]) -> tuple[float | None, float | None]:
    """Distance in em to the next glyph to the right and to the next one below, centre to centre."""
    x, y = middle(glyph)
    size = max(glyph.size, 1.0)
    right: float | None = None
    below: float | None = None
    for other in ink:
        if other is glyph:
            continue
        dx, dy = (middle(other)[0] - x) / size, (middle(other)[1] - y) / size
        if abs(dy) < ALIGNED and 0.2 < dx < FAR:
            width = (glyph.bbox.x1 - glyph.bbox.x0 + other.bbox.x1 - other.bbox.x0) / 2 / size
            distance = dx - width + 1.0  # half-width letters count as if they were full
            right = distance if right is None else min(right, distance)
        elif abs(dx) < ALIGNED and 0.2 < dy < FAR:
            below = dy if below is None else min(below, dy)
    return right, below


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
        if groups and middle(glyph)[1] - middle(groups[-1][0])[1] < 0.4 * max(glyph.size, 1.0):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    heights = [middle(group[0])[1] for group in groups]
    size = max(column[0].size, 1.0)
    gaps = [after - before - size for before, after in pairwise(heights)]
    spacing = even_gap(gaps, size) if len(gaps) > 1 else max([0.0, *gaps])
    text = "".join(g.text for g in sorted(groups[0], key=lambda g: g.bbox.x0))
    for gap, before, after in zip(gaps, groups, groups[1:], strict=False):
        spaced = before[-1].text.isspace() or after[0].text.isspace()
        text += "\u3000" if gap - spacing > SPACE_FULL * size and not spaced else ""
        text += "".join(g.text for g in sorted(after, key=lambda g: g.bbox.x0))
    return text.strip(" \u3000")
