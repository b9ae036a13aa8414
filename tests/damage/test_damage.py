"""Damaged plans: whenever the tree comes out different from the true one, an exception names the place.

A place is named by an exception on the node, wherever it came to stand, or, for what the text does not hold any more,
by one on the parent or on the count of the level. A swap of two unnumbered entries leaves no trace in a text and is not among the damages.
"""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from extractors.extract import extract
from schemas.issue import Issue
from schemas.plan import Extraction, Structure
from tests.damage.damages import OUTLINE, TABLE
from tests.damage.sound_plans import Plan, make_plan, outline, outline_text, table, table_text

SEEDS = range(10)
NAMED = 0.99
"""Share of differing trees in which an exception names each wrong place."""

Path_ = tuple[str, ...]


def _extract(text: str, folder: Path) -> Extraction:
    file = folder / "plan.txt"
    file.write_text(text, encoding="utf-8")
    return extract(file)


def _paths(structure: Structure) -> dict[str, Path_]:
    paths: dict[str, Path_] = {}
    for node in structure.nodes:
        paths[node.id] = (*(paths[node.parent] if node.parent else ()), node.name)
    return paths


def _silent(plan: Plan, extraction: Extraction) -> tuple[bool, list[str]]:
    """Whether the tree differs, and the wrong or missing entries that no exception names."""
    loud = [issue for issue in extraction.issues if issue.severity != "info"]
    named = {node for issue in loud for node in issue.nodes}
    whole = any(not issue.nodes and not _elsewhere(issue) for issue in loud)
    true = Counter(entry.path for entry in plan.entries)
    paths = _paths(extraction.structures[0]) if extraction.structures else {}
    read = Counter(paths.values())
    wrong = []
    for node, path in paths.items():
        if true[path] > 0:
            true[path] -= 1
        else:
            wrong.append((node, path))
    counts = any(issue.kind == "declared_count_mismatch" for issue in loud)
    missing = list(true.elements())
    at = {path: node for node, path in paths.items()}
    silent = [f"wrong {'/'.join(path)}" for node, path in wrong if node not in named and not counts]
    names = {path[-1] for node, path in paths.items() if node in named}
    for path in missing:
        if not whole and at.get(path[:-1]) not in named and path[-1] not in names:
            silent.append(f"missing {'/'.join(path)}")
    return bool(wrong or missing), silent if read else ([] if extraction.error else ["nothing read"])


def _elsewhere(issue: Issue) -> bool:
    """Exceptions about other matters than the tree."""
    return issue.kind.startswith(("period", "title_m", "typo", "ocr"))


@pytest.mark.parametrize("seed", SEEDS)
def test_sound_plans_are_read_exactly_and_quietly(seed: int, tmp_path: Path) -> None:
    plan = make_plan(seed)
    for text in (table_text(plan, table(plan)), outline_text(plan, outline(plan))):
        extraction = _extract(text, tmp_path)
        said = [issue for issue in extraction.issues if issue.severity != "info"]
        assert [issue for issue in said if issue.kind != "municipality_unknown"] == []  # the town is invented
        assert list(_paths(extraction.structures[0]).values()) == [entry.path for entry in plan.entries]


@pytest.mark.parametrize("damage", [*TABLE, *OUTLINE])
def test_damage_is_named(damage: str, tmp_path: Path) -> None:
    differing, unnamed = 0, []
    for seed in SEEDS:
        plan = make_plan(seed)
        rng = random.Random(seed)
        if damage.startswith("swap_") and plan.styles[-1] in "・○":
            continue
        if damage in TABLE:
            text = table_text(plan, TABLE[damage](table(plan), rng))
        else:
            text = outline_text(plan, OUTLINE[damage](outline(plan), rng))
        differs, silent = _silent(plan, _extract(text, tmp_path))
        differing += differs
        if silent:
            unnamed.append((seed, silent[:3]))
    assert len(unnamed) <= (1 - NAMED) * max(differing, 1), unnamed
