"""Rows of a copied table → the same with titles and sentences whole that were broken at the width of their column. Pure.

A title is put together where breaking them is a habit of the text; where it may be a description, the place is named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from unicodedata import east_asian_width

from extractors.copied_row import Row, below
from extractors.numbering import SPACES
from extractors.section_names import is_detail_label
from extractors.text_habits import SENTENCE_END, TITLE_MAX
from schemas.issue import Issue
from schemas.structure import Evidence

BROKEN = 3
"""Titles with a line below them that make it a habit to break titles …"""
BROKEN_SHARE = 0.5
"""… where so many of them are broken within words."""
BROKEN_OF_WIDE = 0.25
"""The same share where nearly all such titles fill their column: between the words of a compound nothing tells."""
WIDE = 0.75
"""How many of them that is."""
WITHIN_MARGIN = 2.5
"""Full-width characters that a broken line may leave free."""
OVER = 1.0
"""Full-width characters by which the rest of a title may be wider than its beginning, where its number stands apart."""
END_MAX = 4
"""Characters of the end of a title (り, くり) that is told without a habit."""
SHORT_END = 3
"""Characters of the end of a title behind a line that is full …"""
SHORT_MARGIN = 1.5
"""… but for so many full-width characters …"""
OFTEN = 3
"""… unless it is printed so often: then it is the value of a column (小学生)."""
SENTENCE_LINES = 8
"""Lines of a sentence behind a bullet."""

_OPEN = re.compile(r"[（(「『【][^）)」』】]*$")
_UNFINISHED = re.compile(r"[のとをにがはなで、・，＆&／/]$")
_WITHIN = re.compile(r"^[ぁ-んァィゥェォッャュョヮンー）)」』】、。・，]")


def whole_sentences(rows: list[Row]) -> list[Row]:
    """The rows with the sentences behind bullets whole, where they are broken as a habit: a half of one is no entry."""
    found: dict[int, list[Row]] = {}
    for at, row in enumerate(rows):
        if row.marker is None or row.marker.counted or row.text.rstrip(SPACES).endswith("。"):
            continue
        run: list[Row] = []
        for one in below(rows, at)[:SENTENCE_LINES]:
            run.append(one)
            if one.text.rstrip(SPACES).endswith("。"):
                found[at] = run
                break
    broken = [at for at, run in found.items() if _is_broken(rows[at].text, run[0].text)]
    if len(broken) < BROKEN or len(broken) < BROKEN_SHARE * len(found):
        return rows
    gone: set[int] = set()
    for at in broken:
        rows[at].text += "".join(one.text.strip(SPACES) for one in found[at])
        gone.update(id(one) for one in found[at])
    return [row for row in rows if id(row) not in gone]


def whole_titles(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The rows with broken titles whole, where breaking them is a habit; and those that may be two things."""
    full: dict[str, float] = {}
    for row in rows:
        full[row.kind] = max(full.get(row.kind, 0.0), _width(row.text))
    runs = {
        at: run for at, row in enumerate(rows) if row.marker is not None and (run := _rest(rows, at, full[row.kind]))
    }
    rests = Counter(run[0].text.strip(SPACES) for run in runs.values())
    broken = {
        at
        for at, run in runs.items()
        if _is_broken(rows[at].text, run[0].text)
        or (rests[run[0].text.strip(SPACES)] < OFTEN and _is_short_end(rows[at].text, run, full[rows[at].kind]))
    }
    wide = sum(_width(rows[at].text) >= full[rows[at].kind] - WITHIN_MARGIN for at in runs)
    share = BROKEN_OF_WIDE if wide >= WIDE * len(runs) else BROKEN_SHARE
    usual = _usual([rows[at].kind for at in runs], [rows[at].kind for at in broken], share)
    runs = {
        at: run
        for at, run in runs.items()
        if rows[at].kind in usual or _is_end(rows[at].text, run, full[rows[at].kind])
    }
    gone: set[int] = set()
    doubtful: list[Row] = []
    for at, run in runs.items():
        row = rows[at]
        narrow = at not in broken and _width(row.text) < full[row.kind] - WITHIN_MARGIN
        if narrow or row.kind not in usual:
            doubtful.append(row)
        for one in run:
            row.lines += one.lines
            row.text += f"\n{one.text.strip(SPACES)}"
            row.offices += one.offices
            gone.add(id(one))
    return [row for row in rows if id(row) not in gone], doubtful


def _usual(kinds: Sequence[str], broken: Sequence[str], share: float) -> frozenset[str]:
    """The kinds of entries whose titles are broken as a habit.

    Args:
        kinds: of each entry with lines below it that may be the rest of its title.
        broken: of those that clearly go on there.
        share: of the former that must do so.
    """
    if len(broken) < BROKEN:
        return frozenset()
    if len(broken) >= share * len(kinds):
        return frozenset(kinds)
    below, cut = Counter(kinds), Counter(broken)
    return frozenset(kind for kind in cut if cut[kind] >= share * below[kind])


def _is_short_end(head: str, run: Sequence[Row], full: float) -> bool:
    """Whether two or three characters are left of a title that fills its column."""
    text = run[0].text.strip(SPACES)
    return len(run) == 1 and len(text) <= SHORT_END and _width(head) >= full - SHORT_MARGIN


def _is_end(head: str, run: Sequence[Row], full: float) -> bool:
    """Whether a single short line is the end of a title as wide as any of its kind."""
    text = run[0].text.strip(SPACES)
    return len(run) == 1 and len(text) <= END_MAX and bool(_WITHIN.match(text)) and _width(head) >= full - WITHIN_MARGIN


def _rest(rows: Sequence[Row], at: int, full: float) -> list[Row]:
    """The lines below an entry that may be the rest of its title: no wider than such titles are, and no sentence.

    Args:
        rows: the entries and other lines.
        at: the place of the entry.
        full: width of the widest first line of a title of its kind.
    """
    run: list[Row] = []
    for row in below(rows, at):
        text = row.text.strip(SPACES)
        if not text:
            continue
        if _width(text) > full + OVER or text.endswith(SENTENCE_END) or is_detail_label(text) or text[0] in "※【［[＜<":
            break
        run.append(row)
    behind = next((row.text.strip(SPACES) for row in below(rows, at)[len(run) :] if row.text.strip(SPACES)), "")
    ends = behind.endswith("。") and _width(behind) <= full + OVER
    whole = len(rows[at].text) + sum(len(row.text.strip(SPACES)) for row in run)
    return run if not ends and whole <= TITLE_MAX else []


def _is_broken(head: str, rest: str) -> bool:
    """Whether a title clearly goes on: within a word, a bracket or a phrase."""
    head, rest = head.rstrip(SPACES), rest.strip(SPACES)
    return bool(_WITHIN.match(rest) or _UNFINISHED.search(head) or _OPEN.search(head))


def _width(text: str) -> float:
    """Full-width characters."""
    return sum(1.0 if east_asian_width(char) in "WFA" else 0.5 for char in text.strip(SPACES))


def doubt(row: Row) -> Issue:
    first, rest = row.text.split("\n", 1)
    message = (
        f"「{first[:30]}」と次の行の「{rest[:30]}」を一つの題名としてつなぎました。説明ではないか確かめてください。"
    )
    line = row.lines[0].number
    return Issue("heading_broken", message, Evidence(first, line=line), refs=(f"L{line}",))
