"""Entries of an outline → which of its numbers count the sections of the document, not the levels of the plan. Pure.

第1章 計画の概要, 第2章 施策の展開, 第3章 計画の推進: one of the chapters holds the whole hierarchy and is no part of it, the
others hold none. That is told by their company: where some of a run of numbered headings are sections without 施策 by
their names, the run counts sections.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from extractors.numbering import Marker

Role = Literal["aside", "container", "foreign", "again"]
"""aside: holds no 施策. container: announces the hierarchy. foreign: a list beside it, unless it prints the same entries.
again: the heading of the section that is open, repeated at the head of a page (柱)."""

# Numbers that documents print before their sections; ①, ア and numbers with a word (施策1) count what is planned.
_STYLES = ("第章", "第編", "第部", "第節", "第項", "Ⅰ", "1", "1-1", "(1)", "一", "A", "1.", "1)")
_HIGHEST = ("第編", "第部", "第章")
"""Kinds that stand under none but those before them."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One entry as this module needs it."""

    kind: str
    marker: Marker | None
    opens: bool
    """Whether it may open a section at all."""
    aside: bool
    """Whether its name is that of a section without 施策."""
    container: bool
    """Whether its name announces the hierarchy."""
    name: str


@dataclass
class _Section:
    """A counted entry and what stands under it."""

    index: int
    kind: str
    value: int
    end: int = 0
    below: list[_Section] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sections:
    """Roles of entries by their index, and where the section ends that each opens or, without a number, stands in."""

    roles: dict[int, Role]
    ends: dict[int, int]


def document_sections(headings: Sequence[Heading]) -> Sections:
    """Roles of the numbered headings that count sections."""
    roles: dict[int, Role] = {}
    around: dict[int, _Section] = {}
    top, every = _nest(headings, roles, around)
    asides: set[int] = set()
    for section in reversed(every):
        if _is_section(headings, section) and (headings[section.index].aside or _all_asides(headings, section, asides)):
            asides.add(section.index)
    _assign(headings, top, asides, roles, lambda section: _is_rich(headings, section, asides))
    ends = {index: section.end for index, section in around.items()}
    return Sections(roles, ends | {section.index: section.end for section in every})


def _nest(
    headings: Sequence[Heading], roles: dict[int, Role], around: dict[int, _Section]
) -> tuple[list[_Section], list[_Section]]:
    """Counted entries, each under the last one of another kind that is still open."""
    top: list[_Section] = []
    every: list[_Section] = []
    stack: list[_Section] = []
    for index, heading in enumerate(headings):
        if heading.marker is None or not heading.marker.counted:
            if stack:
                around[index] = stack[-1]
            continue
        if _is_open(headings, stack, heading):
            roles[index] = "again"
            continue
        keep = _still_open(stack, heading)
        for closed in stack[keep:]:
            closed.end = index
        del stack[keep:]
        section = _Section(index, heading.kind, heading.marker.value[-1])
        (stack[-1].below if stack else top).append(section)
        every.append(section)
        stack.append(section)
    for open_still in stack:
        open_still.end = len(headings)
    return top, every


def _still_open(stack: Sequence[_Section], heading: Heading) -> int:
    """How many of the open sections an entry stands in: a chapter stands in nothing but a part."""
    kinds = [section.kind for section in stack]
    if heading.kind in kinds:
        return kinds.index(heading.kind)
    if heading.kind in _HIGHEST:
        return sum(kind in _HIGHEST[: _HIGHEST.index(heading.kind)] for kind in kinds)
    return len(stack)


def _is_open(headings: Sequence[Heading], stack: Sequence[_Section], heading: Heading) -> bool:
    """Whether a heading is that of a section that is open, number and name."""
    of_chapter = heading.container or heading.aside or heading.kind in _HIGHEST
    return (
        of_chapter
        and _counts_sections(heading)
        and any(
            section.kind == heading.kind
            and headings[section.index].name == heading.name
            and headings[section.index].marker == heading.marker
            for section in stack
        )
    )


def _is_section(headings: Sequence[Heading], section: _Section) -> bool:
    return _counts_sections(headings[section.index])


def _counts_sections(heading: Heading) -> bool:
    return heading.opens and heading.marker is not None and not heading.marker.word and heading.marker.style in _STYLES


def _all_asides(headings: Sequence[Heading], section: _Section, asides: set[int]) -> bool:
    """Whether a section has sections of its own and nothing but such as hold no 施策."""
    if not section.below or headings[section.index].container:
        return False
    return all(below.index in asides for below in section.below)


def _is_rich(headings: Sequence[Heading], section: _Section, asides: set[int]) -> bool:
    """Whether entries stand under a section, besides those of its sections without 施策."""
    at = section.index + 1
    gone = {below.index: below.end for below in section.below if below.index in asides}
    while at < section.end:
        if at in gone:
            at = gone[at]
            continue
        if headings[at].marker is not None and not headings[at].aside:
            return True
        at += 1
    return False


def _assign(
    headings: Sequence[Heading],
    siblings: list[_Section],
    asides: set[int],
    roles: dict[int, Role],
    rich: Callable[[_Section], bool],
) -> None:
    """Roles of one run of siblings, and of what stands under those that are no part of the hierarchy."""
    for run in _runs(siblings):
        alone = len(run) == 1 and run[0].value > 1 and sum(one.kind == run[0].kind for one in siblings) == 1
        if not all(_is_section(headings, section) for section in run):
            continue
        open_ones = [section for section in run if section.index not in asides]
        full = [section for section in open_ones if rich(section)]
        named = [section for section in full if headings[section.index].container]
        if not alone and len(open_ones) == len(run) and not named:
            continue
        one = named or (full if len(full) == 1 else [])
        for section in run:
            if section.index in asides or (one and section not in full):
                roles[section.index] = "aside"
            elif one:
                behind = alone and section is not siblings[0]
                roles[section.index] = "container" if section in one and not behind else "foreign"
            if roles.get(section.index) in ("container", "foreign"):
                _assign(headings, section.below, asides, roles, rich)


def _runs(siblings: list[_Section]) -> list[list[_Section]]:
    """Siblings of one kind whose numbers rise."""
    runs: list[list[_Section]] = []
    for section in siblings:
        if runs and runs[-1][-1].kind == section.kind and runs[-1][-1].value < section.value:
            runs[-1].append(section)
        else:
            runs.append([section])
    return runs
