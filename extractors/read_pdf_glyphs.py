"""The characters of one PDF page → glyphs in points from the top left of the page as it is looked at. IO through pypdfium2.

Boxes are loose (the place of the letter, not its ink). Characters that pdfium invents (spaces, line ends) are left out.
"""

from __future__ import annotations

import ctypes

import pypdfium2.raw as pdfium

from extractors.radicals import FOLDED
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
BREAKS = (0x0A, 0x0D)
SPACE = 0x20


class Styles:
    """Size, posture and weight of text objects; browsers make one object per letter, so every call counts."""

    def __init__(self, text_page: Handle, turned: bool) -> None:
        self._page = text_page
        self._turned = turned
        self._matrix = pdfium.FS_MATRIX()
        self._ref = ctypes.byref(self._matrix)
        self._bold: dict[int, bool] = {}
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._pen_x, self._pen_y = ctypes.byref(self._x), ctypes.byref(self._y)

    def read(self, at: int, text_object: Handle) -> tuple[float, bool, bool]:
        """(size in points, upright?, bold?) of the character."""
        matrix = self._matrix
        pdfium.FPDFText_GetMatrix(self._page, at, self._ref)
        a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
        size = pdfium.FPDFText_GetFontSize(self._page, at) * ((c * c + d * d) ** 0.5 or 1.0)
        upright = (abs(a) + abs(d) >= abs(b) + abs(c)) != self._turned
        if not text_object:
            return size, upright, False
        font = pdfium.FPDFTextObj_GetFont(text_object)
        address = ctypes.cast(font, ctypes.c_void_p).value or 0
        bold = self._bold.get(address)
        if bold is None:
            bold = self._bold[address] = _is_bold(font)
        return size, upright, bold

    def widen(self, at: int, rect: Handle, size: float) -> None:
        """Where pdfium gives only the ink (fonts that map kanji to radicals), the square that the letter stands in."""
        pdfium.FPDFText_GetCharOrigin(self._page, at, self._pen_x, self._pen_y)
        x, y = self._x.value, self._y.value
        below, above = DESCENT * size, (1 - DESCENT) * size
        b = self._matrix.b
        if abs(b) < abs(self._matrix.a):
            square = (x, y - below, x + size, y + above)
            inset, over = rect.left - x, rect.right - square[2]
        elif b > 0:  # written upwards, on a page that is turned to the right
            square = (x - above, y, x + below, y + size)
            inset, over = rect.bottom - y, rect.top - square[3]
        else:
            square = (x - below, y - size, x + above, y)
            inset, over = y - rect.top, square[1] - rect.bottom
        if inset >= INSET * size and over <= INSET * size:
            rect.left, rect.bottom, rect.right, rect.top = square


def read_glyphs(page: Handle, place: Place, width: float, height: float) -> list[Glyph] | None:
    """The glyphs that lie on the sheet, in the order of the file; None where there are too many."""
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return []
    try:
        count = pdfium.FPDFText_CountChars(text_page)
        if count > MAX_GLYPHS:
            return None
        styles = Styles(text_page, pdfium.FPDFPage_GetRotation(page) % 2 == 1)
        return with_spaces(_glyphs(text_page, count, place, BBox(0.0, 0.0, width, height), styles))
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _glyphs(text_page: Handle, count: int, place: Place, sheet: BBox, styles: Styles) -> list[Glyph]:
    get_unicode, is_generated = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_IsGenerated
    get_box, get_object = pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetTextObject
    cast, void = ctypes.cast, ctypes.c_void_p
    rect = pdfium.FS_RECTF()
    ref = ctypes.byref(rect)
    found: list[Glyph] = []
    current, size, upright, bold, high = -1, 0.0, True, False, 0
    for at in range(count):
        code = get_unicode(text_page, at)
        if code in BREAKS or (code == SPACE and is_generated(text_page, at) == 1) or not get_box(text_page, at, ref):
            continue
        if 0xD800 <= code < 0xE000:
            if code < 0xDC00:
                high = code
                continue
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        text_object = get_object(text_page, at)
        address = cast(text_object, void).value or 0
        if address != current:
            current = address
            size, upright, bold = styles.read(at, text_object)
        if code >= WIDE and min(rect.right - rect.left, rect.top - rect.bottom) < NARROW * size:
            styles.widen(at, rect, size)
        (xa, ya), (xb, yb) = place(rect.left, rect.top), place(rect.right, rect.bottom)
        box = BBox(xa if xa < xb else xb, ya if ya < yb else yb, xb if xa < xb else xa, yb if ya < yb else ya)
        if box.x1 < sheet.x0 or box.x0 > sheet.x1 or box.bottom < sheet.top or box.top > sheet.bottom:
            continue
        text = chr(code) if code else "\ufffd"
        found.append(Glyph(FOLDED.get(text, text), box, size, upright, None, bold))
    return found


def _is_bold(font: Handle) -> bool:
    """By the weight the font declares, else by its name (ゴシックW6, DemiBold)."""
    if not font:
        return False
    if pdfium.FPDFFont_GetWeight(font) >= BOLD_WEIGHT:
        return True
    length = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 1))
    pdfium.FPDFFont_GetBaseFontName(font, buffer, length)
    name = buffer.value.decode("utf-8", "replace").lower()
    return any(part in name for part in _BOLD_NAMES)
