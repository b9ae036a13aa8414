"""Rows → priorities that run through the whole plan (共通して取り組む重点項目). Pure, no IO."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.facts.items import items_under
from extractors.facts.printed import Row, marked, may_head
from schemas.issue import Issue, Result
from schemas.plan import NamedItem

_WORDS = re.compile(
    "共通して取り組む[^ \u3000]{0,8}|共通(?:の|する)?(?:重点|視点|項目|課題|取組)[^ \u3000]{0,6}|(?:分野|施策|部門|各?目標|全体を|全施策に)?横断(?:的な|的に取り組む|的|する)?[^ \u3000、。]{0,4}?(?:視点|取組|施策|目標|項目|プロジェクト|テーマ|方針|課題|重点)[^ \u3000、。]{0,4}"
)


def read_cross_cutting(rows: Sequence[Row]) -> Result[tuple[NamedItem, ...]]:
    """The entries of every box or section that says it is common to the whole plan."""
    found: list[NamedItem] = []
    issues: list[Issue] = []
    for at, row in enumerate(rows):
        if row.cells and _WORDS.search(row.cells[0]):
            box = _in_box(rows, at)
            found += box.value
            issues += box.issues
        elif not row.cells and _WORDS.search(row.text) and may_head(row) and _WORDS.fullmatch(marked(row).name):
            found += items_under(rows, at)
    return Result(tuple(found), tuple(issues))


def _in_box(rows: Sequence[Row], at: int) -> Result[tuple[NamedItem, ...]]:
    """A merged cell that holds the whole box, with the entries one by one in the cells beside and below it.

    What stands in the merged cell before the words that announce the entries is the title of the box.
    """
    whole = rows[at].cells[0]
    words = _WORDS.search(whole)
    assert words is not None
    title, listed = whole[: words.start()], whole[words.end() :]
    cells = [(cell, row) for row in _rows_of_box(rows, at) for cell in row.cells[1:] if cell and cell not in title]
    if not cells:
        return Result(tuple(NamedItem(name, rows[at].evidence(name)) for name in listed.split()))
    issues = [
        rows[at].issue(
            "merged_cell_text_repeated",
            "結合セルに、隣と下のセルの文字が繰り返されています。隣と下のセルを項目として読みました。",
            whole,
        )
    ]
    for cell, row in cells:
        if cell not in listed:
            message = (
                f"「{cell}」は表の行にありますが、結合セルの文字にはありません。この計画の項目か確かめてください。"
            )
            issues.append(row.issue("internal_contradiction", message, cell))
    return Result(tuple(NamedItem(cell, row.evidence(cell)) for cell, row in cells), tuple(issues))


def _rows_of_box(rows: Sequence[Row], at: int) -> Iterator[Row]:
    """The row of the merged cell and those below it, up to the next row with a first cell of its own."""
    yield rows[at]
    for row in rows[at + 1 :]:
        if not row.cells or row.cells[0]:
            return
        yield row
