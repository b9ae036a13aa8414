"""Lines of a text file that belong to no table → items of an outline with the paragraphs under each. Pure.

A heading that is broken over lines (a bare marker, its title further down) is joined until a sentence begins.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extractors.lines_over_bullets import lines_over_bullets
from extractors.numbering import SPACES, Marked, read_marker, split_items
from extractors.outline_entries import LEAD
from extractors.section_names import is_aside, is_container, is_detail_label
from extractors.text_habits import (
    HEADING,
    LIST,
    PLAIN_MAX,
    SENTENCE_END,
    TITLE_MAX,
    glued_letters,
    indent_of,
    is_furniture,
    is_short,
    prosaic_bullets,
    split_titled,
    titled_bullets,
    told_by_indent,
)
from extractors.text_titles import PART_MAX, join_title, titled_item, with_sentence
from schemas.document import Line
from schemas.issue import Issue, Result
from schemas.structure import Evidence, Item, Outline

_LEGEND = re.compile(r"(?:印?[はが]|[…＝=：:])")
"""What follows a sign that is explained (◎は重点施策)."""


@dataclass
class _Open:
    """An item whose body is still being read."""

    item: Item
    body: list[Evidence] = field(default_factory=list)


def text_items(lines: tuple[Line, ...]) -> Result[Outline]:
    """Items in the order of their lines.

    Args:
        lines: of a text file, tables already taken out (their lines may be missing; blank lines are wanted).
    """
    found: list[_Open] = []
    issues: list[Issue] = []
    shared: Counter[int | None] = Counter()  # entries that stand on one line
    index = 0
    by_indent = told_by_indent(lines)
    kana = glued_letters(lines)
    prosaic = prosaic_bullets(lines)
    titled = titled_bullets(lines)
    over = frozenset() if by_indent else lines_over_bullets(lines, prosaic)
    while index < len(lines):
        line = lines[index]
        if is_furniture(line.text):
            index += 1
            continue
        if index in over:
            found.append(_Open(_over(line)))
            index += 1
            continue
        indented = by_indent and indent_of(line.text) > 0
        item = (_unmarked(lines, index, by_indent) if indented else None) or _item(
            lines, index, kana.get(index), prosaic, titled
        )
        item = item or _unmarked(lines, index, by_indent)
        if item is None:
            if line.text.strip(SPACES) and found:
                found[-1].body.append(Evidence(line.text.strip(SPACES), line=line.number))
            index += 1
            continue
        index += 1
        shared[line.number] += 1
        if shared[line.number] > 1:
            item = replace(item, ref=f"{item.ref}#{shared[line.number]}")
        if not read_marker(item.text).name and not item.plain:
            item, index = join_title(item, lines, index, issues)
        beside = _beside(item)
        if beside:
            issues.append(_on_one_line(item))
        found.extend(_Open(one, [*one.body]) for one in beside or (item,))
    items = _raised([replace(one.item, body=tuple(one.body)) for one in found])
    issues = [*_unusual(issues, items), *_gaps(items, lines), *_unnumbered(items)]
    return Result(Outline(items), tuple(issues))


def _raised(items: list[Item]) -> tuple[Item, ...]:
    """Unmarked lines that stand alone, each over an unmarked line over a list: a level above theirs."""
    above = [
        at
        for at, (item, below) in enumerate(pairwise(items))
        if item.plain
        and below.heading == LEAD
        and not item.body
        and not (is_aside(item.text) or is_container(item.text))
    ]
    if len({items[at].text for at in above}) < 2:
        return tuple(items)
    return tuple(replace(item, plain=False, heading=LEAD - 1) if at in above else item for at, item in enumerate(items))


def _beside(item: Item) -> tuple[Item, ...]:
    """The entries of a line that holds several (・読み聞かせ　・家読); () where it holds one."""
    parts = split_items(item.text) if item.joined == 1 and not item.heading else ()
    markers = [read_marker(part) for part in parts]
    if len(parts) < 2 or any(found.marker is None or found.name.endswith("。") for found in markers):
        return ()
    if len({found.marker.style for found in markers if found.marker is not None}) > 1:
        return ()
    return tuple(
        replace(item, ref=f"{item.ref}#{at}", text=part, evidence=replace(item.evidence, text=part))
        for at, part in enumerate(parts, 1)
    )


def _on_one_line(item: Item) -> Issue:
    message = "一行に複数の項目があるため、記号の位置で分けました。"
    return Issue("items_inline", message, replace(item.evidence, text=item.text[:60]), refs=(item.ref,))


def _unusual(issues: list[Issue], items: tuple[Item, ...]) -> list[Issue]:
    """The issues without those of headings that are all set alike: a label on one line, its title on the next."""
    alike: dict[str, list[bool]] = defaultdict(list)
    kinds: dict[str, str] = {}
    for item in items:
        marker = read_marker(item.text).marker
        if marker is not None and marker.counted:
            kinds[item.ref] = marker.kind
            alike[marker.kind].append(item.joined == 2)
    regular = {kind for kind, two in alike.items() if len(two) > 1 and all(two)}
    return [issue for issue in issues if kinds.get(issue.refs[0] if issue.refs else "") not in regular]


def _gaps(items: tuple[Item, ...], lines: tuple[Line, ...]) -> list[Issue]:
    """One note where a line of spaces (the mark of a page break) stands between a heading and its text."""
    spaces = {line.number for line in lines if line.text and not line.text.strip(SPACES + "\x0c")}
    for item in items:
        if not item.body or (read_marker(item.text).marker is None and not item.plain and item.heading is None):
            continue
        first, last = item.evidence.line or 0, item.body[0].line or 0
        gap = next((number for number in range(first + 1, last) if number in spaces), None)
        if gap is not None:
            message = f"見出し「{item.text[:30]}」と本文の間に改ページの跡があります。続きとして読みました。"
            return [Issue("heading_gap", message, Evidence("", line=gap), refs=(item.ref,))]
    return []


def _unnumbered(items: tuple[Item, ...]) -> list[Issue]:
    """One note on unmarked lines read as titles of the bullets below them, with no blank line or indent that says so."""
    touched: list[Item] = []
    doubtful = False
    for at, item in enumerate(items):
        if item.heading == LEAD and 0 < at < len(items) - 1:
            above = [items[at - 1].evidence, *items[at - 1].body][-1].line or 0
            doubtful = item.evidence.line == above + 1 and item.indent >= items[at + 1].indent
        marker = read_marker(item.text).marker
        doubtful = doubtful and (item.heading == LEAD or (marker is not None and not marker.counted) or item.listed)
        touched.extend([item] if doubtful else [])
    if not touched:
        return []
    message = "番号や記号のない行を、その下の箇条書きの見出しとして読みました。前の行の続きではないか確かめてください。"
    return [Issue("level_without_marker", message, touched[0].evidence, refs=tuple(item.ref for item in touched))]


def _item(
    lines: tuple[Line, ...],
    index: int,
    kana: str | None = None,
    prosaic: frozenset[str] = frozenset(),
    titled: frozenset[str] = frozenset(),
) -> Item | None:
    """The item that a line begins, None for prose.

    Args:
        lines: of the text.
        index: of the line.
        prosaic: bullets that stand before sentences.
        titled: bullets that stand before a title with a sentence behind it.
        kana: its words with the letter that numbers it parted from them, where it is numbered so.
    """
    line = lines[index]
    text = line.text
    ref = f"L{line.number}"
    if kana is not None:
        return Item(ref, kana, Evidence(text.strip(SPACES), line=line.number), indent=float(indent_of(text)))
    heading = HEADING.match(text)
    if heading:
        title = heading[2].strip(SPACES)
        return Item(ref, title, Evidence(title, line=line.number), heading=len(heading[1]))
    listed = LIST.match(text)
    if listed:
        title = listed[2].strip(SPACES)
        if is_sentence(title, read_marker(title)) or (title.endswith("。") and "-" in prosaic):
            return None
        return Item(ref, title, Evidence(title, line=line.number), indent=float(len(listed[1])), listed=True)
    title = text.strip(SPACES)
    if not title:
        return None
    marked = read_marker(title)
    if marked.marker is not None:
        if marked.marker.style in titled and (parts := split_titled(marked.name)) is not None:
            return with_sentence(ref, line, marked, float(indent_of(text)), *parts)
        if not marked.marker.counted and _LEGEND.match(marked.name):
            return None
        if marked.marker.style == "ア" and "。" in marked.name:
            return None  # え、効果を…: a line within a paragraph
        if marked.marker.style == "※" or (title.endswith("。") and marked.marker.style in prosaic):
            return None
        indent = float(indent_of(text))
        if is_sentence(title, marked):
            return titled_item(ref, line, marked, indent)
        return Item(ref, title, Evidence(title, line=line.number), indent=indent)
    alone = _stands_alone(lines, index) or is_detail_label(title)
    if alone and len(title) <= PLAIN_MAX and not title.endswith(SENTENCE_END):
        return Item(ref, title, Evidence(title, line=line.number), plain=True)
    return None


def _unmarked(lines: tuple[Line, ...], index: int, by_indent: bool) -> Item | None:
    """A short line without a marker over deeper numbered lines, or any one where indents alone tell the levels."""
    line = lines[index]
    title = line.text.strip(SPACES)
    if not title or not is_short(title):
        return None
    own = indent_of(line.text)
    below = next((later.text for later in lines[index + 1 :] if later.text.strip(SPACES)), "")
    over = bool(below) and indent_of(below) > own
    numbered = over and (marker := read_marker(below.strip(SPACES)).marker) is not None and marker.counted
    if not numbered and not (by_indent and (own > 0 or over)):
        return None
    if read_marker(title).marker is not None or (not numbered and (is_container(title) or is_aside(title))):
        return None
    return Item(f"L{line.number}", title, Evidence(title, line=line.number), indent=float(own), listed=True)


def _over(line: Line) -> Item:
    """An unmarked line over a list, where such lines are a level."""
    title = line.text.strip(SPACES)
    return Item(f"L{line.number}", title, Evidence(title, line=line.number), indent_of(line.text), heading=LEAD)


def is_sentence(title: str, marked: Marked) -> bool:
    """Whether a line that begins like an item is prose: it ends like a sentence and is long, or is far too long."""
    if len(title) > 2 * TITLE_MAX:
        return True
    ends = title.endswith("。")
    if marked.marker is None:
        return ends
    return (ends and len(marked.name) > PART_MAX) or (ends and "、" in marked.name) or len(marked.name) > 2 * TITLE_MAX


def _stands_alone(lines: tuple[Line, ...], index: int) -> bool:
    """Blank lines, or the ends of the text, or missing lines (a table) around it."""
    here = lines[index].number or 0
    before = lines[index - 1] if index else None
    after = lines[index + 1] if index + 1 < len(lines) else None
    free_before = before is None or not before.text.strip(SPACES) or (before.number or 0) < here - 1
    free_after = after is None or not after.text.strip(SPACES) or (after.number or 0) > here + 1
    return free_before and free_after
