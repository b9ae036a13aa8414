"""A PDF Document → what it shows: the tables, diagrams or outline that hold its 施策体系. Pure.

Each promising page is read by the layout readers in turn, parts of tables are put together over pages, and of all that
was seen what looks most like a hierarchy is kept. Ruled tables come first: what is drawn needs no guessing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from extractors import borderless_table, diagram, ruled_table
from extractors.appendix import find_appendix
from extractors.chapters import is_overview, listed, named_again, part_of_chapters
from extractors.columns import find_columns
from extractors.diagram_join import join_diagrams
from extractors.diagram_tree import diagram_tree
from extractors.dittos import without_dittos
from extractors.framed_pages import in_frames
from extractors.grid_tree import grid_tree
from extractors.join import Part, in_margin, join_pages
from extractors.listed_tables import Listed
from extractors.named_pages import contents_pages, named_pages
from extractors.outline_tree import outline_tree
from extractors.page_grids import BOXED, MORE_TEXT, is_free, is_lined, letters_of, page_grids
from extractors.page_parts import left_headings, page_parts
from extractors.pdf_outline import pdf_outline
from extractors.rank_seen import ENOUGH, Standing, choose, rank
from extractors.running_heads import running_heads, without_heads
from extractors.small_tables import read_small
from extractors.stack import stack
from extractors.triage import SHORT
from schemas.document import BBox, Document, Line, Page
from schemas.issue import Issue, Result
from schemas.plan import Structure
from schemas.structure import Cell, Diagram, Evidence, Grid, Outline, Seen

Reader = Callable[[Page], Result[tuple[Grid, ...]]] | Callable[[Page], Result[tuple[Diagram, ...]]]

LAYOUTS: dict[str, Reader] = {
    "ruled": ruled_table.see,
    "diagram": diagram.see,
    "borderless": borderless_table.see,
}
"""Layout readers by the name a manifest may give; each sees one page."""

LESS_TEXT = 0.85
"""The same for a diagram whose boxes lines join: lines between boxes are no accident."""
SAME_TEXT = 0.97
"""The same for boxes that stand apart from each other, without lines."""
FULL = 0.9
"""Share of cells with text from which on rules make a table and no diagram."""
CHAPTERS_RANK = 0.75
"""Share of the score of the best table that chapters must reach to stand for it."""
BLANK_ROWS = 0.2
"""Share of rows in which nothing begins that holds text."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Something seen, with its issues and the tree it would give."""

    seen: Seen
    issues: tuple[Issue, ...]
    structure: Structure
    page: int


def see_pdf(document: Document, layout: str | None = None) -> Result[tuple[Seen, ...]]:
    """What holds the hierarchy, in page order.

    Args:
        document: as read by read_pdf.
        layout: name of the one reader to use; found where not given.
    """
    heads = running_heads(document.lines)
    contents = contents_pages(document.lines)
    own = tuple(line for line in without_heads(document.lines) if line.page not in contents)
    document = replace(document, lines=own)
    named = named_pages(document.lines)
    candidates, among = _tables(document, heads) if layout in (None, "ruled") else ([], ())
    if (appendix := find_appendix(own, named)) is not None:
        document = replace(document, lines=tuple(line for line in own if not _behind(line.page, line.bbox, appendix)))
        among = tuple(table for table in among if not _behind(*table.places[0], appendix))
    if layout is None:
        candidates = _drawn_diagrams(document.pages, candidates)
    good = {one.page for one in candidates if _standing(one, named).score >= ENOUGH}
    pages = [page for page in document.pages if not good or page.number in named]
    if not good or (named and not good & named):
        for name, reader in LAYOUTS.items():
            if name != "ruled" and (layout == name or (layout is None and name != "borderless")):
                candidates.extend(_of_pages(pages, reader))
    candidates = _joined_diagrams(document.pages, candidates)
    if layout in (None, "outline"):
        candidates = _with_chapters(document, named, candidates, among)
    kept = choose([_standing(one, named) for one in candidates])
    chosen = _without_chapters([candidates[at] for at in kept], document.lines, named)
    left = _left_behind(chosen, [one for one in candidates if one not in chosen])
    seen = tuple(one.seen for one in chosen)
    if layout is None and len(seen) == 1 and not isinstance(seen[0], Outline):
        seen = (_with_pages_behind(chosen[0], document, among),)
    return Result(seen, (*(issue for one in chosen for issue in one.issues), *left))


def _without_chapters(chosen: list[_Candidate], lines: Sequence[Line], named: frozenset[int]) -> list[_Candidate]:
    """In page order, without what stands in the chapters that detail a table or diagram headed 施策の体系."""
    ordered = sorted(chosen, key=lambda one: one.page)
    best = max(ordered, key=lambda one: _standing(one, named).score, default=None)
    if best is None or best.page not in named or isinstance(best.seen, Outline):
        return ordered
    later = [one for one in ordered if one.page > best.page and one.page not in named]
    behind = [line for line in lines if (line.page or 0) > best.page]
    return [one for one in ordered if one not in later] if later and named_again(best.structure, behind) else ordered


