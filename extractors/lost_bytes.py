"""Lines of a text → the same with the signs restored whose first byte a conversion lost. Pure.

① to ⑳ and Ⅰ to Ⅹ are two bytes in the offices' code (CP932, row 13). A program that knows JIS X 0208 alone drops the first
of them, and what is left is a letter: @ A B for ① ② ③, T U V for Ⅰ Ⅱ Ⅲ. A letter is taken for such a rest only in a
series from the first one on, and never in silence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.numbering import DASHES, LEVEL_NOUN
from schemas.document import Line
from schemas.issue import Issue, Result
from schemas.structure import Evidence

FEWEST = 2
"""Signs that make a series."""
_BEHIND = rf"(?=[{DASHES} \t\u3000.．、]+[一-龥ぁ-んァ-ヶ々「『0-9０-９]|[一-龥ぁ-ん「『])"
"""A title or a further number follows, not a word such as Uターン."""


@dataclass(frozen=True, slots=True)
class _Signs:
    """Signs that stand in a row of the code, and the letters that are left of them."""

    first: str
    left: str
    """What is left of the first one."""
    count: int
    place: re.Pattern[str]
    """Where one stands in a line; the sign is the group n."""

    def number(self, letter: str) -> int:
        return ord(letter) - ord(self.left)

    def sign(self, letter: str) -> str:
        return chr(ord(self.first) + self.number(letter))


_CIRCLED = _Signs("①", "@", 20, re.compile(rf"^[ \t\u3000]*(?P<n>[@-S])(?:{_BEHIND}|(?=[ァ-ヶ]))"))
_ROMAN = _Signs(
    "Ⅰ",
    "T",
    10,
    re.compile(rf"^[ \t\u3000]*(?:第|[一-龥々]{{0,6}}(?:{LEVEL_NOUN}))?(?P<n>[T-Z\[\\\]]){_BEHIND}"),
)


def restore_signs(lines: Sequence[Line]) -> Result[tuple[Line, ...]]:
    """The lines with ① and Ⅰ in place of what was left of them, and one issue for each kind that names all of them."""
    restored = list(lines)
    issues: list[Issue] = []
    for signs in (_CIRCLED, _ROMAN):
        found = _series(restored, signs)
        if not found:
            continue
        for at, place in found:
            text = restored[at].text
            restored[at] = replace(restored[at], text=text[:place] + signs.sign(text[place]) + text[place + 1 :])
        issues.append(_issue(lines, found, signs))
    return Result(tuple(restored), tuple(issues))


def _series(lines: Sequence[Line], signs: _Signs) -> list[tuple[int, int]]:
    """Line and place in it of each sign of all series that begin with the first sign and have a second."""
    found: list[tuple[int, int]] = []
    run: list[tuple[int, int]] = []
    before = ""
    for at, line in enumerate(lines):
        match = signs.place.match(line.text)
        letter = match["n"] if match else _letter(line.text)
        if not letter:
            continue
        if match is None or (letter == signs.left and before == chr(ord(letter) - 1)):
            run, before = [], letter  # … R S T: a list by letters
            continue
        before = letter
        if signs.number(letter) == 0:
            run = []
        elif not run or signs.number(letter) != len(run) or len(run) >= signs.count:
            continue
        run.append((at, match.start("n")))
        if len(run) == FEWEST:
            found += run
        elif len(run) > FEWEST:
            found.append(run[-1])
    return found


def _letter(text: str) -> str:
    """The letter that a line begins with as an entry of a list, "" where it does not."""
    match = re.match(rf"[ \t\u3000]*([@-\]]){_BEHIND}", text)
    return match[1] if match else ""


def _issue(lines: Sequence[Line], found: Sequence[tuple[int, int]], signs: _Signs) -> Issue:
    first = lines[found[0][0]]
    second = chr(ord(signs.left) + 1)
    message = (
        f"行頭の「{signs.left}」「{second}」などを、文字コードの変換で壊れた「{signs.first}」「{signs.sign(second)}」などとして"
        "読みました。原本と見比べて確かめてください。"
    )
    refs = tuple(f"L{lines[at].number}" for at, _ in found)
    return Issue("encoding_guessed", message, Evidence(first.text.strip()[:40], line=first.number), refs=refs)
