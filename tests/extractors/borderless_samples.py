"""Made-up tables without rules for the tests: a tree set in columns in one of many ways."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.document import BBox, Box
from tests.extractors.diagram_samples import Entry, Sketch, walk

LEFTS = (60.0, 270.0, 480.0, 720.0)
TOP = 110.0
STEP = 20.0
SIZE = 9.0


@dataclass(frozen=True)
class Style:
    """How a table is set."""

    align: str = "top"
    """Where a parent stands: "top" or "middle" of its rows."""
    header: bool = True
    numbers_apart: bool = False
    """Numbers in a column of their own."""
    fills: str = "none"
    """"none", "cells" (every cell its background), "parents" (only parents), "zebra" (every other row of each column)."""
    department: bool = False


def rows_under(entry: Entry) -> int:
    return sum(map(rows_under, entry.children)) or 1


def set_table(
    tree: list[Entry], style: Style, names: tuple[str, ...] = ("基本目標", "施策の方向", "主な取組")
) -> Sketch:
    """The table on a page, below a heading."""
    sketch = Sketch()
    sketch.write("施策の体系", 60, 60, 14)
    if style.header:
        heads = (*names, "担当課") if style.department else names
        for left, name in zip(LEFTS, heads, strict=False):
            sketch.write(name, left + 60, TOP - STEP, SIZE)
    row = 0

    def put(entry: Entry, level: int) -> None:
        nonlocal row
        first, count = row, rows_under(entry)
        _shade(sketch, style, level, first, count, bool(entry.children))
        y = TOP + first * STEP if style.align == "top" else TOP + (first + (count - 1) / 2) * STEP
        left = LEFTS[level]
        if style.numbers_apart and entry.label:
            sketch.write(entry.label, left, y + 5, SIZE)
            sketch.write(entry.name, left + 42, y + 5, SIZE)
        else:
            sketch.write(entry.text, left, y + 5, SIZE)
        for child in entry.children:
            put(child, level + 1)
        if not entry.children:
            if style.department:
                sketch.write(("福祉課", "学校教育課", "防災安全課")[row % 3], LEFTS[3], y + 5, SIZE)
            row += 1

    for entry in tree:
        put(entry, 0)
    return sketch


def _shade(sketch: Sketch, style: Style, level: int, first: int, count: int, parent: bool) -> None:
    box = BBox(LEFTS[level] - 5, TOP + first * STEP, LEFTS[level + 1] - 6, TOP + (first + count) * STEP)
    shaded = {
        "none": False,
        "cells": True,
        "parents": parent,
        "zebra": first % 2 == 0,
    }[style.fills]
    if shaded:
        sketch.boxes.append(Box(box, 0xDDE8F0 + level, None))


def short_names(tree: list[Entry]) -> list[Entry]:
    """The same tree with names that fit their columns."""
    for entry in walk(tree):
        entry.name = entry.name[:14]
    return tree
