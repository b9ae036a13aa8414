"""Lines of an outline → which of them head a level by their place alone: neither number nor size tells them. Pure.

Short lines that end like a name, begin at one indent, and are followed by bullets or by a list that counts from 1: a
level whose entries carry no mark. What looks like this fewer than three times is left to the text around it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from extractors.numbering import SPACES, read_marker
from schemas.document import Line

FEWEST = 3
"""Lines of one indent and size."""
LED = 0.75
"""Share of them that lead a list."""
NAME_MAX = 40
"""Characters."""
NAME_MIN = 3
"""Characters."""
SAME = 2.0
"""Points: lines that begin nearer to each other have the same indent."""
_NAME_END = re.compile(r"[一-龥々ァ-ヶーぁ-ん」』）)A-Za-z0-9]$")
_NO_NAME = re.compile(r"(?:です|ます|ました|ません|である|とおり|通り|とする|こと)$|^[※*（(「]|[：:]$")


def plain_headings(lines: Sequence[Line], items: frozenset[int]) -> frozenset[int]:
    """Indexes of such lines.

    Args:
        lines: in reading order.
        items: indexes of lines that begin an item by their marker or size.
    """
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if index not in items and line.bbox is not None and _like_name(lines, index):
            groups[round(line.bbox.x0 / SAME), round((line.size or 0.0) * 2)].append(index)
    found: set[int] = set()
    for group in groups.values():
        leading = [index for index in group if _leads(lines, index, items)]
        if len(leading) >= FEWEST and len(leading) >= LED * len(group):
            found.update(leading)
    return frozenset(found)


def _like_name(lines: Sequence[Line], index: int) -> bool:
    """A short line that is no sentence, nor the rest of one."""
    text = lines[index].text.strip(SPACES)
    if not NAME_MIN <= len(text) <= NAME_MAX or not _NAME_END.search(text) or _NO_NAME.search(text):
        return False
    if read_marker(text).marker is not None or "。" in text:
        return False
    before = lines[index - 1].text.rstrip(SPACES) if index else "。"
    return before.endswith(("。", "」", "）")) or len(before) <= NAME_MAX


def _leads(lines: Sequence[Line], index: int, items: frozenset[int]) -> bool:
    """Whether the next item is a bullet or the first of a count, no further left than the line."""
    own = lines[index].bbox
    after = next((at for at in range(index + 1, len(lines)) if at in items), None)
    if after is None or own is None:
        return False
    marker = read_marker(lines[after].text.strip(SPACES)).marker
    below = lines[after].bbox
    if marker is None or below is None or below.x0 < own.x0 - SAME:
        return False
    return not marker.counted or marker.value[-1] == 1
