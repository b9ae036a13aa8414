"""The words at a place, and whether a value stands in them (引用). Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

QUOTE = 200
"""Characters of the document quoted as evidence: enough to find the place, short enough for any terms of use."""
REMEMBERED = 20_000

_TAGS = re.compile(r"<[^<>]{1,8}>")
_UNSEEN = re.compile("[\u200b\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_PARTS = ";"


def quote(text: str, value: str = "") -> str:
    """The words at a place, cut where they are long; never so that the value in them is lost."""
    if len(text) <= QUOTE:
        return text
    cut = text[: QUOTE - 1] + "…"
    if not value or contains(cut, value):
        return cut
    at = text.find(value)
    if at < 0:
        return text if contains(text, value) else cut
    start = max(0, at - QUOTE // 4)
    end = max(at + len(value), start + QUOTE - 2)
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def contains(quoted: str, value: str) -> bool:
    """Whether a value stands in the words quoted; of several with ; between them each. Widths and white space do not count."""
    text = folded(quoted)
    return folded(value) in text or all(folded(part) in text for part in value.split(_PARTS))


@lru_cache(maxsize=REMEMBERED)
def folded(text: str) -> str:
    """A text for comparing places: widths unified, without markup, white space and what cannot be seen."""
    plain = unicodedata.normalize("NFKC", _TAGS.sub("", text))
    return _UNSEEN.sub("", "".join(plain.split())).replace("；", _PARTS)


def made_of(quoted: str, value: str) -> bool:
    """Whether the letters of a value joined from several places are mostly those of the words quoted."""
    letters = set(re.sub(r"\W", "", value))
    return not letters or len(letters - set(quoted)) <= len(letters) // 2
