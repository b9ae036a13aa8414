"""Drawn lines and the boxes they touch → links: connected lines with the box sides they lead to. Pure.

A line counts up to the outline of a box, also where it is drawn on behind it. Ends that stop short are led on to what
lies straight ahead of them. Lines that merely cross are not joined; that they do is told apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import hypot
from typing import Literal, NamedTuple

from schemas.document import BBox, Rule

Side = Literal["L", "R", "T", "B"]

TOUCH = 3.0
"""Points between the end of a line and a box that it touches: half an arrow head's outline and rounding."""
JOIN = 1.5
"""Points between two lines that are joined."""
REACH = 10.0
"""Points a loose end may stop short of what it leads to: arrow heads are up to this long."""
ALONG = 1.5
"""Points between a line and the side of a box that it repeats."""
SHORTEST = 1.0
"""Points: shorter strokes are dots."""


class Segment(NamedTuple):
    """A straight piece of a connector; `arrow` where its end (x1, y1) is a tip."""

    x0: float
    y0: float
    x1: float
    y1: float
    arrow: bool = False


class Touch(NamedTuple):
    """Where a link meets a box."""

    box: int
    side: Side
    x: float
    y: float
    tip: bool


@dataclass(frozen=True, slots=True)
class Link:
    """Lines that hang together and the boxes they meet, each box once per side."""

    touches: tuple[Touch, ...]
    bounds: BBox
    slanted: bool


@dataclass(frozen=True, slots=True)
class Links:
    """All links of a page, and which of them cross one another."""

    links: tuple[Link, ...]
    crossings: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class _Ends:
    """What is found at the two ends of a segment."""

    touches: list[Touch] = field(default_factory=list)
    loose: list[bool] = field(default_factory=lambda: [True, True])


def trace(rules: Sequence[Rule], boxes: Sequence[BBox], frames: frozenset[int]) -> Links:
    """Links between the boxes; `frames` are those boxes that hold other boxes, in which lines may run."""
    solid = [box for i, box in enumerate(boxes) if i not in frames]
    segments: list[Segment] = []
    for rule in rules:
        segment = _straight(rule)
        if hypot(segment.x1 - segment.x0, segment.y1 - segment.y0) < SHORTEST:
            continue
        if any(_repeats_side(segment, box) for box in boxes):
            continue
        segments.extend(_outside(segment, solid))
    knots = [point for s in segments for point in ((s.x0, s.y0), (s.x1, s.y1))]
    return _gather(_without_repeats(segments), knots, boxes, frames)


def _straight(rule: Rule) -> Segment:
    """A rule as a segment, nearly level and nearly upright ones made so."""
    x0, y0, x1, y1 = rule.x0, rule.top, rule.x1, rule.bottom
    if abs(x1 - x0) <= 1.0 < abs(y1 - y0):
        x0 = x1 = (x0 + x1) / 2
    elif abs(y1 - y0) <= 1.0 < abs(x1 - x0):
        y0 = y1 = (y0 + y1) / 2
    return Segment(x0, y0, x1, y1, rule.arrow)


def _repeats_side(segment: Segment, box: BBox) -> bool:
    """Whether a segment lies on a side of a box, as its outline or shadow does."""
    left, right = sorted((segment.x0, segment.x1))
    top, bottom = sorted((segment.y0, segment.y1))
    if bottom - top <= ALONG and left >= box.x0 - ALONG and right <= box.x1 + ALONG:
        return min(abs(top - box.top), abs(top - box.bottom)) <= ALONG
    if right - left <= ALONG and top >= box.top - ALONG and bottom <= box.bottom + ALONG:
        return min(abs(left - box.x0), abs(left - box.x1)) <= ALONG
    return False


def _outside(segment: Segment, boxes: Sequence[BBox]) -> list[Segment]:
    """The parts of a segment outside all boxes."""
    parts = [(0.0, 1.0)]
    dx, dy = segment.x1 - segment.x0, segment.y1 - segment.y0
    for box in boxes:
        inside = _inside(segment, dx, dy, box)
        if inside is None:
            continue
        enter, leave = inside
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


def _inside(segment: Segment, dx: float, dy: float, box: BBox) -> tuple[float, float] | None:
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


def _without_repeats(segments: Sequence[Segment]) -> list[Segment]:
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
            if abs(other - at) <= 0.8 and low <= b + 0.1 and high >= a - 0.1:
                merged[i] = (other, min(a, low), max(b, high))
                break
        else:
            merged.append((at, low, high))
    plain = [Segment(at, a, at, b) if upright else Segment(a, at, b, at) for at, a, b in merged]
    return plain + list(dict.fromkeys(tipped))


