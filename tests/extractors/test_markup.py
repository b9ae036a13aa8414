"""Signs of markup say what they say and are no part of the words."""

from __future__ import annotations

import pytest

from extractors.markup import without_markup


def read(text: str) -> list[tuple[int | None, str]]:
    return [(line.heading, line.text) for line in without_markup(text.split("\n")) if line.text]


@pytest.mark.parametrize(
    "text",
    [
        "# 目標\n\n## 施策\n\n### 取組\n",
        "= 目標 =\n\n== 施策 ==\n\n=== 取組 ===\n",
        "* 目標\n** 施策\n*** 取組\n",
        "目標\n====\n\n施策\n----\n\n取組\n~~~~\n",
        "====\n目標\n====\n\n施策\n====\n\n取組\n----\n",
    ],
)
def test_headings_of_all_languages_are_one(text: str) -> None:
    assert read(text) == [(1, "目標"), (2, "施策"), (3, "取組")]


def test_a_run_of_one_length_is_a_bullet() -> None:
    assert read("* 道路の整備\n* 公園の整備") == [(None, "* 道路の整備"), (None, "* 公園の整備")]


def test_a_rule_under_prose_or_a_table_is_no_heading() -> None:
    assert read("道路を整備し、公園を守ります。\n----------------\n") == [
        (None, "道路を整備し、公園を守ります。"),
        (None, "----------------"),
    ]


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("- [x] 道路の整備", "- 道路の整備"),
        ("・[道路の整備](https://www.example.jp/a_(b).pdf)", "・道路の整備"),
        ("・[[road|道路の整備]]", "・道路の整備"),
        ("道路の整備[^1]", "道路の整備"),
        ("`道路の整備 <a.html>`_", "道路の整備"),
        ("・AEDの設置（2019年-）", "・AEDの設置（2019年-）"),
        ("1 <script>", "1 <script>"),
    ],
)
def test_links_and_emphasis_are_no_words(printed: str, plain: str) -> None:
    assert read(printed) == [(None, plain)]


def test_quoted_mail_is_read_without_its_signs() -> None:
    assert read("前略\n\n> 1 道路\n> (1) 市道の舗装\n") == [(None, "前略"), (None, "1 道路"), (None, "(1) 市道の舗装")]


def test_signs_before_some_lines_are_bullets() -> None:
    assert read("1 道路\n＞市道の舗装\n＞橋の補修") == [(None, "1 道路"), (None, "＞市道の舗装"), (None, "＞橋の補修")]


def test_lines_keep_their_numbers() -> None:
    assert [line.number for line in without_markup(["目標", "====", "", "道路"])] == [1, 2, 3, 4]
