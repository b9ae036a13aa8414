"""Rows of policy and plan → rows of policy_wide: one per leaf, its ancestors in the columns of their levels (横持ち). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publishers.table_rows import Row, Value
from schemas.tables.policy_wide import DEEPEST


def policy_wide_rows(policies: Sequence[Row], plans: Sequence[Row]) -> Iterator[Row]:
    """One row per node without published children, in the order of the nodes."""
    by_id = {row["id"]: row for row in policies}
    parents = {row["parent_id"] for row in policies}
    names = {row["id"]: row["name"] for row in plans}
    for row in policies:
        if row["id"] not in parents:
            yield _wide(row, _ancestry(row, by_id), names)


def _ancestry(leaf: Row, by_id: dict[Value, Row]) -> list[Row]:
    line = {leaf["id"]: leaf}
    above = by_id.get(leaf["parent_id"])
    while above is not None and above["id"] not in line:  # a cycle is a fault that other checks name
        line[above["id"]] = above
        above = by_id.get(above["parent_id"])
    return [*line.values()][::-1]


def _wide(leaf: Row, ancestry: list[Row], names: dict[Value, Value]) -> Row:
    name = names.get(leaf["plan_id"])
    row: Row = {
        key: leaf[key]
        for key in (
            "municipality_code",
            "id",
            "municipality_name",
            "plan_id",
            "structure",
            "sort_order",
            "description",
            "department",
            "path",
            "review_status",
        )
    }
    row["plan_name"] = name if isinstance(name, str) else None
    for ancestor in ancestry:
        level = ancestor["level"]
        if isinstance(level, int) and level <= DEEPEST:
            row[f"level{level}_label"] = ancestor["label"]
            row[f"level{level}_name"] = ancestor["name"]
    return row
