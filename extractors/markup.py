"""Lines with the signs of a markup language → plain lines, headings known as such. Pure.

Markdown, AsciiDoc, reStructuredText, Org, wikis and plain mail say the same things in other signs: a heading has a run of
one sign before it that grows with depth (# ## ###, * ** ***) or a rule of one sign under it; links, emphasis, tick boxes
and quotation signs are no part of the words. What the signs say is kept, the signs go. Lines keep their number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from unicodedata import east_asian_width

HEADING_MOST = 60
"""Characters; a longer line is no heading."""
DEEPEST = 6
"""Levels of headings."""

_RUN = re.compile(r"^([#*=!+])\1{0,5}(?=[ \u3000]*\S)")
_UNDER = re.compile(r"^([=\-~^\"'`#*+.:_])\1{2,}$")
_CLOSED = re.compile(r"[ \u3000]+[#=]+$")
_QUOTE = re.compile(r"^(?:[>＞][ \u3000]?)+")
_TICK = re.compile(r"^([ \u3000]*(?:[-*+・]|[0-9]+[.)])[ \u3000]+)\[[ xX✓-]\][ \u3000]+")
_INLINE = (
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), ""),
    (re.compile(r"\[([^\[\]]+)\]\((?:[^()]|\([^()]*\))*\)"), r"\1"),
    (re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]"), r"\1"),
    (re.compile(r"`([^`<>]+?)[ ]*<[^`<>]+>`_{1,2}"), r"\1"),
    (re.compile(r"(?:https?|link):\S+\[([^\[\]]+)\]"), r"\1"),
    (re.compile(r"\[\^[^\]]{1,8}\]"), ""),
    (re.compile(r"'''?(?=\S)(.+?)(?<=\S)'''?"), r"\1"),
    (re.compile(r"(?<!`)(`{1,2})(?=[^`\s])([^`]+?)\1(?!`)"), r"\2"),
    (re.compile(r"<!--.*?-->"), ""),
    (re.compile(r"[ \u3000]*\{[#.:][\w\-.: #]+\}$"), ""),
)
_DIRECTIVE = re.compile(
    r"^(?:\.\. [\w\-]+::.*|\.\. _.+:|:[A-Za-z][\w\-]*:(?:[ ].*)?|#\+[A-Za-z_]+:?.*|\[[\w\"=,.%\- ]+\])$"
)


@dataclass(frozen=True, slots=True)
class Plain:
    """A line without signs of markup."""

    text: str
    number: int
    """Of its printed line, from 1."""
    heading: int | None = None
    """Depth of a heading, from 1."""


def without_markup(printed: Sequence[str]) -> tuple[Plain, ...]:
    """The lines of a text, numbered from 1; those that only say something of the markup are empty."""
    lines = _unquoted([Plain(text, number) for number, text in enumerate(printed, 1)])
    lines = _ladders(_underlined(lines))
    return tuple(_inline(line) for line in lines)


def _unquoted(lines: list[Plain]) -> list[Plain]:
    """Without the signs before what a mail quotes: all lines of a run have one. Where only some have, it is a bullet."""
    found = list(lines)
    start = 0
    for at in range(len(lines) + 1):
        if at < len(lines) and lines[at].text.strip():
            continue
        if at - start > 1 and all(_QUOTE.match(line.text) for line in lines[start:at]):
            found[start:at] = [replace(line, text=_QUOTE.sub("", line.text)) for line in lines[start:at]]
        start = at + 1
    return found


def _underlined(lines: list[Plain]) -> list[Plain]:
    """Titles over, or between, rules of one sign; the order in which the kinds of rules come first is that of depth."""
    found = list(lines)
    kinds: list[tuple[str, bool]] = []
    for at in range(1, len(lines)):
        rule, title = _UNDER.match(lines[at].text.strip()), found[at - 1].text
        if rule is None or not title.strip() or not _may_be_title(lines, at - 1, rule[1]):
            continue
        over = at > 1 and lines[at - 2].text.strip() == lines[at].text.strip()
        if not over and at > 1 and lines[at - 2].text.strip():
            continue
        long = _width(lines[at].text.strip()) / max(_width(title.strip()), 1)
        if not 0.5 <= long <= 2.0:
            continue
        kind = (rule[1], over)
        if kind not in kinds:
            kinds.append(kind)
        depth = min(kinds.index(kind) + 1, DEEPEST)
        found[at - 1] = replace(lines[at - 1], text=title.strip(), heading=depth)
        found[at] = replace(lines[at], text="")
        if over:
            found[at - 2] = replace(lines[at - 2], text="")
    return found


def _may_be_title(lines: Sequence[Plain], at: int, sign: str) -> bool:
    text = lines[at].text.strip()
    if len(text) > HEADING_MOST or _UNDER.match(text) or "|" in text or text.endswith("。"):
        return False
    return sign in '=-~^"' or not text.startswith(sign)


def _ladders(lines: list[Plain]) -> list[Plain]:
    """Lines that begin with a run of one sign: # always says a heading, another sign where its runs differ in length."""
    runs: dict[str, set[int]] = {}
    for line in lines:
        if (run := _RUN.match(line.text)) is not None and _spaced(line.text, run):
            runs.setdefault(run[1], set()).add(len(run[0]))
    signs = {
        sign for sign, lengths in runs.items() if sign == "#" or len(lengths) > 1 or (sign == "=" and min(lengths) > 1)
    }
    found: list[Plain] = []
    for line in lines:
        run = _RUN.match(line.text)
        if run is None or run[1] not in signs or line.heading is not None or not _spaced(line.text, run):
            found.append(line)
            continue
        title = _CLOSED.sub("", line.text[run.end() :].strip())
        found.append(replace(line, text=title, heading=len(run[0])))
    return found


def _spaced(text: str, run: re.Match[str]) -> bool:
    return text[run.end() : run.end() + 1] in (" ", "\u3000")


def _inline(line: Plain) -> Plain:
    text = line.text
    if _DIRECTIVE.match(text.strip()):
        return replace(line, text="")
    text = _TICK.sub(r"\1", text)
    if not text.isascii() or "<" in text:
        for sign, instead in _INLINE:
            text = sign.sub(instead, text)
    return line if text == line.text else replace(line, text=text)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "FWA" else 1 for sign in text)
