"""Lines of one page → the same in reading order: pages set in two columns (二段組) left column first. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractors.numbering import read_marker
from schemas.document import BBox, Line

MIN_LINES = 6
"""Lines on either side, fewer are no column."""
GUTTER = 8.0
"""Points: the blank between two columns is at least this wide."""
BESIDE = 0.6
"""Share of the lesser side's lines that have a line beside them on the other side."""
CROSSING = 0.25
"""Share of the rows of a page that run over both columns at most."""
SMALL = 0.8
"""Share of the usual size below which text is that of a chart or a note, not of a column."""
SAME_ROW = 3.0
"""Points: lines whose middles fall into one such step stand in one row."""
INDENT = 4.0
"""Points: lines that begin nearer to each other have the same indent."""
INDENTS = 4
"""Indents that the lines of one column have at most, but for ..."""
ALIGNED = 0.8
"""... so many of them."""

CELLS = 3
"""Parts of a line, with wide gaps between them, from which on one that is a figure makes it a row of a table."""
_FIGURE = re.compile(
    r"[0-9０-９,.，．%％\s〜～~△▲－―-]*[0-9０-９][0-9０-９,.，．%％\s〜～~△▲－―-]*(?:[年月日人件回か所箇円点%％]|年度)*|[A-DＡ-Ｄ－―-]"
)


def in_columns(lines: Sequence[Line]) -> list[Line]:
    """Lines of a page; those that run over both columns keep their place between the blocks above and below."""
    gutter = find_gutter(lines)
    ordered = sorted(lines, key=lambda line: (line.bbox.top, line.bbox.x0) if line.bbox else (0.0, 0.0))
    if gutter is None:
        return ordered
    found: list[Line] = []
    block: list[Line] = []
    for line in ordered:
        if line.bbox is not None and line.bbox.x0 < gutter < line.bbox.x1:
            found.extend(_by_side(block, gutter))
            found.append(line)
            block = []
        else:
            block.append(line)
    return [*found, *_by_side(block, gutter)]


def _by_side(block: Sequence[Line], gutter: float) -> list[Line]:
    left = [line for line in block if line.bbox is not None and line.bbox.x1 <= gutter]
    return left + [line for line in block if line.bbox is not None and line.bbox.x0 >= gutter]


def find_gutter(lines: Sequence[Line]) -> float | None:
    """Where the page is divided, None where it is not."""
    sizes = sorted(line.size or 0.0 for line in lines)
    least = SMALL * sizes[len(sizes) // 2] if sizes else 0.0
    boxes = [line.bbox for line in lines if line.bbox is not None and (line.size or 0.0) >= least]
    if len(boxes) < 2 * MIN_LINES:
        return None
    low, high = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
    rows = len({_row(box) for box in boxes})
    best: tuple[int, float] | None = None
    for x in sorted({box.x0 for box in boxes}):
        if not low + 0.3 * (high - low) < x < low + 0.7 * (high - low):
            continue
        at = x - GUTTER / 2
        # counted by rows: the many cells of a table do not outnumber the lines of a page that run over its width
        crossing = len({_row(box) for box in boxes if box.x0 < at < box.x1 or at - GUTTER / 2 < box.x1 < x - 0.1})
        left = [box for box in boxes if box.x1 <= at]
        right = [box for box in boxes if box.x0 >= at]
        few, many = sorted((left, right), key=len)
        if len(few) < MIN_LINES or crossing > CROSSING * rows:
            continue
        beside = sum(any(a.top < b.bottom and b.top < a.bottom for b in many) for a in few)
        starts = Counter(round((box.x0 - x) / INDENT) for box in right)
        aligned = sum(count for _, count in starts.most_common(INDENTS))
        if beside >= BESIDE * len(few) and aligned >= ALIGNED * len(right) and (best is None or crossing < best[0]):
            best = (crossing, at)
    return best[1] if best else None


def _row(box: BBox) -> int:
    """The height at which a line stands."""
    return round((box.top + box.bottom) / (2 * SAME_ROW))


def is_row(text: str) -> bool:
    """Whether a line is the row of a table: two entries with marks of their own, or figures, side by side."""
    parts = [part for part in text.split("\u3000") if part.strip()]
    marked = [read_marker(part) for part in parts]
    entries = sum(one.marker is not None and bool(one.name) for one in marked)
    return entries > 1 or (len(parts) >= CELLS and any(_FIGURE.fullmatch(part.strip()) for part in parts[1:]))
