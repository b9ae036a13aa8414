"""Lines of a document → rows as the facts are read from them: Markdown marks taken off, table cells apart. Pure, no IO."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from extractors.numbering import Marked, read_marker
from schemas.document import Line
from schemas.issue import Issue
from schemas.structure import Evidence

HEADING_LENGTH = 45
"""Characters: a longer line is prose."""
LARGER = 1.1
"""Headings of a PDF are this much larger than the usual line."""
_MARKDOWN = re.compile(r"^(#{1,6})[ \u3000]+")
_LIST_DASH = re.compile(r"^[-*+][ \u3000]+")
_LETTER_SPACED = re.compile(r"^[一-龥ぁ-んァ-ヶー々](?:[ \u3000]+[一-龥ぁ-んァ-ヶー々]){2,}$")
"""基 本 計 画: letters set apart to fill a line."""
_SPACE = " \u3000\u00a0"
_ENDS = "\r\n\x0c\ufeff"
_ENDS_IN_SPACE = _SPACE + _ENDS
_SENTENCE_ENDS = tuple(
    end + stop for end in ("です", "ます", "ました", "ません", "である", "でした") for stop in ("", "．")
)
_RANKS = {"第章": 1, "第編": 0, "第部": 0, "第節": 2, "Ⅰ": 2, "1": 3, "1-1": 3, "(1)": 4, "(1-1)": 4, "1)": 5, "①": 6}
"""How high a marker usually stands in prose; markers of other styles stand below all of these."""
_LOWEST_RANK = 7


@dataclass(frozen=True, slots=True)
class Row:
    """One printed line, ready for reading."""

    line: Line
    text: str
    """Without Markdown marks and outer spaces; tabs kept."""
    cells: tuple[str, ...]
    """The cells between the tabs, outer spaces taken off; empty where the line has no tab."""
    markdown: int | None
    """Depth of a Markdown heading, None where the line is none."""
    listed: bool = False
    """True where a Markdown list dash stood before the text."""

    @property
    def refs(self) -> tuple[str, ...]:
        """How issues name this line."""
        return (f"L{self.line.number}",) if self.line.number is not None else ()

    def evidence(self, words: str | None = None) -> Evidence:
        """Where the row stands, with the words concerned."""
        return Evidence(words if words is not None else self.text, self.line.page, self.line.number, self.line.bbox)

    def issue(self, kind: str, message: str, words: str | None = None, proposal: str | None = None) -> Issue:
        """An issue about words on this row."""
        return Issue(kind, message, self.evidence(words), self.refs, proposal)


def printed(lines: Sequence[Line]) -> tuple[Row, ...]:
    """One row per line; blank lines stay, as rows without text."""
    return tuple(_row(line) for line in lines)


def _row(line: Line) -> Row:
    text = line.text.strip(_ENDS_IN_SPACE if "\t" not in line.text else _ENDS)
    if not text:
        return Row(line, "", (), None)
    heading, dashes = None, 0
    if text[0] in "#-*+":
        heading = _MARKDOWN.match(text)
        if heading:
            text = text[heading.end() :].strip(_SPACE)
        text, dashes = _LIST_DASH.subn("", text)
    if _LETTER_SPACED.match(text):
        text = re.sub(r"[ \u3000]", "", text)
    cells = tuple(cell.strip(_SPACE) for cell in text.split("\t")) if "\t" in text else ()
    if not any(cells):
        cells = ()
        text = text.strip()
    return Row(line, text, cells, len(heading[1]) if heading else None, bool(dashes))


def is_sentence(text: str) -> bool:
    """True where a text reads as prose, with or without its full stop (句点)."""
    return "。" in text or text.endswith(_SENTENCE_ENDS)


def may_head(row: Row) -> bool:
    """True where a row may be a heading (見出し) by its form."""
    if not row.text or row.cells or len(row.text) > HEADING_LENGTH or row.text[0] in "※*（(」』、。・":
        return row.markdown is not None and bool(row.text)
    return not is_sentence(row.text) and row.text[-1] not in "、，。をにはがで"


def stands_out(row: Row, rows: Sequence[Row]) -> bool:
    """True where a row that may be a heading is printed as one: in a PDF by its size or number, in a text always."""
    if row.line.page is None or not row.line.size:
        return True
    usual = median(other.line.size for other in rows if other.line.size)
    marker = read_marker(row.text).marker
    return row.line.size >= LARGER * usual or (marker is not None and marker.counted)


def rank(row: Row) -> int:
    """How high a heading stands: 0 for a chapter without number, greater is deeper."""
    marker = read_marker(row.text).marker
    if marker is None:
        return 4 if row.text.startswith("【") else 0
    return _RANKS.get(marker.style, _LOWEST_RANK) if not marker.word else 3


def marked(row: Row) -> Marked:
    """The row's marker and the rest of it; brackets around a whole heading are taken off."""
    found = read_marker(row.text)
    name = found.name
    if name[:1] + name[-1:] in ("【】", "［］", "〔〕", "《》", "〈〉", "＜＞", "<>", "[]"):
        name = name[1:-1].strip(_SPACE)
    return Marked(found.marker, name)


def following(rows: Sequence[Row], at: int) -> int | None:
    """Index of the next row with text."""
    return next((i for i in range(at + 1, len(rows)) if rows[i].text), None)


def body(rows: Sequence[Row], at: int) -> tuple[int, ...]:
    """Indices of the rows with text that stand under the heading at `at`, to the next heading as high as it."""
    own = rank(rows[at])
    found: list[int] = []
    for index in range(at + 1, len(rows)):
        row = rows[index]
        if not row.text:
            continue
        if found and not _other_bullet(rows[at], row) and _ends(rows, index, own, rows[at].markdown):
            break
        if not found and rank(row) and rank(row) <= own and may_head(row) and not _other_bullet(rows[at], row):
            break
        found.append(index)
    return tuple(found)


def _other_bullet(head: Row, row: Row) -> bool:
    """True where both rows have bullets, of two kinds: the second stands under the first (●重点事業, ■移動図書館)."""
    above, below = read_marker(head.text).marker, read_marker(row.text).marker
    if above is None or below is None or above.counted or below.counted:
        return False
    return above.style != below.style


def _ends(rows: Sequence[Row], index: int, own: int, markdown: int | None) -> bool:
    """True where the row is a heading that closes a section of rank `own`, whose own heading is so deep in Markdown."""
    row = rows[index]
    if not may_head(row):
        return False
    depth = rank(row)
    if depth:
        return depth <= own
    if row.markdown is not None:
        return markdown is None or row.markdown <= markdown
    after = following(rows, index)
    if after is None:
        return False
    first = read_marker(rows[after].text).marker
    return first is not None and first.value == (1,) and _RANKS.get(first.style, _LOWEST_RANK) <= max(own, 3)
