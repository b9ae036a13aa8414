"""Numerals as plans print them: 12 １２ 十二 二〇 Ⅻ XII ⑫ ⑿ ⓬ ㈠ ㊀. Text in, number out, and back. Pure, no IO.

Brackets, full stops and unit words around a numeral (（１）, 第1章) belong to the numbering grammar, not here.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Style = Literal[
    "arabic",
    "fullwidth",
    "kanji",
    "positional",
    "roman",
    "roman_ascii",
    "roman_lower",
    "circled",
    "circled_negative",
    "circled_double",
    "circled_kanji",
    "parenthesised",
    "parenthesised_kanji",
    "full_stop",
]

ARABIC = "[0-9０-９]+"
"""Pattern of a number in Arabic digits. Not \\d, which takes the digits of every script."""

KANJI = "[〇零一二三四五六七八九十百千万壱弐参拾]+"
"""Pattern of what may be a number in kanji (漢数字); to_int says whether it is one."""

NUMBER = f"(?:{ARABIC}|{KANJI})"
"""Pattern of a number within running text."""

_FULLWIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_KANJI_DIGITS = "〇一二三四五六七八九"
_KANJI_VALUES = {digit: value for value, digit in enumerate(_KANJI_DIGITS)} | {"零": 0, "壱": 1, "弐": 2, "参": 3}
_SMALL_UNITS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
ROMAN_LIMIT = 39
"""Greatest Roman numeral read: L, C, D and M on their own are letters of a list (A B C D), not 50, 100, 500, 1000."""
KANJI_LIMIT = 99_999_999


def _span(first: str, last: str) -> str:
    return "".join(map(chr, range(ord(first), ord(last) + 1)))


# Each character stands for one number; the place in the string is that number less the first one.
_SIGNS: dict[Style, tuple[int, str]] = {
    "circled": (0, "⓪" + _span("①", "⑳") + _span("㉑", "㉟") + _span("㊱", "㊿")),
    "circled_negative": (0, "⓿" + _span("❶", "❿") + _span("⓫", "⓴")),
    "circled_double": (1, _span("⓵", "⓾")),
    "circled_kanji": (1, _span("㊀", "㊉")),
    "parenthesised": (1, _span("⑴", "⒇")),
    "parenthesised_kanji": (1, _span("㈠", "㈩")),
    "full_stop": (1, _span("⒈", "⒛")),
    "roman": (1, _span("Ⅰ", "Ⅻ")),
}
_SIGN_VALUES: dict[str, tuple[int, Style]] = {
    sign: (first + index, style) for style, (first, signs) in _SIGNS.items() for index, sign in enumerate(signs)
}
# The dingbat forms of ①–⑩ and ❶–❿ that some fonts use.
_SIGN_VALUES |= {sign: (index + 1, "circled") for index, sign in enumerate(_span("➀", "➉"))}
_SIGN_VALUES |= {sign: (index + 1, "circled_negative") for index, sign in enumerate(_span("➊", "➓"))}

SIGNS = "".join(_SIGN_VALUES)
"""Every character that is a whole number by itself: ① ⑴ Ⅰ ㈠ and so on."""


def to_int(text: str) -> int | None:
    """The number a numeral stands for, or None where the text is not exactly one numeral."""
    found = _read(text)
    return found[0] if found else None


def style_of(text: str) -> Style | None:
    """How a numeral is written, or None where the text is not exactly one numeral."""
    found = _read(text)
    return found[1] if found else None


def from_int(number: int, style: Style = "arabic") -> str:
    """Write a number in a style; ValueError where that style has no such number."""
    if number < 0:
        raise ValueError(f"no negative numerals: {number}")
    if style in _SIGNS:
        return _sign(number, style)
    if style == "arabic":
        return str(number)
    if style == "fullwidth":
        return str(number).translate(_FULLWIDTH)
    if style == "positional":
        return "".join(_KANJI_DIGITS[int(digit)] for digit in str(number))
    if style == "kanji":
        return _write_kanji(number)
    roman = _write_roman(number)
    return roman.lower() if style == "roman_lower" else roman


def _sign(number: int, style: Style) -> str:
    first, signs = _SIGNS[style]
    if not first <= number < first + len(signs):
        raise ValueError(f"no {style} numeral for {number}")
    return signs[number - first]


def _read(text: str) -> tuple[int, Style] | None:
    text = text.strip()
    if text in _SIGN_VALUES:
        return _SIGN_VALUES[text]
    if re.fullmatch("[0-9]+", text):
        return int(text), "arabic"
    if re.fullmatch(ARABIC, text):
        return int(text), "fullwidth"
    if re.fullmatch(KANJI, text):
        return _read_kanji(text)
    return _read_roman(text)


def _read_kanji(text: str) -> tuple[int, Style] | None:
    if not any(unit in text for unit in "十拾百千万"):
        style: Style = "kanji" if len(text) == 1 and text != "〇" else "positional"
        return int("".join(str(_KANJI_VALUES[digit]) for digit in text)), style
    head, man, tail = text.partition("万")
    high = _below_man(head) if man else 0
    low = _below_man(tail if man else head) if (tail or not man) else 0
    if high is None or low is None or (man and high == 0):
        return None
    return high * 10_000 + low, "kanji"


def _below_man(text: str) -> int | None:
    """Kanji numeral below 10,000: units must fall (千 百 十), at most one digit before each."""
    total, digit, last_unit = 0, None, 10_000
    for sign in text:
        if sign in _SMALL_UNITS:
            unit = _SMALL_UNITS[sign]
            if unit >= last_unit or digit == 0:
                return None
            total, digit, last_unit = total + unit * (1 if digit is None else digit), None, unit
        elif sign not in _KANJI_VALUES or digit is not None:
            return None
        else:
            digit = _KANJI_VALUES[sign]
    if digit == 0 or not text:
        return None
    return total + (digit or 0)


def _write_kanji(number: int) -> str:
    if number > KANJI_LIMIT:
        raise ValueError(f"no kanji numeral above {KANJI_LIMIT}: {number}")
    if number == 0:
        return "〇"
    high, low = divmod(number, 10_000)
    return (_write_below_man(high) + "万" if high else "") + _write_below_man(low)


def _write_below_man(number: int) -> str:
    out = ""
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十")):
        digit, number = divmod(number, unit)
        if digit:
            out += (_KANJI_DIGITS[digit] if digit > 1 else "") + sign
    return out + (_KANJI_DIGITS[number] if number else "")


def _read_roman(text: str) -> tuple[int, Style] | None:
    folded = unicodedata.normalize("NFKC", text)
    style: Style = "roman_ascii"
    if folded != text and any("Ⅰ" <= sign <= "ⅿ" for sign in text):
        style = "roman"
    elif folded.islower():
        style = "roman_lower"
    if not re.fullmatch("[IVX]+|[ivx]+", folded):
        return None
    number = sum(_roman_values(folded.upper()))
    # Only the canonical spelling counts: IIII and VX are not numbers but marks.
    if number > ROMAN_LIMIT or _write_roman(number) != folded.upper():
        return None
    return number, style


def _roman_values(text: str) -> list[int]:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in text]
    following = [*values[1:], 0]
    return [-value if value < after else value for value, after in zip(values, following, strict=True)]


def _write_roman(number: int) -> str:
    if not 1 <= number <= ROMAN_LIMIT:
        raise ValueError(f"no Roman numeral here for {number}")
    out = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        out += letters * count
    return out
