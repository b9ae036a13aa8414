"""Rows → the same words printed in two ways within one document. Pure, no IO.

Only pairs that can hardly both be meant are named: a particle left out of an otherwise equal phrase, a katakana word with
large for small kana, the same name in full and half width.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from extractors.facts.printed import Row
from extractors.lexicon import Lexicon
from schemas.issue import Issue

BEFORE = 3
"""Characters in front of a particle that both printings share."""
BEHIND = 7
"""Characters behind it that both printings share."""
RARE = 3
"""The usual spelling must stand this many times for each of another one."""
_KANA = re.compile("[ぁ-ん]")
_PARTICLE = re.compile("(?<=[ぁ-ん])[やをとにがはも](?=[ぁ-ん])")
_KATAKANA = re.compile("[ァ-ヴー]{4,}")
_SMALL = str.maketrans("ァィゥェォッャュョ", "アイウエオツヤユヨ")
_SMALL_KANA = re.compile("[ァィゥェォッャュョ]")
_LATIN = re.compile("[A-Za-zＡ-Ｚａ-ｚ]{2,}")
_HALF_KATAKANA = re.compile("[ｦ-ﾟ]{2,}")
_BRACKETED = re.compile(r"[（(](?P<inner>[^（）()]{2,20})[）)](?P<after>[一-龥ぁ-んァ-ヶー]{0,14})")


def check_phrases(rows: Sequence[Row], words: Lexicon) -> Iterator[Issue]:
    """Every finding about two printings of the same words."""
    yield from _lost_particles(rows, words)
    yield from _katakana(rows)
    yield from _variants(rows, words)
    yield from _widths(rows)


def _lost_particles(rows: Sequence[Row], words: Lexicon) -> Iterator[Issue]:
    """くらしまちの現代的課題 beside くらしやまちの現代的課題: the one without the particle is named.

    Only between kana: beside kanji a particle may be left out (相談を支援, 相談支援; ふれあいと交流, ふれあい交流).
    """
    with_particle = _shapes_with_particle(rows)
    befores = {before for before, _ in with_particle}
    seen: set[str] = set()
    for row in rows:
        text = row.text
        for found in _KANA.finditer(text, BEFORE - 1, max(len(text) - BEHIND, 0)):
            at = found.end()
            if text[at - BEFORE : at] not in befores:
                continue
            full = with_particle.get((text[at - BEFORE : at], text[at : at + BEHIND]))
            stem = text[at - BEFORE : at] + text[at]
            if full is None or stem in seen or words.accepts(text, at - BEFORE, at + BEHIND):
                continue
            seen.add(stem)
            places = [other for other in rows if text[at - BEFORE : at + 3] in other.text]
            quote = text[at - BEFORE : at + BEHIND]
            yield Issue(
                "typo_suspected",
                f"「{quote}」は、ほかの箇所では「{full}」と印刷されています。どちらが正しいか確かめてください。",
                places[0].evidence(text[at - BEFORE : at + 2]),
                tuple(ref for other in places for ref in other.refs),
                full[: BEFORE + 3],
            )


def _shapes_with_particle(rows: Sequence[Row]) -> dict[tuple[str, str], str]:
    """What stands before and behind each particle → the whole as printed."""
    shapes: dict[tuple[str, str], str] = {}
    for row in rows:
        text = row.text
        for found in _PARTICLE.finditer(text, BEFORE, max(len(text) - BEHIND + 1, 0)):
            at = found.start()
            around = text[at - BEFORE : at] + text[at + 1 : at + 1 + BEHIND]
            if _is_phrase(around):
                shapes[text[at - BEFORE : at], text[at + 1 : at + 1 + BEHIND]] = text[at - BEFORE : at + 1 + BEHIND]
    return shapes


def _is_phrase(text: str) -> bool:
    return bool(re.fullmatch("[一-龥ぁ-んァ-ヶー]+", text)) and bool(re.search("[一-龥]{2}", text))


def _katakana(rows: Sequence[Row]) -> Iterator[Issue]:
    """ボランテイア beside ボランティア: the printing with fewer small kana is named."""
    printings: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for found in _KATAKANA.finditer(row.text):
            printings[found[0].translate(_SMALL)][found[0]] += 1
    for counts in printings.values():
        if len(counts) < 2:
            continue
        right = max(counts, key=lambda word: (len(_SMALL_KANA.findall(word)), counts[word]))
        for wrong in counts:
            if wrong != right:
                yield _other(rows, wrong, right, "typo_suspected")


def _variants(rows: Sequence[Row], words: Lexicon) -> Iterator[Issue]:
    """行なう in a document that mostly prints 行う."""
    whole = "\n".join(row.text for row in rows)
    for usual, *others in words.variants:
        for other in others:
            if not 0 < RARE * whole.count(other) <= whole.count(usual):
                continue
            places = [row for row in rows if other in row.text]
            refs = tuple(ref for row in places for ref in row.refs)
            message = (
                f"「{other}」は、ほかの箇所では多くが「{usual}」と印刷されています。表記をそろえるか確かめてください。"
            )
            yield Issue("name_variant", message, places[0].evidence(other), refs, usual)


def _widths(rows: Sequence[Row]) -> Iterator[Issue]:
    """Latin words, katakana and bracketed names in full and half width."""
    forms: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in rows:
        for found in _LATIN.finditer(row.text):
            forms[
                unicodedata.normalize("NFKC", found[0]).lower() if _has_full(found[0]) else found[0].lower()
            ].setdefault("full" if _has_full(found[0]) else "half", row)
        for found in _HALF_KATAKANA.finditer(row.text):
            yield row.issue("width_variant", f"半角カタカナ「{found[0]}」が使われています。", found[0])
        for found in _BRACKETED.finditer(row.text):
            forms["(" + found["inner"] + ")" + found["after"]].setdefault("full" if "（" in found[0] else "half", row)
    for name, places in forms.items():
        if len(places) == 2:
            yield from _two_widths(name, places)


def _two_widths(name: str, places: dict[str, Row]) -> Iterator[Issue]:
    """The later of the two printings is named, with the place of the first."""
    later = max(places.values(), key=lambda row: (row.line.page or 0, row.line.number or 0))
    refs = tuple(ref for row in places.values() for ref in row.refs)
    message = f"「{name}」が全角と半角の両方で印刷されています。"
    yield Issue("width_variant", message, later.evidence(_as_printed(name, later.text)), refs)


def _as_printed(name: str, text: str) -> str:
    """The words of a row that fold to the name."""
    pattern = "".join(f"[{re.escape(sign)}{re.escape(_full(sign))}]" for sign in name)
    found = re.search(pattern, text, re.IGNORECASE)
    return found[0] if found else name


def _full(sign: str) -> str:
    return chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign


def _has_full(word: str) -> bool:
    return any(ord(sign) > 0xFF00 for sign in word)


def _other(rows: Sequence[Row], wrong: str, right: str, kind: str) -> Issue:
    whole = re.compile(f"(?<![ァ-ヴー]){wrong}(?![ァ-ヴー])")
    places = [row for row in rows if whole.search(row.text)]
    refs = tuple(ref for row in places for ref in row.refs)
    message = f"「{wrong}」は、ほかの箇所では「{right}」と印刷されています。どちらが正しいか確かめてください。"
    return Issue(kind, message, places[0].evidence(wrong), refs, right)
