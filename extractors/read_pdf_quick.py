"""A PDF page → its lines of text, without a Glyph for each character where a line is plain. IO: reads by pdfium.

Most pages of a booklet are prose that no reader of layouts will look at; what is wanted of them is their lines. A plain
line is one run of characters without gaps, alone at its height. All others are put together from glyphs as on any page,
so that the lines are the same as those of page_text.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from extractors.page_text import RUBY, SPLIT, page_lines
from extractors.radicals import FOLDED
from extractors.read_pdf_glyphs import BREAKS, MAX_GLYPHS, NARROW, SPACE, WIDE, Styles
from extractors.read_pdf_paths import Handle
from extractors.seen_spaces import with_spaces
from schemas.document import BBox, Glyph, Line, Page

GAP = 0.12
"""Em: a wider gap between two characters may be a space, or the end of a column."""
BACK = -0.3
"""Em: the next character begins no further to the left."""
RUBY_AT_MOST = 9.0
"""Points: larger type is no ruby."""
ORIGIN = 0.01
"""Points: a page that begins within so much of the origin begins there."""
SHORTEST, LONGEST = 4, 40
"""Characters: where the pen has moved by so many ems over so many full-width characters, none of them has a gap."""
FULL_WIDTH, HALF_WIDTH = 0x3000, 0xFF61
"""Code points between which characters are as wide as high (but for vertical fonts)."""
NO_CHARACTER = 0xFFFE
"""What pdfium writes into texts for a hyphen at the end of a line."""
LEVEL = 0.02
"""Em: characters of one run have the same height and stand as high, but for rounding."""


@dataclass(slots=True)
class _Run:
    """Characters side by side: text, and boxes in page coordinates."""

    first: int
    last: int
    text: list[str]
    lefts: list[float]
    rights: list[float]
    bottom: float
    top: float
    size: float
    bold: bool
    plain: bool = True


def quick_lines(page: Handle, number: int, width: float, height: float) -> tuple[Line, ...] | None:
    """The lines of an upright page of horizontal text; None where the page must be read in full."""
    if pdfium.FPDFPage_GetRotation(page) or not _at_origin(page, width, height):
        return None
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return None
    try:
        count = pdfium.FPDFText_CountChars(text_page)
        runs = _runs(text_page, count) if count <= MAX_GLYPHS else None
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    return None if runs is None else _lines(runs, number, width, height)


def _at_origin(page: Handle, width: float, height: float) -> bool:
    """Whether page coordinates differ from ours by the direction of y alone."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    edges = (float(box.left), float(box.bottom), float(box.right) - width, float(box.top) - height)
    return max(abs(edge) for edge in edges) < ORIGIN


