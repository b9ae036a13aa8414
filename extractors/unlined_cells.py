"""Areas of a raster and their glyphs → the same, with rows whose column lines are not drawn parted by white space. Pure.

Header rows are often one coloured bar: the names in it stand over the columns, but no line keeps them apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractors.raster import Area, Raster
from schemas.document import BBox, Glyph

GAP = 0.9
"""Em: texts of two columns are at least this far apart."""
FEWEST = 3
"""Columns that a row below the first must run over; there, two names in one cell are more likely one title."""


def part_by_space(raster: Raster, texts: Sequence[Sequence[Glyph]]) -> list[tuple[Area, list[Glyph]]]:
    """Each area with its glyphs; those that hold one text per column, clear of all column edges, as one per column."""
    found: list[tuple[Area, list[Glyph]]] = []
    for area, glyphs in zip(raster.areas, texts, strict=True):
        wide = area.colspan >= (2 if area.row == 0 else FEWEST)
        shares = _shares(raster, area, glyphs) if wide and area.rowspan == 1 and glyphs else []
        if not shares:
            found.append((area, list(glyphs)))
            continue
        for at, share in enumerate(shares):
            col = area.col + at
            box = BBox(raster.xs[col], area.bbox.top, raster.xs[col + 1], area.bbox.bottom)
            found.append((Area(area.row, col, 1, 1, box), share))
    return found


def _shares(raster: Raster, area: Area, glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The glyphs of each column; nothing where a column is empty or a text comes near to an edge between two."""
    edges = raster.xs[area.col + 1 : area.col + area.colspan]
    shares: list[list[Glyph]] = [[] for _ in range(area.colspan)]
    for glyph in glyphs:
        middle = (glyph.bbox.x0 + glyph.bbox.x1) / 2
        shares[sum(edge <= middle for edge in edges)].append(glyph)
    if not all(shares):
        return []
    size = max(glyph.size for glyph in glyphs)
    for left, right in pairwise(shares):
        if min(glyph.bbox.x0 for glyph in right) - max(glyph.bbox.x1 for glyph in left) < GAP * size:
            return []
    return shares
