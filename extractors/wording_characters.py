"""Rows → characters that look like others (步 for 歩, 一 for ー, 二 for ニ). Pure, no IO."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.facts.printed import Row
from extractors.lexicon import Lexicon
from extractors.unseen import UNSEEN
from schemas.issue import Issue

MANY = 3
"""Times a form must stand in a document that never prints the common one, before it is the document's own habit."""
NAMED = 3
"""Code points named in one sentence."""
_RADICALS = re.compile("[\u2e80-\u2fdf]")
_IN_KATAKANA = re.compile("(?<=[ァ-ヴー])(?P<sign>[二口工夕卜八へべぺ])(?=[ァ-ヴー])(?!コミ)")
_LOOKS_LIKE = dict(zip("二口工夕卜八へべぺ", "ニロエタトハヘベペ", strict=True))
_ONE_IN_KATAKANA = re.compile("(?<=[ァ-ヴ])一(?=[ァ-ヴ]|[のをにはがでと、。・）」]|$)")
_ONE_AS_DASH = re.compile(
    "(?<=[一-龥])一(?=[ぁ-ん]{3})(?!つ|ひと|(?:さん|くん|ちゃん|のため|として|である|となる|とする|となっ|とし|する|した|して|され|から|まで|だけ|など|について|により|による|といった|ではな))"
)
_DASH_IN_KATAKANA = re.compile("(?<=[ァ-ヴ])[―—─](?=[ァ-ヴ])")
_BAR_AS_DASH = re.compile("(?<=[一-龥」）)])ー(?=[「『（(一-龥])")

_CONFUSED = re.compile("[二口工夕卜八へべぺ一―—─ー]")
"""What any of these patterns needs."""


def check_characters(rows: Sequence[Row], words: Lexicon) -> Iterator[Issue]:
    """Every finding about single characters."""
    yield from _twins(rows, words)
    yield from _radicals(rows)
    yield from _unseen(rows)
    for row in rows:
        yield from _in_row(row, words)


def _twins(rows: Sequence[Row], words: Lexicon) -> Iterator[Issue]:
    """Uncommon forms, once each; not where the whole document prints the form and never the common one."""
    whole = "".join(row.text for row in rows)
    for form in dict.fromkeys(sign for sign in whole if sign in words.twins):
        common = words.twins[form]
        if whole.count(form) >= MANY and common not in whole:
            continue
        places = [row for row in rows if form in row.text]
        first = places[0]
        at = first.text.index(form)
        quote = re.search(f"[一-龥\u3400-\u9fff]*{form}[一-龥\u3400-\u9fff]*", first.text)
        word = quote[0] if quote and len(quote[0]) <= 8 else first.text[max(0, at - 2) : at + 3]
        yield Issue(
            "ocr_suspected",
            f"「{word}」の「{form}」は「{common}」の読み取り誤りか異体字ではないか確かめてください。",
            first.evidence(word),
            tuple(ref for row in places for ref in row.refs),
            word.replace(form, common),
        )


def _radicals(rows: Sequence[Row]) -> Iterator[Issue]:
    """Radical code points (部首) that look like kanji and are none: searches and sorting miss them."""
    places = [row for row in rows if _RADICALS.search(row.text)]
    if places:
        yield Issue(
            "ocr_suspected",
            "漢字の代わりに部首の文字が使われています。検索で見つからなくなるため、置き換えるか確かめてください。",
            places[0].evidence(_RADICALS.findall(places[0].text)[0]),
            tuple(ref for row in places for ref in row.refs),
        )


def _unseen(rows: Sequence[Row]) -> Iterator[Issue]:
    """Characters that nobody sees, and which searches, sorting and readers of a screen do see."""
    places = [row for row in rows if UNSEEN.search(row.text)]
    if places:
        codes = dict.fromkeys(f"U+{ord(sign):04X}" for row in places for sign in UNSEEN.findall(row.text))
        yield Issue(
            "ocr_suspected",
            f"目に見えない文字（{'、'.join(list(codes)[:NAMED])}）が混ざっています。検索や並び順が見た目と変わるため、取り除くか確かめてください。",
            places[0].evidence(places[0].text),
            tuple(ref for row in places for ref in row.refs),
        )


def _in_row(row: Row, words: Lexicon) -> Iterator[Issue]:
    text = row.text
    if not _CONFUSED.search(text):
        return
    for found in _IN_KATAKANA.finditer(text):
        yield _confused(row, found, _LOOKS_LIKE[found["sign"]], "ocr_suspected")
    for found in _ONE_IN_KATAKANA.finditer(text):
        yield _confused(row, found, "ー", "ocr_suspected")
    for found in _ONE_AS_DASH.finditer(text):
        if not text[: found.end()].endswith(words.ending_in_one) and text[found.start() - 1] not in "十百千万第":
            yield _confused(row, found, "―", "ocr_suspected")
    for found in _DASH_IN_KATAKANA.finditer(text):
        yield _confused(row, found, "ー", "dash_as_long_vowel")
    for found in _BAR_AS_DASH.finditer(text):
        yield _confused(row, found, "―", "dash_as_long_vowel")


def _confused(row: Row, found: re.Match[str], meant: str, kind: str) -> Issue:
    low, high = max(0, found.start() - 4), min(len(row.text), found.end() + 5)
    word = row.text[low:high].strip()
    return row.issue(
        kind,
        f"「{word}」の「{found[0]}」は「{meant}」の誤りではないか確かめてください。",
        word,
        row.text[low : found.start()] + meant + row.text[found.end() : high],
    )
