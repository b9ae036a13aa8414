"""Entries of a text's outline → where a title may go on in the next line, or another entry begin in the same one. Pure.

Texts taken from pages break long titles, lose numbers and put two lines into one. Nothing is mended: the place is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractors.numbering import read_marker
from extractors.text_habits import SENTENCE_END
from schemas.issue import Issue
from schemas.structure import Evidence, Item

ODD_MAX = 0.15
"""Share of the titles with such a line under them, up to which they stand out."""
SEVERAL = 2
"""Entries of one kind from which its number is known."""
PART_MAX = 30
"""Characters of the rest of a title."""
_TELLS = re.compile(
    r"^[【［\[〔＜<（(「『※→・○●■]|[：:]|[→⇒]|(?:です|ます|ました|ません)$|[0-9０-９]{2}|課$|課[、・]|^[^ぁ-ん]{1,4}$"
)
"""What a line under a title is told from the rest of the title by: labels, figures, offices, sentences."""


_SPACES = re.compile(r"[ \u3000]+")


def outline_slips(items: Sequence[Item]) -> tuple[Issue, ...]:
    """Issues of the entries of a hierarchy; none for a PDF, where distances on the page tell what belongs together."""
    of_text = [item for item in items if item.evidence.line is not None and not item.row]
    return (*_unfinished(of_text), *_run_together(of_text))


def _unfinished(items: Sequence[Item]) -> list[Issue]:
    """Single short lines right under a title that are no sentence: the rest of the title, or an entry that lost its number.

    Where they are common, they are the text's way to describe.
    """
    found = [item for item in items if _has_odd_line(item)]
    if len(found) > ODD_MAX * len(items):
        return []
    return [
        Issue(
            "heading_broken",
            f"「{item.text[:30]}」の次の行「{item.body[0].text[:30]}」は、題名の続きか、番号の抜けた項目かもしれません。確かめてください。",
            Evidence(item.body[0].text, line=item.body[0].line),
            refs=(item.ref,),
            proposal=f"{item.text}{item.body[0].text}",
        )
        for item in found
    ]


def _has_odd_line(item: Item) -> bool:
    if not item.body or item.plain or item.joined > 1 or read_marker(item.text).marker is None:
        return False
    first, second = item.body[0], item.body[1] if len(item.body) > 1 else None
    own, at = item.evidence.line or 0, first.line or 0
    text = first.text
    if at != own + 1 or (second is not None and second.line == at + 1) or len(text) > PART_MAX:
        return False
    return not (text.endswith(SENTENCE_END) or _TELLS.search(text))


def _run_together(items: Sequence[Item]) -> list[Issue]:
    """Titles in which another entry begins, after a space, with a number that begins entries elsewhere."""
    kinds = Counter(marker.kind for item in items if (marker := read_marker(item.text).marker) and marker.counted)
    found = []
    for item in items:
        own = read_marker(item.text)
        if own.marker is None or item.joined > 1:
            continue
        for gap in _SPACES.finditer(own.name):
            part = own.name[gap.end() :]
            inner = read_marker(part)
            if inner.marker is not None and inner.name and inner.marker.counted and kinds[inner.marker.kind] >= SEVERAL:
                message = f"「{item.text[:40]}」に別の項目「{part[:20]}」が続いています。一行に二つの項目がないか確かめてください。"
                found.append(Issue("row_spill", message, item.evidence, refs=(item.ref,), proposal=part))
                break
    return found
