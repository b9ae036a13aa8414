"""Units of pages → ladders: which kinds of headings are the levels of a hierarchy, from the top down. Pure.

Whoever sets a document chooses one form of number and one look for each level and keeps to it. So a hierarchy on pages is
mostly a choice of kinds (第１章 in 16 points, （１） in bold, ・) and their order, and the depth of an entry follows from its
kind. A ladder is judged by the outline solver's own evidence for the tree that it makes; the search over ladders sees the
whole document at once, where the solver goes from unit to unit.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extractors.layout.page_units import Placed
from extractors.layout.table_names import column_of
from extractors.outline.names import sentence_value
from extractors.outline.observe import Seen
from extractors.outline.solve import steps, trace, whole_value
from extractors.outline.state import Path

LONGEST = 70
"""Characters of a heading."""
QUIET = 0.45
"""A line without a number stands out at least this much to be a heading."""
KINDS = 9
"""Kinds of headings that are tried in a region: the commonest."""
TRIES = 60
"""Ladders that are judged in a region."""
BEST = 5
"""Trees that are handed over."""
ROOTS = -6.0
"""Per kind of heading at the top of a tree besides the first."""
COLUMNS = 3.0
"""What speaks for a column of a table standing above one to its right, and headings above both."""
KEY = 3
"""Letters of a name that is known again where it is printed again under the same parents."""
WIDE = 2
"""The best ladders whose trees are also made with entries that are known again anywhere."""
CLOSE = 0.45
"""Gap, in line heights, between the lines of one heading at most."""
PROSE = 2.4
"""Log-odds of a sentence from which on a line is none."""


@dataclass(frozen=True, slots=True)
class Material:
    """What is known of the units before a ladder is chosen."""

    seen: tuple[Seen, ...]
    kinds: Mapping[int, str]
    """Per unit that could be a heading, its kind."""
    joins: frozenset[int]
    """Units that go on with the heading before them."""


def material(placed: Sequence[Placed], seen: tuple[Seen, ...]) -> Material:
    """Kinds and wrapped lines of all units."""
    kinds: dict[int, str] = {}
    joins: set[int] = set()
    last: int | None = None
    for at, unit in enumerate(seen):
        if last is not None and _goes_on(placed, seen, at, last, last in joins or last in kinds):
            joins.add(at)
            last = at
            continue
        kind = _kind(placed[at], unit)
        if kind is not None:
            kinds[at] = kind
            last = at
        elif unit.furniture < 0.6:
            last = None
    return Material(seen, kinds, frozenset(joins))


def _kind(placed: Placed, unit: Seen) -> str | None:
    if unit.furniture >= 0.6 or unit.levels or not unit.title or len(unit.title) > LONGEST or placed.mark:
        return None
    loud = unit.unit.emphasis
    if sentence_value(unit.title) >= PROSE and loud < 1:
        return None
    if unit.mark is not None and unit.mark.strength > -1:
        if unit.unit.same_line and not unit.value:
            return None
        return unit.kind
    if unit.prose or unit.unit.same_line or loud < QUIET or unit.name < -4:
        return None
    return "~" + look(unit)


def look(unit: Seen) -> str:
    """What of a look tells kinds of headings apart; colours change from chapter to chapter."""
    parts = []
    for part in unit.unit.style.split():
        if part[0] in "cg" and part[1:] and all(sign in "0123456789abcdef" for sign in part[1:]):
            if part[0] == "g":
                parts.append("g")
        else:
            parts.append(part)
    return " ".join(parts)


def _goes_on(placed: Sequence[Placed], seen: Sequence[Seen], at: int, last: int, headed: bool) -> bool:
    """Whether a unit is the next line of the heading before it."""
    unit, before = seen[at], seen[last]
    if not headed or unit.mark is not None or unit.caption or unit.unit.same_line or unit.furniture >= 0.6:
        return False
    if unit.unit.style != before.unit.style and look(unit) != look(before):
        return False
    if placed[at].page == placed[last].page and unit.unit.gap > CLOSE:
        return False
    if not placed[last].full:
        hanging = before.mark is not None and unit.unit.emphasis >= 1 and unit.unit.indent > before.unit.indent + 0.8
        return hanging and placed[at].page == placed[last].page
    if before.text.endswith("。"):
        return False
    return unit.unit.group == before.unit.group or placed[at].page != placed[last].page


@dataclass(frozen=True, slots=True)
class Region:
    """A run of units."""

    start: int
    end: int
    """One behind the last."""


def best_ladders(found: Material, region: Region) -> list[Path]:
    """The trees of the best ladders of a region, best first."""
    counts = Counter(
        found.kinds[at] for at in range(region.start, region.end) if at in found.kinds and _may_be(found.seen[at])
    )
    usual = [kind for kind, count in counts.most_common() if count > 1 or not kind.startswith("~")][:KINDS]
    if not usual:
        return []
    ordered = _ordered(usual, found, region)
    short = _short(found, region)
    judged: dict[tuple[str, ...], Path] = {}

    def value(ladder: tuple[str, ...]) -> float:
        if ladder not in judged:
            judged[ladder] = _traced(ladder, found, short)
        path = judged[ladder]
        return path.score + whole_value(path)

    best: list[tuple[float, tuple[str, ...]]] = []
    for first in (tuple(ordered), tuple(kind for kind in ordered if not kind.startswith("~")), ()):
        ladder, worth = first, value(first) if first else 0.0
        improved = True
        while improved and len(judged) < TRIES:
            improved = False
            for other in _near(ladder, ordered):
                if len(judged) >= TRIES:
                    break
                gained = value(other) if other else 0.0
                if gained > worth + 1e-9:
                    ladder, worth, improved = other, gained, True
        best.append((worth, ladder))
    ranked = sorted((one for one in judged if one), key=lambda one: -value(one))[:BEST]
    every = range(region.start, region.end)
    narrow = [_traced(one, found, every) for one in ranked]
    wide = [_traced(one, found, every, True) for one in ranked[:WIDE]]
    return sorted([*narrow, *wide], key=lambda path: -(path.score + whole_value(path)))


def _traced(ladder: Sequence[str], found: Material, units: Sequence[int], wide: bool = False) -> Path:
    """The tree of a ladder; entries of several kinds at its top are mostly lists that stand before it."""
    path = trace(found.seen, acts(ladder, found, units, wide), units)
    tops = {
        found.kinds.get(step.unit)
        for step in steps(path)
        if step.act == "begin" and step.owner == step.unit and step.parent < 0
    }
    path.score += ROOTS * max(0, len(tops) - 1)
    return path


def _short(found: Material, region: Region) -> list[int]:
    """The units of a region without its running text, which looks the same to all ladders."""
    seen = found.seen
    return [
        at
        for at in range(region.start, region.end)
        if at in found.kinds
        or at in found.joins
        or seen[at].caption
        or (not seen[at].prose and seen[at].unit.emphasis >= 1)
    ]


def _may_be(unit: Seen) -> bool:
    return not unit.heads_all and not unit.section and not unit.caption


def _near(ladder: tuple[str, ...], ordered: Sequence[str]) -> list[tuple[str, ...]]:
    """Ladders that differ in one kind, or in the order of two neighbours."""
    found = []
    for kind in ordered:
        if kind in ladder:
            found.append(tuple(one for one in ladder if one != kind))
        else:
            place = sum(1 for one in ladder if ordered.index(one) < ordered.index(kind))
            found.append((*ladder[:place], kind, *ladder[place:]))
    for at in range(len(ladder) - 1):
        found.append((*ladder[:at], ladder[at + 1], ladder[at], *ladder[at + 2 :]))
    return found


def _ordered(kinds: Sequence[str], found: Material, region: Region) -> list[str]:
    """Kinds from the top down: by loudness, form, restarts of numbers, indent, and which comes first."""
    places: dict[str, list[int]] = defaultdict(list)
    for at in range(region.start, region.end):
        kind = found.kinds.get(at)
        if kind in kinds and kind is not None:
            places[kind].append(at)
    loud = {kind: median(found.seen[at].unit.emphasis for at in own) for kind, own in places.items()}
    rank = {kind: median(found.seen[at].rank for at in own) for kind, own in places.items()}
    indent = {kind: median(found.seen[at].unit.indent for at in own) for kind, own in places.items()}

    column = {kind: column_of(found.seen[own[0]].unit.style) for kind, own in places.items()}

    def above(a: str, b: str) -> float:
        value = _clip(loud[a] - loud[b], 2.0) if abs(loud[a] - loud[b]) > 0.3 else 0.0
        if rank[a] >= 0 and rank[b] >= 0:
            value += 0.6 * _clip(rank[b] - rank[a], 2.0)
        value += 2.0 * (_restarts(places[b], places[a], found) - _restarts(places[a], places[b], found))
        value += 0.3 if places[a][0] < places[b][0] else -0.3
        value += COLUMNS * ((column[a] < column[b]) - (column[a] > column[b]))
        return value + 0.3 * _clip(indent[b] - indent[a], 2.0)

    return sorted(kinds, key=lambda kind: (-sum(above(kind, other) for other in kinds if other != kind), kind))


def _clip(value: float, most: float) -> float:
    return max(-most, min(most, value))


def _restarts(own: Sequence[int], other: Sequence[int], found: Material) -> float:
    """Share of the restarts of a kind's numbers that follow an entry of the other kind."""
    restarts = followed = 0
    for before, at in pairwise(own):
        a, b = found.seen[before].value, found.seen[at].value
        if a and b and b[-1] <= a[-1]:
            restarts += 1
            followed += any(before < one < at for one in other)
    return followed / restarts if restarts else 0.0


