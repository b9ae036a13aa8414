"""Items of chapters → the same, titles broken over two or three lines put together where an overview prints them whole. Pure.

Large headings are broken where it looks well, not at the edge of the page; whether the next line goes on with a title or
is a heading of its own the page does not say. The overview does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractors.likeness import match_key
from extractors.numbering import read_marker
from schemas.document import BBox
from schemas.structure import Item

LINES = 3
"""Lines of the longest title."""
BEGUN = 2
"""Characters of a title that its first line holds at least."""


def whole_titles(items: Sequence[Item], titles: frozenset[str]) -> list[Item]:
    """The items, with titles whole.

    Args:
        items: in reading order.
        titles: those of the overview, as match_key makes them alike.
    """
    found: list[Item] = []
    at = 0
    while at < len(items):
        count = _lines_of(items[at : at + LINES], titles)
        found.append(_joined(items[at : at + count]))
        at += count
    return found


def _lines_of(items: Sequence[Item], titles: frozenset[str]) -> int:
    """How many of the items, from the first on, are one title of the overview; 1 where they are not."""
    first = items[0]
    name = read_marker(first.text).name
    if first.row or first.body or len(name) < BEGUN or match_key(name) in titles:
        return 1
    for count in range(2, len(items) + 1):
        added = items[count - 1]
        if added.row or added.heading != first.heading or read_marker(added.text).marker is not None:
            return 1
        if added.evidence.page != first.evidence.page:
            return 1
        name += added.text
        if match_key(name) in titles:
            return count
        if added.body:
            return 1
    return 1


def _joined(items: Sequence[Item]) -> Item:
    if len(items) == 1:
        return items[0]
    first, last = items[0], items[-1]
    text = "\n".join(item.text for item in items)
    evidence = replace(first.evidence, text=text, bbox=_around(item.evidence.bbox for item in items))
    return replace(first, text=text, evidence=evidence, body=last.body, department=last.department)


def _around(boxes: Iterable[BBox | None]) -> BBox | None:
    own = [box for box in boxes if box is not None]
    if not own:
        return None
    x0s, tops, x1s, bottoms = zip(*((box.x0, box.top, box.x1, box.bottom) for box in own), strict=True)
    return BBox(min(x0s), min(tops), max(x1s), max(bottoms))
