"""A hierarchy → issues that the tree itself shows: repeated rows, skipped levels, entries without children. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from extractors.check_numbers import check_numbers, with_all_below
from extractors.check_order import check_order
from extractors.likeness import likeness, match_key
from schemas.issue import Issue
from schemas.plan import Node, Structure

MANY = 6
"""Entries of a level from which one without anything below it stands out."""
RARE = 0.15
"""Share of such entries up to which they stand out."""
TWIN = 0.85
"""Likeness of a child's title to its parent's from which they are near twins."""
_BOUND = re.compile("における|に関する|についての|に係る|にかかる|での|のための")
TWIN_MIN = 6
"""Characters; shorter titles are alike by chance."""


def check_tree(structure: Structure, index: int) -> tuple[Issue, ...]:
    """Issues of one hierarchy.

    Args:
        structure: the tree.
        index: its place among the hierarchies of the document.
    """
    children: dict[str | None, list[Node]] = defaultdict(list)
    for node in structure.nodes:
        children[node.parent].append(node)
    issues: list[Issue] = [
        *_skipped(children, index),
        *_childless(structure, children, index),
        *_near_twins(structure, index),
    ]
    for siblings in children.values():
        issues.extend(_repeated(siblings, structure, index))
    return (*issues, *check_numbers(structure, index), *check_order(structure, index))


def _skipped(children: dict[str | None, list[Node]], index: int) -> list[Issue]:
    """Entries that stand two levels below their parent: the level between is not printed, or printed too late."""
    levels = {node.id: node.level for siblings in children.values() for node in siblings}
    issues: list[Issue] = []
    for parent, siblings in children.items():
        deep = [node for node in siblings if parent is not None and node.level > levels[parent] + 1]
        if not deep:
            continue
        regular = [node for node in siblings if node not in deep]
        before = [node for node in deep if regular and siblings.index(node) < siblings.index(regular[-1])]
        if before:
            message = (
                f"「{before[0].name[:30]}」は間の階層の項目より前にあります。どの項目の下に入るか確かめてください。"
            )
            touched = (*before, *regular)
            kind = "parent_ambiguous"
        else:
            message = f"「{deep[0].name[:30]}」など{len(deep)}件は、間の階層が印刷されていないため上の項目に直接つなぎました。"
            touched = tuple(deep)
            kind = "level_skipped"
        issues.append(
            Issue(
                kind,
                message,
                touched[0].evidence,
                refs=tuple(node.ref for node in touched),
                structure=index,
                nodes=tuple(node.id for node in touched),
            )
        )
    return issues


def _childless(structure: Structure, children: dict[str | None, list[Node]], index: int) -> list[Issue]:
    """Single entries of an upper level with nothing below them, where nearly all of their level have something."""
    deepest = max((node.level for node in structure.nodes), default=0)
    issues: list[Issue] = []
    for level in range(1, deepest):
        own = [node for node in structure.nodes if node.level == level]
        empty = [node for node in own if not children.get(node.id)]
        if len(own) < MANY or not 0 < len(empty) <= RARE * len(own):
            continue
        issues.extend(
            Issue(
                "children_missing",
                f"「{node.label} {node.name[:30]}」の下に項目がありません。ほかの同じ階層の項目にはあります。抜けがないか確かめてください。",
                node.evidence,
                refs=(node.ref,),
                structure=index,
                nodes=(node.id,),
            )
            for node in empty
        )
    return issues


def _near_twins(structure: Structure, index: int) -> list[Issue]:
    """A child that repeats its parent's title, or nearly so."""
    by_id = {node.id: node for node in structure.nodes}
    issues = []
    for node in structure.nodes:
        parent = by_id[node.parent] if node.parent is not None else None
        if parent is None or len(node.name) < TWIN_MIN:
            continue
        # 地域における拠点づくり and 地域の拠点づくり say the same.
        if likeness(_BOUND.sub("の", node.name), _BOUND.sub("の", parent.name)) >= TWIN:
            issues.append(
                Issue(
                    "near_duplicate_parent_child",
                    f"「{node.name[:30]}」は上の項目「{parent.name[:30]}」とほぼ同じです。別の項目として公開します。",
                    node.evidence,
                    refs=(node.ref,),
                    structure=index,
                    nodes=(node.id,),
                )
            )
    return issues


def _repeated(siblings: list[Node], structure: Structure, index: int) -> list[Issue]:
    """Entries of one parent with the same title: rows printed twice, one of them stale."""
    by_name: dict[str, list[Node]] = defaultdict(list)
    for node in siblings:
        by_name[match_key(node.name)].append(node)
    issues = []
    for same in by_name.values():
        if len(same) < 2 or not same[0].name:
            continue
        restarted = same[0].label == same[-1].label and same[0].label != "" and _before_restart(same, siblings)
        for position, node in enumerate(same):
            stale = restarted and position < len(same) - 1
            below = with_all_below(structure, node.id)
            issues.append(
                Issue(
                    "stale_row_content" if stale else "duplicate_siblings",
                    f"「{node.name[:30]}」が同じ見出しの下に{len(same)}回あります。"
                    + (
                        "前の版の行が残っている疑いがあります。"
                        if stale
                        else "一つの項目か、別の項目か確かめてください。"
                    ),
                    node.evidence,
                    refs=tuple(one.ref for one in below),
                    structure=index,
                    nodes=tuple(one.id for one in below),
                )
            )
    return issues


def _before_restart(same: list[Node], siblings: list[Node]) -> bool:
    """Whether the numbers of the siblings begin anew between the two printings."""
    first, last = siblings.index(same[0]), siblings.index(same[-1])
    labels = Counter(node.label for node in siblings[first:last])
    return any(node.label in labels and node.label for node in siblings[last:])
