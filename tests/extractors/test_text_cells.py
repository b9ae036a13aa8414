"""Tables and trees that texts set with bars, spaces and box characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text_cells import part_cells
from schemas.document import Line


def parted(*texts: str) -> list[str]:
    return [line.text for line in part_cells([Line(text, number) for number, text in enumerate(texts, 1)])]


def test_bars_part_cells_and_their_ruler_goes() -> None:
    rows = parted("体系", "| 基本目標 | 施策 |", "| --- | :-: |", "| 1 学ぶ | (1) 機会 |", "| | (2) 相談 |", "")
    assert rows == ["体系", "基本目標\t施策", "1 学ぶ\t(1) 機会", "\t(2) 相談", ""]


def test_a_frame_of_box_characters_is_left_out() -> None:
    rows = parted("┌───┬───┐", "│目標│施策│", "├───┼───┤", "│1 学ぶ│① 講座│", "│　│② 窓口│", "└───┴───┘")
    assert rows == ["目標\t施策", "1 学ぶ\t① 講座", "\t② 窓口"]


def test_line_numbers_stay() -> None:
    lines = part_cells([Line("| a | b |", 1), Line("|---|---|", 2), Line("| c | d |", 3)])
    assert [(line.number, line.text) for line in lines] == [(1, "a\tb"), (3, "c\td")]


def test_spaces_under_each_other_part_cells() -> None:
    rows = parted(
        "基本目標      施策          取組", "1 学ぶ        (1) 機会      ①講座", "                            ②教室"
    )
    assert rows == ["基本目標\t施策\t取組", "1 学ぶ\t(1) 機会\t①講座", "\t\t②教室"]


def test_names_set_wide_in_the_middle_of_their_columns() -> None:
    rows = parted(
        "　　施　策　　　　　　　取　　組",
        "１　学ぶ　　　　　　ア　講座",
        "　　　　　　　　　　イ　教室",
        "２　学びを生かすま　ア　登録",
        "　　　　　　　　　　イ　発表",
    )
    assert rows == ["施策\t取組", "１　学ぶ\tア　講座", "\tイ　教室", "２　学びを生かすま\tア　登録", "\tイ　発表"]


def test_boxes_drawn_in_part() -> None:
    rows = parted(
        "┌────┬────┐",
        "│目標　│取組　│",
        "├────┼────┤",
        "│1 学ぶ│①講座│",
        "│まち　├────┤",
        "│　　　│②教室│",
        "└────┴────┘",
    )
    assert rows == ["目標\t取組", "1 学ぶ\t①講座", "まち\t", "\t②教室"]


def test_spaces_without_columns_part_cells_by_their_markers() -> None:
    rows = parted("Ⅰ 学ぶ  1 機会  ①講座", "2 相談  ①窓口", "Ⅱ 届ける  1 情報  ①広報")
    assert rows == ["Ⅰ 学ぶ\t1 機会\t①講座", "2 相談\t①窓口\t", "Ⅱ 届ける\t1 情報\t①広報"]


@pytest.mark.parametrize(
    "text",
    ["１　　学びの機会", "市の人口は  減少しています。", "　　（１）　相談の充実", "A | B"],
)
def test_other_lines_stay(text: str) -> None:
    assert parted(text, "次の行", "その次の行") == [text, "次の行", "その次の行"]


def test_a_drawn_tree_becomes_indents() -> None:
    rows = parted("1 学ぶ", "├ (1) 機会", "│　├ ・講座", "│　└ ・教室", "└ (2) 相談")
    assert rows == ["1 学ぶ", "   (1) 機会", "       ・講座", "       ・教室", "   (2) 相談"]


def test_emphasis_is_no_part_of_the_words() -> None:
    assert parted("- **柱1 学ぶ**", "＊印 2 ** 3") == ["- 柱1 学ぶ", "＊印 2 ** 3"]


def test_html_tables_are_rows_of_cells() -> None:
    rows = parted(
        "<table>",
        "<tr><th>目標</th><th>施策</th></tr>",
        '<tr><td rowspan="2">1 学ぶ</td><td>(1) 機会<br>と場</td></tr><tr><td>(2) 相談</td></tr>',
        "</table>",
        "本文",
    )
    assert rows == ["目標\t施策", "1 学ぶ\t(1) 機会 と場", "\t(2) 相談", "本文"]


def test_end_tags_of_html_may_be_left_out() -> None:
    assert parted("</table>", "<table>", "<tr><td>目標<td>施策", "<tr>", "<td>1 学ぶ", "</table>") == [
        "</table>",
        "目標\t施策",
        "1 学ぶ\t",
    ]


@given(st.lists(st.sampled_from(("<table>", "</table>", "<tr>", "<td>", "<th rowspan='x'>甲<br>", "</td>", "乙"))))
def test_no_html_is_so_broken_that_it_cannot_be_read(texts: list[str]) -> None:
    rows = parted("前", *texts, "</table>", "後")
    assert (rows[0], rows[-1]) == ("前", "後")


def test_cells_of_several_lines_pasted_from_a_sheet() -> None:
    rows = parted('1 学ぶ\t"①講座', '②教室"\t生涯学習課', '2 支える\t"「""絆""」の場"\t福祉課')
    assert rows == ["1 学ぶ\t①講座\n②教室\t生涯学習課", '2 支える\t「"絆"」の場\t福祉課']


def test_a_title_between_signs_is_no_bullet() -> None:
    assert parted("◇計画の期間◇　令和2年度", "◇食育◇", "◇食育の推進", "●A●B") == [
        "計画の期間　令和2年度",
        "食育",
        "◇食育の推進",
        "●A●B",
    ]
