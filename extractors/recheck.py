"""Hierarchies → the issues that follow from the trees themselves, found again whenever people changed a tree. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.check_moves import check_editions
from extractors.check_tree import check_tree
from extractors.editions import compare
from extractors.facts.declared import check_declared
from extractors.place_issues import place_issues
from schemas.issue import Issue, Result
from schemas.plan import Change, DeclaredCount, Structure

Sign = tuple[str, str, int | None, tuple[str, ...]]


def tree_issues(declared: Sequence[DeclaredCount], structures: tuple[Structure, ...]) -> tuple[Issue, ...]:
    """What the trees show by themselves: numbers, repeated and childless entries, declared counts, the other edition."""
    return (
        *check_declared(declared, structures),
        *(issue for index, structure in enumerate(structures) for issue in check_tree(structure, index)),
        *check_editions(structures),
    )


def edition_changes(structures: tuple[Structure, ...], issues: tuple[Issue, ...]) -> Result[tuple[Change, ...]]:
    """What became of each entry, where one document prints the edition before and the one after."""
    if len(structures) != 2 or any(structure.plan is None for structure in structures):
        return Result(())
    stale = {
        node for issue in issues if issue.kind == "stale_row_content" and issue.structure == 1 for node in issue.nodes
    }
    return compare(structures[0], structures[1], frozenset(stale))


def derived(
    declared: Sequence[DeclaredCount], structures: tuple[Structure, ...], issues: tuple[Issue, ...]
) -> Result[tuple[Change, ...]]:
    """All that follows from the trees: what became of each entry since the other edition, and the issues."""
    changes = edition_changes(structures, issues)
    found = place_issues(tree_issues(declared, structures), structures)
    return Result(changes.value, (*found, *changes.issues))


def sign(issue: Issue) -> Sign:
    """By what an issue is the same one again; its place on a turned page is not part of it."""
    return issue.kind, issue.message, issue.structure, issue.nodes
