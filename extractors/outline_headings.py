"""Entries of a text's outline → which of its unmarked headings are levels of the hierarchy. Pure.

A text may tell its levels by heading signs alone (### 学びの場 over a list), without a number anywhere. One such heading may
stand over anything; where several of one depth each begin a list of their own, they are a level.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractors.outline_entries import Entry, is_bracketed, is_titled
from extractors.section_names import bare, is_aside, is_container, names_part_of_detail, names_who_acts

SEVERAL = 2
"""Headings of one depth, each over a list of its own, from which on they are a level."""
REPEATED = 3
"""Times a name is printed from which on it is a label within sections, no entry."""


def heading_levels(entries: Sequence[Entry]) -> frozenset[int]:
    """Indices of the unmarked headings that are nodes because of what stands under them."""
    names = Counter(bare(entry.name) for entry in entries)
    mute = [at for at, entry in enumerate(entries) if _may_be(entry) and names[bare(entry.name)] < REPEATED]
    over = [at for at in mute if _begins_list(entries, at)]
    ranks = Counter(_rank(entries[at]) for at in over)
    found = {at for at in over if ranks[_rank(entries[at])] >= SEVERAL}
    holders = [at for at in mute if at not in found and any(at < low < _end(entries, at) for low in found)]
    above = Counter(_rank(entries[at]) for at in holders)
    return frozenset(found | {at for at in holders if above[_rank(entries[at])] >= SEVERAL})


def _may_be(entry: Entry) -> bool:
    """An unmarked heading of a text whose name is not that of a section or a label."""
    if entry.marker is not None or entry.item.heading is None or entry.item.evidence.line is None:
        return False
    beside = (
        is_aside(entry.name)
        or is_container(entry.name)
        or names_part_of_detail(entry.name)
        or names_who_acts(entry.name)
    )
    return not (beside or is_bracketed(entry) or is_titled(entry))


def _rank(entry: Entry) -> int:
    return entry.item.heading or 0


def _begins_list(entries: Sequence[Entry], at: int) -> bool:
    """Whether bullets, a list, or numbers from 1 stand right under a heading."""
    below = entries[at + 1] if at + 1 < len(entries) else None
    if below is None or below.item.heading is not None:
        return False
    if below.marker is None or not below.marker.counted:
        return below.item.listed or below.marker is not None
    return set(below.marker.value[-1:]) == {1}


def _end(entries: Sequence[Entry], at: int) -> int:
    """Where the next heading of the same rank or a higher one stands."""
    return next(
        (
            later
            for later in range(at + 1, len(entries))
            if entries[later].item.heading is not None and _rank(entries[later]) <= _rank(entries[at])
        ),
        len(entries),
    )
