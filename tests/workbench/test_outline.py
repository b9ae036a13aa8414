"""What people paste or type as an outline."""

from __future__ import annotations

import pytest

from workbench.outline import MOST, Line, TooLong, read_outline


def shown(text: str) -> list[str]:
    return [f"{'.' * (line.level - 1)}{line.label}|{line.name}" for line in read_outline(text)]


def test_an_indent_of_any_width_is_a_level() -> None:
    text = "基本目標1 学びをひらく\n　(1) 学ぶ機会をつくる\n　　① 出前講座\n　(2) 人を育てる\n\n基本目標2 まちをつなぐ"
    assert shown(text) == [
        "基本目標1|学びをひらく",
        ".(1)|学ぶ機会をつくる",
        "..①|出前講座",
        ".(2)|人を育てる",
        "基本目標2|まちをつなぐ",
    ]
    assert shown("学ぶ\n    読む\n      本を読む\n  歩く") == ["|学ぶ", ".|読む", "..|本を読む", ".|歩く"]
    assert shown("\t学ぶ\n\t\t読む") == ["|学ぶ", ".|読む"]


def test_without_an_indent_the_kinds_of_numbers_are_the_levels() -> None:
    text = "1 学ぶ\n(1) 読む\n① 本を読む\n② 絵を見る\n(2) 歩く\n2 つくる\n(1) 建てる"
    assert shown(text) == [
        "1|学ぶ",
        ".(1)|読む",
        "..①|本を読む",
        "..②|絵を見る",
        ".(2)|歩く",
        "2|つくる",
        ".(1)|建てる",
    ]
    assert shown("学ぶ\n歩く") == ["|学ぶ", "|歩く"]


def test_a_range_of_cells_has_a_level_per_column_and_merged_cells_once() -> None:
    cells = "目標1 学ぶ\t(1) 読む\t本を読む\n\t\t絵を見る\n目標1 学ぶ\t(2) 歩く\t山を歩く\n目標2 つくる\t\t家を建てる"
    assert shown(cells) == [
        "目標1|学ぶ",
        ".(1)|読む",
        "..|本を読む",
        "..|絵を見る",
        ".(2)|歩く",
        "..|山を歩く",
        "目標2|つくる",
        "..|家を建てる",
    ]


def test_nothing_and_too_much() -> None:
    assert read_outline(" \n") == ()
    assert read_outline("（1）") == (Line(1, "", "（1）"),)
    with pytest.raises(TooLong, match="行まで"):
        read_outline("一\n" * (MOST + 1))
