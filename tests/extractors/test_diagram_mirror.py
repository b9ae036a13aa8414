"""Diagrams printed from right to left come back as the tree they were drawn from, at the places where they are printed."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from extractors import diagram
from extractors.diagram_boxes import find_shapes
from extractors.diagram_mirror import direction
from extractors.diagram_tree import diagram_tree
from schemas.document import BBox, Page
from tests.extractors import diagram_samples as samples


def _flipped(page: Page) -> Page:
    """The page with its boxes and lines set from right to left; the text of each box stays as it is."""

    def over(box: BBox) -> BBox:
        return BBox(page.width - box.x1, box.top, page.width - box.x0, box.bottom)

    glyphs = []
    for glyph in page.glyphs:
        middle = (glyph.bbox.x0 + glyph.bbox.x1) / 2, (glyph.bbox.top + glyph.bbox.bottom) / 2
        inside = [b.bbox for b in page.boxes if b.bbox.x0 <= middle[0] <= b.bbox.x1]
        around = [b for b in inside if b.top <= middle[1] <= b.bottom]
        moved = over(around[0]).x0 - around[0].x0 if around else 0.0
        glyphs.append(glyph._replace(bbox=glyph.bbox._replace(x0=glyph.bbox.x0 + moved, x1=glyph.bbox.x1 + moved)))
    rules = tuple(rule._replace(x0=page.width - rule.x0, x1=page.width - rule.x1) for rule in page.rules)
    boxes = tuple(box._replace(bbox=over(box.bbox)) for box in page.boxes)
    return replace(page, glyphs=tuple(glyphs), rules=rules, boxes=boxes)


def _paths(page: Page) -> list[tuple[str, ...]]:
    names: dict[str | None, tuple[str, ...]] = {None: ()}
    for node in diagram_tree(diagram.see(page).value[0]).value.nodes:
        names[node.id] = (*names[node.parent], node.name)
    return list(names.values())[1:]


@pytest.mark.parametrize("style", ["elbow", "arrow", "slanted", "bus"])
def test_lines_from_right_to_left(style: str) -> None:
    for seed in range(2):
        rng = random.Random(seed)
        tree = samples.make_tree(rng, 3, "mixed")
        sketch = samples.Sketch()
        samples.lay_across(tree)
        samples.draw_boxes(sketch, tree)
        samples.join_across(sketch, tree, style)
        usual = sketch.page(rng)
        page = _flipped(usual)
        assert direction(usual, find_shapes(usual)) == "right"
        assert direction(page, find_shapes(page)) == "left"
        assert _paths(page) == samples.paths(tree)
        drawn = {box.bbox for box in page.boxes}
        assert {box.evidence.bbox for box in diagram.see(page).value[0].boxes} <= drawn


def test_parents_as_high_as_their_children_at_the_right() -> None:
    rng = random.Random(3)
    tree = samples.make_tree(rng, 3, "chain")
    sketch = samples.Sketch()
    samples.lay_across(tree, "cover")
    samples.draw_boxes(sketch, tree)
    page = _flipped(sketch.page(rng))
    assert _paths(page) == samples.paths(tree)
    assert [issue.kind for issue in diagram.see(page).issues] == ["link_not_printed"]


def test_where_only_the_number_of_boxes_speaks_for_it_an_issue_names_all() -> None:
    for seed in range(6):
        rng = random.Random(seed)
        tree = samples.make_tree(rng, 3, "none")
        counts = [len(tree), sum(len(e.children) for e in tree)]
        counts.append(sum(len(c.children) for e in tree for c in e.children))
        if not counts[0] < counts[1] < counts[2]:
            continue
        sketch = samples.Sketch()
        samples.lay_across(tree, "middle")
        samples.draw_boxes(sketch, tree)
        result = diagram.see(_flipped(sketch.page(rng)))
        told = [issue for issue in result.issues if issue.kind == "reading_order"]
        assert len(told) == 1
        assert set(told[0].refs) == {box.ref for box in result.value[0].boxes}
        return
    raise AssertionError("no tree grows at each level")


def test_what_is_said_of_several_rows_is_no_parent() -> None:
    sketch = samples.Sketch()
    for row in range(6):
        y = 100 + 24.0 * row
        sketch.frame(BBox(40, y, 300, y + 20), 0xEEEEEE)
        sketch.write(f"（{row + 1}）取組{row}の支援", 44, y + 4, 9)
    for half, text in enumerate(("令和6年度から", "令和8年度から")):
        top = 100 + 72.0 * half
        sketch.frame(BBox(306, top, 400, top + 68), 0xFFFFFF)
        sketch.write(text, 310, top + 30, 9)
    page = sketch.page()
    assert direction(page, find_shapes(page)) == "right"
