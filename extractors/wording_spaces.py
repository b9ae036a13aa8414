"""Rows of a text → spaces that line breaks or letter spacing left behind. Pure, no IO."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.facts.printed import Row, is_sentence
from extractors.facts.statements import read_statements
from schemas.issue import Issue

_SPACED_LETTERS = re.compile(
    r"(?<![A-Za-z])(?:[A-Z] ){2,}[A-Z](?![a-z])|(?<![A-Za-z])[A-Z]{2,} s(?![A-Za-z])|[Ａ-Ｚ]{2,}[ \u3000][ｓs](?![A-Za-zＡ-Ｚａ-ｚ])"
)
# A space that cuts a phrase: behind a word that needs the next one, or before a particle.
_CUT = re.compile(
    r"(?<=[一-龥ぁ-んァ-ヶー]) (?=(?:(?:との|での|への|からの|による|のための)[一-龥ァ-ヶぁ-ん]|[のをにがはとで][一-龥ァ-ヶ]))"
    r"|(?<=[一-龥ぁ-ん][なのをにがは]) (?=[一-龥ァ-ヶ])|(?:(?<=える|れる|せる|べる|かる|がる|める|ける|わる|よる|係る)) (?=[一-龥ァ-ヶ])"
)
_IN_SENTENCE = re.compile(r"(?<=[、。]) (?=[ぁ-んァ-ヶ一-龥「])|(?<=[^0-9０-９a-z①-⑳][）)]) (?=[ぁ-んァ-ヶ一-龥])")
_LATIN_WORD = re.compile(r"(?<![A-Za-z])([A-Z]{2,6})(?![A-Za-z])")


def check_spaces(rows: Sequence[Row]) -> Iterator[Issue]:
    """Every finding about spaces. A PDF's spaces are a matter of distances on the page and are not looked at."""
    if not rows or rows[0].line.page is not None:
        return
    slogans = {entry.evidence.line for entry in read_statements(rows, None).value}
    glued = _glued_words(rows)
    for row in rows:
        found = _first(row, glued, row.line.number in slogans)
        if found is not None:
            start, end = found
            words = row.text[max(0, start - 8) : end + 8].strip()
            kept = (
                row.text[max(0, start - 8) : start]
                + row.text[start:end].replace(" ", "").replace("\u3000", "")
                + row.text[end : end + 8]
            )
            yield row.issue("whitespace_artifact", f"「{words}」に不要な空白があるようです。", words, kept.strip())


def _first(row: Row, glued: set[str], slogan: bool) -> tuple[int, int] | None:
    """The first needless space of a row, with the letters it parts."""
    if letters := _SPACED_LETTERS.search(row.text):
        return letters.span()
    if slogan:
        return None
    if is_sentence(row.text):
        found = _IN_SENTENCE.search(row.text)
        return found.span() if found else _parted_word(row.text, glued)
    cut = _CUT.search(row.text)
    return cut.span() if cut else None


def _glued_words(rows: Sequence[Row]) -> set[str]:
    """Latin words that stand at least once right beside Japanese: ITボランティア."""
    return {found[1] for row in rows for found in _LATIN_WORD.finditer(row.text) if _beside(row.text, found.end())}


def _beside(text: str, at: int) -> bool:
    return at < len(text) and bool(re.match("[一-龥ぁ-んァ-ヶ]", text[at]))


def _parted_word(text: str, glued: set[str]) -> tuple[int, int] | None:
    """A Latin word with a space behind it that elsewhere has none: IT 講座."""
    for found in _LATIN_WORD.finditer(text):
        if found[1] in glued and text[found.end() : found.end() + 1] == " " and _beside(text, found.end() + 1):
            return found.end(), found.end() + 1
    return None
