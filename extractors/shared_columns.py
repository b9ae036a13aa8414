"""Two parts of a table → the same with one set of columns, where one part lacks a boundary that the other has. Pure."""

from __future__ import annotations

from dataclasses import replace

from schemas.structure import Grid

SAME_EDGE = 6.0
"""Points: column edges of two parts, measured from their left ends (pages have unlike margins), differ by no more."""


def shared_columns(a: Grid, b: Grid) -> tuple[Grid, Grid] | None:
    """Both grids with the columns of the finer one; None where their columns do not fit each other."""
    first, second = _edges(a), _edges(b)
    if a.cols == b.cols:
        fits = all(abs(x - y) <= SAME_EDGE for x, y in zip(first[:-1], second[:-1], strict=True))
        return (a, b) if first and second and fits else None
    fine, coarse = (first, second) if len(first) >= len(second) else (second, first)
    places = [_nearest(fine, edge) for edge in coarse]
    if len(coarse) < 3 or None in places or len(set(places)) < len(places):
        return None
    mapping = [place for place in places if place is not None]
    if mapping[0] != 0 or mapping[-1] != len(fine) - 1:
        return None
    return (a, _spread(b, mapping)) if fine is first else (_spread(a, mapping), b)


def _edges(grid: Grid) -> list[float]:
    """Left edge of each column and right edge of the last, from the left end of the table; [] where one is unknown."""
    found: dict[int, float] = {}
    for cell in grid.cells:
        if cell.evidence.bbox is not None:
            found.setdefault(cell.col, cell.evidence.bbox.x0)
    for cell in grid.cells:
        if cell.evidence.bbox is not None:
            found.setdefault(cell.col + cell.colspan, cell.evidence.bbox.x1)
    if len(found) < grid.cols + 1:
        return []
    start = found[0]
    return [found[col] - start for col in range(grid.cols + 1)]


def _nearest(edges: list[float], edge: float) -> int | None:
    at = min(range(len(edges)), key=lambda index: abs(edges[index] - edge))
    return at if abs(edges[at] - edge) <= SAME_EDGE else None


def _spread(grid: Grid, mapping: list[int]) -> Grid:
    """The grid with its columns moved to their places among the finer ones."""
    cells = tuple(
        replace(cell, col=mapping[cell.col], colspan=mapping[cell.col + cell.colspan] - mapping[cell.col])
        for cell in grid.cells
    )
    return replace(grid, cells=cells, cols=mapping[-1])
