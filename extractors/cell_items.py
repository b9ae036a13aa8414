"""The text of one cell → the entries it holds, nested where a second style of marker stands under the first. Pure.

"①広報 ②啓発" holds two entries; "①広報\n・広報紙\n・ホームページ" one with two under it; a wrapped line is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.columns import join_lines
from extractors.numbering import SPACES, Marker, read_marker, split_items

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
    children: tuple[Entry, ...] = ()


def entries(text: str) -> tuple[Entry, ...]:
    """The entries of a cell, in order."""
    found = []
    for part in split_items(text):
        marked = read_marker(part)
        head, rest = _split_children(marked.name)
        children = entries(rest) if rest else ()
        found.append(Entry(marked.marker, clean_name(head), head, children))
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
