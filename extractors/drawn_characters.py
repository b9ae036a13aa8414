"""Characters that draw lines (罫線素片, and + - | typed as such) → the lines they draw, as Rules. Pure.

Each character has arms from its middle to the left, right, up or down; arms that meet are one line. What an arm is, the
standard's own name of the character says (BOX DRAWINGS LIGHT DOWN AND RIGHT).
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from schemas.document import Rule

LEFT, RIGHT, UP, DOWN = "LEFT", "RIGHT", "UP", "DOWN"
TOUCH = 0.6
"""Points between two arms that are one line."""
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
