"""A document of raw/ and a place in it → the words that stand there, read anew (根拠の読み直し). IO: reads raw/.

Independent of what read the hierarchy: lines of a text as they are in the file, words of a page by their boxes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.read_sources import NotHeld, RawPlan, read_plan, sha256
from extractors.read_text import detect_encoding

if TYPE_CHECKING:
    from extractors.placed_words import PlacedWords

LINES = 40
"""Lines of a text that a quotation may run over."""


class PrintedDocument:
    """One document, opened when something is asked of it."""

    def __init__(self, plan: RawPlan) -> None:
        """plan: a folder of raw/ whose manifest holds."""
        self._plan = plan

    @property
    def manifest(self) -> Mapping[str, str | bool | None]:
        """Keys of source.toml."""
        source = self._plan.source
        return {key: getattr(source, key) for key in type(source).__dataclass_fields__}

    @cached_property
    def sha256(self) -> str:
        """Of the file."""
        return sha256(self._plan.path)

    @property
    def bytes(self) -> int:
        """Size of the file."""
        return self._plan.path.stat().st_size

    @cached_property
    def pages(self) -> int | None:
        """Of a PDF."""
        return self._pdf.pages if self._is_pdf else None

    @cached_property
    def _is_pdf(self) -> bool:
        with self._plan.path.open("rb") as file:
            return b"%PDF-" in file.read(1024)

    @cached_property
    def _pdf(self) -> PlacedWords:
        from extractors.placed_words import PlacedWords

        return PlacedWords(self._plan.path)

    @cached_property
    def _lines(self) -> list[str]:
        data = self._plan.path.read_bytes()
        encoding, _ = detect_encoding(data)
        text = data.decode(encoding, errors="replace").replace("\r\n", "\n").replace("\r", "\n")
        return text.split("\n")

    def at(self, row: Mapping[str, object]) -> str:
        """The words at a place of a row of evidence; "" where there is no such place."""
        page, line, column = row["page"], row["line"], row["line_column"]
        if isinstance(page, int):
            edges = [row[edge] for edge in ("x0", "top", "x1", "bottom")]
            box = [float(edge) for edge in edges if isinstance(edge, int | float)]
            return self._pdf.within(page, box) if self._is_pdf and len(box) == 4 else ""
        if self._is_pdf or not isinstance(line, int) or not 1 <= line <= len(self._lines):
            return ""
        first = self._lines[line - 1]
        if isinstance(column, int):
            first = first[max(0, column - 1) :]
        return "\n".join((first, *self._lines[line : line + LINES]))


def printed_document(raw: Path, folder: str) -> PrintedDocument | None:
    """The document of one folder of raw/; None where it, or a manifest that holds, is not there."""
    place = raw / folder
    if not place.is_dir():
        return None
    try:
        plan = read_plan(place, {entry.name for entry in raw.iterdir()}, at_hand=False)
    except NotHeld:
        return None
    return PrintedDocument(plan) if plan.path.is_file() else None
