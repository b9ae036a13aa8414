"""Pages whose text layer cannot be trusted → pages read from their image, or the news that they could not be. IO: OCR.

Without the OCR extra such pages keep what is drawn on them but no characters, and are listed for transcription.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from extractors.text_layer import text_layer
from schemas.document import OcrReading, Page
from schemas.issue import Issue
from schemas.structure import Evidence

if TYPE_CHECKING:
    from extractors.read_pdf_paths import Handle

MOST = 60
"""Pages of a document that are read from their image, some four seconds each; the rest is listed."""
DRAWING = 10_000
"""Lines and boxes on a page that is a map or a plan of a building: seconds to render, and no words to read in its image."""
INSTALL = "pip install 'taikei[ocr]'"


@dataclass(slots=True)
class Images:
    """The pages of one document that had to be read from their image, as they come."""

    garbled: list[int] = field(default_factory=list)
    """Pages whose text layer is garbage, read from their image or not."""
    unread: list[int] = field(default_factory=list)
    """Pages whose characters are not known."""
    read: int = 0
    missing: bool = False
    """True where the OCR engine is not installed."""

    def legible(self, document: Handle, page: Page) -> Page:
        """The page with characters that can be trusted; without any where there are none to be had."""
        layer = text_layer(page)
        if layer == "usable":
            return self._as_seen(document, page)
        if layer == "garbled":
            self.garbled.append(page.number)
        read = self._from_image(document, page, straight=layer == "garbled")
        if read is None:
            self.unread.append(page.number)
            return replace(page, glyphs=())
        return read

    def _as_seen(self, document: Handle, page: Page) -> Page:
        """A page with a text layer: where that is a scanner's and nobody sees it, its image is read instead."""
        from extractors.hidden_text import is_hidden

        if not is_hidden(document, page):
            return page
        return self._from_image(document, page, straight=False) or replace(page, ocr=OcrReading(None, (), 0.0))

    def _from_image(self, document: Handle, page: Page, *, straight: bool) -> Page | None:
        if self.missing or self.read >= MOST or len(page.rules) + len(page.boxes) > DRAWING:
            return None
        from extractors.ocr_engine import available

        if not available():
            self.missing = True
            return None
        from extractors.read_scan import read_scan

        try:
            read = read_scan(document, page, straight=straight)
        except ImportError:
            self.missing = True
            return None
        self.read += 1
        return read

    def issues(self) -> tuple[Issue, ...]:
        """One issue that lists the pages that could not be read."""
        if not self.unread:
            return ()
        where = Evidence("", page=self.unread[0])
        return (Issue("page_unreadable", unread_sentence(self.unread, self.garbled), where),)


def unread_sentence(unread: list[int] | tuple[int, ...], garbled: list[int] | tuple[int, ...]) -> str:
    """Which pages, why, and what to do."""
    numbers = _ranges(list(unread))
    why = "文字情報が壊れています" if set(unread) <= set(garbled) else "画像で、文字情報がありません"
    return f"{numbers}ページは{why}。文字認識の追加機能を入れて（{INSTALL}）もう一度読むか、紙面を見て書き起こしてください。"


def _ranges(numbers: list[int]) -> str:
    """1、3〜5"""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "、".join(f"{first}" if first == last else f"{first}〜{last}" for first, last in runs)
