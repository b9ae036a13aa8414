"""Documents that lie in the release itself, because their terms allow it (文書の保存): source/<id>.<ending>. IO: reads raw/."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from publishers.previous import Previous
from publishers.table_rows import Tables

FOLDER = "source"


def archived_path(id: str, file_name: str) -> str:
    """Where a document lies in the release: named by its id, because portals rename what is not ASCII."""
    ending = Path(file_name).suffix.lower()
    return f"{FOLDER}/{id}{ending if ending.isascii() else ''}"


def archived_paths(tables: Tables) -> tuple[str, ...]:
    """Of all documents that the tables say are in the release."""
    return tuple(str(row["archived"]) for row in tables["source"] if row["archived"])


def kept_documents(before: Previous) -> dict[str, Path]:
    """sha256 → where a document lies in the release before."""
    return {
        str(row["sha256"]): before.folder / str(row["archived"])
        for row in before.tables["source"]
        if row.get("archived")
    }


def archive_files(tables: Tables, documents: Mapping[str, Path]) -> Iterator[tuple[str, bytes]]:
    """The documents. documents: sha256 → where one can be read."""
    for row in tables["source"]:
        if row["archived"]:
            yield str(row["archived"]), documents[str(row["sha256"])].read_bytes()
