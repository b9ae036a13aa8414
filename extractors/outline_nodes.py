"""Entries of an outline → which of them are nodes of the hierarchy, and which only stand over such. Pure.

Numbers, bullets and lists are nodes. An unmarked heading is one where its company says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.outline_entries import LEAD, Entry, opens_section
from extractors.section_names import counts_what_is_planned, is_container


def announces(entry: Entry) -> bool:
    """Whether a heading announces the hierarchy by its name; 基本方針3 分野別施策の推進 is an entry, whatever its name."""
    planned = entry.marker is not None and bool(entry.marker.word) and counts_what_is_planned(entry.marker.word)
    return opens_section(entry) and not planned and is_container(entry.name)


def is_container_here(entry: Entry, entries: Sequence[Entry], index: int) -> bool:
    """A container name, with something of another kind after it."""
    if not announces(entry):
        return False
    following = entries[index + 1] if index + 1 < len(entries) else None
    return following is None or following.kind != entry.kind or entry.marker is None


def is_node(entry: Entry, entries: Sequence[Entry], index: int, levels: frozenset[int]) -> bool:
    """Marked entries, list entries and rows of tables are nodes; an unmarked heading only where such stand below it.

    Args:
        entry: the one in question.
        entries: all of the outline.
        index: of the entry among them.
        levels: indices of the headings that are a level of their own.
    """
    if entry.marker is not None or entry.item.listed or entry.item.row or index in levels:
        return True
    if entry.item.heading is None:
        return False
    if entry.item.heading == LEAD or _leads(entry, entries, index):
        return True
    for later in entries[index + 1 :]:
        if later.item.heading is not None and later.item.heading <= entry.item.heading:
            return False
        if later.item.row:
            return True
        if later.marker is not None and later.marker.counted:
            return later.item.heading is not None
    return False


def _leads(entry: Entry, entries: Sequence[Entry], index: int) -> bool:
    """Whether a heading stands between the heading of the whole (施策の体系) and its first number: the uppermost entry."""
    if not 0 < index < len(entries) - 1:
        return False
    above, below = entries[index - 1], entries[index + 1]
    announced = above.marker is None and above.item.heading is not None and is_container(above.name)
    first = below.marker is not None and below.marker.counted and set(below.marker.value) == {1}
    return announced and first and (above.item.heading or 0) < (entry.item.heading or 0)
