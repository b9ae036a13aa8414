"""Lines → suspected slips of the pen, of OCR and of layout in their wording (表記の確認). Pure but for the lexicon file.

Reports, never changes: values stay as printed, and what was probably meant is the issue's proposal.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from extractors.facts.printed import Row, is_sentence, printed
from extractors.facts.reflow import reflow
from extractors.lexicon import Lexicon, Slip, lexicon
from extractors.wording_characters import check_characters
from extractors.wording_marks import check_marks
from extractors.wording_phrases import check_phrases
from extractors.wording_spaces import check_spaces
from schemas.document import Line
from schemas.issue import Issue

CONTEXT = 4
"""Characters on each side of a slip that are quoted with it, as far as the word or clause goes."""
_CLAUSE = "、。「」（）() \u3000\t"


def check_wording(lines: Sequence[Line]) -> tuple[Issue, ...]:
    """Every finding about the wording of a document, in the order of its lines."""
    return check_rows(printed(reflow(lines)))


def check_rows(lines: Sequence[Row]) -> tuple[Issue, ...]:
    """The same, of lines that have been made ready for reading."""
    rows = tuple(row for row in lines if row.text)
    words = lexicon()
    issues = [
        *_slips(rows, words),
        *check_characters(rows, words),
        *check_phrases(rows, words),
        *check_marks(rows),
        *check_spaces(rows),
    ]
    if not issues:
        return ()
    places = {row.evidence(""): at for at, row in enumerate(rows)}
    return tuple(sorted(issues, key=lambda issue: places[dataclasses.replace(issue.evidence, text="")]))


def _slips(rows: Sequence[Row], words: Lexicon) -> Iterator[Issue]:
    """Sequences of the lexicon that are no Japanese."""
    whole = "\n".join(row.text for row in rows)
    slips = [slip for slip in words.slips if slip.anywhere.search(whole)]
    of_titles = [slip for slip in words.title_slips if slip.anywhere.search(whole)]
    for row in rows if slips or of_titles else ():
        for slip in slips if is_sentence(row.text) else (*slips, *of_titles):
            for found in slip.find.finditer(row.text):
                if not words.accepts(row.text, found.start(), found.end()):
                    yield _slip(row, found, slip)


def _slip(row: Row, found: re.Match[str], slip: Slip) -> Issue:
    start, end = clause(row.text, found.start(), found.end())
    printed_words = row.text[start:end]
    meant = row.text[start : found.start()] + found.expand(slip.meant) + row.text[found.end() : end]
    return row.issue(
        "typo_suspected",
        f"「{printed_words}」は「{meant}」の誤りではないか確かめてください。",
        printed_words,
        meant,
    )


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """A place widened by a few characters, not beyond its clause, so that people find it."""
    low, high = start, end
    while low > max(0, start - CONTEXT) and text[low - 1] not in _CLAUSE:
        low -= 1
    while high < min(len(text), end + CONTEXT) and text[high] not in _CLAUSE:
        high += 1
    return low, high
