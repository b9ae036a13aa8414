"""Two parts of a table → the same with one set of columns, where one part lacks a boundary that the other has. Pure."""

from __future__ import annotations

from dataclasses import replace

from schemas.structure import Cell, Evidence, Grid

SAME_EDGE = 6.0
"""Points: column edges of two parts, measured from their left ends (pages have unlike margins), differ by no more."""


def shared_columns(a: Grid, b: Grid) -> tuple[Grid, Grid] | None:
    """Both grids with the columns of the finer one; None where their columns do not fit each other.

    The later part may also lack the first columns, where nothing is drawn for cells that go on from the page before.
    """
    first, second = _edges(a), _edges(b)
    if a.cols == b.cols:
        near = zip(_from_left(first)[:-1], _from_left(second)[:-1], strict=True)
        return (a, b) if first and second and all(abs(x - y) <= SAME_EDGE for x, y in near) else None
    if len(first) >= len(second):
        mapping = _mapping(_from_left(first), _from_left(second), 0) or _mapping(first, second, a.cols)
        return (a, _spread(b, mapping)) if mapping else None
    mapping = _mapping(_from_left(second), _from_left(first), 0)
    return (_spread(a, mapping), b) if mapping else None


def _from_left(edges: list[float]) -> list[float]:
    return [edge - edges[0] for edge in edges]


def _mapping(fine: list[float], coarse: list[float], missing: int) -> list[int]:
    """Where the coarse edges are among the fine ones; [] where they do not fit, or too many columns are missing."""
    places = [_nearest(fine, edge) for edge in coarse]
    found = [place for place in places if place is not None]
    fits = len(coarse) >= 3 and len(found) == len(coarse) and len(set(found)) == len(found)
    return found if fits and found[0] <= missing and found[-1] == len(fine) - 1 else []


def _edges(grid: Grid) -> list[float]:
    """Left edge of each column and right edge of the last; [] where one is unknown."""
    found: dict[int, float] = {}
    for cell in grid.cells:
        if cell.evidence.bbox is not None:
            found.setdefault(cell.col, cell.evidence.bbox.x0)
    for cell in grid.cells:
        if cell.evidence.bbox is not None:
            found.setdefault(cell.col + cell.colspan, cell.evidence.bbox.x1)
    if len(found) < grid.cols + 1:
        return []
    return [found[col] for col in range(grid.cols + 1)]


def _nearest(edges: list[float], edge: float) -> int | None:
    at = min(range(len(edges)), key=lambda index: abs(edges[index] - edge))
    return at if abs(edges[at] - edge) <= SAME_EDGE else None


def _spread(grid: Grid, mapping: list[int]) -> Grid:
    """The grid with its columns moved to their places among the finer ones, missing ones as empty cells."""
    cells = [
        replace(cell, col=mapping[cell.col], colspan=mapping[cell.col + cell.colspan] - mapping[cell.col])
        for cell in grid.cells
    ]
    first = grid.cells[0]
    for col in range(mapping[0]):
        evidence = Evidence("", page=first.evidence.page, bbox=first.evidence.bbox)
        cells.append(Cell(f"{first.ref}m{col + 1}", 0, col, "", evidence, grid.rows))
    return replace(grid, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.col))), cols=mapping[-1])
