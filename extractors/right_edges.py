"""Lines of pages → how far the text of each page, or of each of its two columns, reaches to the right. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.text_columns import find_gutter
from schemas.document import Line


@dataclass(frozen=True, slots=True)
class Edges:
    """How far the text of each page, or of each of its two columns, reaches to the right."""

    gutters: dict[int, float]
    ends: dict[tuple[int, bool], float]

    def of(self, line: Line) -> float:
        """The right edge of the column that a line stands in."""
        return self.ends.get(self.key(line), 0.0)

    def key(self, line: Line) -> tuple[int, bool]:
        """Page, and whether the line stands in its left column."""
        assert line.page is not None
        assert line.bbox is not None
        gutter = self.gutters.get(line.page)
        return line.page, gutter is not None and line.bbox.x1 <= gutter


def right_edges(pages: dict[int, list[Line]]) -> Edges:
    gutters = {page: gutter for page, lines in pages.items() if (gutter := find_gutter(lines)) is not None}
    edges = Edges(gutters, {})
    for line in (line for lines in pages.values() for line in lines):
        if line.bbox is not None:
            key = edges.key(line)
            edges.ends[key] = max(edges.ends.get(key, 0.0), line.bbox.x1)
    return edges
