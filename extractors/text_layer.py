"""A page as read → whether its text layer can be trusted, or its image must be read instead. Pure.

Four things go wrong: a scan has no text; a scanner's own OCR has put hidden text behind the picture; a font without a
usable table of characters gives signs that nobody printed; text was turned into curves.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Literal

from schemas.document import Page

Layer = Literal["usable", "none", "garbled"]

GARBLED = 0.2
"""Share of characters that no Japanese plan prints, from which on a text layer is worthless; bad symbols alone reach
some 5 %."""
FEW = 12
"""Characters: fewer are a page number or a stamp, and no text."""
PICTURE = 0.3
"""Share of the page that pictures cover before a page without text is taken for a scan rather than left blank."""
CURVES = 150
"""Drawn shapes on a page without text, from which on they are its letters, turned into curves."""
_MARKS_ALLOWED = frozenset("\u0301\u0302\u0304\u0308\u3099\u309a")


def text_layer(page: Page) -> Layer:
    """Whether the characters of the page are what a reader sees."""
    text = "".join(glyph.text for glyph in page.glyphs)
    if letters(text) < FEW:
        return "none" if _pictured(page) or _in_curves(page) else "usable"
    return "garbled" if garbled(text) else "usable"


def letters(text: str) -> int:
    """How many characters there are besides spaces."""
    return len("".join(text.split()))


def _in_curves(page: Page) -> bool:
    return len(page.boxes) + len(page.rules) >= CURVES


def _pictured(page: Page) -> bool:
    covered = sum((image.bbox.x1 - image.bbox.x0) * (image.bbox.bottom - image.bbox.top) for image in page.images)
    return covered >= PICTURE * page.width * page.height


def garbled(text: str) -> bool:
    """Whether a page's text is for a good part what nobody printed."""
    signs = Counter("".join(text.split()))
    return sum(count for sign, count in signs.items() if _never_printed(sign)) >= GARBLED * max(signs.total(), 1)


def _never_printed(text: str) -> bool:
    """Private use, control, unassigned, and scripts that have no place in a Japanese plan."""
    sign = text[:1]
    code = ord(sign)
    if 0x20 <= code < 0x7F or 0x2000 <= code < 0xA000 or 0xFF00 <= code < 0xFFEF:
        return 0x2800 <= code < 0x2E00  # Braille, Glagolitic, Coptic ...
    category = unicodedata.category(sign)
    if category in ("Co", "Cn", "Cc", "Cs") or sign == "\ufffd":
        return True
    return code >= 0x0100 and not 0x0370 <= code < 0x0460 and sign not in _MARKS_ALLOWED
