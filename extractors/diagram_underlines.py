"""Texts of a diagram that are set on a rule → the boxes that these rules stand for. Pure.

A rule under a text alone is the lower side of its box. Where rules of one width are drawn below each other, the text
between two of them may stand anywhere between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.diagram_boxes import Shape
from schemas.document import BBox, Rule

UNDER = 0.9
"""Em between a text and a single rule under it, at most."""
INSET = 2.0
"""Em by which a rule may begin further left than its text."""
SLACK = 2.0
"""Points by which places differ."""


def on_rules(texts: Sequence[Shape], rules: Sequence[Rule]) -> list[Shape]:
    """The texts, those set on rules of their own with the box that these stand for."""
    level = [_level(rule) for rule in rules if abs(rule.top - rule.bottom) < 1.0 and not rule.arrow]
    return [_on_rule(text, texts, level) for text in texts]


def _level(rule: Rule) -> BBox:
    return BBox(min(rule.x0, rule.x1), rule.top, max(rule.x0, rule.x1), rule.top)


def _on_rule(text: Shape, texts: Sequence[Shape], level: Sequence[BBox]) -> Shape:
    box = text.bbox
    under = [
        rule
        for rule in level
        if rule.top >= box.bottom - SLACK
        and rule.x1 >= box.x1 - SLACK
        and -SLACK <= box.x0 - rule.x0 <= INSET * text.size
    ]
    if not under:
        return text
    rule = min(under, key=lambda one: one.top)
    stack = [one.top for one in level if abs(one.x0 - rule.x0) <= SLACK and abs(one.x1 - rule.x1) <= SLACK]
    gap = max(rule.top - box.bottom, 0.0)
    if gap > UNDER * text.size and len(stack) < 2:
        return text
    above = max((top for top in stack if top <= box.top + SLACK), default=float("-inf"))
    own = BBox(min(rule.x0, box.x0), max(above + SLACK, box.top - gap), max(rule.x1, box.x1), rule.top)
    if any(other is not text and _meet(own, other.bbox) for other in texts):
        return text
    return replace(text, bbox=own, drawn=True)


def _meet(a: BBox, b: BBox) -> bool:
    x, y = (b.x0 + b.x1) / 2, (b.top + b.bottom) / 2
    return a.x0 < x < a.x1 and a.top < y < a.bottom
