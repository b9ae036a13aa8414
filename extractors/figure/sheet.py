"""Page → its text blocks in their containers. Pure.

A container is a cell, a box or an area that rules and fills close. Pieces of text that stand below each other in one
container and look alike are one block, unless a marker begins there or the line above had room for the next word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.figure.blocks import Block, Container, Sheet
from extractors.figure.labels import labels_joined, with_dots
from extractors.figure.lines import blocks_of
from extractors.figure.places import area, around, same_place
from extractors.figure.shapes import Shapes, find_shapes, with_shapes
from extractors.layout.frames import frames
from extractors.layout.pieces import Piece, page_pieces, to_piece
from extractors.layout.upright import stacks_joined
from extractors.outline.markers import marks_inside, read_mark
from schemas.document import BBox, Page

SAME_COLUMN = 3.5
"""Points between the sides of a head and of the cells below it."""
ROUGH = 0.35
"""Share by which sizes that were measured on an image differ and are one."""
_ASIDE_HEAD = re.compile(
    r"(?:事業|取組|施策|業務)?の?(?:内容|概要|説明|目的|ねらい)|(?:担当|所管|主管|関係|実施)(?:部?課.{0,2}|部署|部局|主体|機関|者)?|(?:(?:成果|評価|活動)?指標|(?:数値|成果)目標|目標値)(?:名|項目|[・と]目標値?)?"
    r"|(?:現状値?|基準値?|実績値?|目標値|計画値)(?:[(（].{1,10}[)）])?|単位|年度|(?:実施)?(?:時期|年度|期間)|スケジュール|工程表?|予算額?|(?:概算)?事業費.{0,6}|財源|備考|SDGs|ＳＤＧｓ|区分|新規.{0,4}|継続|再掲|ページ|頁|掲載頁?"
    r"|関連(?:計画|事業|指標|法令).{0,4}|根拠|対象者?|優先(?:度|順位)?|評価|進捗.{0,4}|(?:令和|平成|[RHＲＨ])[0-9０-９元]{1,2}(?:年度?)?(?:.{0,6})?|20[0-9]{2}年?度?"
)
"""Whole names of columns that hold no entries."""


def read_sheet(page: Page) -> Sheet:
    """The blocks of a page, from the top down."""
    shapes = find_shapes(page)
    clean = with_shapes(page, shapes)
    pieces = page_pieces(clean)
    if page.ocr is not None and pieces:
        usual = sorted(piece.size for piece in pieces)[len(pieces) // 2]
        pieces = [replace(one, size=usual) if abs(one.size - usual) <= ROUGH * usual else one for one in pieces]
    cell_of = dict(frames(clean, pieces).cell_of)
    pieces = [part for piece in stacks_joined(pieces, cell_of) for part in _parted(piece, cell_of)]
    containers = _containers(clean, shapes, cell_of)
    by_home: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        by_home[_home(piece, containers, cell_of.get(id(piece)))].append(piece)
    blocks: list[Block] = []
    order = {id(glyph): at for at, glyph in enumerate(page.glyphs)}  # its order in the file tells the way of writing
    for home, own in by_home.items():
        place = containers[home].bbox if home >= 0 else BBox(0.0, 0.0, page.width, page.height)
        blocks.extend(blocks_of(own, home, place, page.number, order))
    blocks = with_dots(blocks, shapes.dots)
    blocks = labels_joined(blocks)
    return Sheet(page, shapes, tuple(containers), tuple(_placed(blocks)))


def _parted(piece: Piece, cell_of: dict[int, BBox]) -> list[Piece]:
    """A piece cut where a further entry begins in it, or where its print changes behind a label."""
    cuts = _cuts(piece)
    if not cuts or not piece.glyphs:
        return [piece]
    ink = [glyph for glyph in piece.glyphs if not glyph.text.isspace()]
    edges = [0, *cuts, len(ink)]
    parts = [to_piece(ink[a:b]) for a, b in pairwise(edges) if b > a]
    cell = cell_of.get(id(piece))
    if cell is not None:
        cell_of.update((id(part), cell) for part in parts)
    return [part for part in parts if part.text]


def _cuts(piece: Piece) -> list[int]:
    """Where to cut, counted in printed characters."""
    ink = [glyph for glyph in piece.glyphs if not glyph.text.isspace()]
    first = read_mark(piece.text)
    cuts: set[int] = set()
    for at in marks_inside(piece.text):
        mark = read_mark(piece.text[at:])
        printed = len(re.sub(r"\s", "", piece.text[:at]))
        spaced = 0 < printed < len(ink) and ink[printed].bbox.x0 - ink[printed - 1].bbox.x1 > 0.45 * piece.size
        if mark is None or not spaced or mark.start >= len(piece.text) - at:
            continue
        if first is not None and mark.kind == first.kind and (not mark.value or mark.value > first.value):
            cuts.add(printed)
    for at in range(1, len(ink)):
        a, b = ink[at - 1], ink[at]
        if abs(a.size - b.size) > 0.2 * max(a.size, b.size) or (a.bold, a.colour) != (b.bold, b.colour):
            before = "".join(glyph.text for glyph in ink[:at])
            mark = read_mark(before)
            if mark is not None and mark.start >= len(before) and mark.value and len(ink) - at > 1:
                cuts.add(at)
    return sorted(cuts)


def _containers(page: Page, shapes: Shapes, cell_of: dict[int, BBox]) -> list[Container]:
    """Boxes and cells, the largest first, each with the one around it."""
    places: list[tuple[BBox, int | None]] = []
    for box in shapes.boxes:
        places.append((box.bbox, box.fill))
    for cell in sorted(set(cell_of.values())):
        if not any(same_place(cell, place) for place, _ in places):
            places.append((cell, None))
    places.sort(key=lambda one: (-area(one[0]), one[0]))
    found: list[Container] = []
    for place, fill in places:
        if found and any(same_place(place, other.bbox) for other in found):
            continue
        parent = -1
        for at, other in enumerate(found):
            if around(other.bbox, place):
                parent = at
        found.append(Container(place, parent, fill))
    return found


def _home(piece: Piece, containers: Sequence[Container], cell: BBox | None) -> int:
    """The smallest container around a piece."""
    x, y = (piece.box.x0 + piece.box.x1) / 2, piece.middle
    found = -1
    for at, one in enumerate(containers):  # the largest first
        box = one.bbox
        if box.x0 <= x <= box.x1 and box.top <= y <= box.bottom:
            wide = box.x1 - box.x0 >= 0.8 * (piece.box.x1 - piece.box.x0)
            if wide and box.bottom - box.top >= 0.7 * (piece.box.bottom - piece.box.top):
                found = at
    if cell is not None and (found < 0 or area(cell) < area(containers[found].bbox)):
        found = next((at for at, one in enumerate(containers) if same_place(one.bbox, cell)), found)
    return found


def _placed(blocks: Sequence[Block]) -> list[Block]:
    """Blocks from the top down, with what they are among those of their container."""
    by_home: dict[int, list[Block]] = defaultdict(list)
    for block in sorted(blocks, key=lambda one: (one.bbox.top, one.bbox.x0)):
        by_home[block.home].append(block)
    found: list[Block] = []
    heads = [
        one for one in blocks if one.home >= 0 and not one.kind and _ASIDE_HEAD.fullmatch("".join(one.flat.split()))
    ]
    heads = [one for one in heads if len(by_home[one.home]) == 1]
    for home, own in by_home.items():
        aside: Block | None = None
        for at, block in enumerate(own):
            if block.caption == "aside":
                aside = block
            elif aside is not None and (
                block.caption or (block.size > aside.size * 1.05) or (block.mark and block.mark.word)
            ):
                aside = None
            under = aside is not None and block is not aside and (home >= 0 or block.bbox.x0 < aside.bbox.x1)
            under = under or any(_heads_column(head, block) for head in heads)
            found.append(
                replace(
                    block, alone=home >= 0 and len(own) == 1, first=home >= 0 and at == 0 and len(own) > 1, aside=under
                )
            )
    return sorted(found, key=lambda one: (one.bbox.top, one.bbox.x0))


def _heads_column(head: Block, block: Block) -> bool:
    """Whether a cell stands in the column below a head."""
    if block.home < 0 or block is head or block.box.top < head.box.bottom - 2:
        return False
    return abs(block.box.x0 - head.box.x0) <= SAME_COLUMN and abs(block.box.x1 - head.box.x1) <= SAME_COLUMN
