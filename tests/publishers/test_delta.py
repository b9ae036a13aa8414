"""Previous release + delta = current release."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from publishers.delta import replay
from publishers.plan_input import Withdrawal
from publishers.previous import read_tables

Make = Callable[..., Any]
Tree = Sequence[tuple[str, str, str]]


def ops(folder: Path, table: str) -> Counter[str]:
    (path,) = (folder / "delta").iterdir()
    changes = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return Counter(change["op"] for change in changes if change["table"] == table)


def assert_replays(before: Path, folder: Path) -> None:
    delta = (folder / "delta" / f"from-{before.name}.jsonl").read_bytes()
    assert replay(read_tables(before), delta) == read_tables(folder)


def test_the_first_release_has_no_delta(run: Make, plan: Make) -> None:
    assert not (run(plan()).folder / "delta").exists()


def test_a_history_of_releases_replays(run: Make, plan: Make, issue: Make, tree: Tree) -> None:
    other = plan("tachikawa-2", title="立川市みどり計画", supersedes="tachikawa-1")
    first = run(plan(), other).folder
    renamed = [("1", "基本目標1", "学びをとじる"), *tree[1:]]
    second = run(plan(tree=renamed), other).folder
    assert_replays(first, second)
    assert ops(second, "policy") == {"MOD": 5}  # the node, and the paths of what is below it
    signed = [Withdrawal("tachikawa-2", second.name, "取下げ", "データ管理者", "2026-04-02")]
    third = run(plan(tree=renamed, issues=[issue("row_spill", "2.1")]), withdrawals=signed).folder
    assert_replays(second, third)
    assert ops(third, "policy") == {"DEL": 9, "MOD": 1}
    assert ops(third, "id_redirect")["ADD"] > 9
    fourth = run(plan(tree=renamed, document="2"), other).folder
    assert_replays(third, fourth)
    assert ops(fourth, "policy") == {"RESTORE": 9, "MOD": 1}
    assert ops(fourth, "source") == {"MERGE": 1, "ADD": 1, "RESTORE": 1}


def test_a_delta_on_the_wrong_release_is_refused(run: Make, plan: Make, tree: Tree) -> None:
    first = run(plan()).folder
    second = run(plan(tree=(*tree, ("3", "基本目標3", "みどりをふやす")))).folder
    delta = (second / "delta" / f"from-{first.name}.jsonl").read_bytes()
    with pytest.raises(ValueError, match="ADD policy"):
        replay(read_tables(second), delta)
