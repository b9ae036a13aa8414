"""Tables over pages: whatever row a page ends at, and however the next one repeats the cut cells, the table is the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.join import Part, join_pages
from schemas.document import BBox
from schemas.structure import Cell, Evidence, Grid

HEADER = ("基本目標", "施策の方向", "主な取組")
COLUMNS = (50.0, 150.0, 300.0, 500.0)
# rows under each measure, measures under each goal
Shape = list[list[int]]


def _cell(row: int, col: int, rows: int, text: str, page: int = 1, tag: str = "") -> Cell:
    box = BBox(COLUMNS[col], 100.0 + 20 * row, COLUMNS[col + 1], 100.0 + 20 * (row + rows))
    return Cell(f"p{page}{tag}r{row}c{col}", row, col, text, Evidence(text, page=page, bbox=box), rows)


def _table(shape: Shape) -> Grid:
    cells = [_cell(0, col, 1, name) for col, name in enumerate(HEADER)]
    row = 1
    for goal, measures in enumerate(shape, 1):
        cells.append(_cell(row, 0, sum(measures), f"目標{goal}　{'あいうえお'[goal - 1]}のまち"))
        for measure, count in enumerate(measures, 1):
            cells.append(_cell(row, 1, count, f"({measure}) 施策の{goal}の{measure}"))
            for item in range(count):
                cells.append(_cell(row + item, 2, 1, f"・取組{goal}の{measure}の{item}"))
            row += count
    return Grid(tuple(sorted(cells, key=lambda c: (c.row, c.col))), row, 3, True)


def _cut(grid: Grid, at: int, again: str) -> tuple[Grid, Grid]:
    """The rows before `at` and the rest; cells that run over it are printed again as told."""
    first = [replace(c, rowspan=min(c.rowspan, at - c.row)) for c in grid.cells if c.row < at]
    second = []
    for cell in grid.cells:
        end = cell.row + cell.rowspan
        if end <= at:
            continue
        text = (
            cell.text if cell.row >= at else {"same": cell.text, "blank": "", "noted": cell.text + "\n（続き）"}[again]
        )
        row = max(cell.row, at)
        second.append(_cell(row - at, cell.col, end - row, text, page=2))
    return Grid(tuple(first), at, 3, True), Grid(tuple(second), grid.rows - at, 3, True)


def _with_header(grid: Grid) -> Grid:
    names = tuple(_cell(0, col, 1, name, page=2, tag="h") for col, name in enumerate(HEADER))
    return Grid(names + tuple(replace(c, row=c.row + 1) for c in grid.cells), grid.rows + 1, 3, True)


def _part(grid: Grid, page: int) -> Part:
    return Part(grid, page, BBox(50, 100, 500, 700), True, True)


def _shown(grid: Grid) -> list[tuple[int, int, int, str]]:
    return [(c.row, c.col, c.rowspan, c.text) for c in grid.cells]


shapes = st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=3), min_size=1, max_size=4)


@given(shapes, st.data(), st.sampled_from(["same", "blank", "noted"]), st.booleans())
def test_a_cut_table_is_put_together_again(shape: Shape, data: st.DataObject, again: str, header: bool) -> None:
    whole = _table(shape)
    if whole.rows < 3:
        return
    first, second = _cut(whole, data.draw(st.integers(2, whole.rows - 1)), again)
    parts = [_part(first, 1), _part(_with_header(second) if header else second, 2)]
    [joined] = join_pages(parts).value
    assert _shown(joined) == _shown(whole)
    assert {cell.evidence.page for cell in joined.cells} == {1, 2}


def test_the_label_may_stand_on_the_second_page_only() -> None:
    whole = _table([[2, 2]])
    first, second = _cut(whole, 3, "same")
    first = replace(first, cells=tuple(replace(c, text="") if c.col == 0 and c.row else c for c in first.cells))
    [joined] = join_pages([_part(first, 1), _part(_with_header(second), 2)]).value
    assert _shown(joined) == _shown(whole)


def test_another_header_is_another_table() -> None:
    first, second = _table([[2]]), _table([[2]])
    other = tuple(replace(c, text="委員名") if (c.row, c.col) == (0, 2) else c for c in second.cells)
    assert len(join_pages([_part(first, 1), _part(replace(second, cells=other), 2)]).value) == 2


@pytest.mark.parametrize("page", [1, 3])
def test_only_the_next_page_goes_on(page: int) -> None:
    first, second = _cut(_table([[2, 2]]), 3, "same")
    assert len(join_pages([_part(first, 1), _part(second, page)]).value) == 2


def test_text_under_the_first_part_ends_it() -> None:
    first, second = _cut(_table([[2, 2]]), 3, "same")
    ended = replace(_part(first, 1), last=False)
    assert len(join_pages([ended, _part(second, 2)]).value) == 2


def test_three_pages() -> None:
    whole = _table([[3, 3], [4], [2, 2]])
    first, rest = _cut(whole, 5, "noted")
    second, third = _cut(rest, 4, "noted")
    third = replace(third, cells=tuple(replace(c, ref=c.ref + "x") for c in third.cells))
    parts = [_part(first, 1), _part(_with_header(second), 2), _part(_with_header(third), 3)]
    [joined] = join_pages(parts).value
    assert _shown(joined) == _shown(whole)


def test_tables_of_one_make_under_headings_of_their_own_stay_apart() -> None:
    texts = (("取組", "担当課"), ("① 相談", "福祉課"), ("② 訪問", "福祉課"))

    def under(heading: str, page: int) -> Part:
        cells = [
            _cell(at, col, 1, text, page, f"p{page}") for at, row in enumerate(texts) for col, text in enumerate(row)
        ]
        own = Grid(tuple(cells), 3, 2, True, over=(Evidence(heading, page, bbox=BBox(50, 80, 200, 92)),))
        return Part(own, page, BBox(50, 100, 500, 700), False, True)

    assert len(join_pages([under("1-1 見守り", 1), under("1-2 支え合い", 2)]).value) == 2
    assert len(join_pages([under("1-1 見守り", 1), under("1-1 見守り（続き）", 2)]).value) == 1
