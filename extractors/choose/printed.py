"""Places of entries → how each is printed, so that entries of one level can be told to look alike. Pure.

On a page that is the size, weight and colour of most of the letters in the entry's box; in a text, how far its line is
moved in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from schemas.document import BBox, Document, Glyph
from schemas.structure import Evidence

Place = tuple[int | None, BBox | int | None]
"""Page and box, or None and the number of a line."""
Print = tuple[float, bool, int | None]
"""Size in half points (in texts, spaces before the line), weight and colour."""


def place_of(evidence: Evidence) -> Place:
    """Where an entry stands, as a key."""
    if evidence.page is not None and evidence.bbox is not None:
        return evidence.page, evidence.bbox
    return None, evidence.line


def prints(document: Document, places: Iterable[Place]) -> Mapping[Place, Print]:
    """How each place is printed; without an entry for those of which nothing is known."""
    wanted = set(places)
    found: dict[Place, Print] = {}
    for line in document.lines:
        if line.number is not None and (None, line.number) in wanted and "\t" not in line.text:  # tabs part columns
            found[None, line.number] = (len(line.text) - len(line.text.lstrip()), False, None)
    boxes: dict[int, list[BBox]] = defaultdict(list)
    for page, box in wanted:
        if page is not None and isinstance(box, BBox):
            boxes[page].append(box)
    for sheet in document.pages:
        if sheet.number in boxes:
            glyphs = sorted(sheet.glyphs, key=lambda one: one.bbox.top)
            tops = [one.bbox.top for one in glyphs]
            for box in boxes[sheet.number]:
                near = glyphs[bisect_left(tops, box.top - 1) : bisect_left(tops, box.bottom)]
                if (usual := _usual(near, box)) is not None:
                    found[sheet.number, box] = usual
    return found


def _usual(glyphs: Iterable[Glyph], box: BBox) -> Print | None:
    seen = Counter(
        (round(one.size * 2) / 2, one.bold, one.colour)
        for one in glyphs
        if box.x0 <= (one.bbox.x0 + one.bbox.x1) / 2 <= box.x1
        and box.top <= (one.bbox.top + one.bbox.bottom) / 2 <= box.bottom
    )
    return max(seen, key=lambda one: (seen[one], one[0]), default=None)
