"""Boxes of a diagram that are but its ground: coloured areas behind a column, a row, or all of it. Pure.

What stands on a ground belongs to no box, and lines that lead over its edge do not end there.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractors.page_text import around, rows_of
from schemas.document import BBox, Box, Glyph, Rule

APART = 2.5
"""Em between two lines of text that are not one text."""
COLUMNS = 4.0
"""Em between two texts on one line that stand in different columns."""
ENTERS = 2.0
"""Points: how far a line must reach over the edge of an area to lead into it."""
MEMBERS = 2
"""Boxes on a ground, at least."""


def is_ground(box: Box, own: Sequence[Glyph], inside: Sequence[BBox], rules: Sequence[Rule]) -> bool:
    """Whether a box is only the ground of what stands on it.

    Args:
        box: the area.
        own: the glyphs that stand in it and in no smaller box.
        inside: the boxes with text that it holds.
        rules: all lines of the page.
    """
    ink = [glyph for glyph in own if not glyph.text.isspace()]
    if not ink:
        return box.stroke is None and len(inside) >= MEMBERS and any(_enters(rule, box.bbox) for rule in rules)
    size = sorted(glyph.size for glyph in ink)[len(ink) // 2]
    rows = sorted((around(row) for row in rows_of(ink)), key=lambda row: row.top)
    if box.stroke is None and any(below.top - above.bottom > APART * size for above, below in pairwise(rows)):
        return True
    if box.stroke is None and len(inside) >= MEMBERS and _in_columns(ink, size):
        return True
    text = around(ink)
    beside = [one for one in inside if one.top < text.bottom and one.bottom > text.top]
    right = sum(one.x0 >= text.x1 for one in inside)
    return box.stroke is None and len(inside) >= MEMBERS and bool(beside) and right == len(inside)


def _in_columns(ink: Sequence[Glyph], size: float) -> bool:
    """Whether the first row of a text falls into parts: the names of the columns that stand on the ground."""
    row = sorted(rows_of(ink)[0], key=lambda glyph: glyph.bbox.x0)
    return any(b.bbox.x0 - a.bbox.x1 > COLUMNS * size for a, b in pairwise(row))


def _enters(rule: Rule, area: BBox) -> bool:
    """Whether a line has one end within an area and the other outside."""
    ends = ((rule.x0, rule.top), (rule.x1, rule.bottom))
    within = [area.x0 + ENTERS < x < area.x1 - ENTERS and area.top + ENTERS < y < area.bottom - ENTERS for x, y in ends]
    outside = [not (area.x0 <= x <= area.x1 and area.top <= y <= area.bottom) for x, y in ends]
    return (within[0] and outside[1]) or (within[1] and outside[0])
