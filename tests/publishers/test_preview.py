"""What a preview says is what the run then does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from publishers.preview import preview
from tests.publishers.conftest import Publisher

Make = Callable[..., Any]
Tree = Sequence[tuple[str, str, str]]
LATER = date(2026, 5, 1)


@pytest.fixture
def look(run: Any) -> Publisher:
    return Publisher(run.folder, preview)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_before_the_first_release_every_row_is_new(run: Make, plan: Make, look: Make) -> None:
    found = look(plan())
    assert (found.state, found.before) == ("changes", None)
    assert {change.op for change in found.changes} == {"added"}
    assert sum(change.table == "policy" for change in found.changes) == 9


def test_the_changes_are_those_of_the_run_and_nothing_is_written(run: Any, plan: Make, tree: Tree, look: Make) -> None:
    run(plan())
    corrected = [*tree[:3], ("1.1.2", "②", "図書館を朝も開ける"), *tree[4:], ("2.2", "(2)", "道を直す")]
    before = files(run.folder)
    found = look(plan(tree=corrected), plan("tachikawa-2", title="立川市みどり計画"), today=LATER)
    assert files(run.folder) == before
    assert found.state == "changes"
    outcome = run(plan(tree=corrected), plan("tachikawa-2", title="立川市みどり計画"), today=LATER)
    assert (outcome.folder / f"delta/from-{found.before}.jsonl").read_bytes() == found.delta
    (changed,) = [change for change in found.changes if change.op == "changed" and change.table == "policy"]
    name = next(cell for cell in changed.cells if cell.key == "name")
    assert (name.before, name.after) == ("図書館を夜も開ける", "図書館を朝も開ける")
    assert {change.title for change in found.changes if change.op == "added" and change.table == "plan"} == {
        "立川市みどり計画"
    }
    assert look(plan(tree=corrected), plan("tachikawa-2", title="立川市みどり計画"), today=LATER).state == "unchanged"


def test_a_loss_stops_until_it_is_signed_for(run: Any, plan: Make, tree: Tree, look: Make, tmp_path: Path) -> None:
    run(plan())
    shrunk = replace(plan(tree=tree[:5]))
    found = look(shrunk, today=LATER)
    assert found.state == "stopped"
    (loss,) = found.losses
    assert (loss.key, loss.was, loss.now, loss.signed) == ("tachikawa-1", 9, 5, False)
    assert found.messages == (loss.sentence,)
    signed = tmp_path / "withdrawals.toml"
    signed.write_text(
        '[[withdrawal]]\nplan_id = "tachikawa-1"\nrelease = "2026.04.01"\nreason = "取下げ"\nrole = "x"\ndate = "2026-05-01"\n',
        "utf-8",
    )
    found = look(shrunk, today=LATER, withdrawals_file=signed)
    assert found.state == "changes"
    assert found.losses[0].signed
    assert look(unread={"tachikawa-1": "読めません。"}).state == "unchanged"
