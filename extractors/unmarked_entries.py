"""What stands under each last entry of an overview → the same, its bold lines told as entries where they are such. Pure.

A chapter may print the title of each 取組 in bold, without number or sign, and say under it what is done.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extractors.numbering import read_marker
from extractors.outline_entries import LEAD
from extractors.section_names import bare, is_aside, is_container, names_part_of_detail
from schemas.structure import Item

SHARE = 0.5
"""Share of the details in which such lines must stand."""
SAID = 0.6
"""Share of the lines that must have text of their own: titles with what is done, not labels one under the other."""
SAME_HEIGHT = 3.0
"""Points."""
LABELS = 3
"""Times from which on the same words are a label of each detail, no title."""


def unmarked_entries(details: Sequence[Sequence[Item]]) -> list[list[Item]]:
    """The items of each detail; bold lines as headings of entries, or all as they were where nothing tells them so."""
    names = Counter(bare(item.text) for detail in details for item in detail)
    rows = Counter(_height(item) for detail in details for item in detail)
    titles = [
        [
            item
            for item in detail
            if _may_be_title(item) and names[bare(item.text)] < LABELS and rows[_height(item)] == 1
        ]
        for detail in details
    ]
    every = [item for found in titles for item in found]
    held = sum(bool(found) for found in titles)
    if held < max(2, SHARE * len(details)) or sum(bool(item.body) for item in every) < SAID * len(every):
        return [list(detail) for detail in details]
    refs = {item.ref for item in every}
    return [[replace(item, heading=LEAD, plain=False) for item in detail if item.ref in refs] for detail in details]


def _may_be_title(item: Item) -> bool:
    """A line of the size of the text that stands out, and is no label."""
    if item.row or item.listed or item.heading is not None or not item.plain:
        return False
    if read_marker(item.text).marker is not None or item.text[0] in "【［[〔＜<≪《〈":
        return False
    return not (is_aside(item.text) or is_container(item.text) or names_part_of_detail(item.text))


def _height(item: Item) -> tuple[int, int]:
    """Page and height of a line: the cells of a row of a table stand beside each other."""
    box = item.evidence.bbox
    return item.evidence.page or 0, round(box.top / SAME_HEIGHT) if box is not None else id(item)
