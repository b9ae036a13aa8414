"""The list of readings that decide (data/reading_overrides.csv). One read of the file, when first asked; otherwise pure."""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from extractors.readings_normalise import HAN, KANA
from extractors.readings_romaji import to_katakana

_FILE = Path(__file__).parent / "data" / "reading_overrides.csv"
_PLAIN = re.compile(f"[{HAN}{KANA}]+")


class Override(NamedTuple):
    """One line of the list."""

    surface: str
    kana: str
    """Katakana, a bar where a vowel is not lengthened over a border; "" where the reading depends on the sense."""
    use: str
    source: str


USES = {
    "word": "wherever it begins and ends as a word; with digits, letters or signs in it, wherever it is printed",
    "suffix": "as a suffix (接尾辞) of the word before it",
    "alone": "as a noun of its own between kana",
    "ask": "never certain: the reading depends on the sense",
}


@lru_cache(maxsize=1)
def overrides() -> tuple[Override, ...]:
    """All lines."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return tuple(Override(row["surface"], to_katakana(row["kana"]), row["use"], row["source"]) for row in rows)


@lru_cache(maxsize=len(USES))
def listed(use: str) -> dict[str, str]:
    """Surface to kana of the lines of one use."""
    return {entry.surface: entry.kana for entry in overrides() if entry.use == use}


@lru_cache(maxsize=1)
def longest_word() -> int:
    """Length of the longest surface of use "word"."""
    return max(map(len, listed("word")), default=0)


@lru_cache(maxsize=1)
def signs() -> re.Pattern[str]:
    """Finds words with digits, letters or signs in them (3R, SDGs, (株)), the longest first."""
    surfaces = [surface for surface in listed("word") if not _PLAIN.fullmatch(surface)]
    alternatives = "|".join(re.escape(surface) for surface in sorted(surfaces, key=len, reverse=True))
    return re.compile(rf"(?<![A-Za-z0-9])(?:{alternatives})(?![A-Za-z0-9])|[%&+]")
