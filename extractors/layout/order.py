"""Pieces and blocks of a page, or of a box → columns of rows in the order of reading. Pure.

Columns are found before lines: a gutter is a strip without ink that runs through several rows, with enough on both of
its sides. What stands above and below the strip is read before and after. A strip between numbers and their names, or
between names and what is said of them in the same line, is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.document import BBox

GUTTER = 1.1
"""Em: the narrowest strip between columns of running text."""
NARROW = 8.0
"""Em: a column is at least as wide."""
ROWS = 2
"""Rows that stand on each side at least."""
INNER = 0.15
"""Share of its height by which a row is thinner than its box, above and below."""
FULL = 0.5
"""Share of the rows of a column of running text that reach its right edge."""
EDGE = 2.0
"""Em: a row that ends this near to it reaches it."""
ALIGNED = 0.6
"""Share of the rows of the one side that have one of the other side at their height, where lines run across."""
HEAD = 0.6
"""Of its size: a line this far above the right column stands over both."""
LARGER = 1.15
"""A line this much larger than the text of the columns, left and below, begins what follows them."""
LEVEL = 0.25
"""Em: heights of one row differ by less."""


@dataclass(frozen=True, slots=True, eq=False)
class Atom:
    """What is put in order as a whole: a piece, a table, a box."""

    box: BBox
    size: float
    at: int
    """Its number among those that are put in order."""
    block: bool = False
    """True for a table or box."""
    ends: bool = False
    """True for text that ends a sentence."""


Column = list[list[Atom]]
"""Rows from the top down, each from left to right."""


def columns(atoms: Sequence[Atom], em: float) -> list[Column]:
    """The columns in reading order."""
    if not atoms:
        return []
    found = _gutter(atoms, em)
    if found is None:
        return [rows(atoms)]
    above, left, right, below = found
    return [column for part in (above, left, right, below) for column in columns(part, em)]


def rows(atoms: Sequence[Atom]) -> Column:
    """Atoms at one height together, from the top down; a large one joins the uppermost row that it stands beside."""
    ordered = sorted(atoms, key=lambda atom: (atom.box.bottom - atom.box.top, atom.box.top, atom.box.x0))
    found: list[list[Atom]] = []
    for atom in ordered:
        best = None
        for row in found:
            fits = any(_level(atom, other) for other in row) and not any(_over(atom, other) for other in row)
            if fits and (best is None or row[0].box.top < best[0].box.top):
                best = row
        if best is None:
            found.append([atom])
        else:
            best.append(atom)
    for row in found:
        row.sort(key=lambda atom: atom.box.x0)
    return sorted(found, key=lambda row: (min(_middle(atom) for atom in row), row[0].box.x0))


def _middle(atom: Atom) -> float:
    return (atom.box.top + atom.box.bottom) / 2


def _level(one: Atom, other: Atom) -> bool:
    if one.block or other.block:
        return False
    common = min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top)
    return common >= 0.55 * min(one.box.bottom - one.box.top, other.box.bottom - other.box.top)


def _over(one: Atom, other: Atom) -> bool:
    """Whether two stand one above the other, so that they cannot be of one row."""
    return min(one.box.x1, other.box.x1) - max(one.box.x0, other.box.x0) > 0.5 * min(one.size, other.size)


Parts = tuple[list[Atom], list[Atom], list[Atom], list[Atom]]


def _gutter(atoms: Sequence[Atom], em: float) -> Parts | None:
    """What stands above, left of, right of and below the best gutter."""
    bands = _bands(atoms)
    gaps = [_gaps(band, GUTTER * em) for band in bands]
    seeds = [[*own, *_gaps([*bands[at], *bands[at + 1]], GUTTER * em)] for at, own in enumerate(gaps[:-1])] + gaps[-1:]
    best: tuple[float, Parts] | None = None
    seen: set[tuple[int, int, int]] = set()
    for at, own in enumerate(seeds):
        for gap in own:
            first, last, strip = _grown(bands, gaps, at, gap, GUTTER * em)
            key = (first, last, round(strip[0]))
            if key in seen:
                continue
            seen.add(key)
            middle = (strip[0] + strip[1]) / 2
            inside = [atom for band in bands[first : last + 1] for atom in band]
            left = [atom for atom in inside if atom.box.x1 <= middle]
            right = [atom for atom in inside if atom.box.x0 >= middle]
            if not _apart(left, right, em):
                continue
            above = [atom for band in bands[:first] for atom in band]
            below = [atom for band in bands[last + 1 :] for atom in band]
            worth = min(_height(left), _height(right)) + 4 * (strip[1] - strip[0])
            if best is None or worth > best[0]:
                best = (worth, (above, left, right, below))
    return None if best is None else best[1]


def _height(atoms: Sequence[Atom]) -> float:
    return max(atom.box.bottom for atom in atoms) - min(atom.box.top for atom in atoms)


def _bands(atoms: Sequence[Atom]) -> list[list[Atom]]:
    """Atoms that overlap in height, directly or by others between, from the top down."""
    found: list[list[Atom]] = []
    bottom = float("-inf")
    for atom in sorted(atoms, key=_inner_top):
        if not found or _inner_top(atom) >= bottom:
            found.append([])
        found[-1].append(atom)
        bottom = max(bottom, atom.box.bottom - INNER * (atom.box.bottom - atom.box.top))
    return found


def _inner_top(atom: Atom) -> float:
    return atom.box.top + INNER * (atom.box.bottom - atom.box.top)


def _gaps(band: Sequence[Atom], least: float) -> list[tuple[float, float]]:
    """Strips without ink between the atoms of a band."""
    found = []
    right = None
    for atom in sorted(band, key=lambda one: one.box.x0):
        if right is not None and atom.box.x0 - right >= least:
            found.append((right, atom.box.x0))
        right = atom.box.x1 if right is None else max(right, atom.box.x1)
    return found


def _grown(
    bands: Sequence[Sequence[Atom]],
    gaps: Sequence[Sequence[tuple[float, float]]],
    at: int,
    strip: tuple[float, float],
    least: float,
) -> tuple[int, int, tuple[float, float]]:
    """The run of bands around one through which a strip goes on, and how wide it is there."""
    first = last = at
    for step in (-1, 1):
        place = at + step
        while 0 <= place < len(bands):
            narrower = _through(bands[place], gaps[place], strip, least)
            if narrower is None:
                break
            strip = narrower
            first, last = min(first, place), max(last, place)
            place += step
    middle = (strip[0] + strip[1]) / 2
    begins = min((a.box.top for band in bands[first : last + 1] for a in band if a.box.x0 >= middle), default=0.0)
    while first < last and max(a.box.bottom for a in bands[first]) + HEAD * _size(bands[first]) < begins:
        first += 1  # what stands above both columns, though it is short enough to stand left of the strip
    usual = min(_size(band) for band in bands[first : last + 1])
    while last > first and _size(bands[last]) > LARGER * usual and all(a.box.x1 <= middle for a in bands[last]):
        last -= 1
    return first, last, strip


def _size(band: Sequence[Atom]) -> float:
    return max(atom.size for atom in band)


def _through(
    band: Sequence[Atom], gaps: Sequence[tuple[float, float]], strip: tuple[float, float], least: float
) -> tuple[float, float] | None:
    left = max((a.box.x1 for a in band if a.box.x0 < strip[0]), default=None)
    right = min((a.box.x0 for a in band if a.box.x1 > strip[1]), default=None)
    if left is None or right is None:  # all on one side
        edge = (max(strip[0], left or strip[0]), min(strip[1], right or strip[1]))
        return edge if edge[1] - edge[0] >= least else None
    for gap in gaps:
        common = (max(gap[0], strip[0]), min(gap[1], strip[1]))
        if common[1] - common[0] >= least:
            return common
    return None


def _apart(left: Sequence[Atom], right: Sequence[Atom], em: float) -> bool:
    """Whether two sides are columns to be read one after the other."""
    if not left or not right:
        return False
    row_left, row_right = rows(left), rows(right)
    if min(len(row_left), len(row_right)) < ROWS and not (_blocks(left) and _blocks(right)):
        return False
    widths = [max(a.box.x1 for a in side) - min(a.box.x0 for a in side) for side in (left, right)]
    if min(widths) < NARROW * em:
        return False
    if _blocks(left) or _blocks(right):
        return True
    if _running(row_left, em) and _running(row_right, em):
        return True
    heights = [min(_middle(atom) for atom in row) for row in row_right]
    aligned = sum(any(abs(min(_middle(a) for a in row) - y) < LEVEL * em for y in heights) for row in row_left)
    return aligned < ALIGNED * min(len(row_left), len(row_right)) and min(len(row_left), len(row_right)) > ROWS


def _blocks(atoms: Sequence[Atom]) -> bool:
    return any(atom.block for atom in atoms)


def _running(column: Column, em: float) -> bool:
    """Whether most rows reach the right edge, as those of running text do."""
    ends = [max(atom.box.x1 for atom in row) for row in column]
    edge = max(ends)
    return len(ends) >= 3 and sum(end >= edge - EDGE * em for end in ends) >= FULL * len(ends)
