"""Diagrams become trees: order, levels, lists in boxes, offices in charge, boxes over two pages."""

from __future__ import annotations

from extractors.diagram_join import join_diagrams
from extractors.diagram_tree import box_entries, diagram_tree
from schemas.document import BBox
from schemas.structure import Diagram, DiagramBox, Edge, Evidence


def box(ref: str, text: str, column: int, row: int, page: int = 1) -> DiagramBox:
    place = BBox(40 + 200.0 * column, 100 + 30.0 * row, 200 + 200.0 * column, 120 + 30.0 * row)
    return DiagramBox(ref, text, Evidence(text, page, bbox=place))


def test_parents_first_and_children_from_the_top_down() -> None:
    boxes = (
        box("c", "2　教育", 0, 3),
        box("b", "（2）運動", 1, 1),
        box("a", "（1）検診", 1, 0),
        box("r", "1　健康", 0, 0),
    )
    edges = (Edge("r", "b", True), Edge("r", "a", True))
    nodes = diagram_tree(Diagram(boxes, edges)).value.nodes
    assert [(node.id, node.label, node.name) for node in nodes] == [
        ("1", "1", "健康"),
        ("1.1", "（1）", "検診"),
        ("1.2", "（2）", "運動"),
        ("2", "2", "教育"),
    ]
    assert [node.ref for node in nodes] == ["r", "a", "b", "c"]


def test_level_is_the_printed_column_where_one_is_skipped() -> None:
    boxes = (
        box("r", "健康", 0, 0),
        box("m", "検診の充実", 1, 0),
        box("l", "がん検診", 2, 0),
        box("s", "運動教室", 2, 1),
    )
    edges = (Edge("r", "m", True), Edge("m", "l", True), Edge("r", "s", True))
    nodes = diagram_tree(Diagram(boxes, edges)).value.nodes
    assert {node.name: (node.depth, node.level) for node in nodes}["運動教室"] == (2, 3)


def test_what_a_box_holds() -> None:
    def names(text: str) -> list[object]:
        return [(entry.name, [child.name for child in entry.children]) for entry in box_entries(text)]

    assert names("健やかに\n暮らすまち") == [("健やかに暮らすまち", [])]
    assert names("1　健康\n・検診\n・運動") == [("健康", ["検診", "運動"])]
    assert names("・検診\n・運動") == [("検診", []), ("運動", [])]
    assert names("1-1　検診\n1-2　運動") == [("検診", []), ("運動", [])]
    assert names("健康診査の推進\n運動習慣の定着支援") == [("健康診査の推進", []), ("運動習慣の定着支援", [])]
    assert names("基本目標2　環境の推進\n体制の確立") == [("環境の推進体制の確立", [])]


def test_offices_in_charge_are_no_entries() -> None:
    boxes = (
        box("r", "健康", 0, 0),
        box("a", "検診", 1, 0),
        box("b", "運動", 1, 1),
        box("x", "健康課", 2, 0),
        box("y", "スポーツ課", 2, 1),
    )
    edges = (Edge("r", "a", True), Edge("r", "b", True), Edge("a", "x", True), Edge("b", "y", True))
    structure = diagram_tree(Diagram(boxes, edges, ("目標", "取組", "担当課"))).value
    assert [(node.name, node.department) for node in structure.nodes] == [
        ("健康", None),
        ("検診", "健康課"),
        ("運動", "スポーツ課"),
    ]
    assert structure.levels == ("目標", "取組")


def test_a_diagram_goes_on_over_the_page_under_its_repeated_root() -> None:
    first = Diagram(
        (box("r1", "支えあうまち", 0, 0), box("a", "目標1　健康", 1, 0), box("b", "目標2　教育", 1, 1)),
        (Edge("r1", "a", True), Edge("r1", "b", True)),
        ("理念", "目標"),
    )
    second = Diagram(
        (
            box("r2", "支えあうまち（続き）", 0, 0, 2),
            box("c", "目標3　防災", 1, 0, 2),
            box("d", "目標4　交通", 1, 1, 2),
        ),
        (Edge("r2", "c", True), Edge("r2", "d", True)),
        ("理念", "目標"),
    )
    (joined,) = join_diagrams([first, second])
    nodes = diagram_tree(joined).value.nodes
    assert [node.label for node in nodes] == ["", "目標1", "目標2", "目標3", "目標4"]
    assert {node.parent for node in nodes[1:]} == {"1"}
    assert len(join_diagrams([first, first])) == 2
