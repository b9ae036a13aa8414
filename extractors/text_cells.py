"""Lines of a text → the same with a tab between the cells of tables, however the text parts them. Pure.

Texts set tables with bars (| a | b |), with box characters, or with spaces under each other; trees with ├ and └, and
emphasis with **. What is only drawn is taken out and what it parts is parted by tabs or indents: the rest of the
program knows no other way. The words and the numbers of the lines stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.html_tables import without_html_tables
from extractors.spaced_cells import block_end, goes_on, spaced, width
from schemas.document import Line

QUOTED_MAX = 60
"""Lines of one row of a sheet."""
TRIES = 30
"""Lines of a run that a table set with spaces may begin on: the headings over it stand before."""
_BARS = re.compile(r"[|｜│┃]")
_ONLY_DRAWN = re.compile(r"^[\s|｜│┃┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋─━\-=+:：]*$")
_DRAWN = re.compile(r"[|｜│┃┌└├┏┗┣─━\-=+]")
_CROSSING = re.compile(r"[├┤┼┝┥┿┠┨╂┣┫╋]")
_RULE = re.compile(r"[─━]+")
_BRANCH = re.compile(r"^[ \u3000]*(?:[│┃|][ \u3000]*)*[├└┣┗┝┕┠┖┌┏][─━╴]*[ \u3000]*|^(?:[ \u3000]*[│┃])+[ \u3000]*$")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_FRAMED = re.compile(r"^([ \u3000]*)([◇◆■□●○◎★☆▼♦])[ \u3000]*([^◇◆■□●○◎★☆▼♦]{2,20}?)[ \u3000]*\2(?=[ \u3000]|$)")
_QUOTE = re.compile(r'(?:^|\t)"')
_QUOTED = re.compile(r'(?:(?<=\t)|^)"((?:[^"]|"")*)"(?=\t|$)')
_BREAK = re.compile(r"[ ]*<br ?/?>[ ]*", re.I)


def part_cells(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines in their order; those that only draw a table are left out."""
    plain = _unquoted([_without_emphasis(line) for line in without_html_tables(lines)])
    found: list[Line] = []
    at = end = tried = 0
    while at < len(plain):
        if at >= end:
            end, tried = block_end(plain, at), 0
        tried += 1
        for parted in (_barred, spaced) if tried <= TRIES else (_barred,):
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
    """**題名** is 題名, ◇題名◇ is a heading without a bullet."""
    text = line.text
    if "**" in text or "__" in text:
        text = _EMPHASIS.sub(r"\2", text)
    if _FRAMED.match(text):
        text = _FRAMED.sub(r"\1\3", text)
    return line if text == line.text else replace(line, text=text)


def _branch(line: Line) -> Line:
    """A line of a tree drawn with ├ and └: as deep as its branch reaches."""
    found = _BRANCH.match(line.text)
    if found is None:
        return line
    return replace(line, text=" " * width(found[0]) + line.text[found.end() :])


# ---------------------------------------------------------------- bars


def _barred(lines: Sequence[Line], at: int) -> tuple[int, list[Line]]:
    """How many lines from here on are a table set with bars, and its rows; 0 where there is none."""
    end = at
    while end < len(lines) and (_is_barred(lines[end].text) or (end > at and goes_on(lines, end, _is_barred))):
        end += 1
    block = [line for line in lines[at:end] if line.text.strip()]
    rows = [line for line in block if not _ONLY_DRAWN.match(line.text) or not _DRAWN.search(line.text)]
    parts = [len(_BARS.findall(_CROSSING.sub("│", line.text))) for line in rows]
    if len(rows) < 2 or max(parts) < 2 or min(parts) < 1:
        return 0, []
    closed = sum(bool(_BARS.match(line.text.strip())) for line in rows) * 2 > len(rows)
    return end - at, [replace(line, text=_cells_between(line.text, closed)) for line in rows]


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
