"""Pieces of one character below each other → the upright words that they make. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from extractors.layout.pieces import Piece
from extractors.page_text import around
from schemas.document import BBox

FEWEST = 3
"""Characters of an upright word; fewer are cells or figures of a chart."""
ASIDE = 0.35
"""Em by which the middles of its characters differ at most."""
APART = 1.0
"""Em between its characters at most."""


def stacks_joined(pieces: Sequence[Piece], cell_of: dict[int, BBox]) -> list[Piece]:
    """The pieces, with upright words as one piece each; words in columns from right to left are apart."""
    single: dict[tuple[BBox | None, float], list[Piece]] = defaultdict(list)
    for piece in pieces:
        if len(piece.text) == 1 and piece.glyphs and not piece.text.isascii():
            single[cell_of.get(id(piece)), round(piece.size)].append(piece)
    joined: dict[int, Piece] = {}
    gone: set[int] = set()
    for (cell, _), own in single.items():
        for stack in _stacks(own):
            glyphs = tuple(glyph for piece in stack for glyph in piece.glyphs)
            word = Piece(
                "".join(piece.text for piece in stack),
                around(glyphs),
                stack[0].size,
                stack[0].bold,
                stack[0].colour,
                glyphs,
                face=stack[0].face,
            )
            joined[id(stack[0])] = word
            gone |= {id(piece) for piece in stack}
            if cell is not None:
                cell_of[id(word)] = cell
    return [joined.get(id(piece), piece) for piece in pieces if id(piece) in joined or id(piece) not in gone]


def _stacks(own: Sequence[Piece]) -> list[list[Piece]]:
    found: list[list[Piece]] = []
    for piece in sorted(own, key=lambda one: (one.box.top, one.box.x0)):
        x = (piece.box.x0 + piece.box.x1) / 2
        for stack in found:
            last = stack[-1]
            near = abs((last.box.x0 + last.box.x1) / 2 - x) <= ASIDE * piece.size
            if near and -0.3 * piece.size <= piece.box.top - last.box.bottom <= APART * piece.size:
                stack.append(piece)
                break
        else:
            found.append([piece])
    return [stack for stack in found if len(stack) >= FEWEST]
