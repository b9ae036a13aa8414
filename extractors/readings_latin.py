"""How Latin letters in a Japanese title are read: ICT アイシーティー. Pure, no IO.

Only what is spelled letter by letter is read here; names with a reading of their own (SDGs, IoT, Web) stand in
data/reading_overrides.csv, and every other word is left as printed and marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LETTERS = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        [
            "エー",
            "ビー",
            "シー",
            "ディー",
            "イー",
            "エフ",
            "ジー",
            "エイチ",
            "アイ",
            "ジェー",
            "ケー",
            "エル",
            "エム",
            "エヌ",
            "オー",
            "ピー",
            "キュー",
            "アール",
            "エス",
            "ティー",
            "ユー",
            "ブイ",
            "ダブリュー",
            "エックス",
            "ワイ",
            "ゼット",
        ],
        strict=True,
    )
)
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:['&-][A-Za-z0-9]+)*")
_LONGEST_SPELLED = 5
# A vowel or two between consonants: then it may be spoken as a word (BID, ZEB, DAISY).
_SPEAKABLE = re.compile("[B-DF-HJ-NP-TV-Z][AEIOU]{1,2}[B-DF-HJ-NP-TV-Z]")


@dataclass(frozen=True, slots=True)
class LatinReading:
    """A Latin word in a text and its kana; "" where it cannot be told."""

    start: int
    end: int
    text: str
    kana: str


def find_latin(text: str) -> Iterator[LatinReading]:
    """All Latin words of a text, in order."""
    for match in _WORD.finditer(text):
        yield LatinReading(match.start(), match.end(), match.group(), spelled(match.group()))


def spelled(word: str) -> str:
    """An abbreviation letter by letter; "" for what may be a word of its own."""
    if (
        not (word.isascii() and word.isalpha() and word.isupper())
        or len(word) > _LONGEST_SPELLED
        or _SPEAKABLE.search(word)
    ):
        return ""
    return "".join(LETTERS[letter] for letter in word)
