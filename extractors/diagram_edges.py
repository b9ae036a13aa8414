"""Boxes and links → who is whose parent, as far as lines are drawn. Pure.

Plans are read from left to right and from the top down: lines leave a parent on its right or lower side and enter a
child on its left or upper side. Diagrams that run the other way are recognised by the links that branch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.diagram_boxes import Shape
from extractors.diagram_lines import Link, Links, Side, Touch, merge
from extractors.diagram_parents import Tree
from extractors.numbering import read_marker
from extractors.share_out import Place, share_out
from schemas.document import BBox

LEVEL = 2.0
"""Points by which neighbours may overlap and still stand beside or under each other."""
BRACKET = 14.0
"""Points: the least height of a bracket or brace (括弧)."""
BRACKET_GAP = 40.0
"""Points between a bracket and what it embraces."""
SAME_PLACE = 4.0
"""Points by which the sides of boxes in one column differ at most."""

_FLIP_X: dict[Side, Side] = {"L": "R", "R": "L", "T": "T", "B": "B"}
_FLIP_Y: dict[Side, Side] = {"L": "L", "R": "R", "T": "B", "B": "T"}


def follow_links(shapes: Sequence[Shape], traced: Links, members: dict[int, tuple[int, ...]]) -> Tree:
    """The tree that the drawn links give.

    Args:
        shapes: boxes; `traced` counts boxes the same way, and after them the empty frames.
        members: of each empty frame, the boxes in it.
    """
    links = _turned([_through_frames(link, members) for link in traced.links])
    links = _slanted_sides(_joined_crossings(links, traced.crossings), shapes)
    tree = Tree()
    open_ended: list[Link] = []
    for link in links:
        if not _resolve(link, shapes, tree):
            open_ended.append(link)
    for link in open_ended:
        _embrace(link, shapes, tree)
    _straighten_chains(shapes, links, tree)
    return tree


def _through_frames(link: Link, members: dict[int, tuple[int, ...]]) -> Link:
    """A line to an empty frame leads to the boxes in it."""
    touches: list[Touch] = []
    for touch in link.touches:
        inside = members.get(touch.box)
        touches.extend([touch] if inside is None else [touch._replace(box=box) for box in inside])
    return replace(link, touches=tuple(touches))


def _outs(link: Link) -> list[int]:
    return list(dict.fromkeys(t.box for t in link.touches if t.side in ("R", "B")))


def _ins(link: Link) -> list[int]:
    outs = set(_outs(link))
    return list(dict.fromkeys(t.box for t in link.touches if t.side in ("L", "T") and t.box not in outs))


def _joined_crossings(links: list[Link], crossings: Sequence[tuple[int, int]]) -> list[Link]:
    """Join links that cross where one of them alone has no parent or no children."""
    current: dict[int, Link] = dict(enumerate(links))
    name = list(range(len(links)))
    for a, b in crossings:
        a, b = name[a], name[b]
        if a == b:
            continue
        first, second = current[a], current[b]
        if all(len(_outs(one)) == 1 and _ins(one) for one in (first, second)):
            continue
        both = merge(first, second)
        if (
            len(_outs(both)) > 1
            and len(_outs(first)) + len(_outs(second)) > 1
            and len(_outs(first)) * len(_outs(second))
        ):
            continue
        current[a] = both
        del current[b]
        name = [a if n == b else n for n in name]
    return list(current.values())


def _turned(links: list[Link]) -> list[Link]:
    """Links with sides swapped where the diagram runs from right to left or from the bottom up."""

    def votes(out: Side, into: Side) -> int:
        total = 0
        for link in links:
            boxes = {t.box for t in link.touches}
            starts = [t for t in link.touches if t.side == out]
            rest = [t for t in link.touches if t.side == into]
            if len(boxes) >= 3 and len(starts) == 1 and len(rest) == len(link.touches) - 1:
                total += len(rest)
        return total

    for out, into, flip in (("R", "L", _FLIP_X), ("B", "T", _FLIP_Y)):
        first: Side = "R" if out == "R" else "B"
        second: Side = "L" if into == "L" else "T"
        if votes(second, first) > votes(first, second):
            links = [
                replace(link, touches=tuple(t._replace(side=flip[t.side]) for t in link.touches)) for link in links
            ]
    return links


def _slanted_sides(links: list[Link], shapes: Sequence[Shape]) -> list[Link]:
    """Steep lines may leave a box at its upper corner; which of two boxes is first then follows from their places."""
    sides = [{t.side for t in link.touches} for link in links]
    level = sides.count({"R", "L"}) >= sides.count({"B", "T"})
    turned: list[Link] = []
    for link in links:
        boxes = sorted({t.box for t in link.touches}, key=lambda i: _start(shapes[i].bbox, level))
        if link.slanted and len(boxes) == 2:
            first, second = shapes[boxes[0]].bbox, shapes[boxes[1]].bbox
            if _start(second, level) >= (first.x1 if level else first.bottom) - LEVEL:
                out: Side = "R" if level else "B"
                into: Side = "L" if level else "T"
                touches = [t._replace(side=out if t.box == boxes[0] else into) for t in link.touches]
                link = replace(link, touches=tuple(touches))
        turned.append(link)
    return turned


def _start(box: BBox, level: bool) -> float:
    return box.x0 if level else box.top


def _resolve(link: Link, shapes: Sequence[Shape], tree: Tree) -> bool:
    """Note the edges of one link; False where it does not lead from a box to a box."""
    outs, ins = _outs(link), _ins(link)
    if len({*outs, *ins}) < 2:
        return False
    if len(outs) > 1:
        outs, ins = _narrowed(link, outs, ins)
    if len(outs) == 1 and ins:
        for child in ins:
            tree.add(outs[0], child)
        return True
    if not outs:
        first = _uppermost(ins, shapes)
        if first is None:
            return False
        for child in ins:
            tree.add(first, child)
        return True
    if not ins:
        return False
    _share_among(outs, ins, link, shapes, tree)
    return True


def _narrowed(link: Link, outs: list[int], ins: list[int]) -> tuple[list[int], list[int]]:
    """Fewer parents where arrow heads, or a lower side among right ones, tell them from children."""
    tips = {t.box for t in link.touches if t.tip}
    tails = [box for box in (*outs, *ins) if box not in tips]
    if tips and len(tails) == 1:
        return tails, [box for box in (*outs, *ins) if box in tips]
    if not ins:
        lower = [t.box for t in link.touches if t.side == "B"]
        if len(set(lower)) == 1:
            return lower[:1], [box for box in outs if box != lower[0]]
    return outs, ins


def _uppermost(boxes: Sequence[int], shapes: Sequence[Shape]) -> int | None:
    """The one box above all others that also begins further left: its trunk runs down its own left side."""
    for box in boxes:
        own = shapes[box].bbox
        rest = [shapes[other].bbox for other in boxes if other != box]
        if all(other.top >= own.bottom - LEVEL and other.x0 > own.x0 + LEVEL for other in rest):
            return box
    return None


def _share_among(outs: list[int], ins: list[int], link: Link, shapes: Sequence[Shape], tree: Tree) -> None:
    """A line that leads from several boxes: the nearest is taken, and every child is doubtful."""
    level = sum(t.side == "R" for t in link.touches) >= sum(t.side == "B" for t in link.touches)
    outs = sorted(outs, key=lambda i: middle_of(shapes[i].bbox, level))
    ins = sorted(ins, key=lambda i: middle_of(shapes[i].bbox, level))
    shares = share_out([place_of(shapes[i], level) for i in outs], [place_of(shapes[i], level) for i in ins])
    for child, share in zip(ins, shares.parents, strict=True):
        tree.add(outs[share], child)
        tree.doubt(child, outs)


def middle_of(box: BBox, level: bool) -> float:
    """The middle along the axis on which siblings follow each other: down for levels side by side."""
    return (box.top + box.bottom) / 2 if level else (box.x0 + box.x1) / 2


def place_of(shape: Shape, level: bool) -> Place:
    """A box on the axis on which siblings follow each other."""
    box, first = shape.bbox, shape.first
    marker = read_marker(shape.text).marker
    if level:
        return Place(box.top, box.bottom, box.top + min(first.bottom - first.top, box.bottom - box.top) / 2, marker)
    return Place(box.x0, box.x1, (box.x0 + box.x1) / 2, marker)


def _embrace(link: Link, shapes: Sequence[Shape], tree: Tree) -> None:
    """A bracket or brace: what stands beside it on the inner side belongs to what stands before its back."""
    bounds = link.bounds
    high, wide = bounds.bottom - bounds.top, bounds.x1 - bounds.x0
    sides = {touch.side for touch in link.touches}
    level = sides <= {"L", "R"} if sides and (sides <= {"L", "R"} or sides <= {"T", "B"}) else high >= wide
    if max(high, wide) < BRACKET:
        return
    low, top = (bounds.top, bounds.bottom) if level else (bounds.x0, bounds.x1)
    back, front = (bounds.x0, bounds.x1) if level else (bounds.top, bounds.bottom)
    outs, ins = _outs(link), _ins(link)
    before: list[tuple[float, int]] = []
    after: list[tuple[float, int]] = []
    for i, shape in enumerate(shapes):
        box = shape.bbox
        near, far = (box.x0, box.x1) if level else (box.top, box.bottom)
        middle = middle_of(box, level)
        slack = (box.bottom - box.top if level else box.x1 - box.x0) / 2
        if i in ins or (
            near >= front - 2 * LEVEL and near - front <= BRACKET_GAP and low - slack <= middle <= top + slack
        ):
            after.append((near, i))
        elif i in outs or (far <= back + 2 * LEVEL and back - far <= BRACKET_GAP and low <= middle <= top):
            before.append((-far, i))
    children = [i for near, i in after if near - min(after)[0] <= BRACKET_GAP / 2 and i not in tree.parents]
    if not before or not children:
        return
    parents = list(outs) or [i for far, i in before if far - min(before)[0] <= BRACKET_GAP / 2]
    if len(parents) == 1:
        for child in children:
            tree.add(parents[0], child)
        return
    centre = (low + top) / 2
    parents.sort(key=lambda i: abs(middle_of(shapes[i].bbox, level) - centre))
    for child in children:
        tree.add(parents[0], child)
        tree.doubt(child, parents)


def _straighten_chains(shapes: Sequence[Shape], links: Sequence[Link], tree: Tree) -> None:
    """A trunk drawn behind a stack of like boxes looks like a chain; the boxes are siblings all the same."""
    stacked = set()
    for link in links:
        outs, ins = _outs(link), _ins(link)
        if len(outs) == 1 and len(ins) == 1 and {t.side for t in link.touches} == {"B", "T"}:
            stacked.add((outs[0], ins[0]))
    for above, below in sorted(stacked, key=lambda pair: shapes[pair[0]].bbox.top):
        grandparent = tree.parents.get(above)
        if grandparent is None or tree.parents.get(below) != above or not alike(shapes[above], shapes[below]):
            continue
        in_line = [child for child, parent in tree.parents.items() if parent == grandparent]
        column = all(_over_each_other(shapes[child].bbox, shapes[above].bbox) for child in in_line)
        if column and not alike(shapes[grandparent], shapes[above]):
            tree.parents[below] = grandparent
            if read_marker(shapes[below].text).marker is None:
                tree.doubt(below, (above, grandparent))


def _over_each_other(a: BBox, b: BBox) -> bool:
    return min(a.x1, b.x1) - max(a.x0, b.x0) > 0


def alike(a: Shape, b: Shape) -> bool:
    """Boxes of one level: same fill, same place and width, same kind of marker."""
    return same_column(a, b) and kind_of(a) == kind_of(b) and abs(a.size - b.size) <= 0.6


def same_column(a: Shape, b: Shape) -> bool:
    """Boxes of the same fill, place and width across the page."""
    same_place = abs(a.bbox.x0 - b.bbox.x0) <= SAME_PLACE and abs(a.bbox.x1 - b.bbox.x1) <= SAME_PLACE
    return same_place and a.fill == b.fill


def kind_of(shape: Shape) -> tuple[str, int]:
    """The kind of marker a box begins with, and of how many numbers it consists (1-1 and 1-1-1 are two kinds)."""
    marker = read_marker(shape.text).marker
    return (marker.kind, len(marker.value)) if marker else ("", 0)