def acts(
    ladder: Sequence[str], found: Material, units: Iterable[int], wide: bool = False
) -> dict[int, tuple[str, int, str]]:
    """What becomes of each unit of a run under a ladder; sections and captions hide what stands below them.

    Args:
        wide: an entry that is printed again is known again under any open entry, as where chapters follow an overview
            and print only some of its levels.
    """
    step = {kind: at for at, kind in enumerate(ladder)}
    stack: list[tuple[float, str, Seen]] = []
    made: dict[int, tuple[str, int, str]] = {}
    printed: dict[tuple[str, ...], tuple[int, list[tuple[float, str, Seen]]]] = {}
    open_name = False
    for at in units:
        unit = found.seen[at]
        kind = found.kinds.get(at)
        if at in found.joins:
            if open_name:
                made[at] = ("join", 0, "")
            continue
        if unit.furniture >= 0.6:
            made[at] = ("skip", 0, "")
            continue
        open_name = False
        level = step.get(kind) if kind is not None else None
        if unit.caption and not unit.unit.same_line and (level is None or not unit.value):
            while stack and stack[-1][1] != "node":
                stack.pop()
            role = "hidden" if unit.caption == "aside" else "open"
            place = (stack[-1][0] if stack else -1.0) + 0.5
            stack.append((place, role, unit))
            made[at] = ("frame", len(stack), role)
            continue
        if kind is not None and (wide or level is None) and (once := _printed_before(unit, stack, printed)) is not None:
            earlier, reopened = once
            stack = list(reopened)
            made[at] = ("again", earlier, "node")
            open_name = True
            continue
        if level is None:
            if stack and kind is not None and _ends(stack, unit):
                while stack and _ends(stack, unit):
                    stack.pop()
            continue
        if _inside_hidden(stack, unit, level, step):
            continue
        while stack and stack[-1][0] >= level:
            stack.pop()
        while stack and stack[-1][1] == "hidden":
            stack.pop()
        role = "hidden" if unit.section else "open" if unit.heads_all else "node"
        chain = (*_chain(stack), unit.key)
        if role == "node" and chain in printed and len(unit.key) >= KEY:
            earlier, reopened = printed[chain]
            stack = list(reopened)
            made[at] = ("again", earlier, "node")
            open_name = True
            continue
        stack.append((float(level), role, unit))
        if role == "node":
            printed[_chain(stack)] = (at, list(stack))
        made[at] = ("begin" if role == "node" else "frame", len(stack), role)
        open_name = role == "node"
    return made


