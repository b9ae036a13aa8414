"""Rows of a document → its plan's title (計画名), generation (第n次) and status (案). Pure, no IO.

The title is the plan named on the cover or in the first heading, never a plan that prose speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.facts.printed import Row, is_sentence
from extractors.municipalities import name_in
from extractors.wareki import find_periods
from schemas.issue import Issue, Result

NUMBER = r"[0-9０-９一二三四五六七八九十]{1,3}"
GENERATION = re.compile(rf"第[ \u3000]*{NUMBER}[ \u3000]*(?:次|期|回)(?:改定|改訂)?")
_PLAN_NOUN = "計画|構想|ビジョン|プラン|戦略|大綱|指針|プログラム|ロードマップ|マスタープラン|推進方針|基本方針|整備方針|活用方針|方策"
_EDITION = r"[0-9０-９]{4}[ ]?[-－~～〜―–][ ]?[0-9０-９]{2,4}|[0-9０-９]{1,4}(?:[.．][0-9０-９]{1,2})?|[（(][^（）()]{2,24}[）)]|[ⅡⅢⅣⅤ]|II|III"
ENDS_AS_TITLE = re.compile(
    rf"(?:{_PLAN_NOUN})[ \u3000]*(?:{_EDITION})?[ \u3000]*(?:[～〜~―－\-].{{2,40}}[～〜~―－\-])?$"
)
_COMPARISON = re.compile(rf"(?:{_PLAN_NOUN})[ \u3000]+(?:新旧|体系)?(?:比較|対照)(?:表|図|一覧)$")
_STATUS_WORD = (
    "(?:(?:最終|答申|中間|骨子|修正|改定|改訂|第[0-9０-９一二三四五六七八九十]次|パブリックコメント|パブコメ)?(?:素案|原案|案)|骨子|"
    "たたき台|改訂版|改定版|(?:一部|中間)(?:改訂|改定|見直し)版?|暫定版|確定版|中間まとめ|最終版)"
)
_OPEN, _CLOSE = "[（(【［\\[〔〈<＜]", "[）)】］\\]〕〉>＞]"
_STATUS = re.compile(
    rf"[ \u3000]*(?:{_OPEN}[ \u3000]*({_STATUS_WORD})[ \u3000]*{_CLOSE}|(?<=[ \u3000])({_STATUS_WORD})$|(素案|原案|改訂版|改定版)$)"
)
_STATUS_ALONE = re.compile(rf"^{_OPEN}?[ \u3000]*({_STATUS_WORD})[ \u3000]*{_CLOSE}?$")
_PART = (
    "概要版|概要|本編|本冊|本文|資料編|別冊|別紙|構造図|(?:の)?(?:施策)?(?:の)?体系(?:図|表|一覧)?|ダイジェスト版?|要約版|要旨|全体版|"
    "パンフレット|リーフレット|(?:の)?全体像|(?:の)?構成"
)
_PART_END = re.compile(rf"[ \u3000]*(?:{_OPEN}[ \u3000]*(?:{_PART})[ \u3000]*{_CLOSE}|(?:{_PART}))$")
_YEARS_BEHIND = re.compile(rf"{_OPEN}[^（）()【】]{{6,40}}年度?(?:まで)?{_CLOSE}$")
_LEADER = re.compile(r"(?:…|\.{3}|・{3}|‥|･{3})[\s…‥.・･]*[0-9０-９]*$")
_HEADING_NUMBER = re.compile(
    r"^(?:第[0-9０-９一二三四五六七八九十]+[章節編部]|[0-9０-９]+[.．、 \u3000]|[（(][0-9０-９]+[）)]|[ⅠⅡⅢⅣⅤ])"
)
_PART_OF_PLAN = re.compile(
    rf"^(?:基本構想|(?:前期|後期|中期|第[ \u3000]*{NUMBER}[ \u3000]*期)?[ \u3000]*(?:基本計画|実施計画|実行計画|アクションプラン))(?:[・／/][一-龥ァ-ヶー]{{2,12}})?$"
)
FIRST_ROWS = 8
"""Rows with text at the head of a text file among which the title stands."""
FIRST_PAGES = 3
"""Pages of a PDF among which the title stands (a cover may be followed by a blank or an inner title page)."""
BARE_CAPTION = 4
"""Characters: 第6次計画 and 第2期基本計画 are captions; a title says what is planned."""
LONGEST = 60
"""Characters: longer lines are prose."""
SAME_SIZE = 0.8
"""Lines of one title differ in font size by no more than this ratio; 第n次 over it may be smaller (FRAGMENT_SIZE)."""
FRAGMENT_SIZE = 0.45


@dataclass(frozen=True, slots=True)
class Title:
    """A plan's name as printed, and what stands with it."""

    text: str
    generation: str | None
    status: str | None
    row: Row


