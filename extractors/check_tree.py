"""A hierarchy → issues that the tree itself shows: repeated rows, numbers that restart or leave gaps. Pure.

Two legal schemes of numbering are told apart per level before a gap is called one: numbers begin anew under each
parent, or run on through the plan (①-㉔).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from extractors.likeness import likeness, match_key
from extractors.numbering import Marker, read_marker
from schemas.issue import Issue
from schemas.plan import Node, Structure

FEW = 3
"""Numbered entries; with fewer no scheme can be told."""

MANY = 6
"""Entries of a level from which one without anything below it stands out."""
RARE = 0.15
"""Share of such entries up to which they stand out."""
TWIN = 0.85
"""Likeness of a child's title to its parent's from which they are near twins."""
_BOUND = re.compile("における|に関する|についての|に係る|にかかる|での|のための")
TWIN_MIN = 6
"""Characters; shorter titles are alike by chance."""

REMEMBERED = 20_000
"""Labels read over and over, whenever a person changes the tree: a few plans' worth."""


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A node and the last part of its number."""

    node: Node
    value: int


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
    by_kind: dict[tuple[int, str], list[_Numbered]] = defaultdict(list)
    for node in structure.nodes:
        marker = _marker(f"{node.label} {node.name}") if node.label else None
        if marker is not None and marker.counted:
            by_kind[node.level, marker.style].append(_Numbered(node, marker.value[-1]))
    for numbered in by_kind.values():
        issues.extend(_sequence(numbered, structure, index))
    return tuple(issues)


@lru_cache(maxsize=REMEMBERED)
def _marker(printed: str) -> Marker | None:
    return read_marker(printed).marker


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


def _sequence(numbered: list[_Numbered], structure: Structure, index: int) -> list[Issue]:
    """Gaps and restarts in the numbers of one level."""
    if len(numbered) < FEW or _runs_on(numbered):
        return []
    groups: dict[str | None, list[_Numbered]] = defaultdict(list)
    for one in numbered:
        groups[one.node.parent].append(one)
    if _local_runs(groups):
        return []
    issues = []
    parents = list(groups)
    for place, (parent, group) in enumerate(groups.items()):
        expected = 1
        for at, one in enumerate(group):
            if one.value == expected:
                expected += 1
                continue
            near = [parent or ""]
            around = [group[at - 1].node.id] if at else []
            twice = at > 0 and one.value == group[at - 1].value
            # an entry that is printed too many may have come from the group before or after
            if (twice or at == 0) and place > 0:
                near.append(parents[place - 1] or "")
            if (twice or at + 1 == len(group)) and place + 1 < len(parents):
                near.append(parents[place + 1] or "")
            if one.value == 1 and at > 0:
                issues.append(_restart(group[at:], near, around, structure, index))
            else:
                issues.append(_gap(one, expected, near, around, structure, index))
            expected = one.value + 1
    return issues


def _runs_on(numbered: list[_Numbered]) -> bool:
    """Whether the numbers rise by one through the whole plan, whatever their parents."""
    values = [one.value for one in numbered]
    steps = sum(after == before + 1 for before, after in pairwise(values))
    return values.count(1) <= 1 and steps >= 0.8 * (len(values) - 1)


def _local_runs(groups: dict[str | None, list[_Numbered]]) -> bool:
    """Whether most parents begin with another number than 1: a scheme that is not known, and not called wrong."""
    return sum(group[0].value == 1 for group in groups.values()) < 0.5 * len(groups)


def _restart(group: list[_Numbered], near: list[str], around: list[str], structure: Structure, index: int) -> Issue:
    node = group[0].node
    return Issue(
        "numbering_restart_without_parent",
        f"「{node.label} {node.name[:30]}」で番号が1に戻っていますが、新しい親の見出しがありません。親を確かめてください。",
        node.evidence,
        structure=index,
        nodes=_below(structure, near, whole=[*around, *(one.node.id for one in group)]),
    )


def _gap(one: _Numbered, expected: int, near: list[str], around: list[str], structure: Structure, index: int) -> Issue:
    """The lost entry's own may have gone to the entry before it or the one after: both are named with all they hold."""
    return Issue(
        "numbering_out_of_sequence",
        f"「{one.node.label} {one.node.name[:30]}」の番号が続いていません（{expected}のはず）。抜けや入れ替わりがないか確かめてください。",
        one.node.evidence,
        structure=index,
        nodes=_below(structure, near, whole=[*around, one.node.id]),
        proposal=str(expected),
        field="label",
    )


def _below(structure: Structure, single: list[str], whole: list[str]) -> tuple[str, ...]:
    """Ids in reading order: the single ones, and the whole ones with everything under them."""
    named = {*single, *(node.id for node in _whole(structure, *whole))}
    return tuple(node.id for node in structure.nodes if node.id in named)


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
            below = _whole(structure, node.id)
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


def _whole(structure: Structure, *ids: str) -> list[Node]:
    """Entries with everything under them, in reading order."""
    under = tuple(f"{one}." for one in ids)
    return [node for node in structure.nodes if node.id in ids or node.id.startswith(under)]


def check_editions(structures: tuple[Structure, ...]) -> tuple[Issue, ...]:
    """Children that stood under another title in the other edition of the same document (立川: 学習施設の充実)."""
    issues = []
    for index, structure in enumerate(structures):
        for other in structures[:index]:
            issues.extend(moved_children(structure, other, index))
    return tuple(issues)


def moved_children(structure: Structure, other: Structure, index: int) -> list[Issue]:
    """Parents of one edition whose children stood under another parent in the other edition.

    Args:
        structure: the edition in question.
        other: the edition it is held against.
        index: place of the former among the hierarchies of its document.
    """
    before = {names: parent for parent, names in _families(other).items() if len(names) > 1}
    titles_before = {match_key(node.name): node for node in other.nodes}
    by_id = {node.id: node for node in structure.nodes}
    issues = []
    for parent_id, names in _families(structure).items():
        old_parent = next((node for node in other.nodes if node.id == before.get(names)), None)
        parent = by_id[parent_id]
        if old_parent is None or match_key(old_parent.name) == match_key(parent.name):
            continue
        if match_key(parent.name) not in titles_before:
            continue  # a renamed parent with the same children is a renaming, not a mistake
        below = _whole(structure, parent_id)
        issues.append(
            Issue(
                "parent_child_mismatch",
                f"「{parent.name}」の下の項目は、もう一つの版では「{old_parent.name}」の下にあります。行のずれがないか確かめてください。",
                parent.evidence,
                refs=tuple(node.ref for node in below),
                structure=index,
                nodes=tuple(node.id for node in below),
                proposal=old_parent.name,
            )
        )
    return issues


def _families(structure: Structure) -> dict[str, tuple[str, ...]]:
    """Names of the marked children per parent, those of the level right below only."""
    levels = {node.id: node.level for node in structure.nodes}
    found: dict[str, list[str]] = defaultdict(list)
    for node in structure.nodes:
        if node.parent is not None and node.level == levels[node.parent] + 1:
            found[node.parent].append(match_key(node.name))
    return {parent: tuple(names) for parent, names in found.items()}
