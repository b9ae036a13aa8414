"""Lines copied out of a printed table → the lines of an outline. Pure.

Copying leaves one line per line of a cell: titles broken at the width of their column, a parent and its first child side by
side on one line, the offices in charge behind them, the header once a page, （続き） where a page ends. Each is mended where
the text shows it as a habit; where a single place stays in doubt, it is named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from unicodedata import east_asian_width

from extractors.columns import is_header_word, names_a_column, names_departments
from extractors.numbering import SPACES, Marker, read_marker
from extractors.section_names import is_detail_label, states_a_slogan
from extractors.text_habits import HEADING, LIST, SENTENCE_END, TITLE_MAX
from extractors.title_offices import OFFICES
from schemas.document import Line
from schemas.issue import Issue, Result
from schemas.structure import Evidence

FEWEST = 4
"""Lines with markers; a text with fewer holds no table."""
NAMES = 3
"""Names of columns on one line that make it a header."""
USED = 2
"""Lines that begin with one kind of marker, from which on it may stand within a line, too."""
SHORTEST = 4
"""Characters of the titles before and behind a bare number; around shorter ones it is part of one (1 人 1 台)."""
REST_MAX = 15
"""Characters of the rest of a title beside which a child may begin."""
BROKEN = 3
"""Titles with a line below them that make it a habit to break titles …"""
BROKEN_SHARE = 0.5
"""… where so many of them are broken within words."""
END_MAX = 4
"""Characters of the end of a title (り, くり) that is told without a habit."""
WITHIN_MARGIN = 2.5
"""Full-width characters that a broken line may leave free."""
OFFICES_SHARE = 0.4
"""Share of the entries of a kind with offices behind them that makes it a habit without a header …"""
OFFICES_FEWEST = 3
"""… and how many of them there are at least."""

_GAP = re.compile(r"[ \u3000]+")
_BEHIND = re.compile(rf"[ \u3000]+(?P<offices>{OFFICES})$")
_BEGUN = re.compile(r"[ \u3000]+(?P<offices>[^ \u3000]*[課室局部係館、，,・／/][^ \u3000]*)$")
_ALONE = re.compile(OFFICES)
_CONTINUED = re.compile(r"[ \u3000]*[（(【\[](?:続き|つづき|続)[）)】\]]$")
_OPEN = re.compile(r"[（(「『【][^）)」』】]*$")
_UNFINISHED = re.compile(r"[のとをにがはなで、・，＆&／/]$")
_WITHIN = re.compile(r"^[ぁ-んァィゥェォッャュョヮンー）)」』】、。・，]")


@dataclass(slots=True)
class _Row:
    """An entry, or another line, as it is put together."""

    lines: list[Line]
    text: str
    marker: Marker | None
    offices: list[str] = field(default_factory=list)
    prose: bool = False


def part_rows(lines: Sequence[Line]) -> Result[tuple[Line, ...]]:
    """The lines with one title each; parts of one line keep its number.

    Args:
        lines: of a text, without its tables of tabs.
    """
    marked = [line for line in lines if _marker(line.text) is not None]
    if len(marked) < FEWEST:
        return Result(tuple(lines))
    headers = [line for line in lines if _is_header(line.text)]
    kept = [line for line in lines if line not in headers and not (headers and _tells_slogan(line.text))]
    kinds, numbers, rests = _kinds(kept), _last(kept), _rests(kept)
    apart = [part for line in kept for part in _apart(line, kinds, numbers, line.number in rests)]
    rows = [_Row([line], line.text, _marker(line.text)) for line in apart]
    _take_offices(rows, any(names_departments(name) for line in headers for name in _names(line.text)))
    rows, doubtful = _joined(rows)
    rows = _without_continued(rows)
    issues = [_beside(lines, apart)] if len(apart) > len(kept) else []
    found = [line for row in rows for line in _lines(row)]
    return Result(tuple(found), (*issues, *map(_doubt, doubtful)))


def _marker(text: str) -> Marker | None:
    if HEADING.match(text) or LIST.match(text) or "\t" in text:
        return None
    found = read_marker(text).marker
    return found if found is not None and found.style != "※" else None


def _names(text: str) -> list[str]:
    return [name for name in _GAP.split(text.strip(SPACES)) if name]


def _is_header(text: str) -> bool:
    names = _names(text)
    return len(names) >= NAMES and all(map(is_header_word, names)) and sum(map(names_a_column, names)) * 2 > len(names)


def _tells_slogan(text: str) -> bool:
    """Whether a line states the vision behind its name (基本理念　学びでつながる); beside a header it is no entry."""
    named = _names(text.replace("：", " "))
    return len(named) > 1 and states_a_slogan(named[0])


# ---------------------------------------------------------------- several entries on one line


def _kinds(lines: Sequence[Line]) -> Counter[str]:
    return Counter(marker.kind for line in lines if (marker := _marker(line.text)) is not None)


def _last(lines: Sequence[Line]) -> dict[int, dict[str, int]]:
    """For each line: the last number of each kind before it."""
    known: dict[str, int] = {}
    found: dict[int, dict[str, int]] = {}
    for line in lines:
        found[line.number or 0] = dict(known)
        marker = _marker(line.text)
        if marker is not None and marker.counted:
            known[marker.kind] = marker.value[-1]
    return found


def _rests(lines: Sequence[Line]) -> frozenset[int | None]:
    """Numbers of the unmarked lines right below an entry: they may begin with the rest of its title."""
    return frozenset(
        below.number
        for above, below in pairwise(lines)
        if _marker(above.text) and not _marker(below.text) and below.number == (above.number or 0) + 1
    )


def _apart(line: Line, kinds: Counter[str], last: dict[int, dict[str, int]], rest: bool) -> list[Line]:
    """A line with a parent and its first child side by side as two, or more.

    Args:
        line: of the text.
        kinds: how many lines begin with each kind of marker.
        last: for each line, the last number of each kind before it.
        rest: it may begin with the rest of the title above it.
    """
    outer = _marker(line.text)
    if (outer is None and not rest) or "。" in line.text or "\t" in line.text:
        return [line]
    numbers = last[line.number or 0]
    cuts, known = [0], {outer.kind} if outer is not None else set()
    for gap in _GAP.finditer(line.text):
        part = line.text[gap.end() :]
        inner = read_marker(part)
        marker = inner.marker
        if marker is None or not inner.name or marker.kind in known or kinds[marker.kind] < USED:
            continue
        before = read_marker(line.text[cuts[-1] : gap.start()])
        least = SHORTEST if marker.style == "1" and not marker.word else 1
        if min(len(before.name), len(inner.name)) < least:
            continue
        if before.marker is None and (len(before.name) > REST_MAX or outer is not None):
            continue
        if marker.counted and marker.value[-1] != 1 and marker.value[-1] != numbers.get(marker.kind, 0) + 1:
            continue
        if marker.style == "1" and not marker.word and (outer is None or not outer.counted):
            continue  # ・講座 1 日間: a quantity
        if marker.glued and marker.style == "1":
            continue
        cuts.append(gap.end())
        known.add(marker.kind)
    ends = [*cuts[1:], len(line.text)]
    return [replace(line, text=line.text[a:b].rstrip(SPACES)) for a, b in zip(cuts, ends, strict=True)]


def _beside(lines: Sequence[Line], apart: Sequence[Line]) -> Issue:
    """One note for all lines that held several entries; a single one may be a slip of the text."""
    count = Counter(line.number for line in apart)
    own = [line for line in lines if count[line.number] > 1]
    message = "一行に上下の項目が並んでいるため、記号の位置で分けました。"
    refs = tuple(f"L{line.number}" for line in own)
    if len(own) > 1:
        return Issue("items_inline", message, Evidence(own[0].text.strip(SPACES)[:60], line=own[0].number), refs=refs)
    second = [line.text.strip(SPACES) for line in apart if line.number == own[0].number][1]
    return Issue("row_spill", f"{message}正しいか確かめてください。", Evidence(second, line=own[0].number), refs=refs)


# ---------------------------------------------------------------- offices


def _take_offices(rows: Sequence[_Row], named: bool) -> None:
    """Move the offices behind titles, and those on lines of their own below, out of the texts.

    Args:
        rows: the entries and other lines.
        named: a header names a column of offices.
    """
    found = {at: match for at, row in enumerate(rows) if (match := _BEHIND.search(row.text)) and _titled(row, match)}
    if not named:
        have = Counter(marker.kind for at in found if (marker := rows[at].marker) is not None)
        count = Counter(row.marker.kind for row in rows if row.marker is not None)
        usual = {kind for kind, n in have.items() if n >= OFFICES_FEWEST and n >= OFFICES_SHARE * count[kind]}
        found = {at: match for at, match in found.items() if (one := rows[at].marker) is not None and one.kind in usual}
    for at, match in found.items():
        rows[at].offices = [match["offices"]]
        rows[at].text = rows[at].text[: match.start()]
    if named:
        _take_lines_of_offices(rows)


def _titled(row: _Row, match: re.Match[str]) -> bool:
    return match.start() > 0 and bool(read_marker(row.text[: match.start()]).name)


def _take_lines_of_offices(rows: Sequence[_Row]) -> None:
    """Lines below an entry that together name offices (学校教育課、広報 / 広聴課)."""
    for at, row in enumerate(rows):
        if row.marker is None or row.offices:
            continue
        run = _below(rows, at)
        begun = _BEGUN.search(row.text)
        if begun and run and _ALONE.fullmatch(begun["offices"] + run[0].text.strip(SPACES)) and _titled(row, begun):
            row.offices = [begun["offices"] + run[0].text.strip(SPACES)]
            row.text, run[0].text = row.text[: begun.start()], ""
            continue
        for first in range(len(run)):
            text = "".join(one.text.strip(SPACES) for one in run[first:])
            if _ALONE.fullmatch(text):
                row.offices = [text]
                for one in run[first:]:
                    one.text = ""
                break


def _below(rows: Sequence[_Row], at: int) -> list[_Row]:
    """The unmarked lines right below an entry."""
    run: list[_Row] = []
    number = rows[at].lines[-1].number or 0
    for row in rows[at + 1 :]:
        here = row.lines[0].number or 0
        if row.marker is not None or not row.lines[0].text.strip(SPACES) or here != number + 1:
            break
        run.append(row)
        number = here
    return run


# ---------------------------------------------------------------- broken titles


def _joined(rows: Sequence[_Row]) -> tuple[list[_Row], list[_Row]]:
    """The rows with broken titles whole, where breaking them is a habit; and those that may be two things."""
    runs = {at: run for at, row in enumerate(rows) if row.marker is not None and (run := _rest(rows, at))}
    broken = {at for at in runs if _is_broken(rows[at].text, runs[at][0].text)}
    full: dict[str, float] = {}
    for row in rows:
        full[_kind(row)] = max(full.get(_kind(row), 0.0), _width(row.text))
    usual = _usual([_kind(rows[at]) for at in runs], [_kind(rows[at]) for at in broken])
    runs = {
        at: run
        for at, run in runs.items()
        if _kind(rows[at]) in usual or _is_end(rows[at].text, run, full[_kind(rows[at])])
    }
    gone: set[int] = set()
    doubtful: list[_Row] = []
    for at, run in runs.items():
        row = rows[at]
        narrow = at not in broken and _width(row.text) < full[_kind(row)] - WITHIN_MARGIN
        if narrow or _kind(row) not in usual:
            doubtful.append(row)
        for one in run:
            row.lines += one.lines
            row.text += f"\n{one.text.strip(SPACES)}"
            row.offices += one.offices
            gone.add(id(one))
    return [row for row in rows if id(row) not in gone], doubtful


def _usual(kinds: Sequence[str], broken: Sequence[str]) -> frozenset[str]:
    """The kinds of entries whose titles are broken as a habit.

    Args:
        kinds: of each entry with lines below it that may be the rest of its title.
        broken: of those that clearly go on there.
    """
    if len(broken) < BROKEN:
        return frozenset()
    if len(broken) >= BROKEN_SHARE * len(kinds):
        return frozenset(kinds)
    below, cut = Counter(kinds), Counter(broken)
    return frozenset(kind for kind in cut if cut[kind] >= BROKEN_SHARE * below[kind])


def _is_end(head: str, run: Sequence[_Row], full: float) -> bool:
    """Whether a single short line is the end of a title as wide as any of its kind."""
    text = run[0].text.strip(SPACES)
    return len(run) == 1 and len(text) <= END_MAX and bool(_WITHIN.match(text)) and _width(head) >= full - WITHIN_MARGIN


def _kind(row: _Row) -> str:
    return row.marker.kind if row.marker is not None else ""


def _rest(rows: Sequence[_Row], at: int) -> list[_Row]:
    """The lines below an entry that may be the rest of its title: short, and no sentence."""
    run = [row for row in _below(rows, at) if row.text.strip(SPACES)]
    texts = [row.text.strip(SPACES) for row in run]
    if not run or any(text.endswith(SENTENCE_END) or is_detail_label(text) or text[0] in "※【［[＜<" for text in texts):
        return []
    return run if len(rows[at].text) + sum(map(len, texts)) <= TITLE_MAX else []


def _is_broken(head: str, rest: str) -> bool:
    """Whether a title clearly goes on: within a word, a bracket or a phrase."""
    head, rest = head.rstrip(SPACES), rest.strip(SPACES)
    return bool(_WITHIN.match(rest) or _UNFINISHED.search(head) or _OPEN.search(head))


def _width(text: str) -> float:
    """Full-width characters."""
    return sum(1.0 if east_asian_width(char) in "WFA" else 0.5 for char in text.strip(SPACES))


def _doubt(row: _Row) -> Issue:
    first, rest = row.text.split("\n", 1)
    message = (
        f"「{first[:30]}」と次の行の「{rest[:30]}」を一つの題名としてつなぎました。説明ではないか確かめてください。"
    )
    line = row.lines[0].number
    return Issue("heading_broken", message, Evidence(first, line=line), refs=(f"L{line}",))


# ---------------------------------------------------------------- over the page


def _without_continued(rows: Sequence[_Row]) -> list[_Row]:
    """The rows without those printed again at the head of a page, （続き）."""
    found: list[_Row] = []
    printed: set[str] = set()
    for row in rows:
        bare = "".join(_CONTINUED.sub("", row.text).split())
        if _CONTINUED.search(row.text) and bare in printed:
            continue
        printed.add(bare)
        found.append(row)
    return found


def _lines(row: _Row) -> list[Line]:
    """A row as lines again: its title, and its offices in the form in which titles have them."""
    if not row.text.strip(SPACES) and row.lines[0].text.strip(SPACES):
        return []
    line = replace(row.lines[0], text=row.text)
    if not row.offices:
        return [line]
    return [line, replace(line, text=f"【担当課：{'、'.join(row.offices)}】")]
