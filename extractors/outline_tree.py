"""Outline → Structure: levels from the markers, overview and detail of the same entry as one node. Pure.

A kind of marker gets its level where it first appears: below the entry before it. From then on an entry of that kind
stands at that level, whatever depth its heading is printed with. An entry that was printed before is visited again:
what follows belongs to it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from extractors.columns import join_lines
from extractors.number_nodes import Draft, number_nodes
from extractors.numbering import LEVEL_NOUN, SPACES
from extractors.outline_entries import Entry
from extractors.outline_growth import Growth, Open, body_of, depth_first, title_of, value_of
from extractors.outline_sections import find_region
from extractors.outline_slips import outline_slips
from extractors.outline_twice import (
    printed_before,
    report_prefix,
    report_repeats,
    report_reuse,
    report_undetailed,
    unmatched,
    visit,
)
from schemas.issue import Issue, Result
from schemas.plan import Structure
from schemas.structure import Evidence, Outline

STRAYS = 2
"""Bullets out of place before the first number, at most; their square must stand where they belong."""


def outline_tree(outline: Outline) -> Result[Structure]:
    """The tree of an outline's hierarchy."""
    region = find_region(outline)
    marked = [entry.marker for entry in region.entries if entry.marker is not None and not entry.aside]
    unworded = frozenset(marker.style for marker in marked if not marker.word)
    growth = Growth(headings=_usual_headings(region.entries), unworded=unworded)
    entries = region.entries[_strays(region.entries) :]
    for entry in region.entries[: -len(entries)]:
        message = f"「{entry.name[:30]}」は最初の番号より前にあり、どの項目のものか決まらないため、取り入れていません。確かめてください。"
        growth.issues.append(Issue("reading_order", message, entry.item.evidence))
    for entry in entries:
        _grow(growth, entry)
    report_prefix(growth, region.entries)
    report_reuse(growth, region.elsewhere)
    report_repeats(growth)
    report_undetailed(growth)
    _report_equal_headings(growth)
    growth.issues.extend(outline_slips([entry.item for entry in region.entries if not entry.aside]))
    ordered = depth_first(growth.roots)
    nodes = number_nodes([one.draft for one in ordered])
    depth = max((node.level for node in nodes), default=0)
    structure = Structure(
        nodes=nodes,
        title=join_lines(region.title.text).strip("# ") if region.title else None,
        page=nodes[0].evidence.page if nodes else None,
        line=nodes[0].evidence.line if nodes else None,
        levels=_level_names(growth, depth, region.announced),
    )
    return Result(structure, tuple(growth.issues))


def _strays(entries: Sequence[Entry]) -> int:
    """How many bullets stand before the first number though bullets of their kind stand under numbers: out of place."""
    first = next((at for at, entry in enumerate(entries) if entry.marker is not None and entry.marker.counted), 0)
    before = {entry.kind for entry in entries[:first]}
    if not first or first > STRAYS or any(entry.marker is None for entry in entries[:first]):
        return 0
    after = Counter(entry.kind for entry in entries[first:])
    return first if all(after[kind] >= STRAYS * STRAYS for kind in before) else 0


def _usual_headings(entries: tuple[Entry, ...]) -> dict[str, int]:
    """Single headings are printed a rank too high or too low; most of a kind are not."""
    depths: dict[str, Counter[int]] = defaultdict(Counter)
    for entry in entries:
        if entry.item.heading is not None and entry.marker is not None and not entry.aside:
            depths[entry.kind][entry.item.heading] += 1
    return {kind: count.most_common(1)[0][0] for kind, count in depths.items()}


def _heading(growth: Growth, entry: Entry) -> int | None:
    """The usual depth of a heading's kind; a plain line is none, even where its kind is a heading further on."""
    if entry.item.heading is None:
        return None
    return growth.headings.get(entry.kind, entry.item.heading)


