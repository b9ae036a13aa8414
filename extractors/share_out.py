"""Parents and children side by side, without lines between them → which children belong to which parent. Pure.

Both stand in reading order along one axis (down a page for columns, across for rows). Each parent owns a consecutive
run of children. Where a parent stands against its run (at its first child, at its middle, or covering it) is found from
the places; numbers in the labels (1-1 under 1, or a restart at 1) must agree or the children concerned are doubtful.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from extractors.numbering import Marker

Mode = Literal["cover", "top", "middle"]

CLOSE = 0.3
"""Share of the distance between children: a parent misplaced by less is where it should be."""
CLEAR = 0.35
"""Share of the distance between children: a boundary whose shift by one child costs less than this is doubtful."""

EXACT = 1.0
"""Points: rounding and the differences between fonts."""
SLIGHT = 0.03
"""Share of the distance between children by which another reading must be worse to be dropped."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one entry stands along the axis, in points, and its printed marker."""

    start: float
    end: float
    first: float
    """Centre of its first line; the centre of the whole where it has one line."""
    marker: Marker | None = None
    row_start: float | None = None
    row_end: float | None = None
    """The room it takes with its own children, where that is known; its own extent otherwise."""

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2

    @property
    def room(self) -> tuple[float, float]:
        start = self.start if self.row_start is None else self.row_start
        return start, self.end if self.row_end is None else self.row_end


@dataclass(frozen=True, slots=True)
class Shares:
    """The index of the parent of each child, and the children of which this is a judgement."""

    parents: tuple[int, ...]
    doubtful: frozenset[int]


def share_out(parents: Sequence[Place], children: Sequence[Place]) -> Shares:
    """Give each child its parent. Both sequences are sorted along the axis; there is at least one parent."""
    if len(parents) == 1 or not children:
        return Shares((0,) * len(children), frozenset())
    if len(children) < len(parents):
        return _nearest(parents, children)
    markers = [p.marker for p in parents], [c.marker for c in children]
    numbered = by_numbers(*markers)
    placed, doubtful = _by_places(parents, children)
    if numbered is None:
        known = _chained(*markers)
        if doubtful and 2 * len(known) > len(children):
            return _completed(placed, known)
        return Shares(placed, doubtful | _restarts_within(placed, children))
    differing = frozenset(i for i, (a, b) in enumerate(zip(numbered, placed, strict=True)) if a != b)
    # places that leave no doubt outweigh numbers, which are misprinted more often than boxes are misplaced
    firm = any(i not in doubtful for i in differing)
    return Shares(placed if firm else numbered, differing if firm else frozenset())


def by_numbers(parents: Sequence[Marker | None], children: Sequence[Marker | None]) -> tuple[int, ...] | None:
    """Parents by the numbers alone, None where these do not say it for every child."""
    return _by_chain(parents, children) or _by_restart(len(parents), children)


def _by_chain(parents: Sequence[Marker | None], children: Sequence[Marker | None]) -> tuple[int, ...] | None:
    """1-2 belongs to 1, 1-2-3 to 1-2."""
    known = _chained(parents, children)
    shares = tuple(known[i] for i in sorted(known))
    if len(shares) < len(children):
        return None
    return shares if list(shares) == sorted(shares) and len(set(shares)) == len(parents) else None


def _chained(parents: Sequence[Marker | None], children: Sequence[Marker | None]) -> dict[int, int]:
    """The parents of those children whose number begins with a parent's number."""
    values = {marker.value: i for i, marker in enumerate(parents) if marker is not None and marker.counted}
    if len(values) != len(parents):
        return {}
    found = {i: values.get(c.value[:-1]) for i, c in enumerate(children) if c is not None and len(c.value) > 1}
    return {i: parent for i, parent in found.items() if parent is not None}


def _completed(placed: Sequence[int], known: dict[int, int]) -> Shares:
    """Parents by numbers where these say them, by places, doubtfully, where not."""
    parents = tuple(known.get(i, share) for i, share in enumerate(placed))
    return Shares(parents, frozenset(i for i in range(len(placed)) if i not in known))


def _by_restart(parents: int, children: Sequence[Marker | None]) -> tuple[int, ...] | None:
    """(1) (2) (1) (2) (3): a new parent at each (1); only where there are as many starts as parents."""
    shares: list[int] = []
    last, kind = 0, children[0].kind if children[0] is not None else ""
    for marker in children:
        if marker is None or len(marker.value) != 1 or marker.kind != kind:
            return None
        value = marker.value[0]
        if value == 1:
            shares.append(shares[-1] + 1 if shares else 0)
        elif value == last + 1 and shares:
            shares.append(shares[-1])
        else:
            return None
        last = value
    return tuple(shares) if shares[-1] + 1 == parents else None


def _restarts_within(shares: Sequence[int], children: Sequence[Place]) -> frozenset[int]:
    """Runs in which the numbering starts anew: the places of their children are in doubt."""
    broken = {
        shares[i]
        for i in range(1, len(children))
        if shares[i] == shares[i - 1] and _restarts(children[i - 1].marker, children[i].marker)
    }
    return frozenset(i for i, share in enumerate(shares) if share in broken)


