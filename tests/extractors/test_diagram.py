"""Diagrams drawn in many styles must come back as the tree they were drawn from."""

from __future__ import annotations

import random

import pytest

from extractors import diagram
from extractors.diagram_tree import diagram_tree
from schemas.document import BBox, Box, Image, Page, Rule
from tests.extractors import diagram_samples as samples

DEEDS = ("の充実", "の支援")
WORKS = ("の行事", "の講座")
NAMES = ("基本目標", "施策の方向", "主な取組")


def read(page: Page) -> tuple[list[tuple[str, ...]], list[str], tuple[str, ...] | None, int]:
    """Paths of names, labels, level names and the number of issues that ask for a decision."""
    result = diagram.see(page)
    assert len(result.value) == 1
    structure = diagram_tree(result.value[0]).value
    by_id = {node.id: node for node in structure.nodes}

    def path(node_id: str) -> tuple[str, ...]:
        node = by_id[node_id]
        return (*(path(node.parent) if node.parent else ()), node.name)

    found = [path(node.id) for node in structure.nodes]
    grave = [issue for issue in result.issues if issue.severity != "info"]
    return found, [node.label for node in structure.nodes], structure.levels, len(grave)


@pytest.mark.parametrize("scheme", ["mixed", "chain", "none"])
@pytest.mark.parametrize("align", ["middle", "top"])
@pytest.mark.parametrize("style", ["elbow", "arrow", "slanted", "bus", "plus", "bracket", "brace"])
def test_lines_from_left_to_right(style: str, align: str, scheme: str) -> None:
    for seed in range(3):
        rng = random.Random(seed)
        tree = samples.make_tree(rng, 3, scheme)
        sketch = samples.Sketch()
        sketch.write("施策の体系", 40, 70, 14)
        samples.lay_across(tree, align)
        samples.heads(sketch, tree, NAMES, boxed=seed != 1)
        samples.draw_boxes(sketch, tree, fills=seed != 2, strokes=seed != 0)
        samples.join_across(sketch, tree, style, align=align)
        found, labels, levels, issues = read(sketch.page(rng))
        assert found == samples.paths(tree)
        assert labels == [entry.label for entry in samples.walk(tree)]
        assert levels == NAMES
        assert issues == 0


@pytest.mark.parametrize("short", [3.0, 6.0, -3.0])
@pytest.mark.parametrize("style", ["elbow", "arrow", "slanted", "bus"])
def test_lines_that_stop_short_or_run_into_the_box(style: str, short: float) -> None:
    for seed in range(3):
        rng = random.Random(seed)
        tree = samples.make_tree(rng, 3)
        sketch = samples.Sketch()
        samples.lay_across(tree)
        samples.draw_boxes(sketch, tree)
        samples.join_across(sketch, tree, style, short)
        found, _, levels, issues = read(sketch.page(rng))
        assert (found, levels, issues) == (samples.paths(tree), None, 0)


@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize("style", ["elbow", "bus", "slanted"])
def test_lines_from_the_top_down_with_wrapped_and_vertical_text(style: str, down: bool) -> None:
    read_back = 0
    for seed in range(6):
        rng = random.Random(seed)
        tree = samples.make_tree(rng, 3, "chain")
        if sum(not entry.children for entry in samples.walk(tree)) > 14:
            continue
        sketch = samples.Sketch()
        samples.lay_down(tree, 60)
        samples.draw_wrapped(sketch, tree, 7, down)
        samples.join_down(sketch, tree, style)
        found, labels, _, issues = read(sketch.page(rng))
        assert (found, issues) == (samples.paths(tree), 0)
        assert labels == [entry.label for entry in samples.walk(tree)]
        read_back += 1
    assert read_back >= 2


@pytest.mark.parametrize("align", ["cover", "top", "middle"])
def test_boxes_side_by_side_without_lines(align: str) -> None:
    for seed in range(4):
        rng = random.Random(seed)
        tree = samples.make_tree(rng, 3, "chain")
        sketch = samples.Sketch()
        samples.lay_across(tree, align)
        samples.draw_boxes(sketch, tree)
        page = sketch.page(rng)
        found, _, _, issues = read(page)
        assert (found, issues) == (samples.paths(tree), 0)
        result = diagram.see(page)
        assert not any(edge.drawn for edge in result.value[0].edges)
        assert [issue.kind for issue in result.issues] == ["link_not_printed"]


def test_a_wrong_parent_is_never_silent_without_lines_and_numbers() -> None:
    for seed in range(25):
        rng = random.Random(seed)
        tree = samples.make_tree(rng, 3, "none")
        sketch = samples.Sketch()
        samples.lay_across(tree, "middle")
        samples.draw_boxes(sketch, tree)
        found, _, _, issues = read(sketch.page(rng))
        assert found == samples.paths(tree) or issues


