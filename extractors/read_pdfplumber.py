"""One page of a PDF → Page, read by pdfplumber: the reference that the fast reader is held to. IO: reads one file.

Slower by a factor of ten, and independent of pdfium: a test reads the same pages with both and wants the same cells.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pdfplumber

from extractors.join_rules import joined
from extractors.radicals import FOLDED
from extractors.read_pdf_paths import THIN, THIN_RATIO
from extractors.seen_spaces import with_spaces
from schemas.document import BBox, Box, Glyph, Image, Page, Rule

Thing = Mapping[str, Any]
"""A character, line or rectangle as pdfplumber describes it."""


def read_reference_page(path: Path, number: int, password: str | None = None) -> Page:
    """The page with the given number, from 1."""
    with pdfplumber.open(path, pages=[number], password=password or "") as document:
        page = document.pages[0]
        glyphs = [glyph for char in page.chars for glyph in _glyphs(char)]
        rules = [_rule_of_line(line) for line in page.lines]
        boxes: list[Box] = []
        for order, rect in enumerate(page.rects):
            rule = _rule_of_rect(rect)
            if rule is not None:
                rules.append(rule)
            else:
                boxes.append(_box(rect, order))
        images = tuple(Image(_place(image)) for image in page.images)
        width, height = float(page.width), float(page.height)
        page.close()
    return Page(number, width, height, tuple(with_spaces(glyphs)), tuple(joined(rules)), tuple(boxes), images)


def _place(thing: Thing) -> BBox:
    return BBox(float(thing["x0"]), float(thing["top"]), float(thing["x1"]), float(thing["bottom"]))


def _glyphs(char: Thing) -> list[Glyph]:
    text = str(char["text"])
    size = float(char["size"])
    upright = bool(char.get("upright", True))
    return [Glyph(FOLDED.get(sign, sign), _place(char), size, upright) for sign in text[:1]]


def _rule_of_line(line: Thing) -> Rule:
    box = _place(line)
    width = float(line.get("linewidth") or 0.0)
    return Rule(box.x0, box.top, box.x1, box.bottom, width, _colour(line.get("stroking_color")))


def _rule_of_rect(rect: Thing) -> Rule | None:
    """A rectangle so thin that it is a line."""
    x0, top, x1, bottom = _place(rect)
    wide, high = x1 - x0, bottom - top
    if min(wide, high) > THIN or max(wide, high) < THIN_RATIO * min(wide, high):
        return None
    colour = _colour(rect.get("non_stroking_color"))
    if wide >= high:
        return Rule(x0, (top + bottom) / 2, x1, (top + bottom) / 2, max(high, 0.1), colour)
    return Rule((x0 + x1) / 2, top, (x0 + x1) / 2, bottom, max(wide, 0.1), colour)


def _box(rect: Thing, order: int) -> Box:
    fill = (_colour(rect.get("non_stroking_color")) or 0) if rect.get("fill") else None
    stroke = (_colour(rect.get("stroking_color")) or 0) if rect.get("stroke") else None
    return Box(_place(rect), fill, stroke, order)


def _colour(value: object) -> int | None:
    """0xRRGGBB of a grey, RGB or CMYK colour."""
    if not isinstance(value, (tuple, list)) or not all(isinstance(part, (int, float)) for part in value):
        return None
    parts = [float(part) for part in value]
    if len(parts) == 1:
        parts = parts * 3
    elif len(parts) == 4:
        cyan, magenta, yellow, black = parts
        parts = [(1 - ink) * (1 - black) for ink in (cyan, magenta, yellow)]
    if len(parts) != 3:
        return None
    red, green, blue = (round(255 * min(max(part, 0.0), 1.0)) for part in parts)
    return red << 16 | green << 8 | blue
