"""Lines of a text → the same with words that were printed from the top down, a character a line, on one line. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.numbering import BULLETS, SPACES, read_marker
from schemas.document import Line

FEWEST = 4
"""Lines of one character that make a word set upright; three may be figures of a chart."""
WORDS = 0.7
"""Share of the characters that are Japanese letters."""
_LETTER = re.compile(r"[一-龥々ぁ-んァ-ヶー]")
_NUMBER = re.compile(r"[①-⑳Ⅰ-Ⅻ⑴-⒇]")
"""What begins another word in the next cell."""
_LAST = re.compile(rf"[ \u3000]*([一-龥々ぁ-んァ-ヶー])[ \u3000]+([{BULLETS}(（①-⑳].*)")
_UPRIGHT = str.maketrans({"︱": "ー", "｜": "ー", "丨": "ー", "︵": "（", "︶": "）", "﹁": "「", "﹂": "」"})
"""Signs that have a form of their own in upright text."""


def set_upright(lines: Sequence[Line]) -> list[Line]:
    """The lines; an upright word stands in the line of its first character, its number before it."""
    found: list[Line] = []
    run: list[Line] = []
    for line in lines:
        single = len(line.text.strip(SPACES)) == 1
        if run and line.number == (run[-1].number or 0) + 1:
            last = _LAST.match(line.text)
            if single:
                run.append(line)
                continue
            if last and len(run) >= FEWEST:  # the last character of the word, and what is printed beside it
                run.append(replace(line, text=last[1]))
                line = replace(line, text=last[2])
        found += _joined(run)
        run = [line] if single else []
        found += [] if single else [line]
    return [*found, *_joined(run)]


def _joined(run: Sequence[Line]) -> list[Line]:
    """The lines of a run, each word of it on one."""
    text = "".join(line.text.strip(SPACES) for line in run)
    if len(run) < FEWEST or len(_LETTER.findall(text)) < WORDS * len(text):
        return list(run)
    starts = [at for at, line in enumerate(run) if at == 0 or _NUMBER.match(line.text.strip(SPACES))]
    ends = [*starts[1:], len(run)]
    return [_word(run[a:b]) for a, b in zip(starts, ends, strict=True)]


def _word(run: Sequence[Line]) -> Line:
    text = "".join(line.text.strip(SPACES) for line in run)
    if not _LETTER.match(text) and (marker := read_marker(text[0]).marker) is not None and marker.counted:
        text = f"{text[0]} {text[1:]}"
    return replace(run[0], text=text.translate(_UPRIGHT))
