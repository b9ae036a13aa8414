"""Pages drawn for tests: text, boxes and rules at given places, no PDF in between."""

from __future__ import annotations

from schemas.document import BBox, Box, Document, Glyph, Page, Rule, SourceFile


class Sheet:
    """One page under the pen. Coordinates are points from the top left; text is placed by its top left corner."""

    def __init__(self, width: float = 842.0, height: float = 595.0, number: int = 1) -> None:
        self.width, self.height, self.number = width, height, number
        self._glyphs: list[Glyph] = []
        self._rules: list[Rule] = []
        self._boxes: list[Box] = []

    def text(self, x: float, y: float, words: str, size: float = 10.0, bold: bool = False, colour: int = 0) -> None:
        """Lines of text, separated by newlines, 1.3 em apart."""
        for row, line in enumerate(words.split("\n")):
            at, top = x, y + row * 1.3 * size
            for letter in line:
                wide = size * (0.5 if letter.isascii() else 1.0)
                if not letter.isspace():
                    box = BBox(at, top, at + wide, top + size)
                    self._glyphs.append(Glyph(letter, box, size, colour=colour, bold=bold))
                at += wide

    def down(self, x: float, y: float, words: str, size: float = 10.0) -> None:
        """Text written down (縦書き), one column."""
        for row, letter in enumerate(words):
            box = BBox(x, y + row * 1.1 * size, x + size, y + row * 1.1 * size + size)
            self._glyphs.append(Glyph(letter, box, size))

    def box(
        self, x0: float, top: float, x1: float, bottom: float, fill: int | None = None, stroke: int | None = 0
    ) -> None:
        """A rectangle."""
        self._boxes.append(Box(BBox(x0, top, x1, bottom), fill, stroke, len(self._boxes)))

    def rule(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """A straight line."""
        self._rules.append(Rule(x0, top, x1, bottom))

    def page(self) -> Page:
        """What was drawn."""
        return Page(
            self.number, self.width, self.height, tuple(self._glyphs), tuple(self._rules), tuple(self._boxes), ()
        )


def document(*sheets: Sheet) -> Document:
    """A document of such pages."""
    source = SourceFile("sheets.pdf", "0" * 64, "application/pdf", 1, pages=len(sheets))
    return Document(source, (), tuple(sheet.page() for sheet in sheets))
