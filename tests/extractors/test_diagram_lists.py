"""Lists without boxes to which one line leads, and diagrams beside each other."""

from __future__ import annotations

from extractors import diagram
from schemas.document import BBox
from tests.extractors import diagram_samples as samples


def edges(sketch: samples.Sketch) -> tuple[list[tuple[str, str]], list[str]]:
    """(parent, child) by text, and the kinds of the issues that ask for a decision."""
    result = diagram.see(sketch.page())
    assert len(result.value) == 1
    texts = {box.ref: box.text for box in result.value[0].boxes}
    found = [(texts[edge.parent], texts[edge.child]) for edge in result.value[0].edges]
    return found, [issue.kind for issue in result.issues if issue.severity != "info"]


def goals_with_lists(sketch: samples.Sketch, bracket: bool) -> list[tuple[str, str]]:
    """Four goals in boxes; to the right of each a list without a box, higher than the goal."""
    wanted = []
    for goal, count in enumerate((3, 2, 4, 3), start=1):
        top = 20.0 + 110 * goal
        middle = top + 20 * count / 2 - 5
        sketch.frame(BBox(40, middle - 9, 200, middle + 9))
        sketch.write(f"基本目標{goal}", 44, middle - 4, 8)
        for at in range(count):
            sketch.write(f"({at + 1})取組{goal}{'あいうえ'[at]}", 240, top + 20 * at, 8)
            wanted.append((f"基本目標{goal}", f"({at + 1})取組{goal}{'あいうえ'[at]}"))
        if bracket:
            low = top + 20 * count - 10
            sketch.line((200, middle), (225, middle))
            sketch.line((236, top - 4), (225, top - 4), (225, low + 2), (236, low + 2))
        else:
            sketch.line((200, middle), (236, middle))
    return wanted


def test_one_line_or_one_bracket_leads_to_all_of_a_list() -> None:
    for bracket in (False, True):
        sketch = samples.Sketch()
        wanted = goals_with_lists(sketch, bracket)
        found, issues = edges(sketch)
        assert sorted(found) == sorted(wanted)
        assert issues == []


def test_the_root_of_a_diagram_is_no_child_of_the_diagram_beside_it() -> None:
    sketch = samples.Sketch()
    wanted = []
    for x, goals in ((40.0, (1, 2)), (440.0, (3,))):
        for at, goal in enumerate(goals):
            top = 100.0 + 120 * at
            sketch.frame(BBox(x, top, x + 120, top + 20))
            sketch.write(f"基本目標{goal}", x + 4, top + 5, 8)
            for child in range(3):
                y = top + 30 * child
                sketch.frame(BBox(x + 160, y, x + 340, y + 20))
                sketch.write(f"施策{goal}の{'甲乙丙'[child]}", x + 164, y + 5, 8)
                sketch.line((x + 120, top + 10), (x + 140, top + 10), (x + 140, y + 10), (x + 160, y + 10))
                wanted.append((f"基本目標{goal}", f"施策{goal}の{'甲乙丙'[child]}"))
    found, issues = edges(sketch)
    assert sorted(found) == sorted(wanted)
    assert issues == []
