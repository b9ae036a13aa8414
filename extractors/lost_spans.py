"""A table whose merged cells were lost → the same table with the rows that each label covers (docs/solver.md). Pure.

A label of an upper column stands in one row of those it covers: the first, the middle one, or a later one. Which rows
are its own is found column by column from the right: spans are contiguous, hold their own row, begin where a child
begins, and a child's numbering restarts at 1 exactly where a span begins. Where the cheapest division differs from the
plain reading (a label holds down to the next one) an issue names the rows that changed hands.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from extractors.align_rows import Row, align_rows
from extractors.broken_cells import join_broken
from extractors.columns import find_columns
from extractors.dittos import is_ditto
from extractors.divide_spans import Child, Division, Label, divide
from extractors.numbering import read_marker, split_items
from schemas.issue import Issue, Result
from schemas.structure import Cell, Evidence, Grid

SYSTEMATIC = 4
"""Late labels in one table from which they are its habit."""


def recover_spans(grid: Grid) -> Result[Grid]:
    """The grid with known spans.

    Args:
        grid: rows as printed, spans lost (spans_known False).
    """
    columns = find_columns(grid)
    width = len([name for name in columns.names if name]) if columns.header else grid.cols
    printed: list[list[Cell]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        printed[cell.row].append(replace(cell, text="") if is_ditto(cell.text) else cell)
    body = [row for row in range(columns.header.stop, grid.rows) if row not in columns.repeated]
    whole = join_broken([printed[row] for row in body])
    aligned = align_rows(whole.value, width)
    rows = aligned.value
    roles = columns.roles
    names = [col for col in range(width) if col < len(roles) and roles[col] == "level"]
    levels = [
        col for col in range(width) if col >= len(roles) or roles[col] in ("level", "other") or columns.names[col]
    ]
    issues = [
        *_header_issues(grid, width, columns.header),
        *whole.issues,
        *aligned.issues,
        *_notes(rows, levels, bool(aligned.issues)),
        *_repeated(rows, names),
    ]
    spans: dict[str, tuple[int, int]] = {}
    late: list[Issue] = []
    # a table that has no label in its first row sets them in the middle of their cells, in all its columns
    centred = any((labels := _labels(rows, col, True)) and labels[0].row > 0 for col in levels[:-1])
    children = [Child(index, None) for index in range(len(rows))]
    for col in reversed(levels):
        labels = _labels(rows, col, merged=col != levels[-1])
        if not labels:
            continue
        division = divide(labels, children, len(rows), centred)
        starts = division.starts
        late.extend(_late_issues(labels, division, rows, col))
        for label, start, stop in zip(labels, starts, [*starts[1:], len(rows)], strict=True):
            spans[label.cell.ref] = (start, stop)
        children = _merged(children, [Child(start, label.value) for label, start in zip(labels, starts, strict=True)])
    return Result(_spanned(grid, columns.header, rows, spans, levels, width), (*issues, *_together(late)))


def _labels(rows: tuple[Row, ...], col: int, merged: bool) -> list[Label]:
    """Labels of a column; where it may hold merged cells, one that is printed again in the next row is one label."""
    found: list[Label] = []
    last = -1
    for index, row in enumerate(rows):
        cell = row.at(col)
        if cell is not None:
            again = merged and found and last == index - 1 and cell.text == found[-1].cell.text
            last = index
            if again:
                continue
            marker = read_marker(cell.text).marker
            found.append(Label(index, cell, marker.value[-1] if marker and marker.counted else None))
    return found


def _repeated(rows: tuple[Row, ...], levels: list[int]) -> list[Issue]:
    """One note on labels that are printed in each row of their merged cell."""
    again = [
        cell
        for above, below in pairwise(rows)
        for cell, col in zip(below.cells, below.cols, strict=True)
        if col in levels[:-1] and (before := above.at(col)) is not None and before.text == cell.text
    ]
    if not again:
        return []
    message = f"結合セルの文字が行ごとに繰り返されています（{len(again)}か所）。一つの見出しとしてまとめました。"
    kept = tuple(dict.fromkeys(cell.ref for cell in again))
    return [
        Issue(
            "merged_cell_text_repeated", message, Evidence(again[0].text[:60], line=again[0].evidence.line), refs=kept
        )
    ]


def _merged(children: list[Child], own: list[Child]) -> list[Child]:
    """What the next column to the left divides: this column's spans, and children no span covers."""
    first = own[0].row
    return [*(child for child in children if child.row < first), *own]


