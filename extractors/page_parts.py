"""Tables of one page → parts with what stands over and under them, for putting tables together over pages. Pure.

A heading that the page end parted from its table stands alone at the foot of a page: it goes to the first table of the
next one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.join import Part
from extractors.numbering import read_marker
from extractors.running_heads import Heads
from schemas.document import BBox, Line, Page
from schemas.structure import Evidence, Grid

FOOT = 0.9
"""Share of the page height below which lines are page numbers and notes."""
HEAD = 0.045
"""Share of the page height above which a line is a running head (柱), on however few pages it is repeated."""
HEADING_MAX = 40
"""Characters of a heading left at the foot of a page."""
HEADINGS = 4
"""So many at most."""
_FOOT_LINE = re.compile(r"[\s\-－―‐–—~～pPｐＰ.．]*[0-9０-９]{1,3}[\s\-－―‐–—~～]*")


def page_parts(
    page: Page, grids: Sequence[Grid], lines: Sequence[Line], heads: Heads, left: tuple[Evidence, ...]
) -> list[Part]:
    """The tables of a page, in order.

    Args:
        page: the page they stand on.
        grids: its tables.
        lines: its lines, running heads left out.
        heads: texts of running heads, which are no titles.
        left: headings at the foot of the page before.
    """
    boxes = [_around(grid) for grid in grids]
    found: list[Part] = []
    for grid, box in zip(grids, boxes, strict=True):
        others = [other for other in boxes if other is not box]
        above = any(other.bottom <= box.top + 1 for other in others) or any(
            line.bbox is not None and HEAD * page.height < line.bbox.bottom <= box.top + 2 and line.bbox.x1 > box.x0
            for line in lines
        )
        below = any(other.top >= box.bottom - 1 for other in others) or any(
            line.bbox is not None and box.bottom - 2 <= line.bbox.top < FOOT * page.height for line in lines
        )
        title = grid.title if grid.title is None or grid.title.text not in heads else None
        over = (*left, *grid.over) if left and not found else grid.over
        found.append(Part(replace(grid, title=title, over=over), page.number, box, not above, not below))
    return found


def left_headings(parts: Sequence[Part], lines: Sequence[Line]) -> tuple[Evidence, ...]:
    """Numbered headings that are the last lines of a page, under its last table."""
    bottom = max((part.bbox.bottom for part in parts), default=0.0)
    ordered = sorted(
        (line for line in lines if line.bbox is not None), key=lambda line: line.bbox.top if line.bbox else 0
    )
    found: list[Evidence] = []
    for line in reversed(ordered):
        marker = read_marker(line.text).marker
        if line.bbox is None or line.bbox.top < bottom - 2:
            break
        if parts and (len(line.text) > HEADING_MAX or line.text.endswith("。") or _FOOT_LINE.fullmatch(line.text)):
            continue  # a paragraph between a heading and its table, or the number of the page
        if marker is None or not marker.counted or len(line.text) > HEADING_MAX or line.text.endswith("。"):
            break
        found.append(Evidence(line.text, page=line.page, bbox=line.bbox))
    return tuple(reversed(found)) if len(found) <= HEADINGS else ()


def _around(grid: Grid) -> BBox:
    boxes = [cell.evidence.bbox for cell in grid.cells if cell.evidence.bbox is not None]
    return BBox(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )
