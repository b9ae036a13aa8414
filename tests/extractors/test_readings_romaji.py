"""Kana to romaji: the sounds that used to come out corrupt, and what holds for any kana."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.readings_romaji import to_katakana, to_romaji

KANA = "アイウエオカキクケコガギグゲゴサシスセソザジズゼゾタチツテトダヂヅデドナニヌネノハヒフヘホバビブベボパピプペポマミムメモヤユヨラリルレロワヲンァィゥェォャュョッーヴ"


@pytest.mark.parametrize(
    ("kana", "romaji"),
    [
        ("ガクシュウ", "gakushū"),
        ("ジュウジツ", "jūjitsu"),
        ("ボランティア", "borantia"),
        ("コミュニティ", "komyuniti"),
        ("ニーズ", "nīzu"),
        ("フォーラム", "fōramu"),
        ("ウェブ", "webu"),
        ("シェア", "shea"),
        ("チェック", "chekku"),
        ("デュアル", "dyuaru"),
        ("ヴァイオリン", "vaiorin"),
        ("マッチング", "matchingu"),
        ("キョウイク", "kyōiku"),
        ("ケイカク", "keikaku"),
        ("ホンヤク", "hon'yaku"),
        ("ジュンイ", "jun'i"),
        ("シンブン", "shinbun"),
        ("ガッコウ", "gakkō"),
        ("オオサカ", "ōsaka"),
        ("サト|オヤ", "satooya"),
        ("アッ", "a"),
        ("", ""),
    ],
)
def test_words(kana: str, romaji: str) -> None:
    assert to_romaji(kana) == romaji


def test_the_ending_of_a_verb_is_no_long_vowel() -> None:
    assert to_romaji("ツドウ", verb=True) == "tsudou"
    assert to_romaji("ツドウ") == "tsudō"


@given(st.text(alphabet=KANA, max_size=30))
def test_any_kana_gives_latin_letters_alone(kana: str) -> None:
    romaji = to_romaji(kana)
    assert all((letter.isascii() and letter.isalpha()) or letter in "'āīūēō" or letter == "ー" for letter in romaji)
    assert len(romaji) <= 3 * len(kana) + 1


@given(st.text(alphabet=[chr(code) for code in range(ord("ぁ"), ord("ゖ") + 1)], max_size=30))
def test_hiragana_and_katakana_are_read_alike(kana: str) -> None:
    assert to_romaji(kana) == to_romaji(to_katakana(kana))