def _behind(page: int | None, box: BBox | None, begin: tuple[int, float]) -> bool:
    """Whether something stands on the page of a heading, not above it, or on a later one."""
    return (page or 0, box.top if box is not None else 0.0) >= begin


def _with_pages_behind(one: _Candidate, document: Document, among: tuple[Listed, ...]) -> Seen:
    """A table or diagram with the headings of the pages behind it; an outline holds its chapters itself."""
    seen = one.seen
    if isinstance(seen, Outline):
        return seen
    places = seen.cells if isinstance(seen, Grid) else seen.boxes
    last = max((one.evidence.page or 0 for one in places), default=0)
    lines = tuple(line for line in document.lines if (line.page or 0) > last)
    if not named_again(one.structure, lines):
        return seen
    behind = tuple(table for table in among if table.places[0][0] > last)
    return replace(seen, chapters=pdf_outline(replace(document, lines=lines), behind).value)


def _with_chapters(
    document: Document,
    named: frozenset[int],
    candidates: list[_Candidate],
    among: tuple[Listed, ...],
) -> list[_Candidate]:
    """The outline of the lines too, where nothing better was seen, or where the tables are but the ends of its chapters."""
    best = max(candidates, key=lambda one: _standing(one, named).score, default=None)
    if best is None or _standing(best, named).score < ENOUGH:
        return [*candidates, *_outline(document, among)]
    lists = sum(bool(table.items) for table in among) > 1
    thick = (document.source.pages or 0) > SHORT
    if isinstance(best.seen, Diagram) or (
        best.page in named and (not lists or (thick and is_overview(best.structure)))
    ):
        return candidates
    least = CHAPTERS_RANK * _standing(best, named).score
    outlines = [one for one in _outline(document, among) if _standing(one, named).score >= max(ENOUGH, least)]
    parts = [
        one
        for one in candidates
        for whole in outlines
        if isinstance(whole.seen, Outline)
        and part_of_chapters(one.structure, whole.structure, whole.seen, whole.page in named and one.page not in named)
    ]
    if best in parts:
        return [*(one for one in candidates if one not in parts), *outlines]
    better = best.page not in named and any(
        _standing(one, named).score > _standing(best, named).score for one in outlines
    )
    return [*candidates, *outlines] if better else candidates


def _left_behind(chosen: Sequence[_Candidate], others: Sequence[_Candidate]) -> list[Issue]:
    """A table right behind the hierarchy without a header of its own looks like the rest of it: said, where it is not."""
    ends = {_last_page(one.seen) for one in chosen if isinstance(one.seen, Grid)}
    found = []
    for one in others:
        if not isinstance(one.seen, Grid) or one.page - 1 not in ends or not one.structure.nodes:
            continue
        headed = one.seen.title is not None and not in_margin(one.seen.title)
        if find_columns(one.seen).header or headed:
            continue
        message = f"{one.page}ページの表は前のページの表の続きのように見えますが、列がそろわず、つなげられません。確かめてください。"
        found.append(Issue("merged_span_lost", message, replace(one.seen.cells[0].evidence, text="")))
    return found


def _last_page(grid: Grid) -> int:
    return max((cell.evidence.page or 0 for cell in grid.cells), default=0)


def _standing(one: _Candidate, named: frozenset[int]) -> Standing:
    """How much it looks like the hierarchy; on a page headed 施策の体系 it need not have that title itself."""
    return rank(one.structure, "体系" if one.page in named else "")


def _tables(document: Document, heads: frozenset[str]) -> tuple[list[_Candidate], tuple[Listed, ...]]:
    """Ruled tables of all pages, put together over pages; and what each holds as one among the lines."""
    by_page: dict[int, list[Line]] = defaultdict(list)
    for line in document.lines:
        if line.page is not None:
            by_page[line.page].append(line)
    parts: list[Part] = []
    issues: list[Issue] = []
    last: tuple[int, Grid] | None = None
    left: tuple[int, tuple[Evidence, ...]] = (0, ())
    for page in document.pages:
        result = page_grids(page)
        rest = borderless_table.see_rest(page, last[1]) if last and last[0] == page.number - 1 else None
        if rest is not None and rest.value and letters_of(rest.value) >= letters_of(result.value):
            result = rest
        last = (page.number, result.value[-1]) if result.value and is_free(result.value[-1]) else None
        issues.extend(result.issues)
        carried = left[1] if left[0] == page.number - 1 else ()
        here = page_parts(page, result.value, by_page[page.number], heads, carried)
        left = (page.number, left_headings(here, by_page[page.number]))
        parts.extend(here)
    joined = join_pages(parts)
    among = [(grid, read_small(grid)) for grid in map(without_dittos, joined.value)]
    grids = stack([grid for grid, small in among if _worth(grid) and not small.card])
    found = []
    for grid in grids:
        refs = {cell.ref for cell in grid.cells}
        own = tuple(issue for issue in (*issues, *joined.issues) if refs.intersection(issue.refs))
        found.append(_Candidate(grid, own, grid_tree(grid).value, _page_of(grid.cells)))
    return found, listed(among)


