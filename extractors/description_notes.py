"""Items of a text outline → notes on their descriptions: several subjects under one title, a sentence cut by a blank line. Pure.

Only what is certain by its company: one entry has paragraphs side by side where all others of its kind have one; a
paragraph stops in the middle of a sentence that the next one ends.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from extractors.numbering import read_marker
from schemas.issue import Issue
from schemas.structure import Evidence, Item

SUBJECTS = 3
"""Paragraphs from which on a description has several subjects, where all others have one."""
OTHERS = 2
"""Other entries that must have one paragraph each."""
CUT_MIN = 15
"""Characters of a paragraph that stops before its sentence ends; what is shorter may be a title of its own."""
QUOTE = 40
"""Characters of a line quoted in a note."""
_GOES_ON = re.compile(
    r"^(?:また|さら|なお|一方|そのため|このため|こう|これ[らにをまは]|その|それ|特に|加えて|しかし|ただし|あわせて|併せて|以上|このよう|具体的|例えば|たとえば|[0-9０-９①-⑳・※(（])"
)
_OPEN_END = re.compile(r"[ぁ-んァ-ヶー一-龥](?<!です)(?<!ます)(?<!ません)(?<!ました)(?<!こと)(?<!もの)$")
_ENDS = re.compile(r"。[」』）)]?$")
_BEGINS_WITHIN = re.compile(
    r"^(?:[をがにはのでとへも](?![ともにうんやぎび])|[ぁ-ん]{0,2}(?:する|した|して|ます|され|による|など|ため|こと)|[、。])"
)


def description_notes(items: Sequence[Item]) -> tuple[Issue, ...]:
    """Notes in the order of the entries; none for a PDF, where blank lines are no lines."""
    of_text = [item for item in items if item.evidence.line is not None and item.body and not item.row]
    return (*_several_subjects(of_text), *_cut_by_blank(of_text))


def _several_subjects(items: Sequence[Item]) -> list[Issue]:
    kinds: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        marker = read_marker(item.text).marker
        if marker is not None:
            kinds[marker.kind].append(item)
    found = []
    for same in kinds.values():
        many = [item for item in same if len(item.body) > 1]
        if len(many) != 1 or len(same) <= OTHERS or not _side_by_side(many[0].body):
            continue
        item = many[0]
        message = (
            f"「{item.text[:30]}」の説明は{len(item.body)}つの段落からなり、それぞれ別の主題のようです。"
            "小見出しを付けて分けるか確かめてください。"
        )
        evidence = Evidence(item.body[0].text[:QUOTE], line=item.body[0].line)
        found.append(Issue("description_multi_topic", message, evidence, refs=(item.ref,)))
    return found


def _side_by_side(body: Sequence[Evidence]) -> bool:
    """Whether paragraphs are sentences of their own, none of which goes on from the one before it."""
    apart = all((below.line or 0) > (above.line or 0) + 1 for above, below in pairwise(body))
    whole = all(_ENDS.search(paragraph.text) for paragraph in body)
    return len(body) >= SUBJECTS and apart and whole and not any(_GOES_ON.match(one.text) for one in body[1:])


def _cut_by_blank(items: Sequence[Item]) -> list[Issue]:
    found = []
    for item in items:
        for above, below in pairwise(item.body):
            blank = (below.line or 0) > (above.line or 0) + 1
            if blank and len(above.text) >= CUT_MIN and _is_cut(above.text, below.text):
                message = "説明の文が空行で分かれています。続きとして読みました。間に抜けた文がないか確かめてください。"
                evidence = Evidence(above.text[-QUOTE:], line=above.line)
                found.append(Issue("description_split_by_blank", message, evidence, refs=(item.ref,)))
    return found


def _is_cut(above: str, below: str) -> bool:
    """Whether the first paragraph has no end and the second ends its sentence, beginning as no sentence does."""
    if not _OPEN_END.search(above) or not _ENDS.search(below):
        return False
    return bool(_BEGINS_WITHIN.match(below)) or above[-1] in "をにがのはで"
