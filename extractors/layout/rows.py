"""Rows of pieces → print lines: pieces that belong together as one, numbers in circles put before their headings. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.layout.pieces import Piece
from extractors.numbering import read_marker
from extractors.page_text import around, row_text
from schemas.document import BBox

JOIN = 2.6
"""Em: pieces of one row and one look with less between them are one line."""
BADGE_GAP = 4.0
"""Em of the heading between it and its number in a circle at most."""
BADGE = 14
"""Characters of a number in a box (基本目標１, 第４章) at most."""
STYLE_GAP = 0.6
"""Em between two pieces of different look that are two units."""
_BARE = re.compile(r"[0-9０-９]{1,3}[.．]?|[Ⅰ-Ⅻ①-⑳❶-❿A-HＡ-Ｈア-オ一二三四五六七八九十]|[(（][0-9０-９]{1,2}[)）]")


@dataclass(slots=True)
class PrintLine:
    """What is printed in one row and reads as one run of words."""

    pieces: list[Piece]
    badge: Piece | None = None
    same_line: bool = False
    cell: BBox | None = None
    """The innermost box around it."""
    tabbed: list[Piece] = field(default_factory=list)

    @property
    def main(self) -> Piece:
        """The piece whose look counts: the longest."""
        return max(self.pieces, key=lambda piece: len(piece.text))

    @property
    def box(self) -> BBox:
        """The hull of all its pieces."""
        return hull([*self.pieces, *([self.badge] if self.badge else [])])

    @property
    def text(self) -> str:
        """As printed, with the spaces that can be seen."""
        text = joined_text(self.pieces)
        return f"{self.badge.text}\u3000{text}" if self.badge else text


def hull(pieces: Sequence[Piece]) -> BBox:
    """The smallest box around pieces."""
    return BBox(
        min(piece.box.x0 for piece in pieces),
        min(piece.box.top for piece in pieces),
        max(piece.box.x1 for piece in pieces),
        max(piece.box.bottom for piece in pieces),
    )


def joined_text(pieces: Sequence[Piece]) -> str:
    """The words of pieces of one row."""
    if len(pieces) == 1:
        return pieces[0].text
    if all(piece.glyphs for piece in pieces):
        glyphs = sorted((glyph for piece in pieces for glyph in piece.glyphs), key=lambda glyph: glyph.bbox.x0)
        return row_text(glyphs)
    return "\u3000".join(piece.text for piece in pieces)


def is_label(text: str) -> bool:
    """Whether a text is nothing but a number or marker (１, 基本目標１, 第４章)."""
    if len(text) > BADGE:
        return False
    if _BARE.fullmatch(text):
        return True
    marked = read_marker(text)
    return marked.marker is not None and marked.marker.counted and not marked.name


def stacked_label(pieces: Sequence[Piece]) -> Piece | None:
    """A label in a box of its own, also one over two rows (基本目標 over １)."""
    if not pieces or len(pieces) > 3:
        return None
    ordered = sorted(pieces, key=lambda piece: (round(piece.middle), piece.box.x0))
    text = "".join(piece.text for piece in ordered)
    if not is_label(text):
        return None
    if len(ordered) == 1:
        return ordered[0]
    first = max(ordered, key=lambda piece: piece.size)
    glyphs = tuple(glyph for piece in ordered for glyph in piece.glyphs)
    box = around(glyphs) if glyphs else hull(ordered)
    return Piece(text, box, first.size, first.bold, first.colour, glyphs, face=first.face)


def lines_of_row(row: Sequence[Piece], cell_of: dict[int, BBox], em: float) -> list[PrintLine]:
    """The print lines of one row, from left to right."""
    found: list[PrintLine] = []
    for piece in (one for one in row if not one.mark):
        cell = cell_of.get(id(piece))
        last = found[-1] if found else None
        if last is None:
            found.append(PrintLine([piece], cell=cell))
            continue
        before = last.pieces[-1]
        gap = piece.box.x0 - before.box.x1
        size = max(piece.size, before.size, em)
        if last.badge is None and len(last.pieces) == 1 and is_label(before.text) and gap <= BADGE_GAP * size:
            if cell == last.cell and alike(before, piece):
                last.pieces.append(piece)
            else:
                last.badge, last.pieces, last.cell = before, [piece], cell
        elif cell == last.cell and gap <= JOIN * size and (alike(before, piece) or gap < STYLE_GAP * size):
            last.pieces.append(piece)
        else:
            found.append(PrintLine([piece], same_line=True, cell=cell))
    found += [PrintLine([piece], same_line=bool(found), cell=cell_of.get(id(piece))) for piece in row if piece.mark]
    return found


def alike(one: Piece, other: Piece) -> bool:
    """Whether two pieces are printed alike; digits and Latin letters have no say in weight."""
    if abs(one.size - other.size) > 0.12 * max(one.size, other.size):
        return False
    if one.text.isascii() or other.text.isascii():
        return True
    return one.bold == other.bold and one.colour == other.colour and one.face == other.face
