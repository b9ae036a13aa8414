"""Ways in which a printed plan is damaged on its way into a text. Each takes rows or lines and gives damaged ones."""

from __future__ import annotations

import random
from collections.abc import Callable

Rows = list[list[str]]
Lines = list[str]
MARKS = "①②③④⑤⑥⑦⑧⑨⑩"


def _body(rows: Rows, rng: random.Random) -> int:
    return rng.randrange(2, len(rows))


def shift_right(rows: Rows, rng: random.Random) -> Rows:
    at = _body(rows, rng)
    return [["", *row] if index == at else row for index, row in enumerate(rows)]


def shift_left(rows: Rows, rng: random.Random) -> Rows:
    """A row loses its leading empty cell."""
    at = rng.choice([index for index, row in enumerate(rows) if index and row[0] == ""])
    return [row[1:] if index == at else row for index, row in enumerate(rows)]


def lose_leading_cells(rows: Rows, rng: random.Random) -> Rows:
    """Every row loses its leading empty cells."""
    return [row[next(col for col, text in enumerate(row) if text) :] for row in rows]


def blank_label(rows: Rows, rng: random.Random) -> Rows:
    """A label of an upper level is lost."""
    at, col = rng.choice(_labels(rows)[1:])
    return _replace(rows, at, col, "")


