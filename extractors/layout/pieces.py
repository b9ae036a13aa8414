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

from extractors.outline.markers import read_mark
from extractors.page_text import around, drop_ruby, face_of, row_text, rows_of
from schemas.document import BBox, Glyph, Line, Page

SPLIT = 1.3
"""Em: pieces are cut at wider gaps; a full-width space is narrower."""
WIDE = 5.0
"""Em between the kanji of a word that is set wide."""
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
    rows = _words_set_wide(drop_ruby([row for row in rows_of(glyphs, SPLIT, walls) if row]), walls)
    found = []
    for row in rows:
        text, marks = _without_marks(row)
        for part, is_mark in ((text, False), (marks, True)):
            if any(not glyph.text.isspace() for glyph in part):
                found.append(to_piece(part, is_mark))
    return [piece for piece in found if piece.text]


def _words_set_wide(rows: list[list[Glyph]], walls: Sequence[tuple[float, float, float]]) -> list[list[Glyph]]:
    """Rows in which a word of a few kanji that are set wide apart (福　　祉) is one."""
    alone = {id(row): row for row in rows if _is_kanji("".join(glyph.text for glyph in row).strip())}
    found = [row for row in rows if id(row) not in alone]
    ink = [glyph for row in rows for glyph in row if not glyph.text.isspace()] if alone else []
    for row in sorted(alone.values(), key=lambda one: one[0].bbox.x0):
        before = next((other for other in found if _goes_on_wide(other, row, walls, ink)), None)
        if before is None:
            found.append(row)
        else:
            before.extend(row)
    return found


def _goes_on_wide(
    row: list[Glyph], lone: list[Glyph], walls: Sequence[tuple[float, float, float]], others: Sequence[Glyph]
) -> bool:
    """Whether a kanji alone is the next of a word: the row ends in one that stands alone or right behind a number."""
    ink = [glyph for glyph in row if not glyph.text.isspace()]
    last, own = ink[-1], next(glyph for glyph in lone if not glyph.text.isspace())
    gap, size = own.bbox.x0 - last.bbox.x1, last.size
    if not (SPLIT * size < gap <= WIDE * size and abs(own.bbox.top - last.bbox.top) < 0.3 * size):
        return False
    words = "".join(glyph.text for glyph in ink[:-1])
    mark = read_mark(words + " ") if words else None
    spread = len(ink) > 1 and all(map(_is_kanji, words)) and last.bbox.x0 - ink[-2].bbox.x1 > SPLIT * size
    if not _is_kanji(last.text) or not (not words or spread or (mark is not None and mark.start >= len(words))):
        return False
    between = [(x, top, bottom) for x, top, bottom in walls if last.bbox.x1 <= x <= own.bbox.x0]
    between += [
        (x, glyph.bbox.top, glyph.bbox.bottom)
        for glyph in others
        if last.bbox.x1 < (x := (glyph.bbox.x0 + glyph.bbox.x1) / 2) < own.bbox.x0
    ]
    return not any(top < own.bbox.bottom and bottom > own.bbox.top for _, top, bottom in between)


def _is_kanji(text: str) -> bool:
    return len(text) == 1 and "一" <= text <= "鿿"


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
