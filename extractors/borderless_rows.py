"""Entries of a borderless table → the rows that each covers: by backgrounds, rules, or where it stands. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.borderless_entries import COVERS, Entry, find_cuts
from extractors.numbering import read_marker
from extractors.share_out import Place, share_out
from schemas.document import BBox, Page


def lay_out(
    columns: Sequence[Sequence[Entry]],
    bounds: Sequence[tuple[float, float]],
    finest: int,
    page: Page,
    goes_on: bool = False,
) -> tuple[list[list[Entry]], set[tuple[int, int]]]:
    """The rows that each entry covers; and the entries (column, index) whose parent is a judgement.

    Args:
        columns: the entries of each column.
        bounds: left and right end of the columns.
        finest: the column whose entries are the rows.
        page: for its backgrounds and rules.
        goes_on: whether the table began on the page before; then the first rows may belong to an entry printed there,
            and get an entry without text.
    """
    laid: list[list[Entry]] = [list(own) for own in columns]
    laid[finest] = [replace(entry, top=row, bottom=row + 1) for row, entry in enumerate(columns[finest])]
    doubtful: set[tuple[int, int]] = set()
    edges = _row_edges(laid[finest], bounds[finest], page)
    for col in range(finest - 1, -1, -1):
        carried = _carried(laid[col], laid[col + 1], edges) if goes_on else 0
        own = laid[col + 1][carried:]
        loose: set[int] = set()
        if own:
            laid[col], loose = _cover(laid[col], own, bounds[col], edges, page)
        if carried:
            blank = laid[col + 1][0]
            box = BBox(bounds[col][0], blank.bbox.top, bounds[col][1], blank.bbox.bottom)
            first = Entry("", box, blank.first, blank.top, laid[col + 1][carried - 1].bottom)
            laid[col] = [first, *laid[col]]
        doubtful |= {(col + 1, carried + index) for index in loose}
    for col in range(finest + 1, len(columns)):
        laid[col] = _beside(laid[col], laid[finest], bounds[col], page)
    return laid, doubtful


def _carried(parents: Sequence[Entry], children: Sequence[Entry], edges: Sequence[float]) -> int:
    """How many of the first children belong to a parent on the page before."""
    if not parents:
        return len(children)
    numbered = _carried_by_number(parents, children)
    if numbered is not None:
        return numbered
    places = [_place(child, edges) for child in children]
    whole = share_out([_own_place(parent) for parent in parents], places)
    above = sum(place.first < parents[0].first - (place.end - place.start) / 2 for place in places)
    if not above or above == len(children):
        return above
    rest = share_out([_own_place(parent) for parent in parents], places[above:])
    return above if whole.doubtful and not rest.doubtful else 0


def _carried_by_number(parents: Sequence[Entry], children: Sequence[Entry]) -> int | None:
    """The same by the numbers: children before the first 1, or whose number does not begin with a parent's."""
    markers = [read_marker(child.text).marker for child in children]
    first = markers[0]
    if first is None or not first.value:
        return None
    if first.value[-1] == 1:
        return 0
    if len(first.value) > 1:
        known = {marker.value for parent in parents if (marker := read_marker(parent.text).marker)}
        within = [marker is not None and marker.value[:-1] in known for marker in markers]
        return within.index(True) if True in within else None
    starts = [marker is not None and marker.kind == first.kind and marker.value == (1,) for marker in markers]
    return starts.index(True) if True in starts else None


def _row_edges(rows: Sequence[Entry], bound: tuple[float, float], page: Page) -> list[float]:
    """The heights between the rows, and above and below them."""
    cuts = find_cuts(page, bound, rows[0].bbox.top - 40.0, rows[-1].bbox.bottom + 40.0)
    half = (rows[1].middle - rows[0].middle) / 2 if len(rows) > 1 else 10.0
    edges = [max((y for y in cuts if y <= rows[0].bbox.top + 1.0), default=rows[0].middle - half)]
    for above, below in pairwise(rows):
        cut = [y for y in cuts if above.middle < y < below.middle]
        edges.append(cut[0] if len(cut) == 1 else (above.bbox.bottom + below.bbox.top) / 2)
    half = (rows[-1].middle - rows[-2].middle) / 2 if len(rows) > 1 else 10.0
    edges.append(min((y for y in cuts if y >= rows[-1].bbox.bottom - 1.0), default=rows[-1].middle + half))
    return edges


