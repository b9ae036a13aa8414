"""Every published table says all of itself, in both languages, and within what portals can take."""

from __future__ import annotations

import pytest

from schemas.issue import KINDS
from schemas.tables import TABLES, described
from schemas.tables.describe import Table, describe

LONGEST_HEADING = 63
"""Bytes; longer names are cut off by PostgreSQL, and so by a CKAN DataStore."""


@pytest.mark.parametrize("table", described(), ids=lambda table: table.name)
def test_columns_are_fully_described(table: Table) -> None:
    assert table.keys[:3] == ("municipality_code", "id", "municipality_name")
    assert table.keys[-1] == "note"
    headings = [column.ja for column in table.columns]
    assert len(set(headings)) == len(headings)
    for column in table.columns:
        assert len(column.ja.encode()) <= LONGEST_HEADING
        assert column.key.isascii()
        assert column.en.isascii()
        assert column.about_ja
        assert column.about_en.isascii()
        assert column.references is None or column.references in TABLES
        for _, ja, en in column.codes:
            assert ja
            assert en.isascii()
    assert set(table.carried) <= set(table.keys)


def test_types_come_through() -> None:
    types = {column.key: column.type for column in describe("policy", TABLES["policy"]).columns}
    assert types["level"] == "integer"
    assert types["level_skipped"] == "boolean"
    assert types["first_published"] == "date"
    assert types["municipality_code"] == "string"
    assert {column.key: column.type for column in describe("evidence", TABLES["evidence"]).columns}["x0"] == "number"


def test_limits_come_through() -> None:
    columns = {column.key: column for column in describe("plan", TABLES["plan"]).columns}
    assert (columns["start_year"].minimum, columns["start_year"].nullable) == (1868, True)
    assert columns["id"].unique
    assert [code for code, _, _ in columns["review_status"].codes] == ["自動", "要確認", "確認済"]


def test_every_kind_of_issue_is_in_the_code_list() -> None:
    kinds = {column.key: column for column in describe("issue", TABLES["issue"]).columns}["kind"]
    assert {code for code, _, _ in kinds.codes} == set(KINDS)
