"""The characters of one PDF page → glyphs in points from the top left of the page as it is looked at. IO through pypdfium2.

Boxes are loose (the place of the letter, not its ink). Characters that pdfium invents (spaces, line ends) are left out.
"""

from __future__ import annotations

import ctypes
import re

import pypdfium2.raw as pdfium

from extractors.radicals import FOLDED
from extractors.read_pdf_calls import (
    Numbers,
    address,
    get_box,
    get_font,
    get_matrix,
    get_mode,
    get_name,
    get_object,
    get_origin,
    get_size,
    get_unicode,
    get_weight,
    has_no_unicode,
    is_generated,
)
from extractors.read_pdf_paths import Handle, Place
from extractors.seen_spaces import with_spaces
from schemas.document import BBox, Glyph

MAX_GLYPHS = 60_000
"""On one page; an A0 sheet full of 6-point text has some 50,000."""
NARROW = 0.97
"""Em: the box of a kana, kanji or Japanese sign narrower than this may be its ink, not its place in the line."""
INSET = 0.015
"""Em: ink begins at least this far right of where the pen stands; a proportional letter begins right there."""
DESCENT = 0.12
"""Em: the square of a kanji reaches this far below the line on which the pen moves."""
WIDE = 0x2E80
"""Code point from which on signs are as wide as the font is high."""
BOLD_WEIGHT = 600
"""Font weight from which on a face counts as bold."""
_BOLD_NAMES = ("bold", "heavy", "black", "-w6", "-w7", "-w8", "-w9", "-eb", "-db", "-ub", "demi")
_GOTHIC = ("gothic", "sans", "meiryo", "kaku", "shingo", "maru", "helvetica", "arial", "futogo", "udgo")
_MINCHO = ("mincho", "serif", "ryumin", "times", "century", "songti", "simsun")
BREAKS = (0x0A, 0x0D)
SPACE = 0x20


Box = tuple[float, float, float, float]
"""Left, top, right and bottom in page coordinates, in the order in which pdfium gives them."""


class Styles:
    """Size, posture and weight of text objects; browsers make one object per letter, so every call counts."""

    def __init__(self, text_page: int, turned: bool) -> None:
        self._page = text_page
        self._turned = turned
        self._matrix = Numbers(6)
        self._faces: dict[int, tuple[bool, str]] = {}
        self._pen = Numbers(2, double=True)

    def read(self, at: int, text_object: int | None) -> tuple[float, bool, bool, str]:
        """(size in points, upright?, bold?, typeface) of the character."""
        get_matrix(self._page, at, self._matrix.place)
        a, b, c, d, _, _ = self._matrix.view
        size = get_size(self._page, at) * ((c * c + d * d) ** 0.5 or 1.0)
        upright = (abs(a) + abs(d) >= abs(b) + abs(c)) != self._turned
        if not text_object:
            return size, upright, False, ""
        font = get_font(text_object) or 0
        known = self._faces.get(font)
        if known is None:
            known = self._faces[font] = _face(font)
        bold, face = known
        # fonts without a bold face (ＭＳ 明朝) are made bold by a line around each letter
        return size, upright, bold or get_mode(text_object) == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE, face

    def widen(self, at: int, box: Box, size: float) -> Box:
        """Where pdfium gives only the ink (fonts that map kanji to radicals), the square that the letter stands in."""
        get_origin(self._page, at, self._pen.place, self._pen.place + 8)
        x, y = self._pen.view
        below, above = DESCENT * size, (1 - DESCENT) * size
        a, b, _, _, _, _ = self._matrix.view
        left, top, right, bottom = box
        if abs(b) < abs(a):
            square = (x, y + above, x + size, y - below)
            inset, over = left - x, right - square[2]
        elif b > 0:  # written upwards, on a page that is turned to the right
            square = (x - above, y + size, x + below, y)
            inset, over = bottom - y, top - square[1]
        else:
            square = (x - below, y, x + above, y - size)
            inset, over = y - top, square[3] - bottom
        if inset >= INSET * size and over <= INSET * size:
            return square
        flat = abs(b) < abs(a) and top - bottom < NARROW * size  # its width is known, its height but the ink's
        return square if flat and max(abs(inset), abs(over)) < INSET * size else box


def read_glyphs(
    page: Handle, place: Place, width: float, height: float, unseen: frozenset[int] = frozenset()
) -> list[Glyph] | None:
    """The glyphs that lie on the sheet, in the order of the file; None where there are too many.

    Args:
        unseen: addresses of text objects that are left out.
    """
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return []
    try:
        count = pdfium.FPDFText_CountChars(text_page)
        if count > MAX_GLYPHS:
            return None
        characters = address(text_page)
        styles = Styles(characters, pdfium.FPDFPage_GetRotation(page) % 2 == 1)
        return with_spaces(_glyphs(characters, count, place, BBox(0.0, 0.0, width, height), styles, unseen))
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _glyphs(
    text_page: int, count: int, place: Place, sheet: BBox, styles: Styles, unseen: frozenset[int]
) -> list[Glyph]:
    box = Numbers(4)
    into, seen = box.place, box.view
    found: list[Glyph] = []
    current, size, upright, bold, face, high = -1, 0.0, True, False, "", 0
    for at in range(count):
        code = get_unicode(text_page, at)
        if code in BREAKS or (code == SPACE and is_generated(text_page, at) == 1) or not get_box(text_page, at, into):
            continue
        if 0xD800 <= code < 0xE000:
            if code < 0xDC00:
                high = code
                continue
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        left, top, right, bottom = seen
        text_object = get_object(text_page, at) or 0
        if text_object != current:
            current = text_object
            size, upright, bold, face = styles.read(at, text_object)
        if text_object in unseen:
            continue
        if code >= WIDE and min(right - left, top - bottom) < NARROW * size:
            left, top, right, bottom = styles.widen(at, (left, top, right, bottom), size)
        (xa, ya), (xb, yb) = place(left, top), place(right, bottom)
        bbox = BBox(xa if xa < xb else xb, ya if ya < yb else yb, xb if xa < xb else xa, yb if ya < yb else ya)
        if bbox.x1 < sheet.x0 or bbox.x0 > sheet.x1 or bbox.bottom < sheet.top or bbox.top > sheet.bottom:
            continue
        lost = code < SPACE and has_no_unicode(text_page, at) == 1  # a glyph that the font gives no character for
        text = "\ufffd" if lost or not code else chr(code)
        found.append(Glyph(FOLDED.get(text, text), bbox, size, upright, None, bold, face))
    return found


def _face(font: int) -> tuple[bool, str]:
    """Whether a font is bold, by the weight it declares, else by its name (ゴシックW6, DemiBold), and its typeface.

    A font without a name holds drawings of letters: that is how browsers make a face bold that has no bold one.
    """
    if not font:
        return False, ""
    length = get_name(font, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 1))
    get_name(font, ctypes.addressof(buffer), length)
    name = buffer.value.decode("utf-8", "replace").lower()
    bold = get_weight(font) >= BOLD_WEIGHT or not name or any(part in name for part in _BOLD_NAMES)
    return bold, _family(name, buffer.value)


def _family(name: str, raw: bytes) -> str:
    """ "gothic" or "mincho" where the name says so, else the name without its subset and weight."""
    japanese = raw.decode("cp932", "replace")
    if any(part in name for part in _GOTHIC) or "ゴシ" in japanese:
        return "gothic"
    if any(part in name for part in _MINCHO) or "明朝" in japanese:
        return "mincho"
    return re.split(r"[-,]", name.split("+")[-1])[0]