def read_title(rows: Sequence[Row]) -> Result[Title | None]:
    """The title; None where none is printed, which is for the caller to report."""
    head = _head(rows)
    candidates = [found for at in range(len(head)) if (found := _title_at(head, at))] or _weak(head)
    if not candidates:
        return Result(None)
    best = _most_prominent(candidates)
    title = _with_status(_with_part(best, head), head)
    return Result(title, _variants(title))


def _most_prominent(candidates: Sequence[Title]) -> Title:
    """On the first page that names a plan: the first name, unless a later one is printed clearly larger."""
    page = candidates[0].row.line.page
    near = [found for found in candidates if found.row.line.page == page]
    largest = max(near, key=lambda found: found.row.line.size or 0.0)
    return next(found for found in near if (found.row.line.size or 0.0) >= SAME_SIZE * (largest.row.line.size or 0.0))


def split_title(text: str) -> tuple[str, str | None]:
    """A printed title without the words for its status and for the part of the document, and the status."""
    status = None
    for _ in range(3):
        if found := _STATUS.search(text):
            status = status or next(group for group in found.groups() if group)
            text = (text[: found.start()] + text[found.end() :]).strip(" \u3000")
        text = _PART_END.sub("", text).strip(" \u3000")
        if (years := _YEARS_BEHIND.search(text)) and find_periods(years[0]):
            text = text[: years.start()].strip(" \u3000")
    return text, status


def read_generation(title: str) -> str | None:
    """第n次 or 第n期 in a title, as printed."""
    found = GENERATION.search(title)
    return re.sub(r"[ \u3000]", "", found[0]) if found else None


def _head(rows: Sequence[Row]) -> list[Row]:
    """The rows among which a title may stand."""
    filled = [row for row in rows if row.text]
    if filled and filled[0].line.page is not None:
        first = filled[0].line.page
        return [row for row in filled if row.line.page is not None and row.line.page < first + FIRST_PAGES]
    before_table = next((i for i, row in enumerate(filled) if row.cells), len(filled))
    return filled[: min(before_table, FIRST_ROWS)]


def _title_at(head: Sequence[Row], at: int) -> Title | None:
    row = head[at]
    if row.cells or len(row.text) > LONGEST or is_sentence(row.text) or _LEADER.search(row.text):
        return None
    for start in _starts(head, at):
        whole = "".join(part.text for part in head[start : at + 1])
        if _is_title(whole):
            text, status = split_title(_unquoted(whole))
            return Title(text, read_generation(text), status, row)
    return None


def _starts(head: Sequence[Row], at: int) -> list[int]:
    """Where a title that ends at `at` may begin: one line, then with the lines over it on a cover."""
    starts = [at]
    for back in (at - 1, at - 2):
        if back < 0 or not _belongs(head[back], head[back + 1]):
            break
        starts.append(back)
    whole = [
        start
        for start in reversed(starts)
        if start != at and _is_fragment(head[start].text) and not _named_again(head[start].text, head[at].text)
    ]
    return whole + starts


