"""What is announced and does not follow is named; what does follow is not."""

from __future__ import annotations

import pytest

from extractors.absent import find_absent
from schemas.document import BBox, Line


def found(*lines: str) -> list[tuple[str, int | None]]:
    issues = find_absent([Line(line, number) for number, line in enumerate(lines, 1)])
    return [(issue.kind, issue.evidence.line) for issue in issues]


@pytest.mark.parametrize(
    "lines",
    [
        (
            "施策の体系は以下のとおりとします。",
            "",
            "まちの理念の実現に貢献",
            "",
            "計画の推進",
            "1. 進行管理",
            "本文です。",
        ),
        ("計画の推進体制は以下の通りです。", "", "【関係課】"),
        ("推進体制を次の図に示します。",),
        ("本図は、学びの広がりを表しています。", "", "計画の位置づけ", "本文です。"),
        ("(1) 体系は次のとおりです。", "(2) 推進", "本文です。"),
    ],
)
def test_a_figure_that_does_not_follow_is_missed(lines: tuple[str, ...]) -> None:
    assert found(*lines) == [("figure_missing", 1)]


@pytest.mark.parametrize(
    "lines",
    [
        ("施策の柱を以下のとおり設定します。", "", "(1) 学習機会", "本文です。"),
        ("以下の項目を重点事業とします。", "●学習機会", "本文です。"),
        ("体系は次のとおりです。", "目標\t施策", "1 まなぶ\t①講座"),
        ("体系図は次のとおりです。", "図1 施策の体系", "目標\t施策", "1 まなぶ\t①講座"),
        ("計画の期間は次のとおりです。", "令和6年度から令和10年度まで"),
        ("次のように考えました。", "本文が続きます。"),
    ],
)
def test_what_follows_is_not_missed(lines: tuple[str, ...]) -> None:
    assert found(*lines) == []


def test_a_header_row_without_body() -> None:
    assert found("体系", "【基本目標】\t【施策の方向】", "", "本文です。") == [("table_body_missing", 2)]
    assert found("体系", "【基本目標】\t【施策の方向】", "1 まなぶ\t①講座") == []


def test_the_last_heading_without_body() -> None:
    assert found("目標\t施策", "1 まなぶ\t①講座", "", "具体的な事業計画") == [("section_body_missing", 4)]
    assert found("目標\t施策", "1 まなぶ\t①講座", "", "学びあいのまちづくり") == []
    assert found("本文です。", "", "具体的な事業計画", "本文です。") == []


def test_a_heading_followed_by_the_next_one() -> None:
    assert found("本文です。", "2. 計画の期間", "3. 計画の位置付け", "本文です。") == [("section_body_missing", 2)]


def test_figures_of_a_pdf_are_drawn() -> None:
    line = Line("体系は以下のとおりです。", None, 1, BBox(0, 0, 100, 10), 10.0)
    assert find_absent([line]) == ()
