"""Lines of a text → the same with tables written in HTML as rows of cells with tabs between them. Pure.

A cell that spans rows or columns keeps its words in its first place and leaves the others empty, as texts do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser

from schemas.document import Line

_OPEN = re.compile(r"<table\b", re.I)
_CLOSE = re.compile(r"</table\s*>", re.I)
SPAN_MAX = 200
"""Rows or columns of one cell; more are a slip of the pen."""
SPANNED_MAX = 100_000
"""Places in one table that cells span; what would take more spans nothing."""
CELLS_MAX = 200_000
"""Rows times columns of one table; a larger one stays as it is written."""


class _Rows(HTMLParser):
    """The cells of one table, and the line each row begins on (from 1)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[dict[int, str]] = []
        self.lines: list[int] = []
        self.taken: set[tuple[int, int]] = set()
        self.next = 0
        self.cell: int | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append({})
            self.next = 0
            self.cell = None  # its end tag may be left out
            self.lines.append(self.getpos()[0])
        elif tag in ("td", "th") and self.rows:
            self._open_cell(dict(attrs))
        elif tag == "br":
            self.handle_data(" ")

    def _open_cell(self, attrs: dict[str, str | None]) -> None:
        row = len(self.rows) - 1
        col = self.next
        while (row, col) in self.taken:
            col += 1
        down, across = (_span(attrs.get(name)) for name in ("rowspan", "colspan"))
        if len(self.taken) + (down - 1) * across > SPANNED_MAX:
            down = 1
        # Those below; what is to the right in its own row is passed over by where the next cell begins.
        self.taken.update((row + below, col + beside) for below in range(1, down) for beside in range(across))
        self.next = col + across
        self.rows[-1][col] = ""
        self.cell = col

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self.cell = None

    def handle_data(self, data: str) -> None:
        if self.cell is not None and self.rows:
            self.rows[-1][self.cell] += data


def _span(text: str | None) -> int:
    digits = (text or "").strip()
    if not digits.isdecimal():
        return 1
    return min(max(int(digits), 1), SPAN_MAX) if len(digits) < 5 else SPAN_MAX


def without_html_tables(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines; a row of a table stands on the line on which it begins."""
    closings = [at for at, line in enumerate(lines) if _CLOSE.search(line.text)]
    found: list[Line] = []
    at = 0
    for end in closings:
        opening = next((to for to in range(at, end + 1) if _OPEN.search(lines[to].text)), None)
        table = [] if opening is None else _table(lines[opening : end + 1])
        found.extend((*lines[at : end + 1 if opening is None else opening], *table))
        at = end + 1
    return (*found, *lines[at:])


def _table(block: Sequence[Line]) -> list[Line]:
    parser = _Rows()
    parser.feed("\n".join(line.text for line in block))
    width = max((max(row, default=0) for row in parser.rows), default=0) + 1
    if width * len(parser.rows) > CELLS_MAX:
        return list(block)
    return [
        Line("\t".join(" ".join(row.get(col, "").split()) for col in range(width)), block[line - 1].number)
        for row, line in zip(parser.rows, parser.lines, strict=True)
        if row
    ]
