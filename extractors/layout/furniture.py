"""Lines of a document → how likely each belongs to its page rather than to its text: 0 to 1. Pure.

Nothing is left out here: a repeated line may be the header of a table, a lone number the number of a heading, and a table
of contents the only place where the hierarchy is printed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from schemas.document import BBox

SAME = 3.0
"""Points: lines at one height."""
EDGE = 0.12
"""Share of the height of a page at its head and foot where running heads stand."""
PAGES = 3
"""On so many pages a line at one height is repeated."""
SHARE = 0.5
"""Of the pages: a place at the edge that is filled on so many, with changing words, is that of a running head."""
TAB = 0.92
"""Share of the width beyond which a narrow piece is a side tab."""
LEADERS = 3
"""Lines with dots and a page number that make a table of contents."""
SURE, LIKELY, MAYBE = 1.0, 0.8, 0.5

_NUMBER = re.compile(
    r"[-‐‑–—―−ー~〜～・\s\u3000(（《<＜\[【]*(?:[pPｐＰ][.．]?\s*|(?:ページ|頁)\s*)?(?:[0-9０-９]{1,4}|[ivxlcIVXLCⅰ-ⅻ]{1,6})"
    r"(?:\s*[/／]\s*[0-9０-９]{1,4})?(?:\s*(?:ページ|頁))?[-‐‑–—―−ー~〜～・\s\u3000)）》>＞\]】]*"
)
_LEADER = re.compile(
    r"(?:[.．・…‥･·⋯_＿]|-{2}|‐{2}|\s)*[.．・…‥･·⋯]{3,}[\s\u3000.．・…‥･·⋯]*[0-9０-９ivxⅰ-ⅻ\-－ー–]{0,7}\s*$|[…‥⋯]{2,}"
)
_CONTENTS = re.compile(r"(?:も\s*く\s*じ|目\s*次|CONTENTS|Contents|INDEX)")
_CAPTION = re.compile(
    r"[■□◆●▼▲【［\[〔<＜]?\s*(?:図表|図|表|写真|資料|グラフ|別図|別表|様式|第?[0-9０-９－\-‐・.．]+[図表])\s*[0-9０-９]+[-－‐―ー–.．・0-9０-９]*[\s\u3000:：.．】］\]〕>＞/／]"
    r"|(?:出典|出所|資料|資料提供|提供|備考)\s*[:：／/]|[（(](?:出典|資料|出所)[:：]|※|[（(]?注[0-9０-９]*[)）]?\s*[:：）)]|第[0-9０-９][-－‐・.．0-9０-９]*[図表]"
)
_FOOTNOTE = re.compile(
    r"(?:[0-9０-９]{1,3}|[*＊※†]+[0-9０-９]*|[（(]?注[0-9０-９]*[)）]?|[（(][0-9０-９]{1,2}[)）])[\s\u3000.．)）:：]*\S"
)
_ADDRESS = re.compile(r"https?\s*:\s*//|www\.")


@dataclass(frozen=True, slots=True)
class Seen:
    """What furniture needs to know of a line."""

    text: str
    page: int
    box: BBox
    size: float
    emphasis: float
    in_table: bool
    boxed: bool
    """In a box with other lines."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Size of a page and the short rules on it, as heights."""

    width: float
    height: float
    short_rules: tuple[float, ...] = ()