def centre_labels(rows: Rows, rng: random.Random) -> Rows:
    """Labels move to the middle row of those they cover."""
    out = [list(row) for row in rows]
    width = len(rows[0])
    for col in range(width - 1):
        starts = [at for at, row in enumerate(rows) if at and row[col]]
        ends = [min([s for s in starts if s > at] + [_parent_end(rows, at, col)]) for at in starts]
        for at in starts:
            out[at][col] = ""
        for at, end in zip(starts, ends, strict=True):
            out[(at + end - 1) // 2][col] = rows[at][col]
    return out


def _parent_end(rows: Rows, at: int, col: int) -> int:
    return next((row for row in range(at + 1, len(rows)) if any(rows[row][:col])), len(rows))


def late_label(rows: Rows, rng: random.Random) -> Rows:
    """One label of the top level stands in the last row of its own."""
    starts = [at for at, row in enumerate(rows) if at and row[0]]
    index = rng.randrange(1, len(starts))
    end = starts[index + 1] if index + 1 < len(starts) else len(rows)
    return _replace(_replace(rows, starts[index], 0, ""), end - 1, 0, rows[starts[index]][0])


def swap_cells(rows: Rows, rng: random.Random) -> Rows:
    """Two neighbouring cells of a row change places."""
    at = rng.choice([index for index, row in enumerate(rows) if index and row[-2]])
    row = list(rows[at])
    row[-1], row[-2] = row[-2], row[-1]
    return [*rows[:at], row, *rows[at + 1 :]]


def duplicate_row(rows: Rows, rng: random.Random) -> Rows:
    at = _body(rows, rng)
    return [*rows[: at + 1], rows[at], *rows[at + 1 :]]


def drop_row(rows: Rows, rng: random.Random) -> Rows:
    at = _body(rows, rng)
    return [*rows[:at], *rows[at + 1 :]]


def swap_rows(rows: Rows, rng: random.Random) -> Rows:
    at = rng.randrange(1, len(rows) - 1)
    return [*rows[:at], rows[at + 1], rows[at], *rows[at + 2 :]]


def change_number(rows: Rows, rng: random.Random) -> Rows:
    """A number of an upper level is misprinted as the next one."""
    at, col = rng.choice(_labels(rows))
    text = rows[at][col]
    swapped = text.translate(str.maketrans("12345678ⅠⅡⅢⅣ①②③④", "23456789ⅡⅢⅣⅤ②③④⑤"))
    return _replace(rows, at, col, swapped)


def lose_number(rows: Rows, rng: random.Random) -> Rows:
    at, col = rng.choice(_labels(rows))
    return _replace(rows, at, col, rows[at][col].lstrip("基本目標ⅠⅡⅢⅣⅤ0123456789()-.①②③④・○ "))


def repeat_labels(rows: Rows, rng: random.Random) -> Rows:
    """Merged cells are printed in each of their rows."""
    out: Rows = []
    for row in rows:
        filled = list(row)
        for col in range(len(row) - 1):
            if not row[col] and out and len(out) > 1 and not any(row[:col]):
                filled[col] = out[-1][col]
        out.append(filled)
    return out


def join_rows(rows: Rows, rng: random.Random) -> Rows:
    """The last cell of a row slips into the cell above."""
    at = rng.choice([index for index, row in enumerate(rows) if index > 1 and not any(row[:-1])])
    joined = [*rows[at - 1][:-1], f"{rows[at - 1][-1]} {rows[at][-1]}"]
    return [*rows[: at - 1], joined, *rows[at + 1 :]]


def cut_end(rows: Rows, rng: random.Random) -> Rows:
    return rows[: -rng.randint(1, 4)]


def stale_block(rows: Rows, rng: random.Random) -> Rows:
    """The rows of one label are printed a second time further down."""
    at, col = rng.choice(_labels(rows)[:-1])
    end = next((row for row in range(at + 1, len(rows)) if any(rows[row][: col + 1])), len(rows))
    return [*rows[:end], *rows[at:end], *rows[end:]]


def _labels(rows: Rows) -> list[tuple[int, int]]:
    return [(at, col) for at, row in enumerate(rows) if at for col, text in enumerate(row[:-1]) if text]


def _replace(rows: Rows, at: int, col: int, text: str) -> Rows:
    return [[*row[:col], text, *row[col + 1 :]] if index == at else row for index, row in enumerate(rows)]


# ---------------------------------------------------------------- outlines


def _headings(lines: Lines) -> list[int]:
    return [at for at, line in enumerate(lines) if line.startswith("#")]


def drop_heading(lines: Lines, rng: random.Random) -> Lines:
    at = rng.choice(_headings(lines)[1:])
    return [*lines[:at], *lines[at + 1 :]]


def break_heading(lines: Lines, rng: random.Random) -> Lines:
    """Marker and title of a heading come to stand on two lines."""
    at = rng.choice(_headings(lines))
    sign, mark, title = lines[at].split(" ", 2)
    return [*lines[:at], "", f"{sign} {mark}", "", title, "", *lines[at + 1 :]]


def change_depth(lines: Lines, rng: random.Random) -> Lines:
    """A heading is printed one rank higher."""
    at = rng.choice([index for index in _headings(lines) if lines[index].startswith("###")])
    return [*lines[:at], lines[at][1:], *lines[at + 1 :]]


def lose_heading_sign(lines: Lines, rng: random.Random) -> Lines:
    at = rng.choice(_headings(lines))
    return [*lines[:at], "", lines[at].lstrip("# "), "", *lines[at + 1 :]]


def repeat_section(lines: Lines, rng: random.Random) -> Lines:
    """A heading and what stands below it are printed twice."""
    at = rng.choice(_headings(lines)[:-1])
    end = next((index for index in _headings(lines) if index > at), len(lines))
    return [*lines[:end], *lines[at:end], *lines[end:]]


def swap_lines(lines: Lines, rng: random.Random) -> Lines:
    at = rng.randrange(1, len(lines) - 1)
    return [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]


def drop_item(lines: Lines, rng: random.Random) -> Lines:
    at = rng.choice([index for index, line in enumerate(lines) if line.startswith("-")])
    return [*lines[:at], *lines[at + 1 :]]


def renumber_heading(lines: Lines, rng: random.Random) -> Lines:
    at = rng.choice(_headings(lines))
    return [*lines[:at], lines[at].translate(str.maketrans("1234ⅠⅡⅢ", "2345ⅡⅢⅣ")), *lines[at + 1 :]]


TABLE: dict[str, Callable[[Rows, random.Random], Rows]] = {
    damage.__name__: damage
    for damage in (
        shift_right,
        shift_left,
        lose_leading_cells,
        blank_label,
        centre_labels,
        late_label,
        swap_cells,
        duplicate_row,
        drop_row,
        swap_rows,
        change_number,
        lose_number,
        repeat_labels,
        join_rows,
        cut_end,
        stale_block,
    )
}
OUTLINE: dict[str, Callable[[Lines, random.Random], Lines]] = {
    damage.__name__: damage
    for damage in (
        drop_heading,
        break_heading,
        change_depth,
        lose_heading_sign,
        repeat_section,
        swap_lines,
        drop_item,
        renumber_heading,
    )
}
