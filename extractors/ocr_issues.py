"""Hierarchies of pages read from their image → one issue per page that names all its entries. Pure.

A person's minute goes to the characters the engine was unsure of, so these are named in the message.
"""

from __future__ import annotations

from collections.abc import Sequence

from schemas.document import BBox, Doubt, Page
from schemas.issue import Issue
from schemas.plan import Node, Structure
from schemas.structure import Evidence

NAMED = 5
"""Doubtful characters a message names; more would not be read."""


def ocr_issues(pages: Sequence[Page], structures: Sequence[Structure]) -> tuple[Issue, ...]:
    """What was read by OCR (文字認識), page by page."""
    found: list[Issue] = []
    for page in pages:
        if page.ocr is None:
            continue
        for index, structure in enumerate(structures):
            nodes = [node for node in structure.nodes if node.evidence.page == page.number]
            if nodes:
                doubts = _told(page.ocr.doubts, nodes)
                message = (
                    _how(page.number, page.ocr.score)
                    + (f"特に{'、'.join(doubts)}を" if doubts else "")
                    + "紙面と見比べて確かめてください。"
                )
                where = Evidence("", page=page.number)
                found.append(Issue("ocr_read", message, where, structure=index, nodes=tuple(node.id for node in nodes)))
    return tuple(found)


def _how(page: int, score: float | None) -> str:
    if score is None:
        return f"{page}ページの文字は、スキャナーが画像の裏に付けたものです。"
    return f"{page}ページは画像から文字認識で読み取りました（確からしさ{score:.0%}）。"


def _told(doubts: Sequence[Doubt], nodes: Sequence[Node]) -> list[str]:
    """The most doubtful characters that became part of an entry, with the entry."""
    told: list[tuple[float, str]] = []
    for doubt in doubts:
        node = next((one for one in nodes if doubt.taken and _in(doubt.bbox, one.evidence.bbox)), None)
        if node is None or doubt.taken in "()（）":
            continue
        title = (node.label + node.name)[:12]
        seen = f"（認識の結果は「{doubt.seen}」）" if doubt.seen != doubt.taken else ""
        told.append((doubt.score, f"「{title}」の「{doubt.taken}」{seen}"))
    return list(dict.fromkeys(text for _, text in sorted(told, key=lambda one: one[0])))[:NAMED]


def _in(inner: BBox, outer: BBox | None) -> bool:
    if outer is None:
        return False
    x, y = (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2
    return outer.x0 <= x <= outer.x1 and outer.top <= y <= outer.bottom
