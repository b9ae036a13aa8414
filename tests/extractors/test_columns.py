"""Which rows of a table are its header."""

from __future__ import annotations

from dataclasses import replace

from extractors.columns import find_columns
from schemas.structure import Cell, Evidence, Grid


def _grid(*rows: tuple[tuple[str, int], ...]) -> Grid:
    """Rows of texts with the rows each covers; "" continues the cell above."""
    cells = tuple(
        Cell(f"r{row}c{col}", row, col, text, Evidence(text), rowspan)
        for row, line in enumerate(rows)
        for col, (text, rowspan) in enumerate(line)
        if text
    )
    return Grid(cells, len(rows), len(rows[0]), True)


def test_a_parent_beside_its_children_is_no_header_though_all_end_like_names_of_columns() -> None:
    body = (("安心のまち", 2), ("農業の推進", 1)), (("", 1), ("防災対策", 1)), (("学びのまち", 1), ("読書の推進", 1))
    assert find_columns(_grid(*body)).header == range(0)
    assert find_columns(_grid((("基本目標", 1), ("施策", 1)), *body)).header == range(1)


def test_colours_alone_make_no_header_of_a_parent_beside_its_children() -> None:
    grid = _grid((("未来のまち", 2), ("健診の強化", 1)), (("", 1), ("食育の強化", 1)), (("学びのまち", 1), ("読書", 1)))
    shaded = tuple(replace(cell, header=cell.row == 0) for cell in grid.cells)
    assert find_columns(replace(grid, cells=shaded)).header == range(0)
