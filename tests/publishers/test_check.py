"""Faults in rows: each once, with its row, none hidden by another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from publishers import check
from publishers.check import check_tables
from publishers.previous import read_tables
from publishers.table_rows import Tables

Make = Callable[..., Any]


@pytest.fixture
def tables(run: Make, plan: Make) -> Tables:
    return read_tables(run(plan()).folder)


def faults(tables: Tables) -> set[tuple[str, str, str | None, str]]:
    return {
        (failure.table, failure.id, failure.column, failure.rule.partition("(")[0]) for failure in check_tables(tables)
    }


def test_sound_rows(tables: Tables) -> None:
    assert faults(tables) == set()


def test_a_wrong_type_hides_no_other_fault_of_its_column(tables: Tables) -> None:
    tables["policy"][1]["level"] = "二"
    tables["policy"][2]["level"] = 0
    assert faults(tables) == {
        ("policy", "132021N000002", "level", "type"),
        ("policy", "132021N000003", "level", "greater_than_or_equal_to"),
    }


def test_true_is_no_number_and_one_is_no_truth(tables: Tables) -> None:
    tables["policy"][0]["level"] = True
    tables["policy"][1]["level_skipped"] = 1
    assert {(column, rule) for _, _, column, rule in faults(tables)} == {("level", "type"), ("level_skipped", "type")}


def test_references_are_looked_up_over_all_tables(tables: Tables) -> None:
    tables["plan"][0]["source_id"] = "132021B000009"
    tables["policy"][1]["parent_id"] = "132021N000099"
    assert faults(tables) == {
        ("plan", "132021P000001", "source_id", "reference"),
        ("policy", "132021N000002", "parent_id", "reference"),
    }


def test_repeated_ids_are_found_across_chunks(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "CHUNK", 2)
    assert faults(tables) == set()
    tables["policy"][8]["id"] = "132021N000001"
    assert ("policy", "132021N000001", "id", "field_uniqueness") in faults(tables)
