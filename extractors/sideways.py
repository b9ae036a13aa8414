"""Grid whose top level stands side by side in the first row (基本目標1 | 基本目標2 | ...) → the same turned on its side. Pure.

Such a table is read downwards: what stands in the column under a goal belongs to it. Turned, it is read like any other.
"""

from __future__ import annotations

from dataclasses import replace

from extractors.numbering import Marker, read_marker
from schemas.structure import Cell, Grid

FEWEST = 2
"""Goals side by side, at least."""


def upright(grid: Grid) -> Grid:
    """The grid with rows and columns changed, where its first row counts on from 1 and its first column does not."""
    if not _counts_across(grid):
        return grid
    turned = sorted(
        (
            replace(cell, row=cell.col, col=cell.row, rowspan=cell.colspan, colspan=cell.rowspan, header=False)
            for cell in grid.cells
        ),
        key=lambda cell: (cell.row, cell.col),
    )
    return replace(grid, cells=tuple(turned), rows=grid.cols, cols=grid.rows)


def _counts_across(grid: Grid) -> bool:
    """Whether the first row, but for a name at its left, holds consecutive numbers of one kind, and nothing else."""
    if grid.rows < 2 or not grid.spans_known:
        return False
    top = sorted((cell for cell in grid.cells if cell.row == 0), key=lambda cell: cell.col)
    if top and _marker(top[0]) is None and top[0].colspan == 1:
        top = top[1:]
    markers = [_marker(cell) for cell in top]
    if len(markers) < FEWEST or not _consecutive(markers):
        return False
    first = sorted((cell for cell in grid.cells if cell.col == 0), key=lambda cell: cell.row)
    return not _consecutive([marker for cell in first if (marker := _marker(cell)) is not None] or [None])


def _marker(cell: Cell) -> Marker | None:
    marker = read_marker(cell.text.replace("\n", "")).marker
    return marker if marker is not None and marker.counted else None


def _consecutive(markers: list[Marker | None]) -> bool:
    """1, 2, 3 ... of one kind."""
    found = [marker for marker in markers if marker is not None]
    if len(found) != len(markers) or len(found) < FEWEST or len({marker.kind for marker in found}) > 1:
        return False
    return [marker.value[-1] for marker in found] == list(range(1, len(found) + 1))