def _chain(stack: Sequence[tuple[float, str, Seen]]) -> tuple[str, ...]:
    return tuple(one.key for _, role, one in stack if role == "node")


Printed = Mapping[tuple[str, ...], tuple[int, list[tuple[float, str, Seen]]]]
"""For the names from the top down to an entry: its unit, and what was open when it was read."""


def _printed_before(
    unit: Seen, stack: Sequence[tuple[float, str, Seen]], printed: Printed
) -> tuple[int, list[tuple[float, str, Seen]]] | None:
    """The entry that a heading prints again, in whatever look: with the same words, under what is open now."""
    if len(unit.key) < KEY:
        return None
    above = _chain(stack)
    for depth in range(len(above), -1, -1):
        found = printed.get((*above[:depth], unit.key))
        if found is not None:
            return found
    return None


def _ends(stack: Sequence[tuple[float, str, Seen]], unit: Seen) -> bool:
    """Whether a heading that is no level stands above the deepest open entry, so that this entry ends."""
    own = stack[-1][2]
    return unit.unit.emphasis > own.unit.emphasis + 0.3 and unit.unit.emphasis >= 1


def _inside_hidden(stack: Sequence[tuple[float, str, Seen]], unit: Seen, level: int, step: Mapping[str, int]) -> bool:
    """Whether a unit belongs to what is open but no part of the hierarchy."""
    hidden = next((one for one in stack if one[1] == "hidden"), None)
    if hidden is None or hidden[0] >= level:
        return False
    head = hidden[2]
    if unit.unit.emphasis > head.unit.emphasis + 0.3:
        return False
    return not (head.caption and unit.value and unit.rank < 4.0 and unit.unit.emphasis >= head.unit.emphasis)
