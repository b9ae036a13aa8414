"""Units of a text → the runs of them in which the tree may be printed: all, each chapter, the contents, from its heading on. Pure.

A tree is often printed several times: in the contents, in a figure whose words were copied in the order of their columns, and in
the chapters. Each run is solved for itself, and the scores decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from extractors.outline.markers import SPACE, Mark, read_mark
from extractors.outline.names import is_heading_of_all, is_section
from extractors.outline.pieces import TOC
from schemas.reading import Unit

SMALL = 60
"""Units; a shorter text is read as a whole, and without its contents."""
FEWEST = 5
"""Units with markers that a run needs."""
MOST = 5
"""Runs besides the whole text."""


def regions(units: Sequence[Unit]) -> tuple[tuple[Unit, ...], ...]:
    """Runs of units that may hold a tree, the whole text first."""
    marks = [read_mark(unit.text.strip(SPACE)) for unit in units]
    runs: list[tuple[int, int]] = []
    listed = [index for index, unit in enumerate(units) if unit.style == TOC]
    if len(listed) > FEWEST:
        start, end = listed[0], _end_of_contents(listed)
        if end - start < 0.8 * len(units):
            runs.extend(((start, end), (end, len(units))))
    if len(units) > SMALL:
        runs.extend(_chapters(units, marks))
    chosen: list[tuple[int, int]] = []
    for run in sorted(set(runs), key=lambda run: -_counted(marks, run)):
        if _counted(marks, run) >= FEWEST and (run[1] - run[0]) < 0.9 * len(units):
            chosen.append(run)
    return (tuple(units), *(tuple(units[start:end]) for start, end in chosen[:MOST]))


def _counted(marks: Sequence[Mark | None], run: tuple[int, int]) -> int:
    return sum(mark is not None and bool(mark.value) for mark in marks[run[0] : run[1]])


def _end_of_contents(listed: Sequence[int]) -> int:
    """Where the first dense run of lines with leaders ends."""
    end = listed[0]
    for index in listed:
        if index - end > 8:
            break
        end = index
    return end + 1


def _chapters(units: Sequence[Unit], marks: Sequence[Mark | None]) -> list[tuple[int, int]]:
    """Runs between the headings of the kind that counts chapters, and from headings that announce the hierarchy."""
    body = [index for index, unit in enumerate(units) if unit.style != TOC]
    heads = [
        index
        for index in body
        if (mark := marks[index]) is not None
        and (mark.section or units[index].heading == 1)
        and not units[index].same_line
    ]
    kinds = Counter(mark.kind for index in heads if (mark := marks[index]) is not None)
    cuts: list[int] = []
    if kinds:
        top = min(
            kinds,
            key=lambda kind: min(
                mark.rank for index in heads if (mark := marks[index]) is not None and mark.kind == kind
            ),
        )
        cuts = [index for index in heads if (mark := marks[index]) is not None and mark.kind == top]
    named = [
        index for index in body if _title(units[index], marks[index]) and is_section(_title(units[index], marks[index]))
    ]
    runs = list(pairwise([*cuts, len(units)]))
    for index in body:
        title = _title(units[index], marks[index])
        if title and is_heading_of_all(title) and not units[index].same_line:
            end = next((cut for cut in (*cuts, *named) if cut > index + FEWEST), len(units))
            runs.append((index, min([cut for cut in (*cuts, *named) if cut > index + FEWEST], default=end)))
    return runs


def _title(unit: Unit, mark: Mark | None) -> str:
    text = unit.text.strip(SPACE)
    return text[mark.start :] if mark is not None else text
