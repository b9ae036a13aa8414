"""Pages → candidates of outlines: plan bodies, chapters, papers whose hierarchy is told by headings. Pure.

The runs of units that are read: the whole document, and what stands under each heading that is followed by several others.
In each, ladders of headings and the solver's own search propose trees, which one model of evidence judges.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.layout.ladders import Material, Region, best_ladders, material
from extractors.layout.page_units import Placed, placed_units
from extractors.layout.table_names import COLUMN, with_table_names
from extractors.outline.build import candidate
from extractors.outline.observe import observe
from extractors.outline.solve import solve
from schemas.document import Document
from schemas.reading import Candidate

READER = "page outline"
FURNITURE = 0.95
"""Evidence from which on a unit is left out of what is read."""
SECTIONS = 8
"""Headings whose sections are read for themselves."""
TABLES = 3
"""Tables that are read for themselves: the longest."""
FEWEST = 2
"""Entries of a tree."""
MOST = 40
"""Candidates of a document."""
ENTRIES = 4
"""Possible entries in a section that is worth it."""


def page_outline_candidates(document: Document) -> tuple[Candidate, ...]:
    """Trees of headings and lists on the pages of a document, best first."""
    placed = placed_units(document)
    plain = [one for one in placed if one.table is None and one.unit.furniture < FURNITURE]
    found = _candidates(plain, True)
    named = [one for one in with_table_names(placed) if one.unit.furniture < FURNITURE]
    if len(named) > len(plain):
        found += _candidates(named, False)
    return _distinct(found)


def _candidates(flow: Sequence[Placed], search: bool) -> list[Candidate]:
    """The best trees of each region; search: by the solver's own search, too."""
    if not flow:
        return []
    seen = observe([one.unit for one in flow])
    known = material(flow, seen)
    found: list[Candidate] = []
    for region in [*_regions(known), *_tables(flow)]:
        found += candidate(best_ladders(known, region), seen, READER)
    return found + list(candidate(solve(seen), seen, READER)) if search else found


def _distinct(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    known: set[tuple[tuple[str, str, str], ...]] = set()
    kept: list[Candidate] = []
    for one in sorted(found, key=lambda one: -one.score):
        if len(one.structure.nodes) < FEWEST or len(kept) == MOST:
            continue
        key = tuple((node.id, node.ref, node.name) for node in one.structure.nodes)
        if key not in known:
            known.add(key)
            kept.append(one)
    return tuple(kept)


def _regions(known: Material) -> list[Region]:
    """The whole, and the sections of headings that announce a hierarchy or hold several possible entries."""
    size = len(known.seen)
    found = [Region(0, size)]
    worth: list[tuple[float, Region]] = []
    for at in sorted(known.kinds):
        unit = known.seen[at]
        if unit.unit.emphasis < 1 and not unit.heads_all:
            continue
        end = next((other for other in range(at + 1, size) if _ends(known, at, other)), size)
        inside = sum(1 for one in range(at + 1, end) if one in known.kinds)
        if inside >= ENTRIES and end - at < 0.95 * size:
            worth.append((inside * (3.0 if unit.heads_all else 1.0), Region(at + 1, end)))
    worth.sort(key=lambda one: (-one[0], one[1].start))
    return found + [region for _, region in worth[:SECTIONS]]


def _tables(flow: Sequence[Placed]) -> list[Region]:
    """Runs of names from tables with nothing but furniture between them, at least two columns of them."""
    found: list[Region] = []
    start: int | None = None
    for at in range(len(flow) + 1):
        inside = at < len(flow) and flow[at].unit.style.startswith(COLUMN)
        if inside and start is None:
            start = at
        if start is not None and not inside and (at == len(flow) or flow[at].unit.furniture < 0.6):
            if at - start >= ENTRIES and len({one.unit.style for one in flow[start:at]}) > 1:
                found.append(Region(start, at))
            start = None
    return sorted(found, key=lambda one: (one.start - one.end, one.start))[:TABLES]


def _ends(known: Material, at: int, other: int) -> bool:
    """Whether a unit is a heading of the same rank as another, or of a higher one."""
    kind = known.kinds.get(other)
    if kind is None:
        return False
    return kind == known.kinds[at] or known.seen[other].unit.emphasis > known.seen[at].unit.emphasis + 0.3
