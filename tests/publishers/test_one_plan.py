"""One plan whose rows do not fit costs itself alone: it keeps its last edition, and the others are published."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from publishers import assemble
from publishers.check import Failure, check_tables
from publishers.table_rows import Tables

Make = Callable[..., Any]
OTHER = "tachikawa-2"


def names(folder: Path) -> list[str]:
    return [json.loads(line)["name"] for line in (folder / "json" / "plan.jsonl").read_text("utf-8").splitlines()]


def faulty(plan_key: str) -> Callable[[Tables], tuple[Failure, ...]]:
    """A check that finds a fault in a row of that plan which no withholding takes out, as long as it is published anew."""

    def check(tables: Tables) -> tuple[Failure, ...]:
        ids = {row["id"] for row in tables["plan"] if row["plan_key"] == plan_key}
        rows = [row for row in tables["policy_wide"] if row["plan_id"] in ids]
        found = check_tables(tables)
        return (*found, *(Failure("policy_wide", str(row["id"]), "name", "rule", "value") for row in rows[:1]))

    return check


def test_a_plan_that_was_never_published_is_left_out(run: Make, plan: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assemble, "check_tables", faulty(OTHER))
    outcome = run(plan(), plan(OTHER, title="立川市みどりの計画"))
    assert outcome.state == "published"
    assert names(outcome.folder) == ["立川市まなび計画"]
    assert list(outcome.refused) == [OTHER]
    assert "この計画だけ公開しません" in outcome.refused[OTHER]
    assert {each.plan_id: each.state for each in outcome.plans} == {"tachikawa-1": "published", OTHER: "absent"}


def test_a_fault_of_no_plan_stops_the_release(run: Make, plan: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        assemble, "check_tables", lambda _tables: (Failure("municipality", "132021", "id", "rule", "value"),)
    )
    outcome = run(plan())
    assert outcome.state == "stopped"
    assert outcome.refused == {}
