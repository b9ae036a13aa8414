"""A PDF file → Document: its lines of text, and in full the pages that may hold a 施策体系. IO: reads one file by pdfium.

Coordinates are those of the page as it is looked at. Each page is closed before the next one is opened, so that memory
does not grow with the number of pages. A page that cannot be read is left out and named by an issue.
"""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdf
import pypdfium2.raw as pdfium

from extractors.drawn_characters import with_drawn_lines
from extractors.legible import Images
from extractors.named_pages import named_pages
from extractors.page_text import page_lines, without_side_ruby
from extractors.read_pdf_glyphs import read_glyphs
from extractors.read_pdf_paths import Drawing, Handle, Place, read_drawing
from extractors.read_pdf_quick import quick_lines
from extractors.read_pdf_visible import show_annotations, unseen_texts
from extractors.refuse import Refused
from extractors.struck_text import without_struck
from extractors.text_layer import FEW, garbled, letters
from extractors.triage import FOLLOWING, SHORT, WORDS, cut_below, named_words, promising, worded
from extractors.turn_page import turned_upright
from schemas.document import Document, Line, Page, SourceFile
from schemas.issue import Issue, Result
from schemas.structure import Evidence

MAX_BYTES = 1_000_000_000
"""A scanned plan of 300 pages has some 100 MB."""
MAX_PAGES = 3000
"""The thickest budget books have some 1,000 pages."""
FURTHER = 3
"""Pages on which a table may go on that would not be read in full for themselves; a book of figures is one table a page."""
MAX_SIDE = 14_400.0
"""Points (5 m): the largest page the PDF format allows without scaling; larger ones are drawings or hostile."""


