"""Units, or a text, → Candidates: regions proposed, each solved, the best trees of each handed over. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.outline.build import candidate
from extractors.outline.observe import observe
from extractors.outline.pieces import text_units
from extractors.outline.regions import regions
from extractors.outline.solve import solve
from extractors.outline.tables import table_candidates
from schemas.document import Document
from schemas.reading import Candidate, Unit

READER = "outline"
UNITS_MOST = 5000
"""Units of a text that are solved, all regions together (some 20 seconds): of a longer one its beginning, and regions that fit."""
PER_REGION = 3
"""Readings of one region that are handed over."""


def outline_candidates(units: Sequence[Unit], reader: str = READER) -> tuple[Candidate, ...]:
    """The best trees that a run of units can be read as, best first; their score is against "no hierarchy here".

    Args:
        units: in reading order.
        reader: the name they carry.
    """
    if not units:
        return ()
    seen = observe(units)
    return candidate(solve(seen), seen, reader)


def text_candidates(document: Document) -> tuple[Candidate, ...]:
    """The trees of a text file."""
    units = text_units(document.lines)
    outlines: list[Candidate] = []
    left = UNITS_MOST
    runs = regions(units)
    for run in runs if len(units) <= UNITS_MOST else (units[: UNITS_MOST // 2], *runs[1:]):
        if len(run) <= left:
            left -= len(run)
            outlines.extend(outline_candidates(run)[:PER_REGION])
    found = (*outlines, *table_candidates(document.lines))
    return tuple(sorted(found, key=lambda one: -one.score))
