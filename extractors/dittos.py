"""Tables whose parents are printed once, or again in every row, or as 〃 → the same with the rows each parent covers. Pure.

Only columns of upper levels whose cells all have one row: where some are merged, an empty cell means something else.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.columns import Columns, dense, find_columns
from schemas.structure import Cell, Grid

REPEATED = 0.3
"""Share of the rows of a column that must print nothing, 〃 or the cell above again to be a column of this kind."""
SINGLE = 0.9
"""Share of the cells of a column that must have one row; one cut by a page end may have two."""
_DITTO = re.compile(r"〃|″|”|〟|\"|同上|仝|々|ヾ|′′|''")


def without_dittos(grid: Grid) -> Grid:
    """The table with one cell per parent; as it was where no parent is repeated or left out."""
    columns = find_columns(grid)
    upper = [col for col in columns.levels[:-1] if _of_single_rows(grid, col, columns)]
    if not columns.header or not upper:
        return grid
    places = dense(grid)
    body = [row for row in range(columns.header.stop, grid.rows) if row not in columns.repeated]
    gone: set[str] = set()
    spans: dict[str, int] = {}
    opened: dict[int, Cell] = {}
    begun: set[int] = set()
    before = -1
    for row in body:
        begun.clear()
        for col in columns.levels:
            cell = places[row][col]
            above = opened.get(col)
            if cell is not None and cell is above:
                continue
            goes_on = above is not None and not begun and row == before + 1 and col in upper
            if goes_on and above is not None and _repeats(cell, above) and _goes_deeper(places[row], col, columns):
                if cell is not None:
                    gone.add(cell.ref)
                spans[above.ref] = spans.get(above.ref, above.rowspan) + 1
            elif cell is not None and cell.text.strip():
                opened[col] = cell
                begun.add(col)
            else:
                opened.pop(col, None)
        before = row
    if len(gone) + sum(spans.values()) - len(spans) < REPEATED * len(body):
        return grid
    kept = (cell for cell in grid.cells if cell.ref not in gone)
    return replace(grid, cells=tuple(replace(cell, rowspan=spans.get(cell.ref, cell.rowspan)) for cell in kept))


def _of_single_rows(grid: Grid, col: int, columns: Columns) -> bool:
    own = [cell for cell in grid.cells if cell.col == col and cell.row >= columns.header.stop]
    return sum(cell.rowspan == 1 and cell.colspan == 1 for cell in own) >= SINGLE * max(len(own), 1)


def is_ditto(text: str) -> bool:
    """Whether a text is 〃 or 同上."""
    return bool(_DITTO.fullmatch(_squeeze(text)))


def _repeats(cell: Cell | None, above: Cell) -> bool:
    """Whether a cell says nothing new."""
    text = _squeeze(cell.text) if cell is not None else ""
    return not text or is_ditto(text) or text == _squeeze(above.text)


def _goes_deeper(row: list[Cell | None], col: int, columns: Columns) -> bool:
    """Whether something stands in a deeper column of the row."""
    return any((cell := row[at]) is not None and cell.text.strip() for at in columns.levels if at > col)


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)
