"""What the reader of figures takes from pages, by its one public function."""

from __future__ import annotations

from extractors.figure import figure_candidates
from schemas.reading import Candidate
from tests.extractors.figure.sheets import Sheet, document

GOALS = (
    ("基本目標1 安心して暮らせる地域", ("①見守りの充実", "②防災訓練の推進")),
    ("基本目標2 学び続ける人", ("①図書館の活用", "②講座の開催", "③学校との連携")),
)


def paths(one: Candidate) -> set[tuple[str, ...]]:
    """The names from the root down to each node."""
    names: dict[str, tuple[str, ...]] = {}
    for node in one.structure.nodes:
        names[node.id] = (*(names[node.parent] if node.parent else ()), node.name)
    return set(names.values())


def best(*sheets: Sheet) -> set[tuple[str, ...]]:
    """The paths of the best candidate."""
    found = figure_candidates(document(*sheets))
    return paths(found[0]) if found else set()


def wanted() -> set[tuple[str, ...]]:
    """The paths of GOALS without their labels."""
    tree: set[tuple[str, ...]] = set()
    for goal, works in GOALS:
        name = goal.split(" ")[1]
        tree |= {(name,), *((name, work[1:]) for work in works)}
    return tree


def ruled_tree(sheet: Sheet, left: float, top: float) -> None:
    """GOALS as a table with drawn lines."""
    y = top
    for goal, works in GOALS:
        sheet.box(left, y, left + 180, y + 30 * len(works))
        sheet.text(left + 6, y + 15 * len(works) - 6, goal)
        for at, work in enumerate(works):
            sheet.box(left + 180, y + at * 30, left + 320, y + at * 30 + 30)
            sheet.text(left + 186, y + at * 30 + 10, work)
        y += 30 * len(works)


def test_a_table_beside_another_figure_is_read_alone() -> None:
    sheet = Sheet()
    ruled_tree(sheet, 30, 100)
    for at, body in enumerate(("市長", "推進本部", "推進会議", "各課", "市民会議")):
        sheet.box(520, 60 + at * 60, 640, 90 + at * 60)
        sheet.text(530, 70 + at * 60, body)
    assert wanted() == best(sheet)


def test_cards_under_head_bands() -> None:
    sheet = Sheet()
    for at, (goal, works) in enumerate(GOALS):
        left = 40 + at * 260
        sheet.box(left, 100, left + 240, 300, fill=0xDDEEFF)
        sheet.box(left, 100, left + 240, 140, fill=0x2060A0, stroke=None)
        sheet.text(left + 20, 112, goal, size=12, bold=True, colour=0xFFFFFF)
        for row, work in enumerate(works):
            sheet.text(left + 12, 152 + row * 20, work)
        sheet.box(left + 8, 260, left + 232, 292, fill=0xFFFFFF)
        sheet.text(left + 12, 264, "成果指標", size=8)
        sheet.text(left + 12, 276, "参加者の数" if at else "登録の数", size=8)
    assert wanted() == best(sheet)


def test_a_gradient_is_one_box() -> None:
    sheet = Sheet()
    for at, (goal, works) in enumerate(GOALS):
        top = 80 + at * 150
        for strip in range(24):
            grey = 0x60 + strip
            sheet.box(40 + strip * 6, top, 200, top + 120, fill=grey << 16 | grey << 8 | 0xA0, stroke=None)
        sheet.text(48, top + 40, goal.replace(" ", "\n"), colour=0xFFFFFF)
        for row, work in enumerate(works):
            sheet.box(220, top + row * 40, 420, top + row * 40 + 32)
            sheet.text(230, top + row * 40 + 10, work)
    assert wanted() == best(sheet)


def test_lines_tell_what_places_do_not() -> None:
    sheet = Sheet()
    children = (("地域で支え合う", (60, 90, 120)), ("人が学び合う", (150, 180)))
    names = iter(("見守りの充実", "訓練の推進", "講座の開催", "図書館の活用", "学校との連携"))
    expected = set()
    for at, (parent, rows) in enumerate(children):
        y = 60 + at * 50  # the second parent stands beside a child of the first
        sheet.box(40, y, 160, y + 20)
        sheet.text(46, y + 5, parent)
        expected.add((parent,))
        trunk = 180 + at * 20
        sheet.rule(160, y + 10, trunk, y + 10)
        sheet.rule(trunk, min(y + 10, rows[0] + 10), trunk, rows[-1] + 10)
        for row in rows:
            name = next(names)
            sheet.rule(trunk, row + 10, 240, row + 10)
            sheet.box(240, row, 380, row + 20)
            sheet.text(246, row + 5, name)
            expected.add((parent, name))
    assert expected == best(sheet)


def test_a_figure_goes_on_over_pages() -> None:
    sheets = []
    for at, (goal, works) in enumerate(GOALS, start=1):
        sheet = Sheet(number=at)
        sheet.box(40, 60, 600, 100, fill=0x208060, stroke=None)
        sheet.text(60, 72, goal, size=16, bold=True, colour=0xFFFFFF)
        for row, work in enumerate(works):
            sheet.text(60, 130 + row * 30, work, size=11)
        sheets.append(sheet)
    found = figure_candidates(document(*sheets))
    assert wanted() == paths(found[0])
    assert {node.evidence.page for node in found[0].structure.nodes} == {1, 2}
    second = next(node for node in found[0].structure.nodes if node.name == "学び続ける人")
    assert second.evidence.bbox is not None
    assert second.evidence.bbox.bottom < 110


def test_a_title_written_down_is_one_name() -> None:
    sheet = Sheet()
    ruled_tree(sheet, 120, 100)
    sheet.box(60, 100, 120, 250)
    sheet.down(84, 105, "ともに歩むまち")
    names = {node.name for one in figure_candidates(document(sheet)) for node in one.structure.nodes}
    assert "ともに歩むまち" in names


def test_offices_and_amounts_under_their_heads_are_no_entries() -> None:
    sheet = Sheet()
    for at, head in enumerate(("基本目標", "取組", "担当課")):
        sheet.box(30 + at * 150, 70, 180 + at * 150, 100, fill=0xDDDDDD)
        sheet.text(60 + at * 150, 80, head)
    y = 100.0
    for goal, works in GOALS:
        sheet.box(30, y, 180, y + 30 * len(works))
        sheet.text(34, y + 10, goal, size=9)
        for at, work in enumerate(works):
            sheet.box(180, y + at * 30, 330, y + at * 30 + 30)
            sheet.text(186, y + at * 30 + 10, work)
            sheet.box(330, y + at * 30, 480, y + at * 30 + 30)
            sheet.text(336, y + at * 30 + 10, ("福祉課", "危機管理課", "図書館")[at])
        y += 30 * len(works)
    assert wanted() == best(sheet)


def test_a_chart_of_bodies_is_worth_less_than_nothing() -> None:
    sheet = Sheet()
    sheet.box(300, 40, 420, 70)
    sheet.text(340, 50, "市長")
    for at, body in enumerate(("推進本部", "懇話会", "議会")):
        left = 120 + at * 200
        sheet.rule(360, 70, left + 60, 120)
        sheet.box(left, 120, left + 120, 150)
        sheet.text(left + 10, 130, body)
    assert all(one.score < 0 for one in figure_candidates(document(sheet)))


def test_an_empty_page_gives_nothing() -> None:
    assert figure_candidates(document(Sheet())) == ()