def _box(sketch: samples.Sketch, text: str, box: tuple[float, float, float, float], fill: int = 0xFFFFFF) -> None:
    sketch.frame(BBox(*box), fill)
    sketch.write(text, box[0] + 4, box[1] + 4, 9, box[2] - box[0] - 8)


def _two_goals() -> samples.Sketch:
    sketch = samples.Sketch()
    for at, name in enumerate(("健康", "教育")):
        y = 100.0 + 100 * at
        _box(sketch, f"基本目標{at + 1}　{name}", (40, y + 20, 200, y + 40))
        for item in range(2):
            top = y + 40 * item
            _box(sketch, f"{at + 1}-{item + 1}　{name}{DEEDS[item]}", (240, top, 400, top + 20))
            sketch.line((200, y + 30), (220, y + 30), (220, top + 10), (240, top + 10))
    return sketch


def test_lists_in_a_box_stand_under_their_title_or_beside_each_other() -> None:
    sketch = _two_goals()
    _box(sketch, "・検診の充実\n・食育の推進", (440, 90, 600, 130))
    sketch.line((400, 110), (440, 110))
    _box(sketch, "1-2-1　運動の場\n・公園\n・体育館", (440, 134, 600, 180))
    sketch.line((400, 150), (440, 150))
    found, labels, _, issues = read(sketch.page())
    assert issues == 0
    assert ("健康", "健康の充実", "食育の推進") in found
    assert ("健康", "健康の支援", "運動の場", "体育館") in found
    assert labels[:5] == ["基本目標1", "1-1", "・", "・", "1-2"]


def test_texts_without_a_box_hang_on_the_line_or_the_box_beside_them() -> None:
    sketch = _two_goals()
    sketch.write("・検診の充実", 444, 96)
    sketch.write("・食育の推進", 444, 112)
    sketch.line((400, 150), (440, 150))
    sketch.write("運動の場", 442, 146)
    found, _, _, _ = read(sketch.page())
    assert ("健康", "健康の充実", "検診の充実") in found
    assert ("健康", "健康の充実", "食育の推進") in found
    assert ("健康", "健康の支援", "運動の場") in found


def test_a_child_of_two_parents_is_named_by_an_issue() -> None:
    sketch = _two_goals()
    sketch.line((200, 130), (212, 130), (212, 310), (240, 310))
    sketch.line((200, 230), (212, 230), (212, 310), (240, 310))
    _box(sketch, "3-1　共通の施策", (240, 300, 400, 320))
    page = sketch.page()
    result = diagram.see(page)
    refs = {box.text: box.ref for box in result.value[0].boxes}
    assert [issue.kind for issue in result.issues] == ["edge_ambiguous"] * len(result.issues)
    assert (refs["3-1　共通の施策"],) in [issue.refs for issue in result.issues]


def test_a_number_in_a_box_of_its_own_is_the_label_of_its_neighbour() -> None:
    sketch = _two_goals()
    _box(sketch, "3", (240, 300, 260, 320))
    _box(sketch, "防災の施策", (262, 300, 400, 320))
    sketch.line((200, 230), (220, 230), (220, 310), (240, 310))
    found, labels, _, _ = read(sketch.page())
    assert ("教育", "防災の施策") in found
    assert labels[found.index(("教育", "防災の施策"))] == "3"


def test_shadows_and_block_arrows_are_no_entries() -> None:
    sketch = samples.Sketch()
    for at, name in enumerate(("健康", "教育")):
        y = 100.0 + 60 * at
        sketch.boxes.append(Box(BBox(43, y + 3, 203, y + 43), 0x999999, None))
        _box(sketch, f"目標{at + 1}　{name}", (40, y, 200, y + 40))
        sketch.boxes.append(Box(BBox(208, y + 10, 232, y + 30), 0x4466AA, None))
        for item in range(2):
            _box(sketch, f"{name}{DEEDS[item]}", (240, y + 20 * item, 400, y + 18 + 20 * item), 0xEEEEEE)
    found, _, _, issues = read(sketch.page(random.Random(1)))
    assert issues == 0
    assert found[:3] == [("健康",), ("健康", "健康の充実"), ("健康", "健康の支援")]
    assert len(found) == 6


