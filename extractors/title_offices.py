"""Items of an outline → the same, the offices in charge (担当課) that are printed behind a title or under its text apart. Pure.

Three ways are common: （健康増進課） behind the title, the same on a line of its own, and 【担当課：健康増進課】.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extractors.columns import join_lines
from extractors.numbering import read_marker
from schemas.structure import Item

SEVERAL = 3
"""Titles with offices behind them, from which on that is how the plan prints them; a single one may be a name."""
SHARE = 0.5
"""Share of the titles with the same kind of number that must have them."""

_OFFICE = r"[^、，,・／/。（）()\s]{1,14}(?:課|室|局|部|署|センター|係|館|委員会|事務所|全庁|各課)(?:ほか|等|など)?"
OFFICES = rf"{_OFFICE}(?:[、，,・／/\s]+{_OFFICE})*"
_BEHIND = re.compile(rf"[\s\u3000]*[（(【\[［〔](?P<offices>{OFFICES})[）)】\]］〕]\s*$")
_LINE = re.compile(
    rf"^[（(【\[［〔■●◆○]*(?:(?:主な)?(?:担当|所管|主管|関係|実施)(?:課|部署|部局|室|課室|所属)?(?:等|名)?[】\]］〕]?[\s\u3000]*[：:／/\s\u3000]+[\s\u3000]*(?P<named>[^。：:]+?)|(?P<bare>{OFFICES}))"
    r"[）)】\]］〕]?$"
)


def with_offices(items: Sequence[Item]) -> list[Item]:
    """The items with their departments; titles and texts without them."""
    kinds = [_kind(item) for item in items]
    behind = [_BEHIND.search(item.text) if not item.row else None for item in items]
    count = Counter(kinds)
    have = Counter(kind for kind, found in zip(kinds, behind, strict=True) if found)
    usual = {kind for kind, number in have.items() if number >= SEVERAL and number >= SHARE * count[kind]}
    found_items: list[Item] = []
    for item, kind, found in zip(items, kinds, behind, strict=True):
        offices = _of_line(item.text) if item.plain or _kind(item)[0] == "#" else None
        if offices is not None and found_items:
            before = found_items[-1]
            found_items[-1] = replace(before, department=before.department or offices, body=(*before.body, *item.body))
            continue
        if found is not None and kind in usual and found.start() > 0:
            offices = item.department or join_lines(found["offices"])
            item = replace(item, text=item.text[: found.start()], department=offices)
        found_items.append(_from_text(item))
    return found_items


def _kind(item: Item) -> str:
    marker = read_marker(item.text).marker
    return marker.kind if marker is not None else f"#{item.heading}{item.plain}"


def _from_text(item: Item) -> Item:
    """An item whose text has a line of offices: that is its department, not part of what is said."""
    if item.department is not None:
        return item
    for at, evidence in enumerate(item.body):
        offices = _of_line(evidence.text)
        if offices is not None:
            return replace(item, department=offices, body=(*item.body[:at], *item.body[at + 1 :]))
    return item


def _of_line(text: str) -> str | None:
    """The offices that a line names and nothing else; without 担当課 before them they must stand in brackets."""
    found = _LINE.match(text.strip())
    if found is None or not (found["named"] or text.strip()[:1] in tuple("（(【[［〔")):
        return None
    return join_lines(found["named"] or found["bare"]).strip(" \u3000（）()【】[]［］〔〕") or None
