"""Pieces of one container → blocks: which line goes on from the one above, and what is written down. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.figure.blocks import Block
from extractors.figure.places import hull
from extractors.layout.pieces import Piece
from extractors.outline.markers import read_mark
from extractors.vertical_text import read_region
from schemas.document import BBox, Glyph

LEADING = 0.85
"""Em of white between two lines of one block at most."""
LEADING_CENTRED = 1.4
"""The same where both are centred in their cell."""
TIGHT = 0.5
"""Em of white below which two lines that begin alike may be centred words."""
ROOM = 2.5
"""Em of free space behind a line from which on the next line does not continue it."""
ALIGNED = 0.7
"""Em by which lines of one block may be out of line."""
CENTRED = 0.6
"""Em from the middle of a container to that of a line that is centred in it."""
SIZES = 0.09
"""Share by which the sizes of one look differ at most."""
SURE = 0.3
"""Strength from which on a marker begins a block for itself."""


def blocks_of(pieces: Sequence[Piece], home: int, place: BBox, page: int, order: Mapping[int, int]) -> list[Block]:
    """The blocks of one container."""
    glyphs = sorted((glyph for piece in pieces for glyph in piece.glyphs), key=lambda glyph: order.get(id(glyph), 0))
    if home >= 0 and (down := _written_down(pieces, glyphs, place)) is not None:
        first = pieces[0]
        return [Block(down, hull([p.box for p in pieces]), page, first.size, first.bold, first.colour, home, place)]
    pieces = _columns_joined(pieces)
    growing: list[list[Piece]] = []
    titled = home >= 0 and _one_entry(pieces)
    right = max(piece.box.x1 for piece in pieces) if home < 0 else place.x1 - 2.0
    middle = (place.x0 + place.x1) / 2 if home >= 0 else None
    for piece in sorted(pieces, key=lambda one: (one.box.top, one.box.x0)):
        fitting = [own for own in growing if _continues(own, piece, right, middle, titled)]
        if fitting:
            max(fitting, key=lambda own: own[-1].box.bottom).append(piece)
        else:
            growing.append([piece])
    return [
        Block(
            "\n".join(piece.text for piece in own),
            hull([piece.box for piece in own]),
            page,
            own[0].size,
            max(own, key=lambda one: len(one.text)).bold,
            max(own, key=lambda one: len(one.text)).colour,
            home,
            place,
        )
        for own in growing
    ]


def _one_entry(pieces: Sequence[Piece]) -> bool:
    """Whether a container holds a label on a line of its own and one title below it."""
    ordered = sorted(pieces, key=lambda one: (one.box.top, one.box.x0))
    marks = [read_mark(piece.text) for piece in ordered]
    first = marks[0]
    alone = first is not None and bool(first.value) and first.start >= len(ordered[0].text)
    return alone and 2 < len(pieces) <= 5 and not any(mark and mark.strength >= SURE for mark in marks[1:])


def _lone_mark(text: str) -> bool:
    """Whether a text is a label and nothing else (第１章)."""
    mark = read_mark(text)
    return mark is not None and len(text) > 2 and mark.start >= len(text)


def _columns_joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Columns of upright writing side by side as one piece, from right to left."""
    upright = [one for one in pieces if len(one.text) > 2 and one.height > 1.6 * (one.box.x1 - one.box.x0)]
    if len(upright) < 2:
        return list(pieces)
    found = [one for one in pieces if one not in upright]
    run: list[Piece] = []
    for piece in sorted(upright, key=lambda one: -one.box.x0):
        last = run[-1] if run else None
        near = last is not None and last.box.x0 - piece.box.x1 <= 1.2 * piece.size
        if run and not (near and abs(run[0].box.top - piece.box.top) <= 2 * piece.size):
            found.append(_as_one(run))
            run = []
        run.append(piece)
    return [*found, _as_one(run)]


