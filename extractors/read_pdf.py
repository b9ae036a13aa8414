"""A PDF file → Document: its lines of text, and in full the pages that may hold a 施策体系. IO: reads one file by pdfium.

Coordinates are those of the page as it is looked at. Each page is closed before the next one is opened, so that memory
does not grow with the number of pages. A page that cannot be read is left out and named by an issue.
"""

from __future__ import annotations

import ctypes
import hashlib
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdf
import pypdfium2.raw as pdfium

from extractors.named_pages import named_pages
from extractors.page_text import page_lines
from extractors.radicals import FOLDED
from extractors.read_pdf_paths import Handle, Place, read_drawing
from extractors.refuse import Refused
from extractors.seen_spaces import with_spaces
from extractors.triage import FOLLOWING, promising
from schemas.document import BBox, Document, Glyph, Line, Page, SourceFile
from schemas.issue import Issue, Result
from schemas.structure import Evidence

MAX_BYTES = 1_000_000_000
"""A scanned plan of 300 pages has some 100 MB."""
MAX_PAGES = 3000
"""The thickest budget books have some 1,000 pages."""
MAX_SIDE = 14_400.0
"""Points (5 m): the largest page the PDF format allows without scaling; larger ones are drawings or hostile."""
MAX_GLYPHS = 60_000
"""On one page; an A0 sheet full of 6-point text has some 50,000."""
GARBLED = 0.3
"""Share of characters without a Unicode value above which a page's text layer is worthless."""
NARROW = 0.72
"""Em: a kanji's box narrower than this is its ink, not its place in the line."""
INVISIBLE = 3
"""Text render mode of the hidden text behind a scan."""


@dataclass(slots=True)
class _Style:
    """What the glyphs of one text object have in common."""

    size: float
    upright: bool
    colour: int | None
    bold: bool


def read_pdf(path: Path, password: str | None = None) -> Result[Document]:
    """The lines of all pages, and the promising pages in full.

    Raises:
        Refused: encrypted, damaged, empty, too_large, garbled_text.
    """
    size = path.stat().st_size
    if size == 0:
        raise Refused("empty", "ファイルの中身が空です。正しいファイルか確かめてください。")
    if size > MAX_BYTES:
        raise Refused("too_large", "ファイルが大きすぎます。計画の本文だけのPDFに分けてください。")
    document = _open(path, password)
    try:
        count = len(document)
        if count == 0:
            raise Refused("empty", "PDFにページがありません。正しいファイルか確かめてください。")
        if count > MAX_PAGES:
            raise Refused(
                "too_large", f"ページが多すぎます（{count}ページ）。計画のあるページだけのPDFに分けてください。"
            )
        source = SourceFile(path.name, _digest(path), "application/pdf", size, pages=count)
        return _read_pages(document, count, source)
    finally:
        document.close()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _open(path: Path, password: str | None) -> Handle:
    try:
        return pdf.PdfDocument(path, password=password)
    except pdf.PdfiumError:
        code = pdfium.FPDF_GetLastError()
    if code == pdfium.FPDF_ERR_PASSWORD:
        advice = "パスワードが違います。" if password else "パスワードを指定するか、"
        raise Refused("encrypted", f"PDFにパスワードがかかっています。{advice}解除したPDFを用意してください。")
    if code == pdfium.FPDF_ERR_SECURITY:
        raise Refused("encrypted", "PDFが読めない方式で暗号化されています。解除したPDFを用意してください。")
    raise Refused("damaged", "PDFが壊れていて開けません。元のファイルを入手し直してください。")


def _read_pages(document: Handle, count: int, source: SourceFile) -> Result[Document]:
    lines: list[Line] = []
    pages: list[Page] = []
    issues: list[Issue] = []
    named = -FOLLOWING
    for number in range(1, count + 1):
        page = read_page(document, number)
        if page is None:
            where = Evidence(text="", page=number)
            issues.append(
                Issue("page_unreadable", f"{number}ページが読み取れません。紙面を見て確かめてください。", where)
            )
            continue
        of_page = page_lines(page)
        lines.extend(of_page)
        if named_pages(of_page):
            named = number
        if promising(page, of_page, count, number - named < FOLLOWING):
            pages.append(page)
    if count == len(issues):
        raise Refused("damaged", "どのページも読み取れません。元のファイルを入手し直してください。")
    return Result(Document(source, tuple(lines), tuple(pages)), tuple(issues))


