"""Texts of a diagram that no box surrounds → boxes around the text itself. Pure.

Only what stands among the boxes counts: a heading, a legend above or a note below is none of the diagram. A line with
a marker begins a text of its own; one without goes on with the text above where it stands right under it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.columns import is_header_word
from extractors.diagram_boxes import Shape, Shapes
from extractors.diagram_underlines import on_rules
from extractors.numbering import read_marker
from schemas.document import BBox, Line, Rule

LINE_GAP = 0.9
"""Em between the lines of one text, at most."""
LIST_GAP = 2.5
"""Em between two entries of one list, at most."""
ALIGNED = 0.5
"""Em by which these begin further left or right; points by which their sizes differ."""
HANGING = 2.5
"""Em: how far the second line of a text is indented against the first, at most."""
LONGEST = 90
"""Characters of a title; prose is longer."""
SLACK = 2.0
"""Points by which the middle of a text may lie outside the lines that lead to it."""
INSET = 2.0
"""Em between the left side of a frame that is not drawn and the text in it, at most."""
BELOW = 1.0
"""Heights of the lowest box: how far below it a text still stands among the boxes."""


def loose_texts(found: Shapes, joined: set[int], lines_drawn: Sequence[BBox]) -> tuple[list[Shape], list[Line]]:
    """The texts among the boxes, as shapes; and all lines outside boxes.

    Args:
        found: shapes and lines of a page.
        joined: indices of the boxes that lines join; all boxes count where there are none.
        lines_drawn: where the lines run that lead to these boxes.
    """
    lines = sorted((line for line in found.lines if line.bbox is not None), key=_down_columns)
    boxes = [found.shapes[i].bbox for i in joined] or [shape.bbox for shape in found.shapes]
    top = min(box.top for box in (*boxes, *lines_drawn))
    lowest = max(boxes, key=lambda box: box.bottom)
    bottom = max(lowest.bottom + BELOW * (lowest.bottom - lowest.top), *(box.bottom for box in lines_drawn), 0.0)
    among = [
        line
        for line in lines
        if line.bbox is not None and top - SLACK <= (line.bbox.top + line.bbox.bottom) / 2 <= bottom + SLACK
    ]
    among = _with_rest(among, lines)
    used: set[int] = set()
    texts: list[Shape] = []
    for i, line in enumerate(among):
        if i in used:
            continue
        block = [line]
        for j in range(i + 1, len(among)):
            if j not in used and _continues(block[-1], among[j]):
                block.append(among[j])
                used.add(j)
        text = _block(block)
        if _is_title(text.text):
            texts.append(text)
    return texts, lines


def _with_rest(among: list[Line], lines: Sequence[Line]) -> list[Line]:
    """The lines among the boxes, and those above and below them that are the rest of a list of theirs."""
    found = list(among)
    left = [line for line in lines if line not in among and not is_header_word(line.text)]
    while True:
        more = [line for line in left if any(_next_in_list(line, other) for other in found)]
        if not more:
            return sorted(found, key=_down_columns)
        found += more
        left = [line for line in left if line not in more]


def _next_in_list(line: Line, other: Line) -> bool:
    """Whether two lines stand right above each other and begin with the same kind of marker, or both with none."""
    if line.bbox is None or other.bbox is None:
        return False
    size = other.size or 10.0
    a, b = read_marker(line.text).marker, read_marker(other.text).marker
    gap = max(line.bbox.top, other.bbox.top) - min(line.bbox.bottom, other.bbox.bottom)
    return (
        (a.kind if a else None) == (b.kind if b else None)
        and abs(line.bbox.x0 - other.bbox.x0) <= ALIGNED * size
        and abs((line.size or size) - size) <= ALIGNED
        and -ALIGNED * size <= gap <= LIST_GAP * size
    )


def reach_lines(texts: Sequence[Shape], shapes: Sequence[Shape], rules: Sequence[Rule]) -> list[Shape]:
    """Texts without a box as wide as the frame that is not drawn: up to the line that begins or ends at their height.

    Args:
        texts: without boxes.
        shapes: the boxes of the page.
        rules: its lines.
    """
    texts = on_rules(texts, rules)
    ends = [end for rule in rules if not rule.arrow for end in ((rule.x0, rule.top), (rule.x1, rule.bottom))]
    ends += [(rule.x0, rule.top) for rule in rules if rule.arrow]
    boxes = [one.bbox for one in (*shapes, *texts)]
    found = []
    for text in texts:
        box = text.bbox
        beside = [other for other in boxes if other is not box and other.top < box.bottom and other.bottom > box.top]
        level = [x for x, y in ends if box.top - SLACK <= y <= box.bottom + SLACK]
        after = min((x for x in level if x > box.x1), default=box.x1)
        before = max((x for x in level if box.x0 - INSET * text.size <= x < box.x0), default=box.x0)
        if any(box.x1 <= other.x0 < after for other in beside):
            after = box.x1
        if any(before < other.x1 <= box.x0 for other in beside):
            before = box.x0
        found.append(replace(text, bbox=box._replace(x0=before, x1=after)))
    return found


def own_columns(texts: Sequence[BBox], boxes: Sequence[BBox]) -> list[int]:
    """Indexes of texts that stand where no box does, beside boxes: a level that is written without frames."""
    if not boxes:
        return []
    top, bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)
    found = []
    for i, text in enumerate(texts):
        alone = not any(min(text.x1, box.x1) - max(text.x0, box.x0) > 0 for box in boxes)
        middle = (text.top + text.bottom) / 2
        if alone and top <= middle <= bottom and any(box.top <= middle <= box.bottom for box in boxes):
            found.append(i)
    return found


def _is_title(text: str) -> bool:
    """Not prose, and not a mere sign between boxes (▼)."""
    return len(text) <= LONGEST and not text.rstrip().endswith("。") and bool(read_marker(text).name)


def _down_columns(line: Line) -> tuple[float, float]:
    assert line.bbox is not None
    return (line.bbox.top, line.bbox.x0)


def _continues(above: Line, line: Line) -> bool:
    """Whether a line goes on with the text of the one above it."""
    if above.bbox is None or line.bbox is None or read_marker(line.text).marker is not None:
        return False
    size = above.size or 10.0
    return (
        -0.3 * size <= line.bbox.top - above.bbox.bottom <= LINE_GAP * size
        and abs(line.bbox.x0 - above.bbox.x0) <= HANGING * size
        and abs((line.size or size) - size) <= 0.6
    )


def _block(lines: Sequence[Line]) -> Shape:
    boxes = [line.bbox for line in lines if line.bbox is not None]
    around = BBox(
        min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes), max(b.bottom for b in boxes)
    )
    text = "\n".join(line.text for line in lines)
    return Shape(around, text, around, boxes[0], lines[0].size or 10.0, drawn=False)
