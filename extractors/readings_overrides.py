"""The list of readings that decide (data/reading_overrides.csv). One read of the file, when first asked; otherwise pure."""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from extractors.readings_romaji import to_katakana

_FILE = Path(__file__).parent / "data" / "reading_overrides.csv"
_WORDS_ONLY = re.compile("[一-鿿㐀-䶿々〆ぁ-ゖァ-ヺー]+")


class Override(NamedTuple):
    """One line of the list."""

    surface: str
    kana: str
    """Katakana, a bar where a vowel is not lengthened over a border; "" where the reading depends on the sense."""
    use: str
    """"word": wherever it stands as a word. "suffix": as a suffix (接尾辞). "ask": read in several ways, always uncertain."""
    source: str


@lru_cache(maxsize=1)
def overrides() -> dict[str, Override]:
    """All lines by surface."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        found = [Override(row["surface"], to_katakana(row["kana"]), row["use"], row["source"]) for row in rows]
    return {override.surface: override for override in found}


@lru_cache(maxsize=1)
def words_listed() -> dict[str, Override]:
    """Lines for whole words in kanji and kana, which hold only where a word begins and ends."""
    return {
        surface: entry
        for surface, entry in overrides().items()
        if entry.use == "word" and _WORDS_ONLY.fullmatch(surface)
    }


@lru_cache(maxsize=1)
def longest() -> int:
    """Length of the longest of words_listed."""
    return max(map(len, words_listed()), default=0)


@lru_cache(maxsize=1)
def signs() -> re.Pattern[str]:
    """Lines with digits, letters or signs in them (3R, SDGs, (株)), which hold wherever they are printed; longest first."""
    surfaces = [surface for surface in overrides() if not _WORDS_ONLY.fullmatch(surface)]
    alternatives = "|".join(re.escape(surface) for surface in sorted(surfaces, key=len, reverse=True))
    return re.compile(rf"(?<![A-Za-z0-9])(?:{alternatives})(?![A-Za-z0-9])")
