"""Rules → the rectangles they close, as boxes whose borders are drawn side by side (spreadsheets, HTML). Pure.

A stack of boxes may share its upright sides. What is part of the lattice of a table is no box of a diagram.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from schemas.document import BBox, Box, Rule

SMALLEST = 7.0
"""Points: a box with text in it is at least one small letter wide and high."""
SAME = 3.0
"""Points: outlines that differ by less are one shape drawn twice."""
RUNS_ON = 2.0
"""Points beyond a corner at which a side that runs on to a neighbour is met."""


def closed_rectangles(rules: Sequence[Rule]) -> list[Box]:
    """Rectangles that four rules close, as boxes with borders drawn side by side are."""
    level = [r for r in rules if abs(r.top - r.bottom) < 1.0 and abs(r.x1 - r.x0) >= SMALLEST]
    upright = [r for r in rules if abs(r.x0 - r.x1) < 1.0 and abs(r.bottom - r.top) >= SMALLEST]
    found: list[Box] = []
    by_width: dict[tuple[int, int], list[Rule]] = defaultdict(list)
    for rule in sorted(level, key=lambda r: r.top):
        x0, x1 = sorted((rule.x0, rule.x1))
        by_width[round(x0 / SAME), round(x1 / SAME)].append(rule)
    for rows in by_width.values():
        column = [box for upper, lower in pairwise(rows) if (box := _closed(upper, lower, upright)) is not None]
        # where one side runs on to a neighbour, all of the column are cells of a table
        if not any(_in_a_lattice(box.bbox, level, upright) for box in column):
            found.extend(column)
    return found


def _closed(upper: Rule, lower: Rule, upright: Sequence[Rule]) -> Box | None:
    """The rectangle between two level rules of one width, where upright ones close it on both sides."""
    x0, x1 = sorted((upper.x0, upper.x1))
    if lower.top - upper.top < SMALLEST:
        return None
    for x in (x0, x1):
        if not any(
            abs(u.x0 - x) <= SAME
            and min(u.top, u.bottom) <= upper.top + SAME
            and max(u.top, u.bottom) >= lower.top - SAME
            for u in upright
        ):
            return None
    return Box(BBox(x0, upper.top, x1, lower.top), None, upper.colour or 0)


def _in_a_lattice(box: BBox, level: Sequence[Rule], upright: Sequence[Rule]) -> bool:
    """Whether a side of a rectangle runs on to a neighbour, or a rule runs through it, as in a table."""
    for rule in upright:
        if box.x0 + SAME < rule.x0 < box.x1 - SAME:
            common = min(max(rule.top, rule.bottom), box.bottom) - max(min(rule.top, rule.bottom), box.top)
            if common > 0.5 * (box.bottom - box.top):
                return True
    for rule in level:
        low, high = min(rule.x0, rule.x1), max(rule.x0, rule.x1)
        if abs(rule.top - box.top) <= SAME / 2 or abs(rule.top - box.bottom) <= SAME / 2:
            if low <= box.x0 - RUNS_ON <= high or low <= box.x1 + RUNS_ON <= high:
                return True
        elif box.top < rule.top < box.bottom and any(
            low <= x - RUNS_ON and high >= x + RUNS_ON for x in (box.x0, box.x1)
        ):
            return True
    return False
