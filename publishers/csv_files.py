"""Rows → CSV for people with a spreadsheet: Japanese headings, UTF-8 with BOM, CRLF, RFC 4180. Pure.

A cell that begins with = + - @ would be run as a formula: its first character is written full-width here (and only
here: JSON and Parquet hold the words as printed).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from types import NoneType

from publishers.table_rows import Row, Tables, Value
from schemas.tables import described
from schemas.tables.describe import Table

BOM = b"\xef\xbb\xbf"
_FORMULA_BEGINS = frozenset("=+-@")
_FORMULA = str.maketrans("=+-@", "＝＋－＠")
_BATCH = 2_000
"""Rows turned into cells at a time, column by column: enough to be fast, few enough to be small."""


def csv_files(tables: Tables) -> Iterator[tuple[str, bytes]]:
    """csv/<table>.csv for every table, empty ones with their headings."""
    for table in described():
        yield f"csv/{table.name}.csv", csv_bytes(table, tables[table.name])


def csv_bytes(table: Table, rows: Iterable[Row]) -> bytes:
    """One table as a CSV file."""
    data = io.BytesIO()
    data.write(BOM)
    text = io.TextIOWrapper(data, "utf-8", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.ja for column in table.columns])
    left = iter(rows)
    while some := list(islice(left, _BATCH)):
        writer.writerows(cells(table, some))
    text.flush()
    return data.getvalue()


def cells(table: Table, rows: Sequence[Row]) -> list[list[str]]:
    """The cells of some rows; a column that a row lacks is empty."""
    columns = [_column([row.get(key) for row in rows]) for key in table.keys]
    return [list(row) for row in zip(*columns, strict=True)]


def _column(values: list[Value]) -> list[str]:
    """As cell_text has each of them; most columns hold words alone, none of which begins like a formula."""
    kinds = {*map(type, values)}
    if kinds <= {str, NoneType}:
        words = [value if isinstance(value, str) else "" for value in values]
        if _FORMULA_BEGINS.isdisjoint({word[:1] for word in {*words}}):
            return words
    return [cell_text(value) for value in values]


def cell_text(value: Value) -> str:
    """A value as a CSV cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value[:1].translate(_FORMULA) + value[1:]
    return str(value)


def read_csv(data: bytes) -> Iterator[list[str]]:
    """The rows of a CSV file of a release, headings first."""
    return csv.reader(io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", newline=""))
