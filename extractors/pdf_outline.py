"""Lines of PDF pages → an outline: headings by marker, size and boldness, with the paragraphs under each. Pure.

Lines that a column's width broke are put together first; pages set in two columns are read column by column.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractors.columns import join_lines
from extractors.global_goals import is_global_goal
from extractors.listed_tables import Listed, stands_in, with_tables
from extractors.marginal_lines import is_caption, is_marginal
from extractors.numbering import SPACES, read_marker
from extractors.outline_sections import LABELS, LEAD, is_aside, is_container
from extractors.plain_headings import plain_headings
from extractors.right_edges import Edges, right_edges
from extractors.side_stories import side_stories
from extractors.text_columns import in_columns, is_row
from extractors.text_items import is_sentence
from extractors.title_offices import with_offices
from schemas.document import BBox, Document, Line
from schemas.issue import Result
from schemas.structure import Evidence, Item, Outline

LARGER = 1.04
"""A line this much larger than the body text is a heading."""
SAME_SIZE = 0.6
"""Points: sizes that differ by less are one rank."""
FULL = 2.5
"""Em: a line that ends within this of the right edge of its column was broken there."""
LINE_STEP = 2.2
"""Em: the lines of one paragraph or title are not further apart."""
HEADING_STEP = 1.7
"""Em: the lines of one heading are set closer than those of two."""
HANGS = 0.8
"""Em: what stands so much further in than the number of a heading stands under its title."""
INSET = 0.5
"""Em: what belongs under a line begins at least this much further in."""
PROSE_MIN = 20
"""Characters of a line that breaks off at the right edge; shorter ones are centred headings."""
HEADING_MAX = 45
"""Characters; a longer line without a marker is prose."""
SAME_LINE = 3.0
"""Points: lines whose tops fall into one such step stand beside each other."""
LABEL_MAX = 20
"""Characters of a label that stands over a part of each section."""
_WORD = re.compile(r"[ぁ-んァ-ヶ一-龥A-Za-zＡ-Ｚａ-ｚ]")
"""12,706 is a figure, not the twelfth entry."""
_LABEL = re.compile(r"[【［\[〔＜<≪《〈][^】］\]〕＞>≫》〉。、]{2,14}[】］\]〕＞>≫》〉]")
"""A line like 【現状と課題】: what follows is of another sort than what stands before it."""


@dataclass
class _Open:
    """An item and what follows it."""

    item: Item
    last: Line
    title_open: bool
    body: list[Line] = field(default_factory=list)


def pdf_outline(document: Document, tables: Sequence[Listed] = ()) -> Result[Outline]:
    """Items in reading order.

    Args:
        document: its lines without running heads, page numbers and tables of contents.
        tables: what stands in tables between the lines; their own lines are left out for it.
    """
    by_page: dict[int, list[Line]] = defaultdict(list)
    covered = [place for table in tables for place in table.places]
    for line in document.lines:
        if line.page is None or line.bbox is None or stands_in(line, covered):
            continue
        by_page[line.page].append(line)
    ordered = [line for page in sorted(by_page) for line in in_columns(by_page[page])]
    beside = side_stories(ordered)
    lines = [line for at, line in enumerate(ordered) if at not in beside]
    items = _items(lines, right_edges(by_page))
    return Result(Outline(tuple(with_tables(items, list(tables)))))


def _items(lines: Sequence[Line], right: Edges) -> list[Item]:
    lines = _with_bold_apart(lines)
    body = _body_size(lines)
    ranks = _ranks(lines, body)
    found: list[_Open] = []
    begun = frozenset(number for number, line in enumerate(lines) if _item(line, number, body, ranks) is not None)
    beside = Counter(map(_height, lines))
    plain = plain_headings(lines, begun) | _labels(lines, begun, beside)
    for number, line in enumerate(lines):
        current = found[-1] if found else None
        if current is not None and current.title_open and _goes_on(current, line, right):
            current.item = _with(current.item, line)
            if (line.size or 0.0) > (current.last.size or 0.0) + SAME_SIZE:
                current.item = replace(current.item, heading=ranks.get(line.size or 0.0, current.item.heading))
            current.last = line
            continue
        item = _item(line, number, body, ranks)
        if item is not None and item.plain and line.page not in right.gutters and beside[_height(line)] > 1:
            item = None  # a cell of a table, which others stand beside
        leads = current is not None and _leads(current, line, lines[number + 1 : number + 2])
        if item is None and (leads or number in plain):
            item = Item(f"p{line.page}l{number}", line.text, _evidence(line), line.bbox.x0 if line.bbox else 0.0, LEAD)
        if item is not None and not (current is not None and _within_prose(current, line, right)):
            found.append(_Open(item, line, True))
        elif current is not None:
            current.title_open = False
            current.body.append(line)
    return with_offices([replace(one.item, body=tuple(_paragraphs(one.body, right))) for one in _without_prose(found)])


def _without_prose(found: Sequence[_Open]) -> list[_Open]:
    """Bullets that are sentences, seen when their lines are put together, go to the text of the item before them.

    A number without a title (the value at a bar of a chart) and the icon of a global goal are no items either.
    """
    kept: list[_Open] = []
    for one in found:
        marked = read_marker(one.item.text)
        bare = marked.marker is not None and not marked.name and one.item.heading is None
        broken = one.item.joined > 1 and marked.marker is not None and is_sentence(join_lines(one.item.text), marked)
        if broken and kept:
            kept[-1].body.extend([replace(one.last, text=join_lines(one.item.text)), *one.body])
        elif (bare or is_global_goal(marked)) and kept:
            kept[-1].body.extend(one.body)
        else:
            kept.append(one)
    return kept


def _height(line: Line) -> tuple[int | None, int]:
    """Page and height: lines with the same stand beside each other."""
    return line.page, round(line.bbox.top / SAME_LINE) if line.bbox is not None else 0


def _labels(lines: Sequence[Line], begun: frozenset[int], beside: Counter[tuple[int | None, int]]) -> frozenset[int]:
    """Indexes of lines like 現状と課題, 主な取組 and 市民の役割, which stand over the parts of each section anew."""
    alone = [at for at, line in enumerate(lines) if at not in begun and beside[_height(line)] == 1]
    texts = {at: "".join(lines[at].text.split()) for at in alone}
    counts = Counter(text for text in texts.values() if len(text) <= LABEL_MAX)
    names = {text for text, count in counts.items() if count >= LABELS and (is_aside(text) or is_container(text))}
    return frozenset(at for at, text in texts.items() if text in names)


def _with_bold_apart(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines; none is bold where most are, as that tells nothing then."""
    letters = [0, 0]
    for line in lines:
        letters[line.bold] += len(line.text)
    return [replace(line, bold=False) for line in lines] if letters[True] > letters[False] else lines