def _belongs(upper: Row, lower: Row) -> bool:
    """True where two lines stand together as lines of one title."""
    a, b = upper.line, lower.line
    if a.page != b.page or len(upper.text) > LONGEST // 2 or is_sentence(upper.text) or _LEADER.search(upper.text):
        return False
    if a.size and b.size:
        ratio = min(a.size, b.size) / max(a.size, b.size)
        return ratio >= (FRAGMENT_SIZE if _is_fragment(upper.text) else SAME_SIZE) and b.size >= FRAGMENT_SIZE
    return _is_fragment(upper.text)


def _is_fragment(text: str) -> bool:
    """第3次, 竜胆市 or 第3次竜胆市, alone on a line over the rest of the title."""
    rest = GENERATION.sub("", text).strip(" \u3000")
    return not rest or (name_in(rest) is not None and len(rest) <= 10)


def _named_again(fragment: str, title: str) -> bool:
    """伊那市 over 第2期伊那市こども計画: the publisher's name on a cover, no part of the title."""
    name = name_in(fragment)
    return name is not None and name in title


def _unquoted(text: str) -> str:
    return text[1:-1].strip(" \u3000") if text[:1] + text[-1:] in ("「」", "『』", "【】") else text


def _is_title(text: str) -> bool:
    if len(text) > LONGEST or _HEADING_NUMBER.match(text) or re.search(r"計画(?:の)?期間|[:：]", text):
        return False
    core, _ = split_title(_unquoted(text))
    if not (ENDS_AS_TITLE.search(core) or _COMPARISON.search(core)):
        return False
    return name_in(core) is not None or bool(GENERATION.search(core) and len(GENERATION.sub("", core)) > BARE_CAPTION)


def _weak(head: Sequence[Row]) -> list[Title]:
    """A cover line that names a municipality without any word for plan (みんなの健康づくり21): the largest one, if the
    plan's period or status stands close under it."""
    for row in sorted(head, key=lambda row: -(row.line.size or 0.0))[:1]:
        at = next(i for i, other in enumerate(head) if other is row)
        text, status = split_title(row.text)
        name = name_in(text)
        if not name or row.cells or is_sentence(text) or not len(name) + 3 < len(text) <= LONGEST:
            continue
        under = " ".join(other.text for other in head[at + 1 : at + 4])
        if find_periods(under) or _STATUS_ALONE.search(under) or GENERATION.search(text):
            return [Title(text, read_generation(text), status, row)]
    return []


def _with_part(title: Title, head: Sequence[Row]) -> Title:
    """前期基本計画 on the line under 総合計画 belongs to the title."""
    at = next(i for i, row in enumerate(head) if row is title.row)
    for lower in head[at + 1 : at + 2]:
        text, status = split_title(lower.text)
        a, b = title.row.line, lower.line
        near = a.page == b.page and (not a.size or not b.size or b.size >= FRAGMENT_SIZE * a.size)
        if near and _PART_OF_PLAN.match(text):
            return Title(
                f"{title.text} {text}", title.generation or read_generation(text), status or title.status, lower
            )
    return title


def _with_status(title: Title, head: Sequence[Row]) -> Title:
    """The status printed alone beside the title: （素案） under it."""
    if title.status:
        return title
    at = next(i for i, row in enumerate(head) if row is title.row)
    for other in (*head[at + 1 : at + 4], *head[max(0, at - 2) : at]):
        found = _STATUS_ALONE.match(other.text)
        if found and other.line.page == title.row.line.page:
            return Title(title.text, title.generation, found[1], title.row)
    return title


def _variants(title: Title) -> tuple[Issue, ...]:
    """A space between 第n次 and the name marks a line break, or a habit of layout that other pages do not share."""
    found = re.match(rf"{GENERATION.pattern}[ \u3000]+", title.text)
    if not found or title.row.line.page is not None:
        return ()
    closed = title.text.replace(found[0], found[0].strip(" \u3000"), 1)
    return (
        title.row.issue(
            "title_variant",
            f"計画名の「{found[0].strip()}」の後に空白があります。正式な計画名を確かめてください。",
            title.row.text,
            closed,
        ),
    )
