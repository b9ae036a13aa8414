"""Drawn rules → the straight pieces of connectors outside all boxes, each once; and the geometry of such pieces. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot
from typing import NamedTuple

from schemas.document import BBox, Rule

JOIN = 1.5
"""Points between two lines that are joined."""
REACH = 10.0
"""Points a loose end may stop short of what it leads to: arrow heads are up to this long."""
ALONG = 1.5
"""Points between a line and the side of a box that it repeats."""
LONG_COMMON = 5.0
"""Points: a line that shares so much with the side of a box is no connector, wherever it goes on to."""
SHORTEST = 1.0
"""Points: shorter strokes are dots."""
SAME_LINE = 0.8
"""Points between two parallel lines that are one."""


class Segment(NamedTuple):
    """A straight piece of a connector; `arrow` where its end (x1, y1) is a tip."""

    x0: float
    y0: float
    x1: float
    y1: float
    arrow: bool = False


def find_segments(rules: Sequence[Rule], boxes: Sequence[BBox], solid: Sequence[BBox]) -> list[Segment]:
    """The pieces of all rules that lie outside the solid boxes and are not the outline of any box."""
    segments: list[Segment] = []
    for rule in rules:
        segment = _straight(rule)
        if hypot(segment.x1 - segment.x0, segment.y1 - segment.y0) < SHORTEST:
            continue
        if not any(_runs_along(segment, box) for box in boxes):
            segments.extend(_outside(segment, solid))
    return segments


def _straight(rule: Rule) -> Segment:
    """A rule as a segment, nearly level and nearly upright ones made so."""
    x0, y0, x1, y1 = rule.x0, rule.top, rule.x1, rule.bottom
    if abs(x1 - x0) <= 1.0 < abs(y1 - y0):
        x0 = x1 = (x0 + x1) / 2
    elif abs(y1 - y0) <= 1.0 < abs(x1 - x0):
        y0 = y1 = (y0 + y1) / 2
    return Segment(x0, y0, x1, y1, rule.arrow)


def _runs_along(segment: Segment, box: BBox) -> bool:
    """Whether a segment lies on a side of a box: its outline, or one side common to a stack or row of boxes."""
    upright = segment.x0 == segment.x1
    if not upright and segment.y0 != segment.y1:
        return False
    at = segment.x0 if upright else segment.y0
    sides = (box.x0, box.x1) if upright else (box.top, box.bottom)
    if min(abs(at - side) for side in sides) > ALONG:
        return False
    low, high = sorted((segment.y0, segment.y1) if upright else (segment.x0, segment.x1))
    start, end = (box.top, box.bottom) if upright else (box.x0, box.x1)
    common = min(high, end + ALONG) - max(low, start - ALONG)
    return common >= min(LONG_COMMON, high - low)


def _outside(segment: Segment, boxes: Sequence[BBox]) -> list[Segment]:
    """The parts of a segment outside all boxes."""
    parts = [(0.0, 1.0)]
    dx, dy = segment.x1 - segment.x0, segment.y1 - segment.y0
    for box in boxes:
        within = inside(segment, dx, dy, box)
        if within is None:
            continue
        enter, leave = within
        parts = [
            (max(a, low), min(b, high))
            for a, b in parts
            for low, high in ((0.0, enter), (leave, 1.0))
            if min(b, high) > max(a, low)
        ]
    length = hypot(dx, dy)
    return [
        Segment(
            segment.x0 + a * dx,
            segment.y0 + a * dy,
            segment.x0 + b * dx,
            segment.y0 + b * dy,
            segment.arrow and (b == 1.0 or (1.0 - b) * length <= REACH),
        )
        for a, b in parts
        if (b - a) * length >= SHORTEST
    ]


def inside(segment: Segment, dx: float, dy: float, box: BBox) -> tuple[float, float] | None:
    """The stretch of a segment within a box, as shares of its length."""
    low, high = 0.0, 1.0
    for start, delta, near, far in ((segment.x0, dx, box.x0, box.x1), (segment.y0, dy, box.top, box.bottom)):
        if delta == 0:
            if not near < start < far:
                return None
            continue
        a, b = sorted(((near - start) / delta, (far - start) / delta))
        low, high = max(low, a), min(high, b)
    return (low, high) if low < high else None


def without_repeats(segments: Sequence[Segment]) -> list[Segment]:
    """Segments drawn once each: parallel ones that overlap become one, so that the shared trunks of many do."""
    kept: list[Segment] = []
    for upright in (True, False):
        axis = [s for s in segments if (s.x0 == s.x1) == upright and (s.x0 == s.x1 or s.y0 == s.y1)]
        kept.extend(_merged(axis, upright))
    kept.extend(s for s in segments if s.x0 != s.x1 and s.y0 != s.y1)
    return kept


def _merged(segments: Sequence[Segment], upright: bool) -> list[Segment]:
    """Collinear overlapping segments as one; those with a tip stay apart, so that the tip keeps its end."""
    spans: list[tuple[float, float, float]] = []
    tipped = [s for s in segments if s.arrow]
    for s in segments:
        if not s.arrow:
            at, a, b = (s.x0, s.y0, s.y1) if upright else (s.y0, s.x0, s.x1)
            spans.append((at, min(a, b), max(a, b)))
    spans.sort()
    merged: list[tuple[float, float, float]] = []
    for at, low, high in spans:
        for i, (other, a, b) in enumerate(merged):
            if abs(other - at) <= SAME_LINE and low <= b + 0.1 and high >= a - 0.1:
                merged[i] = (other, min(a, low), max(b, high))
                break
        else:
            merged.append((at, low, high))
    plain = [Segment(at, a, at, b) if upright else Segment(a, at, b, at) for at, a, b in merged]
    return plain + list(dict.fromkeys(tipped))


def near(a: Segment, b: Segment) -> bool:
    return (
        min(a.x0, a.x1) - JOIN <= max(b.x0, b.x1)
        and min(b.x0, b.x1) - JOIN <= max(a.x0, a.x1)
        and min(a.y0, a.y1) - JOIN <= max(b.y0, b.y1)
        and min(b.y0, b.y1) - JOIN <= max(a.y0, a.y1)
    )


def distance(x: float, y: float, s: Segment) -> float:
    """From a point to a segment."""
    dx, dy = s.x1 - s.x0, s.y1 - s.y0
    square = dx * dx + dy * dy
    share = 0.0 if square == 0 else max(0.0, min(1.0, ((x - s.x0) * dx + (y - s.y0) * dy) / square))
    return hypot(x - s.x0 - share * dx, y - s.y0 - share * dy)


def cross(a: Segment, b: Segment) -> bool:
    def turn(px: float, py: float, qx: float, qy: float, rx: float, ry: float) -> float:
        return (qx - px) * (ry - py) - (qy - py) * (rx - px)

    first = turn(a.x0, a.y0, a.x1, a.y1, b.x0, b.y0) * turn(a.x0, a.y0, a.x1, a.y1, b.x1, b.y1)
    second = turn(b.x0, b.y0, b.x1, b.y1, a.x0, a.y0) * turn(b.x0, b.y0, b.x1, b.y1, a.x1, a.y1)
    return first < 0 and second < 0
