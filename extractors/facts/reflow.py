"""Lines of a PDF → lines as they would stand in running text: paragraphs joined, running heads left out. Pure, no IO."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence

from extractors.numbering import read_marker
from schemas.document import BBox, Line

REPEATED = 3
"""Pages on which the same words stand at the same height before they count as a running head (柱)."""
SAME_HEIGHT = 4.0
"""Points within which running heads and page numbers vary from page to page."""
PROSE = 18
"""Characters: shorter lines are headings, table cells and labels, and are not joined."""
TABULAR = 4
"""Words side by side from which a line may be a row of a table."""
LEADING = 1.25
"""Em: the widest gap between two lines of one paragraph, from the bottom of one to the top of the next."""
INDENT = 2.2
"""Em: the first line of a paragraph is set in, or out behind a hanging mark, by no more than this."""
RAGGED = 1.6
"""Em: a line that ends this far short of the next one ends its paragraph."""


def reflow(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Lines of a text file as they are; of a PDF with paragraphs on one line each."""
    if not lines or lines[0].page is None:
        return tuple(lines)
    joined: list[Line] = []
    for line in _without_running_heads(lines):
        if joined and _continues(joined[-1], line):
            joined[-1] = _join(joined[-1], line)
        else:
            joined.append(line)
    return tuple(joined)


def _without_running_heads(lines: Sequence[Line]) -> list[Line]:
    """The lines without those that stand at the same height of many pages; the first of each is kept."""
    texts = Counter(line.text for line in lines)
    often = {text for text, count in texts.items() if count >= REPEATED}
    counts = Counter(place for place, _ in {(_place(line), line.page) for line in lines if line.text in often})
    seen: set[tuple[str, int]] = set()
    kept: list[Line] = []
    for line in lines:
        if line.text in often and counts[place := _place(line)] >= REPEATED:
            if place in seen:
                continue
            seen.add(place)
        if not (line.text.isdecimal() and len(line.text) <= 3):
            kept.append(line)
    return kept


def _place(line: Line) -> tuple[str, int]:
    return (line.text, round(line.bbox.top / SAME_HEIGHT) if line.bbox else 0)


def _continues(upper: Line, lower: Line) -> bool:
    """True where `lower` is the next line of the paragraph that `upper` ends with."""
    a, b = upper.bbox, lower.bbox
    if a is None or b is None or upper.page != lower.page or not upper.size or not lower.size:
        return False
    if abs(upper.size - lower.size) > 0.05 * upper.size or upper.bold != lower.bold:
        return False
    if len(upper.text) < PROSE or upper.text[-1] in "。：:" or _starts_anew(lower.text) or _is_tabular(upper.text):
        return False
    em = upper.size
    near = -0.5 * em < b.top - a.bottom < LEADING * em
    below = -INDENT * em < b.x0 - a.x0 < INDENT * em
    return near and below and b.x1 - a.x1 < RAGGED * em


def _is_tabular(text: str) -> bool:
    """True where several short words stand side by side: a row of years, marks or figures."""
    parts = text.split()
    return len(parts) >= TABULAR and len(text) / len(parts) < PROSE / 2


def _starts_anew(text: str) -> bool:
    return text[0] in "【■●○◆◇□▶※・＊*" or ((found := read_marker(text).marker) is not None and not found.glued)


def _join(upper: Line, lower: Line) -> Line:
    a, b = upper.bbox, lower.bbox
    assert a is not None
    assert b is not None
    box = BBox(min(a.x0, b.x0), min(a.top, b.top), max(a.x1, b.x1), max(a.bottom, b.bottom))
    return dataclasses.replace(upper, text=upper.text + lower.text, bbox=box)