def furniture(lines: Sequence[Seen], sheets: dict[int, Sheet], body: float) -> list[float]:
    """Evidence per line, in the same order."""
    found = [0.0] * len(lines)
    by_page: dict[int, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        by_page[line.page].append(at)
    marks: tuple[list[float], ...] = (
        _numbers(lines, sheets),
        _repeated(lines, sheets, by_page),
        _contents(lines, by_page),
        _notes(lines, sheets, by_page, body),
        _asides(lines, sheets),
    )
    for mark in marks:
        for at, value in enumerate(mark):
            found[at] = max(found[at], value)
    return found


def _numbers(lines: Sequence[Seen], sheets: dict[int, Sheet]) -> list[float]:
    found = []
    for line in lines:
        sheet = sheets[line.page]
        edge = line.box.top > (1 - EDGE) * sheet.height or line.box.bottom < EDGE * sheet.height
        found.append(SURE if edge and not line.in_table and _NUMBER.fullmatch(line.text) else 0.0)
    return found


def _repeated(lines: Sequence[Seen], sheets: dict[int, Sheet], by_page: dict[int, list[int]]) -> list[float]:
    """Lines at one height over several pages, with equal words or at a place that is always filled."""
    found = [0.0] * len(lines)
    pages = len(by_page)
    if pages < 2:
        return found
    outermost = _outermost(lines, sheets, by_page)
    words: dict[tuple[str, int], list[int]] = defaultdict(list)
    places: dict[tuple[int, float, bool], list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if line.in_table:
            continue
        height = int(line.box.top / SAME)
        for step in (0, 1):
            words[re.sub(r"[0-9０-９]+", "#", line.text), height + step].append(at)
        if at in outermost:
            places[int(line.box.top / SAME), round(line.size, 1), line.box.top < sheets[line.page].height / 2].append(
                at
            )
    for group in words.values():
        on = {lines[at].page for at in group}
        if len(on) < 2 or (len(on) < PAGES and len(on) < pages):
            continue
        for at in group:
            if at in outermost:
                loud = lines[at].emphasis >= 1
                found[at] = max(found[at], MAYBE if loud and len({lines[one].text for one in group}) > 1 else SURE)
    for group in places.values():
        on = {lines[at].page for at in group}
        quiet = all(lines[at].emphasis < 1 for at in group)
        if quiet and len(on) >= max(PAGES, SHARE * pages / 2):
            repeats = Counter(lines[at].text for at in group)
            if max(repeats.values()) >= 2 or all(_far(lines, by_page, at) for at in group):
                for at in group:
                    found[at] = max(found[at], LIKELY)
    return found


def _outermost(lines: Sequence[Seen], sheets: dict[int, Sheet], by_page: dict[int, list[int]]) -> set[int]:
    """Lines at the head and foot of each page, in the outermost rows."""
    found = set()
    for page, own in by_page.items():
        height = sheets[page].height
        tops = sorted(own, key=lambda at: lines[at].box.top)
        for at in tops:
            above = sum(lines[one].box.bottom < lines[at].box.top - 1 for one in tops)
            under = sum(lines[one].box.top > lines[at].box.bottom + 1 for one in tops)
            box = lines[at].box
            if (box.bottom < EDGE * height and above < 3) or (box.top > (1 - EDGE) * height and under < 3):
                found.add(at)
    return found


def _far(lines: Sequence[Seen], by_page: dict[int, list[int]], at: int) -> bool:
    """Whether a line stands well apart from the next ones below or above."""
    box = lines[at].box
    apart = [
        max(lines[one].box.top - box.bottom, box.top - lines[one].box.bottom)
        for one in by_page[lines[at].page]
        if one != at and abs(lines[one].box.top - box.top) > SAME
    ]
    return min(apart, default=99.0) > 1.5 * lines[at].size


def _contents(lines: Sequence[Seen], by_page: dict[int, list[int]]) -> list[float]:
    """Entries of tables of contents: dots that lead to a number, or what follows 目次 on its page."""
    found = [0.0] * len(lines)
    for own in by_page.values():
        led = [at for at in own if _LEADER.search(lines[at].text)]
        if len(led) >= LEADERS:
            for at in led:
                found[at] = SURE
        head = next((at for at in own[:6] if _CONTENTS.fullmatch(lines[at].text.strip())), None)
        if head is None:
            continue
        found[head] = SURE
        text = [at for at in own if at > head]
        if not any("。" in lines[at].text for at in text):
            for at in text:
                found[at] = max(found[at], LIKELY)
    return found


def _notes(lines: Sequence[Seen], sheets: dict[int, Sheet], by_page: dict[int, list[int]], body: float) -> list[float]:
    """Footnotes: small print at the end of a page, from the first line that begins with a mark, or below a short rule."""
    found = [0.0] * len(lines)
    for page, own in by_page.items():
        small = [
            at
            for at in sorted(own, key=lambda one: lines[one].box.top)
            if lines[at].box.top > 0.4 * sheets[page].height and not lines[at].in_table
        ]
        run: list[int] = []
        for at in reversed(small):
            line = lines[at]
            if _NUMBER.fullmatch(line.text) and line.box.top > (1 - EDGE) * sheets[page].height:
                continue
            if line.size <= 0.93 * body:
                run.append(at)
                continue
            if run and not any(abs(line.box.top - lines[one].box.top) < SAME for one in run):
                break
        run.reverse()
        first = next((at for at in run if _FOOTNOTE.match(lines[at].text)), None)
        rules = [y for y in sheets[page].short_rules if y > 0.4 * sheets[page].height]
        for at in run:
            ruled = any(y < lines[at].box.bottom for y in rules)
            if first is not None and lines[at].box.top >= lines[first].box.top - 1:
                found[at] = SURE if ruled else LIKELY
    return found


def _asides(lines: Sequence[Seen], sheets: dict[int, Sheet]) -> list[float]:
    """Captions, notes, addresses and side tabs."""
    found = []
    for line in lines:
        value = 0.0
        if _CAPTION.match(line.text) or _ADDRESS.search(line.text):
            value = LIKELY
        sheet = sheets[line.page]
        narrow = line.box.x1 - line.box.x0 <= 2.5 * line.size
        if narrow and (line.box.x0 > TAB * sheet.width or line.box.x1 < (1 - TAB) * sheet.width):
            value = max(value, LIKELY)
        found.append(value)
    return found
