"""How alike two titles are, whatever their width, spaces and brackets. Pure."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

from extractors.radicals import FOLDED

_MARK = "(?:新規|新|継続|拡充|拡大|見直し|重点|重点事業|重点施策|再掲|一部新規|一部再掲)"
_MARKS = re.compile(rf"^[ \u3000★☆◎]+|(?:[ \u3000★☆◎]|[【\[［〔（(<＜]{_MARK}[】\]］〕）)>＞])+$")
_ASIDE = re.compile('[\\s※()「」『』“”"\u200b\ufe00-\ufe0f\U000e0100-\U000e01ef]')
"""White space, brackets, and what tells two forms of one character apart (variation selectors)."""
REMEMBERED = 20_000
"""Pairs and titles compared over and over, whenever a person changes the tree: a few plans' worth."""


@lru_cache(maxsize=REMEMBERED)
def match_key(name: str) -> str:
    """A title for comparing only, never for publishing: width folded, markup, brackets and spaces out."""
    seen = "".join(FOLDED.get(char, char) for char in re.sub(r"<[^>]{1,8}>", "", name))
    return _ASIDE.sub("", unicodedata.normalize("NFKC", seen))


@lru_cache(maxsize=REMEMBERED)
def bare_key(name: str) -> str:
    """The same without the marks that one printing of a title has and another has not: 【重点】, （再掲）, ★."""
    return match_key(_MARKS.sub("", name)) or match_key(name)


@lru_cache(maxsize=REMEMBERED)
def likeness(one: str, other: str) -> float:
    """1 for equal titles, 0 for nothing in common."""
    return SequenceMatcher(None, match_key(one), match_key(other), autojunk=False).ratio()
