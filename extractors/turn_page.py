"""A page whose text lies on its side or stands on its head → the same page turned upright; other pages as they are. Pure.

Wide tables are often set sideways on a page that is not turned itself. They are read upright, and what was read gets its
place on the page as it is looked at back in extractors/turn_back.py.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from itertools import pairwise

from extractors.seen_spaces import with_spaces
from schemas.document import BBox, Glyph, Page, Rule

MOST = 0.8
"""Share of the characters that must lie on their side."""
ENOUGH = 30
"""Characters; fewer are a label at the edge of a picture."""

HALF = 2
"""Quarter turns of a page that stands on its head."""

Turn = Callable[[BBox], BBox]


def turned_upright(page: Page) -> Page:
    """The page with most of its text upright; `turned` says what was done."""
    ink = [glyph for glyph in page.glyphs if not glyph.text.isspace()]
    if len(ink) < ENOUGH:
        return page
    if sum(not glyph.upright for glyph in ink) < MOST * len(ink):
        return _turned(page, HALF) if _backwards(ink) else page
    return _turned(page, 1 if _downwards(ink) else -1)


def _turned(page: Page, turned: int) -> Page:
    place = turn(page.width, page.height, turned)
    half = turned == HALF
    return dataclasses.replace(
        page,
        width=page.width if half else page.height,
        height=page.height if half else page.width,
        glyphs=tuple(with_spaces([_turned_glyph(glyph, place, half) for glyph in page.glyphs])),
        rules=tuple(_turned_rule(rule, place) for rule in page.rules),
        boxes=tuple(box._replace(bbox=place(box.bbox)) for box in page.boxes),
        images=tuple(image._replace(bbox=place(image.bbox)) for image in page.images),
        turned=turned,
    )


def turn(width: float, height: float, turned: int) -> Turn:
    """Places on a page of this size after a turn: 1 for text that ran down the page, -1 for up, 2 for upside down."""
    if turned in (HALF, -HALF):
        return lambda box: BBox(width - box.x1, height - box.bottom, width - box.x0, height - box.top)
    if turned == 1:
        return lambda box: BBox(box.top, width - box.x1, box.bottom, width - box.x0)
    return lambda box: BBox(height - box.bottom, box.x0, height - box.top, box.x1)


def _backwards(ink: list[Glyph]) -> bool:
    """Whether the page stands on its head: most characters of the file stand to the left of the one before."""
    left = right = 0
    for one, following in pairwise(ink):
        step = following.bbox.x0 - one.bbox.x0
        if abs(following.bbox.top - one.bbox.top) < one.size / 2 and one.size / 4 < abs(step) < 3 * one.size:
            left += step < 0
            right += step > 0
    return left >= ENOUGH / 2 and left >= MOST * (left + right)


def _downwards(ink: list[Glyph]) -> bool:
    """Whether the text runs down the page: most characters of the file stand below the one before."""
    down = up = 0
    for one, following in pairwise(ink):
        step = following.bbox.top - one.bbox.top
        if abs(following.bbox.x0 - one.bbox.x0) < one.size / 2 and 0 < abs(step) < 3 * one.size:
            down += step > 0
            up += step < 0
    return down >= up


def _turned_glyph(glyph: Glyph, place: Turn, half: bool) -> Glyph:
    return glyph._replace(bbox=place(glyph.bbox), upright=glyph.upright if half else not glyph.upright)


def _turned_rule(rule: Rule, place: Turn) -> Rule:
    """Both ends turned; the second end stays the one with the arrow."""
    first = place(BBox(rule.x0, rule.top, rule.x0, rule.top))
    last = place(BBox(rule.x1, rule.bottom, rule.x1, rule.bottom))
    return rule._replace(x0=first.x0, top=first.top, x1=last.x0, bottom=last.top)
