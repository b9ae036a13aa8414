"""Lines of all pages → the running heads and page numbers (柱, ノンブル) among them. Pure.

A running head mostly prints the heading of its chapter: the same words once as a heading and on every page after it. So
it is told by its place as well as by its words.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from schemas.document import Line

Heads = frozenset[str]
"""Texts that belong to the page, not to the document."""

REPEATS = 3
"""A line at the same height on so many pages is a running head."""
SHARE = 0.4
"""Share of its lines that stand there; a label of each section (現状と課題) happens to be at one height now and then."""
SAME_HEIGHT = 3.0
"""Points."""
NEAR = 1.0
"""Points: running heads of short chapters stand as near to where those of the longer ones do, in letters as large."""
_PAGE_NUMBER = re.compile(r"^[-－―‐‑–—−\s]*[0-9０-９]{1,4}[-－―‐‑–—−\s]*$|^[Pp][.．]?\s*\d{1,4}$")


def running_heads(lines: Sequence[Line]) -> Heads:
    """Texts that are printed at the same height on several pages, and lone page numbers."""
    numbers = {line.text for line in lines if _PAGE_NUMBER.match(line.text)}
    return frozenset(numbers | {line.text for line in _repeated(lines)})


def without_heads(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of the document itself: a heading stays, also where running heads print it again."""
    repeated = _repeated(lines)
    ends = _outermost(lines)
    slots = {(line.bbox.top, line.size) for line in repeated if line.bbox and id(line) in ends}
    kept = []
    known = {id(line) for line in repeated}
    for line in lines:
        alike = id(line) in ends and any(
            line.bbox is not None and abs(line.bbox.top - top) <= NEAR and line.size == size for top, size in slots
        )
        if not (alike or id(line) in known or _PAGE_NUMBER.match(line.text)):
            kept.append(line)
    return tuple(kept)


def _repeated(lines: Sequence[Line]) -> list[Line]:
    """Lines that stand at one height, and as large, on several pages."""
    counts = Counter(line.text for line in lines if line.bbox is not None and line.page is not None)
    places: dict[tuple[str, float, int], list[Line]] = defaultdict(list)
    for line in lines:
        if counts[line.text] < REPEATS or line.bbox is None or line.page is None:
            continue
        for step in (0, 1):
            places[line.text, round(line.size or 0.0, 1), int(line.bbox.top / SAME_HEIGHT) + step].append(line)
    found: dict[int, Line] = {}
    for (text, _, _), own in places.items():
        if len({line.page for line in own}) >= max(REPEATS, SHARE * counts[text]):
            found.update((id(line), line) for line in own)
    return list(found.values())


def _outermost(lines: Sequence[Line]) -> frozenset[int]:
    """The uppermost and the lowest line of each page, page numbers aside."""
    first: dict[int, Line] = {}
    last: dict[int, Line] = {}
    for line in lines:
        if line.bbox is None or line.page is None or _PAGE_NUMBER.match(line.text):
            continue
        if line.page not in first or _top(line) < _top(first[line.page]):
            first[line.page] = line
        if line.page not in last or _top(line) > _top(last[line.page]):
            last[line.page] = line
    return frozenset(id(line) for line in (*first.values(), *last.values()))


def _top(line: Line) -> float:
    return line.bbox.top if line.bbox is not None else 0.0
