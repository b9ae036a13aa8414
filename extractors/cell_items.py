"""The text of one cell → the entries it holds, nested where a second style of marker stands under the first. Pure.

"①広報 ②啓発" holds two entries; "①広報\n・広報紙\n・ホームページ" one with two under it; a wrapped line is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.columns import join_lines
from extractors.numbering import SPACES, Marker, read_marker, split_items

SENTENCE_MIN = 25
"""Characters; a shorter text behind a title is part of it."""
TITLE_MAX = 40
"""Characters; a longer beginning is no title but prose itself."""
LABEL_LINES = 4
"""Lines that a label may be broken over."""
WORK_MAX = 24
"""Characters of one name in a list of works."""
LIST_MAX = 400
"""Characters of such a list."""
LIST_SHARE = 0.8
"""Share of its parts that must end like a work."""
_WORK = re.compile(r"(?:事業|事務|管理|運営|講座|業務|補助金?|助成|委託|整備費|管理費|運営費)$")
_SENTENCE = re.compile(r"(?:ます|です|ました|ません|である)(?:。|$)|。$")
_JAPANESE = "ぁ-んァ-ヶー一-龥々〆、。・「」『』（）〜～！？"
_BREAK_SPACE = re.compile(rf"(?<=[{_JAPANESE}]) (?=[{_JAPANESE}])")
_LETTER_SPACED = re.compile(r"(?<![A-Za-z])(?:[A-Za-z] ){2,}[A-Za-z](?![A-Za-z])|(?<=[A-Z]{2}) (?=s(?![A-Za-z]))")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a cell."""

    marker: Marker | None
    name: str
    """Line breaks and the spaces they left taken out."""
    printed: str
    """Without the marker, as printed."""
    description: str | None = None
    """A sentence that stands behind the title in the same cell."""
    children: tuple[Entry, ...] = ()


def entries(text: str) -> tuple[Entry, ...]:
    """The entries of a cell, in order."""
    found = []
    for part in _split_list(text) or split_items(_with_whole_label(text)):
        marked = read_marker(part)
        head, rest = _split_children(marked.name)
        children = entries(rest) if rest else ()
        title, sentence = split_sentence(head)
        found.append(Entry(marked.marker, clean_name(title), title, sentence, children))
    return tuple(found)


def clean_name(printed: str) -> str:
    """A title as one line: line breaks leave nothing, nor does a single space inside Japanese, which is one too.

    A slogan that spaces set out in several parts (つなぐ つむぐ つくば) keeps them.
    """
    name = join_lines(printed)
    name = _LETTER_SPACED.sub(lambda found: found[0].replace(" ", ""), name)
    if len(_BREAK_SPACE.findall(name)) == 1:
        name = _BREAK_SPACE.sub("", name)
    return name.strip(SPACES)


def _with_whole_label(text: str) -> str:
    """The text without the line breaks inside its label (基本目\n標1), which narrow columns and page ends leave."""
    lines = text.split("\n")
    for count in range(2, min(len(lines), LABEL_LINES) + 1):
        joined = "".join(line.strip(SPACES) for line in lines[:count])
        marker = read_marker(joined).marker
        before = len("".join(line.strip(SPACES) for line in lines[: count - 1]))
        if marker is not None and marker.word and len(marker.label) > before:
            return "\n".join([joined, *lines[count:]])
    return text


def _split_list(text: str) -> tuple[str, ...]:
    """Unmarked names of offices' works, separated by 、 and lost line breaks (○○事業、△△事業 □□管理); () if it is none.

    Only where nearly all parts end in the same sort of noun: a title may hold 、 as well. A name that the cell repeats
    counts once.
    """
    if read_marker(text).marker is not None or len(text) > LIST_MAX:
        return ()
    parts = [part for part in re.split(r"[、,，\s]+", text) if part]
    works = sum(bool(_WORK.search(part)) for part in parts)
    if len(parts) < 2 or works < LIST_SHARE * len(parts) or max(map(len, parts)) > WORK_MAX:
        return ()
    return tuple(dict.fromkeys(parts))


def split_sentence(text: str, least: int = SENTENCE_MIN) -> tuple[str, str | None]:
    """A title and the sentence behind it, where a space parts a name from prose of some length.

    Args:
        text: both.
        least: characters of the sentence.
    """
    for found in re.finditer(r"[ \u3000]+", text):
        title, rest = text[: found.start()], text[found.end() :]
        long_enough = len(rest) >= least and len(rest) > len(title)
        if title and long_enough and _SENTENCE.search(rest) and not _SENTENCE.search(title) and len(title) <= TITLE_MAX:
            return title, clean_name(rest)
    return text, None


def _split_children(text: str) -> tuple[str, str]:
    """Head and the part with the entries under it; the latter "" where there are none."""
    parts = split_items(text)
    if len(parts) < 2 or read_marker(parts[0]).marker is not None:
        return text, ""
    under = parts[1:]
    sign = read_marker(under[0]).marker
    # one ・ after a line break is more likely a wrapped title (がん\n・循環器病) than a list of one
    if sign is None or (len(under) < 2 and sign.style == "・"):
        return text, ""
    return parts[0], text[text.index(under[0], len(parts[0])) :]
