"""Walls → rasters: the rows and columns of each table, and which places of the raster are one merged cell. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.merged_places import merged_places
from extractors.walls import Wall, Walls
from schemas.document import BBox

COVERED = 0.5
"""Share of the side of a place that must be drawn to be a wall (broken lines have gaps)."""
MIN_CELL = 6.0
"""Points: rows and columns are at least this wide; text is not printed smaller."""
OPEN_SIDE = 12.0
"""Points: where lines stick out this far beyond the last wall, the table has an outer column without a border."""
MAX_PLACES = 40_000
"""Places of a raster; a raster with more is a chart or a map."""


@dataclass(frozen=True, slots=True)
class Area:
    """A cell of the raster: where it begins, how many rows and columns it covers, and its place on the page."""

    row: int
    col: int
    rowspan: int
    colspan: int
    bbox: BBox


@dataclass(frozen=True, slots=True)
class Raster:
    """One table: its boundaries and areas, in reading order."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    areas: tuple[Area, ...]
    owner: tuple[tuple[int, ...], ...]
    """Index into areas, by row and column."""
    shades: frozenset[tuple[int, int]] = frozenset()
    """Areas, upper and lower, that nothing but a change of colour keeps apart."""

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.ys) - 1

    @property
    def cols(self) -> int:
        """Number of columns."""
        return len(self.xs) - 1

    @property
    def bbox(self) -> BBox:
        """The outer edges."""
        return BBox(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def area_at(self, x: float, y: float) -> int | None:
        """Index of the area that holds a point, None outside."""
        col, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if not (0 <= row < self.rows and 0 <= col < self.cols):
            return None
        return self.owner[row][col]


def rasters(walls: Walls) -> list[Raster]:
    """One raster for each set of walls that touch, from the top down."""
    found: list[Raster] = []
    for group in _touching(walls):
        raster = _raster(group, walls.tolerance)
        if raster is not None:
            found.append(raster)
    return sorted(found, key=lambda raster: (raster.ys[0], raster.xs[0]))


def without_shades(raster: Raster, filled: Sequence[bool]) -> Raster:
    """The raster with areas put together that only a change of colour keeps apart, where the lower one is empty."""
    parent = list(range(len(raster.areas)))
    for a, b in sorted(raster.shades, key=lambda pair: raster.areas[pair[1]].row):
        upper, lower = raster.areas[parent[a]], raster.areas[b]
        if (upper.col, upper.colspan) == (lower.col, lower.colspan) and not filled[b]:
            parent[b] = parent[a]
    if parent == list(range(len(raster.areas))):
        return raster
    owner = [[parent[name] for name in line] for line in raster.owner]
    return _compact(list(raster.xs), list(raster.ys), owner, [[True] * raster.cols for _ in range(raster.rows)])


def _touching(walls: Walls) -> list[list[Wall]]:
    """Walls grouped by whether they meet, directly or over others."""
    level = [wall for wall in walls.walls if wall.level]
    upright = [wall for wall in walls.walls if not wall.level]
    items = level + upright
    parent = list(range(len(items)))
    near = walls.tolerance

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for first, h in enumerate(level):
        for second, v in enumerate(upright, len(level)):
            crosses = h.low - near <= v.at <= h.high + near and v.low - near <= h.at <= v.high + near
            if crosses and root(first) != root(second):
                parent[root(second)] = root(first)
    for same, offset in ((level, 0), (upright, len(level))):
        order = sorted(range(len(same)), key=lambda at: same[at].at)
        for place, a in enumerate(order):
            for b in order[place + 1 :]:
                if same[b].at - same[a].at > near:
                    break
                if same[a].low <= same[b].high + near and same[b].low <= same[a].high + near:
                    parent[root(b + offset)] = root(a + offset)
    groups: dict[int, list[Wall]] = {}
    for at, wall in enumerate(items):
        groups.setdefault(root(at), []).append(wall)
    return [group for group in groups.values() if len(group) >= 4]


def _raster(group: list[Wall], tolerance: float) -> Raster | None:
    level = [wall for wall in group if wall.level]
    upright = [wall for wall in group if not wall.level]
    if len(level) < 2 or len(upright) < 1:
        return None
    xs = _open_ends(_positions(upright, tolerance), level)
    ys = _open_ends(_positions(level, tolerance), upright)
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > MAX_PLACES:
        return None
    right = _drawn(upright, xs, ys, tolerance)
    below = _drawn(level, ys, xs, tolerance)
    owner = merged_places(xs, ys, right, below)
    hard = _drawn([wall for wall in level if not wall.soft], ys, xs, tolerance)
    return _compact(xs, ys, owner, hard)


def _positions(walls: list[Wall], tolerance: float) -> list[float]:
    """Where walls stand, those near to each other taken as one (their mean, weighted by length)."""
    clusters: list[list[Wall]] = []
    for wall in sorted(walls, key=lambda wall: wall.at):
        if (
            clusters
            and wall.at - clusters[-1][-1].at <= tolerance
            and wall.at - clusters[-1][0].at <= MIN_CELL + tolerance
        ):
            clusters[-1].append(wall)
        else:
            clusters.append([wall])
    found: list[float] = []
    for cluster in clusters:
        weight = sum(wall.high - wall.low for wall in cluster)
        at = sum(wall.at * (wall.high - wall.low) for wall in cluster) / weight if weight else cluster[0].at
        if found and at - found[-1] < min(MIN_CELL, tolerance + 1.0):
            continue
        found.append(at)
    return found


def _open_ends(positions: list[float], crossing: list[Wall]) -> list[float]:
    """Positions, with an outer one added where the crossing walls run on beyond the last (no outer border)."""
    low, high = min(wall.low for wall in crossing), max(wall.high for wall in crossing)
    if not positions:
        return [low, high]
    before = [low] if positions[0] - low > OPEN_SIDE else []
    after = [high] if high - positions[-1] > OPEN_SIDE else []
    return before + positions + after


def _drawn(walls: list[Wall], positions: list[float], along: list[float], tolerance: float) -> list[list[bool]]:
    """For each position and each stretch between two positions along it: is a wall drawn there?"""
    pieces: list[list[tuple[float, float]]] = [[] for _ in positions]
    for wall in walls:
        nearest = min(range(len(positions)), key=lambda at: abs(positions[at] - wall.at))
        if abs(positions[nearest] - wall.at) <= MIN_CELL + tolerance:
            pieces[nearest].append((wall.low, wall.high))
    return [[_share(mine, low, high) >= COVERED for low, high in pairwise(along)] for mine in pieces]


def _share(pieces: list[tuple[float, float]], low: float, high: float) -> float:
    """Share of low..high that the pieces cover."""
    covered, reached = 0.0, low
    for start, end in sorted(pieces):
        start, end = max(start, reached), min(end, high)
        if end > start:
            covered += end - start
            reached = end
    return covered / (high - low) if high > low else 0.0


def _compact(xs: list[float], ys: list[float], owner: list[list[int]], hard: list[list[bool]]) -> Raster:
    """The raster without boundaries that no cell uses."""
    rows, cols = len(owner), len(owner[0])
    keep_y = [0] + [r for r in range(1, rows) if owner[r] != owner[r - 1]] + [rows]
    keep_x = [0] + [c for c in range(1, cols) if any(line[c] != line[c - 1] for line in owner)] + [cols]
    small = [[owner[r][c] for c in keep_x[:-1]] for r in keep_y[:-1]]
    new_xs = tuple(xs[at] for at in keep_x)
    new_ys = tuple(ys[at] for at in keep_y)
    order: dict[int, int] = {}
    extent: dict[int, list[int]] = {}
    for r, line in enumerate(small):
        for c, name in enumerate(line):
            order.setdefault(name, len(order))
            box = extent.setdefault(name, [r, c, r, c])
            box[2], box[3] = max(box[2], r), max(box[3], c)
    areas = [
        Area(r, c, r2 - r + 1, c2 - c + 1, BBox(new_xs[c], new_ys[r], new_xs[c2 + 1], new_ys[r2 + 1]))
        for r, c, r2, c2 in (extent[name] for name in order)
    ]
    numbered = tuple(tuple(order[name] for name in line) for line in small)
    met = {
        (order[owner[r - 1][c]], order[owner[r][c]], hard[r][c])
        for r in range(1, rows)
        for c in range(cols)
        if owner[r - 1][c] != owner[r][c]
    }
    shades = frozenset((a, b) for a, b, drawn in met if not drawn and (a, b, True) not in met)
    return Raster(new_xs, new_ys, tuple(areas), numbered, shades)