def _gather(
    segments: Sequence[Segment],
    knots: Sequence[tuple[float, float]],
    boxes: Sequence[BBox],
    frames: frozenset[int],
) -> Links:
    """Join segments to links and note the boxes at their ends; lines that cross at a knot, where one ends, are joined."""
    ends = [_Ends() for _ in segments]
    groups = list(range(len(segments)))
    crossing: set[tuple[int, int]] = set()
    for i, segment in enumerate(segments):
        for end in (0, 1):
            touch = _touch(segment, end, boxes, frames)
            if touch is not None:
                ends[i].touches.append(touch)
                ends[i].loose[end] = False
    for i, a in enumerate(segments):
        for j in range(i + 1, len(segments)):
            _meet(ends, groups, crossing, knots, i, j, a, segments[j])
    for i, segment in enumerate(segments):
        for end in (0, 1):
            if ends[i].loose[end]:
                _lead_on(segments, ends, groups, boxes, frames, i, end, segment)
    return _links(segments, ends, groups, crossing)


def _find(groups: list[int], i: int) -> int:
    while groups[i] != i:
        groups[i] = groups[groups[i]]
        i = groups[i]
    return i


def _meet(
    ends: list[_Ends],
    groups: list[int],
    crossing: set[tuple[int, int]],
    knots: Sequence[tuple[float, float]],
    i: int,
    j: int,
    a: Segment,
    b: Segment,
) -> None:
    """Join two segments where an end of one lies on the other; note it where they only cross."""
    if not _near(a, b):
        return
    joined = False
    for one, other, at in ((a, b, i), (b, a, j)):
        for end, (x, y) in enumerate(((one.x0, one.y0), (one.x1, one.y1))):
            if _distance(x, y, other) <= JOIN:
                # two lines that end at the same place of one box are not joined by that alone
                if not ends[at].loose[end] and _ends_at_box(x, y, other, ends[j if at == i else i]):
                    continue
                ends[at].loose[end] = False
                _settle_end(x, y, other, ends[j if at == i else i])
                joined = True
    if joined:
        groups[_find(groups, i)] = _find(groups, j)
    elif _cross(a, b):
        if any(_distance(x, y, a) <= JOIN and _distance(x, y, b) <= JOIN for x, y in knots):
            groups[_find(groups, i)] = _find(groups, j)
        else:
            crossing.add((i, j))


def _near(a: Segment, b: Segment) -> bool:
    return (
        min(a.x0, a.x1) - JOIN <= max(b.x0, b.x1)
        and min(b.x0, b.x1) - JOIN <= max(a.x0, a.x1)
        and min(a.y0, a.y1) - JOIN <= max(b.y0, b.y1)
        and min(b.y0, b.y1) - JOIN <= max(a.y0, a.y1)
    )


def _ends_at_box(x: float, y: float, other: Segment, there: _Ends) -> bool:
    """Whether the other segment, too, ends here at a box."""
    for end, (ox, oy) in enumerate(((other.x0, other.y0), (other.x1, other.y1))):
        if hypot(ox - x, oy - y) <= JOIN and not there.loose[end]:
            return any(hypot(t.x - ox, t.y - oy) <= TOUCH for t in there.touches)
    return False


def _settle_end(x: float, y: float, other: Segment, there: _Ends) -> None:
    for end, (ox, oy) in enumerate(((other.x0, other.y0), (other.x1, other.y1))):
        if hypot(ox - x, oy - y) <= JOIN:
            there.loose[end] = False


def _distance(x: float, y: float, s: Segment) -> float:
    """From a point to a segment."""
    dx, dy = s.x1 - s.x0, s.y1 - s.y0
    square = dx * dx + dy * dy
    share = 0.0 if square == 0 else max(0.0, min(1.0, ((x - s.x0) * dx + (y - s.y0) * dy) / square))
    return hypot(x - s.x0 - share * dx, y - s.y0 - share * dy)


def _cross(a: Segment, b: Segment) -> bool:
    def turn(px: float, py: float, qx: float, qy: float, rx: float, ry: float) -> float:
        return (qx - px) * (ry - py) - (qy - py) * (rx - px)

    first = turn(a.x0, a.y0, a.x1, a.y1, b.x0, b.y0) * turn(a.x0, a.y0, a.x1, a.y1, b.x1, b.y1)
    second = turn(b.x0, b.y0, b.x1, b.y1, a.x0, a.y0) * turn(b.x0, b.y0, b.x1, b.y1, a.x1, a.y1)
    return first < 0 and second < 0


def _touch(segment: Segment, end: int, boxes: Sequence[BBox], frames: frozenset[int]) -> Touch | None:
    """The nearest box at an end of a segment."""
    x, y = (segment.x0, segment.y0) if end == 0 else (segment.x1, segment.y1)
    best: tuple[float, Touch] | None = None
    for i, box in enumerate(boxes):
        away = _away(x, y, box) if i not in frames else _away_from_outline(x, y, box)
        if away <= TOUCH and (best is None or away < best[0]):
            best = (away, Touch(i, _side(segment, x, y, box), x, y, segment.arrow and end == 1))
    return best[1] if best else None


def _away(x: float, y: float, box: BBox) -> float:
    return hypot(max(box.x0 - x, 0.0, x - box.x1), max(box.top - y, 0.0, y - box.bottom))


def _away_from_outline(x: float, y: float, box: BBox) -> float:
    outside = _away(x, y, box)
    if outside > 0:
        return outside
    return min(x - box.x0, box.x1 - x, y - box.top, box.bottom - y)


