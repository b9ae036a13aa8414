"""Drawn lines → who is joined to whom: the one box on the one side of a line is the parent of those on the other. Pure.

Lines that touch are one figure (a trunk and its branches, an elbow of three rules, a brace). Where a figure leads from
one box to several, or from several to none, the side tells; where it leads from several to several it says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from extractors.figure.blocks import Block
from schemas.document import BBox, Page, Rule

TOUCH = 2.6
"""Points between ends that meet."""
REACH = 7.0
"""Points between the end of a line and the box it leads to (an arrow head may stand between)."""
ALONG = 0.6
"""Points between a rule and the side of a box it is drawn on."""
MOST_RULES = 1200
"""Rules of a page; a page with more is a map or a chart."""


def find_links(page: Page, blocks: Sequence[Block], among: Sequence[int]) -> dict[int, int]:
    """Child → parent, by index of block."""
    places = {
        at: _place(blocks[at]) for at in among if not blocks[at].first and (blocks[at].alone or blocks[at].home < 0)
    }
    rules = [rule for rule in page.rules if not any(_on_side(rule, place) for place in places.values())]
    if not rules or len(rules) > MOST_RULES:
        return {}
    found: dict[int, int] = {}
    for figure in _figures(rules):
        sides: dict[str, set[int]] = defaultdict(set)
        for rule in figure:
            for x, y in ((rule.x0, rule.top), (rule.x1, rule.bottom)):
                for at, place in places.items():
                    side = _touched(x, y, place)
                    if side:
                        sides[side].add(at)
        for near, far in (("right", "left"), ("bottom", "top")):
            parents, children = sides[near], sides[far] - sides[near]
            if len(parents) == 1 and children:
                parent = next(iter(parents))
                found.update((child, parent) for child in children if child != parent and child not in found)
    return _without_circles(found)


def _place(block: Block) -> BBox:
    if block.alone:
        return block.box
    pad = 0.4 * block.size
    return BBox(block.bbox.x0 - pad, block.bbox.top - pad, block.bbox.x1 + pad, block.bbox.bottom + pad)


def _on_side(rule: Rule, place: BBox) -> bool:
    """Whether a rule is but a side of a box."""
    x0, x1 = sorted((rule.x0, rule.x1))
    top, bottom = sorted((rule.top, rule.bottom))
    if bottom - top < 1:
        return min(abs(top - place.top), abs(top - place.bottom)) <= ALONG and x0 >= place.x0 - 2 and x1 <= place.x1 + 2
    if x1 - x0 < 1:
        return (
            min(abs(x0 - place.x0), abs(x0 - place.x1)) <= ALONG and top >= place.top - 2 and bottom <= place.bottom + 2
        )
    return False


def _touched(x: float, y: float, place: BBox) -> str:
    """The side of a box that a point stands at, "" for none."""
    if place.top - 1 <= y <= place.bottom + 1:
        if -1.5 <= x - place.x1 <= REACH:
            return "right"
        if -1.5 <= place.x0 - x <= REACH:
            return "left"
    if place.x0 - 1 <= x <= place.x1 + 1:
        if -1.5 <= y - place.bottom <= REACH:
            return "bottom"
        if -1.5 <= place.top - y <= REACH:
            return "top"
    return ""


def _figures(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that touch, put together."""
    root = list(range(len(rules)))

    def find(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    for a, one in enumerate(rules):
        for b in range(a):
            if find(a) != find(b) and (_meets(one, rules[b]) or _meets(rules[b], one)):
                root[find(a)] = find(b)
    groups: dict[int, list[Rule]] = defaultdict(list)
    for at, rule in enumerate(rules):
        groups[find(at)].append(rule)
    return list(groups.values())


def _meets(one: Rule, other: Rule) -> bool:
    """Whether an end of one lies on the other."""
    x0, x1 = sorted((other.x0, other.x1))
    top, bottom = sorted((other.top, other.bottom))
    for x, y in ((one.x0, one.top), (one.x1, one.bottom)):
        if not (x0 - TOUCH <= x <= x1 + TOUCH and top - TOUCH <= y <= bottom + TOUCH):
            continue
        if x1 - x0 < TOUCH or bottom - top < TOUCH:
            return True
        # a slanted line: the distance of the point from it
        wide, high = other.x1 - other.x0, other.bottom - other.top
        if abs(wide * (y - other.top) - high * (x - other.x0)) <= TOUCH * (wide**2 + high**2) ** 0.5:
            return True
    return False


def _without_circles(parents: dict[int, int]) -> dict[int, int]:
    found = dict(parents)
    for child in list(found):
        seen, at = {child}, found.get(child)
        while at is not None:
            if at in seen:
                del found[child]
                break
            seen.add(at)
            at = found.get(at)
    return found
