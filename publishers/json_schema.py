"""Models → schema/<table>.schema.json: JSON Schema 2020-12 of one row of json/<table>.jsonl. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from publishers.json_files import json_document
from publishers.readme import SCHEMA_VERSION
from publishers.table_rows import Tables
from schemas.tables import described
from schemas.tables.describe import Column, Table

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TYPES = {"string": "string", "date": "string", "integer": "integer", "number": "number", "boolean": "boolean"}


def json_schema_files(_tables: Tables) -> Iterator[tuple[str, bytes]]:
    """One schema per table."""
    for table in described():
        yield f"schema/{table.name}.schema.json", json_document(row_schema(table))


def row_schema(table: Table) -> dict[str, Any]:
    """The schema of one row."""
    return {
        "$schema": DIALECT,
        "$id": f"urn:taikei:schema:{SCHEMA_VERSION}:{table.name}",
        "title": table.ja,
        "description": f"{table.about_ja}。 {table.about_en}.",
        "type": "object",
        "properties": {column.key: _property(column) for column in table.columns},
        "required": list(table.keys),
        "additionalProperties": False,
    }


def _property(column: Column) -> dict[str, Any]:
    kind = _TYPES[column.type]
    said: dict[str, Any] = {
        "title": column.ja,
        "description": f"{column.about_ja}。 {column.about_en}.",
        "type": [kind, "null"] if column.nullable else kind,
    }
    if column.pattern is not None:
        said["pattern"] = f"^(?:{column.pattern})$"
    if column.type == "date":
        said["format"] = "date"
    if column.codes:
        said["enum"] = [code for code, _, _ in column.codes] + ([None] if column.nullable else [])
    if column.minimum is not None:
        said["minimum"] = column.minimum
    if column.maximum is not None:
        said["maximum"] = column.maximum
    return said
