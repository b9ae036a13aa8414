"""Frames around the boxes of one entry: their heads, and the columns and stacks in them."""

from __future__ import annotations

import random

import pytest

from extractors import diagram
from extractors.diagram_tree import diagram_tree
from extractors.framed_pages import in_frames
from schemas.document import BBox, Box
from tests.extractors import diagram_samples as samples


def _box(sketch: samples.Sketch, text: str, box: tuple[float, float, float, float], fill: int | None) -> None:
    sketch.frame(BBox(*box), fill)
    sketch.write(text, box[0] + 4, box[1] + 4, 9, box[2] - box[0] - 8)


def _panel(sketch: samples.Sketch, at: int, x: float, top: float, wide: float, fill: int | None, head: bool) -> None:
    """A frame with a head over a column of two boxes, each beside two boxes of the next column."""
    sketch.frame(BBox(x, top, x + wide, top + 130), None)
    if head:
        _box(sketch, f"基本目標{at}　安心のまち{at}", (x, top, x + wide, top + 20), fill)
    else:
        sketch.write(f"基本目標{at}　安心のまち{at}", x + 4, top + 4, 9, wide - 8)
    middle = x + wide * 0.4
    for row in range(2):
        y = top + 26 + 52 * row
        _box(sketch, f"（{row + 1}）施策{at}{row}の充実", (x + 6, y, middle, y + 46), fill)
        for item in range(2):
            _box(
                sketch,
                f"・取組{at}{row}{item}の支援",
                (middle + 6, y + 24 * item, x + wide - 6, y + 22 + 24 * item),
                0xFFFFFF,
            )


def _paths(sketch: samples.Sketch) -> tuple[list[tuple[str, ...]], list[str]]:
    result = diagram.see(sketch.page(random.Random(1)))
    assert len(result.value) == 1
    structure = diagram_tree(result.value[0]).value
    names: dict[str | None, tuple[str, ...]] = {None: ()}
    for node in structure.nodes:
        names[node.id] = (*names[node.parent], node.name)
    return list(names.values())[1:], [issue.kind for issue in result.issues if issue.severity != "info"]


def _expected(count: int) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for at in range(1, count + 1):
        goal = f"安心のまち{at}"
        found.append((goal,))
        for row in range(2):
            policy = f"施策{at}{row}の充実"
            found.append((goal, policy))
            found.extend((goal, policy, f"取組{at}{row}{item}の支援") for item in range(2))
    return found


@pytest.mark.parametrize("fill", [None, 0x335577])
@pytest.mark.parametrize("head", [True, False])
def test_a_frame_with_a_head_over_two_levels_side_by_side(head: bool, fill: int | None) -> None:
    sketch = samples.Sketch()
    for at in range(1, 4):
        _panel(sketch, at, 40, 100 + 145.0 * (at - 1), 500, fill, head)
    assert _paths(sketch) == (_expected(3), [])


def test_frames_beside_each_other_are_siblings() -> None:
    sketch = samples.Sketch()
    for at in range(1, 5):
        _panel(sketch, at, 40 + 390.0 * ((at - 1) % 2), 100 + 145.0 * ((at - 1) // 2), 370, 0x335577, True)
    assert _paths(sketch) == (_expected(4), [])


def test_a_shadow_does_not_move_the_box_on_it() -> None:
    sketch = samples.Sketch()
    for at in range(3):
        for row in range(2):
            y = 100 + 90.0 * at + 42 * row
            sketch.boxes.append(Box(BBox(205, y + 2, 405, y + 40), 0xAAAAAA, None))
            _box(sketch, f"（{row + 1}）施策{at}{row}の充実", (203, y, 403, y + 38), 0xFFFFFF)
        _box(sketch, f"{at + 1}　安心のまち{at}", (40, 100 + 90.0 * at, 200, 180 + 90.0 * at), 0xFFFFFF)
    paths, _ = _paths(sketch)
    assert len(paths) == 9
    assert paths[:3] == [("安心のまち0",), ("安心のまち0", "施策00の充実"), ("安心のまち0", "施策01の充実")]


def test_frames_one_per_goal_are_told_from_a_table_of_boxes() -> None:
    framed, table = samples.Sketch(), samples.Sketch()
    for at in range(1, 4):
        _panel(framed, at, 40, 100 + 145.0 * (at - 1), 500, 0x335577, True)
        for col in range(3):
            _box(table, f"項目{at}{col}", (40 + 150.0 * col, 100 + 24.0 * at, 180 + 150.0 * col, 120 + 24.0 * at), None)
    assert in_frames(framed.page())
    assert not in_frames(table.page())
