"""One page → its tables, as rules keep their cells apart, or as white space does where that reading is the better one. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from extractors import borderless_table, ruled_table
from schemas.document import BBox, Page
from schemas.issue import Result
from schemas.structure import Grid

MORE_TEXT = 1.15
"""A reading that holds so much more of a page's text than its ruled tables do is the better one."""
BOXED = 0.8
"""Boxes per cell with text, from which on the colours of a page are its cells, not its stripes."""
LINED = 3
"""Rules in either direction that make a table."""


def page_grids(page: Page) -> Result[tuple[Grid, ...]]:
    """The tables of a page: as ruled, or as white space parts them where that reading holds clearly more of the text.

    A table without rules may have backgrounds that look like a smaller ruled one; its continuation on the next page is
    put together like that of a ruled one.
    """
    ruled = ruled_table.see(page)
    free = borderless_table.see(page)
    filled = sum(1 for grid in ruled.value for cell in grid.cells if cell.text)
    drawn = bool(page.rules) or any(box.stroke is not None for box in page.boxes)
    drawn = drawn or (filled > 0 and len(page.boxes) >= BOXED * filled)
    drawn = is_lined(page) or (drawn and not _muddled(ruled.value, free.value))
    if _pooled(ruled.value, free.value):
        return free
    enough = (MORE_TEXT if drawn else 1.0) * letters_of(ruled.value)
    return free if free.value and letters_of(free.value) >= enough else ruled


def is_lined(page: Page) -> bool:
    """Whether rules in both directions keep cells apart: then nothing is left to white space."""
    upright = sum(abs(rule.x0 - rule.x1) < abs(rule.top - rule.bottom) for rule in page.rules)
    return min(upright, len(page.rules) - upright) >= LINED


def is_free(grid: Grid) -> bool:
    """Whether a grid was read by white space."""
    return any(cell.ref.startswith(f"p{cell.evidence.page}w") for cell in grid.cells)


def letters_of(grids: Sequence[Grid]) -> int:
    return sum(len("".join(cell.text.split())) for grid in grids for cell in grid.cells)


def _pooled(ruled: Sequence[Grid], free: Sequence[Grid]) -> bool:
    """Whether cells between rules hold the entries of many rows, parents too: only groups or the whole are framed."""
    for grid in ruled:
        for cell in grid.cells:
            own = cell.evidence.bbox
            if own is None or cell.header or "\n" not in cell.text:
                continue
            for table in free:
                upper = [one for one in table.cells if one.col == 0 and not one.header and one.text]
                inside = [one for one in upper if one.evidence.bbox and _holds_middle(own, one.evidence.bbox)]
                if len(inside) > 1 and table.cols <= grid.cols + 1:
                    return True
    return False


def _muddled(ruled: Sequence[Grid], free: Sequence[Grid]) -> bool:
    """Whether a cell between backgrounds holds entries of several columns: the columns are kept apart by white space."""
    for grid in ruled:
        for cell in grid.cells:
            own = cell.evidence.bbox
            if own is None or cell.row == 0 or "\n" not in cell.text:
                continue
            inside = {
                other.col
                for table in free
                for other in table.cells
                if other.evidence.bbox is not None and not other.header and _holds_middle(own, other.evidence.bbox)
            }
            if len(inside) > 1:
                return True
    return False


def _holds_middle(outer: BBox, inner: BBox) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2
    return outer.x0 <= x <= outer.x1 and outer.top <= y <= outer.bottom
