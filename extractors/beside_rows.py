"""Lines of a text → the same with those parted that hold a parent and its first child side by side. Pure.

A cell over several rows is copied with the first of them: 基本目標1 学ぶ (1) 機会の充実 ・講座の開催.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.copied_row import GAP, marker_of
from extractors.numbering import SPACES, read_marker
from extractors.text_habits import HEADING, LIST
from schemas.document import Line
from schemas.issue import Issue
from schemas.structure import Evidence

USED = 2
"""Lines that begin with one kind of marker, from which on it may stand within a line, too."""
SHORTEST = 4
"""Characters of the titles before and behind a bare number; around shorter ones it is part of one (1 人 1 台)."""
REST_MAX = 15
"""Characters of the rest of a title beside which a child may begin."""
QUOTE = 60
"""Characters of a line that are quoted."""
HEADS = 3
"""Unmarked lines with a bullet within, from which on such lines are titles beside the first entry of their lists."""
HEAD_MAX = 40
"""Characters of such titles."""


def part_beside(lines: Sequence[Line]) -> list[Line]:
    """The lines; parts of one keep its number."""
    kinds, numbers, rests = _kinds(lines), _last(lines), _rests(lines)
    heads = {line.number for line in lines if _heads(line.text, kinds)}
    heads = heads if len(heads) >= HEADS else set()
    found: list[Line] = []
    for line in lines:
        most = HEAD_MAX if line.number in heads else REST_MAX if line.number in rests else 0
        signed = HEADING.match(line.text) or LIST.match(line.text)
        found += _apart(line, kinds, numbers, 0 if signed else most)
    return found


def _heads(text: str, kinds: Counter[str]) -> bool:
    """Whether an unmarked line has a bullet within that begins lines elsewhere."""
    if marker_of(text) is not None or "。" in text or "\t" in text or HEADING.match(text) or LIST.match(text):
        return False  # what stands before the bullet of #### ■ 題名 is no title
    inner = (read_marker(text[gap.end() :]) for gap in GAP.finditer(text) if gap.start())
    return any(one.marker and not one.marker.counted and one.name and kinds[one.marker.kind] >= USED for one in inner)


def tell_beside(lines: Sequence[Line], apart: Sequence[Line]) -> list[Issue]:
    """Notes on the lines that held several entries: one for those told by their markers, if they are a habit, else one each.

    What stands before a bullet without a marker of its own may be two titles, and is asked for.
    """
    parts: dict[int | None, list[Line]] = defaultdict(list)
    for line in apart:
        parts[line.number].append(line)
    own = [line for line in lines if len(parts[line.number]) > 1]
    rests = _rests(lines)
    told = [line for line in own if marker_of(line.text) is not None or line.number in rests]
    asked = [line for line in own if line not in told] + (told if len(told) == 1 else [])
    issues = []
    if len(told) > 1:
        message = "一行に上下の項目が並んでいるため、記号の位置で分けました。"
        refs = tuple(f"L{line.number}" for line in told)
        first = Evidence(told[0].text.strip(SPACES)[:QUOTE], line=told[0].number)
        issues.append(Issue("items_inline", message, first, refs=refs))
    for line in asked:
        message = "一行に上下の項目が並んでいるため、記号の位置で分けました。正しいか確かめてください。"
        second = Evidence(parts[line.number][1].text.strip(SPACES)[:QUOTE], line=line.number)
        issues.append(Issue("row_spill", message, second, refs=(f"L{line.number}",)))
    return issues


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


def _apart(line: Line, kinds: Counter[str], last: dict[int, dict[str, int]], most: int) -> list[Line]:
    """A line with a parent and its first child side by side as two, or more.

    Args:
        line: of the text.
        kinds: how many lines begin with each kind of marker.
        last: for each line, the last number of each kind before it.
        most: characters before the first marker within, where it begins without one; 0: it is not parted then.
    """
    outer = marker_of(line.text)
    if (outer is None and not most) or "。" in line.text or "\t" in line.text:
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
        if before.marker is None and (len(before.name) > most or outer is not None):
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
