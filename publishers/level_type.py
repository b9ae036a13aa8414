"""Name of a level, as printed → our code list of levels (階層種別). Pure.

Only what the word itself says: where no word is printed, or the word is none of these, there is no type.
"""

from __future__ import annotations

from schemas.natural_key import match_key

_WORDS = (
    ("direction", ("施策の方向", "施策方針", "基本方針", "基本的方向", "方向性", "方向", "方針", "視点", "柱")),
    ("goal", ("基本目標", "政策目標", "施策目標", "重点目標", "目標", "将来像", "基本理念", "理念")),
    ("initiative", ("具体的な取組", "具体化の取組", "主な取組", "推進項目", "取組", "取り組み", "取組み")),
    ("measure", ("基本施策", "個別施策", "重点施策", "政策", "施策")),
    ("project", ("事務事業", "主な事業", "実施事業", "重点事業", "事業")),
)
"""Longest word first within the whole list: 施策の方向 is a direction, although 施策 is a measure."""

_BY_LENGTH = sorted(((word, kind) for kind, words in _WORDS for word in words), key=lambda pair: -len(pair[0]))


def level_type(level_name: str | None, label: str) -> str | None:
    """By the printed name of the level, else by the word in the node's own label (基本目標1)."""
    for text in (level_name, label):
        folded = match_key(text or "")
        for word, kind in _BY_LENGTH:
            if word in folded:
                return kind
    return None
