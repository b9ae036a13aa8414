"""How alike two titles are, whatever their width, spaces and brackets. Pure."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

REMEMBERED = 20_000
"""Pairs and titles compared over and over, whenever a person changes the tree: a few plans' worth."""


@lru_cache(maxsize=REMEMBERED)
def match_key(name: str) -> str:
    """A title for comparing only, never for publishing: width folded, markup, brackets and spaces out."""
    text = unicodedata.normalize("NFKC", re.sub(r"<[^>]{1,8}>", "", name))
    return re.sub(r"[\s※()「」『』“”\"]", "", text)


@lru_cache(maxsize=REMEMBERED)
def likeness(one: str, other: str) -> float:
    """1 for equal titles, 0 for nothing in common."""
    return SequenceMatcher(None, match_key(one), match_key(other), autojunk=False).ratio()
