"""Items of a text outline → notes on how they are printed: spacing, heading signs, lists inside sentences. Pure.

None of it is in doubt and none changes the tree; a later edition or a correction of the source may care.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from extractors.numbering import SPACES, read_marker
from schemas.issue import Issue
from schemas.structure import Evidence, Item

USUAL = 0.6
"""Share of entries of one kind from which their way of printing is the usual one."""
QUOTE = 40
"""Characters of a line quoted in a note."""
_ENUMERATION = re.compile(r"(?:(?<![0-9０-９])[0-9０-９]{1,2}[)）]|[①-⑳]|[(（][0-9０-９]{1,2}[)）])[^0-9]")


def outline_notes(items: tuple[Item, ...]) -> tuple[Issue, ...]:
    """Notes in the order of the lines."""
    kinds: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        marker = read_marker(item.text).marker
        if marker is not None:
            kinds[marker.kind].append(item)
    notes: list[Issue] = []
    for same in kinds.values():
        notes.extend(_spacing(same))
        notes.extend(_headings(same))
    for item in items:
        notes.extend(_prose(item))
    return tuple(sorted(notes, key=lambda note: note.evidence.line or 0))


def _spacing(same: list[Item]) -> list[Issue]:
    """Entries whose marker is set apart otherwise than usual (■地域 among ■ 地域)."""
    styles = [_gap(item.text) for item in same]
    usual, count = Counter(styles).most_common(1)[0]
    if count < USUAL * len(same) or count == len(same):
        return []
    odd = [item for item, style in zip(same, styles, strict=True) if style != usual]
    return [
        _note(
            "marker_glued" if usual != "" and _gap(item.text) == "" else "marker_spacing",
            item,
            "番号や記号の後の空白が、ほかの項目と違います。",
        )
        for item in odd
    ]


def _gap(text: str) -> str:
    """What stands between a marker and its title."""
    marked = read_marker(text)
    if marked.marker is None or not marked.name:
        return " "
    between = text[: len(text) - len(marked.name)]
    return between[len(between.rstrip(SPACES)) :][:1]


def _headings(same: list[Item]) -> list[Issue]:
    """Entries of one kind printed with different heading signs (## and ###), or some of them without."""
    depths = [item.heading for item in same if not item.listed]
    printed = [depth for depth in depths if depth is not None]
    if len(printed) < 2 or len(printed) < len(depths) / 3:
        return []
    usual = Counter(printed).most_common(1)[0][0]
    notes = []
    for item in same:
        if item.listed:
            continue
        if item.heading is None:
            notes.append(
                _note("heading_marks_missing", item, "同じ種類の見出しに付いている印が、この行にはありません。")
            )
        elif item.heading != usual:
            notes.append(
                _note(
                    "heading_level_inconsistent", item, "同じ種類の見出しと深さの印が違います。番号で階層を決めました。"
                )
            )
    return notes


def _prose(item: Item) -> list[Issue]:
    """Sentences under an entry that hold a numbered list, or that a blank line cuts in two."""
    notes = []
    for at, paragraph in enumerate(item.body):
        if len(_ENUMERATION.findall(paragraph.text)) > 1:
            message = "文の中に番号付きの列挙があります。項目には分けず、文のままにしました。"
            notes.append(Issue("inline_enumeration", message, Evidence(paragraph.text[:QUOTE], line=paragraph.line)))
        if paragraph.text.endswith("、") and at + 1 < len(item.body):
            message = "文が途中で改行されています。次の段落と続けて読んでください。"
            notes.append(
                Issue(
                    "paragraph_split", message, Evidence(paragraph.text[-QUOTE:], line=paragraph.line), refs=(item.ref,)
                )
            )
    return notes


def _note(kind: str, item: Item, message: str) -> Issue:
    return Issue(kind, message, Evidence(item.text[:QUOTE], line=item.evidence.line), refs=(item.ref,))
