"""A line of a table that was copied out as text, as it is put together. Types, and what all steps look at; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.numbering import SPACES, Marker, read_marker
from extractors.text_habits import HEADING, LIST
from schemas.document import Line

GAP = re.compile(r"[ \u3000]+")


@dataclass(slots=True)
class Row:
    """An entry, or another line, as it is put together."""

    lines: list[Line]
    text: str
    marker: Marker | None
    offices: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """What the markers of its level have in common; "" without a marker."""
        return self.marker.kind if self.marker is not None else ""


def marker_of(text: str) -> Marker | None:
    """The marker of an entry; None for headings and lists of Markdown, rows of tabs and ※ notes, which are read elsewhere."""
    if HEADING.match(text) or LIST.match(text) or "\t" in text:
        return None
    found = read_marker(text).marker
    return found if found is not None and found.style != "※" else None


def words(text: str) -> list[str]:
    """The words of a line."""
    return [name for name in GAP.split(text.strip(SPACES)) if name]


def below(rows: Sequence[Row], at: int) -> list[Row]:
    """The unmarked lines right below an entry."""
    run: list[Row] = []
    number = rows[at].lines[-1].number or 0
    for row in rows[at + 1 :]:
        here = row.lines[0].number or 0
        if row.marker is not None or not row.lines[0].text.strip(SPACES) or here != number + 1:
            break
        run.append(row)
        number = here
    return run
