"""Small triangles at the ends of rules → rules that know where they point to. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from schemas.document import Rule

ARROW_HEAD = 16.0
"""Points: arrow heads are not longer than this."""

Point = tuple[float, float]


def is_head(points: Sequence[Point]) -> bool:
    """A small triangle, or one with a notch in its back (the arrow heads of office programs)."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    if len(points) not in (3, 4) or max(max(xs) - min(xs), max(ys) - min(ys)) > ARROW_HEAD:
        return False
    if len(points) == 3:
        return True
    return len({round(x, 1) for x in xs}) > 2 or len({round(y, 1) for y in ys}) > 2


def pointed(rules: Sequence[Rule], heads: Sequence[Sequence[Point]]) -> list[Rule]:
    """The rules; one that an arrow head touches is turned so that it ends at (x1, bottom), at the tip of the head."""
    found = list(rules)
    for head in heads:
        x = sum(px for px, _ in head) / len(head)
        y = sum(py for _, py in head) / len(head)
        ends = [
            (hypot(px - x, py - y), at, at_start)
            for at, rule in enumerate(found)
            for at_start, (px, py) in ((True, (rule.x0, rule.top)), (False, (rule.x1, rule.bottom)))
        ]
        away, at, at_start = min(ends, default=(ARROW_HEAD + 1, 0, False))
        if away <= ARROW_HEAD:
            found[at] = _to_tip(found[at], head, at_start)
    return found


def _to_tip(rule: Rule, head: Sequence[Point], at_start: bool) -> Rule:
    """The rule from its far end to the tip, straight if it was straight."""
    near, far = (rule.x0, rule.top), (rule.x1, rule.bottom)
    start = far if at_start else near
    tip = max(head, key=lambda point: hypot(point[0] - start[0], point[1] - start[1]))
    x = start[0] if rule.x0 == rule.x1 else tip[0]
    y = start[1] if rule.top == rule.bottom else tip[1]
    return rule._replace(x0=start[0], top=start[1], x1=x, bottom=y, arrow=True)
