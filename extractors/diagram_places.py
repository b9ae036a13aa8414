"""Boxes without a drawn parent → a parent by their places: beside it, or stacked beneath it. Pure.

Side by side, the children of a box stand in its height or in a group of their own; stacked, boxes of one look are
siblings and a new look begins a new level. Where two parents are nearly as good, the child is doubtful.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extractors.diagram_boxes import Shape
from extractors.diagram_edges import alike, kind_of, middle_of, place_of
from extractors.diagram_parents import Tree
from extractors.share_out import share_out

SHARED = 0.5
"""Share of the narrower box's width that boxes of one column have in common."""
UNLIKE_WIDTH = 0.1
"""Share of the wider box by which boxes of two levels differ in width; siblings set in a grid are equal."""
BENEATH = 0.6
"""Share of a box's width that lies under the box it is stacked beneath."""
STACK_GAP = 3.0
"""Heights of the stacked box: what stands further below is not stacked."""


def columns_of(shapes: Sequence[Shape], chosen: Sequence[int]) -> list[list[int]]:
    """Boxes in columns from left to right, each from the top down."""
    columns: list[list[int]] = []
    for i in sorted(chosen, key=lambda i: shapes[i].bbox.x1 - shapes[i].bbox.x0):
        for column in columns:
            if any(_share_width(shapes[i], shapes[j]) for j in column):
                column.append(i)
                break
        else:
            columns.append([i])
    for column in columns:
        column.sort(key=lambda i: shapes[i].bbox.top)
    return sorted(columns, key=lambda column: min(shapes[i].bbox.x0 for i in column))


def _share_width(a: Shape, b: Shape) -> bool:
    common = min(a.bbox.x1, b.bbox.x1) - max(a.bbox.x0, b.bbox.x0)
    return common > SHARED * min(a.bbox.x1 - a.bbox.x0, b.bbox.x1 - b.bbox.x0)


def are_levels(shapes: Sequence[Shape], columns: Sequence[Sequence[int]]) -> bool:
    """Whether columns are levels side by side, not siblings set in rows and columns.

    Neighbouring levels look different, differ in width, or a box of the one stands beside several of the other.
    """
    if len(columns) < 2:
        return False
    for left, right in pairwise(columns):
        looks = {look_of(shapes[i]) for i in left}, {look_of(shapes[i]) for i in right}
        differ = not looks[0] & looks[1]
        wide = median(_width(shapes[i]) for i in left), median(_width(shapes[i]) for i in right)
        unlike = abs(wide[0] - wide[1]) > UNLIKE_WIDTH * max(wide)
        if not (differ or unlike or any(_beside(shapes, i, right) > 1 for i in left)):
            return False
    return True


def _width(shape: Shape) -> float:
    return shape.bbox.x1 - shape.bbox.x0


def _beside(shapes: Sequence[Shape], one: int, column: Sequence[int]) -> int:
    """How many boxes of a column have their middle at the height of a box."""
    top, bottom = shapes[one].bbox.top, shapes[one].bbox.bottom
    return sum(top <= middle_of(shapes[i].bbox, True) <= bottom for i in column)


def place_beside(shapes: Sequence[Shape], columns: Sequence[Sequence[int]], tree: Tree) -> None:
    """Boxes in columns side by side: each box without a parent gets one from the columns to its left."""
    for at in range(1, len(columns)):
        orphans = [i for i in columns[at] if i not in tree.parents and not _begins_anew(shapes, columns[:at], i, tree)]
        candidates = [i for i in columns[at - 1] if not shapes[i].frame or not tree.above(i, i)]
        if not orphans or not candidates:
            continue
        if len(orphans) == len(columns[at]):
            _place_column(shapes, candidates, orphans, tree)
        else:
            for orphan in orphans:
                _place_between(shapes, columns[at], candidates, orphan, tree)


def _begins_anew(shapes: Sequence[Shape], before: Sequence[Sequence[int]], box: int, tree: Tree) -> bool:
    """Whether a box with drawn children is the root of a diagram beside another one: it looks like the root of that."""
    if box not in tree.parents.values():
        return False
    roots = {tree.root(child) for child in tree.parents} - {box}
    return any(i in roots and look_of(shapes[i]) == look_of(shapes[box]) for column in before for i in column)


