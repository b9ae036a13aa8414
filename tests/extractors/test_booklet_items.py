"""Items of chapters: offices behind titles, titles in bold alone, titles that the overview prints whole."""

from __future__ import annotations

from dataclasses import replace

from extractors.deepen import deepen
from extractors.number_nodes import Draft, number_nodes
from extractors.outline_entries import LEAD, entry_of
from extractors.outline_nodes import announces
from extractors.small_tables import read_small
from extractors.title_offices import with_offices
from extractors.unmarked_entries import unmarked_entries
from extractors.whole_titles import whole_titles
from schemas.document import BBox
from schemas.plan import Structure
from schemas.structure import Cell, Evidence, Grid, Item, Outline


def item(number: int, text: str, body: str = "", heading: int | None = None, plain: bool = False) -> Item:
    evidence = Evidence(text, 5, bbox=BBox(60, 20.0 * number, 300, 20.0 * number + 10))
    said = (Evidence(body, 5),) if body else ()
    return Item(f"p5l{number}", text, evidence, heading=heading, plain=plain, body=said)


def test_offices_behind_titles_are_departments() -> None:
    titles = ["①講座の開催（生涯学習課）", "②教室の開催（図書館、健康増進課）", "③相談の実施（福祉課）", "④本の貸出し"]
    found = with_offices([item(number, text) for number, text in enumerate(titles, 1)])
    assert [(one.text, one.department) for one in found] == [
        ("①講座の開催", "生涯学習課"), ("②教室の開催", "図書館、健康増進課"), ("③相談の実施", "福祉課"), ("④本の貸出し", None),
    ]  # fmt: skip


def test_a_single_title_may_end_with_a_place_in_brackets() -> None:
    found = with_offices([item(1, "①読書の推進（図書館）"), item(2, "②講座の開催"), item(3, "③教室の開催")])
    assert found[0].text == "①読書の推進（図書館）"
    assert found[0].department is None


def test_offices_on_a_line_of_their_own() -> None:
    said = replace(item(1, "①講座の開催"), body=(Evidence("開きます。", 5), Evidence("（生涯学習課）", 5)))
    named = item(2, "②教室の開催", "担当課：図書館")
    label = item(3, "【所管課：福祉課】", plain=True)
    prose = item(4, "③相談の実施", "福祉課")
    found = with_offices([said, named, item(5, "④本の貸出し"), label, prose])
    assert [one.department for one in found] == ["生涯学習課", "図書館", "福祉課", None]
    assert [evidence.text for evidence in found[0].body] == ["開きます。"]


def test_bold_lines_with_text_are_entries_and_labels_are_not() -> None:
    def detail(number: int, name: str) -> list[Item]:
        return [
            item(number, "内容説明", plain=True),
            item(number + 1, f"{name}の開催", "開きます。", plain=True),
            item(number + 2, f"{name}の周知", "知らせます。", plain=True),
        ]

    found = unmarked_entries([detail(1, "講座"), detail(11, "教室"), detail(21, "相談")])
    assert next([one.text for one in own] for own in found) == ["講座の開催", "講座の周知"]
    assert {one.heading for own in found for one in own} == {LEAD}


def test_cells_beside_each_other_are_no_titles() -> None:
    cells = [replace(item(1, f"令和{n}年", plain=True), ref=f"c{n}") for n in (2, 3)]
    titles = [[item(n, f"{name}の開催", "開きます。", plain=True)] for n, name in ((11, "講座"), (21, "教室"))]
    found = unmarked_entries([[*cells, *titles[0]], titles[1]])
    assert [one.text for one in found[0]] == ["講座の開催"]


def test_lines_without_text_stay_as_they_were() -> None:
    details = [[item(n, f"見出し{n}", plain=True)] for n in (1, 2, 3)]
    assert unmarked_entries(details) == details


def test_titles_are_whole_where_the_overview_prints_them_so() -> None:
    broken = [item(1, "(1)　子どもの居場", heading=2), item(2, "所づくりの推進", "進めます。", heading=2)]
    (whole,) = whole_titles(broken, frozenset({"子どもの居場所づくりの推進"}))
    assert whole.text == "(1)　子どもの居場\n所づくりの推進"
    assert whole.body == broken[1].body
    assert whole_titles(broken, frozenset({"相談の充実"})) == broken


def test_an_entry_is_one_whatever_its_name() -> None:
    assert not announces(entry_of(item(1, "基本方針3　分野別施策の推進", heading=1)))
    assert announces(entry_of(item(1, "第4章　施策の展開", heading=1)))


def test_bullets_with_titles_end_a_label_that_has_its_text() -> None:
    goal = Draft(None, 1, "基本目標1", "学ぶまち", "学ぶまち", "c1", Evidence("", 3))
    lower = [
        Draft(goal, 2, f"({n})", name, name, f"c1.{n}", Evidence("", 3)) for n, name in ((1, "機会"), (2, "相談所"))
    ]
    overview = Structure(number_nodes([goal, *lower]), "施策の体系", 3, None, ("基本目標", "施策"))
    chapters = (
        item(1, "基本目標1　学ぶまち", heading=1),
        item(2, "(1)　機会", heading=2),
        item(3, "▼現状と課題", "足りません。"),
        item(4, "・講座の開催", "開きます。"),
        item(5, "(2)　相談所", heading=2),
        item(6, "▼市民の役割", "次のことをします。"),
        item(7, "・講座の参加", "参ります。"),
        item(8, "▼現状と課題", "足りません。"),
        item(9, "・窓口の設置", "置きます。"),
    )
    names = [node.name for node in deepen(overview, Outline(chapters)).value.nodes]
    assert "講座の開催" in names
    assert "窓口の設置" not in names[:3]
    assert "講座の参加" not in names


def test_a_row_of_appeals_lists_nothing() -> None:
    def row(*texts: str) -> Grid:
        cells = tuple(
            Cell(f"p1t0r0c{col}", 0, col, text, Evidence(text, 1, bbox=BBox(100.0 * col, 10, 100.0 * col + 90, 50)))
            for col, text in enumerate(texts)
        )
        return Grid(cells, 1, len(texts), True)

    assert read_small(row("・講座に参加します。\n・声をかけます。", "・場所を貸します。")).other
    assert not read_small(row("・講座の開催", "・教室の開催")).other
