"""Lines of a text → the same without the page numbers that copying left between them. Pure.

A line that is nothing but a number may be the number of a page or of the title in the next line. Page numbers rise by one
through the text, and what follows them does not need a number: a heading that has its own, a running head, or the end.
They are printed bare, or as (3), - 3 -, 3 / 40, P.3; before the text of a page stands Page 3: in some transcripts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.numbering import SPACES, read_marker
from extractors.numerals import to_int
from extractors.text_habits import HEADING, LIST
from schemas.document import Line

FEWEST = 2
"""Numbers that make a series."""
OWN = 0.5
"""Share of the numbers with something behind them that needs no number, from which on all of them are pages."""
MANY = 8
"""Numbers of a series that may hardly be the broken headings of one list."""
OWN_OF_MANY = 0.3
"""The same share for so many: pages end in the middle of a paragraph, too."""
RUNNING = 3
"""Times that a running head is printed."""
_NUMBER = r"(?P<n>[0-9０-９]{1,3})"
_FORMS = tuple(
    re.compile(form)
    for form in (
        _NUMBER,
        rf"[(（]{_NUMBER}[)）]",
        rf"[-‐–—―−－][ \u3000]*{_NUMBER}[ \u3000]*[-‐–—―−－]",
        rf"{_NUMBER}[ ]?[/／][ ]?[0-9０-９]{{1,3}}",
        rf"(?:[PpＰ](?:age|AGE)?[.． ]?|ページ[ ]?){_NUMBER}",
        rf"{_NUMBER}[ ]?(?:ページ|頁)",
    )
)
_BEFORE = re.compile(rf"(?:Page|PAGE) {_NUMBER}[:：][ ]?")


def without_page_numbers(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without those that are page numbers."""
    for form in _FORMS:
        lines = _without(lines, form)
    return _without_last(lines)


def _without(lines: Sequence[Line], form: re.Pattern[str]) -> Sequence[Line]:
    """The lines without the page numbers of one form."""
    shown = [at for at, line in enumerate(lines) if line.text.strip(SPACES + "\x0c")]
    bare = [_bare(lines[at].text) for at in shown]
    numbers = {place: to_int(found["n"]) or 0 for place, text in enumerate(bare) if (found := form.fullmatch(text))}
    series = _rising(numbers)
    if len(series) < FEWEST:
        return lines
    printed = Counter(bare)
    own = sum(_needs_no_number(lines, shown, bare, place + 1, printed) for place in series)
    if own < (OWN if len(series) < MANY else OWN_OF_MANY) * len(series):
        return lines
    gone = {shown[place] for place in series}
    return tuple(line for at, line in enumerate(lines) if at not in gone)


def without_names_of_pages(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without the Page 3: before them, where these count the pages from the first; for facts, too."""
    named = {at: found for at, line in enumerate(lines) if (found := _BEFORE.match(line.text))}
    if [to_int(found["n"]) for found in named.values()] != [*range(1, len(named) + 1)] or len(named) < FEWEST:
        return tuple(lines)
    return tuple(
        replace(line, text=line.text[named[at].end() :]) if at in named else line for at, line in enumerate(lines)
    )


def _without_last(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without a bare number behind all text: nothing follows that it could number."""
    shown = [at for at, line in enumerate(lines) if _bare(line.text)]
    if len(shown) < FEWEST or re.fullmatch(_NUMBER, _bare(lines[shown[-2]].text)):
        return tuple(lines)
    if re.fullmatch(_NUMBER, _bare(lines[shown[-1]].text)):
        return tuple(lines[: shown[-1]])
    return tuple(lines)


def _bare(text: str) -> str:
    return text.strip(SPACES + "\x0c")


def _rising(numbers: Mapping[int, int]) -> list[int]:
    """The places of the longest series of numbers that rise by one or two: a page may have lost its number."""
    alone = list(numbers)
    best: list[int] = []
    for start in range(len(alone)):
        run = [alone[start]]
        for place in alone[start + 1 :]:
            if 1 <= numbers[place] - numbers[run[-1]] <= 2:
                run.append(place)
        best = max(best, run, key=len)
        if len(best) >= len(alone) - start:
            break
    return best


def _needs_no_number(
    lines: Sequence[Line], shown: Sequence[int], bare: Sequence[str], place: int, printed: Counter[str]
) -> bool:
    """Whether the line at a place has a marker of its own, is a running head, or is not there."""
    if place >= len(shown):
        return True
    text = lines[shown[place]].text
    marked = read_marker(bare[place]).marker is not None or "\t" in text or HEADING.match(text) or LIST.match(text)
    return bool(marked or bare[place].endswith("。") or printed[bare[place]] >= RUNNING)