def _grow(growth: Growth, entry: Entry) -> None:
    """One entry: visited again, or a new node at its level."""
    if entry.aside:
        return
    kind = _kind(growth, entry)
    again = printed_before(growth, entry, kind)
    if again is not None:
        visit(growth, again, entry, kind)
        return
    level = _level(growth, entry, kind)
    while growth.stack and growth.stack[-1].draft.level >= level:
        growth.stack.pop()
    parent = growth.stack[-1] if growth.stack else None
    heading = _heading(growth, entry)
    opened = Open(
        _draft(entry, parent, level, growth.unworded), kind, heading, entry.item.indent, value_of(entry), parent
    )
    opened.added = growth.detail
    if growth.detail and parent is not None and parent.visited > 1 and level <= growth.deepest:
        growth.issues.append(unmatched(entry, parent))
    (parent.children if parent else growth.roots).append(opened)
    growth.drafts.append(opened)
    growth.stack.append(opened)
    if entry.marker is not None and entry.marker.word:
        growth.words.setdefault(level, entry.marker.word)


def _kind(growth: Growth, entry: Entry) -> str:
    """An unmarked list under an unmarked list is a level of its own, told by its indent."""
    if entry.kind != "list" or not growth.stack:
        return entry.kind
    lists = [one for one in growth.stack if one.kind.startswith("list")]
    deeper = [one for one in lists if one.indent < entry.item.indent]
    return "list" + "+" * len(deeper)


def _level(growth: Growth, entry: Entry, kind: str) -> int:
    """The level of a kind: known, or one below the entry it first follows."""
    if kind in growth.levels:
        return growth.levels[kind]
    stack = list(growth.stack)
    heading = _heading(growth, entry)
    if heading is not None:
        begins = entry.marker is not None and entry.marker.value[-1:] == (1,)
        while stack and stack[-1].heading is not None and _no_lower(stack[-1].heading, heading, begins):
            stack.pop()
    level = stack[-1].draft.level + 1 if stack else 1
    growth.levels[kind] = level
    return level


def _no_lower(above: int, own: int, begins: bool) -> bool:
    """Whether a heading cannot hold one of another rank: a first number begins a level under a heading of its own size."""
    return above > own or (above == own and not begins)


def _draft(entry: Entry, parent: Open | None, level: int, unworded: frozenset[str]) -> Draft:
    evidence = entry.item.evidence
    label = ""
    if entry.marker is not None:
        label = join_lines(entry.marker.label)
        if entry.marker.style == "①" in unworded and entry.marker.word:
            label = label.removeprefix(entry.marker.word).strip(SPACES)
    return Draft(
        parent=parent.draft if parent else None,
        level=level,
        label=label,
        name=title_of(entry),
        printed=entry.name,
        ref=entry.item.ref,
        evidence=Evidence(evidence.text, evidence.page, evidence.line, evidence.bbox),
        description=body_of(entry),
        department=entry.item.department,
    )


def _report_equal_headings(growth: Growth) -> None:
    """Headings without numbers and of one look, one right under the other: which of them holds which is not printed."""
    kinds = {
        before.kind
        for before, after in pairwise(growth.drafts)
        if before.kind == after.kind
        and before.kind.startswith("#")
        and before.parent is after.parent
        and before.visited == after.visited == 1
        and any(one.children for one in growth.drafts if one.kind == before.kind)
    }
    for kind in sorted(kinds):
        same = [one for one in growth.drafts if one.kind == kind]
        message = "番号のない同じ形の見出しが続いています。どれが上の項目か紙面から定まりません。親を確かめてください。"
        refs = tuple(below.draft.ref for one in same for below in depth_first([one]))
        growth.issues.append(Issue("parent_ambiguous", message, same[0].draft.evidence, refs=refs))


# ---------------------------------------------------------------- what is delivered


def _level_names(growth: Growth, depth: int, announced: str | None) -> tuple[str, ...] | None:
    """Names of the levels where each is printed: in front of its numbers, or as the section's name for a single level."""
    if depth == 0:
        return None
    names = tuple(growth.words.get(level, "") for level in range(1, depth + 1))
    if all(names):
        return names
    if depth == 1 and announced is not None and re.search(rf"(?:{LEVEL_NOUN})$", announced.strip(SPACES)):
        return (announced.strip(SPACES),)
    return None
