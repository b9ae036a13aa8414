"""Lines copied out of a printed table."""

from __future__ import annotations

import pytest

from extractors.copied_rows import part_rows
from schemas.document import Line


def _parted(text: str) -> tuple[list[str], dict[str, tuple[str, ...]]]:
    """The lines after, and the refs of each kind of issue."""
    lines = [Line(line, number) for number, line in enumerate(text.strip("\n").split("\n"), 1)]
    result = part_rows(lines)
    issues: dict[str, tuple[str, ...]] = {}
    for issue in result.issues:
        issues[issue.kind] = (*issues.get(issue.kind, ()), *issue.refs)
    return [line.text for line in result.value], issues


TABLE = """
基本目標 施策の方向 取組 担当課
基本目標1 だれもが学びはじ
められる機会
1 学ぶ機会の充実 ・出前講座の開催 生涯学習課
・夜間講座の開催 学校教育課、公
民館
2 学ぶ情報を届け
る仕組み ・情報誌の発行 広報課
・相談窓口の設置 学校教育課、
生涯学習課
基本目標2 学びを生かせ
るまち
1 人を育てる ・登録制度の創設 総務課
"""


def test_a_copied_table_becomes_one_title_a_line() -> None:
    lines, issues = _parted(TABLE)
    assert lines == [
        "基本目標1 だれもが学びはじ\nめられる機会",
        "1 学ぶ機会の充実",
        "・出前講座の開催",
        "【担当課：生涯学習課】",
        "・夜間講座の開催",
        "【担当課：学校教育課、公民館】",
        "2 学ぶ情報を届け\nる仕組み",
        "・情報誌の発行",
        "【担当課：広報課】",
        "・相談窓口の設置",
        "【担当課：学校教育課、生涯学習課】",
        "基本目標2 学びを生かせ\nるまち",
        "1 人を育てる",
        "・登録制度の創設",
        "【担当課：総務課】",
    ]
    assert issues == {"items_inline": ("L4", "L8", "L13")}


def test_titles_printed_again_over_the_page_stand_once() -> None:
    lines, _ = _parted("目標1 学ぶ\n(1) 機会\n・講座\n目標1 学ぶ（続き）\n(1) 機会（続き）\n・教室\n(2) 情報（続き）")
    assert lines == ["目標1 学ぶ", "(1) 機会", "・講座", "・教室", "(2) 情報（続き）"]


def test_a_line_that_may_describe_is_joined_in_doubt() -> None:
    text = "① 学びの\n機会\n② 学びを支える\n人を育てる取組\n③ 場を広\nげる\n④ 集う\n交流事業\n⑤ 青少年の体験の\n充実"
    lines, issues = _parted(text)
    assert lines[3] == "④ 集う\n交流事業"
    assert issues == {"heading_broken": ("L7",)}


@pytest.mark.parametrize(
    "text",
    [
        "(1) 学ぶ\n講座を開きます。\n(2) 生かす\n発表の場を設けます。\n(3) 支える\n人を育てます。\n(4) つなぐ",
        "(1) 学ぶ\n市民講座\n(2) 生かす\n発表会\n(3) 支える\n人材登録\n(4) つなぐ",
        "① 1 人 1 台端末の活用\n② 1 人ひとりの学び\n1 学力の向上\n2 体力の向上\n③ 学校 1 校の改築",
        "1 学ぶ\n・講座 1 日の体験\n2 生かす\n・発表 2 回の開催",
    ],
    ids=["sentences", "short descriptions", "quantities", "quantities behind bullets"],
)
def test_what_is_no_copied_table_stays(text: str) -> None:
    assert _parted(text) == (text.split("\n"), {})


def test_halves_of_sentences_behind_bullets_are_put_together() -> None:
    text = (
        "1 学ぶ\n・講座に関心を持ちま\nす。\n・催しに参加しましょ\nう。\n・見守りに協力し\nます。\n2 生かす\n3 支える"
    )
    lines, _ = _parted(text)
    assert lines == [
        "1 学ぶ",
        "・講座に関心を持ちます。",
        "・催しに参加しましょう。",
        "・見守りに協力します。",
        "2 生かす",
        "3 支える",
    ]


def test_values_of_a_further_column_are_no_part_of_titles() -> None:
    lines, _ = _parted(
        "1 学ぶ\n① 講座 全市民\n② 教室 小学生\n③ 催し 全市民\n④ 相談 小学生\n⑤ 見学 全市民\n⑥ 体験 小学生"
    )
    assert lines == ["1 学ぶ", "① 講座", "② 教室", "③ 催し", "④ 相談", "⑤ 見学", "⑥ 体験"]


def test_unmarked_titles_beside_the_first_of_their_lists_stand_alone_and_are_asked_for() -> None:
    text = "防止する取組 ・講座\n・催し\n・集い\n\n支援する取組 ・相談\n・見守り\n\n学ぶ取組 ・教室\n・見学"
    lines, issues = _parted(text)
    assert lines == text.replace(" ", "\n").split("\n")
    assert issues == {"row_spill": ("L1", "L5", "L8")}


def test_short_ends_of_full_lines_are_a_habit_too() -> None:
    text = "方針1 くらしに役立つ図\n書館\n・郷土資料と古文書の収\n集\n・相談\n方針2 子どもを支える図\n書館\n・大きな字の本の充\n実"
    lines, issues = _parted(text)
    assert lines == [
        "方針1 くらしに役立つ図\n書館",
        "・郷土資料と古文書の収\n集",
        "・相談",
        "方針2 子どもを支える図\n書館",
        "・大きな字の本の充\n実",
    ]
    assert issues == {}


def test_heading_signs_before_bullets_are_no_titles() -> None:
    text = "#### ■ 情報の提供\n\n情報を届けます。\n\n#### ■ 相談の充実\n\n相談に応じます。\n\n#### ■ 講座の開催\n\n■ 施設の改修\n■ 場の整備"
    rows, issues = _parted(text)
    assert [row for row in rows if row] == [line for line in text.split("\n") if line]
    assert not issues
