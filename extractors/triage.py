"""A page and its lines → whether it is worth reading in full. Pure, and cheap: no text is taken apart here."""

from __future__ import annotations

import re
from collections.abc import Sequence

from schemas.document import Glyph, Line, Page

SHORT = 12
"""Pages: in a document this short every page that has something on it is read."""
FOLLOWING = 3
"""Pages behind one headed 施策の体系 that may hold the rest of it."""
DRAWN = 4
"""Rules and boxes of the smallest table or diagram."""
WORDS = 3
"""So many words of the hierarchy make a page with drawings promising."""
WORDS_ALONE = 8
"""So many do without drawings."""
NAME = 36
"""Characters: longer lines are prose."""
FOOT = 0.94
"""Share of the height of a page below which its number stands."""
LOW = 0.6
"""Share below which a page is full."""
TALL = 0.8
"""Share of the height that nothing but a frame around the page takes."""
_WORDS = re.compile(
    r"体系|基本目標|基本方針|基本施策|施策の方向|施策|政策|取組|主要事業|重点目標|具体的|事業名|担当課|所管課|担当部署"
)

_OFFICES = re.compile(r"担当課|所管課|担当部署")
"""Words that head a column of a table of measures and hardly stand elsewhere: each counts double."""

_COLUMN = re.compile(
    r"(?:(?:事業|取組|施策|主な)の?)?(?:内容|概要)|(?:担当|所管|主管|実施)(?:課|部署|部局|主体)?|事業|施策|取組|(?:取組|施策)名|実施年度|推進方針"
)
"""A whole line: the name of a column that such a table has beside its entries."""


def promising(page: Page, lines: Sequence[Line], count: int, named: bool = False) -> bool:
    """True where the page may hold a hierarchy, or where it is a scan.

    Args:
        named: whether this page or one shortly before it has the hierarchy as its heading.
    """
    if not page.glyphs:
        return bool(page.images)
    if count <= SHORT or named:
        return True
    words = named_words(lines)
    drawn = len(page.rules) + len(page.boxes)
    return (words >= WORDS and drawn >= DRAWN) or words >= WORDS_ALONE


def cut_below(page: Page) -> bool:
    """Whether drawn lines reach as far down as the text: a table may go on over the page end."""
    foot = FOOT * page.height
    text = max((glyph.bbox.bottom for glyph in page.glyphs if glyph.bbox.bottom < foot), default=0.0)
    upright = [
        max(rule.top, rule.bottom)
        for rule in page.rules
        if abs(rule.x0 - rule.x1) < 1 < abs(rule.top - rule.bottom) < TALL * page.height
    ]
    boxes = [box.bbox.bottom for box in page.boxes if box.bbox.bottom - box.bbox.top < TALL * page.height]
    return text > LOW * page.height and max((*upright, *boxes), default=0.0) >= text


def named_words(lines: Sequence[Line]) -> int:
    """How many words of the hierarchy stand in headings, cells and boxes; in sentences they say nothing."""
    return sum(_words(line.text) for line in lines if len(line.text) <= NAME and "。" not in line.text)


def worded(glyphs: Sequence[Glyph]) -> bool:
    """Whether a page has enough words of the hierarchy for its drawings to matter; headings of its own count."""
    text = "".join(glyph.text for glyph in glyphs)
    return _words(text) >= WORDS or "体系" in text


def _words(text: str) -> int:
    return len(_WORDS.findall(text)) + len(_OFFICES.findall(text)) + bool(_COLUMN.fullmatch(text.replace("\u3000", "")))
