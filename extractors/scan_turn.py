"""The image of a page and where text stands on it → which way up it was laid on the glass. Pure but for the OCR engine.

Lines of text set across are wide boxes. Tall ones are vertical text (縦書き), or lines of a page on its side; a page on its
head is told by text that can hardly be read. In doubt the page is left as it lies.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

import numpy as np

from extractors.ocr_columns import laid_across
from extractors.ocr_engine import Reading
from extractors.ocr_text import ink_of
from extractors.scan_lines import Grey
from extractors.turn_page import HALF, turn
from schemas.document import BBox

LONG = 4.0
"""Times its height: a line of text of more than a word or two."""
SAMPLES = 3
"""Lines that are read to tell; the longest ones."""
MOST = 0.7
"""Share of the long lines that are tall, from which on the page may lie on its side."""
POOR = 0.8
"""Mean certainty below which text across may stand on its head."""
ALIKE = 0.6
"""Share of its characters that a text has in common with the same, read backwards with other slips."""
BETTER = 0.12
"""Certainty by which another way up must be better."""

Read = Callable[[Grey], Reading]


def find_turn(image: Grey, boxes: Sequence[BBox], read: Read) -> int:
    """Quarter turns, as in Page.turned, by which the page must be turned to stand upright."""
    tall = [box for box in boxes if box.bottom - box.top >= LONG * (box.x1 - box.x0)]
    wide = [box for box in boxes if box.x1 - box.x0 >= LONG * (box.bottom - box.top)]
    if len(tall) >= MOST * (len(tall) + len(wide)):
        return _on_its_side([_crop(image, box) for box in _longest(tall)], bool(wide), read)
    crops = [_crop(image, box) for box in _longest(wide)]
    upright = _mean([_score(crop, 0, read) for crop in crops])
    if upright >= POOR:
        return 0
    return HALF if _mean([_score(crop, HALF, read) for crop in crops]) > upright + BETTER else 0


def _on_its_side(crops: Sequence[Grey], wide: bool, read: Read) -> int:
    """Engines read letters on their side as well: lines that run up then come out backwards when read as columns."""
    columns = [read(laid_across(crop, ink_of(crop)).image) for crop in crops]
    up = [read(np.ascontiguousarray(np.rot90(crop, -1))) for crop in crops]
    down = _mean([_score(crop, 1, read) for crop in crops])
    rising = _mean([one.score for one in up])
    if rising >= max(POOR, down) and all(_backwards(a.text, b.text) for a, b in zip(columns, up, strict=True)):
        return -1
    return 1 if not wide and len(crops) == SAMPLES and down >= max(POOR, _mean([one.score for one in columns])) else 0


def _backwards(one: str, other: str) -> bool:
    return SequenceMatcher(None, one[::-1], other).ratio() >= ALIKE


def turned_boxes(boxes: Sequence[BBox], image: Grey, turned: int) -> list[BBox]:
    """Boxes on the image after it was turned."""
    place = turn(float(image.shape[1]), float(image.shape[0]), turned)
    return [place(box) for box in boxes]


def _longest(boxes: Sequence[BBox]) -> list[BBox]:
    return sorted(boxes, key=lambda box: -max(box.x1 - box.x0, box.bottom - box.top))[:SAMPLES]


def _crop(image: Grey, box: BBox) -> Grey:
    return image[int(box.top) : int(box.bottom) + 1, int(box.x0) : int(box.x1) + 1]


def _score(crop: Grey, turned: int, read: Read) -> float:
    return read(np.ascontiguousarray(np.rot90(crop, turned))).score


def _mean(scores: Sequence[float]) -> float:
    return sum(scores) / len(scores) if scores else 0.0
