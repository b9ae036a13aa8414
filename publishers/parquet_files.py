"""Rows → parquet/<table>.parquet: English keys, typed columns, titles and descriptions in the schema. Pure.

The bytes are the same for the same rows and the same pyarrow: nothing about the time of writing is kept.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq

from publishers.table_rows import Row, Tables
from schemas.tables import described
from schemas.tables.describe import Column, Table

_TYPES = {
    "string": pa.string(),
    "date": pa.date32(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
}


def parquet_files(tables: Tables) -> Iterator[tuple[str, bytes]]:
    """Every table, empty ones with their columns."""
    for table in described():
        yield f"parquet/{table.name}.parquet", parquet_bytes(table, tables[table.name])


def parquet_bytes(table: Table, rows: list[Row]) -> bytes:
    """One table as a Parquet file."""
    fields = [_field(column) for column in table.columns]
    data = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays(table, rows), schema=pa.schema(fields)), data, compression="zstd")
    return data.getvalue()


def arrays(table: Table, rows: list[Row]) -> list[pa.Array]:
    """Rows as typed columns."""
    return [pa.array(_values(column, rows), type=_TYPES[column.type]) for column in table.columns]


def _field(column: Column) -> pa.Field:
    said = {"title": column.ja, "title_en": column.en, "description": column.about_ja}
    return pa.field(column.key, _TYPES[column.type], nullable=column.nullable, metadata=said)


def _values(column: Column, rows: list[Row]) -> list[object]:
    values: list[object] = [row[column.key] for row in rows]
    if column.type != "date":
        return values
    return [date.fromisoformat(value) if isinstance(value, str) else None for value in values]
