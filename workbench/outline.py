"""Pasted or typed text → the outline it means (貼り付けた体系). Pure.

Levels come from columns (a range of cells), else from the indent, else from the kind of the printed numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractors.numbering import Marked, read_marker
from schemas.natural_key import match_key

MOST = 5_000
"""Lines; a plan has some hundred entries."""
_WIDE = "\u3000"


class TooLong(ValueError):
    """More lines than any plan has entries; its words are for people."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of an outline."""

    level: int
    """From 1."""
    label: str
    name: str


def read_outline(text: str) -> tuple[Line, ...]:
    """The entries of a text, each below the nearest one before it with a smaller level.

    Raises:
        TooLong: it has more lines than MOST.
    """
    rows = [line.rstrip() for line in text.splitlines() if line.strip()]
    if len(rows) > MOST:
        raise TooLong(f"{MOST}行までにしてください。")
    if any("\t" in row.strip() for row in rows):
        return _of_cells([row.split("\t") for row in rows])
    indents = [_indent(row) for row in rows]
    marked = [read_marker(row.strip()) for row in rows]
    levels = _by_rank(indents) if len(set(indents)) > 1 else _by_marker(marked)
    return tuple(Line(level, *_parts(each)) for level, each in zip(levels, marked, strict=True))


def _of_cells(rows: list[list[str]]) -> tuple[Line, ...]:
    """Each column is a level; what repeats the cell above it, below the same entries, is that entry once more."""
    path: list[str] = []
    found = []
    for row in rows:
        for column, cell in enumerate(row):
            words = " ".join(cell.split())
            if not words:
                continue
            if column < len(path) and match_key(path[column]) == match_key(words) and any(row[column + 1 :]):
                continue
            path[column:] = [""] * (column - len(path)) + [words]
            found.append(Line(column + 1, *_parts(read_marker(words))))
    used = sorted({line.level for line in found})
    return tuple(Line(used.index(line.level) + 1, line.label, line.name) for line in found)


def _indent(row: str) -> int:
    """Half-widths before the first word; a tab counts as many as the deepest indent people use for one level."""
    width = 0
    for char in row:
        if char == _WIDE:
            width += 2
        elif char == "\t":
            width += 8
        elif char == " ":
            width += 1
        else:
            break
    return width


def _by_rank(indents: list[int]) -> list[int]:
    open_indents: list[int] = []
    levels = []
    for indent in indents:
        while open_indents and open_indents[-1] >= indent:
            open_indents.pop()
        open_indents.append(indent)
        levels.append(len(open_indents))
    return levels


def _by_marker(marked: list[Marked]) -> list[int]:
    """A kind of number seen for the first time begins a deeper level; one seen before leads back to its own."""
    kinds: list[str] = []
    levels = []
    for each in marked:
        kind = each.marker.kind if each.marker is not None else ""
        if kind in kinds:
            kinds = kinds[: kinds.index(kind) + 1]
        else:
            kinds.append(kind)
        levels.append(len(kinds))
    return levels


def _parts(marked: Marked) -> tuple[str, str]:
    """Label and title; a number alone is a title."""
    name = " ".join(marked.name.split())
    if marked.marker is None or not name:
        return "", name or (marked.marker.label if marked.marker else "")
    return marked.marker.label, name
