"""A text document → what it shows: tables whose lost merged cells are recovered, or an outline. Pure.

Where a text holds a table of the hierarchy, the outline around it is the rest of the document, not a second hierarchy.
"""

from __future__ import annotations

from extractors.columns import find_columns, names_a_level
from extractors.lost_spans import recover_spans
from extractors.numbering import SPACES, read_marker
from extractors.outline_notes import outline_notes
from extractors.text_items import text_items
from schemas.document import Document, Line
from schemas.issue import Issue, Result
from schemas.structure import Cell, Evidence, Grid, Seen

CELL_MAX = 200
"""Characters; a longer cell is prose, whatever it begins with."""


def see_text(document: Document) -> Result[tuple[Seen, ...]]:
    """Tables of the hierarchy in the order of their lines, or the outline of the whole text."""
    seen: list[Seen] = []
    issues: list[Issue] = []
    for block in table_blocks(document.lines):
        grid = text_grid(block, _caption(document.lines, block[0]))
        if shows_hierarchy(grid):
            recovered = recover_spans(grid)
            seen.append(recovered.value)
            issues.extend(recovered.issues)
    if seen:
        return Result(tuple(seen), tuple(issues))
    outside = tuple(line for line in document.lines if "\t" not in line.text)
    outline = text_items(outside)
    return Result((outline.value,), (*outline.issues, *outline_notes(outline.value.items)))


def table_blocks(lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], ...]:
    """Runs of lines with tabs in them."""
    blocks: list[tuple[Line, ...]] = []
    current: list[Line] = []
    for line in lines:
        if "\t" in line.text:
            current.append(line)
        elif current:
            blocks.append(tuple(current))
            current = []
    if current:
        blocks.append(tuple(current))
    return tuple(blocks)


def text_grid(block: tuple[Line, ...], title: Evidence | None) -> Grid:
    """The cells of tab-separated lines, counted by their tabs; spans are not known."""
    rows = [line.text.split("\t") for line in block]
    cells = []
    for row, (line, texts) in enumerate(zip(block, rows, strict=True)):
        for col, text in enumerate(texts):
            evidence = Evidence(text.strip(SPACES), line=line.number)
            cells.append(Cell(f"L{line.number}c{col}", row, col, text.strip(SPACES), evidence))
    return Grid(tuple(cells), len(rows), max(map(len, rows)), spans_known=False, title=title)


def shows_hierarchy(grid: Grid) -> bool:
    """Two or more level columns under a printed header, or columns that carry different counted markers."""
    columns = find_columns(grid)
    body = [cell for cell in grid.cells if cell.row >= columns.header.stop and cell.text]
    if not body:
        return False
    styles: dict[int, set[str]] = {}
    counted = False
    for cell in body:
        marker = read_marker(cell.text).marker
        if marker is not None and len(cell.text) < CELL_MAX:
            styles.setdefault(cell.col, set()).add(marker.style)
            counted = counted or marker.counted
    kinds = set().union(*styles.values()) if styles else set()
    if columns.header:
        named = sum(names_a_level(columns.names[col].strip("【】[]［］〔〕<>＜＞")) for col in columns.levels)
        return len(columns.levels) >= 2 and (bool(kinds) or named >= 2)
    return len(styles) >= 2 and len(kinds) >= 2 and counted


def _caption(lines: tuple[Line, ...], first: Line) -> Evidence | None:
    """The nearest line of text above a table."""
    above = [line for line in lines if (line.number or 0) < (first.number or 0) and line.text.strip(SPACES)]
    if not above or "\t" in above[-1].text or above[-1].text.rstrip().endswith("。"):
        return None
    text = above[-1].text.strip(SPACES).lstrip("#").strip(SPACES)
    return Evidence(text, line=above[-1].number)