def test_stacks_under_their_heads() -> None:
    sketch = samples.Sketch()
    for at, name in enumerate(("健康", "教育", "防災")):
        x = 40.0 + 200 * at
        _box(sketch, f"{at + 1}　{name}のまち", (x, 100, x + 180, 130), 0x335577)
        for item in range(2):
            y = 140.0 + 80 * item
            _box(sketch, f"（{item + 1}）{name}{DEEDS[item]}", (x, y, x + 180, y + 24), 0xCCDDEE)
            _box(sketch, f"・{name}{WORKS[item]}", (x, y + 30, x + 180, y + 54), 0xFFFFFF)
    found, _, _, issues = read(sketch.page(random.Random(2)))
    assert issues == 0
    assert ("教育のまち", "教育の支援", "教育の講座") in found
    assert len(found) == 15


def test_pages_that_hold_no_diagram() -> None:
    table = samples.Sketch()
    for row in range(6):
        for col in range(3):
            _box(table, f"項目{row}{col}", (40 + 150 * col, 100 + 20 * row, 190 + 150 * col, 120 + 20 * row))
    assert diagram.see(table.page()).value == ()
    steps = samples.Sketch()
    for step in range(5):
        _box(steps, f"手順{step}", (40 + 120 * step, 100, 130 + 120 * step, 130))
        if step:
            steps.line((10 + 120 * step, 115), (40 + 120 * step, 115))
    assert diagram.see(steps.page()).value == ()
    scan = Page(1, 595, 842, (), (), (), (Image(BBox(0, 0, 595, 842)),))
    assert diagram.see(scan).value == ()


def test_charts_of_bodies_and_of_related_plans_are_no_hierarchy() -> None:
    for texts in (
        ("推進本部会議", "庁内検討委員会", "市民協議会", "作業部会", "市議会", "関係団体"),
        ("総合計画", "地域福祉計画", "健康増進計画", "食育推進計画", "国の基本指針", "介護保険事業計画"),
    ):
        sketch = samples.Sketch()
        sketch.write("計画の推進", 40, 60, 14)
        _box(sketch, texts[0], (300, 90, 420, 115))
        for at, text in enumerate(texts[1:]):
            left = 40.0 + 140 * at
            _box(sketch, text, (left, 180, left + 120, 205))
            sketch.line((360, 115), (360, 150), (left + 60, 150), (left + 60, 180))
        assert diagram.see(sketch.page()).value == ()


def _cell_borders(sketch: samples.Sketch, text: str, box: tuple[float, float, float, float]) -> None:
    """A box whose four sides are rules of their own, as a spreadsheet draws them."""
    x0, top, x1, bottom = box
    for ends in ((x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)):
        sketch.rules.append(Rule(*ends))
    sketch.write(text, x0 + 4, top + 5, 9)


def test_boxes_of_a_spreadsheet_stacked_without_gaps() -> None:
    sketch = samples.Sketch()
    for at, name in enumerate(("健康", "教育")):
        y = 100.0 + 70 * at
        _cell_borders(sketch, f"{at + 1}　{name}のまち", (40, y + 10, 200, y + 30))
        for item in range(2):
            top = y + 20 * item
            sketch.write(f"（{item + 1}）{name}{DEEDS[item]}", 244, top + 5, 9)
            sketch.rules.append(Rule(240, top, 400, top))
            sketch.line((220, top + 10), (240, top + 10))
        sketch.rules.append(Rule(240, y + 40, 400, y + 40))
        sketch.rules.append(Rule(240, y, 240, y + 40))
        sketch.rules.append(Rule(400, y, 400, y + 40))
        sketch.line((200, y + 20), (220, y + 20))
        sketch.line((220, y + 10), (220, y + 30))
    found, labels, _, issues = read(sketch.page(random.Random(3)))
    assert issues == 0
    assert found[:3] == [("健康のまち",), ("健康のまち", "健康の充実"), ("健康のまち", "健康の支援")]
    assert labels == ["1", "（1）", "（2）", "2", "（1）", "（2）"]


def test_a_ruled_table_with_merged_cells_is_no_diagram() -> None:
    sketch = samples.Sketch()
    for y in range(8):
        left = 40.0 if y % 4 == 0 else 200.0 if y % 2 == 0 else 360.0
        sketch.rules.append(Rule(left, 100 + 20.0 * y, 560, 100 + 20.0 * y))
        sketch.write(f"（{y + 1}）取組の充実", 364, 105 + 20.0 * y)
        if y % 2 == 0:
            sketch.write(f"{y}　施策の推進", 204, 105 + 20.0 * y)
    sketch.rules.append(Rule(40, 260, 560, 260))
    for x in (40.0, 200.0, 360.0, 560.0):
        sketch.rules.append(Rule(x, 100, x, 260))
    for y in (100.0, 180.0):
        _box(sketch, "基本目標", (40, y, 200, y + 80), 0xDDEEFF)
    assert diagram.see(sketch.page()).value == ()
