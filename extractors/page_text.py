"""Glyphs → lines of text, by their places alone (never by their order in the file). Pure.

Small kana over a line (ruby, ルビ) are left out; glyphs printed twice for a bold look count once; letter-spaced words
are closed up; a wide gap becomes one full-width space.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import inf

from schemas.document import BBox, Glyph, Line, Page

SAME_LINE = 0.3
"""Em: how far the middles of glyphs of one line lie apart at most, before lines of mixed sizes are put together."""
SAME_HEIGHT = 0.25
"""Points: middles of lines side by side, which mixed type moves by as much."""
OVERLAP = 0.55
"""Share of the lower height that two pieces of one line have in common."""
NEIGHBOUR = 1.2
"""Em: pieces of mixed size or height this near to each other, side by side, are one line."""
SPACE_LATIN = 0.22
"""Em: a gap between two Latin letters or digits that is a space."""
SPACE_LABEL = 0.28
"""Em between a letter or kana that begins a line and the next character: a label (A 防災) and its space. Latin and
Japanese next to each other are set 0.25 em apart without one."""
SPACE_NUMBER = 0.4
"""Em between a number and the kanji or kana behind it that is a space; set without one they stand up to 0.25 em apart."""
SPACE_FULL = 0.6
"""Em: a gap that is printed as a full-width space."""
SPLIT = 2.6
"""Em: text further apart than this belongs to different lines of the page (columns)."""
RUBY_NEAR = 6
"""Characters between ruby and what it reads, in the file, at most."""
RUBY = 0.62
"""Ruby is not larger than this share of the text under it."""
EVEN_GAP = 0.12
"""Em: gaps of letter-spaced text are wider than this and differ by less."""
TWICE = 0.25
"""Em: the same glyph printed again this near is a bold effect."""

_NUMBER = re.compile("[0-9０-９Ⅰ-Ⅻ①-⑳][ぁ-んァ-ヶ一-龥]")
_LETTER = re.compile("[A-HＡ-Ｈア-コ][^・･ー、。ァィゥェォッャュョ]")


def page_lines(page: Page) -> tuple[Line, ...]:
    """The lines of a page, top to bottom and left to right; columns apart are lines of their own."""
    walls = _walls(page)
    rows = [row for row in rows_of(page.glyphs, SPLIT, walls) if row]
    lines = [to_line(row, page.number) for row in drop_ruby(rows)]
    return in_reading_order([line for line in lines if line.text])


def in_reading_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Top to bottom, and left to right where lines stand at the same height but for rounding."""
    placed = sorted(((line.bbox.top + line.bbox.bottom, line.bbox.x0, line) for line in lines if line.bbox), key=_place)
    found: list[Line] = []
    at = 0
    while at < len(placed):
        end = at + 1
        while end < len(placed) and placed[end][0] - placed[at][0] <= 2 * SAME_HEIGHT:
            end += 1
        found.extend(line for _, _, line in sorted(placed[at:end], key=lambda one: one[1]))
        at = end
    return tuple(found)


def _place(one: tuple[float, float, Line]) -> tuple[float, float]:
    return one[:2]


def _walls(page: Page) -> list[tuple[float, float, float]]:
    """Upright rules and box sides, as (x, top, bottom): text does not run through them."""
    walls = [(r.x0, min(r.top, r.bottom), max(r.top, r.bottom)) for r in page.rules if abs(r.x0 - r.x1) < 0.5]
    for box in page.boxes:
        walls.append((box.bbox.x0, box.bbox.top, box.bbox.bottom))
        walls.append((box.bbox.x1, box.bbox.top, box.bbox.bottom))
    return sorted(wall for wall in walls if wall[2] - wall[1] > 6.0)


