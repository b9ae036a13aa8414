"""Drawn pieces of lines → whole lines: dashes, dots, segments drawn cell by cell, lines drawn twice. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from schemas.document import Rule

STRAIGHT = 0.6
"""Points: a line that leans by less is horizontal or vertical."""
SAME_POSITION = 0.4
"""Points: pieces of one line lie no further beside each other."""
DASH_GAP = 4.0
"""Points: gaps between dashes are not wider; the lowest row of a table is twice as high."""
TOUCHING = 0.8
"""Points: two long pieces that end this near to each other are one line."""
SHORT = 9.0
"""Points: a piece this short may be a dash."""
DOT = 2.7
"""Points: a piece this short may belong to a line in either direction."""


@dataclass(slots=True)
class _Run:
    """Pieces of one line so far: position across, from and to along."""

    position: float
    low: float
    high: float
    rule: Rule


def joined(rules: Iterable[Rule]) -> list[Rule]:
    """The lines a reader sees; slanted lines and lines with arrow heads stay as they are."""
    level: list[Rule] = []
    upright: list[Rule] = []
    dots: list[Rule] = []
    others: list[Rule] = []
    for rule in rules:
        wide, high = abs(rule.x1 - rule.x0), abs(rule.bottom - rule.top)
        if rule.arrow or (wide > STRAIGHT and high > STRAIGHT and max(wide, high) > DOT):
            others.append(rule)
        elif max(wide, high, rule.width) <= DOT:
            dots.append(rule)
        elif wide >= high:
            level.append(rule)
        else:
            upright.append(rule)
    return (
        [_as_rule(run, True) for run in _runs(level, dots, True)]
        + [_as_rule(run, False) for run in _runs(upright, dots, False)]
        + others
    )


def _runs(rules: list[Rule], dots: list[Rule], level: bool) -> list[_Run]:
    """Pieces put together along one direction; dots that stay alone are dropped."""
    lanes: list[list[_Run]] = []
    for piece in sorted((_piece(rule, level) for rule in (*rules, *dots)), key=lambda p: p.position):
        if not lanes or piece.position - lanes[-1][0].position > SAME_POSITION:
            lanes.append([])
        lanes[-1].append(piece)
    found: list[_Run] = []
    for lane in lanes:
        by_colour: dict[int | None, list[_Run]] = {}
        for piece in lane:
            by_colour.setdefault(piece.rule.colour, []).append(piece)
        for same in by_colour.values():
            found.extend(_along(sorted(same, key=lambda p: p.low)))
    return [run for run in found if run.high - run.low > DOT]


def _along(pieces: list[_Run]) -> list[_Run]:
    """Pieces at one position, from left to right or from the top down."""
    runs: list[_Run] = []
    last_length = 0.0
    for piece in pieces:
        length = piece.high - piece.low
        gap = piece.low - runs[-1].high if runs else 0.0
        dashes = length <= SHORT and last_length <= SHORT
        if runs and gap <= (DASH_GAP if dashes else TOUCHING):
            run = runs[-1]
            run.high = max(run.high, piece.high)
            if piece.rule.width > run.rule.width:
                run.rule = piece.rule
        else:
            runs.append(piece)
        last_length = length
    return runs


def _piece(rule: Rule, level: bool) -> _Run:
    half = rule.width / 2 if max(abs(rule.x1 - rule.x0), abs(rule.bottom - rule.top)) <= DOT else 0.0
    if level:
        low, high = sorted((rule.x0, rule.x1))
        return _Run((rule.top + rule.bottom) / 2, low - half, high + half, rule)
    low, high = sorted((rule.top, rule.bottom))
    return _Run((rule.x0 + rule.x1) / 2, low - half, high + half, rule)


def _as_rule(run: _Run, level: bool) -> Rule:
    if level:
        return Rule(run.low, run.position, run.high, run.position, run.rule.width, run.rule.colour)
    return Rule(run.position, run.low, run.position, run.high, run.rule.width, run.rule.colour)
