"""The two reading engines behind one narrow door each: SudachiPy (words and readings) and pykakasi (second opinion).

In: a short normalised text without spaces or signs. Out: words with kana, or None where an engine cannot be trusted with
it. Dictionaries are loaded at the first call, once per process; calls from several threads wait for each other.
"""

from __future__ import annotations

import re
from functools import lru_cache
from threading import Lock
from typing import Any, NamedTuple

from extractors.readings_normalise import HAN, KANA
from extractors.readings_romaji import to_katakana

_LONGEST = 200  # characters; pykakasi takes minutes over texts of tens of thousands
_READABLE = re.compile(f"[{HAN}{KANA}]+")
_KANA = re.compile("[ァ-ヺー]+")
_lock = Lock()


class Word(NamedTuple):
    """One word (形態素) of a text, with its kana and part of speech (品詞)."""

    surface: str
    kana: str
    pos: tuple[str, ...]
    parts: tuple[str, ...]
    """Its shorter words (短単位), itself where it has none."""
    part_kana: tuple[str, ...]
    known: bool


@lru_cache(maxsize=1)
def _sudachi() -> Any:  # noqa: ANN401
    from sudachipy import Dictionary

    return Dictionary(dict="core").tokenizer()


@lru_cache(maxsize=1)
def _kakasi() -> Any:  # noqa: ANN401
    import pykakasi

    return pykakasi.kakasi()  # type: ignore[no-untyped-call]


def words(text: str) -> tuple[Word, ...]:
    """The words of a text, by SudachiPy; kana "" where a word has none."""
    from sudachipy import SplitMode

    found: list[Word] = []
    with _lock:
        for at in range(0, len(text), _LONGEST):
            for morpheme in _sudachi().tokenize(text[at : at + _LONGEST], SplitMode.C):
                parts = list(morpheme.split(SplitMode.A)) or [morpheme]
                found.append(
                    Word(
                        morpheme.surface(),
                        _kana_of(morpheme),
                        tuple(morpheme.part_of_speech()),
                        tuple(part.surface() for part in parts),
                        tuple(_kana_of(part) for part in parts),
                        not morpheme.is_oov(),
                    )
                )
    return tuple(found)


def _kana_of(morpheme: Any) -> str:  # noqa: ANN401
    surface = to_katakana(morpheme.surface())
    if _KANA.fullmatch(surface):
        return surface
    kana = to_katakana(morpheme.reading_form())
    is_sign = morpheme.part_of_speech()[0] in ("記号", "補助記号", "空白")  # 々 on its own is "キゴウ" to it
    return kana if _KANA.fullmatch(kana) and not is_sign else ""


def second_opinion(text: str) -> str | None:
    """The kana of a text by pykakasi; None where it lost or doubled a part of it, or was not to be asked."""
    if len(text) > _LONGEST or not _READABLE.fullmatch(text):
        return None
    with _lock:
        try:
            pieces = _kakasi().convert(text)
        except (IndexError, KeyError, TypeError):  # its known ways to fail on characters it does not have
            return None
    if "".join(piece["orig"] for piece in pieces) != text:
        return None
    kana = to_katakana("".join(piece["hira"] for piece in pieces))
    return kana if _KANA.fullmatch(kana) else None