def _late_issues(labels: list[Label], division: Division, rows: tuple[Row, ...], col: int) -> list[Issue]:
    """Rows that follow a label printed below them, and rows that might as well belong to the label before or after."""
    issues = []
    for index, (label, start, reach) in enumerate(zip(labels, division.starts, division.reach, strict=True)):
        first, last = min(reach[0], label.row), max(reach[1], label.row)
        if first == last:
            continue
        moved = [cell for row in rows[first:last] for cell, at in zip(row.cells, row.cols, strict=True) if at > col]
        before = f"「{labels[index - 1].cell.text[:20]}」" if index else "前の見出し"
        own = f"「{label.cell.text[:20]}」"
        if start < label.row:
            message = f"番号の並びから、見出しより前の{label.row - start}行は{before}ではなく{own}に入ると読みました。"
        else:
            message = (
                f"{own}の前の{last - first}行は、{before}に入るか{own}に入るか定まりません。{before}に入れました。"
            )
        touched = (
            *(cell.ref for cell in moved),
            *((label.cell.ref, labels[index - 1].cell.ref) if reach[0] < reach[1] and index else ()),
        )
        issues.append(
            Issue(
                "merged_label_late",
                message,
                Evidence(label.cell.text[:60], line=label.cell.evidence.line),
                refs=tuple(dict.fromkeys(touched)),
                proposal=label.cell.text,
            )
        )
    return issues


def _together(late: list[Issue]) -> list[Issue]:
    """One issue where a table sets most labels in the middle of their cells: that is one question, not twenty."""
    if len(late) < SYSTEMATIC:
        return late
    return [
        Issue(
            "merged_label_late",
            f"見出しが結合セルの途中の行に印刷されています（{len(late)}か所）。番号の並びから範囲を決めました。確かめてください。",
            late[0].evidence,
            refs=tuple(dict.fromkeys(ref for issue in late for ref in issue.refs)),
        )
    ]


def _header_issues(grid: Grid, width: int, header: range) -> list[Issue]:
    """Rows with more cells than the header has names."""
    filled = {cell.row: cell.col for cell in grid.cells if cell.text}
    if not header or max((col for row, col in filled.items() if row >= header.stop), default=0) < width:
        return []
    names = [cell for cell in grid.cells if cell.row == header.stop - 1]
    return [
        Issue(
            "header_column_mismatch",
            f"見出しは{width}欄ですが、それより多くの欄を持つ行があります。記号に合わせて{width}欄に読み直しました。",
            Evidence("\t".join(cell.text for cell in names)[-40:], line=names[0].evidence.line),
            proposal=f"{width}欄",
        )
    ]


def _notes(rows: tuple[Row, ...], levels: list[int], shifted: bool) -> list[Issue]:
    """What a reader should know about the cells, none of it in doubt."""
    cells = [(cell, col) for row in rows for cell, col in zip(row.cells, row.cols, strict=True) if col in levels]
    notes = []
    several = [cell for cell, _ in cells if len(split_items(cell.text)) > 1]
    if several:
        notes.append(_note("items_inline", "一つの欄に複数の項目があるため、記号の位置で分けました。", several))
    both = [
        cell for cell, _ in cells if cell.text.startswith("・") and "・" in read_marker(split_items(cell.text)[0]).name
    ]
    if both:
        notes.append(_note("delimiter_ambiguous", "「・」が箇条書きの印と語の区切りの両方に使われています。", both))
    plain = [cell for cell, col in cells if col > 0 and read_marker(cell.text).marker is None]
    if shifted and plain:
        notes.append(_note("level_without_marker", "番号のない欄は、隣の欄との位置から階層を決めました。", plain))
    return notes


def _note(kind: str, message: str, cells: list[Cell]) -> Issue:
    return Issue(kind, message, Evidence(cells[0].text[:60], line=cells[0].evidence.line))


def _spanned(
    grid: Grid, header: range, rows: tuple[Row, ...], spans: dict[str, tuple[int, int]], levels: list[int], width: int
) -> Grid:
    """The header rows as they were, and the body with the recovered spans."""
    cells = [cell for cell in grid.cells if cell.row < header.stop and cell.col < width]
    offset = header.stop
    for index, row in enumerate(rows):
        for cell, col in zip(row.cells, row.cols, strict=True):
            if col in levels and cell.ref not in spans:
                continue  # the label is printed in each row of its merged cell
            start, stop = spans.get(cell.ref, (index, index + 1))
            cells.append(replace(cell, row=offset + start, col=col, rowspan=stop - start))
    return replace(grid, cells=tuple(cells), rows=offset + len(rows), cols=width, spans_known=True)
