"""A text document → what it shows: tables whose lost merged cells are recovered, or an outline. Pure.

Where a text holds a table of the whole hierarchy, the outline behind it may describe and deepen it; it is no second
hierarchy. Tables that stand one per heading, or list the works under one, are part of the outline.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.columns import Columns, find_columns, is_header_word, names_a_column, names_a_level
from extractors.contents_list import without_contents
from extractors.copied_rows import part_rows
from extractors.description_notes import description_notes
from extractors.editions_beside import editions_beside, moved
from extractors.facts.captions import read_captions
from extractors.facts.printed import printed
from extractors.lost_spans import recover_spans
from extractors.numbering import SPACES, read_marker
from extractors.numerals import to_int
from extractors.outline_notes import outline_notes
from extractors.page_numbers import without_page_numbers
from extractors.section_names import counts_what_is_planned
from extractors.small_tables import read_small
from extractors.text_items import text_items
from extractors.title_offices import with_offices
from extractors.upright_lines import set_upright
from schemas.document import Document, Line
from schemas.issue import Result
from schemas.structure import Cell, Evidence, Grid, Item, Outline, Seen

CELL_MAX = 200
"""Characters; a longer cell is prose, whatever it begins with."""
YEARS = 3
"""Cells that are years, from which on a table is a calendar or shows figures by year."""
_DIGITS = re.compile(r"[0-9０-９]+")
_YEAR = re.compile(r"(?:平成|令和|昭和|[HRＨＲ]|西暦)?[ ]?(?:[0-9０-９]{1,4}|元)(?:年度?)?(?:[(（].{1,6}[)）])?")


def see_text(document: Document) -> Result[tuple[Seen, ...]]:
    """Tables of the hierarchy in the order of their lines, or the outline of the whole text with its small tables."""
    lines = without_page_numbers(set_upright(without_contents(document.lines)))
    parted = part_rows([line for line in lines if "\t" not in line.text])
    outline = text_items(parted.value)
    tables = _tables(lines)
    whole = [grid for grid in tables if shows_hierarchy(grid)]
    items = tuple(with_offices(outline.value.items))
    if whole and not one_per_heading(whole, items):
        recovered = [recover_spans(grid) for grid in whole]
        grids = tuple(_with_chapters(result.value, tables, items, len(whole)) for result in recovered)
        return Result(grids, tuple(issue for result in recovered for issue in result.issues))
    editions = _editions(document.lines)
    if editions and not tables:
        parts = [text_items(part) for part in editions]
        if all(_counts_from_one(part.value) for part in parts):
            return Result(tuple(part.value for part in parts), tuple(issue for part in parts for issue in part.issues))
    rows = [(grid, small) for grid in tables if (small := _small(grid)).value]
    deeper = tuple(item for _, small in rows for item in small.value)
    issues = tuple(issue for _, small in rows for issue in small.issues)
    merged = replace(outline.value, items=tuple(sorted((*items, *deeper), key=_line)))
    return Result(
        (merged,), (*parted.issues, *outline.issues, *issues, *outline_notes(items), *description_notes(items))
    )


def _tables(lines: Sequence[Line]) -> list[Grid]:
    """The tables of a text; of two editions in one table each for itself."""
    tables: list[Grid] = []
    head: tuple[Line, ...] = ()
    for block in table_blocks(tuple(lines)):
        parts = editions_beside(head, block)
        head = block
        if parts:
            tables.extend(moved(text_grid(part.lines, part.title), part) for part in parts)
        else:
            tables.append(text_grid(block, _caption(tuple(lines), block[0])))
    return tables


def one_per_heading(grids: Sequence[Grid], items: Sequence[Item]) -> bool:
    """Whether each table stands under a numbered heading of its own (基本目標1, 基本目標2 ...) rather than for itself."""
    if len(grids) < 2:
        return False
    above = [[item for item in items if _line(item) < _first_line(grid)] for grid in grids]
    heads = [before[-1] if before else None for before in above]
    markers = [read_marker(head.text).marker if head is not None else None for head in heads]
    counted = [marker for marker in markers if marker is not None and marker.counted]
    return len(counted) == len(grids) and len({(marker.kind, marker.value) for marker in counted}) > 1


def _editions(lines: Sequence[Line]) -> tuple[tuple[Line, ...], ...]:
    """The lines under the caption of each edition (第2次計画, 第3次計画（案）); () where there are not several."""
    starts = [caption.row.line.number or 0 for caption in read_captions(printed(lines))]
    ends = [*starts[1:], (lines[-1].number or 0) + 1] if starts else []
    return tuple(
        tuple(line for line in lines if start < (line.number or 0) < end)
        for start, end in zip(starts, ends, strict=True)
    )


def _counts_from_one(outline: Outline) -> bool:
    """Whether a list with numbers of its own begins there."""
    first = next(
        (marker for item in outline.items if (marker := read_marker(item.text).marker) and marker.counted), None
    )
    return first is not None and set(first.value) == {1}


def _small(grid: Grid) -> Result[tuple[Item, ...]]:
    """The entries of a table between headings, with the issues of its lost merged cells."""
    if grid.rows < 2 or sum(bool(_YEAR.fullmatch(cell.text)) for cell in grid.cells) >= YEARS:
        return Result(())
    recovered = recover_spans(grid)
    small = read_small(recovered.value)
    return Result(small.items, recovered.issues if small.items else ())


def _with_chapters(grid: Grid, tables: Sequence[Grid], items: Sequence[Item], count: int) -> Grid:
    """The table of the whole hierarchy with the headings and small tables behind it, which may go deeper."""
    if count > 1:
        return grid
    last = max((cell.evidence.line or 0 for cell in grid.cells), default=0)
    deeper = [item for table in tables if _first_line(table) > last for item in _small(table).value]
    behind = [item for item in (*items, *deeper) if _line(item) > last]
    return replace(grid, chapters=Outline(tuple(sorted(behind, key=_line)))) if behind else grid


def _line(item: Item) -> int:
    return item.evidence.line or 0


def _first_line(grid: Grid) -> int:
    return min((cell.evidence.line or 0 for cell in grid.cells), default=0)


def table_blocks(lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], ...]:
    """Runs of lines with tabs in them; blank lines part two tables only where the second one has a header.

    A header in the middle of a run begins another table, unless it is the first one printed again.
    """
    blocks: list[list[Line]] = []
    state = "text"
    for line in lines:
        if "\t" not in line.text:
            state = "blank" if not line.text.strip(SPACES) and state != "text" else "text"
            continue
        heads = _is_header(line)
        begins = not blocks or state == "text" or (state == "blank" and (heads or not _as_wide(line, blocks[-1])))
        other = bool(blocks) and heads and _is_header(blocks[-1][0]) and line.text.split() != blocks[-1][0].text.split()
        if begins or (other and not _continues_header(line)):
            blocks.append([])
        blocks[-1].append(line)
        state = "table"
    return tuple(tuple(block) for block in blocks)


def _is_header(line: Line) -> bool:
    """Whether a row holds names of columns, and nothing but short words."""
    cells = [cell.strip(SPACES) for cell in line.text.split("\t") if cell.strip(SPACES)]
    named = sum(names_a_column(cell) for cell in cells)
    return len(cells) > 1 and all(is_header_word(cell) for cell in cells) and named * 2 > len(cells)


def _continues_header(line: Line) -> bool:
    """Whether a row of names leaves its first columns empty: the second row of a header."""
    return not line.text.split("\t")[0].strip(SPACES)


def _as_wide(line: Line, block: Sequence[Line]) -> bool:
    return line.text.count("\t") == max(row.text.count("\t") for row in block)


def text_grid(block: tuple[Line, ...], title: Evidence | None) -> Grid:
    """The cells of tab-separated lines, counted by their tabs; spans are not known."""
    rows = join_numbers([[text.strip(SPACES) for text in line.text.split("\t")] for line in block])
    cells = []
    for row, (line, texts) in enumerate(zip(block, rows, strict=True)):
        for col, text in enumerate(texts):
            cells.append(Cell(f"L{line.number}c{col}", row, col, text, Evidence(text, line=line.number)))
    return Grid(tuple(cells), len(rows), max(map(len, rows)), spans_known=False, title=title)


def join_numbers(rows: Sequence[list[str]]) -> list[list[str]]:
    """Rows in which numbers that have a column of their own, under one name with their titles, stand before these.

    Columns in which nothing is printed at all are left out.
    """
    width = max(map(len, rows))
    full = [[*row, *[""] * (width - len(row))] for row in rows]
    gone = {col for col in range(width) if not any(row[col] for row in full)}
    for col in range(width - 1):
        beside = [(row[col], row[col + 1]) for row in full if row[col]]
        numbers = [(number, title) for number, title in beside if _is_number(number) and title]
        names = [pair for pair in beside if pair not in numbers]
        if col in gone or len(numbers) < 2 or len(names) > 1 or (names and names[0][1]):
            continue
        if any(read_marker(title).marker is not None for _, title in numbers):
            continue
        for row in full:
            row[col + 1] = f"{row[col]} {row[col + 1]}".strip()
        gone.add(col)
    return [[text for col, text in enumerate(row) if col not in gone] for row in full] if gone else [*rows]


def _is_number(text: str) -> bool:
    marked = read_marker(text)
    return marked.marker is not None and not marked.name


def shows_hierarchy(grid: Grid) -> bool:
    """Two or more level columns under a printed header, or columns that carry different counted markers."""
    columns = find_columns(grid)
    body = [cell for cell in grid.cells if cell.row >= columns.header.stop and cell.text]
    if not body or (not columns.header and len({cell.row for cell in body}) < 2) or is_calendar(grid):
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
    return (len(styles) >= 2 and len(kinds) >= 2 and counted) or _names_its_level(grid, columns)


def _names_its_level(grid: Grid, columns: Columns) -> bool:
    """Whether the first column counts entries by the name of their level (基本戦略1, 基本戦略2) with titles beside them."""
    heads = [cell for cell in grid.cells if cell.col == 0 and cell.text]
    markers = [read_marker(cell.text).marker for cell in heads]
    words = {marker.word for marker in markers if marker is not None and marker.counted}
    rows = {cell.row for cell in grid.cells if cell.text and cell.col in columns.levels[1:]}
    return (
        len(heads) > 1
        and None not in markers
        and len(words) == 1
        and all(counts_what_is_planned(word) for word in words if word)
        and "" not in words
        and columns.levels[:1] == (0,)
        and len(rows) == grid.rows
    )


def is_calendar(grid: Grid) -> bool:
    """Whether a row counts years: figures that rise by one from cell to cell (28, 29, 30 ...), or cells that are years."""
    rows: dict[int, list[int]] = {}
    for cell in grid.cells:
        if _YEAR.fullmatch(cell.text):
            rows.setdefault(cell.row, []).append(
                to_int(_DIGITS.findall(cell.text)[0]) or 0 if _DIGITS.search(cell.text) else 1
            )
    return any(
        len(years) >= YEARS and sum(after - before in (1, 1 - before) for before, after in pairwise(years)) >= YEARS - 1
        for years in rows.values()
    )


def _caption(lines: tuple[Line, ...], first: Line) -> Evidence | None:
    """The nearest line of text above a table."""
    above = [line for line in lines if (line.number or 0) < (first.number or 0) and line.text.strip(SPACES)]
    if not above or "\t" in above[-1].text or above[-1].text.rstrip().endswith("。"):
        return None
    text = above[-1].text.strip(SPACES).lstrip("#").strip(SPACES)
    return Evidence(text, line=above[-1].number)
