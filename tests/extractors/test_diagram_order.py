"""Siblings of a diagram in reading order, and where the page leaves it open."""

from __future__ import annotations

from extractors.diagram_order import in_order
from extractors.diagram_tree import diagram_tree
from schemas.document import BBox
from schemas.structure import Diagram, DiagramBox, Edge, Evidence


def box(text: str, x: float, y: float) -> DiagramBox:
    return DiagramBox(f"{x}-{y}", text, Evidence(text, 1, bbox=BBox(x, y, x + 100, y + 20)))


def test_rows_and_stacks() -> None:
    row = [box("保育", 300, 100), box("医療", 10, 100), box("防災", 150, 104)]
    assert [one.text for one in in_order(row).boxes] == ["医療", "防災", "保育"]
    stack = [box("保育", 12, 300), box("医療", 10, 100), box("防災", 11, 200)]
    assert [one.text for one in in_order(stack).boxes] == ["医療", "防災", "保育"]


def test_numbers_say_whether_two_columns_are_read_down_or_across() -> None:
    places = ((10, 100), (10, 300), (400, 100), (400, 290))
    down = [box(f"基本目標{n}　まち", *place) for n, place in zip((1, 2, 3, 4), places, strict=True)]
    across = [box(f"基本目標{n}　まち", *place) for n, place in zip((1, 3, 2, 4), places, strict=True)]
    for boxes in (down, across):
        ordered = in_order(boxes)
        assert ordered.sure
        assert [one.text[4] for one in ordered.boxes] == ["1", "2", "3", "4"]


def test_order_without_numbers_is_told() -> None:
    boxes = (box("医療", 10, 100), box("防災", 10, 300), box("保育", 400, 90))
    child = DiagramBox("c", "健診", Evidence("健診", 1, bbox=BBox(150, 100, 250, 120)))
    assert not in_order(boxes).sure
    found = diagram_tree(Diagram((*boxes, child), (Edge(boxes[0].ref, "c", True),)))
    assert [issue.kind for issue in found.issues] == ["reading_order"]
    assert [node.name for node in found.value.nodes] == ["医療", "健診", "防災", "保育"]


def test_full_rows_are_read_as_rows() -> None:
    boxes = [box("一", 10, 100), box("三", 10, 300), box("二", 400, 100), box("四", 400, 300)]
    ordered = in_order(boxes)
    assert ordered.sure
    assert [one.text for one in ordered.boxes] == ["一", "二", "三", "四"]
