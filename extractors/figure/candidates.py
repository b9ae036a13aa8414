"""A Document → candidate trees of all figures and tables on its pages. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from extractors.figure.build import build
from extractors.figure.families import entries, find_families
from extractors.figure.forest import Search
from extractors.figure.links import find_links
from extractors.figure.regions import find_regions, in_region
from extractors.figure.runs import Long, Read, find_runs, paste
from extractors.figure.sheet import read_sheet
from schemas.document import Document, Page
from schemas.reading import Candidate

FEWEST = 3
"""Entries of the smallest tree."""
EACH = 3
"""Trees of one region that are handed over."""
PART = -3.0
"""Value from which on what a page holds may be part of a figure that goes on over pages."""
MOST_ENTRIES = 500
"""Entries on a run of pages; one with more is read page by page."""
MOST_GLYPHS = 8000
"""A page with more is a map or a drawing."""
MOST_CANDIDATES = 50
"""For one document; the best are kept."""


def figure_candidates(document: Document) -> tuple[Candidate, ...]:
    """Trees that tables, cards and diagrams on the pages may hold, best first.

    Args:
        document: as read; only pages that were read in full are looked at.
    """
    found: list[Candidate] = []
    pages: list[Read] = []
    for page in document.pages:
        read, candidates = _of_page(page)
        pages.append(read)
        found.extend(candidates)
    for run in find_runs(pages):
        found.extend(_of_run(paste(run)))
    return distinct(found)


def _of_page(page: Page) -> tuple[Read, list[Candidate]]:
    """The best trees of each region of a page."""
    nothing = Read(page.number, page.height, (), (), {}, frozenset())
    if len(page.glyphs) > MOST_GLYPHS:
        return nothing, []
    sheet = read_sheet(page)
    among = entries(sheet.blocks)
    if len(among) < FEWEST:
        return replace(nothing, containers=sheet.containers, blocks=sheet.blocks), []
    links = find_links(page, sheet.blocks, among)
    search = Search(sheet.blocks, sheet.containers, find_families(sheet.blocks, sheet.containers, among), links)
    found: list[Candidate] = []
    placed: set[int] = set()
    for region in find_regions(page):
        inside = frozenset(at for at in among if in_region(region, sheet.blocks[at].bbox))
        if len(inside) >= FEWEST:
            for forest in search.best(inside, EACH):
                found.append(build(forest, sheet.blocks))
                placed |= forest.members if forest.value > PART else frozenset()
    return Read(page.number, page.height, sheet.containers, sheet.blocks, links, frozenset(placed)), found


def _of_run(sheet: Long) -> list[Candidate]:
    """The best trees of several pages as one."""
    among = [at for at in entries(sheet.blocks) if at in sheet.placed]
    if not FEWEST <= len(among) <= MOST_ENTRIES:
        return []
    families = find_families(sheet.blocks, sheet.containers, among)
    search = Search(sheet.blocks, sheet.containers, families, sheet.links)
    return [build(forest, sheet.blocks) for forest in search.best(frozenset(among), EACH)]


def distinct(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Each tree once, the best first."""
    ordered = sorted(found, key=lambda one: -one.score)
    kept: dict[tuple[tuple[int | None, str | None, str, str], ...], Candidate] = {}
    for one in ordered:
        key = tuple((node.evidence.page, node.parent, node.label, node.name) for node in one.structure.nodes)
        kept.setdefault(key, one)
    return tuple(kept.values())[:MOST_CANDIDATES]
