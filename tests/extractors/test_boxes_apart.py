"""Tables whose cells are boxes with white space between them: rows, columns, spans, and what is no such table."""

from __future__ import annotations

from extractors import borderless_table, ruled_table
from extractors.boxes_apart import apart
from extractors.grid_tree import grid_tree
from schemas.document import BBox, Box
from tests.extractors import diagram_samples as samples

LEFT, WIDTHS, GAP = 40.0, (120.0, 180.0, 260.0), 6.0


def _box(sketch: samples.Sketch, text: str, col: int, top: float, bottom: float, fill: int | None = 0xEEEEEE) -> None:
    x0 = LEFT + sum(WIDTHS[:col]) + GAP * col
    sketch.boxes.append(Box(BBox(x0, top, x0 + WIDTHS[col], bottom), fill, None if fill else 0x333333))
    if text:
        sketch.write(text, x0 + 4, top + 4, 9, WIDTHS[col] - 8)


def _plan(sketch: samples.Sketch, top: float, gap: float = 4.0, apart_by: float = 10.0) -> float:
    """Two goals, each with two policies of two works; parents as high as their children. Returns where it ends."""
    y = top
    for goal in range(2):
        begun = y
        for policy in range(2):
            high = y
            for work in range(2):
                _box(sketch, f"・取組{goal}{policy}{work}の支援", 2, y, y + 20)
                y += 20 + gap
            _box(sketch, f"（{policy + 1}）施策{goal}{policy}の充実", 1, high, y - gap)
        _box(sketch, f"{goal + 1}　安心のまち{goal}", 0, begun, y - gap, None)
        y += apart_by
    return y - apart_by - gap


def _paths(sketch: samples.Sketch) -> list[tuple[str, ...]]:
    grids = ruled_table.see(sketch.page()).value
    assert len(grids) == 1
    names: dict[str | None, tuple[str, ...]] = {None: ()}
    for node in grid_tree(grids[0]).value.nodes:
        names[node.id] = (*names[node.parent], node.name)
    return list(names.values())[1:]


def _expected() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for goal in range(2):
        root = (f"安心のまち{goal}",)
        found.append(root)
        for policy in range(2):
            middle = (*root, f"施策{goal}{policy}の充実")
            found.append(middle)
            found.extend((*middle, f"取組{goal}{policy}{work}の支援") for work in range(2))
    return found


def test_a_parent_as_high_as_its_children_covers_their_rows() -> None:
    sketch = samples.Sketch()
    _plan(sketch, 120)
    page = sketch.page()
    raster = apart(page)
    assert raster is not None
    assert (raster.rows, raster.cols) == (8, 3)
    assert sorted({area.rowspan for area in raster.areas}) == [1, 2, 4]
    assert _paths(sketch) == _expected()
    assert borderless_table.see(page).value == ()


def test_names_over_the_columns_in_boxes_or_without() -> None:
    for boxed in (True, False):
        sketch = samples.Sketch()
        for col, name in enumerate(("基本目標", "施策", "主な取組")):
            if boxed:
                _box(sketch, name, col, 100, 116, 0x335577)
            else:
                sketch.write(name, LEFT + sum(WIDTHS[:col]) + GAP * col + 20, 104, 9)
        _plan(sketch, 122)
        structure = grid_tree(ruled_table.see(sketch.page()).value[0]).value
        assert structure.levels == ("基本目標", "施策", "主な取組")
        assert _paths(sketch) == _expected()


def test_a_band_over_all_columns_heads_the_rows_under_it() -> None:
    sketch = samples.Sketch()
    y = 100.0
    for goal in range(2):
        sketch.boxes.append(Box(BBox(LEFT, y, LEFT + sum(WIDTHS) + 2 * GAP, y + 18), 0x335577, None))
        sketch.write(f"基本目標{goal + 1}　安心のまち{goal}", LEFT + 4, y + 4, 9)
        for row in range(3):
            y += 22
            _box(sketch, f"（{row + 1}）施策{goal}{row}の充実", 0, y, y + 18)
            _box(sketch, f"・取組{goal}{row}の支援", 1, y, y + 18)
            _box(sketch, f"・取組{goal}{row}の講座", 2, y, y + 18)
        y += 30
    grid = ruled_table.see(sketch.page()).value[0]
    assert [cell.colspan for cell in grid.cells if cell.text.startswith("基本目標")] == [3, 3]


def test_a_short_parent_does_not_say_which_rows_are_its_own() -> None:
    sketch = samples.Sketch()
    for goal in range(2):
        for row in range(4):
            y = 100 + 100.0 * goal + 24 * row
            _box(sketch, f"（{row + 1}）施策{goal}{row}の充実", 1, y, y + 20)
        _box(sketch, f"{goal + 1}　安心のまち{goal}", 0, 136 + 100.0 * goal, 156 + 100.0 * goal)
    assert apart(sketch.page()) is None


def test_lines_between_the_boxes_make_a_diagram_of_them() -> None:
    sketch = samples.Sketch()
    _plan(sketch, 120)
    sketch.line((LEFT + WIDTHS[0], 150), (LEFT + WIDTHS[0] + GAP, 150))
    assert apart(sketch.page()) is None


def test_stacks_of_equal_width_are_no_columns_of_levels() -> None:
    sketch = samples.Sketch()
    for at in range(3):
        x = 40.0 + 150 * at
        for row in range(3):
            box = BBox(x, 100 + 24.0 * row, x + 140, 120 + 24.0 * row)
            sketch.frame(box, 0x335577 if row == 0 else 0xEEEEEE)
            sketch.write(f"{at}{row}の広場", x + 4, box.top + 4, 9)
    assert apart(sketch.page()) is None


def test_cells_that_touch_are_left_to_their_walls() -> None:
    sketch = samples.Sketch()
    for row in range(4):
        for col in range(3):
            x = 40.0 + 150 * col
            sketch.frame(BBox(x, 100 + 20.0 * row, x + 150, 120 + 20.0 * row), None)
            sketch.write(f"項目{row}{col}", x + 4, 104 + 20.0 * row, 9)
    assert apart(sketch.page()) is None
