"""Text → the form in which it is compared (照合用), never the form in which it is published. Pure."""

from __future__ import annotations

import unicodedata

_VARIATION = range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0)
_SAME = str.maketrans({"～": "〜", "~": "〜", "−": "-", "―": "-", "‐": "-", "–": "-", "—": "-", "･": "・"})


def match_key(text: str) -> str:
    """A title with widths, spaces, dashes and case unified."""
    folded = unicodedata.normalize("NFKC", text).translate(_SAME)
    return "".join(
        char
        for char in folded.casefold()
        if not char.isspace() and char != "\u200b" and not any(ord(char) in block for block in _VARIATION)
    )


def label_key(label: str) -> str:
    """A printed number without its brackets and dots: （１） and ① and 1. are all "1"; "" for a bullet."""
    folded = unicodedata.normalize("NFKC", label).casefold()
    kept = "".join(char if char.isalnum() else "-" for char in folded)
    return "-".join(part for part in kept.split("-") if part)
