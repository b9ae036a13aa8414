"""Two dictionaries and the list of overrides read a stretch of plain text, word by word.

In: a normalised stretch of kanji and kana. Out: its pieces, each with kana and, where nothing decides, a doubt. Uses the
engines; no IO of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractors.readings_engines import Word, second_opinion, words
from extractors.readings_normalise import HAN
from extractors.readings_overrides import listed, longest_word
from extractors.readings_romaji import BORDER, to_romaji, with_borders


class Piece(NamedTuple):
    """A stretch of a title with its reading; the pieces of a title cover it from end to end."""

    surface: str
    kana: str
    romaji: str
    doubt: str = ""
    """One Japanese sentence, "" where the reading is certain."""
    glued: bool = False
    """Written in one with the piece before it in romaji."""
    gluing: bool = False
    """Written in one with the piece after it."""
    mark: bool = False
    """Punctuation."""


_HAN = re.compile(f"[{HAN}]")
_HIRAGANA = "きぎしじちりいえけげせぜてでねべめれみび"
"""Endings of verbs turned nouns."""
_SPOKEN = {"ハ": "wa", "ヘ": "e", "ヲ": "o"}
_SMALL_KE = frozenset("ヶヵ")
"""Between kanji of a name (霧ヶ谷) mostly ガ; in numbers (3ヶ所) it never gets here."""
APART = BORDER + BORDER
_FREE_SUFFIXES = frozenset("等")
"""Suffixes written apart after letters: SNS tō."""
_FREE_PREFIXES = frozenset("各全本当同")
"""Prefixes written apart in romaji before a word of two letters or more: kaku chiiki, but zenshi, honshi."""
_EQUAL = str.maketrans({"ヅ": "ズ", "ヂ": "ジ"})
"""Two spellings of one sound; the dictionaries do not differ where only these do."""


def fixed(surface: str, kana: str, doubt: str = "") -> Piece:
    """A piece whose reading is known beforehand; a bar in the kana is a border for long vowels, two part words in romaji."""
    romaji = " ".join(map(to_romaji, kana.split(APART)))
    return Piece(surface, kana.replace(BORDER, ""), romaji, doubt)


class _Unit(NamedTuple):
    """A shorter word (短単位), the word it is part of, and how many units that has if this is its first one, else 0."""

    word: Word
    whole: Word
    size: int


class _Listed(NamedTuple):
    """A surface of the list that stands in the text, its kana, and the index of the unit after it."""

    surface: str
    kana: str
    stop: int


def read_words(text: str, after: bool = False) -> Iterator[Piece]:
    """The pieces of a stretch of kanji and kana; `after` where a number, letters or a bracket stand right before it."""
    free: list[Word] = []
    for index, part in enumerate(_split_by_list(words(text))):
        if isinstance(part, _Listed):
            yield from _vote(free)
            yield fixed(part.surface, part.kana)
            free = []
        elif after and index == 0 and part.surface in listed("suffix"):  # LED化, (提案)型
            yield fixed(part.surface, listed("suffix")[part.surface])._replace(glued=part.surface not in _FREE_SUFFIXES)
        else:
            free.append(part)
    yield from _vote(free)


def _split_by_list(found: tuple[Word, ...]) -> Iterator[Word | _Listed]:
    """Words, and in their stead what the list has, where it begins and ends as a word or a unit of one does."""
    units = [unit for word in found for unit in _units(word)]
    index = 0
    while index < len(units):
        entry = _listed_at(units, index)
        unit, whole, size = units[index]
        if entry is not None:
            yield entry
            index = entry.stop
        elif size and all(_listed_at(units, index + step) is None for step in range(1, size)):
            yield whole
            index += size
        else:  # the list takes another unit of this word
            yield unit
            index += 1


def _units(word: Word) -> list[_Unit]:
    if len(word.parts) == 1:
        return [_Unit(word, word, 1)]
    pairs = zip(word.parts, word.part_kana, strict=True)
    units = [word._replace(surface=part, kana=kana, parts=(part,), part_kana=(kana,)) for part, kana in pairs]
    return [_Unit(unit, word, 0 if index else len(units)) for index, unit in enumerate(units)]


def _listed_at(units: list[_Unit], index: int) -> _Listed | None:
    """The longest surface of the list that begins at a unit and ends with one."""
    surface, best = "", None
    for stop, unit in enumerate(units[index:], index + 1):
        surface += unit.word.surface
        if len(surface) > longest_word():
            break
        if surface in listed("word"):
            best = _Listed(surface, listed("word")[surface], stop)
    return best


def _vote(found: list[Word]) -> Iterator[Piece]:
    """Pieces of words that stand together; the dictionaries are first compared over all of them, then word by word."""
    if not found:
        return
    text, kana = "".join(word.surface for word in found), "".join(word.kana for word in found)
    other = second_opinion(text)
    agreed = other is not None and other.translate(_EQUAL) == kana.translate(_EQUAL)
    for index, word in enumerate(found):
        before, after = found[max(0, index - 1) : index], found[index + 1 : index + 2]
        alone = _is_alone(word, before, after)
        if alone and word.surface in listed("alone"):
            yield fixed(word.surface, listed("alone")[word.surface])
        else:
            yield _piece(word, _doubt(word, agreed, bool(before), [*before, *after], alone), before, after)


def _doubt(word: Word, agreed: bool, behind: bool, beside: list[Word], alone: bool) -> str:
    if word.surface in _SMALL_KE:
        return f"「{word.surface}」の読みが定まりません。"
    if not _HAN.search(word.surface):
        return "" if word.kana else f"「{word.surface}」は読めません。"
    if not word.kana:
        return f"「{word.surface}」は辞書にない語です。"
    if (behind or _is_affix(word)) and listed("suffix").get(word.surface) == word.kana:
        return ""
    if word.surface in listed("ask"):
        return f"「{word.surface}」には読みが二通り以上あります。"
    if alone:
        return f"「{word.surface}」は一字だけでは読みが分かれることがあります（{word.kana}）。"
    if word.pos[:3] == ("名詞", "固有名詞", "人名"):
        return f"「{word.surface}」は人名として読まれています（{word.kana}）。"
    if _is_splinter(word, beside) or (behind and _is_tail(word, beside[0])):
        return f"「{word.surface}」を含む語は辞書にありません。"
    if agreed or _agree(word.surface, word.kana) or _parts_agree(word):
        return ""
    return _differs(word)


def _differs(word: Word) -> str:
    other = second_opinion(word.surface) or "－"
    return f"「{word.surface}」の読みが辞書により異なります（{word.kana}／{other}）。"


def _is_tail(word: Word, before: Word) -> bool:
    """A single kanji right behind another: as the tail of a compound it may be read otherwise than alone (剪定枝 シ)."""
    return len(word.surface) == 1 and not _is_affix(word) and bool(_HAN.fullmatch(before.surface[-1]))


def _is_alone(word: Word, before: list[Word], after: list[Word]) -> bool:
    """Whether it is a noun of one kanji between kana: then the list alone decides (人 ヒト, 方 カタ), never the vote."""
    edges = [other.surface[-1] for other in before] + [other.surface[0] for other in after]
    return len(word.surface) == 1 and word.pos[0] == "名詞" and not any(map(_HAN.fullmatch, edges))


def _agree(surface: str, kana: str) -> bool:
    other = second_opinion(surface)
    if other is None:
        return False
    # pykakasi doubles the kana of an ending it has in its own entry already: 街並み マチナミミ.
    doubled = other == kana + kana[-1] and surface.endswith(tuple(_HIRAGANA))
    return doubled or other.translate(_EQUAL) == kana.translate(_EQUAL)


def _parts_agree(word: Word) -> bool:
    """Whether the shorter words of a word are read as it is: 支援 and 者 as a suffix in 支援者."""
    if len(word.parts) == 1 or "".join(word.part_kana) != word.kana:
        return False
    pairs = zip(word.parts, word.part_kana, strict=True)
    return all(listed("suffix").get(part) == kana or _agree(part, kana) for part, kana in pairs)


def _is_affix(word: Word) -> bool:
    return word.pos[0] in ("接尾辞", "接頭辞")


def _is_splinter(word: Word, beside: list[Word]) -> bool:
    """A single kanji next to another single kanji: what is left of a word that no dictionary has (知縁 → 知, 縁)."""
    if len(word.surface) > 1 or _is_affix(word):
        return False
    return any(
        len(other.surface) == 1 and _HAN.search(other.surface) and not (_is_affix(other) and _is_known_affix(other))
        for other in beside
    )


def _is_known_affix(word: Word) -> bool:
    return word.pos[0] == "接頭辞" or listed("suffix").get(word.surface) == word.kana


def _piece(word: Word, doubt: str, before: list[Word], after: list[Word]) -> Piece:
    kind, subkind = word.pos[0], word.pos[1]
    if word.surface in _SMALL_KE:
        return Piece(word.surface, "ガ", "ga", doubt, glued=True, gluing=True)
    if kind == "助詞" and word.kana in _SPOKEN:
        return Piece(word.surface, word.kana, _SPOKEN[word.kana], doubt)
    glued = kind in ("助動詞", "接尾辞") or (subkind == "接続助詞" and word.kana in ("テ", "デ", "バ"))
    free = word.surface in _FREE_PREFIXES and not (after and len(after[0].surface) == 1)
    gluing = kind == "接頭辞" and not free
    return Piece(word.surface, word.kana, _romaji(word), doubt, glued and bool(before), gluing)


def _romaji(word: Word) -> str:
    """Long compounds are divided (shōgai gakushū), one kanji is never parted from its word (kōreisha, ibasho, bukatsudō)."""
    if len(word.parts) > 1 and "".join(word.part_kana) == word.kana and word.pos[0] == "名詞":
        parts = [to_romaji(with_borders(word.parts[0], word.part_kana[0]))]
        for before, surface, kana in zip(word.parts, word.parts[1:], word.part_kana[1:], strict=False):
            parts += [" " if len(surface) > 1 and len(before) > 1 else "", to_romaji(with_borders(surface, kana))]
        return "".join(parts)
    # 育てよう is ō, 集う and 整う keep their u.
    verb = word.pos[0] == "動詞" and not word.pos[5].startswith("意志")
    return to_romaji(with_borders(word.surface, word.kana), verb=verb)
