"""Signs of which a conversion left but the second byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.lost_bytes import restore_signs
from schemas.document import Line


def _restored(text: str) -> tuple[str, int]:
    """The text after, and how many lines were named."""
    result = restore_signs([Line(line, number) for number, line in enumerate(text.split("\n"), 1)])
    return "\n".join(line.text for line in result.value), sum(len(issue.refs) for issue in result.issues)


def test_series_from_the_first_sign_on_are_restored_and_named() -> None:
    text = "T 学びとは\nU 方針\n1 機会\n@講座を開く\nA館を開ける\n2 人\n@ 育てる\nA 登録する\nB 招く\nV 体系"
    after = "Ⅰ 学びとは\nⅡ 方針\n1 機会\n①講座を開く\n②館を開ける\n2 人\n① 育てる\n② 登録する\n③ 招く\nⅢ 体系"
    assert _restored(text) == (after, 8)


def test_levels_and_parts_count_too() -> None:
    assert _restored("基本目標T 学ぶ\n基本目標U 生かす")[0] == "基本目標Ⅰ 学ぶ\n基本目標Ⅱ 生かす"
    assert _restored("第T部 総論\n第U部 各論")[0] == "第Ⅰ部 総論\n第Ⅱ部 各論"


@pytest.mark.parametrize(
    "text",
    [
        "A 環境\nB 福祉\nC 教育",
        "T 環境",
        "Tシャツの販売\nUターンの促進",
        "Ⅰ 学ぶ\nU 生かす",
        "Q 質問\nR 回答\nS 相談\nT 通知\nU 報告",
        "@machi をご覧ください\nA 環境",
        "T1 report\nU2 report",
    ],
)
def test_letters_that_are_letters_stay(text: str) -> None:
    assert _restored(text) == (text, 0)


@given(st.lists(st.integers(2, 10), min_size=1, max_size=4))
def test_what_a_conversion_lost_comes_back(counts: list[int]) -> None:
    titles = ["講座を開く", "スポーツの振興", "まちを歩く", " ともに学ぶ"]
    text = "\n".join(sign + titles[number % 4] for count in counts for number, sign in enumerate("①②③④⑤⑥⑦⑧⑨⑩"[:count]))
    lost = "\n".join(chr(line.encode("cp932")[1]) + line[1:] for line in text.split("\n"))
    assert _restored(lost)[0] == text
