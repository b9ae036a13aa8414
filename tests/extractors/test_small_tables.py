"""Tables between headings: lists of 取組, cards, and what lists nothing."""

from __future__ import annotations

from extractors.small_tables import read_small
from schemas.structure import Cell, Evidence, Grid


def grid(*rows: tuple[str, ...]) -> Grid:
    """A table; a row of one text runs over all columns."""
    cols = max(map(len, rows))
    cells = [
        Cell(f"r{at}c{col}", at, col, text, Evidence(text, 1), colspan=cols if len(row) == 1 else 1)
        for at, row in enumerate(rows)
        for col, text in enumerate(row)
    ]
    return Grid(tuple(cells), len(rows), cols, True)


def test_rows_are_entries() -> None:
    found = read_small(
        grid(("取組", "内容", "担当課"), ("①相談", "窓口を開きます。", "福祉課"), ("②訪問", "家に行きます。", "福祉課"))
    )
    assert [(item.label, item.text, item.row, item.department) for item in found.items] == [
        ("①", "相談", 1, "福祉課"),
        ("②", "訪問", 1, "福祉課"),
    ]


def test_band_over_the_header_is_a_heading() -> None:
    found = read_small(grid(("1 相談の充実",), ("取組", "担当課"), ("(1) 窓口", "福祉課"), ("(2) 訪問", "福祉課")))
    assert [(item.text, item.row) for item in found.items] == [("1 相談の充実", 0), ("窓口", 1), ("訪問", 1)]


def test_card_is_one_entry() -> None:
    found = read_small(grid(("事業名", "・見守り"), ("内容", "地域で見守ります。"), ("担当課", "福祉課")))
    assert found.card
    assert [(item.label, item.text, item.department) for item in found.items] == [("・", "見守り", "福祉課")]
    assert found.items[0].body[0].text == "地域で見守ります。"


def test_indicators_list_nothing() -> None:
    found = read_small(
        grid(("指標名", "現状値", "目標値"), ("相談の満足度", "40％", "60％"), ("訪問の件数", "10件", "20件"))
    )
    assert found.items == ()
    assert found.other


def test_frames_around_headings_icons_of_global_goals_and_appeals_are_no_lists() -> None:
    (heading,) = read_small(grid(("2", "相談の充実"))).items
    assert (heading.text, heading.row) == ("2\u3000相談の充実", 0)
    assert read_small(grid(("3 すべての人に\n健康と福祉を", "4 質の高い教育を\nみんなに"))).other
    appeals = grid(("市民の役割", "事業者の役割"), ("・講座に参加します。\n・声をかけ合います。", "・場所を貸します。"))
    assert read_small(appeals).other
    looked_back = grid(
        ("旧計画の目標", "項目", "評価"), ("1 学ぶまち", "講座の開催", "A"), ("2 集うまち", "広場の整備", "B")
    )
    assert read_small(looked_back).other
