"""What is printed over a diagram: the names of its levels over the columns, and its heading. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.columns import is_header_word, names_a_column
from extractors.diagram_boxes import Shape
from extractors.numbering import SPACES
from schemas.document import BBox, Line
from schemas.structure import Evidence

TITLE_GAP = 80.0
"""Points between a diagram and the heading over it."""
SHORT_NAME = 8
"""Characters of a level's name in a box that looks like those under it; longer ones are entries that head a stack."""
HIERARCHY = re.compile(r"体系|構成|全体像|ツリー|骨子")
"""Words of a heading over a hierarchy."""


def find_heads(
    shapes: Sequence[Shape], boxed: int, loose: Sequence[Line], joined: set[int]
) -> tuple[set[int], tuple[str, ...]]:
    """The row of level names over the columns: boxes and texts that no line leads to or from."""
    tops = [shapes[i].bbox.top for i in joined] or [shape.bbox.top for shape in shapes[:boxed]]
    candidates: list[tuple[BBox, str, int | None]] = [
        (shape.bbox, shape.text, i)
        for i, shape in enumerate(shapes[:boxed])
        if i not in joined and not shape.frame and is_header_word(shape.text)
    ]
    candidates += [
        (line.bbox, line.text, None) for line in loose if line.bbox is not None and is_header_word(line.text)
    ]
    best: list[tuple[BBox, str, int | None]] = []
    for bbox, _, _ in candidates:
        row = [
            c for c in candidates if abs((c[0].top + c[0].bottom) - (bbox.top + bbox.bottom)) <= bbox.bottom - bbox.top
        ]
        known = sum(names_a_column(text) for _, text, _ in row)
        over = bbox.top <= min(tops) + (0.0 if joined else 2.0)
        if len(row) >= 2 and known * 2 > len(row) and over and _apart(row, shapes) and len(row) > len(best):
            best = row
    best.sort(key=lambda c: c[0].x0)
    heads = {i for _, _, i in best if i is not None}
    return heads, tuple(text.replace("\n", "") for _, text, _ in best)


def _apart(row: Sequence[tuple[BBox, str, int | None]], shapes: Sequence[Shape]) -> bool:
    """Whether a row of names stands over boxes, each over others than the next, and looks different from them."""
    fills = {shapes[i].fill for _, _, i in row if i is not None}
    under = [
        [
            s
            for k, s in enumerate(shapes)
            if k not in {i for _, _, i in row}
            and s.bbox.top >= bbox.bottom - 2.0
            and min(s.bbox.x1, bbox.x1) - max(s.bbox.x0, bbox.x0) > 0.3 * min(s.bbox.x1 - s.bbox.x0, bbox.x1 - bbox.x0)
        ]
        for bbox, _, _ in row
    ]
    if not all(under):
        return False
    below = {s.fill for group in under for s in group}
    short = all(len(re.sub(r"\s", "", text)) <= SHORT_NAME for _, text, _ in row)
    return not fills or not fills <= below or (short and len({id(s) for group in under for s in group}) > 2 * len(row))


def find_title(loose: Sequence[Line], shapes: Sequence[Shape], names: tuple[str, ...]) -> Evidence | None:
    """The heading over the diagram: the nearest line that speaks of a 体系, else the nearest at its left."""
    top = min(shape.bbox.top for shape in shapes)
    above = [
        line
        for line in loose
        if line.bbox is not None and top - TITLE_GAP <= line.bbox.bottom <= top + 1.0 and line.text not in names
    ]
    if not above:
        return None
    speaking = [line for line in above if HIERARCHY.search(line.text)]
    nearest = max(
        speaking or above, key=lambda line: (round(line.bbox.bottom / 4), -line.bbox.x0) if line.bbox else (0, 0.0)
    )
    return Evidence(nearest.text.strip(SPACES), nearest.page, bbox=nearest.bbox)
