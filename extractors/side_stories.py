"""Lines of a booklet → those of its columns (コラム, トピックス): little texts in frames of their own beside the plan. Pure.

What such a text lists is no part of the hierarchy. A column begins with its name; its lines stand no further left than
that, as they share a frame, and it ends with the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from schemas.document import Line

FURTHER_LEFT = 2.0
"""Points: a line that begins so much further left than the name of a column stands outside its frame."""
LARGER = 1.12
"""A line so much larger than the name of a column is a heading of the document."""
NAME_MAX = 45
"""Characters of the line with the name of a column."""
_NAME = re.compile(
    r"[【〔［\[《〈＜<■◆●★☆▼▶\s\u3000]*(?:コラム|ｺﾗﾑ|COLUMN|Column|トピックス?|TOPICS?|Topics?|豆知識|ミニ知識|まめ知識|ひとくちメモ|一口メモ|ワンポイント|取組紹介|事例紹介)"
    r"(?![ぁ-んァ-ヶ一-龥])"
)
_LABEL = re.compile(r"[【［\[〔＜<≪《〈][^】］\]〕＞>≫》〉。、]{2,14}[】］\]〕＞>≫》〉]")


def side_stories(lines: Sequence[Line]) -> frozenset[int]:
    """Indexes of the lines of columns, their names too.

    Args:
        lines: in reading order.
    """
    found: set[int] = set()
    name: Line | None = None
    for at, line in enumerate(lines):
        if name is not None and not _within(name, line):
            name = None
        if name is None and line.bbox is not None and len(line.text) <= NAME_MAX and _NAME.match(line.text):
            name = line
        if name is not None:
            found.add(at)
    return frozenset(found)


def _within(name: Line, line: Line) -> bool:
    """Whether a line stands in the frame of the column with this name."""
    if line.bbox is None or name.bbox is None or line.page != name.page:
        return False
    if line.bbox.x0 < name.bbox.x0 - FURTHER_LEFT or (line.size or 0.0) > LARGER * (name.size or 0.0):
        return False
    return not (line.bbox.x0 <= name.bbox.x0 + FURTHER_LEFT and _LABEL.fullmatch(line.text.strip()))
