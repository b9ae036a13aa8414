"""Rows → statements (基本理念, 将来像, 主題 ...) with their kind and whose they are. Pure, no IO."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.facts.printed import Row, following, is_sentence, marked, may_head, stands_out
from extractors.facts.title import ENDS_AS_TITLE
from extractors.numbering import read_marker
from schemas.issue import Issue, Result
from schemas.plan import Statement

KIND = (
    "まちづくりの(?:基本)?理念|計画の(?:基本)?理念|教育の(?:基本)?理念|基本理念|教育理念|理念|将来都市像|都市将来像|まちの将来像|(?:目指す|めざす|目ざす)(?:べき)?将来像|将来像"
    "|(?:目指す|めざす|目ざす)(?:べき)?(?:まちの)?姿|(?:目指す|めざす|目ざす|望ましい|あるべき)(?:べき)?(?:都市|まち|地域|教育|人間|環境|子ども|市民|スポーツ)像|都市像|環境像|地域像|目標像|主題|副題|(?:基本|メイン|統一)?テーマ|キャッチフレーズ|キャッチコピー|スローガン"
    "|合言葉|基本姿勢|ミッション|全体目標|最上位目標"
)
_QUOTES = '「『“"〝《【'
_UNQUOTES = '」』”"〟》】'
_SPACE = " \u3000"
_LEAD = r"(?:[■●◆◇○◎〇◯□▼★☆]?[ \u3000]*)(?:本計画の|この計画の|計画の|本市の|推進の)?"
_QUOTED = re.compile(
    rf"^{_LEAD}(?P<kind>{KIND})[ \u3000：:は]*[{_QUOTES}](?P<text>[^{_QUOTES}{_UNQUOTES}]+(?:「[^」]*」[^{_QUOTES}{_UNQUOTES}]*)*)[{_UNQUOTES}]$"
)
_BESIDE = re.compile(
    rf"^{_LEAD}[【〔［]?(?P<kind>{KIND})(?:[】〕］](?=[^ \u3000：:])|[】〕］]?(?:[ \u3000]*[：:][ \u3000]*|[\u3000\t]+[ \u3000]*|[ \u3000]+))(?P<text>\S.+)$"
)
_ALONE = re.compile(
    rf"^(?:本計画の|この計画の|計画の|本市の|推進の|(?P<of>[^。、「」]{{2,25}}?(?:計画|構想|ビジョン|プラン|戦略))の|[^。、「」]{{1,12}}推進の)?(?P<kind>{KIND})$"
)
_NAMED_SO = re.compile(
    rf"[「『](?P<text>[^「」『』]{{4,60}})[」』](?:を|が|は)、?(?:本計画の|この計画の|計画の)?(?P<kind>{KIND})(?=[とにで、。])"
)
_SO_NAMED = re.compile(rf"(?P<kind>{KIND})(?:を|は|として、?)[「『](?P<text>[^「」『』]{{4,60}})[」』]")
_GOAL_CELL = re.compile(
    r"^(?P<head>[^ \u3000。、]{0,24}?(?P<kind>基本目標|全体目標|総合目標|基本理念|目標))[ \u3000\n]+(?P<text>[^ \u3000]{20,}(?:ます|する|める|れる|てる|えす|る|す)。?)$"
)
_ANY_KIND = re.compile(f"{KIND}|目標")
LONGEST = 70
"""Characters: a slogan is not longer; what is longer is prose."""
SHORTEST = 4
"""Characters: 学び合い is the shortest there is."""
LOOKED_AT = 4
"""Rows with text under a heading among which the statement stands."""
UNLABELLED = "標語"
"""Kind of a statement that is printed without one."""
SLOGAN_LINES = 2
"""Lines of one slogan without label, at most."""
_LEVEL_WORDS = re.compile(
    "^(?:[一-龥ぁ-んァ-ヶー]{0,6}(?:目標|方針|方向|施策|政策|分野|取組|事業|柱|項目|区分|担当課)[ \u3000]*){1,6}$"
)


def read_statements(rows: Sequence[Row], title: str | None) -> Result[tuple[Statement, ...]]:
    """Every statement, in reading order, with an issue for each that is another plan's or has no label."""
    found: dict[str, Statement] = {}
    issues: list[Issue] = []
    for at in range(len(rows)):
        for kind, text, where in _at(rows, at):
            clean = _bare(text)
            if clean in found or not len(clean) >= SHORTEST:
                continue
            owner = _owner(rows, at, title)
            found[clean] = Statement(kind, clean, where.evidence(), owner)
            issues += _issues(where, kind, text, owner)
    for block in _unlabelled(rows):
        for row in block:
            found.setdefault(f"{row.text} {row.line.number}", Statement(UNLABELLED, row.text, row.evidence()))
        words = "　".join(row.text for row in block)
        message = f"表の後の「{words}」に見出しがありません。基本理念、将来像などの種別を選んでください。"
        refs = tuple(ref for row in block for ref in row.refs)
        issues.append(Issue("statement_unlabelled", message, block[0].evidence(), refs))
    return Result(tuple(found.values()), tuple(issues))


