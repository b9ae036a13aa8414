"""Models → csvw-metadata.json: CSV on the Web, for `csvwvalidate`. Pure.

titles are plain strings in the language of the context: any other form is accepted by validators and then not checked.
Foreign keys stand only on columns that are never empty: the validator takes an empty cell for a broken reference. The
Data Package holds them all.
"""

from __future__ import annotations

from typing import Any

from publishers.index_files import LICENCE
from schemas.tables import described
from schemas.tables.describe import Column, Table


def csvw_metadata() -> dict[str, Any]:
    """The whole group of tables."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "ja"}],
        "dc:title": "施策体系オープンデータ",
        "dc:license": {"@id": LICENCE},
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tables": [_table(table) for table in described()],
    }


def _table(table: Table) -> dict[str, Any]:
    keys = [
        {
            "columnReference": column.key,
            "reference": {"resource": f"csv/{column.references}.csv", "columnReference": "id"},
        }
        for column in table.columns
        if column.references is not None and not column.nullable
    ]
    schema: dict[str, Any] = {"columns": [_column(column) for column in table.columns], "primaryKey": "id"}
    if keys:
        schema["foreignKeys"] = keys
    return {
        "url": f"csv/{table.name}.csv",
        "dc:title": table.ja,
        "dc:description": table.about_ja,
        "tableSchema": schema,
    }


def _column(column: Column) -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": column.key,
        "titles": column.ja,
        "dc:description": column.about_ja,
        "datatype": _datatype(column),
    }
    return said if column.nullable else {**said, "required": True}


def _datatype(column: Column) -> dict[str, Any]:
    if column.type == "date":
        return {"base": "date", "format": "yyyy-MM-dd"}
    if column.type == "boolean":
        return {"base": "boolean", "format": "true|false"}
    said: dict[str, Any] = {"base": column.type}
    if column.codes:
        said["format"] = "|".join(code for code, _, _ in column.codes)
    elif column.pattern is not None:
        said["format"] = column.pattern
    if column.minimum is not None:
        said["minimum"] = column.minimum
    if column.maximum is not None:
        said["maximum"] = column.maximum
    return said
