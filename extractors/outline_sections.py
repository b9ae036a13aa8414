"""The items of an outline that belong to the hierarchy, without the sections around it (計画期間, 推進体制 ...). Pure.

A section is opened by a heading and closed by the next one of its rank. What a section is for is told by its name:
plans use a small set of words for the chapters that hold no 施策.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from extractors.columns import names_a_column
from extractors.document_sections import Heading, document_sections
from extractors.numbering import SPACES, read_marker
from extractors.outline_entries import LEAD as LEAD
from extractors.outline_entries import (
    Entry,
    entry_of,
    is_bracketed,
    is_label,
    is_titled,
    opens_section,
)
from extractors.outline_headings import heading_levels
from extractors.outline_nodes import announces, is_container_here, is_node
from extractors.outline_numbers import read_numbers
from extractors.section_names import (
    bare,
    counts_what_is_planned,
    prints_its_slogan,
    prints_its_years,
    states_a_slogan,
)
from extractors.section_names import is_aside as is_aside
from extractors.section_names import is_container as is_container
from schemas.structure import Evidence, Item, Outline

TOP_MAX = 40
"""Characters of the line that a whole hierarchy stands under."""
# Principles rather than what is done; such a list is the hierarchy only where there is no other.
_WEAK = re.compile(r"方針|理念|視点|考え方|原則")
LABELS = 3
"""Times that a name must be printed to be a label within sections."""


@dataclass
class _Part:
    """A section that may hold the hierarchy, or part of it."""

    title: Evidence | None
    announced: str | None
    entries: list[Entry]
    heading: Item | None = None
    foreign: bool = False
    """True for a list beside the hierarchy, unless it prints the same entries."""


@dataclass(frozen=True, slots=True)
class Region:
    """The part of an outline that holds the hierarchy."""

    entries: tuple[Entry, ...]
    title: Evidence | None
    announced: str | None
    """The name of the section it stands in, where that is the name of its level (施策の柱)."""
    elsewhere: tuple[Entry, ...] = ()
    """First entries of other lists that count the same markers from 1, and are not the hierarchy."""


def find_region(outline: Outline) -> Region:
    """The entries of the hierarchy in reading order.

    A heading without a number, such as 計画の期間, may be followed by the hierarchy with nothing between them: where
    nothing else is left, such a section is over with the next number.
    """
    entries = read_numbers([entry_of(item) for item in outline.items])
    return _chosen(_parts(entries, outline.title, to_next_number=False) or _parts(entries, outline.title, True))


def _parts(entries: list[Entry], title: Evidence | None, to_next_number: bool) -> list[_Part]:
    """The sections that may hold the hierarchy, or part of it."""
    labels = _labels(entries)
    levels = heading_levels(entries)
    parts: list[_Part] = [_Part(title, None, [])]
    sections = document_sections([_section_heading(entry) for entry in entries])
    closed_by: tuple[int, Entry] | None = None
    for index, entry in enumerate(entries):
        if closed_by is not None:
            at, opener = closed_by
            over = to_next_number and opener.marker is None and entry.marker is not None and entry.marker.counted
            slogan = index == at + 1 and entry.marker is None and states_a_slogan(opener.name)
            if index < sections.ends.get(at, len(entries)) and not over and (slogan or not _ends(opener, entry)):
                continue
        closed_by = None
        if (entry.marker is None or not entry.marker.counted) and (
            prints_its_years(entry.name) or prints_its_slogan(entry.name)
        ):
            continue
        role = sections.roles.get(index)
        if role == "again":
            continue
        if is_label(entry):
            parts[-1].entries.append(replace(entry, aside=True))
            closed_by = (index, entry) if is_aside(entry.name) else None
            continue
        if role == "aside" or (opens_section(entry) and (is_aside(entry.name) or is_titled(entry))):
            if not is_titled(entry):
                closed_by = index, entry
            continue
        if role is not None:
            parts.append(_Part(entry.item.evidence, entry.name, [], entry.item, role == "foreign"))
        elif bare(entry.name) in labels:
            parts[-1].entries.append(replace(entry, aside=True))
        elif not is_bracketed(entry) and is_container_here(entry, entries, index):
            parts.append(_Part(entry.item.evidence, entry.name, [], entry.item))
        else:
            aside = is_bracketed(entry) or not is_node(entry, entries, index, levels)
            parts[-1].entries.append(replace(entry, aside=aside))
    return [part for part in parts if any(not entry.aside for entry in part.entries)]


def _section_heading(entry: Entry) -> Heading:
    opens = opens_section(entry)
    return Heading(entry.kind, entry.marker, opens, opens and is_aside(entry.name), announces(entry), entry.name)


def _labels(entries: list[Entry]) -> frozenset[str]:
    """Names like 主な取組 that stand over the entries of each section anew: labels, not the beginning of the whole."""
    names = Counter(bare(entry.name) for entry in entries if announces(entry))
    return frozenset(name for name, count in names.items() if count >= LABELS)


def _chosen(parts: list[_Part]) -> Region:
    """The sections that hold the hierarchy: of lists that count the same marker from 1 anew, the best one.

    A section that prints entries of another again (overview and detail) belongs to it.
    """
    if not parts:
        return Region((), None, None)
    best = max(parts, key=lambda part: (not part.foreign, _weight(part), -parts.index(part)))
    kept = [part for part in parts if part is best or _goes_with(part, best)]
    entries = [entry for part in kept for entry in part.entries]
    top = _top_entry(kept[0])
    while entries and entries[0].aside:
        entries.pop(0)
    if top is not None:
        entries.insert(0, top)
    rivals = [part for part in parts if part not in kept and _kinds(part) >= _kinds(best)]
    others = [entry for part in rivals for entry in part.entries if not entry.aside]
    begun = {kind for part in kept for kind in _begun(part)}
    firsts = {entry.kind: entry for entry in reversed(others) if entry.kind in begun}
    return Region(tuple(entries), kept[0].title, kept[0].announced, tuple(firsts.values()))


def _top_entry(part: _Part) -> Entry | None:
    """An unmarked line between the section's heading and its first number: what the whole hierarchy stands under.

    Plans print their 将来像 or 基本理念 there (体系図, ○○のまち, 基本目標1 ...). Only a single short line that is no
    sentence counts, and only before an entry numbered 1.
    """
    first = next((at for at, entry in enumerate(part.entries) if not entry.aside), None)
    if part.heading is None or first is None or "体系" not in (part.announced or ""):
        return None
    marker = part.entries[first].marker
    if marker is None or marker.value[-1:] != (1,):
        return None
    between = [(entry.item.ref, entry.item.evidence) for entry in part.entries[:first] if not is_bracketed(entry)]
    before = [(f"L{found.line}" if found.line else f"{part.heading.ref}+", found) for found in part.heading.body]
    lines = [*before, *between]
    if len(lines) != 1 or (part.entries[:first] and part.entries[first - 1].item.body):
        return None
    ref, evidence = lines[0]
    name = evidence.text.strip(SPACES)
    if not 4 <= len(name) <= TOP_MAX or name[-1] in "。、：:" or is_aside(name) or read_marker(name).marker is not None:
        return None
    if names_a_column(name):
        return None
    return Entry(Item(ref, name, evidence, plain=True), None, name, "top")


def _weight(part: _Part) -> float:
    """Sections named after what is done outweigh those named after principles; size decides between equals."""
    nodes = [entry for entry in part.entries if not entry.aside]
    named = 0.0
    if part.announced is not None:
        named = 0.5 if _WEAK.search(part.announced) else 2.0
    return named + _kinds(part) + min(len(nodes), 100) / 50


def _kinds(part: _Part) -> int:
    """How many kinds of entries a section has: about as many levels."""
    return len({entry.kind for entry in part.entries if not entry.aside})


def _goes_with(part: _Part, best: _Part) -> bool:
    """Whether a section shares entries with the best one, or uses none of its counted markers from 1."""
    if _printed(part) & _printed(best):
        return True
    return not part.foreign and not _begun(part) & _begun(best)


def _begun(part: _Part) -> set[str]:
    """Kinds of markers that a section counts from 1."""
    return {entry.kind for entry in part.entries if not entry.aside and entry.marker and entry.marker.value[:1] == (1,)}


def _printed(part: _Part) -> set[tuple[str, str]]:
    """Numbered entries of a section, by kind and name."""
    numbered = [entry for entry in part.entries if not entry.aside and entry.marker and entry.marker.counted]
    return {(entry.kind, bare(entry.name)) for entry in numbered}


def _ends(opener: Entry, entry: Entry) -> bool:
    """Whether an entry closes the section that the opener began."""
    label = is_bracketed(opener) or (opener.marker is not None and not opener.marker.counted)
    if label and (is_bracketed(entry) or entry.item.row):
        return True
    if label and opener.item.body and entry.item.body and entry.marker is not None and not entry.name.endswith("。"):
        return True  # the label has its paragraph, and the entry one of its own
    if entry.item.listed or entry.item.row:
        return False
    if entry.item.heading is not None:
        if opener.item.heading is None or entry.item.heading < opener.item.heading:
            return True
        # a slogan may be set as large as the chapter that it stands in
        stated = opener.marker is not None and opener.marker.counted and entry.marker is None
        return entry.item.heading == opener.item.heading and (not stated or is_container(entry.name))
    if entry.kind == opener.kind and not is_bracketed(entry):
        return True
    if opener.marker is None:
        sign = entry.marker is None or (not entry.marker.counted and opener.item.heading in (None, LEAD))
        return bool(sign and is_container(entry.name)) or _starts_plan_part(entry)
    if entry.marker is not None and entry.marker.word and _starts_plan_part(entry):
        return counts_what_is_planned(entry.marker.word)
    if opener.item.heading is not None and entry.item.heading is None and not is_container(entry.name):
        return False  # a bold line of the text's size ends no section that a larger heading opened
    return entry.marker is None and not is_bracketed(entry)


def _starts_plan_part(entry: Entry) -> bool:
    """A worded first number (目指す方向 1, 基本目標1, 第1章) begins the hierarchy even where no heading stands before."""
    marker = entry.marker
    return (
        marker is not None
        and marker.counted
        and marker.value[0] == 1
        and bool(marker.word or marker.style.startswith("第"))
    )
