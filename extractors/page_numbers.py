"""Lines of a text → the same without the bare page numbers that copying left between them. Pure.

A line that is nothing but a number may be the number of a page or of the title in the next line. Page numbers rise by one
through the text, and what follows them does not need a number: a heading that has its own, a running head, or the end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractors.numbering import SPACES, read_marker
from extractors.numerals import to_int
from extractors.text_habits import HEADING, LIST
from schemas.document import Line

FEWEST = 2
"""Numbers that make a series."""
OWN = 0.5
"""Share of the numbers with something behind them that needs no number, from which on all of them are pages."""
RUNNING = 3
"""Times that a running head is printed."""
_ALONE = re.compile(r"[0-9０-９]{1,3}")


def without_page_numbers(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without those that are page numbers."""
    shown = [at for at, line in enumerate(lines) if line.text.strip(SPACES + "\x0c")]
    bare = [_bare(lines[at].text) for at in shown]
    alone = [place for place, text in enumerate(bare) if _ALONE.fullmatch(text)]
    series = _rising(alone, bare)
    if len(series) < FEWEST:
        return tuple(lines)
    printed = Counter(bare)
    own = sum(_needs_no_number(lines, shown, bare, place + 1, printed) for place in series)
    if own < OWN * len(series):
        return tuple(lines)
    gone = {shown[place] for place in series}
    return tuple(line for at, line in enumerate(lines) if at not in gone)


def _bare(text: str) -> str:
    return text.strip(SPACES + "\x0c")


def _rising(alone: Sequence[int], bare: Sequence[str]) -> list[int]:
    """The places of the longest series of numbers that rise by one or two: a page may have lost its number."""
    best: list[int] = []
    for start in range(len(alone)):
        run = [alone[start]]
        for place in alone[start + 1 :]:
            if 1 <= (to_int(bare[place]) or 0) - (to_int(bare[run[-1]]) or 0) <= 2:
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