def _codes(text_page: Handle, count: int) -> Sequence[int]:
    """The code points of all characters, by one call where each is one unit of UTF-16."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    codes = buffer[:count]
    if written != count + 1 or 0 in codes or NO_CHARACTER in codes:
        return [pdfium.FPDFText_GetUnicode(text_page, at) for at in range(count)]
    return codes


def _full_width_ahead(codes: Sequence[int]) -> list[int]:
    """How many full-width characters follow each without another between."""
    ahead = [0] * len(codes)
    length = -1
    for at in range(len(codes) - 1, -1, -1):
        length = length + 1 if FULL_WIDTH <= codes[at] < HALF_WIDTH else -1
        ahead[at] = length
    return ahead


def _runs(text_page: Handle, count: int) -> list[_Run] | None:
    """Runs in the order of the file; None where a character is not upright, or has no box of its own."""
    is_generated, get_box, get_object = (
        pdfium.FPDFText_IsGenerated,
        pdfium.FPDFText_GetLooseCharBox,
        pdfium.FPDFText_GetTextObject,
    )
    rect = pdfium.FS_RECTF()
    ref = ctypes.byref(rect)
    codes = _codes(text_page, count)
    styles = Styles(text_page, turned=False)
    runs: list[_Run] = []
    run: _Run | None = None
    size = last = middle = tall = least = most = level = narrow = 0.0
    ahead = _full_width_ahead(codes)
    at = tried = -1
    while at + 1 < count:
        at += 1
        code = codes[at]
        if code in BREAKS or (code == SPACE and is_generated(text_page, at) == 1) or not get_box(text_page, at, ref):
            continue
        if 0xD800 <= code < 0xE000:
            return None
        left, right, top, bottom = rect.left, rect.right, rect.top, rect.bottom
        inked = code >= WIDE and run is not None and min(right - left, top - bottom) < narrow
        if inked:
            size, _, _ = styles.read(at, get_object(text_page, at))
            styles.widen(at, rect, size)
            left, right, top, bottom = rect.left, rect.right, rect.top, rect.bottom
        if run is None or not (
            least <= left - last <= most
            and -level <= top + bottom - middle <= level
            and -level <= top - bottom - tall <= level
        ):
            size, upright, bold = styles.read(at, get_object(text_page, at))
            if not upright or size <= 0:
                return None
            inked = code >= WIDE and min(right - left, top - bottom) < NARROW * size
            if inked:
                styles.widen(at, rect, size)
                left, right, top, bottom = rect.left, rect.right, rect.top, rect.bottom
            run = _Run(at, at, [], [], [], bottom, top, size, bold)
            runs.append(run)
            middle, tall = top + bottom, top - bottom
            least, most, level, narrow = BACK * size, GAP * size, 2 * LEVEL * size, NARROW * size
        run.text.append(chr(code) if code else "\ufffd")
        run.lefts.append(left)
        run.rights.append(right)
        run.bottom, run.top = min(run.bottom, bottom), max(run.top, top)
        run.last = at
        last = right
        stride = min(ahead[at], LONGEST)
        if stride < SHORTEST or inked or at < tried:
            continue
        tried = at + stride
        if not get_box(text_page, tried, ref):
            continue
        moved = rect.left - left
        if -most <= moved - stride * size <= most and -level <= rect.top + rect.bottom - middle <= level:
            step = moved / stride
            places = [left + step * more for more in range(1, stride + 1)]
            run.text.extend(map(chr, codes[at + 1 : tried]))
            run.lefts.extend(places[:-1])
            run.rights.extend(places[1:])
            run.rights[-stride] = places[0]
            at = run.last = tried - 1
            last = places[-1]
    for one in runs:
        size, _, bold = styles.read(one.last, get_object(text_page, one.last))
        one.plain = bold == one.bold and abs(size - one.size) < LEVEL
        one.plain = one.plain and not one.text[0].isspace() and not one.text[-1].isspace()
    return runs


def _lines(runs: Sequence[_Run], number: int, width: float, height: float) -> tuple[Line, ...]:
    """Plain runs as lines, the others by way of glyphs."""
    seen = [one for one in runs if _on_sheet(one, width, height)]
    _mark(seen)
    plain = [_line(one, number, height) for one in seen if one.plain]
    glyphs = [glyph for one in seen if not one.plain for glyph in _glyphs(one, height)]
    if glyphs and not any(sign.isspace() for one in seen if one.plain for sign in one.text):
        glyphs = with_spaces(glyphs)
    rest = page_lines(Page(number, width, height, tuple(glyphs), (), (), ())) if glyphs else ()
    return tuple(sorted((*plain, *rest), key=_reading_order))


def _on_sheet(run: _Run, width: float, height: float) -> bool:
    return run.rights[-1] >= 0 and run.lefts[0] <= width and run.top >= 0 and run.bottom <= height


def _mark(runs: Sequence[_Run]) -> None:
    """Runs that share their height with others, or may be ruby over them, are not plain."""
    ordered = sorted(runs, key=lambda one: -one.top)
    for at, one in enumerate(ordered):
        reach = one.bottom - (one.size if one.size < RUBY_AT_MOST else 0.0)
        for other in ordered[at + 1 :]:
            if other.top <= reach:
                break
            if _apart(one, other):
                continue
            if other.top > one.bottom or one.size <= RUBY * other.size * 1.1:
                one.plain = other.plain = False


def _apart(a: _Run, b: _Run) -> bool:
    """Whether two runs stand so far from each other that they belong to different columns."""
    gap = max(a.lefts[0], b.lefts[0]) - min(a.rights[-1], b.rights[-1])
    return gap > 1.01 * SPLIT * max(a.size, b.size)


def _line(run: _Run, number: int, height: float) -> Line:
    text = "".join(FOLDED.get(sign, sign) for sign in run.text)
    box = BBox(run.lefts[0], height - run.top, run.rights[-1], height - run.bottom)
    return Line(text, page=number, bbox=box, size=round(run.size, 1), bold=run.bold)


def _glyphs(run: _Run, height: float) -> list[Glyph]:
    top, bottom = height - run.top, height - run.bottom
    return [
        Glyph(FOLDED.get(sign, sign), BBox(left, top, right, bottom), run.size, True, None, run.bold)
        for sign, left, right in zip(run.text, run.lefts, run.rights, strict=True)
    ]


def _reading_order(line: Line) -> tuple[float, float]:
    assert line.bbox is not None
    return (line.bbox.top + line.bbox.bottom, line.bbox.x0)
