"""Lines of a text → what is announced and does not follow: figures, tables, bodies of sections. Pure, no IO.

What follows is looked at first: 以下のとおり with its list behind it is as it should be. In a PDF figures are drawn, not
lost; only texts are checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.facts.printed import Row, following, is_sentence, marked, may_head, printed, rank
from extractors.facts.statements import is_slogan
from extractors.numbering import LEVEL_NOUN, read_marker
from schemas.document import Line
from schemas.issue import Issue

_THIS_FIGURE = re.compile(
    r"^(?:この|本|上|下|左|右|次|上の|下の|左の|右の|次の|下記の|上記の)(?:図表|図|表|イメージ図|体系図|フロー図)(?:は|では|の|に|が|で|を)"
)
_ANNOUNCES = re.compile(
    r"(?:以下|下記|次|下図|下表|右図|左図|次図|次表|次頁|次ページ|別図|別表|図[0-9０-９ⅠⅡⅢ]*|表[0-9０-９ⅠⅡⅢ]*)(?:の(?:図|表|体系|体系図|イメージ|フロー))?(?:の(?:とおり|通り|よう|ごと)|に(?:示|掲|まとめ|整理)|で示)[^。]{0,24}。?$"
)
_DRAWN = re.compile("体系|図|体制|イメージ|フロー|組織|構成|サイクル|関係性|位置(?:付|づ)け")
"""What is drawn rather than told: a short unmarked line behind it is the figure's residue, not its substitute."""
_LEVEL_HEAD = re.compile(rf"^[【〔［]?[^。]{{0,10}}(?:{LEVEL_NOUN})(?:[（(][^）)]{{1,6}}[）)])?[】〕］]?$")
_SECTION_WORDS = re.compile(
    "(?:計画|事業計画|体系|体制|一覧|について|概要|方針|取組|状況|指標|資料|期間|位置(?:付|づ)け|趣旨|目的|背景|進行管理|進め方|考え方|推進|評価|課題|経過|名簿|目標値)$"
)
LONG = 40
"""Characters: a line as long as this tells what it tells, whether or not it ends with 。."""


def find_absent(lines: Sequence[Line]) -> tuple[Issue, ...]:
    """figure_missing, table_body_missing and section_body_missing, in the order of the lines."""
    if not lines or lines[0].page is not None:
        return ()
    rows = tuple(row for row in printed(lines) if row.text)
    if not rows:
        return ()
    issues: list[Issue] = []
    for at in range(len(rows)):
        issues += _figures(rows, at)
        issues += _tables(rows, at)
        issues += _sections(rows, at)
    if last := _last_heading(rows, lines):
        issues.append(_without_body(last))
    return tuple(issues)


def _figures(rows: Sequence[Row], at: int) -> Iterator[Issue]:
    row = rows[at]
    if row.cells:
        return
    if _THIS_FIGURE.match(row.text) and not _near_table(rows, at):
        words = _THIS_FIGURE.match(row.text)
        yield row.issue(
            "figure_missing",
            "本文が指している図が見当たりません。原本の図を確かめてください。",
            words[0] if words else None,
        )
        return
    last = re.split("(?<=。)", row.text.rstrip("。"))[-1]
    if is_sentence(row.text) and _ANNOUNCES.search(last) and not _follows(rows, at, bool(_DRAWN.search(last))):
        yield row.issue(
            "figure_missing",
            "「以下のとおり」などとありますが、その後に図や表がありません。原本を確かめてください。",
            last,
        )


def _near_table(rows: Sequence[Row], at: int) -> bool:
    return any(0 <= near < len(rows) and rows[near].cells for near in (at - 1, at + 1))


def _follows(rows: Sequence[Row], at: int, drawn: bool) -> bool:
    """True where something that can be what was announced stands right behind the row."""
    after = following(rows, at)
    if after is None:
        return False
    row = rows[after]
    if row.cells:
        return True
    if row.text[0] in "【※" or row.markdown is not None:
        return False
    marker = read_marker(row.text).marker
    if marker is None:
        behind = following(rows, after)
        if behind is not None and rows[behind].cells:
            return True  # a caption or a unit between the sentence and its table
        return is_sentence(row.text) or len(row.text) >= LONG if drawn else not _is_next_section(rows, at, after)
    return not _is_next_section(rows, at, after)


def _is_next_section(rows: Sequence[Row], at: int, after: int) -> bool:
    """True where the row behind is the heading that comes next in number, not the first entry of a list."""
    marker = read_marker(rows[after].text).marker
    if marker is None:
        below = following(rows, after)
        first = read_marker(rows[below].text).marker if below is not None else None
        return may_head(rows[after]) and first is not None and first.value == (1,)
    return bool(marker.value) and marker.value[-1] > 1


def _tables(rows: Sequence[Row], at: int) -> Iterator[Issue]:
    """A row of level names with no table row behind it."""
    row = rows[at]
    filled = [cell for cell in row.cells if cell]
    alone = not (at and rows[at - 1].cells) and not (at + 1 < len(rows) and rows[at + 1].cells)
    if len(filled) > 1 and alone and all(_LEVEL_HEAD.match(cell) for cell in filled):
        yield row.issue(
            "table_body_missing", "表の見出し行だけがあり、中身の行がありません。原本の表を確かめてください。"
        )


def _sections(rows: Sequence[Row], at: int) -> Iterator[Issue]:
    """A heading of prose whose next line is already the next heading of its own kind."""
    if at + 1 == len(rows) or not may_head(rows[at]) or not _SECTION_WORDS.search(rows[at].text):
        return
    here, there = read_marker(rows[at].text).marker, read_marker(rows[at + 1].text).marker
    if here is None or there is None or here.kind != there.kind or here.style not in ("第章", "第節", "1", "(1)"):
        return
    prose = at > 0 and is_sentence(rows[at - 1].text)
    if prose and may_head(rows[at + 1]) and there.value == (*here.value[:-1], here.value[-1] + 1):
        yield _without_body(rows[at])


def _last_heading(rows: Sequence[Row], lines: Sequence[Line]) -> Row | None:
    """The last line where it is a heading of its own, behind a gap and a table or prose."""
    row = rows[-1]
    if len(rows) < 2 or row.cells or not may_head(row) or is_slogan(row) or not _SECTION_WORDS.search(marked(row).name):
        return None
    before = rows[-2]
    gap = any(
        not line.text.strip()
        for line in lines
        if (before.line.number or 0) < (line.number or 0) < (row.line.number or 0)
    )
    if not gap or not (before.cells or is_sentence(before.text)) or rank(row) > 3:
        return None
    return row


def _without_body(row: Row) -> Issue:
    return row.issue("section_body_missing", "見出しの後に本文がありません。続きが失われていないか確かめてください。")
