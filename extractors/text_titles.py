"""Lines of a text → where the title of an entry ends: a sentence behind it on its line, or its rest in the next lines. Pure."""

from __future__ import annotations

from dataclasses import replace

from extractors.cell_items import clean_name, split_sentence
from extractors.numbering import SPACES, Marked, read_marker
from extractors.text_habits import HEADING, LIST, SENTENCE_END
from schemas.document import Line
from schemas.issue import Issue
from schemas.structure import Evidence, Item

BEHIND_MIN = 12
"""Characters of a sentence that stands behind a title on its line."""
PART_MAX = 30
"""Characters of one line of a title that was set over several lines."""


def titled_item(ref: str, line: Line, marked: Marked, indent: float) -> Item | None:
    """(1) 題名　文。: a title with a sentence behind it on the same line; None where a line is a sentence all along."""
    title, sentence = split_sentence(marked.name, BEHIND_MIN)
    if sentence is None or "、" in title or marked.marker is None or not marked.marker.counted:
        return None
    return with_sentence(ref, line, marked, indent, title, sentence)


def with_sentence(ref: str, line: Line, marked: Marked, indent: float, title: str, sentence: str) -> Item:
    """An entry with the sentence that stands behind its title."""
    assert marked.marker is not None
    printed = line.text.strip(SPACES)
    text = printed[: printed.index(title, len(marked.marker.label)) + len(title)]
    return Item(
        ref, text, Evidence(text, line=line.number), indent=indent, body=(Evidence(sentence, line=line.number),)
    )


def join_title(item: Item, lines: tuple[Line, ...], index: int, issues: list[Issue]) -> tuple[Item, int]:
    """A bare marker with the short lines that follow it, up to the first sentence or marker."""
    parts: list[Line] = []
    at = index
    while at < len(lines):
        line = lines[at]
        text = line.text.strip(SPACES)
        if not text:
            at += 1
            continue
        if (
            read_marker(text).marker is not None
            or HEADING.match(line.text)
            or LIST.match(line.text)
            or len(text) > PART_MAX
            or text.endswith(SENTENCE_END)
            or "\t" in text
        ):
            break
        parts.append(line)
        at += 1
    if not parts:
        return item, index
    printed = "\n".join([item.text, *(line.text.strip(SPACES) for line in parts)])
    title = clean_name("\n".join(line.text.strip(SPACES) for line in parts))
    issues.append(
        Issue(
            "heading_broken",
            f"見出し「{item.text}」と題名が{len(parts) + 1}行に分かれています。つないだ題名が正しいか確かめてください。",
            Evidence(item.text, line=item.evidence.line),
            refs=(item.ref,),
            proposal=f"{item.text} {title}",
        )
    )
    joined = replace(item, text=printed, evidence=Evidence(printed, line=item.evidence.line), joined=len(parts) + 1)
    return joined, lines.index(parts[-1], index) + 1