def read_page(document: Handle, number: int) -> Page | None:
    """One page in full; None where it cannot be loaded or is beyond all sizes."""
    handle = pdfium.FPDF_LoadPage(document, number - 1)
    if not handle:
        return None
    try:
        width, height = pdfium.FPDF_GetPageWidthF(handle), pdfium.FPDF_GetPageHeightF(handle)
        if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
            return None
        place = _placer(handle)
        glyphs = _read_glyphs(handle, place, width, height)
        if glyphs is None:
            return None
        drawing = read_drawing(handle, width, height, place)
    finally:
        pdfium.FPDF_ClosePage(handle)
    return Page(number, width, height, tuple(glyphs), tuple(drawing.rules), tuple(drawing.boxes), tuple(drawing.images))


def _placer(handle: Handle) -> Place:
    """A function from page coordinates (origin bottom left, not turned) to ours."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(handle, ctypes.byref(box))
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    turns = pdfium.FPDFPage_GetRotation(handle)
    if turns == 1:
        return lambda x, y: (y - bottom, x - left)
    if turns == 2:
        return lambda x, y: (right - x, y - bottom)
    if turns == 3:
        return lambda x, y: (top - y, right - x)
    return lambda x, y: (x - left, top - y)


def _read_glyphs(handle: Handle, place: Place, width: float, height: float) -> list[Glyph] | None:
    text_page = pdfium.FPDFText_LoadPage(handle)
    if not text_page:
        return []
    try:
        count = pdfium.FPDFText_CountChars(text_page)
        if count > MAX_GLYPHS:
            return None
        turned = pdfium.FPDFPage_GetRotation(handle) % 2 == 1
        return with_spaces(_glyphs(text_page, count, place, BBox(0.0, 0.0, width, height), turned))
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _glyphs(text_page: Handle, count: int, place: Place, sheet: BBox, turned: bool) -> list[Glyph]:
    """All glyphs that lie on the sheet, characters invented by pdfium (spaces, line ends) left out."""
    get_unicode, is_generated = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_IsGenerated
    get_box, get_object = pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetTextObject
    cast, void = ctypes.cast, ctypes.c_void_p
    rect = pdfium.FS_RECTF()
    ref = ctypes.byref(rect)
    found: list[Glyph] = []
    bold_fonts: dict[int, bool] = {}
    current, style, high = -1, _Style(0.0, True, None, False), 0
    for at in range(count):
        code = get_unicode(text_page, at)
        if is_generated(text_page, at) == 1 or code in (0x0A, 0x0D) or not get_box(text_page, at, ref):
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        text = chr(code) if code else "\ufffd"
        (xa, ya), (xb, yb) = place(rect.left, rect.top), place(rect.right, rect.bottom)
        box = BBox(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))
        if box.x1 < sheet.x0 or box.x0 > sheet.x1 or box.bottom < sheet.top or box.top > sheet.bottom:
            continue
        text_object = get_object(text_page, at)
        address = cast(text_object, void).value or 0
        if address != current:
            current = address
            style = _style(text_page, at, text_object, bold_fonts, turned)
        if 0x2E80 <= code <= 0x9FFF and not 0x3000 <= code <= 0x30FF:
            box = _full_width(box, style.size)
        found.append(Glyph(FOLDED.get(text, text), box, style.size, style.upright, style.colour, style.bold))
    return found


def _full_width(box: BBox, size: float) -> BBox:
    """The box of a kanji; where pdfium gives only its ink (fonts that map kanji to radicals), as wide as the font."""
    if box.x1 - box.x0 >= NARROW * size or box.bottom - box.top >= box.x1 - box.x0 + size:
        return box
    middle = (box.x0 + box.x1) / 2
    return box._replace(x0=middle - size / 2, x1=middle + size / 2)


def _style(text_page: Handle, at: int, text_object: Handle, bold_fonts: dict[int, bool], turned: bool) -> _Style:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text_page, at, ctypes.byref(matrix))
    along, across = abs(matrix.a) + abs(matrix.d), abs(matrix.b) + abs(matrix.c)
    size = pdfium.FPDFText_GetFontSize(text_page, at) * max((matrix.c * matrix.c + matrix.d * matrix.d) ** 0.5, 1e-6)
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    known = pdfium.FPDFText_GetFillColor(
        text_page, at, ctypes.byref(r), ctypes.byref(g), ctypes.byref(b), ctypes.byref(a)
    )
    colour = r.value << 16 | g.value << 8 | b.value if known else None
    upright = (along >= across) != turned
    if not text_object:
        return _Style(size, upright, colour, False)
    font = pdfium.FPDFTextObj_GetFont(text_object)
    address = ctypes.cast(font, ctypes.c_void_p).value or 0
    if address not in bold_fonts:
        bold_fonts[address] = _is_bold(font)
    return _Style(size, upright, colour, bold_fonts[address])


BOLD_WEIGHT = 600
"""Font weight from which on a face counts as bold."""
_BOLD_NAMES = ("bold", "heavy", "black", "-w6", "-w7", "-w8", "-w9", "-eb", "-db", "-ub", "demi")


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
