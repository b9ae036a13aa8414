"""A page of a PDF → whether its characters lie unseen behind a picture (透明テキスト). IO through pypdfium2 only.

Scanners put what their own character recognition made of a page behind its image, for searching: as invisible text, or as
text that the image is painted over. Such characters look like any others to a program; no person ever checked them.
"""

from __future__ import annotations

import pypdfium2.raw as pdfium

from extractors.read_pdf_paths import IDENTITY, Handle, Matrix, objects, unit_square
from schemas.document import Page

COVERED = 0.6
"""Share of the page a picture takes before it is the page itself; a photograph or a diagram is smaller."""
MOST = 0.5
"""Share of the text that is unseen, from which on the page's text is the scanner's; a stamp or page number may be added."""


def is_hidden(document: Handle, page: Page) -> bool:
    """True where most of the text of the page is invisible, or painted over by a picture as large as the page.

    Args:
        document: the open PDF.
        page: as read; only where its pictures are large is the file asked again.
    """
    area = page.width * page.height
    if not page.glyphs or not any(
        (i.bbox.x1 - i.bbox.x0) * (i.bbox.bottom - i.bbox.top) >= COVERED * area for i in page.images
    ):
        return False
    handle = pdfium.FPDF_LoadPage(document, page.number - 1)
    if not handle:
        return False
    try:
        return _unseen(handle, COVERED * area) >= MOST
    finally:
        pdfium.FPDF_ClosePage(handle)


def _unseen(page: Handle, large: float) -> float:
    """Share of the text objects that nobody sees; large: square points."""
    texts = invisible = painted_over = 0
    for kind, handle, matrix in objects(page, IDENTITY, text=True):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            texts += 1
            invisible += pdfium.FPDFTextObj_GetTextRenderMode(handle) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE and _area(handle, matrix) >= large:
            painted_over = texts
    return max(invisible, painted_over) / max(texts, 1)


def _area(image: Handle, matrix: Matrix) -> float:
    """Square points, whichever way the picture is turned."""
    (ax, ay), (bx, by), _, (dx, dy) = (
        (matrix[0] * x + matrix[2] * y, matrix[1] * x + matrix[3] * y) for x, y in unit_square(image)
    )
    return abs((bx - ax) * (dy - ay) - (dx - ax) * (by - ay))