def _as_one(run: Sequence[Piece]) -> Piece:
    return replace(
        run[0],
        text="".join(one.text for one in run),
        box=hull([one.box for one in run]),
        glyphs=tuple(glyph for one in run for glyph in one.glyphs),
    )


def _written_down(pieces: Sequence[Piece], glyphs: Sequence[Glyph], place: BBox) -> str | None:
    """The text of a narrow container that is written down; None of any other."""
    ink = [glyph for glyph in glyphs if not glyph.text.isspace()]
    across = [
        one
        for one in pieces
        if one.box.x1 - one.box.x0 > 1.8 * one.height and (len("".join(one.text.split())) > 3 or _lone_mark(one.text))
    ]
    if across:
        return None  # what is upright in it are pieces of their own
    rows = len(pieces)
    if (
        len(ink) < 2
        or place.bottom - place.top < 1.2 * (place.x1 - place.x0)
        or (rows < 2 and all(g.upright for g in ink))
    ):
        return None
    region = read_region(ink)
    if not region.vertical:
        return None
    first, _, rest = region.text.partition("\n")
    label = read_mark(first)
    rest = rest.replace("\n", "")
    return f"{first}\u3000{rest}" if label is not None and label.start >= len(first) else first + rest


def _continues(own: Sequence[Piece], piece: Piece, right: float, middle: float | None, titled: bool) -> bool:
    """Whether a piece is the next line of a block."""
    last, first = own[-1], own[0]
    size = max(last.size, piece.size)
    if abs(last.size - piece.size) > SIZES * size or last.bold != piece.bold or last.colour != piece.colour:
        return False
    gap = piece.box.top - last.box.bottom
    in_middle = middle is not None and abs((last.box.x0 + last.box.x1) / 2 - middle) <= CENTRED * size
    if (
        not -0.45 * size <= gap <= (LEADING_CENTRED if in_middle else LEADING) * size
        or piece.middle <= last.middle + 0.4 * size
    ):
        return False
    if min(last.box.x1, piece.box.x1) - max(last.box.x0, piece.box.x0) < 0.5 * min(size, piece.box.x1 - piece.box.x0):
        return False
    mark = read_mark(piece.text)
    if mark is not None and mark.strength >= SURE and (mark.start < len(piece.text) or mark.value):
        return False
    head = read_mark(first.text)
    lone = head is not None and head.start >= len(first.text.strip())
    if lone and len(own) == 1:
        return False
    hanging = 0.0
    if head is not None and first.glyphs:
        printed = len(re.sub(r"\s", "", first.text[: head.start]))
        ink = [glyph for glyph in first.glyphs if not glyph.text.isspace()]
        hanging = ink[printed].bbox.x0 - first.box.x0 if printed < len(ink) else 0.0
    left = min(abs(piece.box.x0 - first.box.x0), abs(piece.box.x0 - first.box.x0 - hanging))
    if len(own) > 1:
        left = min(left, abs(piece.box.x0 - last.box.x0))
    centred = abs((piece.box.x0 + piece.box.x1) - (last.box.x0 + last.box.x1)) / 2 <= ALIGNED * size
    if in_middle and centred and (gap <= TIGHT * size or left > 0.2 * size or right - last.box.x1 <= ROOM * size):
        return True
    if gap > LEADING * size:
        return False
    if left <= ALIGNED * size or -ALIGNED * size <= piece.box.x0 - first.box.x0 <= hanging + 1.3 * size:
        room = right - last.box.x1
        if (titled or (middle is not None and head is not None)) and not piece.text.endswith("。"):
            return True  # what follows a marked line in a cell, without a marker of its own, goes on
        open_end = bool(re.search(r"[、，をにがはのとでやもへ・「（(]$|および$|または$", last.text))
        no_start = bool(re.match(r"[をにがはのとでやもへ、。）)」』・ーっゃゅょぁ]", piece.text))
        return room <= ROOM * size or open_end or no_start or (len(own) > 1 and bool("。" in piece.text))
    return centred
