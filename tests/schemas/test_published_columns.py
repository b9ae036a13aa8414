"""The published columns are a promise: what changes in them is seen here, and is said in the schema's version.

After adding a column raise the minor version in publishers/readme.py, after removing, renaming or retyping one the major
version (once there is a 1.0), then `REGENERATE=1 pytest tests/schemas`.
"""

from __future__ import annotations

import os
from pathlib import Path

from publishers.readme import SCHEMA_VERSION
from schemas.tables import described

PROMISED = Path(__file__).with_name("published_columns.csv")


def columns() -> str:
    lines = [f"schema {SCHEMA_VERSION}", "table,key,heading,type,nullable"]
    for table in described():
        for column in table.columns:
            lines.append(f"{table.name},{column.key},{column.ja},{column.type},{str(column.nullable).lower()}")
    return "\n".join(lines) + "\n"


def test_columns_are_those_promised() -> None:
    if os.environ.get("REGENERATE"):
        PROMISED.write_text(columns(), "utf-8")
    assert columns() == PROMISED.read_text("utf-8"), __doc__
