"""Entries of an outline → the same with numbers read as their company shows. Pure.

1, 11, 111: a number may begin with its parent's. 1. and 1 side by side: the sections of the document and the entries of the
plan may be told apart by a dot alone. Neither shows in a line by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.numbering import DASHES, SPACES, Marker
from extractors.outline_entries import Entry
from extractors.section_names import bare

FEWEST = 4
"""Numbers that make a scheme."""
DOTS = ".．、"


def read_numbers(entries: Sequence[Entry]) -> list[Entry]:
    """Entries with other markers and kinds where all plain numbers together say so."""
    return _dotted(_nested(entries))


def _nested(entries: Sequence[Entry]) -> list[Entry]:
    """Numbers of which each begins with one before it (1, 11, 111, 112, 12) as chains of their digits."""
    plain = [entry.marker for entry in entries if _is_plain(entry) and entry.marker is not None]
    numbers = [marker.value[0] for marker in plain]
    if len(numbers) < FEWEST or numbers[:2] != [1, 11] or not _each_begins_with_one_before(numbers):
        return list(entries)
    return [_chained(entry, entry.marker) if _is_plain(entry) and entry.marker else entry for entry in entries]


def _is_plain(entry: Entry) -> bool:
    marker = entry.marker
    return marker is not None and marker.style == "1" and not marker.word and not entry.item.row


def _each_begins_with_one_before(numbers: Sequence[int]) -> bool:
    """Whether the last number with one digit less is the beginning of each."""
    last: dict[int, int] = {}
    for number in numbers:
        digits = len(str(number))
        if digits > 1 and last.get(digits - 1) != number // 10:
            return False
        last[digits] = number
    return True


def _chained(entry: Entry, marker: Marker) -> Entry:
    digits = tuple(int(digit) for digit in str(marker.value[0]))
    if len(digits) == 1:
        return entry
    read = replace(marker, style="1-1", value=digits)
    return replace(entry, marker=read, kind=read.kind)


def _dotted(entries: Sequence[Entry]) -> list[Entry]:
    """Plain numbers with a dot as a kind of their own, where they and those without count apart, one inside the other."""
    plain = [entry for entry in entries if _is_plain(entry)]
    dotted = [entry for entry in plain if _has_dot(entry)]
    others = [entry for entry in plain if not _has_dot(entry)]
    if min(len(dotted), len(others)) < 2 or {bare(one.name) for one in dotted} & {bare(one.name) for one in others}:
        return list(entries)
    inside = plain.index(others[0]) > plain.index(dotted[0]) and plain.index(others[-1]) < plain.index(dotted[-1])
    if not (inside and _counts_on(dotted) and all(_counts_on(run) for run in _runs(others))):
        return list(entries)
    return [replace(entry, kind="1.") if entry in dotted else entry for entry in entries]


def _has_dot(entry: Entry) -> bool:
    marker = entry.marker
    printed = entry.item.text.strip(SPACES + DASHES)
    return marker is not None and printed[len(marker.label) : len(marker.label) + 1] in tuple(DOTS)


def _counts_on(entries: Sequence[Entry]) -> bool:
    """1, 2, 3 without a gap."""
    return [entry.marker.value[0] for entry in entries if entry.marker] == list(range(1, len(entries) + 1))


def _runs(entries: Sequence[Entry]) -> list[list[Entry]]:
    runs: list[list[Entry]] = []
    for entry in entries:
        if not runs or (entry.marker is not None and entry.marker.value[0] == 1):
            runs.append([])
        runs[-1].append(entry)
    return runs
