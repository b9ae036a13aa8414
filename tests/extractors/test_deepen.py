"""Chapters behind an overview describe and deepen it; what differs is told."""

from __future__ import annotations

from extractors.deepen import deepen
from extractors.number_nodes import Draft, number_nodes
from schemas.plan import Structure
from schemas.structure import Evidence, Item, Outline


def overview() -> Structure:
    goal = Draft(None, 1, "基本目標1", "学ぶまち", "学ぶまち", "c1", Evidence("", 3))
    lower = [
        Draft(goal, 2, f"({n})", name, name, f"c1.{n}", Evidence("", 3))
        for n, name in ((1, "機会の充実"), (2, "相談の充実"))
    ]
    return Structure(number_nodes([goal, *lower]), "施策の体系", 3, None, ("基本目標", "施策"))


def line(number: int, text: str, heading: int | None = None, body: str = "") -> Item:
    return Item(f"p5l{number}", text, Evidence(text, 5), heading=heading, body=(Evidence(body, 5),) if body else ())


CHAPTERS = (
    line(1, "基本目標1　学ぶまち", 1, "学びを支えます。"),
    line(2, "(1)　機会の充実", 2, "機会を増やします。"),
    line(3, "①講座の開催"),
    line(4, "②教室の開催"),
    line(5, "(2)　相談の充実", 2),
    line(6, "①窓口の設置"),
    line(7, "第5章　計画の推進", 1),
    line(8, "①進行管理"),
)


def test_descriptions_and_deeper_entries() -> None:
    found = deepen(overview(), Outline(CHAPTERS))
    names = [(node.id, node.name) for node in found.value.nodes]
    assert names == [
        ("1", "学ぶまち"), ("1.1", "機会の充実"), ("1.1.1", "講座の開催"), ("1.1.2", "教室の開催"),
        ("1.2", "相談の充実"), ("1.2.1", "窓口の設置"),
    ]  # fmt: skip
    assert found.value.nodes[1].description == "機会を増やします。"
    assert found.issues == ()


def test_other_wording_is_told() -> None:
    other = tuple(line(5, "(2)　相談体制の充実", 2) if item.text.startswith("(2)") else item for item in CHAPTERS)
    found = deepen(overview(), Outline(other))
    assert [issue.kind for issue in found.issues] == ["title_mismatch"]
    assert found.issues[0].proposal == "相談体制の充実"


def test_pages_without_the_titles_change_nothing() -> None:
    assert deepen(overview(), Outline(CHAPTERS[6:])).value == overview()


def test_what_stands_under_a_label_of_issues_or_appeals_is_no_entry() -> None:
    noise = (
        line(20, "現状と課題", 9),
        line(21, "・担い手が減っている"),
        line(22, "主な取組", 9),
    )
    appeals = (line(23, "市民の役割", 9), line(24, "・講座に出る"))
    chapters = (*CHAPTERS[:2], *noise, *CHAPTERS[2:5], *noise, CHAPTERS[5], *appeals)
    names = [node.name for node in deepen(overview(), Outline(chapters)).value.nodes]
    assert names == ["学ぶまち", "機会の充実", "講座の開催", "教室の開催", "相談の充実", "窓口の設置"]


def test_a_line_with_the_number_of_the_rows_is_one_of_them() -> None:
    def row(number: int, label: str, name: str) -> Item:
        return Item(f"p5t1r{number}", name, Evidence(name, 5), label=label, row=1)

    chapters = (
        *CHAPTERS[:2],
        row(1, "①", "講座の開催"),
        line(9, "②教室の開催"),
        CHAPTERS[4],
        row(3, "①", "窓口の設置"),
    )
    nodes = deepen(overview(), Outline(chapters)).value.nodes
    assert [(node.id, node.name) for node in nodes if node.depth == 3] == [
        ("1.1.1", "講座の開催"),
        ("1.1.2", "教室の開催"),
        ("1.2.1", "窓口の設置"),
    ]
