"""A hierarchy → issues of its numbers: gaps, and restarts without a parent. Pure.

Two legal schemes of numbering are told apart per level before a gap is called one: numbers begin anew under each
parent, or run on through the plan (①-㉔). A third one writes the parent's number before the own: 1, 11, 111.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from extractors.numbering import Marker, read_marker
from schemas.issue import Issue
from schemas.plan import Node, Structure

FEW = 3
"""Numbered entries; with fewer no scheme can be told."""


RARE = 0.15
"""Share of gaps up to which numbers that rise through the plan are taken to run on."""

REMEMBERED = 20_000
"""Labels read over and over, whenever a person changes the tree: a few plans' worth."""


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A node and the last part of its number."""

    node: Node
    value: int


def check_numbers(structure: Structure, index: int) -> tuple[Issue, ...]:
    """Issues of the numbers of one hierarchy, level by level.

    Args:
        structure: the tree.
        index: its place among the hierarchies of the document.
    """
    values: dict[str, int] = {}
    by_kind: dict[tuple[int, str], list[_Numbered]] = defaultdict(list)
    for node in structure.nodes:
        marker = _marker(f"{node.label} {node.name}") if node.label else None
        if marker is not None and marker.counted:
            values[node.id] = marker.value[-1]
            by_kind[node.level, marker.style].append(_Numbered(node, marker.value[-1]))
    return tuple(
        issue for numbered in by_kind.values() for issue in _sequence(_last_digits(numbered, values), structure, index)
    )


def _last_digits(numbered: list[_Numbered], values: dict[str, int]) -> list[_Numbered]:
    """The last digits alone where all numbers of a level begin with their parents' (11 under 1, 112 under 11)."""
    above = [values.get(one.node.parent or "", 0) for one in numbered]
    if not all(own and one.value // 10 == own for one, own in zip(numbered, above, strict=True)):
        return numbered
    return [_Numbered(one.node, one.value % 10) for one in numbered]


@lru_cache(maxsize=REMEMBERED)
def _marker(printed: str) -> Marker | None:
    return read_marker(printed).marker


def _sequence(numbered: list[_Numbered], structure: Structure, index: int) -> list[Issue]:
    """Gaps and restarts in the numbers of one level."""
    if len(numbered) < FEW:
        return []
    groups: dict[str | None, list[_Numbered]] = defaultdict(list)
    for one in numbered:
        groups[one.node.parent].append(one)
    gaps = [pair for pair in pairwise(numbered) if pair[1].value != pair[0].value + 1]
    if len(groups) > 1 and _rises(numbered) and len(gaps) <= max(1, RARE * len(numbered)):
        return [_gap_running_on(*pair, structure, index) for pair in gaps]
    if _runs_on(numbered):
        return []
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


def _rises(numbered: list[_Numbered]) -> bool:
    """Whether the numbers begin at 1 and only rise, whatever their parents."""
    return numbered[0].value == 1 and all(after.value > before.value for before, after in pairwise(numbered))


def _gap_running_on(before: _Numbered, one: _Numbered, structure: Structure, index: int) -> Issue:
    """A number that is missing where numbers run on through the plan: it may have been lost on either side."""
    near = [before.node.parent or "", one.node.parent or ""]
    return _gap(one, before.value + 1, near, [before.node.id], structure, index)


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
    named = {*single, *(node.id for node in with_all_below(structure, *whole))}
    return tuple(node.id for node in structure.nodes if node.id in named)


def with_all_below(structure: Structure, *ids: str) -> list[Node]:
    """Entries with everything under them, in reading order."""
    wanted = frozenset(ids)
    return [node for node in structure.nodes if not wanted.isdisjoint(_line_of(node.id))]


def _line_of(node_id: str) -> list[str]:
    """An id and those of all entries above it: 1, 1.2, 1.2.3."""
    parts = node_id.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts) + 1)]