def to_line(row: Sequence[Glyph], page: int | None) -> Line:
    """One row of glyphs as a Line."""
    ink = [glyph for glyph in row if not glyph.text.isspace()]
    bold = sum(glyph.bold for glyph in ink) * 2 > len(ink)
    size = round(sorted(glyph.size for glyph in ink)[len(ink) // 2], 1)
    return Line(row_text(row), page=page, bbox=around(ink), size=size, bold=bold, face=face_of(ink))


def face_of(ink: Sequence[Glyph]) -> str:
    """The typeface of most letters; digits and Latin letters count only where there is nothing else."""
    faces = Counter(glyph.face for glyph in ink if not glyph.text.isascii()) or Counter(glyph.face for glyph in ink)
    return max(faces, key=lambda face: (faces[face], face))


def around(glyphs: Iterable[Glyph]) -> BBox:
    """The smallest box around all of them."""
    x0s, tops, x1s, bottoms = zip(*(glyph.bbox for glyph in glyphs), strict=True)
    return BBox(min(x0s), min(tops), max(x1s), max(bottoms))


def middle(glyph: Glyph) -> tuple[float, float]:
    """The centre of a glyph's box."""
    x0, top, x1, bottom = glyph.bbox
    return ((x0 + x1) / 2, (top + bottom) / 2)


def gap_below(a: Glyph, b: Glyph) -> float:
    """Blank between two glyphs of a column: the steps of upright letters count, as their boxes are taller than these."""
    half_a, half_b = ((g.size if g.upright else g.bbox.bottom - g.bbox.top) / 2 for g in (a, b))
    return abs(middle(b)[1] - middle(a)[1]) - half_a - half_b


def within(glyphs: Iterable[Glyph], box: BBox) -> list[Glyph]:
    """The glyphs whose centre lies in the box."""
    return [
        glyph
        for glyph in glyphs
        if box.x0 <= (glyph.bbox.x0 + glyph.bbox.x1) / 2 <= box.x1
        and box.top <= (glyph.bbox.top + glyph.bbox.bottom) / 2 <= box.bottom
    ]


def rows_of(
    glyphs: Iterable[Glyph], split: float | None = None, walls: Sequence[tuple[float, float, float]] = ()
) -> list[list[Glyph]]:
    """Horizontal rows, top to bottom, glyphs left to right; rows are cut at gaps of `split` em and at walls."""
    pieces = _pieces(glyphs, split or NEIGHBOUR, walls)
    rows = _merge(pieces, split or float("inf"), walls)
    for row in rows:
        row.sort(key=lambda glyph: glyph.bbox.x0)
    rows = [kept for kept in (_once(row) for row in rows) if any(not glyph.text.isspace() for glyph in kept)]
    return sorted(rows, key=lambda row: (_centre(row), row[0].bbox.x0))


def _centre(row: Sequence[Glyph]) -> float:
    box = around(row)
    return box.top + box.bottom


def _pieces(glyphs: Iterable[Glyph], gap: float, walls: Sequence[tuple[float, float, float]]) -> list[list[Glyph]]:
    """Runs of glyphs on the same height, without gaps."""
    ordered = sorted(glyphs, key=lambda glyph: glyph.bbox.top + glyph.bbox.bottom)
    bands: list[list[Glyph]] = []
    start = 0.0
    for glyph in ordered:
        y = (glyph.bbox.top + glyph.bbox.bottom) / 2
        if not bands or y - start > SAME_LINE * max(glyph.size, 1.0):
            bands.append([])
            start = y
        bands[-1].append(glyph)
    pieces: list[list[Glyph]] = []
    for band in bands:
        band.sort(key=lambda glyph: glyph.bbox.x0)
        last: Glyph | None = None
        for glyph in band:
            apart = last is None or glyph.bbox.x0 - last.bbox.x1 > gap * max(glyph.size, last.size)
            if apart or (last is not None and walls and _walled(last, glyph, walls)):
                pieces.append([])
            pieces[-1].append(glyph)
            last = glyph
    return pieces


def _walled(left: Glyph, right: Glyph, walls: Sequence[tuple[float, float, float]]) -> bool:
    """True where an upright rule stands between two neighbours."""
    if right.bbox.x0 - left.bbox.x1 < -0.5 * left.size:
        return False
    x0, x1 = (left.bbox.x0 + left.bbox.x1) / 2, (right.bbox.x0 + right.bbox.x1) / 2
    y = (right.bbox.top + right.bbox.bottom) / 2
    for at in range(bisect_right(walls, (x0, inf, inf)), len(walls)):
        x, top, bottom = walls[at]
        if x >= x1:
            return False
        if top <= y <= bottom:
            return True
    return False


def _merge(pieces: list[list[Glyph]], split: float, walls: Sequence[tuple[float, float, float]]) -> list[list[Glyph]]:
    """Put pieces together that stand side by side at about the same height (letters of mixed sizes, subscripts)."""
    boxes = [around(piece) for piece in pieces]
    order = sorted(range(len(pieces)), key=lambda at: boxes[at].top)
    parent = list(range(len(pieces)))

    def root(at: int) -> int:
        while parent[at] != at:
            at = parent[at]
        return at

    for place, a in enumerate(order):
        for b in order[place + 1 :]:
            if boxes[b].top >= boxes[a].bottom:
                break
            if root(a) != root(b) and _side_by_side(pieces[a], boxes[a], pieces[b], boxes[b], split, walls):
                parent[root(b)] = root(a)
    rows: dict[int, list[Glyph]] = {}
    for at, piece in enumerate(pieces):
        rows.setdefault(root(at), []).extend(piece)
    return list(rows.values())


def _side_by_side(
    a: list[Glyph],
    box_a: BBox,
    b: list[Glyph],
    box_b: BBox,
    split: float,
    walls: Sequence[tuple[float, float, float]],
) -> bool:
    common = min(box_a.bottom, box_b.bottom) - max(box_a.top, box_b.top)
    if common < OVERLAP * min(box_a.bottom - box_a.top, box_b.bottom - box_b.top):
        return False
    if RUBY * max(a[0].size, b[0].size) >= min(a[0].size, b[0].size) and box_a.x0 < box_b.x1 and box_b.x0 < box_a.x1:
        return False  # ruby over its own text
    gap = max(box_a.x0, box_b.x0) - min(box_a.x1, box_b.x1)
    size = max(a[0].size, b[0].size)
    same_height = abs((box_a.top + box_a.bottom) - (box_b.top + box_b.bottom)) / 2 <= SAME_LINE * size
    limit = split if same_height else min(split, NEIGHBOUR)
    if gap > limit * size:
        return False
    left, right = (a, b) if box_a.x0 <= box_b.x0 else (b, a)
    return not (walls and _walled(left[-1], right[0], walls))


def _once(row: list[Glyph]) -> list[Glyph]:
    """Leave out glyphs that are printed a second time at the same place."""
    kept: list[Glyph] = []
    for glyph in row:
        again = any(
            other.text == glyph.text and abs(other.bbox.x0 - glyph.bbox.x0) < TWICE * glyph.size for other in kept[-3:]
        )
        if not again:
            kept.append(glyph)
    return kept


def drop_ruby(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """Leave out rows of small kana that stand right over a larger row."""
    boxes = [around(row) for row in rows]
    return [row for at, row in enumerate(rows) if not _is_ruby(row, boxes[at], rows, boxes)]


def _is_ruby(row: list[Glyph], box: BBox, rows: list[list[Glyph]], boxes: list[BBox]) -> bool:
    if not all("ぁ" <= glyph.text <= "ヿ" or glyph.text.isspace() for glyph in row):
        return False
    size = row[0].size
    for other, below in zip(rows, boxes, strict=True):
        larger = max(glyph.size for glyph in other)
        if size > RUBY * larger or (below.top + below.bottom) <= (box.top + box.bottom):
            continue
        near = below.top - box.bottom < 0.5 * size
        if near and below.bottom - box.top < 3 * larger and box.x0 < below.x1 and below.x0 < box.x1:
            return True
    return False


def without_side_ruby(glyphs: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """Leave out small kana right of the kanji of a line that runs downwards (縦書き), where its ruby (ふりがな) stands.

    Args:
        glyphs: of one page, in the order of the file, in which ruby stands near what it reads.
    """
    ruby: set[int] = set()
    for at, glyph in enumerate(glyphs):
        if not "ぁ" <= glyph.text <= "ヿ":
            continue
        near = range(max(at - RUBY_NEAR, 0), min(at + RUBY_NEAR + 1, len(glyphs)))
        if any(_reads(glyph, glyphs[one]) and _runs_down(glyphs, one) for one in near):
            ruby.add(at)
    return tuple(glyph for at, glyph in enumerate(glyphs) if at not in ruby) if ruby else tuple(glyphs)


def _reads(small: Glyph, base: Glyph) -> bool:
    """Whether a small kana stands where the reading of a kanji stands in a line that runs downwards."""
    return (
        "一" <= base.text <= "鿿"
        and small.size <= RUBY * base.size
        and -0.1 * base.size <= small.bbox.x0 - base.bbox.x1 <= 0.3 * base.size
        and abs((small.bbox.top + small.bbox.bottom) - (base.bbox.top + base.bbox.bottom)) <= 2 * base.size
    )


def _runs_down(glyphs: Sequence[Glyph], at: int) -> bool:
    """Whether the next character of its size, before or behind it in the file, stands above or below it."""
    own = glyphs[at]
    before = glyphs[max(at - RUBY_NEAR, 0) : at][::-1]
    for side in (before, glyphs[at + 1 : at + 1 + RUBY_NEAR]):
        for other in side:
            if other.size >= 0.8 * own.size:
                across = abs(other.bbox.x0 + other.bbox.x1 - own.bbox.x0 - own.bbox.x1) / 2
                down = abs(other.bbox.top + other.bbox.bottom - own.bbox.top - own.bbox.bottom) / 2
                if across < 0.4 * own.size and 0.5 * own.size < down < 1.4 * own.size:
                    return True
                break
    return False


def row_text(row: Sequence[Glyph]) -> str:
    """The text of one row, with the spaces that can be seen."""
    gaps = [b.bbox.x0 - a.bbox.x1 for a, b in pairwise(row)]
    spacing = _letter_spacing(row, gaps)
    parts = [row[0].text]
    for at, (gap, left, right) in enumerate(zip(gaps, row, row[1:], strict=False)):
        space = _space(left, right, gap - spacing)
        label = (
            at == 0
            and not space
            and gap - spacing > SPACE_LABEL * left.size
            and bool(_LETTER.match(left.text + right.text))
        )
        parts.append(" " if label else space)
        parts.append(right.text)
    return "".join(parts).strip(" \u3000")


def _letter_spacing(row: Sequence[Glyph], gaps: Sequence[float]) -> float:
    """The even distance between the letters of a letter-spaced (字間) line, 0 for ordinary text."""
    if len(gaps) == 1:
        return max(gaps[0], 0.0) if gaps[0] < SPLIT * row[0].size and _lone_pair(row) else 0.0
    return even_gap(gaps, row[0].size)


def even_gap(gaps: Sequence[float], size: float) -> float:
    """What most gaps have in common, 0 where they are as narrow as usual or differ."""
    if len(gaps) < 2:
        return 0.0
    usual = sorted(gaps)[len(gaps) // 2]
    even = sum(abs(gap - usual) <= EVEN_GAP * size for gap in gaps)
    return usual if usual > EVEN_GAP * size and even * 2 > len(gaps) else 0.0


def _lone_pair(row: Sequence[Glyph]) -> bool:
    """Two kanji alone on a line (区　分) are one word."""
    return len(row) == 2 and all("一" <= glyph.text <= "龥" for glyph in row)


def _space(left: Glyph, right: Glyph, gap: float) -> str:
    if left.text.isspace() or right.text.isspace():
        return ""
    size = max(min(left.size, right.size), 1.0)
    if left.text.isascii() and right.text.isascii():
        return " " if gap > SPACE_LATIN * size else ""
    if gap > SPACE_NUMBER * size and _NUMBER.match(left.text + right.text):
        return " " if gap <= SPACE_FULL * size else "\u3000"
    return "\u3000" if gap > SPACE_FULL * size else ""
