"""Units in reading order → what can be said of each before the solver: marker, title, prose or not, caption, furniture. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

from extractors.outline.markers import SPACE, Mark, read_mark
from extractors.outline.names import (
    begins_inside,
    caption,
    is_heading_of_all,
    is_section,
    name_value,
    names_levels,
    sentence_value,
)
from schemas.reading import Unit

_FOOTNOTE = re.compile(
    r"^(?:※|＊|\*|注|（注|\(注)[0-9０-９]*[ 　:：）)]|^[0-9０-９]{1,2}[ 　]+(?:https?://|.*https?://)|^https?://|^<https?://"
)
_FIGURE = re.compile(
    r"^[（(【＜<■]?(?:図表?|表|資料|出典|出所|写真|グラフ)[ 　]*(?:[0-9０-９]+[-－―.．0-9０-９]*|[:：])"
)
_PAGE = re.compile(
    r"^[-‐－―—–~〜\s　|(（\[p.PＰｐ]*[0-9０-９]{1,3}[-‐－―—–~〜\s　|)）\]]*$|^[0-9]{1,3}[ ]*/[ ]*[0-9]{1,3}$"
)
SPOKEN = 32
"""Characters; a longer line that ends with a full stop is a sentence."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One unit as the solver needs it."""

    index: int
    unit: Unit
    text: str
    mark: Mark | None
    title: str
    """The text behind the marker."""
    kind: str
    """Its class: of its marker, or of its print where it has none."""
    value: tuple[int, ...]
    rank: float
    name: float
    """Log-odds that the title is the name of a policy."""
    prose: bool
    """Part of a paragraph."""
    caption: str
    """"aside", "open" or ""."""
    section: bool
    heads_all: bool
    levels: tuple[str, ...]
    furniture: float
    key: str
    """Title in one form, to find where an entry is printed again."""
    long: bool
    """Printed as wide as the lines of the text are: what follows may belong to it."""


def key_of(title: str) -> str:
    """A name without spaces and signs, in one form."""
    return re.sub(r"[\s\W_]+", "", normalize("NFKC", title))


def observe(units: Sequence[Unit]) -> tuple[Seen, ...]:
    """All units with what their words, their form and their neighbours say."""
    texts = [unit.text.strip(SPACE) for unit in units]
    marks = [_mark(unit, text) for unit, text in zip(units, texts, strict=True)]
    if _ends_with_stops(texts, marks):
        texts = [
            text[:-1] if text.endswith("。") and "。" not in text[:-1] and len(text) < SPOKEN else text
            for text in texts
        ]
    prose = _prose(units, texts, marks)
    repeated = _repeated(units, texts)
    wide = _full_width([len(text) for unit, text in zip(units, texts, strict=True) if not unit.same_line])
    return tuple(
        _seen(index, unit, text, marks[index], prose[index], repeated.get(_shape(text), 0), wide)
        for index, (unit, text) in enumerate(zip(units, texts, strict=True))
    )


def _full_width(widths: Sequence[int]) -> float:
    """Characters from which a line is full: where many lines end at one width, text was broken there."""
    if not widths:
        return 18.0
    most = max(widths)
    if sum(width >= most - 1 for width in widths) >= max(3, 0.08 * len(widths)):
        return most - 1.0
    return max(14.0, 0.75 * sorted(widths)[int(len(widths) * 0.9)])


def _ends_with_stops(texts: Sequence[str], marks: Sequence[Mark | None]) -> bool:
    """Whether even the headings end with a full stop, as in texts that are read aloud."""
    counted = [
        text
        for text, mark in zip(texts, marks, strict=True)
        if mark is not None and mark.value and 0 < len(text) < SPOKEN
    ]
    stops = sum(text.endswith("。") and not re.search("(?:ます|です|ある|いる|した)。$", text) for text in counted)
    return len(counted) > 2 and stops > 0.6 * len(counted)


def _mark(unit: Unit, text: str) -> Mark | None:
    mark = read_mark(text) if text else None
    return mark if mark is not None and mark.strength > -3.0 else None