def _drawn_diagrams(pages: Sequence[Page], tables: list[_Candidate]) -> list[_Candidate]:
    """Tables, with those that are but the boxes of a diagram replaced by it."""
    kept = list(tables)
    for page in pages:
        grids = [one for one in kept if one.page == page.number and isinstance(one.seen, Grid)]
        if not grids:
            continue
        for candidate in _of_pages([page], diagram.see):
            assert isinstance(candidate.seen, Diagram)
            texts = (*(box.text for box in candidate.seen.boxes), *candidate.seen.level_names)
            letters = sum(len("".join(text.split())) for text in texts)
            drawn = sum(edge.drawn for edge in candidate.seen.edges) * 2 > len(candidate.seen.edges)
            most = max(letters_of([one.seen]) for one in grids if isinstance(one.seen, Grid))
            full = any(
                isinstance(one.seen, Grid) and not is_free(one.seen) and _is_table(page, one.seen) for one in grids
            )
            least = SAME_TEXT if in_frames(page) and not _doubtful(candidate) else MORE_TEXT
            if letters > (least if full else LESS_TEXT if drawn else SAME_TEXT) * most:
                kept = [one for one in kept if one not in grids] + [candidate]
    return kept


def _doubtful(one: _Candidate) -> bool:
    return any(issue.kind == "edge_ambiguous" for issue in one.issues)


def _is_table(page: Page, grid: Grid) -> bool:
    """Whether lines or colours keep its cells apart and nearly all hold text; between boxes of a diagram many do not."""
    filled = sum(1 for cell in grid.cells if cell.text)
    coloured = not page.rules and len(page.boxes) >= BOXED * filled
    return (is_lined(page) or coloured) and filled >= FULL * len(grid.cells)


def _joined_diagrams(pages: Sequence[Page], candidates: list[_Candidate]) -> list[_Candidate]:
    """Diagrams that go on over the page as one, also where the next page was not read as a diagram."""
    seen = {one.page for one in candidates}
    diagrams = [one for one in candidates if isinstance(one.seen, Diagram)]
    for page in pages if diagrams else ():
        beside = any(abs(one.page - page.number) == 1 for one in diagrams)
        if page.number not in seen and beside:
            diagrams.extend(_of_pages([page], diagram.see))
    diagrams.sort(key=lambda one: one.page)
    joined = [one for one in candidates if not isinstance(one.seen, Diagram)]
    for whole in join_diagrams([one.seen for one in diagrams if isinstance(one.seen, Diagram)]):
        refs = {box.ref for box in whole.boxes}
        parts = [
            one for one in diagrams if isinstance(one.seen, Diagram) and any(box.ref in refs for box in one.seen.boxes)
        ]
        issues = tuple(issue for one in parts for issue in one.issues)
        joined.append(_Candidate(whole, issues, diagram_tree(whole).value, parts[0].page))
    return joined


def _worth(grid: Grid) -> bool:
    """A table with hardly any text is a chart, one with many blank rows the boxes and lines of a diagram."""
    filled = sum(1 for cell in grid.cells if cell.text)
    blank = {cell.row for cell in grid.cells} - {cell.row for cell in grid.cells if cell.text}
    return filled >= 4 and filled * 3 >= len(grid.cells) and len(blank) <= BLANK_ROWS * grid.rows


def _page_of(cells: Sequence[Cell]) -> int:
    return min((cell.evidence.page for cell in cells if cell.evidence.page is not None), default=0)


def _of_pages(pages: Sequence[Page], reader: Reader) -> list[_Candidate]:
    """What one reader sees on each page."""
    found = []
    for page in pages:
        result = reader(page)
        for thing in result.value:
            built = grid_tree(thing) if isinstance(thing, Grid) else diagram_tree(thing)
            found.append(_Candidate(thing, result.issues, built.value, page.number))
    return found


def _outline(document: Document, among: tuple[Listed, ...]) -> list[_Candidate]:
    result = pdf_outline(document, among)
    outline: Outline = result.value
    if not outline.items:
        return []
    page = outline.items[0].evidence.page or 0
    return [_Candidate(outline, result.issues, outline_tree(outline).value, page)]
