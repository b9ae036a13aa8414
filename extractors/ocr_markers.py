"""The box around a line of text → the same with the bullet before it, which engines leave out when they look for text. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractors.scan_lines import Grey, Stretch
from schemas.document import BBox

REACH = 1.3
"""Times the height of a line: a bullet stands no further before it."""
SMALLEST = 0.15
LARGEST = 1.0
"""Times the height of a line: bullets are no smaller and no larger."""
DARK = 70
"""Levels of grey below the paper that count as ink."""


def with_marker(image: Grey, box: BBox, boxes: Sequence[BBox], lines: Sequence[Stretch]) -> BBox:
    """The box, wider to the left where a single blot of ink stands before it."""
    height = box.bottom - box.top
    if box.x1 - box.x0 < 1.5 * height:
        return box
    start = max(box.x0 - REACH * height, 0.0)
    for line in lines:
        if not line.level and line.low < (box.top + box.bottom) / 2 < line.high and start < line.at + 3 < box.x0:
            start = line.at + 3
    for other in boxes:
        if other is not box and other.x0 < box.x0 and other.bottom > box.top and other.top < box.bottom:
            start = max(start, other.x1)
    strip = image[int(box.top) : int(box.bottom) + 1, int(start) : int(box.x0) + 1]
    if strip.shape[1] < SMALLEST * height:
        return box
    ink = strip < float(np.median(image[int(box.top) : int(box.bottom) + 1, int(box.x0) : int(box.x1)])) - DARK
    cols, rows = np.nonzero(ink.any(axis=0))[0], np.nonzero(ink.any(axis=1))[0]
    if not len(cols):
        return box
    wide, high = int(cols[-1] - cols[0]) + 1, int(rows[-1] - rows[0]) + 1
    single = SMALLEST * height <= wide <= LARGEST * height and SMALLEST * height <= high <= LARGEST * height
    return box._replace(x0=start + float(cols[0]) - 2) if single and cols[0] > 1 else box
