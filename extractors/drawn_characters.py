"""Characters that draw lines (罫線素片, and + - | typed as such) → the lines they draw, as Rules. Pure.

Each character has arms from its middle to the left, right, up or down; arms that meet are one line. What an arm is, the
standard's own name of the character says (BOX DRAWINGS LIGHT DOWN AND RIGHT).
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from schemas.document import Glyph, Page, Rule

LEFT, RIGHT, UP, DOWN = "LEFT", "RIGHT", "UP", "DOWN"
TOUCH = 0.6
"""Points between two arms that are one line."""
ROW = 2.5
"""Points by which middles of characters of one row differ at most."""
FARTHEST = 3.0
"""Times its size that an upright line reaches over to the next row."""
_ACROSS, _UPRIGHT = "-=─", "|│"

Arms = frozenset[str]
NO_ARMS: Arms = frozenset()
Spot = tuple[float, float, float, float, Arms]
"""Left, top, right, bottom of the room of a character, and its arms."""


@lru_cache(maxsize=512)
def box_arms(sign: str) -> Arms:
    """The arms of a box-drawing character; none for any other."""
    if not "\u2500" <= sign <= "\u257f":
        return NO_ARMS
    words = set(unicodedata.name(sign).split())
    arms = words & {LEFT, RIGHT, UP, DOWN}
    arms |= {LEFT, RIGHT} if "HORIZONTAL" in words else set()
    arms |= {UP, DOWN} if "VERTICAL" in words else set()
    return NO_ARMS if "DIAGONAL" in words else frozenset(arms)


def with_drawn_lines(page: Page) -> Page:
    """The page with lines in place of the characters that draw them, as they look to whoever reads it."""
    drawing = [glyph for glyph in page.glyphs if box_arms(glyph.text)]
    if not drawing:
        return page
    pitch = _pitch(page.glyphs)
    spots: list[Spot] = []
    for glyph in drawing:
        x, y = (glyph.bbox.x0 + glyph.bbox.x1) / 2, (glyph.bbox.top + glyph.bbox.bottom) / 2
        wide = max(glyph.bbox.x1 - glyph.bbox.x0, _step(glyph, drawing)) / 2 + TOUCH
        spots.append((x - wide, y - pitch / 2 - TOUCH, x + wide, y + pitch / 2 + TOUCH, box_arms(glyph.text)))
    return replace(
        page,
        glyphs=tuple(glyph for glyph in page.glyphs if not box_arms(glyph.text)),
        rules=(*page.rules, *joined_rules(_in_line(spots))),
    )


def _pitch(glyphs: Sequence[Glyph]) -> float:
    """Points from one row of characters to the next: the commonest."""
    middles = sorted({round((glyph.bbox.top + glyph.bbox.bottom) / 2, 1) for glyph in glyphs})
    size = Counter(round(glyph.size, 1) for glyph in glyphs).most_common(1)[0][0]
    steps = Counter(round(b - a, 1) for a, b in pairwise(middles) if 0.8 * size <= b - a <= FARTHEST * size)
    return max(steps, key=lambda step: (steps[step], -step), default=size)


def _step(glyph: Glyph, drawing: Sequence[Glyph]) -> float:
    """How far the next drawing character of its row is, where it touches."""
    size = glyph.size
    near = [
        other.bbox.x0 - glyph.bbox.x0
        for other in drawing
        if abs(other.bbox.top - glyph.bbox.top) < ROW and 0 < other.bbox.x0 - glyph.bbox.x0 <= 1.3 * size
    ]
    return min(near, default=0.0)


def _in_line(spots: Sequence[Spot]) -> list[Spot]:
    """Spots with the middles of one row, and of one column, made equal."""
    rows = _snapped([(top + bottom) / 2 for _, top, _, bottom, _ in spots])
    columns = _snapped([(x0 + x1) / 2 for x0, _, x1, _, _ in spots])
    found: list[Spot] = []
    for x0, top, x1, bottom, arms in spots:
        x, y = columns[(x0 + x1) / 2], rows[(top + bottom) / 2]
        wide, high = (x1 - x0) / 2, (bottom - top) / 2
        found.append((x - wide, y - high, x + wide, y + high, arms))
    return found


def _snapped(values: Iterable[float]) -> dict[float, float]:
    found: dict[float, float] = {}
    last: float | None = None
    for value in sorted(set(values)):
        last = value if last is None or value - last > ROW else last
        found[value] = last
    return found


def typed_arms(rows: Sequence[Mapping[int, str]]) -> dict[tuple[int, int], Arms]:
    """The arms of + - = | where they draw a grid, by row and place.

    A corner (+) draws when a - or = touches it and | or + stands above or below; the others draw when they lead to corners.

    Args:
        rows: per line, the character at each place of a fixed grid.
    """
    corners = {
        (row, at)
        for row, line in enumerate(rows)
        for at, sign in line.items()
        if sign == "+"
        and (line.get(at - 1, " ") in _ACROSS or line.get(at + 1, " ") in _ACROSS)
        and any(_sign(rows, row + step, at) in ("|", "+") for step in (-1, 1))
    }
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    for row, at in corners:
        end = at + 1
        while rows[row].get(end, "") in ("-", "="):
            end += 1
        if (row, end) in corners and end > at + 1:
            for place in range(at, end):
                found[row, place].add(RIGHT)
                found[row, place + 1].add(LEFT)
        low = row + 1
        while _sign(rows, low, at) == "|":
            low += 1
        if (low, at) in corners and low > row + 1:
            for place in range(row, low):
                found[place, at].add(DOWN)
                found[place + 1, at].add(UP)
    return {spot: frozenset(arms) for spot, arms in found.items()}


def _sign(rows: Sequence[Mapping[int, str]], row: int, at: int) -> str:
    return rows[row].get(at, "") if 0 <= row < len(rows) else ""


def joined_rules(spots: Iterable[Spot]) -> tuple[Rule, ...]:
    """The lines that arms draw together."""
    across: dict[float, list[tuple[float, float]]] = defaultdict(list)
    upright: dict[float, list[tuple[float, float]]] = defaultdict(list)
    for x0, top, x1, bottom, arms in spots:
        x, y = round((x0 + x1) / 2, 2), round((top + bottom) / 2, 2)
        if arms & {LEFT, RIGHT}:
            across[y].append((x0 if LEFT in arms else x, x1 if RIGHT in arms else x))
        if arms & {UP, DOWN}:
            upright[x].append((top if UP in arms else y, bottom if DOWN in arms else y))
    rules = [Rule(a, y, b, y) for y, parts in across.items() for a, b in _joined(parts)]
    rules += [Rule(x, a, x, b) for x, parts in upright.items() for a, b in _joined(parts)]
    return tuple(sorted(rules))


def _joined(parts: list[tuple[float, float]]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for start, end in sorted(parts):
        if found and start - found[-1][1] <= TOUCH:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
