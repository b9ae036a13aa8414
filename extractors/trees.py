"""What was seen → trees, each kind of layout by its own builder. Pure."""

from __future__ import annotations

from extractors.deepen import deepen
from extractors.diagram_tree import diagram_tree
from extractors.grid_tree import grid_tree
from extractors.outline_tree import outline_tree
from schemas.issue import Issue, Result
from schemas.plan import Structure
from schemas.structure import Diagram, Grid, Outline, Seen


def trees(seen: tuple[Seen, ...]) -> Result[tuple[Structure, ...]]:
    """One hierarchy per thing seen, in the same order."""
    structures: list[Structure] = []
    issues: list[Issue] = []
    for thing in seen:
        result = _tree(thing)
        structures.append(result.value)
        issues.extend(result.issues)
    return Result(tuple(structures), tuple(issues))


def _tree(thing: Seen) -> Result[Structure]:
    match thing:
        case Grid():
            return _with_chapters(grid_tree(thing), thing.chapters)
        case Outline():
            return outline_tree(thing)
        case Diagram():
            return _with_chapters(diagram_tree(thing), thing.chapters)


def _with_chapters(overview: Result[Structure], chapters: Outline | None) -> Result[Structure]:
    """The tree of an overview with what the chapters behind it add."""
    if chapters is None or not overview.value.nodes:
        return overview
    deeper = deepen(overview.value, chapters)
    return Result(deeper.value, (*overview.issues, *deeper.issues))
