"""A page → its pieces: runs of characters that no gap, rule or edge of a box divides. Pure.

Pages that were not read in full have only lines; a line is cut where it has a wide space, its parts placed by the widths
of their characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from extractors.page_text import around, drop_ruby, face_of, row_text, rows_of
from schemas.document import BBox, Glyph, Line, Page

SPLIT = 1.3
"""Em: pieces are cut at wider gaps; a full-width space is narrower."""
RAISED = 0.72
"""Of the size of its line: smaller digits set high are a mark of a footnote."""
COLUMN = 6.0
"""Em: the text on each side of a gutter that is only known from spaces in lines."""
GUTTER_LINES = 5
"""Lines that have a wide space at one place where a gutter is."""
LOOSE = 2.0
"""Em by which the widths of Latin letters are misjudged along a line."""
WALL = 6.0
"""Points: the shortest upright line that text does not run through."""
_MARK = re.compile(r"[0-9０-９※＊*†,，、()（）]+")


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A run of characters in one row."""

    text: str
    box: BBox
    size: float
    bold: bool = False
    colour: int | None = None
    glyphs: tuple[Glyph, ...] = ()
    """Empty where only the line is known."""
    mark: bool = False
    """True for a raised footnote mark."""
    face: str = ""

    @property
    def middle(self) -> float:
        """Height of its centre line."""
        return (self.box.top + self.box.bottom) / 2

    @property
    def height(self) -> float:
        """Height of its box."""
        return self.box.bottom - self.box.top


def page_pieces(page: Page) -> list[Piece]:
    """The pieces of a page that was read in full."""
    walls = _walls(page)
    glyphs = [glyph for glyph in page.glyphs if glyph.text != "\u3000"]
    rows = drop_ruby([row for row in rows_of(glyphs, SPLIT, walls) if row])
    found = []
    for row in rows:
        text, marks = _without_marks(row)
        for part, is_mark in ((text, False), (marks, True)):
            if any(not glyph.text.isspace() for glyph in part):
                found.append(to_piece(part, is_mark))
    return [piece for piece in found if piece.text]


def to_piece(row: Sequence[Glyph], mark: bool = False) -> Piece:
    """Glyphs of one row, from left to right, as a piece."""
    ink = [glyph for glyph in row if not glyph.text.isspace()]
    sizes = Counter(round(glyph.size, 1) for glyph in ink)
    size = max(sizes, key=lambda one: (sizes[one], one))
    colours = Counter(glyph.colour for glyph in ink)
    colour = max(colours, key=lambda one: (colours[one], one or 0))
    bold = sum(glyph.bold for glyph in ink) * 2 > len(ink)
    return Piece(row_text(row), around(ink), size, bold, colour, tuple(row), mark, face_of(ink))


def line_pieces(lines: Sequence[Line]) -> list[Piece]:
    """The pieces of a page of which only the lines are known: cut at a gutter that runs through several of them."""
    found = []
    known = [line for line in lines if line.bbox is not None and line.text.strip()]
    gutters = _gutters(known)
    for line in known:
        assert line.bbox is not None
        size = line.size or line.bbox.bottom - line.bbox.top
        text = line.text.strip(" \u3000")
        cut = next((place for start in gutters if (place := _cut(text, line.bbox, size, start)) is not None), None)
        if cut is None:
            found.append(Piece(text, line.bbox, size, line.bold, face=line.face))
            continue
        at, start = cut
        x0, top, x1, bottom = line.bbox
        left = BBox(x0, top, min(x0 + width_of(text[:at].strip()) * size, start - SPLIT * size), bottom)
        found.append(Piece(text[:at].strip(" \u3000"), left, size, line.bold, face=line.face))
        found.append(Piece(text[at:].strip(" \u3000"), BBox(start, top, x1, bottom), size, line.bold, face=line.face))
    return found


def _gutters(lines: Sequence[Line]) -> list[float]:
    """Where a right column begins: at one place in several lines, behind a wide space and enough text."""
    starts: list[tuple[float, float]] = []
    for line in lines:
        size = line.size or 10.0
        text = line.text.strip(" \u3000")
        for at in (place for place, sign in enumerate(text) if sign == "\u3000"):
            right = width_of(text[at + 1 :])
            if min(width_of(text[:at]), right) >= COLUMN and line.bbox is not None:
                starts.append((line.bbox.x1 - right * size, size))
    found: list[float] = []
    for start, size in sorted(starts):
        near = sorted(other for other, _ in starts if abs(other - start) <= size)
        if len(near) >= GUTTER_LINES and all(abs(start - one) > 4 * size for one in found):
            found.append(near[len(near) // 2])
    return found


def _cut(text: str, box: BBox, size: float, start: float) -> tuple[int, float] | None:
    """Where a line is cut at a gutter, if it has a space there."""
    if not box.x0 + COLUMN * size <= start <= box.x1 - 2 * size:
        return None
    spaces = [at for at, sign in enumerate(text) if sign.isspace()]
    near = [(abs(box.x1 - width_of(text[at + 1 :]) * size - start), at) for at in spaces]
    best = min(near, default=None)
    return (best[1], start) if best is not None and best[0] <= LOOSE * size else None


def width_of(text: str) -> float:
    """Width of a text in em, by the widths of its characters."""
    return sum(1.0 if east_asian_width(sign) in "WFA" else 0.5 for sign in text)


def _without_marks(row: list[Glyph]) -> tuple[list[Glyph], list[Glyph]]:
    """A row apart from small raised digits in it (7 of 活用促進⁷を)."""
    sizes = Counter(round(glyph.size, 1) for glyph in row if not glyph.text.isspace())
    if len(sizes) < 2:
        return row, []
    usual = max(sizes, key=lambda one: (sizes[one], one))
    heights = sorted(glyph.bbox.bottom for glyph in row if round(glyph.size, 1) == usual)
    base = heights[len(heights) // 2]
    marks = [
        glyph
        for glyph in row
        if glyph.size <= RAISED * usual and _MARK.fullmatch(glyph.text) and glyph.bbox.bottom < base - 0.15 * usual
    ]
    raised = {id(glyph) for glyph in marks}
    return ([glyph for glyph in row if id(glyph) not in raised], marks) if marks else (row, [])


def _walls(page: Page) -> list[tuple[float, float, float]]:
    """Upright rules and sides of boxes, as (x, top, bottom)."""
    walls = [(r.x0, min(r.top, r.bottom), max(r.top, r.bottom)) for r in page.rules if abs(r.x0 - r.x1) < 0.5]
    for box in page.boxes:
        walls += [(x, box.bbox.top, box.bbox.bottom) for x in (box.bbox.x0, box.bbox.x1)]
    return sorted(wall for wall in walls if wall[2] - wall[1] > WALL)
