"""Page → the raster of a table whose cells are boxes apart from each other (間を空けて並べた枠). Pure.

Each cell is a rectangle of its own, and white space runs between all of them: the cells of one column stand under each
other, and a parent is as high as its children. The white spaces of neighbouring columns that meet are one boundary of
rows. Where a space of one column meets several boundaries, its boxes do not say which rows are theirs: no table is read
here, and what the boxes mean is left to the reader of diagrams.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from extractors.columns import is_header_word, names_a_column
from extractors.diagram_boxes import find_shapes
from extractors.diagram_glyphs import find_boxes, has_ink, holds
from extractors.diagram_places import runs_down
from extractors.page_text import around, middle, row_text, rows_of
from extractors.raster import Area, Raster
from schemas.document import BBox, Glyph, Page, Rule

FEWEST = 6
"""Boxes with text; fewer may be anything."""
MOST = 300
"""Boxes with text; a page with more is a calendar or a chart."""
FEWEST_ROWS = 2
"""Rows of boxes."""
LEAST_GAP = 1.2
"""Points: the usual white space between two boxes; cells that touch are read by the walls between them."""
SLACK = 0.8
"""Points by which boxes may overlap or their edges differ and still be in line."""
ALIKE = 0.7
"""Share of the width of a column that each of its boxes has, at least."""
ON_EDGE = 2.0
"""Points: a rule this near to the side of a box is its border."""
LOOSE_TEXT = 0.05
"""Share of the glyphs between the boxes above which the columns are not all of boxes."""
EQUAL = 0.9
"""Share of the widest column that all others reach where columns have one width."""
MOST_WIDE = 0.34
"""Share of boxes over several columns; where more are, they are bands behind rows of text, or frames."""
NAMES_ABOVE = 24.0
"""Points between the boxes and names of columns printed over them without boxes."""
NAMES_GAP = 1.0
"""Em between two names on one line."""
_TITLE = re.compile(r"体系|全体像|構造図")
"""A box over the whole width that says this is the title, not a heading in the table."""


class _Column(NamedTuple):
    """Boxes under each other, from the top down, by their places among all boxes."""

    x0: float
    x1: float
    boxes: tuple[int, ...]


def apart(page: Page) -> Raster | None:
    """The raster of the one table of boxes on a page, None where the boxes make none."""
    if len(page.boxes) + len(page.rules) // 4 < FEWEST:
        return None
    found = find_boxes(page)
    filled = [(box.bbox, own) for box, own in zip(found.boxes, found.owners, strict=True) if has_ink(own)]
    blank = [box.bbox for box, own in zip(found.boxes, found.owners, strict=True) if not has_ink(own)]
    boxes = _without_titles(filled) if len(filled) <= MOST else []
    if len(boxes) < FEWEST or any(a is not b and holds(a, b, SLACK) for a in boxes for b in boxes):
        return None
    columns = _columns(boxes)
    if len(columns) < 2:
        return None
    filled_in = len(boxes)
    boxes, columns = _with_blanks(boxes, columns, blank)
    whole = _around(boxes)
    if _joined(page.rules, boxes, whole) or _text_between(found.outside, found.owners, whole):
        return None
    raster = _raster(boxes, columns, filled_in)
    if raster is None or (_all_equal(columns) and _stacked(page, raster)):
        return None
    return _with_names(raster, found.outside)


def _around(boxes: Sequence[BBox]) -> BBox:
    return BBox(
        min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes), max(b.bottom for b in boxes)
    )


def _without_titles(filled: Sequence[tuple[BBox, Sequence[Glyph]]]) -> list[BBox]:
    """The boxes without a title over the table, or a note under it, that reaches over several others."""
    kept = sorted(filled, key=lambda one: one[0].top)
    while len(kept) > FEWEST and _TITLE.search(row_text(kept[0][1])) and _reaches_over(kept[0][0], kept[1:]):
        kept = kept[1:]
    while len(kept) > FEWEST and _reaches_over(kept[-1][0], kept[:-1]):
        kept = kept[:-1]
    return [box for box, _ in kept]


def _reaches_over(one: BBox, others: Sequence[tuple[BBox, Sequence[Glyph]]]) -> bool:
    """Whether a box covers the width of two boxes beside each other."""
    return _is_wide(one, [box for box, _ in others])


def _is_wide(one: BBox, others: Sequence[BBox]) -> bool:
    under = [box for box in others if box.x0 >= one.x0 - SLACK and box.x1 <= one.x1 + SLACK]
    return bool(under) and min(box.x1 for box in under) <= max(box.x0 for box in under) + SLACK


def _columns(boxes: Sequence[BBox]) -> list[_Column]:
    """The columns, from left to right, none where a box reaches into a part of one; wide boxes stand in several."""
    wide = {i for i, box in enumerate(boxes) if _is_wide(box, boxes)}
    if len(wide) > MOST_WIDE * len(boxes):
        return []
    groups: list[list[int]] = []
    right = float("-inf")
    for i in sorted(set(range(len(boxes))) - wide, key=lambda i: boxes[i].x0):
        if boxes[i].x0 >= right - SLACK:
            groups.append([])
        groups[-1].append(i)
        right = max(right, boxes[i].x1)
    columns = []
    for group in groups:
        x0, x1 = min(boxes[i].x0 for i in group), max(boxes[i].x1 for i in group)
        if any(boxes[i].x1 - boxes[i].x0 < ALIKE * (x1 - x0) for i in group):
            return []
        over = [i for i in wide if boxes[i].x0 < (x0 + x1) / 2 < boxes[i].x1]
        columns.append(_Column(x0, x1, tuple(sorted([*group, *over], key=lambda i: boxes[i].top))))
    return columns


def _with_blanks(
    boxes: Sequence[BBox], columns: Sequence[_Column], blank: Sequence[BBox]
) -> tuple[list[BBox], list[_Column]]:
    """The boxes and columns, with boxes without text that fill a whole place of a column."""
    every = list(boxes)
    grown = []
    for column in columns:
        own = list(column.boxes)
        for box in blank:
            same = abs(box.x0 - column.x0) <= 2 * SLACK and abs(box.x1 - column.x1) <= 2 * SLACK
            free = all(box.top >= every[i].bottom - SLACK or box.bottom <= every[i].top + SLACK for i in own)
            if same and free:
                own.append(len(every))
                every.append(box)
        grown.append(column._replace(boxes=tuple(sorted(own, key=lambda i: every[i].top))))
    return every, grown


def _joined(rules: Sequence[Rule], boxes: Sequence[BBox], whole: BBox) -> bool:
    """Whether a line is drawn between the boxes: then it says what belongs together."""
    return any(
        whole.x0 < (rule.x0 + rule.x1) / 2 < whole.x1
        and whole.top < (rule.top + rule.bottom) / 2 < whole.bottom
        and not any(_is_border(rule, box) for box in boxes)
        for rule in rules
    )


def _is_border(rule: Rule, box: BBox) -> bool:
    """Whether a line runs along a side of a box, or within it."""
    return (
        min(rule.x0, rule.x1) >= box.x0 - ON_EDGE
        and max(rule.x0, rule.x1) <= box.x1 + ON_EDGE
        and min(rule.top, rule.bottom) >= box.top - ON_EDGE
        and max(rule.top, rule.bottom) <= box.bottom + ON_EDGE
    )


def _text_between(outside: Sequence[Glyph], owners: Sequence[Sequence[Glyph]], whole: BBox) -> bool:
    """Whether text stands between the boxes: a column, or the entries of a group, have no boxes."""
    loose = 0
    for glyph in outside:
        x, y = middle(glyph)
        loose += not glyph.text.isspace() and whole.x0 <= x <= whole.x1 and whole.top <= y <= whole.bottom
    return loose > LOOSE_TEXT * sum(map(len, owners))


def _boundaries(gaps: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """What the spaces have in common that meet: one place of a boundary for each row that begins."""
    lines: list[tuple[float, float]] = []
    for start, end in sorted(gaps, key=lambda gap: gap[1]):
        if lines and start <= lines[-1][1]:
            lines[-1] = (max(lines[-1][0], start), lines[-1][1])
        else:
            lines.append((start, end))
    return lines


def _raster(boxes: Sequence[BBox], columns: Sequence[_Column], blank: int) -> Raster | None:
    """The raster of rows and columns, its lines in the middle of the spaces; None where a space meets several.

    Args:
        boxes: all of them.
        columns: from left to right.
        blank: the first box without text; such a box at the foot is what a page end left of a high one.
    """
    spaces = [
        [(boxes[upper].bottom - SLACK, boxes[lower].top + SLACK) for upper, lower in pairwise(column.boxes)]
        for column in columns
    ]
    gaps = [gap for own in spaces for gap in own]
    across = [right.x0 - left.x1 for left, right in pairwise(columns)]
    if any(start > end for start, end in gaps) or max(across) < LEAST_GAP:
        return None
    if not gaps or median(end - start for start, end in gaps) < LEAST_GAP + 2 * SLACK:
        return None
    lines = _boundaries(gaps)
    whole = _around(boxes)
    inner = [(start + end) / 2 for start, end in lines]
    rows: dict[int, set[tuple[int, int]]] = {}
    cols: dict[int, list[int]] = {}
    places: list[tuple[int, int, int, int]] = []
    for col, (column, own) in enumerate(zip(columns, spaces, strict=True)):
        first, last = boxes[column.boxes[0]], boxes[column.boxes[-1]]
        met = [_met(inner, gap) for gap in own]
        before = _met(inner, (whole.top, first.top))
        headless = len(before) == 1 and first.top <= lines[before[0]][1] + SLACK
        behind = column.boxes[-1] < blank and _met(inner, (last.bottom, whole.bottom))
        if any(len(one) != 1 for one in met) or (before and not headless) or behind:
            return None
        starts = [*(at + 1 for at in before or (-1,)), *(one[0] + 1 for one in met)]
        if before:
            places.append((0, starts[0], col, col))
        for box, start, end in zip(column.boxes, starts, [*starts[1:], len(inner) + 1], strict=True):
            rows.setdefault(box, set()).add((start, end))
            cols.setdefault(box, []).append(col)
    if len(inner) < FEWEST_ROWS - 1 or any(len(own) > 1 for own in rows.values()):
        return None
    places += [(*next(iter(rows[box])), cols[box][0], cols[box][-1]) for box in rows]
    if any(start >= end for start, end, _, _ in places):
        return None
    xs = (columns[0].x0, *((left.x1 + right.x0) / 2 for left, right in pairwise(columns)), columns[-1].x1)
    return _of_places(sorted(places, key=lambda one: (one[0], one[2])), xs, (whole.top, *inner, whole.bottom))


def _met(inner: Sequence[float], gap: tuple[float, float]) -> range:
    """The boundaries within a space."""
    return range(bisect_left(inner, gap[0]), bisect_right(inner, gap[1]))


def _of_places(
    places: Sequence[tuple[int, int, int, int]], xs: tuple[float, ...], ys: tuple[float, ...]
) -> Raster | None:
    """The raster of cells given by first row, row behind the last, first and last column; None where cells overlap."""
    owner = [[-1] * (len(xs) - 1) for _ in range(len(ys) - 1)]
    areas = []
    for at, (start, end, first, last) in enumerate(places):
        areas.append(
            Area(start, first, end - start, last - first + 1, BBox(xs[first], ys[start], xs[last + 1], ys[end]))
        )
        for row in range(start, end):
            for col in range(first, last + 1):
                if owner[row][col] >= 0:
                    return None
                owner[row][col] = at
    if any(name < 0 for line in owner for name in line):
        return None
    return Raster(xs, ys, tuple(areas), tuple(map(tuple, owner)))


def _all_equal(columns: Sequence[_Column]) -> bool:
    """Whether columns have one width: then they may as well be stacks beside each other."""
    widths = [column.x1 - column.x0 for column in columns]
    return min(widths) >= EQUAL * max(widths)


def _stacked(page: Page, raster: Raster) -> bool:
    """Whether boxes are heads with stacks under them: no box is beside several, or what is at one height looks alike."""
    shapes = find_shapes(page).shapes
    names = [shape for shape in shapes if shape.bbox.bottom <= raster.ys[1] and shape.bbox.top >= raster.ys[0] - SLACK]
    if sum(names_a_column(shape.text) for shape in names) * 2 > len(names):
        return False
    if all(area.rowspan == 1 for area in raster.areas):
        return True
    inside = [i for i, shape in enumerate(shapes) if raster.ys[0] - SLACK <= shape.bbox.top < raster.ys[-1]]
    return runs_down(shapes, inside)


def _with_names(raster: Raster, outside: Sequence[Glyph]) -> Raster:
    """The raster with a row more for the names of its columns, where they are printed over it without boxes."""
    top = raster.ys[0]
    near = [glyph for glyph in outside if top - NAMES_ABOVE <= glyph.bbox.top and middle(glyph)[1] < top]
    pieces = [row for row in rows_of(near, NAMES_GAP) if has_ink(row)]
    pieces = [row for row in pieces if is_header_word(row_text(row))]
    found = {raster.area_at((around(row).x0 + around(row).x1) / 2, top + SLACK) for row in pieces} - {None}
    known = sum(names_a_column(row_text(row)) for row in pieces)
    if len(found) < 2 or len(found) < len(pieces) or known * 2 <= len(pieces):
        return raster
    ys = (min(around(row).top for row in pieces), *raster.ys)
    names = tuple(Area(0, col, 1, 1, BBox(x0, ys[0], x1, ys[1])) for col, (x0, x1) in enumerate(pairwise(raster.xs)))
    areas = (*names, *(replace(area, row=area.row + 1) for area in raster.areas))
    owner = (tuple(range(raster.cols)), *(tuple(at + raster.cols for at in line) for line in raster.owner))
    return Raster(raster.xs, ys, areas, owner)
