"""Diagrams printed from right to left: told by their lines, levels and numbers, and turned over to be read. Pure.

A page turned over has its columns in the usual order; what was read is turned back, so that every place is the printed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from extractors.columns import is_office, names_a_column, names_departments
from extractors.diagram_boxes import Shape, Shapes
from extractors.diagram_edges import middle_of
from extractors.diagram_lines import Links, Side, trace
from extractors.diagram_places import columns_of, runs_down
from extractors.numbering import read_marker
from schemas.document import BBox, Line, Page, Rule
from schemas.issue import Issue, Result
from schemas.structure import Diagram, Evidence

Direction = Literal["right", "left", "likely"]
"""Where the levels go on: to the right (or down), to the left, or likely to the left."""

COVERED = 0.9
"""Share of the boxes of a column that must stand beside one box each of the column to their right."""
CHAINED = 0.8
"""Share of the boxes whose number begins with that of a box to their right."""
FEWEST_LEVELS = 2
"""Columns of boxes, offices in charge left out."""
FEWEST_GROWING = 3
"""Columns that each hold more boxes than the one at their right, where nothing else says which way to read."""
_UPPER = re.compile(r"理念|将来像|基本目標|政策|柱$|基本方針|^目標|^方針")
_LOWER = re.compile(r"事業|取組|取り組み|具体的")


def direction(page: Page, found: Shapes) -> Direction:
    """Whether the boxes of a page are levels from right to left, and whether that is sure.

    Args:
        page: as read.
        found: what is on it.
    """
    shapes = [shape for shape in found.shapes if not shape.frame]
    strong, weak = 0, 0
    if page.rules:
        frames = frozenset(i for i, shape in enumerate(found.shapes) if shape.frame)
        strong, weak = _by_lines(trace(page.rules, [shape.bbox for shape in found.shapes], frames))
        if strong:
            return "left" if strong < 0 else "right"
    heads = [shape for shape in shapes if names_a_column(shape.text) and read_marker(shape.text).marker is None]
    boxes = [shape for shape in shapes if shape not in heads]
    columns = [[boxes[i] for i in column] for column in columns_of(boxes, range(len(boxes)))]
    columns = [column for column in columns if not _names_offices(column)]
    if len(columns) < FEWEST_LEVELS or len(columns[0]) <= len(columns[-1]) or runs_down(boxes, range(len(boxes))):
        return "right"
    named = _by_names([(shape.bbox, shape.text) for shape in heads] + _printed_names(found.lines))
    if named or weak < 0 or _by_numbers(columns) or _by_heights(columns):
        return "left"
    growing = all(len(left) > len(right) for left, right in pairwise(columns))
    return "likely" if not weak and growing and len(columns) >= FEWEST_GROWING else "right"


def _by_lines(links: Links) -> tuple[int, int]:
    """Votes of the lines, those for right to left below 0: branches and arrow heads; and lines with one end alone."""
    leaves: Counter[tuple[int, Side]] = Counter()
    strong = weak = 0
    for link in links.links:
        sides = [touch.side for touch in link.touches]
        right, left = sides.count("R"), sides.count("L")
        tips = {touch.side for touch in link.touches if touch.tip}
        if right + left < len(sides) or not sides:
            continue
        if len(sides) == 1:
            weak += right - left
        elif not right or not left or (len(sides) > 2 and 1 in (right, left)):
            strong += left - right
        elif len(tips) == 1:
            strong += 1 if tips == {"L"} else -1
        else:
            leaves.update((touch.box, touch.side) for touch in link.touches)
    strong += sum((count - 1) * (1 if side == "R" else -1) for (_, side), count in leaves.items())
    return strong, weak


def _names_offices(column: Sequence[Shape]) -> bool:
    return sum(is_office(shape.text) for shape in column) >= COVERED * len(column)


def _printed_names(lines: Sequence[Line]) -> list[tuple[BBox, str]]:
    return [(line.bbox, line.text) for line in lines if line.bbox is not None and names_a_column(line.text)]


def _by_names(names: Sequence[tuple[BBox, str]]) -> bool:
    """Whether the name of an upper level is printed at the right end of a row of names, that of a lower at its left."""
    for bbox, _ in names:
        row = sorted((b.x0, text) for b, text in names if b.top <= (bbox.top + bbox.bottom) / 2 <= b.bottom)
        texts = [text for _, text in row if not names_departments(text)]
        if len(texts) > 1 and _UPPER.search(texts[-1]) and _LOWER.search(texts[0]):
            return not _UPPER.search(texts[0])
    return False


def _by_numbers(columns: Sequence[Sequence[Shape]]) -> bool:
    """Whether numbers grow from right to left: 1-1 at the left of 1."""
    for left, right in pairwise(columns):
        known = {marker.value for shape in right if (marker := read_marker(shape.text).marker) and marker.counted}
        longer = [
            marker.value for shape in left if (marker := read_marker(shape.text).marker) and len(marker.value) > 1
        ]
        if longer and sum(value[:-1] in known for value in longer) >= CHAINED * len(left):
            return True
    return False


def _by_heights(columns: Sequence[Sequence[Shape]]) -> bool:
    """Whether boxes stand beside several of the column at their left, one over all of them, and nowhere the other way.

    What is said of several rows at once (期間, 対象) does so, too, but has no number and does not nest.
    """
    several, nested = 0, 0
    for left, right in pairwise(columns):
        if any(len(_beside(shape, right)) > 1 for shape in left):
            return False
        held = sum(sum(shape in _beside(other, left) for other in right) == 1 for shape in left)
        if held < COVERED * len(left):
            return False
        here = sum(len(_beside(shape, left)) > 1 for shape in right)
        several, nested = several + here, nested + (here > 0)
    marked = all(read_marker(shape.text).marker for shape in columns[-1])
    return several > 1 and (nested > 1 or marked)


def _beside(one: Shape, column: Sequence[Shape]) -> list[Shape]:
    """The boxes of a column with their middle at the height of a box."""
    return [shape for shape in column if one.bbox.top <= middle_of(shape.bbox, True) <= one.bbox.bottom]


def turned_over(page: Page, found: Shapes) -> tuple[Page, Shapes]:
    """A page and what is on it, left and right exchanged; texts stay as they are."""
    wide = page.width
    rules = tuple(_rule(rule, wide) for rule in page.rules)
    shapes = tuple(
        replace(shape, bbox=_box(shape.bbox, wide), ink=_box(shape.ink, wide), first=_box(shape.first, wide))
        for shape in found.shapes
    )
    empty = tuple(box._replace(bbox=_box(box.bbox, wide)) for box in found.empty)
    lines = tuple(replace(line, bbox=_box(line.bbox, wide)) if line.bbox else line for line in found.lines)
    return replace(page, rules=rules), Shapes(shapes, empty, lines)


def turned_back(result: Result[tuple[Diagram, ...]], wide: float, sure: bool) -> Result[tuple[Diagram, ...]]:
    """What was read of a page turned over, at the places where it is printed; with an issue where that is but likely."""
    diagrams = tuple(
        replace(
            diagram,
            boxes=tuple(replace(box, evidence=_evidence(box.evidence, wide)) for box in diagram.boxes),
            title=_evidence(diagram.title, wide) if diagram.title else None,
        )
        for diagram in result.value
    )
    doubts = [
        Issue(
            "reading_order",
            "図の枠は右から左へ読むように並んでいますが、印刷からは定まりません。右の枠を上の階層としたので、紙面と見比べてください。",
            diagram.boxes[0].evidence,
            refs=tuple(box.ref for box in diagram.boxes),
        )
        for diagram in diagrams
        if not sure
    ]
    return Result(diagrams, (*(_issue(issue, wide) for issue in result.issues), *doubts))


def _box(box: BBox, wide: float) -> BBox:
    return BBox(wide - box.x1, box.top, wide - box.x0, box.bottom)


def _rule(rule: Rule, wide: float) -> Rule:
    return rule._replace(x0=wide - rule.x0, x1=wide - rule.x1)


def _evidence(evidence: Evidence, wide: float) -> Evidence:
    return replace(evidence, bbox=_box(evidence.bbox, wide)) if evidence.bbox else evidence


def _issue(issue: Issue, wide: float) -> Issue:
    return replace(issue, evidence=_evidence(issue.evidence, wide))
