"""Lines of a text file → Units in reading order: cut before everything that could be a marker, tables as rows of cells. Pure.

A file says no more than its characters, so place comes from white space: indent from leading spaces, gaps from empty lines, page
breaks from form feeds. Numbers of pages behind leaders are taken off, and whoever has them is an entry of a contents page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from unicodedata import east_asian_width

from extractors.outline.markers import SPACE, marks_inside, read_mark
from extractors.outline.names import column_role, is_heading_of_all, is_section, names_a_column, sentence_value
from schemas.document import Line
from schemas.reading import Unit
from schemas.structure import Evidence

LONG = 160
"""Characters; a longer line with spaces in it is a paragraph whose line breaks became spaces."""
TOC = "toc"
"""Style of an entry of a contents page."""
_LEADER = re.compile(
    r"[ 　]*(?:[.．・…‥·⋯－─―_]{3,}|(?:[.．・…‥·⋯][ 　]?){4,}|…+|‥+)[ 　]*(?:[(（]?[pPｐＰ]?[.．]?[ ]?[0-9０-９]{1,4}[)）]?|[-－][ ]?[0-9０-９]{1,4}[ ]?[-－])?[ 　]*$"
)
_FAR_NUMBER = re.compile(r"(?<=[^\s0-9０-９])(?:[ 　]{2,}|[ ]?[pPＰ][.．]?)[ ]*[0-9０-９]{1,3}[ 　]*$")
_SIZE = re.compile(
    r"[ 　]*[\[(（［]?(?:PDF|ＰＤＦ|Word|Excel|ワード|エクセル)(?:ファイル|形式)?[ 　]*[:：/／、,・ ]?[^)）\]］]{0,14}[\])）］]?[ 　]*$",
    re.I,
)
_HEADING = re.compile(r"^(#{1,6})[ 　]+(.*?)[ 　]*#*$")
_NOTE_SIGN = re.compile(
    r"(?<=[^\s])[※＊*](?:[0-9０-９]{1,2})?$|(?<=[^\s])[(（]?注[0-9０-９]{1,2}[)）]?$|(?<=[^\s])\[[0-9]{1,2}\]$"
)
_SENTENCE_BEHIND = re.compile(r"[ 　](?=[^ 　]*[^ 　0-9０-９]{6,}.*(?:。|ます$|です$))")


def text_units(lines: Sequence[Line]) -> tuple[Unit, ...]:
    """The units of the lines of a text file."""
    units: list[Unit] = []
    gap = 0.0
    roles: list[str] = []
    for line in lines:
        text = line.text.replace("\f", "")
        if not text.strip(SPACE + "|"):
            gap += 1.0
            continue
        if "\t" in text.strip("\t "):
            made, roles = _cells(line, text, gap, roles)
        else:
            made = _line_units(line, text.replace("\t", " "), gap)
            roles = [] if gap >= 2 or any(unit.heading or read_mark(unit.text) for unit in made) else roles
        units.extend(made)
        gap = 0.0 if made else gap
    return tuple(_with_titles(units))


def _with_titles(units: list[Unit]) -> list[Unit]:
    """Units in which the label of a section that stands on a line of its own is joined with the title on the next."""
    found: list[Unit] = []
    for unit in units:
        before = found[-1] if found else None
        mark = read_mark(before.text) if before is not None else None
        if before is not None and mark is not None and mark.value and not mark.word and mark.start >= len(before.text):
            title = unit.text
            plain = read_mark(title) is None and len(title) < 40 and sentence_value(title) == 0 and not unit.same_line
            own = mark.section or is_section(title) or is_heading_of_all(title)
            if plain and own and unit.gap <= 1:
                found[-1] = replace(before, text=f"{before.text} {title}", style=unit.style or before.style)
                continue
        found.append(unit)
    return found


def _cells(line: Line, text: str, gap: float, roles: list[str]) -> tuple[list[Unit], list[str]]:
    """One unit per piece of each cell of a row, and what its columns hold by the last header row, which is one unit.

    Cells of one column are printed alike; what stands in columns that are no levels is furniture.
    """
    cells = [cell.strip(SPACE) for cell in text.split("\t")]
    filled = [cell for cell in cells if cell]
    if len(filled) > 1 and sum(names_a_column(cell) for cell in filled) > 0.7 * len(filled):
        names = "　".join(re.sub(r"\s+", "", cell) for cell in filled)
        head = Unit(f"L{line.number}", names, Evidence(names, line=line.number), style="header", gap=gap, furniture=1.0)
        return [head], [column_role(cell) if cell else "" for cell in cells]
    found: list[Unit] = []
    label = ""
    for col, cell in enumerate(cells):
        mark = read_mark(cell) if cell else None
        if (
            mark is not None
            and mark.value
            and not mark.word
            and mark.start >= len(cell)
            and not label
            and any(cells[col + 1 :])
        ):
            label = cell
            continue
        role = roles[col] if col < len(roles) else ""
        if cell and role in ("office", "other"):
            flat = re.sub(r"\s*\n\s*", "", cell)
            found.append(
                Unit(
                    f"L{line.number}c{col}",
                    flat,
                    Evidence(flat, line=line.number),
                    style=role,
                    group=col,
                    same_line=bool(found),
                    furniture=0.9,
                )
            )
            continue
        whole = f"{label} {cell}".strip() if cell else ""
        for part in (part.strip(SPACE) for part in whole.split("\n")):
            if part:
                pieces = _pieces(
                    line,
                    part,
                    f"c{col}",
                    0.0,
                    bool(found),
                    0.0 if found else gap,
                    col,
                    None,
                    f"L{line.number}c{col}n{len(found)}",
                )
                found.extend(pieces)
        label = "" if cell else label
    return found, roles


def _line_units(line: Line, text: str, gap: float) -> list[Unit]:
    indent = _indent(text)
    body = text.strip(SPACE)
    heading = _HEADING.match(body)
    depth = len(heading[1]) if heading else None
    if heading:
        body = heading[2]
    body = re.sub(r"(\*\*|__)(.+?)\1", r"\2", body).strip("|｜" + SPACE)
    style, body = without_page(body)
    if not body:
        return []
    if len(body) > LONG and body.count(" ") + body.count("　") > len(body) / 120:
        found: list[Unit] = []
        for part in _words(body):
            if part:
                found.extend(
                    _pieces(
                        line,
                        part,
                        "",
                        indent,
                        False,
                        gap if not found else 0.0,
                        0,
                        None,
                        f"L{line.number}w{len(found)}",
                    )
                )
        return found
    return _pieces(line, body, style, indent, False, gap, 0, depth, f"L{line.number}")


def _words(body: str) -> list[str]:
    """The parts between spaces; a marker that stands for itself goes with the part behind it."""
    parts: list[str] = []
    label = ""
    for part in re.split("[ 　]+", body):
        whole = f"{label} {part}" if label else part
        mark = read_mark(whole)
        if mark is not None and mark.start >= len(whole) and not label:
            label = whole
            continue
        parts.append(whole)
        label = ""
    return [*parts, label] if label else parts


def without_page(text: str) -> tuple[str, str]:
    """The style that a leader or a file size gives a line, and the line without it."""
    for pattern in (_LEADER, _SIZE):
        found = pattern.search(text)
        if found and found[0].strip() and found.start() > 0:
            return TOC, text[: found.start()].rstrip(SPACE)
    return "", _FAR_NUMBER.sub("", text) if _FAR_NUMBER.search(text) and not re.search("[。、]", text) else text


def _pieces(
    line: Line, text: str, style: str, indent: float, same: bool, gap: float, group: int, heading: int | None, ref: str
) -> list[Unit]:
    """The text cut before each place where a marker could begin, and before a sentence that follows a name."""
    cuts = [0, *marks_inside(text)]
    parts: list[str] = []
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        part = text[start:end].strip(SPACE)
        mark = read_mark(part)
        begins = mark.start if mark is not None else 0
        behind = _SENTENCE_BEHIND.search(part, begins) if "。" in part or len(cuts) > 1 else None
        if (
            behind
            and behind.start() > begins + 1
            and len(part[: behind.start()]) < 40
            and "。" not in part[: behind.start()]
        ):
            parts.extend((part[: behind.start()], part[behind.end() :].strip(SPACE)))
        elif part:
            parts.append(part)
    return [
        Unit(
            ref=ref if index == 0 else f"{ref}.{index}",
            text=part,
            evidence=Evidence(part, line=line.number),
            indent=indent,
            style=style,
            emphasis=0.0,
            gap=gap if index == 0 else 0.0,
            group=group,
            same_line=same or index > 0,
            heading=heading if index == 0 else None,
        )
        for index, part in enumerate(parts)
    ]


def _indent(text: str) -> float:
    """Leading white space in full-width characters."""
    lead = text[: len(text) - len(text.lstrip(SPACE))]
    return sum(1.0 if east_asian_width(ch) in "FWA" else 0.5 for ch in lead)


def without_note_sign(name: str) -> str:
    """A name without the sign of a footnote at its end."""
    return _NOTE_SIGN.sub("", name).rstrip(SPACE)
