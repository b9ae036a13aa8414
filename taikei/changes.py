"""Two editions of a plan → what became of each entry, for Python and notebooks. Pure but for reading the documents."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from taikei.extraction import Extraction, read

if TYPE_CHECKING:
    import pandas as pd

    from schemas.issue import Issue
    from schemas.plan import Change


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of each entry: new entries in their order, then the removed ones."""

    changes: tuple[Change, ...]
    """Each has `type` (kept, renamed, moved, added, removed), `old_id`, `new_id`, `old_name`, `new_name` and `confidence`,
    the likeness of both entries from 0 to 1.
    """
    exceptions: tuple[Issue, ...] = ()
    """What could not be compared, such as a level that only one edition prints."""

    def to_frame(self) -> pd.DataFrame:
        """A table with one row per change."""
        import pandas as pd

        columns = ("type", "old_id", "new_id", "old_name", "new_name")
        rows = [(*(getattr(change, column) for column in columns), change.confidence) for change in self.changes]
        types = {**dict.fromkeys(columns, "string"), "confidence": "Float64"}
        return pd.DataFrame(rows, columns=list(types)).astype(types)

    def to_json(self) -> str:
        """The JSON of `taikei diff --json`."""
        from publishers.extraction_json import changes_to_json

        return changes_to_json(self.changes)

    def _repr_html_(self) -> str:
        """The table, for notebooks."""
        return str(self.to_frame().to_html(index=False, na_rep=""))


def diff(old: str | os.PathLike[str] | Extraction, new: str | os.PathLike[str] | Extraction) -> Changes:
    """Compare two editions of a plan, given as files or as extractions.

    Raises:
        FileNotFoundError: a file is missing.
        Unreadable: a document could not be read.
    """
    from extractors.editions import compare_documents

    before = old if isinstance(old, Extraction) else read(old)
    after = new if isinstance(new, Extraction) else read(new)
    result = compare_documents(before._read, after._read)
    return Changes(result.value, result.issues)
