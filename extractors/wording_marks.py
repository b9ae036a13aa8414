"""Rows → punctuation, brackets and leftovers of mark-up that do not fit. Pure, no IO."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.brackets import CLOSERS, PAIRS, first_unbalanced
from extractors.facts.printed import Row
from schemas.issue import Issue

_SUBTITLE_OPEN = re.compile(r"[ \u3000][-－―–—～〜](?=[^-－―–—～〜 \u3000])[^-－―–—～〜]{6,}$")
_SUBTITLE_CLOSED = re.compile(r"[ \u3000][-－―–—～〜][^-－―–—～〜 \u3000][^-－―–—～〜]{5,}[-－―–—～〜]$")
_HTML = re.compile(
    r"</?(?:sup|sub|br|b|i|u|span|div|p|td|tr|th|table|font|strong|em|img|a|li|ul|ol)(?:\s[^<>]*)?/?>|&(?:nbsp|amp|lt|gt|quot|#[0-9]+);",
    re.I,
)
_FINITE = re.compile(r"(?:ます|です|ました|でした|ません|である|であった|ください)$")
_OWN_COMMA, _OTHER_COMMA = "、", "，"
_FULL_STOP = re.compile("[ぁ-ん]．(?=[^0-9０-９]|$)")
ENOUGH = 3
"""Times the usual mark must be printed before another one counts as mixed."""
WRAPPED = 3
"""Lines without a gap over which the words in a pair of brackets may run."""
_PROVISIONAL = re.compile(
    r"[（(]仮称[）)][ \u3000]*(?P<name>[^「」『』（）()、。\t]{2,24})|(?P<before>[^「」『』（）()、。\t \u3000]{2,24})[（(]仮称[）)]"
)
_CLAUSE_ENDS = re.compile("(?<=[一-龥ァ-ヶーり])(?:を|の|に|が|は|と|から|など|による|について).*$")


def check_marks(rows: Sequence[Row]) -> Iterator[Issue]:
    """Every finding about marks."""
    yield from _mixed(rows)
    yield from _provisional(rows)
    closed_subtitles = any(_SUBTITLE_CLOSED.search(cell) for row in rows for cell in row.cells or (row.text,))
    for at, row in enumerate(rows):
        yield from _html(row)
        if row.line.page is None:
            yield from _unbalanced(rows, at)
            yield from _unterminated(rows, at)
            if closed_subtitles:
                yield from _open_subtitle(row)


def _html(row: Row) -> Iterator[Issue]:
    found = _HTML.search(row.text)
    if found:
        low = max(0, found.start() - 8)
        word = re.split(r"[、。「」 ]", row.text[low : found.start()])[-1] + row.text[found.start() : found.end() + 8]
        meant = _HTML.sub("", word)
        yield row.issue("html_residue", f"文字にHTMLの印「{found[0]}」が残っています。", word, meant)


def _unbalanced(rows: Sequence[Row], at: int) -> Iterator[Issue]:
    """Brackets that do not close within their paragraph or cell, nor on the line before or after it."""
    row = rows[at]
    for text in row.cells or (row.text,):
        found = first_unbalanced(text)
        if found is None or (not row.cells and _paired_nearby(rows, at, text[found])):
            continue
        quote = text[max(0, found - 10) : found + 11]
        yield row.issue("unbalanced_delimiter", f"「{text[found]}」に対になる括弧がありません。", quote)


def _paired_nearby(rows: Sequence[Row], at: int, sign: str) -> bool:
    """True where the partner stands on a line close by: the text was wrapped within the brackets."""
    step, partners = (1, CLOSERS) if sign in PAIRS else (-1, PAIRS)
    for near in range(at + step, at + step * (WRAPPED + 1), step):
        if not 0 <= near < len(rows) or not _adjacent(*sorted((rows[near - step], rows[near]), key=_number)):
            return False
        other = first_unbalanced(rows[near].text)
        if other is not None:
            return rows[near].text[other] in partners
    return False


def _number(row: Row) -> int:
    return row.line.number or 0


def _adjacent(upper: Row, lower: Row) -> bool:
    """True where no blank line stands between two rows."""
    return (lower.line.number or 0) - (upper.line.number or 0) == 1


def _open_subtitle(row: Row) -> Iterator[Issue]:
    """-副題 without its closing dash, where other titles of the document close theirs."""
    for text in row.cells or (row.text,):
        found = _SUBTITLE_OPEN.search(text)
        if found:
            words = found[0].strip()
            yield row.issue(
                "unbalanced_delimiter",
                f"副題「{words}」の終わりの「{words[0]}」がありません。",
                words,
                words + words[0],
            )


def _unterminated(rows: Sequence[Row], at: int) -> Iterator[Issue]:
    """A paragraph of several sentences whose last one lacks its full stop."""
    row = rows[at]
    if at + 1 < len(rows) and _adjacent(row, rows[at + 1]):
        return
    if not row.cells and "。" in row.text and _FINITE.search(row.text):
        words = row.text.rsplit("。", 1)[1][-14:]
        yield row.issue("sentence_unterminated", "段落の最後の文が句点で終わっていません。", words, words + "。")


def _mixed(rows: Sequence[Row]) -> Iterator[Issue]:
    """Two kinds of comma (、 and ，) or full stop (。 and ．) in one document: the rarer one is named."""
    whole = "".join(row.text for row in rows)
    own, other = whole.count(_OWN_COMMA), whole.count(_OTHER_COMMA)
    if min(own, other) and max(own, other) >= ENOUGH:
        rare = _OTHER_COMMA if other <= own else _OWN_COMMA
        yield _rare(rows, re.compile(rare), f"読点に「{_OWN_COMMA}」と「{_OTHER_COMMA}」が混ざっています。")
    elif whole.count("。") >= ENOUGH and _FULL_STOP.search(whole):
        yield _rare(rows, _FULL_STOP, "句点に「。」と「．」が混ざっています。")


def _rare(rows: Sequence[Row], rare: re.Pattern[str], message: str) -> Issue:
    places = [row for row in rows if rare.search(row.text)]
    first = places[0]
    found = rare.search(first.text)
    at = found.start() if found else 0
    refs = tuple(ref for row in places for ref in row.refs)
    return Issue("punctuation_mixed", message, first.evidence(first.text[max(0, at - 6) : at + 7]), refs)


def _provisional(rows: Sequence[Row]) -> Iterator[Issue]:
    """Names marked as provisional (仮称), once each."""
    seen: set[str] = set()
    for row in rows:
        for found in _PROVISIONAL.finditer(row.text):
            name = found["name"] or found["before"]
            name = (_CLAUSE_ENDS.sub("", name) or name).strip(" \u3000")
            if name not in seen:
                seen.add(name)
                yield row.issue(
                    "provisional_name",
                    f"「{name}」は仮称です。正式な名称が決まったら更新してください。",
                    found[0].strip(),
                )
