"""data/lexicon.toml → the words of the wording checks. IO: reads one file of the package, once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "lexicon.toml"


@dataclass(frozen=True, slots=True)
class Slip:
    """A sequence that is no Japanese, and what was probably meant."""

    find: re.Pattern[str]
    meant: str
    anywhere: re.Pattern[str]
    """The same, to be looked for in many lines at once."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Accepted words and known slips; staff extend the file."""

    coinages: re.Pattern[str]
    slips: tuple[Slip, ...]
    title_slips: tuple[Slip, ...]
    variants: tuple[tuple[str, ...], ...]
    """Spellings of one word, the usual one first."""
    ending_in_one: tuple[str, ...]
    twins: dict[str, str]
    """Common character by uncommon form."""

    def accepts(self, text: str, start: int, end: int) -> bool:
        """True where a place in a text lies in an accepted coinage."""
        return any(found.start() < end and start < found.end() for found in self.coinages.finditer(text))


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of this installation."""
    with _FILE.open("rb") as file:
        data = tomllib.load(file)
    return Lexicon(
        coinages=re.compile("|".join(sorted(map(re.escape, data["coinages"]), key=len, reverse=True))),
        slips=tuple(map(_slip, data["slips"])),
        title_slips=tuple(map(_slip, data["title_slips"])),
        variants=tuple(tuple(entry) for entry in data["variants"]),
        ending_in_one=tuple(data["ending_in_one"]),
        twins={form: common for common, forms in data["twins"].items() for form in forms},
    )


def _slip(entry: dict[str, str]) -> Slip:
    return Slip(re.compile(entry["find"]), entry["meant"], re.compile(entry["find"], re.MULTILINE))
