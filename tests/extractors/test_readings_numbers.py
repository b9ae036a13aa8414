"""Numbers in kana: counters change their sound, and what is not settled says so."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.numerals import Style, from_int
from extractors.readings_numbers import counted, find_numbers, is_plain_before, number_kana


def read(text: str) -> list[tuple[str, str, bool]]:
    return [(text[number.start : number.end], number.kana, number.certain) for number in find_numbers(text)]


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("第7次", "ダイナナジ"),
        ("第四次", "ダイヨジ"),
        ("第 2 次", "ダイニジ"),
        ("第1期", "ダイイッキ"),
        ("第8期", "ダイハッキ"),
        ("第3編", "ダイサンペン"),
        ("第1種", "ダイイッシュ"),
        ("5カ年", "ゴカネン"),
        ("10か年計画", "ジュッカネンケイカク"),
        ("十か年", "ジュッカネン"),
        ("4つ", "ヨッツ"),
        ("四つ", "ヨッツ"),
        ("28校", "ニジュウハッコウ"),
        ("3本", "サンボン"),
        ("10分間", "ジュップンカン"),
        ("50周年", "ゴジュッシュウネン"),
        ("二十一世紀", "ニジュウイッセイキ"),
        ("2030年度", "ニセンサンジュウネンド"),
        ("4年", "ヨネン"),
        ("1人", "ヒトリ"),
        ("4人", "ヨニン"),
        ("100人", "ヒャクニン"),
        ("1万人", "イチマンニン"),
        ("1,200人", "センニヒャクニン"),
        ("2.0", "ニテンゼロ"),
        ("①", "イチ"),
        ("Ⅲ", "サン"),
        ("8,000歩", "ハッセンポ"),
    ],
)
def test_a_number_and_its_counter(text: str, kana: str) -> None:
    assert read(text) == [(text, kana, True)]


def test_a_date() -> None:
    assert [kana for _, kana, _ in read("7月1日")] == ["シチガツ", "ツイタチ"]


@pytest.mark.parametrize("text", ["1日", "20歳", "3課題", "1-1", "R5", "007", "ステージⅡ支援"])
def test_what_is_read_in_several_ways_is_not_certain(text: str) -> None:
    assert [certain for _, _, certain in read(text)] == [False] * len(read(text))
    assert read(text)


@pytest.mark.parametrize("text", ["第一人者", "第一体育館", "第三者", "一歩", "三世代", "①市民の学び"])
def test_words_and_markers_are_left_to_others(text: str) -> None:
    assert read(text) == []


def test_a_number_keeps_its_sound_before_some_words_only() -> None:
    assert is_plain_before("ニジュウ", "ギョウム")
    assert is_plain_before("ゴ", "シチョウ")
    assert not is_plain_before("ハチ", "ダンタイ".replace("ダ", "タ"))
    assert not is_plain_before("サン", "ハシラ")


@given(st.integers(0, 10**12 - 1))
def test_every_number_has_one_reading_in_kana(number: int) -> None:
    assert re.fullmatch("[ァ-ヶー]+", number_kana(number))


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_two_numbers_never_sound_alike(one: int, other: int) -> None:
    assert (number_kana(one) == number_kana(other)) == (one == other)


@given(
    st.integers(1, 999),
    st.sampled_from(["arabic", "fullwidth"]),
    st.sampled_from(["年度", "か年", "校", "本", "回", "人"]),
)
def test_every_count_is_read_whole(number: int, style: Style, counter: str) -> None:
    kana = counted(number, counter)
    assert kana is not None
    if style == "arabic":
        assert read(f"{from_int(number, style)}{counter}の計画") == [(f"{number}{counter}", kana, True)]
