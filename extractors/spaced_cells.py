"""Lines of a text set as a table with spaces under each other → the same lines with tabs between their cells. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from extractors.columns import is_header_word, names_a_column
from extractors.numbering import read_marker
from extractors.wareki import may_hold_years
from schemas.document import Line

FEWEST = 3
"""Lines under each other, fewer are no table set with spaces."""
SUPPORTED = 0.9
"""Share of the parts of a block's lines that begin where parts of other lines do."""
SAME = 1
"""Half-width columns by which beginnings that belong together may differ."""
FAR = 12
"""Half-width columns: no indent of an outline is as wide."""
NEAR = 6
"""Half-width columns by which a part may begin before its column where another one fills the column before."""
WIDE = 10
"""Half-width columns from one letter to the next of a word set wide."""
PART_MAX = 60
"""Characters; a longer part of a line is prose."""
BLANK_MAX = 2
"""Blank lines between two rows of a table."""
_GAP = re.compile(r"(?<=[^ \u3000])(?: {2,}|\u3000{2,}|(?: +\u3000|\u3000 +)[ \u3000]*)(?=[^ \u3000])")
_LETTER = re.compile("[一-龥]{2}")
_SET_WIDE = re.compile(r"[一-龥](?:[ \u3000]+[一-龥]){1,5}")


def spaced(lines: Sequence[Line], at: int) -> tuple[int, list[Line]]:
    """How many lines from here on are a table set with spaces, and its rows; 0 where there is none."""
    if not _GAP.search(lines[at].text.strip()) or "\t" in lines[at].text:
        return 0, []
    end = block_end(lines, at)
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
    names = [text for _, text in rows[0]]
    headed = len(names) > 1 and all(is_header_word(text) for text in names)
    starts = _starts(rows)
    under = _starts(rows[1:]) if headed and starts[:2] == [0, 1] else starts
    centred = under != starts and len(under) == len(names) and under[:2] != [0, 1]
    starts = under if centred else starts
    if len(starts) < 2 or not _holds_a_table([[text for _, text in row] for row in rows]):
        return 0, []
    made = [_row(_parted(row, starts), starts) for row in rows]
    if centred:
        made[0] = "\t".join(names)  # names may be set in the middle of their columns
    return end - at, [replace(line, text=text) for line, text in zip(block, made, strict=True)]


def block_end(lines: Sequence[Line], at: int) -> int:
    """The line behind the run of lines from here on that could be rows of one table."""
    end = at
    while (
        end < len(lines)
        and "\t" not in lines[end].text
        and (lines[end].text.strip() or goes_on(lines, end, _is_spaced))
    ):
        end += 1
    return end


def _is_spaced(text: str) -> bool:
    """Whether a line has a gap in it, or begins far from the left."""
    return bool(_GAP.search(text.strip())) or width(text[: len(text) - len(text.lstrip(" \u3000"))]) >= FAR


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
            found.append((width(text[:last]), words))
        last = gap.end() if gap else stop
    return _letters_joined(found)


def _letters_joined(parts: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """施　　策 as one part: single letters set wide apart are a word."""
    found: list[tuple[int, str]] = []
    for start, words in parts:
        words = re.sub(r"[ \u3000]", "", words) if _SET_WIDE.fullmatch(words) else words
        before = found[-1] if found else (0, "")
        if len(words) == 1 and len(before[1]) == 1 and _LETTER.match(before[1] + words) and start - before[0] <= WIDE:
            found[-1] = (before[0], before[1] + words)
        else:
            found.append((start, words))
    return found


def _parted(row: list[tuple[int, str]], starts: list[int]) -> list[tuple[int, str]]:
    """Parts with one space before a number that stands where a column begins, cut there."""
    found: list[tuple[int, str]] = []
    for start, words in row:
        for space in re.finditer(r"(?<=[^ \u3000])[ \u3000](?=[^ \u3000])", words):
            place = start + width(words[: space.end()])
            marked = read_marker(words[space.end() :])
            numbered = marked.marker is not None and marked.marker.counted and marked.name
            if (
                numbered
                and read_marker(words[: space.start()]).name
                and any(abs(place - one) <= SAME for one in starts)
            ):
                found.append((start, words[: space.start()]))
                start, words = place, words[space.end() :]
                break
        found.append((start, words))
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


def goes_on(lines: Sequence[Line], at: int, is_row: Callable[[str], bool]) -> bool:
    """Whether a line is blank and the next one that is not is a row as well."""
    after = next((line.text for line in lines[at + 1 : at + 1 + BLANK_MAX] if line.text.strip()), "")
    return not lines[at].text.strip() and is_row(after)


def width(text: str) -> int:
    """Half-width columns that a text fills."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
