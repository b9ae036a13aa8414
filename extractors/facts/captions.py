"""Rows → captions of several editions in one document (第6次計画, 第7次計画（案）). Pure, no IO."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.facts.printed import Row
from extractors.facts.title import GENERATION, read_generation, split_title

_CAPTION = re.compile(
    rf"^[【〔（(《〈]?(?:{GENERATION.pattern}|現行|現|新|旧|前|次期|改定前|改定後|改訂前|改訂後|見直し前|見直し後)[^。、]{{0,12}}(?:計画|プラン|構想|ビジョン|戦略|体系)(?:[（(][^（）()]{{1,8}}[）)])?(?:の体系)?[】〕）)》〉]?$"
)


@dataclass(frozen=True, slots=True)
class Caption:
    """The heading of one edition among several."""

    text: str
    """Without its status."""
    generation: str | None
    status: str | None
    row: Row
    printed: str = ""
    """The whole caption; its row may hold several, side by side."""


def is_caption(text: str) -> bool:
    """Whether a text names an edition and nothing else."""
    return bool(_CAPTION.match(text))


def read_captions(rows: Sequence[Row]) -> tuple[Caption, ...]:
    """The captions, in reading order; none unless two or more differ."""
    found: dict[str, Caption] = {}
    for row in rows:
        filled = [cell for cell in row.cells if cell] or [row.text]
        if (row.cells and len(filled) < 2) or not all(map(is_caption, filled)):
            continue
        for printed in filled:
            text, status = split_title(printed.strip("【】〔〕《》〈〉"))
            found.setdefault(text + (status or ""), Caption(text, read_generation(text), status, row, printed))
    captions = list(found.values())
    if len(captions) > 2 and any(other.generation == captions[0].generation for other in captions[1:]):
        del captions[0]  # the title of the document names the edition that a caption names again
    return tuple(captions) if len(captions) > 1 else ()
