"""Rows → key projects (重点事業) with their descriptions. Pure, no IO."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.facts.items import items_under
from extractors.facts.printed import Row, marked, may_head, stands_out
from schemas.plan import NamedItem

_HEADING = re.compile(
    r"^[^。]{0,20}?(?:重点(?:事業|プロジェクト|プログラム|施策|取組|取り組み|的取組|的な取組|的な推進事項|推進事項|的に取り組む事業)|リーディングプロジェクト|リーディング事業|シンボルプロジェクト|戦略プロジェクト|先導的?プロジェクト)(?:の概要|一覧|について)?$"
)
_WORDS = re.compile("重点|プロジェクト|リーディング")
_CROSS = re.compile("横断|共通")


def read_focus(rows: Sequence[Row]) -> tuple[NamedItem, ...]:
    """The entries under every heading that announces key projects."""
    found: list[NamedItem] = []
    for at, row in enumerate(rows):
        name = marked(row).name if _WORDS.search(row.text) else ""
        if name and may_head(row) and _HEADING.match(name) and not _CROSS.search(name) and stands_out(row, rows):
            items = items_under(rows, at)
            if len(items) > 1:
                found += items
    return tuple(dict.fromkeys(found))
