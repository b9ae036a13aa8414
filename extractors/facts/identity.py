"""Plan facts and rows → what the document does not say of its plan, and what it says in two ways. Pure, no IO."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.facts.captions import Caption, is_caption
from extractors.facts.printed import Row, may_head
from extractors.facts.title import GENERATION, read_generation, split_title
from extractors.numbering import read_marker
from schemas.issue import Issue
from schemas.plan import PlanFacts
from schemas.structure import Evidence

_SHORTENED = re.compile(
    r"^(?:「|『)?(?P<name>[一-龥ぁ-んァ-ヶー・]{3,25}?(?:計画|プラン|ビジョン|構想|戦略))(?P<rest>.*)$"
)
_NOT_A_NAME = re.compile("^(?:本|この|前|旧|現行|次期|上位|関連|分野別|各種|実施|行動|事業|基本|推進|総合|個別)?計画$")


FIRST_ROWS = 3
"""Rows with text at the head of a document in which the first numbered heading shows whether something is cut off."""
_IN_PROSE = re.compile(
    rf"(?:{GENERATION.pattern}[ \u3000]*)?[一-龥々ぁ-んァ-ヶー]{{2,9}}?[市町村区県都道府][一-龥々ァ-ヶー・]{{2,24}}?(?:計画|プラン|ビジョン|構想|戦略|指針)(?![一-龥])"
)


_SCOPE = re.compile(
    r"(?:^|[ \u3000（(【〔])(概要版?|ダイジェスト版?|要約版?|要旨|抜粋|骨子|リーフレット|パンフレット|資料編)[）)】〕]?$"
)
_AS_OF = re.compile(
    r"(?:(?:明治|大正|昭和|平成|令和)[ ]?(?:元|[0-9０-９]{1,2})|[12１２][0-9０-９]{3})年度?"
    r"(?:[0-9０-９]{1,2}月(?:[0-9０-９]{1,2}日|末)?)?[ ]?(?:現在|時点)"
)
LONGEST_AS_OF = 40
"""Characters: a longer line that speaks of such a day is prose."""


def read_scope(rows: Sequence[Row]) -> str | None:
    """概要版 and the like at the head of a document or beside its title."""
    for row in [row for row in rows if row.text][:FIRST_ROWS]:
        found = _SCOPE.search(row.text) if not row.cells else None
        if found:
            return found[1]
    return None


def read_as_of(rows: Sequence[Row]) -> str | None:
    """When what is printed held: ※平成27年度現在. None where a document names several such days."""
    found = {match[0] for row in rows if len(row.text) <= LONGEST_AS_OF for match in _AS_OF.finditer(row.text)}
    return found.pop() if len(found) == 1 else None


def of_caption(rows: Sequence[Row]) -> Caption | None:
    """The one caption of a document without a title: 第7次計画（案）."""
    for row in [row for row in rows if row.text][:FIRST_ROWS]:
        if not row.cells and is_caption(row.text):
            text, status = split_title(row.text)
            return Caption(text, read_generation(text), status, row, row.text)
    return None


def check_identity(
    plan: PlanFacts, rows: Sequence[Row], title: Row | None, captions: Sequence[Caption]
) -> tuple[Issue, ...]:
    """title_missing and period_missing once per edition, excerpt_start, title_variant."""
    issues: list[Issue] = []
    for caption in captions or (None,):
        issues += _missing(plan, rows, title, caption)
    issues += _excerpt(plan, rows)
    issues += _variants(plan, rows, title)
    return tuple(issues)


def _missing(plan: PlanFacts, rows: Sequence[Row], title: Row | None, caption: Caption | None) -> Iterator[Issue]:
    """What is nowhere printed has no place but the title's; the words name the edition where there are several."""
    page = rows[0].line.page
    edition = f"「{caption.printed}」の" if caption else ""
    nowhere = Evidence(caption.printed if caption else "", page)
    if plan.title is None:
        taken = f"自治体は本文から「{plan.municipality}」と読みました。" if plan.municipality else ""
        yield Issue(
            "title_missing", f"{edition}計画名が印刷されていません。{taken}正式な計画名を入力してください。", nowhere
        )
    if plan.start_year is None:
        where = title.evidence(plan.generation or title.text) if title and not caption else nowhere
        message = f"{edition}計画期間が印刷されていません。開始年度と終了年度を入力してください。"
        yield Issue("period_missing", message, where)


def _named_in_prose(plan: PlanFacts, rows: Sequence[Row]) -> str | None:
    """The plan that prose names with the municipality, where it names only one besides the 総合計画."""
    names = {found[0] for row in rows for found in _IN_PROSE.finditer(row.text) if "総合計画" not in found[0]}
    own = [name for name in names if plan.municipality and plan.municipality in name]
    return own[0] if len(own) == 1 else None


def _excerpt(plan: PlanFacts, rows: Sequence[Row]) -> Iterator[Issue]:
    """A document without title whose first numbered heading is not the first one: it was cut out of a longer one."""
    if plan.title is not None:
        return
    for row in [row for row in rows if row.text][:FIRST_ROWS]:
        marker = read_marker(row.text).marker if row.text and may_head(row) else None
        if marker and marker.counted:
            if marker.value[0] > 1 and not marker.word:
                yield row.issue(
                    "excerpt_start",
                    f"文書が「{row.text}」から始まっています。前の部分（計画名など）がないか確かめてください。",
                )
            return


def _variants(plan: PlanFacts, rows: Sequence[Row], title: Row | None) -> Iterator[Issue]:
    """Headings that name the plan with a word less than its title: 生涯学習計画 for 生涯学習推進計画."""
    core = _core(plan)
    if not core:
        return
    for row in rows:
        if row is title or not row.text or not may_head(row):
            continue
        found = _SHORTENED.match(row.text)
        if found and found["name"] != core and not _NOT_A_NAME.match(found["name"]) and _shortens(found["name"], core):
            yield row.issue(
                "title_variant",
                f"見出しの「{found['name']}」は計画名の「{core}」と違います。どちらが正しいか確かめてください。",
                row.text,
                row.text.replace(found["name"], core),
            )
            return


def _core(plan: PlanFacts) -> str:
    """The title without 第n次 and municipality: 生涯学習推進計画."""
    text = re.sub(r"[ \u3000]", "", plan.title or "")
    text = GENERATION.sub("", re.sub(r"[（(].*?[）)]", "", text))
    return text.replace(plan.municipality or "\0", "", 1)


def _shortens(name: str, core: str) -> bool:
    """True where a name is the title with one word of two characters left out of its middle."""
    if len(core) - len(name) != 2 or len(name) < 5:
        return False
    return any(core[:at] + core[at + 2 :] == name for at in range(2, len(core) - 2))
