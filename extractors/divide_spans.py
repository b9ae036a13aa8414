"""Labels of one column and what begins in the deeper one → the rows that each label covers (docs/solver.md). Pure.

Spans are contiguous, hold their label's own row and begin where a child begins; the cheapest division wins, and what
comes near it is told.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from schemas.structure import Cell

RESTART_INSIDE = 4.0
"""Cost of a child numbered 1 in the middle of its parent's span."""
BEGINS_WITHOUT_ONE = 4.0
"""Cost of a span whose first child carries another number than 1."""
UNNUMBERED = 0.5
"""Cost of a span that begins with a child without number: nothing speaks for it."""
LATE = 1.0
"""Cost of a label that stands below the first row of its span, where labels usually stand in the first."""
LATE_CENTRED = 0.1
"""The same where the table sets its labels in the middle."""
OFF_CENTRE = 0.15
"""Cost per row of distance between a label and the middle of its span, where labels stand in the middle."""
ORPHAN = 3.0
"""Cost of rows before the first span."""
CLOSE = 0.6
"""Difference of cost below which another division is as good, and a person is asked."""
IMPOSSIBLE = 1e9
"""Cost of a division in which a span would be empty."""


@dataclass(frozen=True, slots=True)
class Label:
    """A printed cell of a level column and its number, if it has one."""

    row: int
    cell: Cell
    value: int | None


@dataclass(frozen=True, slots=True)
class Child:
    """Where something of a deeper column begins."""

    row: int
    value: int | None


@dataclass(frozen=True, slots=True)
class Division:
    """Where the spans of one column begin, and where they might begin as well."""

    starts: tuple[int, ...]
    reach: tuple[tuple[int, int], ...]
    """Per label the first and last row at which its span might begin in a division that is nearly as good."""


@dataclass(frozen=True, slots=True)
class _Column:
    """What speaks for and against a division of one column."""

    labels: tuple[Label, ...]
    value_at: dict[int, int | None]
    """Number of the child that begins in a row."""
    ones: tuple[int, ...]
    """Rows where a child numbered 1 begins, if the children's numbers begin anew under each parent."""
    restarts: bool
    centred: bool
    rows: int


def divide(labels: list[Label], children: list[Child], rows: int, centred: bool) -> Division:
    """The cheapest division of the rows among the labels, and per label the nearest other one.

    Costs add up along the labels, so the best way to and from each candidate (dynamic programming, forwards and
    backwards) gives the best division through it; cost grows with labels and candidates, not with their combinations.
    """
    values = {child.row: child.value for child in children}
    restarts = _restarts(children)
    ones = tuple(child.row for child in children if child.value == 1) if restarts else ()
    column = _Column(tuple(labels), values, ones, restarts, centred, rows)
    candidates = [_candidates(labels, index, values) for index in range(len(labels))]
    forward: list[dict[int, float]] = [{start: _first_cost(start, children) for start in candidates[0]}]
    for index in range(1, len(labels)):
        forward.append(
            {
                start: min(
                    (
                        cost + _span_cost(column, index - 1, before, start)
                        for before, cost in forward[-1].items()
                        if before < start
                    ),
                    default=IMPOSSIBLE,
                )
                for start in candidates[index]
            }
        )
    backward = [dict[int, float]() for _ in labels]
    for index in reversed(range(len(labels))):
        for start in candidates[index]:
            if index + 1 == len(labels):
                backward[index][start] = _span_cost(column, index, start, rows)
            else:
                backward[index][start] = min(
                    (
                        _span_cost(column, index, start, after) + cost
                        for after, cost in backward[index + 1].items()
                        if start < after
                    ),
                    default=IMPOSSIBLE,
                )
    starts, reach = [], []
    for index, label in enumerate(labels):
        through = sorted(
            (forward[index][start] + backward[index][start], abs(start - label.row), start)
            for start in candidates[index]
        )
        starts.append(through[0][2])
        near = [start for cost, _, start in through if cost - through[0][0] < CLOSE]
        reach.append((min(near), max(near)))
    return Division(tuple(starts), tuple(reach))


def _candidates(labels: list[Label], index: int, value_at: dict[int, int | None]) -> list[int]:
    """Rows where a label's span may begin: its own, or a child's above it down to the label before."""
    first = labels[index - 1].row + 1 if index else 0
    own = labels[index].row
    found = [row for row in range(first, own) if row in value_at]
    return [*found, own]


def _restarts(children: list[Child]) -> bool:
    """Whether the children's numbers begin anew under each parent, rather than running on through the plan."""
    values = [child.value for child in children if child.value is not None]
    return values.count(1) > 1


def _first_cost(start: int, children: list[Child]) -> float:
    return ORPHAN if any(child.row < start for child in children) else 0.0


def _span_cost(column: _Column, index: int, start: int, stop: int) -> float:
    """Cost of a label covering the rows start to stop (excluded)."""
    label = column.labels[index]
    cost = 0.0
    if column.restarts:
        value = column.value_at.get(start)
        if value is None:
            cost += UNNUMBERED
        elif value != 1:
            cost += BEGINS_WITHOUT_ONE
        cost += RESTART_INSIDE * (bisect_left(column.ones, stop) - bisect_right(column.ones, start))
    if start < label.row:
        cost += LATE_CENTRED if column.centred else LATE
    if column.centred:
        cost += OFF_CENTRE * abs((start + stop - 1) / 2 - label.row)
    return cost
