"""Tables without rules must come back with the rows that each parent covers."""

from __future__ import annotations

import random

import pytest

from extractors import borderless_table
from extractors.grid_tree import grid_tree
from schemas.document import BBox, Page, Rule
from tests.extractors import diagram_samples as samples
from tests.extractors.borderless_samples import Style, set_table, short_names

NAMES = ("基本目標", "施策の方向", "主な取組")


def read(page: Page) -> tuple[list[tuple[str, ...]], list[str], tuple[str, ...] | None, int]:
    """Paths of names, labels, level names and the number of issues."""
    result = borderless_table.see(page)
    assert len(result.value) == 1
    structure = grid_tree(result.value[0]).value
    by_id = {node.id: node for node in structure.nodes}

    def path(node_id: str) -> tuple[str, ...]:
        node = by_id[node_id]
        return (*(path(node.parent) if node.parent else ()), node.name)

    found = [path(node.id) for node in structure.nodes]
    return found, [node.label for node in structure.nodes], structure.levels, len(result.issues)


@pytest.mark.parametrize("fills", ["none", "cells", "parents", "zebra"])
@pytest.mark.parametrize("align", ["top", "middle"])
@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("scheme", ["mixed", "chain"])
def test_parents_cover_their_rows(scheme: str, apart: bool, align: str, fills: str) -> None:
    for seed in range(4):
        rng = random.Random(seed)
        tree = short_names(samples.make_tree(rng, 3, scheme))
        style = Style(align, header=seed != 3, numbers_apart=apart, fills=fills, department=seed == 2)
        found, labels, levels, _ = read(set_table(tree, style).page(rng))
        assert found == samples.paths(tree)
        assert labels == [entry.label for entry in samples.walk(tree)]
        assert levels == (NAMES if style.header else None)


@pytest.mark.parametrize("align", ["top", "middle"])
def test_without_numbers_a_wrong_parent_is_never_silent(align: str) -> None:
    right = 0
    for seed in range(20):
        rng = random.Random(seed)
        tree = short_names(samples.make_tree(rng, 3, "none"))
        found, _, _, issues = read(set_table(tree, Style(align)).page(rng))
        assert found == samples.paths(tree) or issues
        right += found == samples.paths(tree)
    assert right >= 17


def test_a_wrapped_parent_is_one_entry() -> None:
    sketch = samples.Sketch()
    for left, name in ((60, "基本目標"), (250, "取組")):
        sketch.write(name, left, 80)
    for row in range(6):
        sketch.write(f"（{row % 3 + 1}）取組の{'甲乙丙丁戊己'[row]}を進めるまちづくり", 250, 100 + 24 * row)
    sketch.write("1　ともに支えあい\n健やかに暮らすまち", 60, 100)
    sketch.write("2　こどもが育つまち", 60, 172)
    found, labels, _, issues = read(sketch.page())
    assert issues == 0
    assert found[0] == ("ともに支えあい健やかに暮らすまち",)
    assert [path[0] for path in found].count("ともに支えあい健やかに暮らすまち") == 4
    assert labels[0] == "1"


def test_pages_that_hold_no_such_table() -> None:
    prose = samples.Sketch()
    for line in range(30):
        prose.write("本市では人口が減り続けており地域の担い手が足りないため、次の取組を進めます。", 60, 80 + 18 * line)
    assert borderless_table.see(prose.page()).value == ()
    figures = samples.Sketch()
    for left, name in ((60, "年度"), (200, "人口"), (340, "世帯数")):
        figures.write(name, left, 80)
    for row in range(8):
        for left in (60, 200, 340):
            figures.write(str(1200 + row), left, 100 + 20 * row)
    assert borderless_table.see(figures.page()).value == ()
    ruled = set_table(short_names(samples.make_tree(random.Random(1), 3)), Style())
    for x in (55.0, 265.0, 475.0, 715.0):
        ruled.rules.append(Rule(x, 90, x, 400))
    assert borderless_table.see(ruled.page()).value == ()


def test_evidence_lies_around_the_text_of_the_cell() -> None:
    tree = short_names(samples.make_tree(random.Random(4), 3))
    grid = borderless_table.see(set_table(tree, Style()).page()).value[0]
    first = next(cell for cell in grid.cells if cell.text.endswith(tree[0].name))
    assert first.evidence.page == 1
    box = first.evidence.bbox
    assert isinstance(box, BBox)
    assert box.x0 >= 55
    assert box.x1 <= 265
    assert box.bottom - box.top < 12
