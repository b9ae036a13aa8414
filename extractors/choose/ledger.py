"""Document and trees → an account of every printed run of words inside their extents: what it is, or that nothing used it.

A run (a line, or a part of one between wide gaps) is *explained* where its words are those of a node, its label,
description, office, level name or title, or where its look says what it is: prose, a figure, an office, a caption that
repeats. What remains inside the extent of a tree was seen and not used; `text_unaccounted` says so, once per block of
neighbouring runs. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractors.choose.fold import fold
from extractors.columns import names_a_column
from extractors.numbering import read_marker
from schemas.document import BBox, Document, Line
from schemas.issue import Issue
from schemas.plan import Structure
from schemas.structure import Evidence

MARGIN = 4.0
"""Points by which the extent of a tree is larger than its entries."""
FLOW = 3
"""Pages with entries from which on a tree runs through the text and its extent is everything between first and last."""
PROSE = 32
"""Letters; a longer run without a marker is prose, and so is whatever ends like a sentence."""
REPEATED = 3
"""Times that the same run stands in an extent from which on it is a caption of a field."""
LEFT_OVER = 2
"""Letters that must remain of a run for it to count as unused."""
SHORT = 2
"""Letters; a shorter run must be a whole name, not a piece of one."""
QUOTE = 300
"""Letters of a quote."""

_PARTS = re.compile(r"[\t\u3000]+| {2,}")
_SIGNS = re.compile(r"[^\w]|[_・ー]")
_FIGURE = re.compile(
    r"^[0-9.,%％△▲~/\-:()年度月日現在令和平成昭元約以上下増減人件回か所箇円千百万億台校団体世帯戸時間分級kmthgwRHK]*$"
)
_OFFICE = re.compile(r"(?:課|室|係|局|部|委員会|事務局|センター|公民館|図書館|担当|協議会)$")
_CAPTION = re.compile(r"^(?:図表?|表|資料|出典|注|※|\*|☆|★)")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of printed words with what it was used for."""

    text: str
    line: Line
    bbox: BBox | None
    role: str
    """"node", "used" (header, description, office …), "prose", "figure", "office", "caption", or "" for unused."""


@dataclass(frozen=True, slots=True)
class Account:
    """What became of the runs inside the extent of one tree."""

    runs: tuple[Run, ...]

    @property
    def unused(self) -> tuple[Run, ...]:
        """Runs that nothing explains, in reading order."""
        return tuple(run for run in self.runs if not run.role)

    @property
    def share(self) -> float:
        """Share of letters that are explained, 1 where there are none."""
        total = sum(len(run.text) for run in self.runs)
        return 1.0 - sum(len(run.text) for run in self.unused) / total if total else 1.0


def account(document: Document, structure: Structure, also: Sequence[str] = ()) -> Account:
    """The account of one tree.

    Args:
        document: all lines of the document.
        structure: the tree.
        also: other words that were read (plan title, statements, headers).
    """
    inside = _inside(document, structure)
    names = {fold(node.name) for node in structure.nodes} | {fold(node.label) for node in structure.nodes}
    used = {fold(text) for text in also}
    used |= {fold(text) for text in (structure.title or "", *(structure.levels or ()))}
    for node in structure.nodes:
        used |= {fold(node.description or ""), fold(node.department or ""), fold(node.subtitle or "")}
        used.add(fold(node.label + node.name))
    pool = "\n".join(sorted(names | used))
    nodes = "\n".join(sorted(names | {fold(node.label + node.name) for node in structure.nodes}))
    parts = sorted((text for text in names | used if len(text) > 1), key=len, reverse=True)
    often = Counter(fold(run.text) for run in inside)
    words = _Words(nodes, pool, frozenset(parts), tuple(parts), often)
    return Account(tuple(replace(run, role=_role(run.text, words) or _printed_in(run, structure)) for run in inside))


def unaccounted(document: Document, structure: Structure, index: int, also: Sequence[str] = ()) -> tuple[Issue, ...]:
    """One exception per block of neighbouring runs inside the extent of a tree that nothing explains."""
    found: list[list[Run]] = []
    runs = account(document, structure, also).runs
    before = False
    for run in runs:
        if run.role:
            before = False
            continue
        if before and found and found[-1][-1].line.page == run.line.page:
            found[-1].append(run)
        else:
            found.append([run])
        before = True
    return tuple(_issue(block, index) for block in found)


def _issue(block: list[Run], index: int) -> Issue:
    text = " ".join(run.text for run in block)[:QUOTE]
    first = block[0].line
    box = _hull(run.bbox for run in block)
    return Issue(
        "text_unaccounted",
        f"施策体系の範囲にある「{text[:60]}」を、項目としても説明としても読み取っていません。原本を見て、項目かどうか確かめてください。",
        Evidence(text, page=first.page, line=first.number, bbox=box),
        structure=index,
    )


def _runs(line: Line) -> Iterable[Run]:
    """The parts of a line between tabs and wide gaps, with boxes by their share of its width."""
    at = 0
    for part in _PARTS.split(line.text):
        start = line.text.find(part, at)
        at = start + len(part)
        if text := part.strip():
            yield Run(text, line, _part(line, start, at), "")


def _part(line: Line, start: int, end: int) -> BBox | None:
    if line.bbox is None:
        return None
    wide = (line.bbox.x1 - line.bbox.x0) / max(len(line.text), 1)
    return BBox(line.bbox.x0 + start * wide, line.bbox.top, line.bbox.x0 + end * wide, line.bbox.bottom)


