"""Printed words → the form in which two of them are compared: width, white space, dashes and radicals folded. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

from extractors.radicals import FOLDED

_DASHES = dict.fromkeys(map(ord, "〜∼−‐‑–—―─"), "-") | {ord("·"): "・", ord("•"): "・"}
_SELECTORS = dict.fromkeys((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
_RADICALS = str.maketrans(FOLDED)
_SPACE = re.compile(r"\s+")


@lru_cache(maxsize=1 << 15)
def fold(text: str) -> str:
    """The words without white space, in one width, without variation selectors (異体字セレクタ)."""
    plain = text.translate(_SELECTORS).translate(_RADICALS)
    return _SPACE.sub("", normalize("NFKC", plain).translate(_DASHES))