def _at(rows: Sequence[Row], at: int) -> Iterator[tuple[str, str, Row]]:
    """Kind, words and row of each statement that the row at `at` opens."""
    row = rows[at]
    if not _ANY_KIND.search(row.text):
        return
    if row.cells:
        yield from _in_cells(row)
        return
    inner = marked(row).name
    quoted = _QUOTED.match(inner) or _QUOTED.match(row.text)
    if quoted:
        yield quoted["kind"], _inside(inner, quoted["text"]), row
        return
    if alone := _ALONE.match(inner.strip(_SPACE)):
        yield from _under(rows, at, alone["kind"])
        return
    beside = _BESIDE.match(row.text)
    if beside and _is_phrase(beside["text"]):
        yield beside["kind"], beside["text"], row
        return
    for pattern in (_NAMED_SO, _SO_NAMED):
        for match in pattern.finditer(row.text):
            yield match["kind"], match["text"], row


def _inside(printed: str, text: str) -> str:
    """The words with the brackets they are printed in, so that spaces inside them can be seen."""
    start = printed.index(text)
    return printed[start - 1 : start + len(text) + 1]


def _in_cells(row: Row) -> Iterator[tuple[str, str, Row]]:
    filled = [cell for cell in row.cells if cell]
    if len(filled) == 2 and (alone := _ALONE.match(filled[0].strip("【】"))) and _is_phrase(filled[1]):
        yield alone["kind"], filled[1], row
    for cell in filled[:1]:
        if goal := _GOAL_CELL.match(cell):
            yield goal["kind"], goal["text"], row


def _under(rows: Sequence[Row], at: int, kind: str) -> Iterator[tuple[str, str, Row]]:
    """The slogan under a heading of its own: the first short line that is no sentence, or what prose puts in 「」."""
    index: int | None = at
    for _ in range(LOOKED_AT):
        index = following(rows, index) if index is not None else None
        if index is None:
            return
        row = rows[index]
        if row.cells or row.line.page != rows[at].line.page or _ALONE.match(marked(row).name.strip(_SPACE)):
            return
        if is_sentence(row.text) or len(row.text) > LONGEST or row.text[-1] in "を、，":
            for pattern in (_NAMED_SO, _SO_NAMED):
                if match := pattern.search(row.text):
                    yield match["kind"], match["text"], row
                    return
            continue
        if read_marker(row.text).marker is not None or not _is_phrase(row.text):
            return
        yield kind, _whole_slogan(rows, index), row
        return


