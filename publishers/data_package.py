"""Models, rows and files → datapackage.json: Data Package 2.0, for `frictionless validate`. Pure.

The fields bear the Japanese headings of the CSV files, because that is what stands in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from publishers.index_files import LICENCE
from publishers.table_rows import Tables
from schemas.tables import described
from schemas.tables.describe import Column, Table

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
RESOURCE_PROFILE = "https://datapackage.org/profiles/2.0/dataresource.json"
SCHEMA_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
DIALECT_PROFILE = "https://datapackage.org/profiles/2.0/tabledialect.json"


def data_package(version: str, tables: Tables, files: Mapping[str, tuple[int, str]]) -> dict[str, Any]:
    """The whole descriptor; files: path → bytes, sha256."""
    return {
        "$schema": PROFILE,
        "name": "taikei",
        "title": "施策体系オープンデータ",
        "description": "自治体の計画から読み取った施策体系。 Policy hierarchies read from municipal plans.",
        "version": version,
        "licenses": [{"name": "CC-BY-4.0", "path": LICENCE, "title": "Creative Commons Attribution 4.0"}],
        "sources": [_source(row["title"], row["url"]) for row in tables["source"]],
        "resources": [_resource(table, files) for table in described()],
    }


def _source(title: object, url: object) -> dict[str, object]:
    return {"title": title, "path": url} if url else {"title": title}


def _resource(table: Table, files: Mapping[str, tuple[int, str]]) -> dict[str, Any]:
    path = f"csv/{table.name}.csv"
    size, digest = files[path]
    return {
        "$schema": RESOURCE_PROFILE,
        "name": table.name,
        "type": "table",
        "path": path,
        "title": table.ja,
        "description": f"{table.about_ja}。 {table.about_en}.",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{digest}",
        "dialect": {"$schema": DIALECT_PROFILE, "lineTerminator": "\r\n"},
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    headings = {column.key: column.ja for column in table.columns}
    keys = [
        {"fields": [column.ja], "reference": {"resource": _referred(table, column), "fields": ["ID"]}}
        for column in table.columns
        if column.references is not None
    ]
    schema: dict[str, Any] = {
        "$schema": SCHEMA_PROFILE,
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": [headings["id"]],
    }
    return {**schema, "foreignKeys": keys} if keys else schema


def _referred(table: Table, column: Column) -> str:
    """Of the table itself a foreign key says "", as Table Schema wants it."""
    return "" if column.references == table.name else str(column.references)


def _field(column: Column) -> dict[str, Any]:
    limits: dict[str, Any] = {}
    if not column.nullable:
        limits["required"] = True
    if column.unique:
        limits["unique"] = True
    if column.pattern is not None and column.type == "string":
        limits["pattern"] = column.pattern
    if column.codes:
        limits["enum"] = [code for code, _, _ in column.codes]
    if column.minimum is not None:
        limits["minimum"] = column.minimum
    if column.maximum is not None:
        limits["maximum"] = column.maximum
    field: dict[str, Any] = {
        "name": column.ja,
        "type": column.type,
        "title": column.en,
        "description": f"{column.about_ja}。 {column.about_en}.",
    }
    if column.type == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    return {**field, "constraints": limits} if limits else field
