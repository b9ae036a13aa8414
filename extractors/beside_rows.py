"""Lines of a text → the same with those parted that hold a parent and its first child side by side. Pure.

A cell over several rows is copied with the first of them: 基本目標1 学ぶ (1) 機会の充実 ・講座の開催.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.copied_row import GAP, marker_of
from extractors.numbering import SPACES, read_marker
from schemas.document import Line
from schemas.issue import Issue
from schemas.structure import Evidence

USED = 2
"""Lines that begin with one kind of marker, from which on it may stand within a line, too."""
SHORTEST = 4
"""Characters of the titles before and behind a bare number; around shorter ones it is part of one (1 人 1 台)."""
REST_MAX = 15
"""Characters of the rest of a title beside which a child may begin."""


def part_beside(lines: Sequence[Line]) -> list[Line]:
    """The lines; parts of one keep its number."""
    kinds, numbers, rests = _kinds(lines), _last(lines), _rests(lines)
    return [part for line in lines for part in _apart(line, kinds, numbers, line.number in rests)]


def tell_beside(lines: Sequence[Line], apart: Sequence[Line]) -> Issue:
    """One note for all lines that held several entries; a single one may be a slip of the text."""
    count = Counter(line.number for line in apart)
    own = [line for line in lines if count[line.number] > 1]
    message = "一行に上下の項目が並んでいるため、記号の位置で分けました。"
    refs = tuple(f"L{line.number}" for line in own)
    if len(own) > 1:
        return Issue("items_inline", message, Evidence(own[0].text.strip(SPACES)[:60], line=own[0].number), refs=refs)
    second = [line.text.strip(SPACES) for line in apart if line.number == own[0].number][1]
    return Issue("row_spill", f"{message}正しいか確かめてください。", Evidence(second, line=own[0].number), refs=refs)


def _kinds(lines: Sequence[Line]) -> Counter[str]:
    return Counter(marker.kind for line in lines if (marker := marker_of(line.text)) is not None)


def _last(lines: Sequence[Line]) -> dict[int, dict[str, int]]:
    """For each line: the last number of each kind before it."""
    known: dict[str, int] = {}
    found: dict[int, dict[str, int]] = {}
    for line in lines:
        found[line.number or 0] = dict(known)
        marker = marker_of(line.text)
        if marker is not None and marker.counted:
            known[marker.kind] = marker.value[-1]
    return found


def _rests(lines: Sequence[Line]) -> frozenset[int | None]:
    """Numbers of the unmarked lines right below an entry: they may begin with the rest of its title."""
    return frozenset(
        below.number
        for above, below in pairwise(lines)
        if marker_of(above.text) and not marker_of(below.text) and below.number == (above.number or 0) + 1
    )


def _apart(line: Line, kinds: Counter[str], last: dict[int, dict[str, int]], rest: bool) -> list[Line]:
    """A line with a parent and its first child side by side as two, or more.

    Args:
        line: of the text.
        kinds: how many lines begin with each kind of marker.
        last: for each line, the last number of each kind before it.
        rest: it may begin with the rest of the title above it.
    """
    outer = marker_of(line.text)
    if (outer is None and not rest) or "。" in line.text or "\t" in line.text:
        return [line]
    numbers = last[line.number or 0]
    cuts, known = [0], {outer.kind} if outer is not None else set()
    for gap in GAP.finditer(line.text):
        part = line.text[gap.end() :]
        inner = read_marker(part)
        marker = inner.marker
        if marker is None or not inner.name or marker.kind in known or kinds[marker.kind] < USED:
            continue
        before = read_marker(line.text[cuts[-1] : gap.start()])
        least = SHORTEST if marker.style == "1" and not marker.word else 1
        if min(len(before.name), len(inner.name)) < least:
            continue
        if before.marker is None and (len(before.name) > REST_MAX or outer is not None):
            continue
        if marker.counted and marker.value[-1] != 1 and marker.value[-1] != numbers.get(marker.kind, 0) + 1:
            continue
        if marker.style == "1" and not marker.word and (outer is None or not outer.counted):
            continue  # ・講座 1 日間: a quantity
        if marker.glued and marker.style == "1":
            continue
        cuts.append(gap.end())
        known.add(marker.kind)
    ends = [*cuts[1:], len(line.text)]
    return [replace(line, text=line.text[a:b].rstrip(SPACES)) for a, b in zip(cuts, ends, strict=True)]