def _whole_slogan(rows: Sequence[Row], at: int) -> str:
    """A slogan of a PDF may run over lines of one size that is larger than the usual one."""
    row = rows[at]
    text = row.text
    for lower in rows[at + 1 : at + SLOGAN_LINES]:
        a, b = row.line, lower.line
        if not a.size or a.bbox is None or b.bbox is None or a.page != b.page or b.size != a.size:
            break
        near = 0 <= b.bbox.top - a.bbox.bottom < a.size
        if not near or not stands_out(row, rows) or not _is_phrase(lower.text) or _ALONE.match(lower.text):
            break
        text += " " + lower.text
    return text


def _is_phrase(text: str) -> bool:
    """True where words may be a slogan: short, no sentence, no heading row of a table, no list."""
    bare = _bare(text)
    if not SHORTEST <= len(bare) <= LONGEST or is_sentence(bare) or read_marker(bare).marker is not None:
        return False
    return not (
        _LEVEL_WORDS.match(bare) or bare[-1] in "、，をにはが：:" or "…" in bare or re.search(r"\d{4}|[→⇒▼]", bare)
    )


def _bare(text: str) -> str:
    """Without the brackets around the whole and the spaces inside them."""
    text = text.strip(_SPACE)
    while len(text) > 2 and text[0] in _QUOTES and text[-1] in _UNQUOTES and text.count(text[0]) == 1:
        text = text[1:-1].strip(_SPACE)
    return text


def _owner(rows: Sequence[Row], at: int, title: str | None) -> str | None:
    """The other plan under whose name the statement stands, with no prose between."""
    for index in range(at - 1, max(-1, at - 8), -1):
        row = rows[index]
        if not row.text:
            continue
        if _names_plan(row.text):
            core = re.sub(r"\s", "", row.text)
            own = re.sub(r"\s", "", title or "")
            return None if core in own or (own in core and own) else row.text
        if not _QUOTED.match(marked(row).name) and not _ALONE.match(marked(row).name):
            break
    return None


def _unless_own(name: str, title: str | None) -> str | None:
    """The name of a plan, None where it is this plan's, in full or shortened."""
    core, own = re.sub(r"\s", "", name), re.sub(r"\s", "", title or "")
    return None if core in own or (own and own in core) else name


def _names_plan(text: str) -> bool:
    return (
        len(text) <= 30
        and bool(ENDS_AS_TITLE.search(text))
        and read_marker(text).marker is None
        and not is_sentence(text)
    )


def _issues(row: Row, kind: str, text: str, owner: str | None) -> Iterator[Issue]:
    if owner:
        yield row.issue(
            "statement_of_other_plan",
            f"この{kind}は「{owner}」のものと読みました。この計画のものではないか確かめてください。",
            row.text,
        )
    if text[:1] in _QUOTES and text[1:-1] != text[1:-1].strip(_SPACE):
        yield row.issue(
            "title_variant", f"{kind}の括弧の内側に空白があります。空白を除いて読みました。", text, _bare(text)
        )


def _unlabelled(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Short lines right behind a table of a text, before the next table or the end: a slogan that lost its label."""
    filled = [row for row in rows if row.text]
    for at, row in enumerate(filled):
        if row.line.page is not None or not row.cells or at + 1 == len(filled) or filled[at + 1].cells:
            continue
        end = next((i for i in range(at + 1, len(filled)) if filled[i].cells), len(filled))
        tail = filled[at + 1 : end]
        if len(tail) <= SLOGAN_LINES and all(is_slogan(entry) for entry in tail):
            yield tail


def is_slogan(row: Row) -> bool:
    """まちづくり, まち, 社会の実現: a wish for the whole, not a heading."""
    return may_head(row) and row.markdown is None and _is_phrase(row.text) and bool(_WISH.search(row.text))


_WISH = re.compile(
    "(?:まちづくり|ひとづくり|まち|まちへ|社会|社会の実現|の実現|未来|未来へ|を目指して|をめざして|[^一-龥]のまち[^ ]{0,8})$"
)
