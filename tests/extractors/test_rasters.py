"""Lines put together from pieces, arrow heads, and rasters with merged cells: each has an inverse to test against."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.arrow_heads import is_head, pointed
from extractors.join_rules import joined
from extractors.raster import rasters
from extractors.walls import TOLERANCE, Wall, Walls
from schemas.document import Rule


@given(
    st.floats(20, 400),
    st.floats(60, 400),
    st.floats(1, 8),
    st.floats(0.2, 3.5),
    st.booleans(),
    st.randoms(use_true_random=False),
)
def test_dashes_make_one_line(
    start: float, length: float, dash: float, gap: float, level: bool, rng: random.Random
) -> None:
    pieces = []
    at = start
    while at < start + length:
        end = min(at + dash, start + length)
        pieces.append(Rule(at, 50, end, 50, 0.5, 0) if level else Rule(50, at, 50, end, 0.5, 0))
        at = end + gap
    last = pieces[-1].x1 if level else pieces[-1].bottom
    rng.shuffle(pieces)
    [line] = joined(pieces)
    low, high = (line.x0, line.x1) if level else (line.top, line.bottom)
    assert low == pytest.approx(start, abs=0.5)
    assert high == pytest.approx(last, abs=0.5)


def test_lines_apart_stay_apart() -> None:
    rules = [Rule(0, 10, 100, 10), Rule(130, 10, 200, 10), Rule(0, 14, 100, 14), Rule(0, 0, 50, 80)]
    assert sorted(joined(rules)) == sorted(rules)


def test_an_arrow_points_to_its_tip() -> None:
    head = [(100.0, 46.0), (108.0, 50.0), (100.0, 54.0)]
    assert is_head(head)
    [rule] = pointed([Rule(101, 50, 20, 50)], [head])
    assert (rule.x0, rule.top, rule.x1, rule.bottom, rule.arrow) == (20, 50, 108, 50, True)
    assert pointed([Rule(200, 50, 300, 50)], [head]) == [Rule(200, 50, 300, 50)]
    assert not is_head([(0, 0), (200, 0), (100, 90)])


Span = tuple[int, int, int, int]


def _spans(rng: random.Random, rows: int, cols: int) -> list[Span]:
    """A random division of a raster into merged cells: row, column, rows, columns."""
    free = {(row, col) for row in range(rows) for col in range(cols)}
    found = []
    for row in range(rows):
        for col in range(cols):
            if (row, col) not in free:
                continue
            high, wide = rng.randint(1, rows - row), rng.randint(1, 2)
            while any((row, col + step) not in free for step in range(wide)):
                wide -= 1
            while any((row + down, col + step) not in free for down in range(high) for step in range(wide)):
                high -= 1
            free -= {(row + down, col + step) for down in range(high) for step in range(wide)}
            found.append((row, col, high, wide))
    return found


def _walls(spans: list[Span], xs: list[float], ys: list[float], rng: random.Random) -> list[Wall]:
    """The sides of all cells, each a little off its place."""
    walls = []
    for row, col, high, wide in spans:
        x0, x1, y0, y1 = xs[col], xs[col + wide], ys[row], ys[row + high]
        for level, at, low, end in ((True, y0, x0, x1), (True, y1, x0, x1), (False, x0, y0, y1), (False, x1, y0, y1)):
            walls.append(Wall(level, at + rng.uniform(-0.6, 0.6), low + rng.uniform(-1, 1), end + rng.uniform(-1, 1)))
    rng.shuffle(walls)
    return walls


@given(st.integers(2, 6), st.integers(2, 5), st.randoms(use_true_random=False))
def test_cells_are_found_again_from_their_sides(rows: int, cols: int, rng: random.Random) -> None:
    spans = _spans(rng, rows, cols)
    xs = [50.0 + 70 * col for col in range(cols + 1)]
    ys = [90.0 + 22 * row for row in range(rows + 1)]
    used_rows = sorted({row for row, *_ in spans} | {row + high for row, _, high, _ in spans})
    used_cols = sorted({col for _, col, *_ in spans} | {col + wide for _, col, _, wide in spans})
    [raster] = rasters(Walls(tuple(_walls(spans, xs, ys, rng)), TOLERANCE))
    expected = sorted(
        (
            used_rows.index(row),
            used_cols.index(col),
            used_rows.index(row + high) - used_rows.index(row),
            used_cols.index(col + wide) - used_cols.index(col),
        )
        for row, col, high, wide in spans
    )
    assert sorted((a.row, a.col, a.rowspan, a.colspan) for a in raster.areas) == expected


def test_tables_apart_are_two() -> None:
    rng = random.Random(3)
    one = _walls([(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 2)], [50, 120, 190], [100, 120, 140], rng)
    two = _walls([(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 2)], [50, 120, 190], [300, 320, 340], rng)
    assert len(rasters(Walls((*one, *two), TOLERANCE))) == 2
