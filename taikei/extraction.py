"""One document → its policy tree and exceptions, for Python and notebooks. IO: reads the document in a child process."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from schemas.issue import Issue
    from schemas.plan import Extraction as Read
    from schemas.plan import Node, PlanFacts

SEVERITIES = ("block", "review", "info")
SHOWN = 400
"""Entries that a notebook shows of one document."""


class Unreadable(ValueError):
    """The document could not be read. `code` is one of damaged, encrypted, empty, no_structure, garbled_text, too_large and
    unsupported; the message is one Japanese sentence that says what to do.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read from one document."""

    path: Path
    _read: Read = field(repr=False)

    @property
    def plan(self) -> PlanFacts:
        """Title, municipality, code, period and status of the plan; None for what is not printed."""
        return self._read.facts.plan

    @property
    def tree(self) -> tuple[Node, ...]:
        """All entries in reading order, parents before children. Each has `id`, `parent`, `depth`, `label`, `name` and
        `evidence` (page and box in points, or line, and the words as printed). Of a document with several trees, the first.
        """
        return self._read.structures[0].nodes

    @property
    def trees(self) -> tuple[tuple[Node, ...], ...]:
        """The entries of every tree of the document."""
        return tuple(structure.nodes for structure in self._read.structures)

    @property
    def exceptions(self) -> tuple[Issue, ...]:
        """What was uncertain, most severe first. Each has `kind`, `severity`, `message`, `proposal`, `evidence` and `nodes`,
        the ids of the entries that it is about.
        """
        return tuple(sorted(self._read.issues, key=lambda issue: SEVERITIES.index(issue.severity)))

    def to_frame(self) -> pd.DataFrame:
        """A table with one row per entry of every tree.

        Columns: `tree` (from 0), `id`, `parent`, `depth`, `level`, `label`, `name`, `description`, `department`, `page`,
        `line`, `x0`, `top`, `x1`, `bottom` (points from the top left corner of the page), `printed` (the words it was read
        from) and `severity` (of its most severe exception). Missing values are NA.
        """
        import pandas as pd

        severity = self._severities()
        rows = [
            _row(index, node, severity.get((index, node.id)))
            for index, nodes in enumerate(self.trees)
            for node in nodes
        ]
        return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)

    def to_dict(self) -> dict[str, Any]:
        """Everything that was read, as `taikei extract` writes it."""
        from publishers.extraction_json import to_dict

        return to_dict(self._read)

    def to_json(self) -> str:
        """The JSON of `taikei extract`."""
        from publishers.extraction_json import to_json

        return to_json(self._read)

    def _repr_html_(self) -> str:
        """The tree with its exceptions, for notebooks."""
        severity = self._severities()
        parts = [f"<p><b>{escape(self.plan.title or self.path.name)}</b>, {_counts(self)}</p>"]
        left = SHOWN
        for index, nodes in enumerate(self.trees):
            parts += [_line(node, severity.get((index, node.id))) for node in nodes[:left]]
            left -= min(left, len(nodes))
        hidden = sum(map(len, self.trees)) - SHOWN
        if hidden > 0:
            parts.append(f"<p>… and {hidden} more entries: to_frame() has all of them</p>")
        return "".join(parts)

    def _severities(self) -> dict[tuple[int | None, str], str]:
        """Index of the tree and id → severity of the most severe exception of that entry."""
        found: dict[tuple[int | None, str], str] = {}
        for issue in self.exceptions:
            for node in issue.nodes:
                found.setdefault((issue.structure, node), issue.severity)
        return found


def read(path: str | os.PathLike[str], *, password: str | None = None) -> Extraction:
    """Read a PDF or a text file.

    Args:
        path: the document.
        password: opens an encrypted PDF.

    Raises:
        FileNotFoundError: there is no such file.
        Unreadable: the document is damaged, encrypted, has no policy tree and so on.
    """
    from extractors.guard import extract_guarded

    path = Path(path)
    if not path.exists():
        raise FileNotFoundError(f"there is no file {path}")
    found = extract_guarded(path.absolute(), password)  # the child process may be in another folder
    if found.error is not None:
        raise Unreadable(found.error.code, found.error.message)
    return Extraction(path, found)


_COLUMNS = {
    "tree": "Int64",
    "id": "string",
    "parent": "string",
    "depth": "Int64",
    "level": "Int64",
    "label": "string",
    "name": "string",
    "description": "string",
    "department": "string",
    "page": "Int64",
    "line": "Int64",
    "x0": "Float64",
    "top": "Float64",
    "x1": "Float64",
    "bottom": "Float64",
    "printed": "string",
    "severity": "string",
}
"""Columns of to_frame() and their types in pandas."""


def _row(tree: int, node: Node, severity: str | None) -> tuple[object, ...]:
    where = node.evidence
    box = where.bbox or (None, None, None, None)
    own = (node.id, node.parent, node.depth, node.level, node.label, node.name, node.description, node.department)
    return (tree, *own, where.page, where.line, *box, where.text, severity)


def _line(node: Node, severity: str | None) -> str:
    place = f"p. {node.evidence.page}" if node.evidence.page else f"line {node.evidence.line}"
    mark = f" <b>[{severity}]</b>" if severity in ("block", "review") else ""
    text = escape(f"{node.label} {node.name}".strip())
    return f'<div style="margin-left:{2 * (node.depth - 1)}em">{text}{mark} <small>{place}</small></div>'


def _counts(extraction: Extraction) -> str:
    numbers = [sum(issue.severity == severity for issue in extraction.exceptions) for severity in SEVERITIES]
    told = ", ".join(f"{number} {severity}" for number, severity in zip(numbers, SEVERITIES, strict=True))
    return f"{sum(map(len, extraction.trees))} entries; exceptions: {told}"
