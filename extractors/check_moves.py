"""Two editions of a hierarchy → issues of children that stand under another title in one of them. Pure."""

from __future__ import annotations

from collections import defaultdict

from extractors.check_numbers import with_all_below
from extractors.likeness import match_key
from schemas.issue import Issue
from schemas.plan import Structure


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
        below = with_all_below(structure, parent_id)
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