def _inside(document: Document, structure: Structure) -> list[Run]:
    """The runs inside the extent of a tree, and those around it that carry its markers."""
    runs = [run for line in document.lines for run in _runs(line)]
    numbers = [node.evidence.line for node in structure.nodes if node.evidence.line is not None]
    if numbers:
        first, last = _stretch(document.lines, min(numbers), max(numbers))
        return [run for run in runs if first <= (run.line.number or 0) <= last]
    hulls = _hulls(structure)
    kinds = {marker.kind for node in structure.nodes if (marker := read_marker(f"{node.label} ").marker) is not None}
    return [run for run in runs if _on_page(run, hulls, kinds)]


def _stretch(lines: Sequence[Line], first: int, last: int) -> tuple[int, int]:
    """The lines of a tree in a text with the lines before and behind that look like entries, too."""
    by_number = {line.number: line for line in lines if line.number is not None}
    for step, edge in ((-1, first), (1, last)):
        at, blank = edge, 0
        while (line := by_number.get(at + step)) is not None and blank < 2:
            text = line.text.strip()
            blank = 0 if text else blank + 1
            if text and not _looks_like_entry(text):
                break
            at += step
            if text:
                first, last = (at, last) if step < 0 else (first, at)
    return first, last


def _looks_like_entry(text: str) -> bool:
    """A short line with a number or sign before it that is neither a sentence nor a heading of a chapter."""
    marker = read_marker(text).marker
    return marker is not None and marker.style != "第章" and not text.endswith("。") and len(text) <= PROSE * 2


def _on_page(run: Run, hulls: dict[int, BBox], kinds: set[str]) -> bool:
    """Whether a run stands between the first and last entry of a long tree, in the hull of its entries on a page, or
    on such a page with a marker of theirs."""
    page = run.line.page
    if run.bbox is None or page is None or not hulls:
        return False
    first, last = min(hulls), max(hulls)
    x, y = (run.bbox.x0 + run.bbox.x1) / 2, (run.bbox.top + run.bbox.bottom) / 2
    if len(hulls) >= FLOW and first <= page <= last:
        above = page == first and y < hulls[first].top - MARGIN
        below = page == last and y > hulls[last].bottom + MARGIN
        if not above and not below:
            return True
    hull = hulls.get(page)
    if hull is None:
        return False
    if hull.x0 - MARGIN <= x <= hull.x1 + MARGIN and hull.top - MARGIN <= y <= hull.bottom + MARGIN:
        return True
    marker = read_marker(run.text).marker
    return marker is not None and marker.counted and marker.kind in kinds


def _printed_in(run: Run, structure: Structure) -> str:
    """ "node" where a run stands inside the cell or box of an entry and all its letters are of this entry."""
    if run.bbox is None:
        return ""
    x, y = (run.bbox.x0 + run.bbox.x1) / 2, (run.bbox.top + run.bbox.bottom) / 2
    letters = Counter(fold(run.text))
    for node in structure.nodes:
        box = node.evidence.bbox
        if box is None or node.evidence.page != run.line.page:
            continue
        if (
            box.x0 - 1 <= x <= box.x1 + 1
            and box.top - 1 <= y <= box.bottom + 1
            and letters <= Counter(fold(node.label + node.name + node.evidence.text))
        ):
            return "node"
    return ""


def _hulls(structure: Structure) -> dict[int, BBox]:
    boxes: dict[int, list[BBox]] = {}
    for node in structure.nodes:
        if node.evidence.page is not None and node.evidence.bbox is not None:
            boxes.setdefault(node.evidence.page, []).append(node.evidence.bbox)
    return {page: hull for page, found in boxes.items() if (hull := _hull(found)) is not None}


def _hull(boxes: Iterable[BBox | None]) -> BBox | None:
    known = [box for box in boxes if box is not None]
    if not known:
        return None
    return BBox(
        min(box.x0 for box in known),
        min(box.top for box in known),
        max(box.x1 for box in known),
        max(box.bottom for box in known),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """What was read of a tree, folded: its names; all words; both apart; how often each run stands in the extent."""

    nodes: str
    pool: str
    whole: frozenset[str]
    parts: tuple[str, ...]
    often: Counter[str]


def _role(text: str, words: _Words) -> str:
    """What a run is; "" where nothing explains it."""
    plain = fold(text)
    marked = read_marker(text)
    name = fold(marked.name) if marked.marker is not None else plain
    if not name or name in words.whole or (len(name) > SHORT and name in words.nodes):
        return "node"
    if len(name) > SHORT and (plain in words.pool or name in words.pool):
        return "used"
    rest = plain
    for part in words.parts:
        if part in rest:
            rest = rest.replace(part, "")
    rest = _SIGNS.sub("", rest)
    if len(rest) < LEFT_OVER or len(rest) * 5 < len(plain):
        return "node"
    if _FIGURE.match(rest) or _FIGURE.match(plain):
        return "figure"
    if plain.endswith(("。", "、", "ます", "です")) or "。" in plain or (marked.marker is None and len(plain) > PROSE):
        return "prose"
    if _CAPTION.match(plain) or words.often[plain] >= REPEATED or names_a_column(text):
        return "caption"
    if _OFFICE.search(rest):
        return "office"
    return ""
