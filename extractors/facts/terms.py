"""Rows → terms (用語) the plan defines: tables of word and definition, and ※ glossaries. Pure, no IO."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.facts.printed import Row, following, is_sentence, may_head
from extractors.numbering import read_marker
from schemas.issue import Issue, Result
from schemas.plan import Term

LONGEST_TERM = 30
"""Characters: what is longer is no term."""
SHORTEST_DEFINITION = 12
"""Characters: what is shorter says no more than the term itself."""
_DEFINES = re.compile(
    r"(?:こと|もの|制度|仕組み|しくみ|取組|人|場|状態|考え方|活動|組織|学習|施設|機関|業務|いう|言う|指す|学校|格差|計画|方法|略|総称|能力|技術|サービス|社会|。)[。）)」]*$"
)
_GLOSSARY = re.compile("用語(?:の)?(?:解説|説明|集|一覧|定義)|ことばの説明|語句(?:の)?説明|注釈")
_NOTE = re.compile(r"[ \u3000]*[（(【](?P<note>[^（）()]*)[）)】]$")
_MARK = re.compile(r"^(?:※|＊|\*)[ \u3000]*[0-9０-９①-⑳]*[ \u3000.．:：]*")
_SUP = re.compile(r"</?su[pb]>")


def read_terms(rows: Sequence[Row]) -> Result[tuple[Term, ...]]:
    """Every term with its definition, in reading order, and what is odd about how they are marked."""
    found: dict[str, Term] = {}
    marked: list[tuple[int, str]] = []
    glossary = False
    for at, row in enumerate(rows):
        if not row.text:
            continue
        if may_head(row) and not row.text.startswith(("※", "＊")):
            glossary = bool(_GLOSSARY.search(row.text)) or (glossary and not _is_section(row))
        if row.cells:
            for entry in _in_table(row):
                found.setdefault(entry.term, entry)
        elif term := _under_mark(rows, at) or (_inline(row) if glossary else None):
            found.setdefault(term.term, term)
            if row.text.startswith("※"):
                marked.append((at, term.term))
    return Result(tuple(found.values()), tuple(_issues(rows, marked)))


def _is_section(row: Row) -> bool:
    """A new section ends a glossary; the terms in it may look like headings themselves."""
    marker = read_marker(row.text).marker
    return marker is not None and marker.counted


def _in_table(row: Row) -> Iterator[Term]:
    """Two cells: a short term, and a sentence about it."""
    filled = [cell for cell in row.cells if cell]
    if len(filled) != 2 or not row.cells[0]:
        return
    term, definition = filled
    if (
        _is_term(term)
        and len(definition) >= 2 * len(term)
        and len(definition) >= SHORTEST_DEFINITION
        and is_sentence(definition)
    ):
        yield Term(_bare(term), definition, row.evidence())


def _under_mark(rows: Sequence[Row], at: int) -> Term | None:
    """※term on a line of its own, its definition on the next; or both on one line, parted by a colon or space."""
    row = rows[at]
    mark = _MARK.match(row.text)
    if mark is None:
        return None
    rest = row.text[mark.end() :]
    if inline := _inline_parts(rest):
        return Term(_bare(inline[0]), inline[1], row.evidence())
    after = following(rows, at)
    if not _is_term(rest) or after is None or rows[after].cells or not _defines(rows[after]):
        return None
    return Term(_bare(rest), rows[after].text, row.evidence())


def _defines(row: Row) -> bool:
    return len(row.text) >= SHORTEST_DEFINITION and not _MARK.match(row.text) and bool(_DEFINES.search(row.text))


def _inline(row: Row) -> Term | None:
    """A line of a glossary section: term, colon or wide space, definition."""
    parts = _inline_parts(row.text.lstrip("■●◆○・ \u3000"))
    return Term(_bare(parts[0]), parts[1], row.evidence()) if parts else None


def _inline_parts(text: str) -> tuple[str, str] | None:
    match = re.match(
        r"^(?P<term>[^：:\u3000。、…]{2,30})[ ]*(?:[：:]|[\u3000 ]*…+|\u3000+|[―—]{1,2})[ \u3000]*(?P<definition>.+)$",
        text,
    )
    if not match or not _is_term(match["term"]) or len(match["definition"]) < SHORTEST_DEFINITION:
        return None
    return (match["term"], match["definition"]) if _DEFINES.search(match["definition"]) else None


def _is_term(text: str) -> bool:
    return 0 < len(_bare(text)) <= LONGEST_TERM and not is_sentence(text) and text[-1] not in "、，をにはがで"


def _bare(text: str) -> str:
    """The term without mark, reading, original word or source behind it."""
    text = _MARK.sub("", _SUP.sub("", text)).strip(" \u3000・「」『』")
    return _NOTE.sub("", text) if not _NOTE.fullmatch(text) else text


def _issues(rows: Sequence[Row], marked: Sequence[tuple[int, str]]) -> Iterator[Issue]:
    """Glossaries that stand between the entries of the plan, and terms whose place in the text has lost its ※."""
    if not marked or (_in_one_place(rows, marked) and not _goes_on_behind(rows, marked)):
        return
    for block in _blocks(rows, marked):
        words = "、".join(f"「{term}」" for _, term in block)
        refs = tuple(ref for at, _ in block for ref in rows[at].refs)
        message = f"用語の説明（{words}）が本文の途中にあるため、前の項目の説明には含めませんでした。"
        yield Issue("glossary_interleaved", message, rows[block[0][0]].evidence(), refs)
    if any("※" in row.text and not row.text.startswith("※") for row in rows):
        yield from _unmarked(rows, marked)


def _in_one_place(rows: Sequence[Row], marked: Sequence[tuple[int, str]]) -> bool:
    """True where all terms stand together, as in a glossary of its own."""
    return rows[marked[0][0]].line.page is not None or len(list(_blocks(rows, marked))) == 1


def _goes_on_behind(rows: Sequence[Row], marked: Sequence[tuple[int, str]]) -> bool:
    """True where entries of the plan stand before and behind one block of terms in a text, which has no heading of its own."""
    first, last = marked[0][0], marked[-1][0]
    if rows[first].line.page is not None:
        return False
    heads = [at for at, row in enumerate(rows) if _is_section(row) and may_head(row)]
    headed = any(may_head(row) and _GLOSSARY.search(row.text) for row in rows[max(0, first - 3) : first])
    before, behind = [at for at in heads if at < first], [at for at in heads if at > last]
    kinds = [{marker.kind for at in part if (marker := read_marker(rows[at].text).marker)} for part in (before, behind)]
    return not headed and bool(kinds[0] & kinds[1])


def _blocks(rows: Sequence[Row], marked: Sequence[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """Terms with nothing but their definitions between them."""
    block: list[tuple[int, str]] = []
    for at, term in marked:
        between = [row for row in rows[block[-1][0] + 1 : at] if row.text] if block else []
        if block and len(between) > 1:
            yield block
            block = []
        block.append((at, term))
    if block:
        yield block


def _unmarked(rows: Sequence[Row], marked: Sequence[tuple[int, str]]) -> Iterator[Issue]:
    for at, term in marked:
        uses = [row for row in rows[:at] if term in row.text and not row.text.startswith("※")]
        if uses and not any(re.search(re.escape(term) + r"[^ぁ-ん、。]{0,12}(?:<sup>)?※", row.text) for row in uses):
            yield uses[-1].issue(
                "term_mark_missing", f"「{term}」は後で説明されていますが、本文に※の印がありません。", term
            )