def _side(segment: Segment, x: float, y: float, box: BBox) -> Side:
    """The side of a box at which a line ends: at a corner the one that the line comes from."""
    away: dict[Side, float] = {
        "L": abs(x - box.x0),
        "R": abs(x - box.x1),
        "T": abs(y - box.top),
        "B": abs(y - box.bottom),
    }
    if (x, y) == (segment.x0, segment.y0):
        dx, dy = x - segment.x1, y - segment.y1
    else:
        dx, dy = x - segment.x0, y - segment.y0
    level: Side = "L" if dx > 0 else "R"
    upright: Side = "T" if dy > 0 else "B"
    for side in (level, upright) if abs(dx) >= abs(dy) else (upright, level):
        if away[side] <= TOUCH:
            return side
    return min(away, key=lambda side: away[side])


def _lead_on(
    segments: Sequence[Segment],
    ends: list[_Ends],
    groups: list[int],
    boxes: Sequence[BBox],
    frames: frozenset[int],
    i: int,
    end: int,
    segment: Segment,
) -> None:
    """Lead a loose end straight on to the first box or line within reach."""
    x, y = (segment.x0, segment.y0) if end == 0 else (segment.x1, segment.y1)
    fx, fy = (segment.x1, segment.y1) if end == 0 else (segment.x0, segment.y0)
    length = hypot(x - fx, y - fy)
    ray = Segment(x, y, x + (x - fx) / length * REACH, y + (y - fy) / length * REACH)
    nearest: tuple[float, Literal["box", "line"], int] | None = None
    for b, box in enumerate(boxes):
        inside = _inside(ray, ray.x1 - ray.x0, ray.y1 - ray.y0, box)
        if inside is not None and b not in frames and (nearest is None or inside[0] * REACH < nearest[0]):
            nearest = (inside[0] * REACH, "box", b)
    for j, other in enumerate(segments):
        if _find(groups, j) == _find(groups, i):
            continue
        met = _meets(ray, other)
        if met is not None and (nearest is None or met < nearest[0]):
            nearest = (met, "line", j)
    if nearest is None:
        return
    ends[i].loose[end] = False
    if nearest[1] == "box":
        touch = Touch(nearest[2], _side(segment, x, y, boxes[nearest[2]]), x, y, segment.arrow and end == 1)
        ends[i].touches.append(touch)
    else:
        groups[_find(groups, i)] = _find(groups, nearest[2])


def _meets(ray: Segment, other: Segment) -> float | None:
    """How far along the ray it meets another segment, or that one's end straight ahead."""
    if _cross(ray, other):
        reach = 0.0
        step = REACH / 20
        for k in range(1, 21):
            x, y = ray.x0 + (ray.x1 - ray.x0) * k / 20, ray.y0 + (ray.y1 - ray.y0) * k / 20
            reach = k * step
            if _distance(x, y, other) <= step:
                return reach
        return reach
    ahead = [
        hypot(x - ray.x0, y - ray.y0)
        for x, y in ((other.x0, other.y0), (other.x1, other.y1))
        if _distance(x, y, ray) <= JOIN
    ]
    return min(ahead) if ahead else None


def _links(segments: Sequence[Segment], ends: list[_Ends], groups: list[int], crossing: set[tuple[int, int]]) -> Links:
    roots = sorted({_find(groups, i) for i in range(len(segments))})
    number = {root: n for n, root in enumerate(roots)}
    touches: list[dict[tuple[int, Side], Touch]] = [{} for _ in roots]
    parts: list[list[Segment]] = [[] for _ in roots]
    for i, segment in enumerate(segments):
        n = number[_find(groups, i)]
        parts[n].append(segment)
        for touch in ends[i].touches:
            key = (touch.box, touch.side)
            if key not in touches[n] or touch.tip:
                touches[n][key] = touch
    links = tuple(
        Link(
            tuple(found.values()),
            _bounds(own),
            any(s.x0 != s.x1 and s.y0 != s.y1 for s in own),
        )
        for found, own in zip(touches, parts, strict=True)
    )
    pairs = {(number[_find(groups, i)], number[_find(groups, j)]) for i, j in crossing}
    return Links(links, tuple(sorted((min(p), max(p)) for p in pairs if p[0] != p[1])))


def _bounds(segments: Sequence[Segment]) -> BBox:
    xs = [x for s in segments for x in (s.x0, s.x1)]
    ys = [y for s in segments for y in (s.y0, s.y1)]
    return BBox(min(xs), min(ys), max(xs), max(ys))


def merge(first: Link, second: Link) -> Link:
    """Two links that cross, read as joined."""
    a, b = first.bounds, second.bounds
    touches = {(t.box, t.side): t for t in (*first.touches, *second.touches)}
    bounds = BBox(min(a.x0, b.x0), min(a.top, b.top), max(a.x1, b.x1), max(a.bottom, b.bottom))
    return replace(first, touches=tuple(touches.values()), bounds=bounds, slanted=first.slanted or second.slanted)