def _seen(index: int, unit: Unit, text: str, mark: Mark | None, prose: bool, repeats: int, wide: float) -> Seen:
    title = text[mark.start :].strip(SPACE) if mark else text
    style = unit.style if unit.heading is None else f"#{unit.heading}"
    aside = caption(text) if mark is None or not mark.value else ""
    if mark is not None and not mark.value and not mark.word and title:
        aside = caption(title) if mark.rank < 5.2 else ""
    return Seen(
        index=index,
        unit=unit,
        text=text,
        mark=mark,
        title=title,
        kind=mark.kind + _tier(unit) if mark else f"~{style}",
        value=mark.value if mark else (),
        rank=mark.rank if mark else -1.0,
        name=name_value(_bare(title) if mark is None else title) if title else 0.0,
        prose=prose,
        caption=aside,
        section=bool(title) and is_section(title),
        heads_all=bool(title) and is_heading_of_all(title),
        levels=names_levels(text) if mark is None else (),
        furniture=_furniture(unit, text, mark, 0 if aside else repeats),
        key=key_of(title),
        long=len(text) >= wide,
    )


def _tier(unit: Unit) -> str:
    """Size, weight and typeface, where they are known: markers of one form in two kinds of type are two classes."""
    if unit.size is None:
        return ""
    parts = unit.style.split()
    return "@" + " ".join(part for at, part in enumerate(parts) if at == 0 or part == "b" or part[0] == "f")


def _bare(title: str) -> str:
    """A title without brackets around all of it."""
    enclosed = re.fullmatch(r"[（(【［\[〔《〈＜<≪](.{3,})[）)】］\]〕》〉＞>≫]", title)
    return enclosed[1] if enclosed and not re.search("[（()）]", enclosed[1][:-1]) else title


def _shape(text: str) -> str:
    """A text with its numbers taken out, as running heads repeat."""
    return re.sub(r"[0-9０-９]+", "#", re.sub(r"[\s　]+", "", text))


def _repeated(units: Sequence[Unit], texts: Sequence[str]) -> Counter[str]:
    return Counter(
        _shape(text) for unit, text in zip(units, texts, strict=True) if 3 < len(text) < 50 and not unit.same_line
    )


def _furniture(unit: Unit, text: str, mark: Mark | None, repeats: int) -> float:
    found = unit.furniture
    if _PAGE.match(text):
        bare = bool(re.fullmatch(r"[0-9０-９]{1,3}", text))
        found = max(found, 0.45 if bare else 0.8 if re.search("[-‐－―—–~〜/|pP]", text) else 0.0)
    if _FOOTNOTE.match(text):
        found = max(found, 0.7)
    if _FIGURE.match(text) and len(text) < 60:
        found = max(found, 0.8)
    if repeats >= 3 and (mark is None or mark.section or not mark.value):
        found = max(found, min(0.75, 0.3 + 0.1 * repeats))
    return found


def _prose(units: Sequence[Unit], texts: Sequence[str], marks: Sequence[Mark | None]) -> list[bool]:
    """Which units are part of a paragraph: a run of lines without markers that holds an end of a sentence.

    A short first line that ends like a name stands over the paragraph.
    """
    prose = [False] * len(units)
    at = 0
    while at < len(units):
        end = at + 1
        if marks[at] is None or sentence_value(texts[at]) >= 2.5:
            while (
                end < len(units)
                and marks[end] is None
                and units[end].gap < 0.5
                and units[end].heading is None
                and _printed_alike(units[at], units[end])
            ):
                end += 1
            last = max((i for i in range(at, end) if re.search("。[」）)]?$|。", texts[i])), default=-1)
            first = at
            if marks[at] is None and last > at and _stands_over(texts[at], texts[at + 1], units[at]):
                first = at + 1
            for index in range(first, last + 1):
                prose[index] = True
        at = end
    return prose


def _printed_alike(one: Unit, other: Unit) -> bool:
    if one.group != other.group and one.size is None:
        return False  # cells of a table
    return one.size is None or other.size is None or one.style == other.style


def _stands_over(text: str, below: str, unit: Unit) -> bool:
    return unit.heading is not None or (
        len(text) < 0.6 * len(below)
        and sentence_value(text) == 0
        and not begins_inside(below)
        and not re.search("[、はがをにでともの]$", text)
    )
