"""A page without a usable text layer → Page, read from its image. IO: renders by pdfium, reads by the OCR engine.

The rules, frames and characters found on the image take the places of those a text layer would have given, so every
later step is the same. Coordinates are of the page turned upright; Page.ocr says by how much.
"""

from __future__ import annotations

from dataclasses import replace
from statistics import median

import numpy as np

from extractors.ocr_engine import load_engine
from extractors.ocr_text import Sign, TextFound, read_boxes
from extractors.read_pdf_paths import Handle
from extractors.scan_boxes import frames
from extractors.scan_lines import Grey, Stretch, find_lines
from extractors.scan_skew import find_skew, turned
from extractors.scan_turn import find_turn, turned_boxes
from extractors.turn_page import HALF
from schemas.document import BBox, Box, Doubt, Glyph, OcrReading, Page, Rule

DPI = 200
"""Scanners of offices deliver 200 to 300."""
MAX_SIDE = 5000
"""Pixels; an A3 page has 3307."""
DOUBTFUL = 0.8
"""Certainty of a character below which a person is shown it."""
SAME_SIZE = 1.12
"""Type sizes that differ by less are one: on images they cannot be told apart."""


def read_scan(document: Handle, page: Page, *, straight: bool = False) -> Page:
    """The page with what its image says.

    Args:
        document: the open PDF.
        page: as read before.
        straight: True where only its characters are wrong: it lies straight, and rules and boxes it has are kept.

    Raises:
        ImportError: the OCR engine is not installed.
    """
    engine = load_engine()
    scale = min(DPI / 72, MAX_SIDE / max(page.width, page.height))
    image = np.ascontiguousarray(np.rot90(render(document, page.number, scale), page.turned))
    drawn = straight and bool(page.rules or page.boxes)
    skew = 0.0 if straight else find_skew(image)
    image = turned(image, skew)
    boxes = engine.find(image)
    around = 0 if straight else find_turn(image, boxes, engine.read)
    if around:
        boxes = turned_boxes(boxes, image, around)
        image = np.ascontiguousarray(np.rot90(image, around))
        page = _lying(page, around)
    lines = find_lines(image, boxes) if not drawn else _stretches(page, scale)
    found = read_boxes(image, boxes, lines, engine.read)
    read = replace(page, glyphs=_glyphs(found, scale), ocr=_reading(found, scale, skew))
    return read if drawn else _with_lines(read, lines, image, scale)


def _lying(page: Page, around: int) -> Page:
    """A page laid on its side or head, its size as it is read."""
    width, height = (page.width, page.height) if around == HALF else (page.height, page.width)
    return replace(page, width=width, height=height, turned=around)


def render(document: Handle, number: int, scale: float) -> Grey:
    """The page as it is looked at, in grey."""
    page = document[number - 1]
    try:
        picture = page.render(scale=scale, grayscale=True).to_numpy()
    finally:
        page.close()
    return np.array(picture.reshape(picture.shape[:2]), dtype=np.uint8)


def _stretches(page: Page, scale: float) -> list[Stretch]:
    """Upright rules and box sides of the page itself, in pixels, for cutting lines of text."""
    sides = [(r.x0, min(r.top, r.bottom), max(r.top, r.bottom)) for r in page.rules if abs(r.x0 - r.x1) < 1]
    sides += [(x, b.bbox.top, b.bbox.bottom) for b in page.boxes for x in (b.bbox.x0, b.bbox.x1)]
    return [Stretch(False, x * scale, low * scale, high * scale) for x, low, high in sides]


def _glyphs(found: TextFound, scale: float) -> tuple[Glyph, ...]:
    sizes = _sizes(found.signs)
    return tuple(
        Glyph(sign.text, _points(sign.bbox, scale), round(sizes[sign.size] / scale, 2)) for sign in found.signs
    )


def _sizes(signs: tuple[Sign, ...]) -> dict[float, float]:
    """Sizes as measured → sizes, those that are nearly the same taken as one."""
    measured = sorted(sign.size for sign in signs)
    groups: list[list[float]] = []
    for size in measured:
        if groups and size <= SAME_SIZE * groups[-1][0]:
            groups[-1].append(size)
        else:
            groups.append([size])
    return {size: median(group) for group in groups for size in group}


def _reading(found: TextFound, scale: float, skew: float) -> OcrReading:
    ink = [sign for sign in found.signs if not sign.text.isspace()]
    doubts = [
        Doubt(_points(sign.bbox, scale), sign.seen, sign.text, round(sign.score, 2))
        for sign in ink
        if sign.score < DOUBTFUL or sign.seen != sign.text
    ]
    doubts += [Doubt(_points(box, scale), "", "", 0.0) for box in found.unread]
    score = sum(sign.score for sign in ink) / len(ink) if ink else 0.0
    return OcrReading(round(score, 3), tuple(doubts), skew)


def _with_lines(page: Page, lines: list[Stretch], image: Grey, scale: float) -> Page:
    boxes, left = frames(lines)
    rules = [_rule(line, scale) for line in left]
    drawn = [Box(_points(box, scale), _fill(image, box), 0x000000, order) for order, box in enumerate(boxes)]
    return replace(page, rules=tuple(rules), boxes=tuple(drawn))


def _rule(line: Stretch, scale: float) -> Rule:
    at, low, high = line.at / scale, line.low / scale, line.high / scale
    return Rule(low, at, high, at) if line.level else Rule(at, low, at, high)


def _fill(image: Grey, box: BBox) -> int | None:
    """The shade inside a frame; None where it is that of the paper."""
    paper = float(np.median(image))
    inside = image[int(box.top) + 3 : int(box.bottom) - 2, int(box.x0) + 3 : int(box.x1) - 2]
    shade = int(np.median(inside)) if inside.size else int(paper)
    return None if abs(shade - paper) < 8 else shade << 16 | shade << 8 | shade


def _points(box: BBox, scale: float) -> BBox:
    return BBox(*(round(value / scale, 2) for value in box))
