"""Titles broken over two rows of a text table."""

from __future__ import annotations

import pytest

from extractors.broken_cells import join_broken
from schemas.structure import Cell, Evidence


def _rows(text: str) -> list[list[Cell]]:
    return [
        [Cell(f"L{at}c{col}", at, col, word, Evidence(word, line=at)) for col, word in enumerate(line.split("|"))]
        for at, line in enumerate(text.strip("\n").split("\n"))
    ]


def _texts(text: str) -> tuple[list[str], list[str]]:
    found = join_broken(_rows(text))
    return ["|".join(cell.text.replace("\n", "/") for cell in row) for row in found.value], [
        issue.kind for issue in found.issues
    ]


def test_a_number_goes_on_in_the_row_below() -> None:
    rows, issues = _texts(
        "基本目標1|1 情報|(1)紙\n学びを始める||(2)電子\n基本目標2|2 機会|(1)講座\n学びを深める|3 施設|(1)改修"
    )
    assert rows == [
        "基本目標1/学びを始める|1 情報|(1)紙",
        "||(2)電子",
        "基本目標2/学びを深める|2 機会|(1)講座",
        "|3 施設|(1)改修",
    ]
    assert issues == ["heading_broken", "heading_broken"]


def test_a_title_over_three_rows() -> None:
    rows, issues = _texts(
        "目標Ⅰ|(1) 意識|①教育\n男女の人権が||②広報\n尊重されるまち|(2) 暴力|①相談\n目標Ⅱ|(1) 参画|①登用"
    )
    assert rows[0] == "目標Ⅰ/男女の人権が/尊重されるまち|(1) 意識|①教育"
    assert issues == ["heading_broken"]


def test_a_numbered_title_goes_on_beside_an_empty_cell() -> None:
    rows, _ = _texts("政策1 健康で|施策1 健診|①受診\n暮らせるまち||②食育\n政策2 学ぶまち|施策2 学校|①学力")
    assert rows[0] == "政策1 健康で/暮らせるまち|施策1 健診|①受診"


@pytest.mark.parametrize(
    "text",
    [
        "政策1 健康|施策1 健診|①受診\n推進体制|施策1 庁内|①会議\n政策2 学び|施策1 学校|①学力",
        "学ぶ|1 健診\n生かす|2 食育",
        "1 学ぶ|①講座\n2 生かす|①登録",
    ],
)
def test_entries_of_their_own_stay(text: str) -> None:
    rows, issues = _texts(text)
    assert rows == text.split("\n")
    assert not issues
