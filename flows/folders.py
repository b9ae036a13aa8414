"""The four folders of a project (フォルダ). A type."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Folders:
    """Where a run reads and writes."""

    raw: Path
    corrections: Path
    published: Path
    build: Path

    def resolved(self) -> Folders:
        """The same as absolute paths: what two processes compare."""
        return Folders(self.raw.resolve(), self.corrections.resolve(), self.published.resolve(), self.build.resolve())

    def names(self) -> tuple[str, ...]:
        """The same as text."""
        there = self.resolved()
        return str(there.raw), str(there.corrections), str(there.published), str(there.build)