def _place_column(shapes: Sequence[Shape], candidates: Sequence[int], orphans: Sequence[int], tree: Tree) -> None:
    shares = share_out([place_of(shapes[i], True) for i in candidates], [place_of(shapes[i], True) for i in orphans])
    for index, (child, share) in enumerate(zip(orphans, shares.parents, strict=True)):
        tree.add(candidates[share], child, drawn=False)
        if index in shares.doubtful:
            near = [candidates[i] for i in (share - 1, share, share + 1) if 0 <= i < len(candidates)]
            tree.doubt(child, near)


def _place_between(
    shapes: Sequence[Shape], column: Sequence[int], candidates: Sequence[int], orphan: int, tree: Tree
) -> None:
    """A single box without a line among others with lines."""
    at = list(column).index(orphan)
    above = next((tree.parents[i] for i in reversed(column[:at]) if i in tree.parents), None)
    below = next((tree.parents[i] for i in column[at + 1 :] if i in tree.parents), None)
    if above is not None and above == below:
        tree.add(above, orphan, drawn=False)
        return
    middle = middle_of(shapes[orphan].bbox, True)
    beside = [i for i in candidates if shapes[i].bbox.top <= middle <= shapes[i].bbox.bottom]
    free = [i for i in beside if i not in tree.parents.values()]
    if len(beside) == 1 and (free or beside[0] in (above, below)):
        tree.add(beside[0], orphan, drawn=False)
        return
    nearest = sorted(candidates, key=lambda i: abs(middle_of(shapes[i].bbox, True) - middle))
    tree.add(nearest[0], orphan, drawn=False)
    tree.doubt(orphan, [i for i in (above, below, nearest[0]) if i is not None])


def place_beneath(shapes: Sequence[Shape], chosen: Sequence[int], tree: Tree) -> None:
    """Boxes stacked under each other: siblings where they look alike, a new level where they do not."""
    order = sorted(chosen, key=lambda i: (shapes[i].bbox.top, shapes[i].bbox.x0))
    for i in order:
        if i in tree.parents:
            continue
        over = _over(shapes, chosen, i)
        if over is None:
            continue
        line = [over]
        while line[-1] in tree.parents:
            line.append(tree.parents[line[-1]])
        sibling = next((j for j in line if alike(shapes[j], shapes[i])), None)
        parent = over if sibling is None else tree.parents.get(sibling)
        if parent is not None:
            tree.add(parent, i, drawn=False)


def _over(shapes: Sequence[Shape], chosen: Sequence[int], i: int) -> int | None:
    """The box that a box stands right under."""
    box = shapes[i].bbox
    found: list[tuple[float, float, int]] = []
    for j in chosen:
        other = shapes[j].bbox
        common = min(box.x1, other.x1) - max(box.x0, other.x0)
        gap = box.top - other.bottom
        if j != i and common >= BENEATH * (box.x1 - box.x0) and -2.0 <= gap <= STACK_GAP * (box.bottom - box.top):
            found.append((gap, -common, j))
    return min(found)[2] if found else None


def runs_down(shapes: Sequence[Shape], chosen: Sequence[int]) -> bool:
    """Whether boxes without lines are stacks under their heads, not columns of levels side by side.

    Levels look alike: in a stack the boxes at one height do, in columns those at one place across.
    """
    columns = columns_of(shapes, chosen)
    rows: list[list[int]] = []
    for i in sorted(chosen, key=lambda i: shapes[i].bbox.top):
        for row in rows:
            first = shapes[row[0]].bbox
            if first.top - 2.0 <= middle_of(shapes[i].bbox, True) <= first.bottom + 2.0:
                row.append(i)
                break
        else:
            rows.append([i])
    return _evenness(shapes, rows) > _evenness(shapes, columns)


def _evenness(shapes: Sequence[Shape], groups: Sequence[Sequence[int]]) -> float:
    """Share of the boxes that look like most of their group, groups of one left out."""
    same = total = 0
    for group in groups:
        if len(group) < 2:
            continue
        looks = Counter((look_of(shapes[i]), round(shapes[i].size * 2)) for i in group)
        same += looks.most_common(1)[0][1]
        total += len(group)
    return same / total if total else 0.0


def look_of(shape: Shape) -> tuple[int | None, int, tuple[str, int]]:
    """What boxes of one level have in common: fill, size of the text, kind of marker."""
    return shape.fill, round(shape.size), kind_of(shape)
