"""Parents printed once, again in each row, or as 〃 are one cell each."""

from __future__ import annotations

import pytest

from extractors.dittos import is_ditto, without_dittos
from extractors.grid_tree import grid_tree
from schemas.structure import Cell, Evidence, Grid

ROWS = (
    ("目標1 学ぶ", "施策1 機会", "①講座"),
    ("目標1 学ぶ", "施策1 機会", "②教室"),
    ("目標1 学ぶ", "施策2 相談", "①窓口"),
    ("目標2 届ける", "施策1 情報", "①広報"),
    ("目標2 届ける", "施策1 情報", "②冊子"),
)


def table(mark: str | None) -> Grid:
    """The rows with parents printed once and `mark` below them; None prints them in full."""
    header = [Cell(f"h{col}", 0, col, name, Evidence(name)) for col, name in enumerate(("基本目標", "施策", "取組"))]
    cells = []
    for row, texts in enumerate(ROWS):
        same = 0
        while mark is not None and row and same < 2 and texts[same] == ROWS[row - 1][same]:
            same += 1
        for col, text in enumerate(texts):
            shown = mark if mark is not None and col < same else text
            cells.append(Cell(f"r{row}c{col}", row + 1, col, shown, Evidence(shown)))
    return Grid((*header, *cells), len(ROWS) + 1, 3, True)


@pytest.mark.parametrize("mark", ["", "〃", "同上", None])
def test_one_cell_per_parent(mark: str | None) -> None:
    nodes = grid_tree(without_dittos(table(mark))).value.nodes
    assert [node.id for node in nodes if node.depth == 1] == ["1", "2"]
    assert [node.name for node in nodes if node.parent == "1.1"] == ["講座", "教室"]
    assert [node.name for node in nodes if node.parent == "2.1"] == ["広報", "冊子"]


def test_leaves_are_never_merged() -> None:
    grid = table("")
    twice = tuple(
        Cell(cell.ref, cell.row, cell.col, "①講座", cell.evidence) if cell.col == 2 and cell.row else cell
        for cell in grid.cells
    )
    again = without_dittos(Grid(twice, grid.rows, grid.cols, True))
    assert sum(cell.text == "①講座" for cell in again.cells) == len(ROWS)


def test_ditto_signs() -> None:
    assert is_ditto(" 〃 ")
    assert not is_ditto("同上の取組")