def _body_size(lines: Sequence[Line]) -> float:
    """The size in which most characters are set."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size or 0.0] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _ranks(lines: Sequence[Line], body: float) -> dict[float, int]:
    """Rank of each heading size, 1 for the largest."""
    sizes = sorted({line.size for line in lines if line.size and line.size >= LARGER * body}, reverse=True)
    ranks: dict[float, int] = {}
    rank, before = 0, float("inf")
    for size in sizes:
        if before - size > SAME_SIZE:
            rank += 1
            before = size
        ranks[size] = rank
    return ranks


def _item(line: Line, number: int, body: float, ranks: dict[float, int]) -> Item | None:
    """The item that a line begins, None for prose."""
    text = line.text.strip(SPACES)
    assert line.bbox is not None
    marked = read_marker(text)
    heading = ranks.get(line.size or 0.0)
    evidence = Evidence(text, page=line.page, bbox=line.bbox)
    indent = round(line.bbox.x0, 1)
    if marked.marker is not None:
        if (
            is_marginal(text, marked)
            or is_row(text)
            or is_sentence(text, marked)
            or (marked.name and not _WORD.search(marked.name))
            or is_global_goal(marked)
        ):
            return None
        return Item(f"p{line.page}l{number}", text, evidence, indent=indent, heading=heading)
    if _LABEL.fullmatch(text):
        return Item(f"p{line.page}l{number}", text, evidence, indent=indent, heading=heading, plain=heading is None)
    stands_out = heading is not None or (line.bold and (line.size or 0.0) >= body - SAME_SIZE)
    if stands_out and len(text) <= HEADING_MAX and not text.endswith(("。", "、")):
        return Item(f"p{line.page}l{number}", text, evidence, indent=indent, heading=heading, plain=heading is None)
    return None


def _goes_on(current: _Open, line: Line, right: Edges) -> bool:
    """True where a line is the rest of the title before it."""
    last, own = current.last, line.bbox
    if last.page != line.page or last.bbox is None or own is None or last.page is None:
        return False
    size = last.size or 10.0
    if _begins_title(current, line):
        return True
    same = abs((line.size or 0.0) - size) <= SAME_SIZE and line.bold == last.bold
    below = 0 < own.top - last.bbox.top <= LINE_STEP * size
    if not (same and below) or read_marker(line.text.strip(SPACES)).marker is not None:
        return False
    broken = last.bbox.x1 >= right.of(last) - FULL * size
    inset = own.x0 >= last.bbox.x0 - 0.5 * size
    marked = read_marker(current.item.text)
    # 施策1-1 子どもの / 居場所づくり: the title goes on under itself, further in than its number
    hangs = (
        current.item.heading is not None
        and marked.marker is not None
        and own.x0 >= last.bbox.x0 + (HANGS * size if current.item.joined == 1 else -1.0)
        and own.top - last.bbox.top <= HEADING_STEP * size
    )
    return (((broken and inset) or hangs) and not current.item.text.endswith("。")) or not marked.name


def _begins_title(current: _Open, line: Line) -> bool:
    """True for the title under a number that stands on a line of its own, in smaller letters (基本目標1 / 子どもが …)."""
    marked, last, own = read_marker(current.item.text), current.last, line.bbox
    if marked.name or marked.marker is None or not (marked.marker.word and marked.marker.counted):
        return False
    if current.item.joined > 1 or last.bbox is None or own is None or (line.size or 0.0) <= (last.size or 0.0):
        return False
    text = line.text.strip(SPACES)
    near = 0 < own.top - last.bbox.top <= LINE_STEP * (line.size or 10.0)
    return near and len(text) <= HEADING_MAX and not text.endswith("。") and read_marker(text).marker is None


def _within_prose(current: _Open, line: Line, right: Edges) -> bool:
    """True where the paragraph before broke off at the right edge and this line is set like it: え、限られた … is no item."""
    if not current.body:
        return False
    last, own = current.body[-1], line.bbox
    if last.page != line.page or last.page is None or last.bbox is None or own is None:
        return False
    size = last.size or 10.0
    near = 0 < own.top - last.bbox.top <= LINE_STEP * size
    same = abs((line.size or 0.0) - size) <= SAME_SIZE and line.bold == last.bold
    full = last.bbox.x1 >= right.of(last) - FULL * size
    return (
        near
        and same
        and full
        and len(last.text) >= PROSE_MIN
        and not last.text.rstrip(SPACES).endswith(("。", "．", "）", ")", "」"))
    )


def _leads(current: _Open, line: Line, below: Sequence[Line]) -> bool:
    """True for a line between the heading of the whole and the first number, which stands further in: the top entry."""
    if current.item.heading is None or current.body or not below or not is_container(current.item.text):
        return False
    text, after = line.text.strip(SPACES), below[0]
    if len(text) > HEADING_MAX or text.endswith(("。", "、")) or line.bbox is None or after.bbox is None:
        return False
    marker = read_marker(after.text.strip(SPACES)).marker
    first = marker is not None and marker.counted and set(marker.value) == {1}
    return first and after.bbox.x0 > line.bbox.x0 + INSET * (line.size or 10.0) and after.page == line.page


def _evidence(line: Line) -> Evidence:
    return Evidence(line.text.strip(SPACES), page=line.page, bbox=line.bbox)


def _with(item: Item, line: Line) -> Item:
    assert line.bbox is not None
    assert item.evidence.bbox is not None
    a, b = item.evidence.bbox, line.bbox
    box = BBox(min(a.x0, b.x0), min(a.top, b.top), max(a.x1, b.x1), max(a.bottom, b.bottom))
    text = f"{item.text}\n{line.text.strip(SPACES)}"
    return replace(item, text=text, evidence=replace(item.evidence, text=text, bbox=box), joined=item.joined + 1)


def _paragraphs(lines: Sequence[Line], right: Edges) -> list[Evidence]:
    """Lines put together to paragraphs: a line that does not reach the right edge ends one."""
    found: list[Evidence] = []
    open_text = ""
    start: Line | None = None
    for line in lines:
        assert line.bbox is not None
        assert line.page is not None
        if not open_text and is_caption(line.text):
            continue
        start = start or line
        open_text += line.text.strip(SPACES)
        full = line.bbox.x1 >= right.of(line) - FULL * (line.size or 10.0)
        if not full or open_text.endswith("。"):
            found.append(Evidence(open_text, page=start.page, bbox=start.bbox))
            open_text, start = "", None
    if start is not None:
        found.append(Evidence(open_text, page=start.page, bbox=start.bbox))
    return found
