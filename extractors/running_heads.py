"""Lines of all pages → the running heads and page numbers (柱, ノンブル) among them. Pure."""

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
_PAGE_NUMBER = re.compile(r"^[-－―‐‑–—−\s]*[0-9０-９]{1,4}[-－―‐‑–—−\s]*$|^[Pp][.．]?\s*\d{1,4}$")


def running_heads(lines: Sequence[Line]) -> Heads:
    """Texts that are printed at the same height on several pages, and lone page numbers."""
    placed = [line for line in lines if line.bbox is not None and line.page is not None]
    counts = Counter(line.text for line in placed)
    found = {text for text in counts if _PAGE_NUMBER.match(text)}
    places: dict[tuple[str, int], set[int]] = defaultdict(set)
    for line in placed:
        if counts[line.text] < REPEATS or line.text in found or line.bbox is None or line.page is None:
            continue
        for step in (0, 1):
            places[line.text, int(line.bbox.top / SAME_HEIGHT) + step].add(line.page)
    heads = {text for (text, _), pages in places.items() if len(pages) >= max(REPEATS, SHARE * counts[text])}
    return frozenset(found | heads)
