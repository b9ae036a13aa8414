"""Glyphs of a page without a single space → the same with the spaces that can be seen between them. Pure.

Browsers print spaces as mere distances. Other programs print them as characters, and put a quarter of an em between
kanji and digits that is no space; so distances count only where no space is printed on the whole page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from extractors.page_text import SPACE_FULL, even_gap, gap_below, middle, rows_of
from schemas.document import BBox, Glyph

SPACE_HALF = 0.19
"""Em: a distance between two letters that is a space (a quarter of an em in most fonts)."""
JUMBLED = 0.3
"""Runs per glyph of a file that does not give its letters in the order of reading; lines are then found by place."""
FEW_GAPS = 4
"""A line with fewer gaps does not show its letter-spacing; its neighbours in the file do."""
SPACE_DOWN = 0.3
"""Em: the same in letter-spaced columns, where proportional kana stand unevenly."""
SAME_ROW = 0.4
"""Em: the middles of neighbours in a line differ by no more."""
_LOOSE = frozenset("・、。，．：；「」『』（）［］【】〈〉《》〔〕“”‘’…〜～-‐–−")
"""Signs with blank halves of their own: a small gap beside them is no space."""


def with_spaces(glyphs: list[Glyph]) -> list[Glyph]:
    """The glyphs, in the same order, with a space wherever a line has a gap of the width of one."""
    if any(glyph.text.isspace() for glyph in glyphs):
        return glyphs
    runs = list(_runs(glyphs))
    if len(runs) > JUMBLED * len(glyphs):
        runs = [row for row in rows_of(glyphs) if _touching(row)]
    measured = [(_down(run), _gaps(run)) for run in runs]
    spaces: dict[int, Glyph] = {}
    for at, run in enumerate(runs):
        down, gaps = measured[at]
        usual = even_gap(gaps, run[0].size)
        if not usual and len(gaps) < FEW_GAPS:
            usual = max((_spacing(runs, measured, at, other) for other in (at - 1, at + 1)), default=0.0)
        spaces.update((id(before), space) for before, space in _spaces(run, gaps, usual, down))
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


def _down(run: list[Glyph]) -> bool:
    (x0, y0), (x1, y1) = middle(run[0]), middle(run[-1])
    return y1 - y0 > abs(x1 - x0)


def _gaps(run: list[Glyph]) -> list[float]:
    down = _down(run)
    return [_gap(a, b, down) for a, b in pairwise(run)]


def _spacing(runs: list[list[Glyph]], measured: list[tuple[bool, list[float]]], at: int, other: int) -> float:
    """The letter-spacing of a line beside a short one, where both are of one kind."""
    if not 0 <= other < len(runs) or measured[at][0] != measured[other][0]:
        return 0.0
    size = runs[other][0].size
    return even_gap(measured[other][1], size) if abs(size - runs[at][0].size) < SAME_ROW else 0.0


def _spaces(run: list[Glyph], gaps: list[float], usual: float, down: bool) -> Iterator[tuple[Glyph, Glyph]]:
    """The spaces of a line, each with the glyph before it."""
    for gap, a, b in zip(gaps, run, run[1:], strict=False):
        size = max(min(a.size, b.size), 1.0)
        label = a.text.isascii() or "Ⅰ" <= a.text <= "ⅻ" or "①" <= a.text <= "⓿"
        uneven = down and usual and not label
        wide = (SPACE_DOWN if uneven else SPACE_HALF) * size < gap - usual <= SPACE_FULL * size
        digits = down and a.text.isdigit() and b.text.isdigit()  # a sign between them may stand elsewhere in the file
        if wide and not digits and a.text not in _LOOSE and b.text not in _LOOSE:
            yield a, Glyph(" ", _between(a, b, down), a.size, a.upright, a.colour, a.bold, a.face)


def _gap(a: Glyph, b: Glyph, down: bool) -> float:
    """Blank between two neighbours."""
    return gap_below(a, b) if down else b.bbox.x0 - a.bbox.x1


def _between(a: Glyph, b: Glyph, down: bool) -> BBox:
    if down:
        (_, ay), (_, by) = middle(a), middle(b)
        y = (ay + by) / 2
        return BBox(a.bbox.x0, y - 0.1, a.bbox.x1, y + 0.1)
    return BBox(a.bbox.x1, a.bbox.top, max(b.bbox.x0, a.bbox.x1), a.bbox.bottom)
