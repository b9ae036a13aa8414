"""Drawn lines and the boxes they touch → links: connected lines with the box sides they lead to. Pure.

A line counts up to the outline of a box, also where it is drawn on behind it. Ends that stop short are led on to what
lies straight ahead of them. Lines that merely cross are not joined; that they do is told apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import hypot
from typing import Literal, NamedTuple

from extractors.diagram_segments import (
    JOIN,
    REACH,
    Segment,
    cross,
    distance,
    find_segments,
    inside,
    near,
    without_repeats,
)
from schemas.document import BBox, Rule

Side = Literal["L", "R", "T", "B"]

TOUCH = 3.0
"""Points between the end of a line and a box that it touches: half an arrow head's outline and rounding."""


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
    segments = find_segments(rules, boxes, solid)
    knots = [point for s in segments for point in ((s.x0, s.y0), (s.x1, s.y1))]
    return _gather(without_repeats(segments), knots, boxes, frames)


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
    if not near(a, b):
        return
    joined = False
    for one, other, at in ((a, b, i), (b, a, j)):
        for end, (x, y) in enumerate(((one.x0, one.y0), (one.x1, one.y1))):
            if distance(x, y, other) <= JOIN:
                # two lines that end at the same place of one box are not joined by that alone
                if not ends[at].loose[end] and _ends_at_box(x, y, other, ends[j if at == i else i]):
                    continue
                ends[at].loose[end] = False
                _settle_end(x, y, other, ends[j if at == i else i])
                joined = True
    if joined:
        groups[_find(groups, i)] = _find(groups, j)
    elif cross(a, b):
        if any(distance(x, y, a) <= JOIN and distance(x, y, b) <= JOIN for x, y in knots):
            groups[_find(groups, i)] = _find(groups, j)
        else:
            crossing.add((i, j))


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
        grown = BBox(box.x0 - JOIN, box.top - JOIN, box.x1 + JOIN, box.bottom + JOIN)  # brackets end level with edges
        within = inside(ray, ray.x1 - ray.x0, ray.y1 - ray.y0, grown)
        if within is not None and b not in frames and (nearest is None or within[0] * REACH < nearest[0]):
            nearest = (within[0] * REACH, "box", b)
    for j, other in enumerate(segments):
        if not near(ray, other) or _find(groups, j) == _find(groups, i):
            continue
        met = _meets(ray, other)
        if met is not None and (nearest is None or met < nearest[0]):
            nearest = (met, "line", j)
    if nearest is None:
        return
    ends[i].loose[end] = False
    if nearest[1] == "box":
        share = min(nearest[0] + JOIN, REACH) / REACH
        led = Segment(fx, fy, x + (ray.x1 - x) * share, y + (ray.y1 - y) * share)
        side = _side(led, led.x1, led.y1, boxes[nearest[2]])
        ends[i].touches.append(Touch(nearest[2], side, x, y, segment.arrow and end == 1))
    else:
        groups[_find(groups, i)] = _find(groups, nearest[2])


def _meets(ray: Segment, other: Segment) -> float | None:
    """How far along the ray it meets another segment, or that one's end straight ahead."""
    if cross(ray, other):
        reach = 0.0
        step = REACH / 20
        for k in range(1, 21):
            x, y = ray.x0 + (ray.x1 - ray.x0) * k / 20, ray.y0 + (ray.y1 - ray.y0) * k / 20
            reach = k * step
            if distance(x, y, other) <= step:
                return reach
        return reach
    ahead = [
        hypot(x - ray.x0, y - ray.y0)
        for x, y in ((other.x0, other.y0), (other.x1, other.y1))
        if distance(x, y, ray) <= JOIN
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
