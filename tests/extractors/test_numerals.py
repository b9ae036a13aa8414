"""Numerals: every printed form is read, every form written is read back."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.numerals import KANJI_LIMIT, ROMAN_LIMIT, Style, from_int, style_of, to_int

HIGHEST: dict[str, int] = {
    "arabic": 10**12,
    "fullwidth": 10**12,
    "positional": 10**12,
    "kanji": KANJI_LIMIT,
    "roman_ascii": ROMAN_LIMIT,
    "roman_lower": ROMAN_LIMIT,
    "roman": 12,
    "circled": 50,
    "circled_negative": 20,
    "circled_double": 10,
    "circled_kanji": 10,
    "parenthesised": 20,
    "parenthesised_kanji": 10,
    "full_stop": 20,
}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("１２", 12),
        ("1２", 12),
        ("十二", 12),
        ("二十一", 21),
        ("百", 100),
        ("千二百三", 1203),
        ("一万", 10000),
        ("二〇三〇", 2030),
        ("一〇", 10),
        ("Ⅲ", 3),
        ("III", 3),
        ("ＩＩ", 2),
        ("ⅩⅢ", 13),
        ("ⅳ", 4),
        ("ix", 9),
        ("①", 1),
        ("⑳", 20),
        ("㉑", 21),
        ("㊿", 50),
        ("⓪", 0),
        ("❶", 1),
        ("⓵", 1),
        ("⑴", 1),
        ("⒈", 1),
        ("㈠", 1),
        ("㊉", 10),
        ("➂", 3),
        ("壱", 1),
        (" 3 ", 3),
    ],
)
def test_every_printed_form_is_read(text: str, number: int) -> None:
    assert to_int(text) == number


@pytest.mark.parametrize(
    "text", ["", "A", "C", "L", "M", "IIII", "VX", "iV", "十十", "二三十", "万", "〇十", "1-1", "(1)", "第1", "२", "ア"]
)
def test_what_is_not_exactly_one_numeral_is_none(text: str) -> None:
    assert to_int(text) is None
    assert style_of(text) is None


def test_every_style_is_tested() -> None:
    assert set(HIGHEST) == set(get_args(Style))


@pytest.mark.parametrize("style", get_args(Style))
@given(data=st.data())
def test_what_is_written_is_read_back(style: Style, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, HIGHEST[style]))
    text = from_int(number, style)
    assert to_int(text) == number
    if style == "positional" and number < 10:
        assert style_of(text) == "kanji"
    elif style == "kanji" and style_of(text) == "positional":
        assert number == 0
    else:
        assert style_of(text) == style


@pytest.mark.parametrize(
    ("number", "style"), [(0, "roman"), (51, "circled"), (40, "roman_ascii"), (-1, "arabic"), (10**8, "kanji")]
)
def test_a_number_the_style_lacks_is_refused(number: int, style: Style) -> None:
    with pytest.raises(ValueError, match=r"no "):
        from_int(number, style)


@given(st.text())
def test_no_text_makes_it_raise(text: str) -> None:
    assert (to_int(text) is None) == (style_of(text) is None)
