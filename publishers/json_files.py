"""Rows → JSON for programs: one object per line under English keys, and the trees of all plans in one file. Pure."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from publishers.table_rows import Row, Tables, Value
from schemas.tables import TABLES

_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
"""As json.dumps, made once for all rows."""

_TREE_KEYS = (
    "id",
    "level",
    "level_name",
    "level_type",
    "label",
    "name",
    "name_kana",
    "subtitle",
    "description",
    "department",
)


def json_files(tables: Tables) -> Iterator[tuple[str, Iterator[bytes]]]:
    """json/<table>.jsonl for every table, and json/policy_tree.json, piece by piece: they are the largest files."""
    for name in TABLES:
        yield f"json/{name}.jsonl", json_lines(tables[name])
    yield "json/policy_tree.json", _tree_file(tables)


def json_lines(rows: Iterable[Row]) -> Iterator[bytes]:
    """One row per line."""
    return (f"{_encode(row)}\n".encode() for row in rows)


def json_document(value: Mapping[str, Any]) -> bytes:
    """One JSON document, for people to read as well."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _tree_file(tables: Tables) -> Iterator[bytes]:
    yield b'{"plans": ['
    for number, tree in enumerate(policy_trees(tables)):
        yield (b",\n" if number else b"\n") + _encode(tree).encode()
    yield b"\n]}\n"


def policy_trees(tables: Tables) -> Iterator[dict[str, Any]]:
    """Every plan with its nodes inside one another, one at a time."""
    below: dict[tuple[Value, Value], list[Row]] = defaultdict(list)
    for row in tables["policy"]:
        below[row["plan_id"], row["parent_id"]].append(row)

    def tree(row: Row) -> dict[str, Any]:
        node: dict[str, Any] = {key: row[key] for key in _TREE_KEYS}
        node["review_status"] = row["review_status"]
        node["children"] = [tree(child) for child in below[row["plan_id"], row["id"]]]
        return node

    for plan in tables["plan"]:
        head = {key: plan[key] for key in ("id", "municipality_code", "municipality_name", "name")}
        yield {**head, "children": [tree(row) for row in below[plan["id"], None]]}
