"""A document → readings of it: one complete answer per way of reading. Pure."""

from __future__ import annotations

from extractors.choose.parts import by_numbers, joined, parts
from extractors.trees import trees
from schemas.document import Document
from schemas.issue import Issue
from schemas.plan import Structure
from schemas.reading import Candidate, Reading
from schemas.structure import Seen


def of_seen(reader: str, seen: tuple[Seen, ...], issues: tuple[Issue, ...]) -> Reading:
    """The reading that follows from what one reader saw."""
    built = trees(seen)
    kept: tuple[Structure, ...] = tuple(structure for structure in built.value if structure.nodes)
    return Reading(reader, kept, (*issues, *built.issues))


def candidates(document: Document) -> tuple[Reading, ...]:
    """All readings that hold at least one entry, and parts of them, each tree once."""
    found: list[Reading] = []
    if document.source.media_type == "application/pdf":
        from extractors.see_pdf import see_pdf

        pages = see_pdf(document)
        found.append(of_seen("pages", pages.value, pages.issues))
        found += map(of_candidate, _of_pages(document))
    else:
        from extractors.outline import text_candidates
        from extractors.see_text import see_text
        from extractors.typeset import typeset

        lines = see_text(document)
        found.append(of_seen("lines", lines.value, lines.issues))
        found += map(of_candidate, text_candidates(document))
        if (on_pages := typeset(document)) is not None:
            found += (of_candidate(on_pages.in_text(one)) for one in _of_pages(on_pages.document))
    found = [joined(reading) for reading in found]
    found += [one for reading in found if (one := by_numbers(reading)) is not None]
    found += [part for reading in found for part in parts(reading)]
    unique: dict[tuple[tuple[tuple[str, str | None, str], ...], ...], Reading] = {}
    for reading in found:
        key = tuple(tuple((n.id, n.parent, n.name) for n in s.nodes) for s in reading.structures)
        if reading.structures and all(structure.nodes for structure in reading.structures):
            unique.setdefault(key, reading)
    return tuple(unique.values())


def _of_pages(document: Document) -> tuple[Candidate, ...]:
    """What the readers of pages find."""
    from extractors.figure import figure_candidates
    from extractors.layout.outline_pages import page_outline_candidates

    return (*figure_candidates(document), *page_outline_candidates(document))


def of_candidate(one: Candidate) -> Reading:
    """The reading that consists of one candidate."""
    return Reading(one.reader, (one.structure,), one.issues, (dict(one.sure),), one.score, one.read)