def read_pdf(
    path: Path,
    password: str | None = None,
    skip: frozenset[int] = frozenset(),
    reading: Callable[[int], None] = lambda _page: None,
) -> Result[Document]:
    """The lines of all pages, and the promising pages in full.

    Args:
        path: the file.
        password: opens an encrypted PDF.
        skip: pages that are not to be read.
        reading: told the number of each page before it is read.

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
        return _read_pages(document, count, source, skip, reading)
    finally:
        document.close()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _open(path: Path, password: str | None) -> Handle:
    # pdfium says nothing new of a document without pages: what it says then is about this file that is not there.
    pdfium.FPDF_LoadDocument(b"", None)
    try:
        return pdf.PdfDocument(path, password=password)
    except pdf.PdfiumError:
        code = pdfium.FPDF_GetLastError()
    if code in (pdfium.FPDF_ERR_FILE, pdfium.FPDF_ERR_SUCCESS):
        raise Refused("empty", "PDFにページがありません。正しいファイルか確かめてください。")
    if code == pdfium.FPDF_ERR_PASSWORD:
        advice = "パスワードが違います。" if password else "パスワードを指定するか、"
        raise Refused("encrypted", f"PDFにパスワードがかかっています。{advice}解除したPDFを用意してください。")
    if code == pdfium.FPDF_ERR_SECURITY:
        raise Refused("encrypted", "PDFが読めない方式で暗号化されています。解除したPDFを用意してください。")
    raise Refused("damaged", "PDFが壊れていて開けません。元のファイルを入手し直してください。")


def _read_pages(
    document: Handle, count: int, source: SourceFile, skip: frozenset[int], reading: Callable[[int], None]
) -> Result[Document]:
    lines: list[Line] = []
    pages: list[Page] = []
    issues: list[Issue] = []
    broken: list[int] = []
    named, further = -FOLLOWING, 0
    images = Images()
    too_much = 0
    for number in range(1, count + 1):
        reading(number)
        page = None
        if number not in skip:
            near = count <= SHORT or number - named <= FOLLOWING or further > 0
            if not near and (prose := _prose(document, number)) is not None:
                lines.extend(prose)
                continue
            page = read_page(document, number, near)
        if page is None:
            heavy = number in skip or _is_large(document, number)
            why = "は大きすぎて読み取れません" if heavy else "が壊れていて読み取れません"
            message = f"{number}ページ{why}。紙面を見て確かめてください。"
            issues.append(Issue("page_unreadable", message, Evidence(text="", page=number)))
            broken.append(number)
            too_much += heavy
            continue
        unstruck = without_struck(images.legible(document, page))
        page = unstruck.value
        issues.extend(unstruck.issues)
        of_page = page_lines(page)
        lines.extend(of_page)
        if named_pages(of_page):
            named = number
        own = promising(page, of_page, count, number - named < FOLLOWING)
        worth = own or (further > 0 and promising(page, of_page, count, named=True))
        further = (FURTHER if own else further - 1) if worth and cut_below(page) else 0
        if worth:
            pages.append(page)
    if count == len(broken) and too_much:
        raise Refused("too_large", "ページが大きすぎて読み取れません。計画のあるページをA3以下のPDFにしてください。")
    if count == len(broken):
        raise Refused("damaged", "どのページも読み取れません。元のファイルを入手し直してください。")
    read = Document(source, tuple(lines), tuple(pages), tuple(images.unread), tuple(images.garbled))
    return Result(read, (*issues, *images.issues()))


def _prose(document: Handle, number: int) -> tuple[Line, ...] | None:
    """The lines of a page that is plainly not worth reading in full; None of any other."""
    handle = pdfium.FPDF_LoadPage(document, number - 1)
    if not handle:
        return None
    try:
        width, height = pdfium.FPDF_GetPageWidthF(handle), pdfium.FPDF_GetPageHeightF(handle)
        lines = quick_lines(handle, number, width, height) if max(width, height) <= MAX_SIDE else None
    finally:
        pdfium.FPDF_ClosePage(handle)
    if lines is None:
        return None
    text = "\n".join(line.text for line in lines)
    worth = letters(text) < FEW or named_words(lines) >= WORDS or named_pages(lines) or garbled(text)
    return None if worth else lines


def _is_large(document: Handle, number: int) -> bool:
    """True for a page that has a size, so that it is not broken but beyond all limits."""
    size = pdfium.FS_SIZEF()
    known = pdfium.FPDF_GetPageSizeByIndexF(document, number - 1, ctypes.byref(size))
    return bool(known) and (max(size.width, size.height) > MAX_SIDE or _loads(document, number))


def _loads(document: Handle, number: int) -> bool:
    handle = pdfium.FPDF_LoadPage(document, number - 1)
    if handle:
        pdfium.FPDF_ClosePage(handle)
    return bool(handle)


def read_page(document: Handle, number: int, drawn: bool = True) -> Page | None:
    """One page; None where it cannot be loaded or is beyond all sizes.

    Args:
        document: the open PDF.
        number: from 1.
        drawn: False to read rules, boxes and images only where the words of the page promise a hierarchy.
    """
    handle = pdfium.FPDF_LoadPage(document, number - 1)
    if not handle:
        return None
    try:
        width, height = pdfium.FPDF_GetPageWidthF(handle), pdfium.FPDF_GetPageHeightF(handle)
        if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
            return None
        if show_annotations(handle):  # a page shows what was made part of it when it is loaded again
            pdfium.FPDF_ClosePage(handle)
            handle = pdfium.FPDF_LoadPage(document, number - 1)
        place = _placer(handle)
        glyphs = read_glyphs(handle, place, width, height)
        if glyphs is None:
            return None
        wanted = drawn or len(glyphs) < FEW or worded(glyphs)
        if wanted and (unseen := unseen_texts(handle, width, height)):
            glyphs = read_glyphs(handle, place, width, height, unseen) or []
        drawing = read_drawing(handle, width, height, place) if wanted else Drawing(width, height)
    finally:
        pdfium.FPDF_ClosePage(handle)
    page = Page(
        number,
        width,
        height,
        without_side_ruby(glyphs),
        tuple(drawing.rules),
        tuple(drawing.boxes),
        tuple(drawing.images),
    )
    return with_drawn_lines(turned_upright(page))


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
