"""Tables in the lines of a text → Grids without what was printed between their rows, solved as tables. Pure.

Page breaks, page numbers, running heads, footnotes and repeated headers stand between the rows of a copied table, and cells are
broken over lines. They are taken out, or put back, before the table is read; how the rows belong together where merged
cells were lost is found by recover_spans (docs/solver.md).
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractors.grid_tree import grid_tree
from extractors.lost_spans import recover_spans
from extractors.outline.markers import SPACE, marks_inside, read_mark
from extractors.outline.names import is_heading_of_all, names_a_column, sentence_value
from extractors.outline.tree_value import tree_value
from schemas.document import Line
from schemas.reading import Candidate
from schemas.structure import Cell, Evidence, Grid

READER = "text table"
STRANGERS = 3
"""Lines in a row that are no part of a table, from which on it has ended."""
HEADED = 4.0
"""Log-odds: a header row names the levels."""
HEADED_ENTRY = 0.5
"""Per entry, besides: under a header every cell of a level is explained."""
_PAGE = re.compile(r"^[\W_]*(?:[pPＰｐ]\.?)?[0-9０-９]{0,4}[\W_]*$|^[0-9]{1,3}\s*/\s*[0-9]{1,3}$")
_NOTE = re.compile(r"^[\s　]*(?:※|＊|\*|注[0-9０-９)）:：]|（注|\(注|資料[:：]|出典)")
_BEGINS_INSIDE = re.compile(r"^[ぁ-んーァィゥェォッャュョ、。）)」』]")


@dataclass
class Table:
    """Rows as printed: the line each begins at, and its cells."""

    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    title: Line | None = None
    between: list[Line] = field(default_factory=list)
    """Lines inside that are no part of it."""


def tables(lines: Sequence[Line]) -> tuple[Table, ...]:
    """The tables of a text in their order."""
    sheet = _comma_table(lines)
    if sheet is not None:
        return (sheet,)
    shapes = Counter(_shape(line.text) for line in lines if line.text.strip())
    found: list[Table] = []
    table: Table | None = None
    waiting: list[Line] = []
    above: Line | None = None
    for line in lines:
        text = line.text.replace("\f", "")
        if _is_row(text):
            if table is None:
                table, waiting = Table(title=above), []
                found.append(table)
            table.between.extend(waiting)
            waiting = []
            _add(table, line, text)
        elif not text.strip(SPACE):
            continue
        elif table is None:
            above = line
        elif _goes_on(table, text, shapes[_shape(text)]):
            last = table.rows[-1][1]
            last[-1] = last[-1] + "\n" + text.strip(SPACE)
        else:
            waiting.append(line)
            if len(waiting) >= STRANGERS or (len(waiting) > 1 and _opens(text)) or text.startswith("#"):
                table, above = None, line
    return tuple(table for table in found if len(table.rows) > 1)


def _is_row(text: str) -> bool:
    return "\t" in text.rstrip(SPACE) or text.startswith("\t")


def _opens(text: str) -> bool:
    mark = read_mark(text.strip(SPACE))
    return mark is not None and mark.section


def _goes_on(table: Table, text: str, repeats: int) -> bool:
    """Whether a line without a tab is the rest of the cell before it."""
    if _PAGE.match(text) or _NOTE.match(text) or repeats > 1 or sentence_value(text) > 0 or not table.rows:
        return False
    cells = table.rows[-1][1]
    last = cells[-1].strip(SPACE)
    if not last or len(table.rows) < 2:
        return False
    if _BEGINS_INSIDE.match(text.strip(SPACE)):
        return True
    mark, own = read_mark(text.strip(SPACE)), read_mark(last)
    return bool(
        mark
        and own
        and mark.kind == own.kind
        and mark.value
        and mark.value[-1] == len(marks_inside(last)) + 1 + own.value[-1]
    )


def _add(table: Table, line: Line, text: str) -> None:
    cells = [cell.strip(SPACE) for cell in text.split("\t")]
    head = table.rows[0][1] if table.rows else None
    if head is not None and [cell for cell in cells if cell] == [cell for cell in head if cell] and _is_header(cells):
        table.between.append(line)
        return
    table.rows.append((line.number or 0, cells))


def _is_header(cells: Sequence[str]) -> bool:
    named = [cell for cell in cells if cell]
    return len(named) > 1 and sum(names_a_column(cell) for cell in named) * 2 > len(named)


def _shape(text: str) -> str:
    return re.sub(r"[0-9０-９]+", "#", re.sub(r"\s+", "", text))


def _comma_table(lines: Sequence[Line]) -> Table | None:
    """A whole file of comma-separated rows; None where it is none."""
    texts = [line.text for line in lines]
    if not texts or sum("," in text for text in texts) < 0.6 * len(texts) or any("\t" in text for text in texts):
        return None
    reader = csv.reader(text + "\n" for text in texts)
    rows: list[tuple[int, list[str]]] = []
    start = 0
    try:
        for cells in reader:
            if any(cells):
                rows.append((lines[start].number or 0, [cell.strip(SPACE) for cell in cells]))
            start = min(reader.line_num, len(lines) - 1)
    except csv.Error:
        return None
    widths = Counter(len(cells) for _, cells in rows)
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    prose = sum(sentence_value(text) > 0 for text in texts)
    return Table(rows) if width > 1 and count >= 0.7 * len(rows) and len(rows) > 1 and prose < 0.5 * len(rows) else None


def _grid(table: Table) -> Grid:
    rows = _with_numbers(table.rows)
    cells = [
        Cell(f"L{line}c{col}", row, col, text, Evidence(text, line=line))
        for row, (line, texts) in enumerate(rows)
        for col, text in enumerate(texts)
    ]
    title = Evidence(table.title.text.strip(SPACE + "#"), line=table.title.number) if table.title else None
    if title is not None and sentence_value(title.text) > 0:
        title = None
    return Grid(tuple(cells), len(rows), max(len(texts) for _, texts in rows), spans_known=False, title=title)


def _with_numbers(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Rows in which a number that has a column of its own stands before its title; empty columns are left out."""
    width = max(len(texts) for _, texts in rows)
    full = [[*texts, *[""] * (width - len(texts))] for _, texts in rows]
    gone = {col for col in range(width) if not any(row[col] for row in full)}
    for col in range(width - 1):
        numbers = [
            row
            for row in full
            if row[col] and (mark := read_mark(row[col])) and mark.value and mark.start >= len(row[col])
        ]
        others = [row for row in full if row[col] and row not in numbers]
        titles = [row for row in numbers if row[col + 1] and read_mark(row[col + 1]) is None]
        if col in gone or len(numbers) < 2 or len(titles) < 0.8 * len(numbers) or len(others) > 1:
            continue
        for row in full:
            row[col + 1] = f"{row[col]} {row[col + 1]}".strip()
        gone.add(col)
    return [
        (line, [text for col, text in enumerate(texts) if col not in gone])
        for (line, _), texts in zip(rows, full, strict=True)
    ]


def table_candidates(lines: Sequence[Line]) -> tuple[Candidate, ...]:
    """One candidate per table that shows a hierarchy."""
    found = []
    for table in tables(lines):
        recovered = recover_spans(_grid(table))
        tree = grid_tree(recovered.value)
        if len(tree.value.nodes) < 2:
            continue
        headed = any(_is_header(cells) for _, cells in table.rows[:2])
        announced = table.title is not None and is_heading_of_all(table.title.text.strip(SPACE + "#"))
        score = (
            tree_value(tree.value.nodes)
            + (HEADED + HEADED_ENTRY * len(tree.value.nodes) if headed else 0.0)
            + (1.5 if announced else 0.0)
        )
        read = tuple(Evidence(line.text, line=line.number) for line in table.between)
        cells = tuple(cell.evidence for cell in recovered.value.cells if cell.text)
        found.append(
            Candidate(
                READER,
                replace(tree.value),
                (*recovered.issues, *tree.issues),
                score=round(score, 3),
                read=(*read, *cells),
            )
        )
    return tuple(found)