def _restarts(before: Marker | None, marker: Marker | None) -> bool:
    if before is None or marker is None or not before.value or before.kind != marker.kind:
        return False
    return marker.value <= before.value


def _by_places(parents: Sequence[Place], children: Sequence[Place]) -> tuple[tuple[int, ...], frozenset[int]]:
    covered = _covered(parents, children)
    if covered is not None:
        return covered, frozenset()
    step = _step(children)
    best: tuple[float, Mode, tuple[int, ...]] | None = None
    solved: dict[Mode, tuple[float, tuple[int, ...]]] = {}
    modes: tuple[Mode, ...] = ("top", "middle")
    for mode in modes:
        cost, shares = _partition(parents, children, mode)
        solved[mode] = (cost / len(parents), shares)
        if best is None or cost / len(parents) < best[0]:
            best = (cost / len(parents), mode, shares)
    assert best is not None
    cost, mode, shares = best
    if cost > CLOSE * step:
        return shares, frozenset(range(len(children)))
    doubtful = set(_loose_boundaries(parents, children, mode, shares, CLEAR * step))
    other_cost, other = solved["middle" if mode == "top" else "top"]
    if other_cost <= cost + max(EXACT, SLIGHT * step):
        doubtful |= {i for i, (a, b) in enumerate(zip(shares, other, strict=True)) if a != b}
    return shares, frozenset(doubtful)


def _covered(parents: Sequence[Place], children: Sequence[Place]) -> tuple[int, ...] | None:
    """Where every child's middle lies beside exactly one parent, and every parent has one: no other reading."""
    shares: list[int] = []
    for child in children:
        beside = [i for i, parent in enumerate(parents) if parent.start <= child.middle <= parent.end]
        if len(beside) != 1:
            return None
        shares.append(beside[0])
    return tuple(shares) if set(shares) == set(range(len(parents))) else None


def _step(children: Sequence[Place]) -> float:
    """The usual distance from one child to the next."""
    gaps = sorted(b.middle - a.middle for a, b in pairwise(children))
    return max(gaps[len(gaps) // 2], 1.0) if gaps else 1.0


def _cost(parent: Place, run: Sequence[Place], mode: Mode) -> float:
    if mode == "top":
        return abs(parent.first - run[0].first)
    middle = (run[0].room[0] + run[-1].room[1]) / 2
    return abs(parent.middle - middle)


def _partition(parents: Sequence[Place], children: Sequence[Place], mode: Mode) -> tuple[float, tuple[int, ...]]:
    """The cheapest way to cut the children into one non-empty run per parent, in order."""
    count = len(children)
    best: list[tuple[float, tuple[int, ...]] | None] = [None] * (count + 1)
    best[0] = (0.0, ())
    for index, parent in enumerate(parents):
        following: list[tuple[float, tuple[int, ...]] | None] = [None] * (count + 1)
        for end in range(index + 1, count + 1):
            for start in range(index, end):
                before = best[start]
                if before is None:
                    continue
                cost = before[0] + _cost(parent, children[start:end], mode)
                known = following[end]
                if known is None or cost < known[0]:
                    following[end] = (cost, (*before[1], *(index,) * (end - start)))
        best = following
    solution = best[count]
    assert solution is not None
    return solution


def _loose_boundaries(
    parents: Sequence[Place], children: Sequence[Place], mode: Mode, shares: tuple[int, ...], margin: float
) -> list[int]:
    """Children at the edge of a run that could as well belong to the neighbouring parent."""

    def total(of: tuple[int, ...]) -> float | None:
        if len(set(of)) != len(parents):
            return None
        runs = [[c for c, i in zip(children, of, strict=True) if i == index] for index in range(len(parents))]
        return sum(_cost(parent, run, mode) for parent, run in zip(parents, runs, strict=True))

    base = total(shares) or 0.0
    loose: list[int] = []
    for at in range(1, len(shares)):
        if shares[at] == shares[at - 1]:
            continue
        for child, parent in ((at, shares[at - 1]), (at - 1, shares[at])):
            moved = total((*shares[:child], parent, *shares[child + 1 :]))
            if moved is not None and moved - base < margin:
                loose.append(child)
    return loose


def _nearest(parents: Sequence[Place], children: Sequence[Place]) -> Shares:
    """Fewer children than parents: some parents have none; each child goes to the parent beside it."""
    shares: list[int] = []
    doubtful: set[int] = set()
    for at, child in enumerate(children):
        away = sorted((abs(parent.middle - child.middle), i) for i, parent in enumerate(parents))
        best = away[0][1]
        level = min(abs(parents[best].first - child.first), away[0][0])
        if level > (child.end - child.start) and not parents[best].start <= child.middle <= parents[best].end:
            doubtful.add(at)
        shares.append(best)
    return Shares(tuple(shares), frozenset(doubtful))