def _cover(
    parents: Sequence[Entry], children: Sequence[Entry], bound: tuple[float, float], edges: Sequence[float], page: Page
) -> tuple[list[Entry], set[int]]:
    """Parents with the rows of their children; and the children whose parent is a judgement."""
    places = [_place(child, edges) for child in children]
    owner: list[int] = []
    doubtful: set[int] = set()
    for members, start, end in _sections(parents, bound, edges, page):
        inside = [i for i, place in enumerate(places) if start <= (place.room[0] + place.room[1]) / 2 < end]
        if not inside or not members:
            return _cover_anyhow(parents, places, children)
        shares = share_out([_own_place(parents[m]) for m in members], [places[i] for i in inside])
        owner += [members[share] for share in shares.parents]
        doubtful |= {inside[i] for i in shares.doubtful}
    if len(owner) != len(children):
        return _cover_anyhow(parents, places, children)
    return _spanned(parents, children, owner), doubtful


def _cover_anyhow(
    parents: Sequence[Entry], places: Sequence[Place], children: Sequence[Entry]
) -> tuple[list[Entry], set[int]]:
    """By places alone, where backgrounds do not bound the parents."""
    shares = share_out([_own_place(parent) for parent in parents], places)
    return _spanned(parents, children, shares.parents), set(shares.doubtful)


def _spanned(parents: Sequence[Entry], children: Sequence[Entry], owner: Sequence[int]) -> list[Entry]:
    spanned: list[Entry] = []
    floor = 0
    for index, parent in enumerate(parents):
        own = [child for child, of in zip(children, owner, strict=True) if of == index]
        top = min((child.top for child in own), default=floor)
        bottom = max((child.bottom for child in own), default=top)
        spanned.append(replace(parent, top=top, bottom=bottom))
        floor = bottom
    return spanned


def _sections(
    parents: Sequence[Entry], bound: tuple[float, float], edges: Sequence[float], page: Page
) -> list[tuple[list[int], float, float]]:
    """Stretches of a column between the edges of its backgrounds, with the entries in each.

    One stretch where backgrounds run through entries or leave stretches without any: these are stripes, not cells.
    """
    whole = [(list(range(len(parents))), edges[0] - 1.0, edges[-1] + 1.0)]
    cuts = [y for y in find_cuts(page, bound, edges[0], edges[-1]) if any(abs(y - edge) <= 4.0 for edge in edges)]
    limits = [edges[0] - 1.0, *cuts, edges[-1] + 1.0]
    sections: list[tuple[list[int], float, float]] = []
    for start, end in pairwise(limits):
        if end - start < 4.0:
            continue
        inside = [i for i, parent in enumerate(parents) if start <= parent.middle < end]
        crossed = any(parents[i].bbox.bottom > end + 2.0 or parents[i].bbox.top < start - 2.0 for i in inside)
        if not inside or crossed:
            return whole
        sections.append((inside, start, end))
    return sections


def _own_place(entry: Entry) -> Place:
    return Place(entry.bbox.top, entry.bbox.bottom, entry.first, read_marker(entry.text).marker)


def _place(entry: Entry, edges: Sequence[float]) -> Place:
    """An entry whose rows are known."""
    marker = read_marker(entry.text).marker
    return Place(entry.bbox.top, entry.bbox.bottom, entry.first, marker, edges[entry.top], edges[entry.bottom])


def _beside(entries: Sequence[Entry], rows: Sequence[Entry], bound: tuple[float, float], page: Page) -> list[Entry]:
    """Entries right of the finest column: the rows between the edges of their background, else the row they are on."""
    placed: list[Entry] = []
    for entry in entries:
        row = min(range(len(rows)), key=lambda i: abs(rows[i].middle - entry.middle))
        top, bottom = row, row + 1
        around = [
            box.bbox
            for box in page.boxes
            if box.bbox.top <= entry.middle <= box.bbox.bottom
            and min(box.bbox.x1, bound[1]) - max(box.bbox.x0, bound[0]) >= COVERS * (bound[1] - bound[0])
            and box.bbox.x0 >= bound[0] - 30.0
        ]
        if around:
            cell = min(around, key=lambda b: b.bottom - b.top)
            inside = [i for i, other in enumerate(rows) if cell.top <= other.middle <= cell.bottom]
            if inside:
                top, bottom = inside[0], inside[-1] + 1
        floor = placed[-1].bottom if placed else 0
        placed.append(replace(entry, top=max(top, floor), bottom=max(bottom, floor + 1)))
    return placed
