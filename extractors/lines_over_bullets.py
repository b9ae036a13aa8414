"""Lines of a text → unmarked short lines that each begin a list of bullets: a level without numbers. Pure.

One such line may be anything; where several with names of their own stand over most of the lists, they are headings. A
line between two bullets may also be the rest of the first one, broken at the margin: then it is as it was.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from extractors.numbering import SPACES, read_marker
from extractors.section_names import bare, is_aside, is_container, is_title, names_part_of_detail, names_who_acts
from extractors.text_habits import HEADING, LIST, indent_of, is_short
from schemas.document import Line

SEVERAL = 2
"""Lines over lists of one kind of bullet, from which on they are a level."""
MOST = 0.5
"""Share of the lists of one kind of bullet that have such a line over them."""
REPEATED = 3
"""Times a name is printed from which on it is a label within sections, no entry."""
FULL = 0.7
"""Of the longest line: a bullet as long may go on in the next line."""
NARROW = 18
"""Characters of a line below which none is broken at the margin between two words."""
UNFINISHED = re.compile(r"[のをにがは、，・（(「『]$")
BEGINS_WITHIN = re.compile(r"^(?:を|など|による|ための|する|した|して|[っょゃゅー、。・）)」』])")
BRACKETS = "【［[〔＜<（(「『※→⇒"


def lines_over_bullets(lines: Sequence[Line], prosaic: frozenset[str]) -> frozenset[int]:
    """Indices of the lines.

    Args:
        lines: of the text.
        prosaic: bullets that stand before sentences.
    """
    shown = [at for at, line in enumerate(lines) if line.text.strip(SPACES)]
    bullets = {at: sign for at in shown if (sign := _bullet(lines[at].text)) and sign not in prosaic}
    longest = max((len(lines[at].text.strip(SPACES)) for at in bullets), default=0)
    names = Counter(bare(lines[at].text.strip(SPACES)) for at in shown)
    lists: Counter[str] = Counter()
    over: dict[str, list[int]] = defaultdict(list)
    for place, at in enumerate(shown):
        before = shown[place - 1] if place else None
        if at not in bullets or (before is not None and bullets.get(before) == bullets[at]):
            continue
        lists[bullets[at]] += 1
        if not before or place < 2 or names[bare(lines[before].text.strip(SPACES))] >= REPEATED:
            continue
        above = shown[place - 2] if place > 1 else None
        if _may_head(lines[before]) and not _may_go_on(lines, above, before, at, longest):
            over[bullets[at]].append(before)
    return frozenset(at for sign, found in over.items() if _habit(lines, found, lists[sign]) for at in found)


def _habit(lines: Sequence[Line], found: Sequence[int], lists: int) -> bool:
    """Whether several lines with names of their own stand over most of the lists."""
    return len({lines[at].text.strip(SPACES) for at in found}) >= SEVERAL and len(found) >= MOST * lists


def _bullet(text: str) -> str | None:
    """The sign of a bullet before a title; None for anything else."""
    if LIST.match(text):
        return "-" if read_marker(text.strip(SPACES).lstrip("-*+ ")).marker is None else None
    title = text.strip(SPACES)
    marked = read_marker(title)
    if marked.marker is None or marked.marker.counted or not marked.name or title.endswith("。"):
        return None
    return marked.marker.style if marked.marker.style != "※" else None


def _may_head(line: Line) -> bool:
    title = line.text.strip(SPACES)
    if HEADING.match(line.text) or LIST.match(line.text) or not is_short(title) or title[0] in BRACKETS:
        return False
    if title[-1] in "：:" or "。" in title or read_marker(title).marker is not None or "\t" in line.text:
        return False
    return not (
        is_aside(title)
        or is_container(title)
        or names_part_of_detail(title)
        or is_title(title)
        or names_who_acts(title)
    )


def _may_go_on(lines: Sequence[Line], above: int | None, own: int, below: int, longest: int) -> bool:
    """Whether a line may be the rest of the one above it: no blank line between, no indent that tells, a full line."""
    if above is None or above < own - 1 or (lines[own].number or 0) > (lines[above].number or 0) + 1:
        return False
    before = lines[above].text.strip(SPACES)
    over, here, under = (indent_of(lines[at].text) for at in (above, own, below))
    if before.endswith("。") or here < min(over, under) or over < here < under:
        return False
    if (
        read_marker(before).marker is None
        or UNFINISHED.search(before)
        or BEGINS_WITHIN.match(lines[own].text.strip(SPACES))
    ):
        return True
    return len(before) > max(FULL * longest, NARROW)
