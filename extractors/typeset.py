"""A text file → the same set on pages, so that readers of pages read it, too; what they find leads back to its lines. Pure.

Texts draw tables, cards and trees with characters, and part columns by spaces: all of it is place, and whoever looks at
the text in a fixed-width font sees it. So each character gets its room on a grid, characters that draw lines become the
lines they draw, cells parted by tabs stand under each other, and headings are large and bold.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from unicodedata import east_asian_width

from extractors.drawn_characters import Arms, Spot, box_arms, joined_rules, typed_arms
from schemas.document import BBox, Document, Glyph, Line, Page
from schemas.plan import Node
from schemas.reading import Candidate
from schemas.structure import Evidence

EM = 10.0
"""Points: the size of the letters, and the room of a full-width one."""
HALF = EM / 2
PITCH = 14.0
"""Points from one line to the next."""
MARGIN = 40.0
LINES_MOST = 3000
"""Lines of a text that are set: a longer one is no table on a page."""
HALVES_MOST = 160
"""Half-width characters of a line; what goes on beyond is set on the next."""
GLYPHS_MOST = 5000
"""Of one page; the next empty line begins a new one, at the latest the line that makes it GLYPHS_LAST."""
GLYPHS_LAST = 7500
BETWEEN = 4
"""Half-width characters between the columns of cells parted by tabs."""
LARGER = (1.6, 1.45, 1.3, 1.2, 1.1, 1.05)
"""Size of headings by their depth, in em."""
_HEADING = re.compile(r"^(#{1,6})[ \u3000]+")


@dataclass(frozen=True, slots=True)
class _Row:
    """One printed line on its way to a page: characters by their place on the grid, counted in half-widths."""

    number: int
    signs: Mapping[int, str]
    heading: int | None = None


@dataclass(frozen=True, slots=True)
class Typeset:
    """A text on pages."""

    document: Document
    """Its pages, as if they had been printed."""
    tops: Mapping[int, tuple[float, ...]]
    """Per page, the tops of its lines."""
    lines: Mapping[int, tuple[int, ...]]
    """Per page, the number that each of them has in the text."""

    def in_text(self, candidate: Candidate) -> Candidate:
        """A reading of the pages as one of the text: places are lines."""
        seen: Counter[int | None] = Counter()
        nodes: list[Node] = []
        for node in candidate.structure.nodes:
            evidence = self._in_text(node.evidence)
            ref = f"L{evidence.line}" + (f".{seen[evidence.line]}" if seen[evidence.line] else "")
            seen[evidence.line] += 1
            nodes.append(replace(node, evidence=evidence, ref=ref))
        first = min((node.evidence.line for node in nodes if node.evidence.line is not None), default=None)
        return replace(
            candidate,
            structure=replace(candidate.structure, nodes=tuple(nodes), page=None, line=first),
            issues=tuple(
                replace(issue, evidence=self._in_text(issue.evidence)) if issue.evidence is not None else issue
                for issue in candidate.issues
            ),
            read=tuple(map(self._in_text, candidate.read)),
        )

    def _in_text(self, evidence: Evidence) -> Evidence:
        if evidence.page is None or evidence.bbox is None:
            return evidence
        tops = self.tops[evidence.page]
        at = max(bisect_right(tops, evidence.bbox.top + HALF) - 1, 0)
        return Evidence(evidence.text, line=self.lines[evidence.page][at])


def typeset(document: Document) -> Typeset | None:
    """The pages of a text; None where it is too long, or for a document that has pages."""
    if not document.printed or len(document.printed) > LINES_MOST:
        return None
    pages: list[Page] = []
    tops: dict[int, tuple[float, ...]] = {}
    lines: dict[int, tuple[int, ...]] = {}
    wide = _width_of_drawn(document.printed)
    for rows in _paged(list(_rows(document, wide))):
        page, of_page = _page(rows, len(pages) + 1, wide)
        if page.glyphs:
            pages.append(page)
            tops[page.number] = of_page
            lines[page.number] = tuple(row.number for row in rows)
    return Typeset(replace(document, lines=(), pages=tuple(pages), printed=()), tops, lines)


# ---------------------------------------------------------------- lines on a grid


def _rows(document: Document, wide: int) -> Iterator[_Row | None]:
    """The lines of a text on the grid; None where a page ends."""
    cells = {line.number: line.text for line in document.lines}
    lines = [replace(line, text=_as_cells(line, cells)) for line in document.printed]
    for parted, block in groupby(lines, key=lambda line: "\t" in line.text.strip("\t ")):
        if parted:
            yield from _columns(list(block))
            continue
        for line in block:
            for number, part in enumerate(line.text.split("\f")):
                if number:
                    yield None
                yield from _plain(replace(line, text=part.replace("\t", "    ")), wide)


def _as_cells(line: Line, cells: Mapping[int | None, str]) -> str:
    """The line with tabs between its cells where bars, commas or tabs part them; drawn and spaced ones stand as they are."""
    parted = cells.get(line.number, "")
    spaced = "\t" not in line.text and re.search(r"\S(?:  |\u3000[ \u3000])", line.text)
    if "\t" not in parted.strip("\t ") or spaced or any(map(box_arms, line.text)):
        return line.text
    return parted


def _plain(line: Line, wide: int) -> Iterator[_Row]:
    heading = _HEADING.match(line.text)
    text = line.text[heading.end() :] if heading else line.text
    depth = len(heading[1]) if heading else None
    signs: dict[int, str] = {}
    at = 0
    for sign in text:
        signs[at] = sign
        at += wide if box_arms(sign) else _halves(sign)
        if at >= HALVES_MOST and not box_arms(sign):
            yield _Row(line.number or 0, signs, depth)
            signs, at = {}, 0
    yield _Row(line.number or 0, signs, depth)


def _columns(block: Sequence[Line]) -> Iterator[_Row]:
    """Rows of cells, each column as wide as the widest of its cells; a cell of several lines has as many rows."""
    table = [[cell.strip().split("\n") for cell in line.text.split("\t")] for line in block]
    widths: Counter[int] = Counter()
    for row in table:
        for col, cell in enumerate(row):
            widths[col] = max(widths[col], *(sum(map(_halves, part)) for part in cell))
    starts = [0]
    for col in range(max(map(len, table))):
        starts.append(starts[-1] + (widths[col] + BETWEEN if widths[col] else 0))
    for line, row in zip(block, table, strict=True):
        for number in range(max(map(len, row))):
            signs: dict[int, str] = {}
            for col, cell in enumerate(row):
                at = starts[col]
                for sign in cell[number] if number < len(cell) else "":
                    signs[at] = sign
                    at += _halves(sign)
            yield _Row(line.number or 0, signs)


def _halves(sign: str) -> int:
    return 2 if east_asian_width(sign) in "FWA" else 1


def _width_of_drawn(lines: Sequence[Line]) -> int:
    """Half-widths that characters which draw lines take: the width by which more of them meet the line below."""
    met = {}
    for wide in (2, 1):
        meeting = 0
        below: set[int] = set()
        for line in lines:
            at, up, down = 0, set[int](), set[int]()
            for sign in line.text:
                arms = box_arms(sign)
                up |= {at} if "UP" in arms else set()
                down |= {at} if "DOWN" in arms else set()
                at += wide if arms else _halves(sign)
            meeting += len(below & up)
            below = down
        met[wide] = meeting
    return 1 if met[1] > met[2] else 2


# ---------------------------------------------------------------- pages


def _paged(rows: Sequence[_Row | None]) -> Iterator[list[_Row]]:
    page: list[_Row] = []
    glyphs = 0
    for row in rows:
        if row is None or (glyphs > GLYPHS_MOST and not row.signs) or glyphs > GLYPHS_LAST:
            yield page
            page, glyphs = [], 0
            if row is None:
                continue
        page.append(row)
        glyphs += sum(not sign.isspace() for sign in row.signs.values())
    yield page


def _page(rows: Sequence[_Row], number: int, wide: int) -> tuple[Page, tuple[float, ...]]:
    """A page, and the top of each of its rows."""
    typed = typed_arms([row.signs for row in rows])
    glyphs: list[Glyph] = []
    spots: list[Spot] = []
    tops: list[float] = []
    top = MARGIN
    for at, row in enumerate(rows):
        size = EM * (LARGER[min(row.heading, len(LARGER)) - 1] if row.heading else 1.0)
        top += 2 * (size - EM)  # room over a heading
        tops.append(top)
        x = MARGIN
        for place, sign in sorted(row.signs.items()):
            x = MARGIN + place * HALF * size / EM
            arms: Arms = box_arms(sign) or typed.get((at, place), frozenset())
            if arms:
                room = wide if box_arms(sign) else 1
                spots.append((x, top + HALF - PITCH / 2, x + room * HALF, top + HALF + PITCH / 2, arms))
            elif not sign.isspace():
                box = BBox(x, top, x + _halves(sign) * HALF * size / EM, top + size)
                glyphs.append(Glyph(sign, box, size, bold=row.heading is not None))
        top += PITCH + (size - EM)
    right = max((glyph.bbox.x1 for glyph in glyphs), default=0.0)
    return Page(number, right + MARGIN, top + MARGIN, tuple(glyphs), joined_rules(spots), (), ()), tuple(tops)
