"""Glyphs of a page without a single space → the same with the spaces that can be seen between them. Pure.

Browsers print spaces as mere distances. Other programs print them as characters, and put a quarter of an em between
kanji and digits that is no space; so distances count only where no space is printed on the whole page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from extractors.page_text import SPACE_FULL, even_gap, middle, rows_of
from schemas.document import BBox, Glyph

SPACE_HALF = 0.17
"""Em: a distance between two letters that is a space (a quarter of an em in most fonts)."""
JUMBLED = 0.3
"""Runs per glyph of a file that does not give its letters in the order of reading; lines are then found by place."""
SPACE_DOWN = 0.3
"""Em: the same in letter-spaced columns, where proportional kana stand unevenly."""
SAME_ROW = 0.4
"""Em: the middles of neighbours in a line differ by no more."""
_LOOSE = frozenset("・、。，．：；「」『』（）［］【】〈〉《》〔〕“”‘’…〜～")
"""Signs with blank halves of their own: a small gap beside them is no space."""


def with_spaces(glyphs: list[Glyph]) -> list[Glyph]:
    """The glyphs, in the same order, with a space wherever a line has a gap of the width of one."""
    if any(glyph.text.isspace() for glyph in glyphs):
        return glyphs
    runs = list(_runs(glyphs))
    if len(runs) > JUMBLED * len(glyphs):
        runs = [row for row in rows_of(glyphs) if _touching(row)]
    spaces = {id(before): space for run in runs for before, space in _spaces(run)}
    return [part for glyph in glyphs for part in (glyph, spaces.get(id(glyph))) if part is not None]


def _runs(glyphs: Iterable[Glyph]) -> Iterable[list[Glyph]]:
    """Glyphs that follow each other in one line, across or down."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not _follows(run[-1], glyph):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _touching(row: list[Glyph]) -> bool:
    """True for a line of letters, False for letters of columns that happen to stand at the same height."""
    gaps = [_gap(a, b, down=False) for a, b in pairwise(row)]
    return sum(gap < SPACE_HALF * row[0].size for gap in gaps) * 2 > len(gaps)


def _follows(a: Glyph, b: Glyph) -> bool:
    size = max(a.size, b.size, 1.0)
    (ax, ay), (bx, by) = middle(a), middle(b)
    across = abs(ay - by) < SAME_ROW * size and 0 < bx - ax < 3 * size
    down = abs(ax - bx) < SAME_ROW * size and 0 < by - ay < 3 * size
    return across or down


def _spaces(run: list[Glyph]) -> Iterator[tuple[Glyph, Glyph]]:
    """The spaces of a line, each with the glyph before it."""
    if len(run) < 2:
        return
    down = middle(run[-1])[1] - middle(run[0])[1] > abs(middle(run[-1])[0] - middle(run[0])[0])
    gaps = [_gap(a, b, down) for a, b in pairwise(run)]
    usual = even_gap(gaps, run[0].size)
    for gap, a, b in zip(gaps, run, run[1:], strict=False):
        size = max(min(a.size, b.size), 1.0)
        wide = (SPACE_DOWN if down and usual else SPACE_HALF) * size < gap - usual <= SPACE_FULL * size
        if wide and a.text not in _LOOSE and b.text not in _LOOSE:
            yield a, Glyph(" ", _between(a, b, down), a.size, a.upright, a.colour, a.bold)


def _gap(a: Glyph, b: Glyph, down: bool) -> float:
    """Blank between two neighbours; glyphs written down have boxes taller than their step, so their steps count."""
    if down:
        return middle(b)[1] - middle(a)[1] - max(a.size, b.size)
    return b.bbox.x0 - a.bbox.x1


def _between(a: Glyph, b: Glyph, down: bool) -> BBox:
    if down:
        (_, ay), (_, by) = middle(a), middle(b)
        y = (ay + by) / 2
        return BBox(a.bbox.x0, y - 0.1, a.bbox.x1, y + 0.1)
    return BBox(a.bbox.x1, a.bbox.top, max(b.bbox.x0, a.bbox.x1), a.bbox.bottom)
