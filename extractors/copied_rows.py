"""Lines copied out of a printed table → the lines of an outline. Pure.

Copying leaves one line per line of a cell: titles broken at the width of their column, a parent and its first child side by
side on one line, the offices in charge behind them, the header once a page, （続き） where a page ends. Each is mended where
the text shows it as a habit; where a single place stays in doubt, it is named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.beside_rows import part_beside, tell_beside
from extractors.broken_rows import doubt, whole_sentences, whole_titles
from extractors.columns import is_header_word, names_a_column
from extractors.copied_row import Row, marker_of, words
from extractors.numbering import SPACES
from extractors.row_offices import columns_behind, drop_values, take_offices
from extractors.section_names import states_a_slogan
from schemas.document import Line
from schemas.issue import Result

FEWEST = 4
"""Lines with markers; a text with fewer holds no table."""
NAMES = 3
"""Names of columns on one line that make it a header."""

_CONTINUED = re.compile(r"(?<![ \u3000])[ \u3000]*[（(【\[](?:続き|つづき|続)[）)】\]]$")


def part_rows(lines: Sequence[Line]) -> Result[tuple[Line, ...]]:
    """The lines with one title each; parts of one line keep its number.

    Args:
        lines: of a text, without its tables of tabs.
    """
    marked = [line for line in lines if marker_of(line.text) is not None]
    if len(marked) < FEWEST:
        return Result(tuple(lines))
    headers = [line for line in lines if _is_header(line.text)]
    kept = [line for line in lines if line not in headers and not (headers and _tells_slogan(line.text))]
    apart = part_beside(kept)
    rows = [Row([line], line.text, marker_of(line.text)) for line in apart]
    take_offices(rows, columns_behind(headers))
    drop_values(rows)
    rows, doubtful = whole_titles(whole_sentences(rows))
    rows = _without_continued(rows)
    issues = tell_beside(kept, apart)
    found = [line for row in rows for line in _lines(row)]
    return Result(tuple(found), (*issues, *map(doubt, doubtful)))


def _is_header(text: str) -> bool:
    names = words(text)
    return len(names) >= NAMES and all(map(is_header_word, names)) and sum(map(names_a_column, names)) * 2 > len(names)


def _tells_slogan(text: str) -> bool:
    """Whether a line states the vision behind its name (基本理念　学びでつながる); beside a header it is no entry."""
    named = words(text.replace("：", " "))
    return len(named) > 1 and states_a_slogan(named[0])


def _without_continued(rows: Sequence[Row]) -> list[Row]:
    """The rows without those printed again at the head of a page, （続き）."""
    found: list[Row] = []
    printed: set[str] = set()
    for row in rows:
        bare = "".join(_CONTINUED.sub("", row.text).split())
        if _CONTINUED.search(row.text) and bare in printed:
            continue
        printed.add(bare)
        found.append(row)
    return found


def _lines(row: Row) -> list[Line]:
    """A row as lines again: its title, and its offices in the form in which titles have them."""
    if not row.text.strip(SPACES) and row.lines[0].text.strip(SPACES):
        return []
    line = replace(row.lines[0], text=row.text)
    if not row.offices:
        return [line]
    return [line, replace(line, text=f"【担当課：{'、'.join(row.offices)}】")]
