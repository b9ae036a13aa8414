"""Rows → by-municipality/<code>/<code>_<table>.csv: what a city attaches to its own portal. Pure.

The same form as the whole tables; only tables in which the municipality has rows, and none of the code list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from publishers.csv_files import csv_bytes
from publishers.table_rows import Row, Tables
from schemas.tables import described

_WHOLE_ONLY = ("municipality",)
"""The code list is nobody's own."""


def municipality_files(tables: Tables) -> Iterator[tuple[str, bytes]]:
    """The files of every municipality that has a plan."""
    codes = {str(row["municipality_code"]) for row in tables["plan"]}
    for table in described():
        if table.name in _WHOLE_ONLY:
            continue
        own: dict[str, list[Row]] = defaultdict(list)
        for row in tables[table.name]:
            own[str(row["municipality_code"])].append(row)
        for code in sorted(own.keys() & codes):
            yield f"by-municipality/{code}/{code}_{table.name}.csv", csv_bytes(table, own[code])
