"""What a person should know of a diagram as it was read → issues. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.diagram_boxes import Shape
from extractors.diagram_edges import LEVEL, kind_of, same_column
from extractors.diagram_parents import Tree
from extractors.diagram_tree import half_listed
from schemas.issue import Issue
from schemas.structure import Evidence

SAME_SIZE = 0.6
"""Points between font sizes that are the same."""
QUOTED = 30
"""Characters of a box's text in a message."""


def find_doubts(
    page: int, shapes: Sequence[Shape], refs: Mapping[int, str], apart: Sequence[int], tree: Tree
) -> tuple[Issue, ...]:
    """Issues of one diagram.

    Args:
        page: its page.
        shapes: all boxes of the page.
        refs: of the boxes that belong to the diagram.
        apart: boxes within the diagram that do not belong to it.
        tree: the parents found.
    """
    issues = [_two_parents(page, shapes, refs, child, tree) for child in sorted(tree.doubtful) if child in tree.parents]
    issues += [_no_parent(page, shapes[i], refs[i]) for i in _lost_roots(shapes, refs, tree)]
    issues += [_unsure_direction(page, shapes[i], ref) for i, ref in refs.items() if not shapes[i].sure]
    issues += [_half_listed(page, shapes[i], ref) for i, ref in refs.items() if half_listed(shapes[i].text)]
    issues += [_apart(page, shapes[i]) for i in apart]
    by_place = [i for i in sorted(tree.guessed) if i in refs and not _nested(shapes, tree, i)]
    if by_place:
        issues.append(_by_place(page, shapes, refs, by_place))
    return tuple(issues)


def _two_parents(page: int, shapes: Sequence[Shape], refs: Mapping[int, str], child: int, tree: Tree) -> Issue:
    chosen = _one_line(shapes[tree.parents[child]])
    others = [_one_line(shapes[i]) for i in tree.doubtful[child] if i != tree.parents[child] and i != child]
    return Issue(
        "edge_ambiguous",
        f"この枠がどの枠の下に入るか、線や位置からは定まりません。「{chosen}」の下に置いたので、紙面を見て親を選んでください。",
        _where(page, shapes[child]),
        refs=(refs[child],),
        proposal=f"「{others[0]}」の下" if len(others) == 1 else None,
    )


def _lost_roots(shapes: Sequence[Shape], refs: Mapping[int, str], tree: Tree) -> list[int]:
    """Boxes without a parent that look like boxes which have one: their line was not seen."""
    children = [(shapes[i], shapes[tree.parents[i]]) for i in refs if i in tree.parents]
    return [
        i for i in refs if i not in tree.parents and any(_level(shapes[i], child, parent) for child, parent in children)
    ]


def _level(shape: Shape, child: Shape, parent: Shape) -> bool:
    """Whether a box stands on the level of a child: in its column beside the parent, or in its row under it."""
    if kind_of(shape) != kind_of(child) or abs(shape.size - child.size) > SAME_SIZE:
        return False
    if child.bbox.x0 >= parent.bbox.x1 - LEVEL:
        return same_column(shape, child)
    return shape.fill == child.fill and abs(shape.bbox.top - child.bbox.top) <= LEVEL


def _no_parent(page: int, shape: Shape, ref: str) -> Issue:
    return Issue(
        "edge_ambiguous",
        "同じ並びの枠には上の枠がありますが、この枠へ来る線は見つかりません。紙面を見て親を選んでください。",
        _where(page, shape),
        refs=(ref,),
    )


def _unsure_direction(page: int, shape: Shape, ref: str) -> Issue:
    return Issue(
        "vertical_order_uncertain",
        "枠の中の文字が縦書きか横書きか定まりません。紙面を見て題名を確かめてください。",
        _where(page, shape),
        refs=(ref,),
    )


def _half_listed(page: int, shape: Shape, ref: str) -> Issue:
    return Issue(
        "heading_broken",
        "枠の中の行が一つの題名か、別々の項目か、印刷からは定まりません。一つの題名として読みました。",
        _where(page, shape),
        refs=(ref,),
    )


def _apart(page: int, shape: Shape) -> Issue:
    return Issue(
        "edge_ambiguous",
        f"図の中の「{_one_line(shape)}」はどの枠ともつながっていないため、項目に入れていません。",
        _where(page, shape),
    )


def _by_place(page: int, shapes: Sequence[Shape], refs: Mapping[int, str], children: Sequence[int]) -> Issue:
    return Issue(
        "link_not_printed",
        "枠を結ぶ線がない所は、枠の位置からつながりを読み取りました。",
        _where(page, shapes[children[0]]),
        refs=tuple(refs[i] for i in children),
    )


def _nested(shapes: Sequence[Shape], tree: Tree, child: int) -> bool:
    """Whether a box stands in its parent's box, which is as good as a line."""
    return shapes[tree.parents[child]].frame


def _where(page: int, shape: Shape) -> Evidence:
    return Evidence(shape.text, page, bbox=shape.bbox)


def _one_line(shape: Shape) -> str:
    return shape.text.replace("\n", "")[:QUOTED]
