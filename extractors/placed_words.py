"""A PDF, a page and a box → the words that stand there, whatever reader found the box (紙面の語). IO: reads by pdfium."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdf
import pypdfium2.raw as pdfium

from extractors.radicals import FOLDED

SLACK = 2.0
"""Points around a box: a glyph may stand out of it by a hair."""
_FINE = 100
"""Steps per point in which a place on the page as it is looked at is turned into one of the page itself."""
_FOLDED = str.maketrans(FOLDED)


class PlacedWords:
    """One document, kept open."""

    def __init__(self, path: Path) -> None:
        """path: of a PDF that opens without a password."""
        self._document = pdf.PdfDocument(path)

    @property
    def pages(self) -> int:
        """Number of pages."""
        return len(self._document)

    def within(self, number: int, box: Sequence[float]) -> str:
        """The words in a box (left, top, right, bottom; points from the top left as the page is looked at); "" for no page."""
        if not 1 <= number <= len(self._document):
            return ""
        page = self._document[number - 1]
        try:
            corners = [_on_page(page, box[0] - SLACK, box[1] - SLACK), _on_page(page, box[2] + SLACK, box[3] + SLACK)]
            across, up = [corner[0] for corner in corners], [corner[1] for corner in corners]
            text = page.get_textpage()
            words: str = text.get_text_bounded(min(across), min(up), max(across), max(up))
            text.close()
        finally:
            page.close()
        return words.translate(_FOLDED)


def _on_page(page: pdf.PdfPage, x: float, y: float) -> tuple[float, float]:
    """A place as it is looked at → the place on the unturned page."""
    width, height = page.get_size()
    across, up = ctypes.c_double(), ctypes.c_double()
    size = (round(width * _FINE), round(height * _FINE))
    pdfium.FPDF_DeviceToPage(
        page.raw, 0, 0, *size, 0, round(x * _FINE), round(y * _FINE), ctypes.byref(across), ctypes.byref(up)
    )
    return across.value, up.value
