"""Lines of a text → the same with a tab between the cells of tables, however the text parts them. Pure.

Texts set tables with bars (| a | b |), with box characters, or with spaces under each other; trees with ├ and └, and
emphasis with **. What is only drawn is taken out and what it parts is parted by tabs or indents: the rest of the
program knows no other way. The words and the numbers of the lines stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from extractors.columns import is_header_word, names_a_column
from extractors.html_tables import without_html_tables
from extractors.numbering import read_marker
from extractors.wareki import may_hold_years
from schemas.document import Line

FEWEST = 3
"""Lines under each other, fewer are no table set with spaces."""
SUPPORTED = 0.9
"""Share of the parts of a block's lines that begin where parts of other lines do."""
SAME = 1
"""Half-width columns by which beginnings that belong together may differ."""
NEAR = 6
"""Half-width columns by which a part may begin before its column where another one fills the column before."""
BLANK_MAX = 2
"""Blank lines between two rows of a table."""
FAR = 12
"""Half-width columns: no indent of an outline is as wide."""
QUOTED_MAX = 60
"""Lines of one row of a sheet."""
PART_MAX = 60
"""Characters; a longer part of a line is prose."""
_BARS = re.compile(r"[|｜│┃]")
_ONLY_DRAWN = re.compile(r"^[\s|｜│┃┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋─━\-=+:：]*$")
_DRAWN = re.compile(r"[|｜│┃┌└├┏┗┣─━\-=+]")
_CROSSING = re.compile(r"[├┤┼┝┥┿┠┨╂┣┫╋]")
_RULE = re.compile(r"[─━]+")
_GAP = re.compile(r"(?<=[^ \u3000])(?: {2,}|\u3000{2,}|(?: +\u3000|\u3000 +)[ \u3000]*)(?=[^ \u3000])")
_BRANCH = re.compile(r"^[ \u3000]*(?:[│┃|][ \u3000]*)*[├└┣┗┝┕┠┖┌┏][─━╴]*[ \u3000]*|^(?:[ \u3000]*[│┃])+[ \u3000]*$")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_QUOTE = re.compile(r'(?:^|\t)"')
_QUOTED = re.compile(r'(?:(?<=\t)|^)"((?:[^"]|"")*)"(?=\t|$)')
_BREAK = re.compile(r"[ ]*<br ?/?>[ ]*", re.I)


