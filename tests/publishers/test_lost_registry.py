"""The registry of permanent ids lost, torn or set back: the last release gives it back, and no id is given twice."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from publishers.previous import read_previous
from publishers.registry import read_registry

Make = Callable[..., Any]
Tree = Sequence[tuple[str, str, str]]


def ids(run: Make) -> dict[str, str]:
    """Id → title of every policy of the current release."""
    before = read_previous(run.folder)
    assert before is not None
    return {str(row["id"]): str(row["name"]) for row in before.tables["policy"]}


@pytest.mark.parametrize("damage", ["gone", "folder gone", "empty", "torn", "set back", "binary"])
def test_the_last_release_gives_the_registry_back(run: Make, plan: Make, tree: Tree, damage: str) -> None:
    run(plan())
    registry = run.folder / "registry" / "ids.csv"
    early = registry.read_bytes()
    longer = [*tree, ("3", "基本目標3", "ともに歩む")]
    assert run(plan(tree=longer)).state == "published"
    whole, published = read_registry(registry), ids(run)
    match damage:
        case "gone":
            registry.unlink()
        case "folder gone":
            shutil.rmtree(registry.parent)
        case "empty":
            registry.write_bytes(b"")
        case "torn":
            registry.write_bytes(registry.read_bytes()[: len(early) // 2])
        case "set back":
            registry.write_bytes(early)
        case _:
            registry.write_bytes(bytes(range(256)))

    done = run(plan(tree=longer))
    assert done.state == "unchanged"
    assert "恒久IDの台帳" in done.messages[0]
    assert read_registry(registry) == whole

    registry.unlink()
    done = run(plan(tree=[*longer, ("4", "基本目標4", "はるかに望む")]))
    assert done.state == "published"
    assert published.items() <= ids(run).items()
    assert len(ids(run)) == len(published) + 1


def test_rows_that_came_after_the_last_release_stay(run: Make, plan: Make) -> None:
    run(plan())
    registry = run.folder / "registry" / "ids.csv"
    lines = registry.read_text("utf-8").splitlines()
    later = "132021N000099,N,somewhere,somewhere/1,0123456789abcdef,2026-04-01"
    registry.write_text("\n".join([lines[0], *lines[2:], later]) + "\n", "utf-8")
    run(plan())
    assert sorted(registry.read_text("utf-8").splitlines()) == sorted([*lines, later])


def test_a_release_without_a_copy_and_no_registry_stops(run: Make, plan: Make) -> None:
    first = run(plan())
    (first.folder / "registry" / "ids.csv").unlink()
    run(plan())  # the registry itself is there: nothing to restore
    shutil.rmtree(run.folder / "registry")
    stopped = run(plan())
    assert stopped.state == "stopped"
    assert "バックアップ" in stopped.messages[0]
    assert not (run.folder / "registry" / "ids.csv").exists()
