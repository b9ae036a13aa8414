"""Items of an outline → entries with their markers read, and what tells a heading of a section from one of the plan. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.columns import join_lines
from extractors.numbering import Marker, read_marker
from extractors.section_names import is_aside, is_container, is_title, names_part_of_detail
from schemas.structure import Item

# Markers that chapters and sections of prose carry as well as levels of the hierarchy.
_SECTION_STYLES = (
    "第の",
    "第章",
    "第節",
    "第編",
    "第部",
    "第項",
    "Ⅰ",
    "1",
    "1-1",
    "(1)",
    "1)",
    "一",
    "A",
    "■",
    "◆",
    "●",
    "□",
)
_SIGNS = "○◎〇◯◇▼▽▶▷★☆❖⦿"
"""Bullets that stand before entries, and now and then before the heading of a section."""
LEAD = 9
"""Rank of a heading that no size tells from other lines."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of the hierarchy with its marker read."""

    item: Item
    marker: Marker | None
    name: str
    kind: str
    """What entries of one level have in common: the marker's word and style, or the sort of heading or list."""
    aside: bool = False
    """True for a sub-heading inside the detail of an entry (【現状と課題】): its text describes, it is no node."""


def entry_of(item: Item) -> Entry:
    if item.row:
        marker = read_marker(f"{item.label} {item.text}").marker if item.label else None
        return Entry(item, marker, item.text, f"row{item.row}")
    marked = read_marker(item.text)
    marker, name = marked.marker, marked.name
    if marker is not None and not name and item.plain:
        marker, name = None, item.text
    if marker is None:
        kind = "list" if item.listed else "plain" if item.heading is None else f"#{item.heading}"
    else:
        # ▶▶個別施策 ①: the level's name is printed before the first of a group only
        kind = marker.style if marker.lead or marker.style == "①" else marker.kind
    return Entry(item, marker, name, kind)


def opens_section(entry: Entry) -> bool:
    """Headings, plain or numbered; small numbers (①, ア) open nothing, bullets only by the name behind them."""
    if entry.item.listed or entry.item.row:
        return False
    if entry.marker is None or entry.marker.style in _SECTION_STYLES:
        return True
    named = is_aside(entry.name) or (is_container(entry.name) and "体系" in entry.name)
    return named and entry.marker.style in _SIGNS


def is_titled(entry: Entry) -> bool:
    return entry.marker is None and not entry.item.listed and is_title(join_lines(entry.name))


def is_bracketed(entry: Entry) -> bool:
    return entry.marker is None and bool(re.fullmatch(r"[【［\[〔＜<].*[】］\]〕＞>].{0,12}", entry.name))


def is_label(entry: Entry) -> bool:
    """▼現状と課題: a bullet before the name of a part of the detail."""
    bullet = entry.marker is not None and not entry.marker.counted
    return bullet and names_part_of_detail(entry.name)