def part_cells(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines in their order; those that only draw a table are left out."""
    plain = _unquoted([_without_emphasis(line) for line in without_html_tables(lines)])
    found: list[Line] = []
    at = 0
    while at < len(plain):
        for parted in (_barred, _spaced):
            taken, made = parted(plain, at)
            if taken:
                found.extend(made)
                at += taken
                break
        else:
            found.append(_branch(plain[at]))
            at += 1
    return tuple(found)


def _unquoted(lines: Sequence[Line]) -> list[Line]:
    """Rows pasted from a sheet: a cell of several lines stands in quotation marks and runs over as many lines."""
    found: list[Line] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if "\t" in line.text and _QUOTE.search(line.text):
            text, used = line.text, 1
            while text.count('"') % 2 and used < QUOTED_MAX and at + used < len(lines):
                text += "\n" + lines[at + used].text
                used += 1
            if text.count('"') % 2 == 0:
                line = replace(line, text=_QUOTED.sub(lambda cell: cell[1].replace('""', '"'), text))
                at += used - 1
        found.append(line)
        at += 1
    return found


def _without_emphasis(line: Line) -> Line:
    """**題名** is 題名."""
    if "**" not in line.text and "__" not in line.text:
        return line
    return replace(line, text=_EMPHASIS.sub(r"\2", line.text))


def _branch(line: Line) -> Line:
    """A line of a tree drawn with ├ and └: as deep as its branch reaches."""
    found = _BRANCH.match(line.text)
    if found is None:
        return line
    return replace(line, text=" " * _width(found[0]) + line.text[found.end() :])


# ---------------------------------------------------------------- bars


def _barred(lines: Sequence[Line], at: int) -> tuple[int, list[Line]]:
    """How many lines from here on are a table set with bars, and its rows; 0 where there is none."""
    end = at
    while end < len(lines) and (_is_barred(lines[end].text) or (end > at and _goes_on(lines, end, _is_barred))):
        end += 1
    block = [line for line in lines[at:end] if line.text.strip()]
    rows = [line for line in block if not _ONLY_DRAWN.match(line.text) or not _DRAWN.search(line.text)]
    parts = [len(_BARS.findall(_CROSSING.sub("│", line.text))) for line in rows]
    if len(rows) < 2 or max(parts) < 2 or min(parts) < 1:
        return 0, []
    closed = sum(bool(_BARS.match(line.text.strip())) for line in rows) * 2 > len(rows)
    return end - at, [replace(line, text=_cells_between(line.text, closed)) for line in rows]


def _goes_on(lines: Sequence[Line], at: int, is_row: Callable[[str], bool]) -> bool:
    """Whether a line is blank and the next one that is not is a row as well."""
    after = next((line.text for line in lines[at + 1 : at + 1 + BLANK_MAX] if line.text.strip()), "")
    return not lines[at].text.strip() and is_row(after)


def _is_barred(text: str) -> bool:
    if _ONLY_DRAWN.match(text):
        return "\t" not in text and len(text.strip()) > 2
    return "\t" not in text and _BRANCH.match(text) is None and bool(_BARS.search(text))


def _cells_between(text: str, closed: bool) -> str:
    """The cells of a row, parted by tabs.

    Args:
        text: the printed row.
        closed: whether bars stand before the first and behind the last cell.
    """
    drawn = _RULE.sub("", _CROSSING.sub("│", text)) if _CROSSING.search(text) and "─" in text else text
    cells = [_BREAK.sub(" ", cell).strip(" \u3000") for cell in _BARS.split(drawn.strip())]
    if closed and not cells[0]:
        cells = cells[1:]
    if closed and cells and not cells[-1]:
        cells = cells[:-1]
    return "\t".join(cells) if len(cells) > 1 else "".join(cells) + "\t"


# ---------------------------------------------------------------- spaces


def _spaced(lines: Sequence[Line], at: int) -> tuple[int, list[Line]]:
    """How many lines from here on are a table set with spaces, and its rows; 0 where there is none."""
    if not _GAP.search(lines[at].text.strip()) or "\t" in lines[at].text:
        return 0, []
    end = at
    while (
        end < len(lines)
        and "\t" not in lines[end].text
        and (lines[end].text.strip() or _goes_on(lines, end, _is_spaced))
    ):
        end += 1
    block = [line for line in lines[at:end] if line.text.strip()]
    rows = [_parts(line.text) for line in block]
    left = min(row[0][0] for row in rows)
    beside = sum(len(row) > 1 for row in rows)
    if (
        len(rows) < FEWEST
        or beside < 2
        or beside + sum(row[0][0] > left for row in rows if len(row) == 1) < len(rows) / 2
    ):
        return 0, []
    if any(len(text) > PART_MAX for row in rows for _, text in row):
        return 0, []
    starts = _starts(rows)
    if len(starts) < 2 or not _holds_a_table([[text for _, text in row] for row in rows]):
        return 0, []
    made = [_row(row, starts) for row in rows]
    return end - at, [replace(line, text=text) for line, text in zip(block, made, strict=True)]


def _is_spaced(text: str) -> bool:
    """Whether a line has a gap in it, or begins far from the left."""
    return bool(_GAP.search(text.strip())) or _width(text[: len(text) - len(text.lstrip(" \u3000"))]) >= FAR


def _parts(text: str) -> list[tuple[int, str]]:
    """Where the parts of a line begin, in half-width columns, and their words; a marker goes with what it numbers."""
    found: list[tuple[int, str]] = []
    last = len(text) - len(text.lstrip(" \u3000"))
    body = text.rstrip(" \u3000")
    for gap in [*_GAP.finditer(body, last), None]:
        stop = gap.start() if gap else len(body)
        words = body[last:stop]
        before = read_marker(found[-1][1]) if found else None
        if before is not None and before.marker is not None and not before.name:
            found[-1] = (found[-1][0], f"{found[-1][1]} {words}")
        elif words:
            found.append((_width(text[:last]), words))
        last = gap.end() if gap else stop
    return found


def _starts(rows: list[list[tuple[int, str]]]) -> list[int]:
    """Where columns begin; () where the parts do not stand under each other and nothing else tells the columns."""
    counts = Counter(start for row in rows for start, _ in row)
    columns: list[int] = []
    for start in sorted(counts):
        if columns and start - columns[-1] <= SAME:
            continue
        near = sum(counts[other] for other in range(start, start + SAME + 1))
        if near > 1:
            columns.append(start)
    inside = sum(any(0 <= start - column <= SAME for column in columns) for row in rows for start, _ in row)
    if inside >= SUPPORTED * sum(len(row) for row in rows):
        return _together(columns, rows)
    return list(range(max(len(row) for row in rows)))


def _together(columns: list[int], rows: list[list[tuple[int, str]]]) -> list[int]:
    """No more columns than the fullest line has parts: of those that no line fills both, the nearest are one."""
    while len(columns) > max(len(row) for row in rows):
        used = [{_column(start, columns) for start, _ in row} for row in rows]
        apart = [
            (columns[at + 1] - columns[at], at)
            for at in range(len(columns) - 1)
            if not any({at, at + 1} <= cols for cols in used)
        ]
        if not apart:
            break
        del columns[min(apart)[1] + 1]
    return columns


def _column(start: int, columns: list[int]) -> int:
    """The last column that begins no later than a part of a line."""
    return max((at for at, column in enumerate(columns) if column <= start), default=0)


def _row(row: list[tuple[int, str]], starts: list[int]) -> str:
    """The parts of a line in the columns they stand under, parted by tabs."""
    cells = [""] * len(starts)
    counted = starts == list(range(len(starts)))
    for index, (start, words) in enumerate(row):
        col = index if counted else _column(start, starts)
        if cells[col] and col + 1 < len(starts) and starts[col + 1] - start <= NEAR and not counted:
            col += 1
        cells[col] = f"{cells[col]} {words}".strip()
    return "\t".join(cells)


def _holds_a_table(rows: list[list[str]]) -> bool:
    """Names of columns or years in the first line, or two kinds of markers side by side: lines of prose have neither."""
    first = rows[0]
    if len(first) > 1 and all(is_header_word(text) for text in first):
        if sum(names_a_column(text) for text in first) * 2 > len(first):
            return True
        if sum(may_hold_years(text) and bool(re.search(r"[0-9０-９元]", text)) for text in first) >= FEWEST:
            return True
    several = [row for row in rows if len(row) > 1]
    styles = [{marker.style for text in row if (marker := read_marker(text).marker) is not None} for row in several]
    return sum(len(kinds) > 1 for kinds in styles) * 2 > len(several)


def _width(text: str) -> int:
    """Half-width columns that a text fills."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
