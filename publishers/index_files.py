"""What is in a release, and which releases there are → index.json, SHA256SUMS. Pure but for reading the files' sizes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from publishers.made_by import code_digest
from publishers.rdf.publisher import settings
from publishers.readme import SCHEMA_VERSION, attributions
from publishers.table_rows import Tables
from schemas.tables import described

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
UNVERSIONED = (
    "by-municipality/",
    "csv/",
    "json/",
    "parquet/",
    "quality/summary.json",
    "schema/",
    "README.md",
    "LICENSE.txt",
)
"""Files that say nothing of the version: two releases are the same when these are."""


def content_digest(hashes: Mapping[str, str]) -> str:
    """One digest over the files that hold the data; hashes by path."""
    lines = [f"{digest}  {path}\n" for path, digest in sorted(hashes.items()) if path.startswith(UNVERSIONED)]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def checksums(hashes: Mapping[str, str]) -> bytes:
    """SHA256SUMS of everything else in the release, for `sha256sum -c`."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(hashes.items())).encode()


def release_index(
    version: str, previous: tuple[str, str] | None, tables: Tables, files: Mapping[str, tuple[int, str]]
) -> dict[str, Any]:
    """index.json of one release; previous: version of the release before and the sha256 of its index.json; files: path →
    bytes, sha256."""
    return {
        "version": version,
        "previous": previous[0] if previous else None,
        "previous_sha256": previous[1] if previous else None,
        "schema_version": SCHEMA_VERSION,
        "code": code_digest(),
        "settings": settings(),
        "licence": LICENCE,
        "attribution": attributions(tables),
        "content_sha256": content_digest({path: digest for path, (_, digest) in files.items()}),
        "plans": [
            {
                key: plan[key]
                for key in (
                    "id",
                    "plan_key",
                    "municipality_code",
                    "municipality_name",
                    "name",
                    "policy_count",
                    "withheld_count",
                )
            }
            for plan in tables["plan"]
        ],
        "tables": [
            {"name": table.name, "title": table.ja, "title_en": table.en, "rows": len(tables[table.name])}
            for table in described()
        ],
        "files": [{"path": path, "bytes": size, "sha256": digest} for path, (size, digest) in sorted(files.items())],
    }


def root_index(hashes: Mapping[str, str]) -> dict[str, Any]:
    """published/index.json: which release is current, and all there are, oldest first, with the sha256 of their index.json."""
    versions = list(hashes)
    return {"latest": versions[-1], "releases": versions, "index_sha256": dict(hashes)}
