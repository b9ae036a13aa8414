"""Lines of a text → the habits of the text as a whole: which bullets stand before sentences, which letters are glued to
their titles, whether indents alone tell the levels, what is page furniture. Pure.
"""

from __future__ import annotations

import re
from collections import defaultdict

from extractors.numbering import SPACES, read_marker
from schemas.document import Line

TITLE_MAX = 60
"""Characters; a longer line is a sentence, whatever it begins with."""
PLAIN_MAX = 40
"""Characters of an unmarked line that may be a heading by its place alone."""
MARKED_FEW = 5
"""Where fewer than one in so many lines has a marker, the indents may tell the levels."""
INDENTED_MIN = 4
"""Indented lines that make an outline."""
PROSAIC = 0.5
"""Share of the lines behind one kind of bullet that are sentences, from which on none of them is an entry."""
TITLED = 0.8
"""Share of the lines behind one kind of bullet that hold a title and a sentence, from which on such lines are entries."""

_PAGE_NUMBER = re.compile(
    r"^[-‐‑–—―−－ー─]+[ \u3000]*[0-9０-９]{1,3}[ \u3000]*[-‐‑–—―−－ー─]+$|^[Pp][.．]?[ ]?[0-9]{1,3}$"
)
_LEADER = re.compile(r"(?:…|‥|\.{3,}|・{3,}|･{3,}|―{3,}|─{3,}|-{3,})[\s…‥.・･―─-]*[0-9０-９]*$")
_TITLED = re.compile(
    r"(?P<title>[^。、：:…‥―]{2,30}?)[ \u3000]*(?:…+|‥+|[：:]|[―—]{1,2})[ \u3000]*(?P<sentence>[^…]{8,}。)$"
)
_KANA = "アイウエオカキクケコ"
_KANA_GLUED = re.compile(rf"^([{_KANA}])([一-龥A-Za-z0-9０-９]\S+|[ァ-ヶー]{{2,}}\S*)$")
HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*)$")
LIST = re.compile(r"^(\s*)[-*+]\s+(.*)$")
SENTENCE_END = ("。", "．", "、", "，")


def is_furniture(text: str) -> bool:
    """Page numbers, and entries of a table of contents with their dotted lines."""
    bare = text.strip(SPACES + "\x0c")
    return bool(_PAGE_NUMBER.match(bare) or (_LEADER.search(bare) and read_marker(bare).name))


def glued_letters(lines: tuple[Line, ...]) -> dict[int, str]:
    """Lines that begin with アイウ without a space behind it (ア通学路の点検, イ街灯の設置), parted there, by index.

    A letter is a number only where the next one follows somewhere and it begins a list: behind a number, or behind the
    letter before it.
    """
    found: dict[int, str] = {}
    lists = 0
    last, numbered = 0, False
    for index, line in enumerate(lines):
        text = line.text.strip(SPACES)
        if not text:
            continue
        glued = _KANA_GLUED.match(text)
        value = _KANA.index(glued[1]) + 1 if glued else 0
        if (
            glued
            and len(text) <= TITLE_MAX
            and not text.endswith("。")
            and (value == last + 1 > 1 or value == 1 == numbered)
        ):
            found[index] = f"{glued[1]} {glued[2]}"
            lists += value > 1
            last = value
        elif text and read_marker(text).marker is not None:
            last = 0
        numbered = bool(text) and (marker := read_marker(text).marker) is not None and marker.counted
    return found if lists else {}


def prosaic_bullets(lines: tuple[Line, ...]) -> frozenset[str]:
    """Bullets most of whose lines are sentences: what stands behind them tells, and lists no entries."""
    ends: dict[str, list[bool]] = defaultdict(list)
    for line in lines:
        title = line.text.strip(SPACES)
        marker = read_marker(title).marker if title else None
        if LIST.match(line.text):
            ends["-"].append(title.endswith("。"))
        elif marker is not None and not marker.counted:
            ends[marker.style].append(title.endswith("。"))
    return frozenset(style for style, found in ends.items() if sum(found) > PROSAIC * len(found))


def titled_bullets(lines: tuple[Line, ...]) -> frozenset[str]:
    """Bullets most of whose lines hold a title and a sentence about it (・朝食の摂取…毎日食べます。)."""
    found: dict[str, list[bool]] = defaultdict(list)
    for line in lines:
        title = line.text.strip(SPACES)
        marked = read_marker(title) if title and not LIST.match(line.text) else None
        if marked is not None and marked.marker is not None and not marked.marker.counted:
            found[marked.marker.style].append(split_titled(marked.name) is not None)
    return frozenset(style for style, own in found.items() if len(own) > 1 and sum(own) > TITLED * len(own))


def split_titled(name: str) -> tuple[str, str] | None:
    """A title and the sentence behind it, parted by dots, a colon or a dash; None for anything else."""
    found = _TITLED.match(name)
    return (found["title"].strip(SPACES), found["sentence"].strip(SPACES)) if found else None


def told_by_indent(lines: tuple[Line, ...]) -> bool:
    """Whether nothing but indents tells the levels: short lines at several depths, and no markers."""
    marked = 0
    indents = []
    for line in lines:
        title = line.text.strip(SPACES)
        if not title or HEADING.match(line.text) or LIST.match(line.text):
            continue
        if read_marker(title).marker is not None:
            marked += 1
        elif is_short(title):
            indents.append(indent_of(line.text))
    least = min(indents, default=0)
    deeper = [indent for indent in indents if indent > least]
    return marked * MARKED_FEW < len(indents) and len(deeper) >= INDENTED_MIN and len(set(indents)) > 1


def is_short(title: str) -> bool:
    return len(title) <= PLAIN_MAX and not title.endswith(SENTENCE_END)


def indent_of(text: str) -> int:
    """Width of the spaces before a text; a full-width one counts double."""
    blank = text[: len(text) - len(text.lstrip(SPACES))]
    return sum(2 if char == "\u3000" else 1 for char in blank)
