"""How a document is read (文書の形): one line for source.toml, and later readings held to it. Pure.

Of each hierarchy: what it is printed as, how many levels, and their printed names. Pages, widths and numbers of entries are
no part of it: a corrected misprint in a document is no other layout, a lost column is.
"""

from __future__ import annotations

import re
from dataclasses import replace

from schemas.checked_plan import CheckedPlan
from schemas.issue import Issue
from schemas.natural_key import match_key
from schemas.plan import Extraction, Structure
from schemas.structure import Evidence

_CELL = re.compile(r"c\d+(#\d+)?$")
_LINE = re.compile(r"L\d+(#\d+)?$")


def layout_of(extraction: Extraction) -> str:
    """One line, such as "表3段（目標・施策・取組）"; "" where no hierarchy was found."""
    return "、".join(_said(structure) for structure in extraction.structures if structure.nodes)


def held_to_layout(plan: CheckedPlan) -> CheckedPlan:
    """A plan with an exception where its document is read otherwise than a steward accepted it."""
    pinned, now = plan.source.layout, layout_of(plan.extraction)
    if pinned is None or not now or match_key(pinned) == match_key(now):
        return plan
    issue = Issue(
        "layout_drifted",
        f"登録した時は「{pinned}」と読みましたが、今は「{now}」と読んでいます。"
        "体系の階層が欠けたり増えたりしていないか確かめてください。今の読み方でよければ source.toml の layout を直してください。",
        Evidence(pinned),
        proposal=now,
    )
    return replace(plan, extraction=replace(plan.extraction, issues=(*plan.extraction.issues, issue)))


def _said(structure: Structure) -> str:
    depth = max(node.level for node in structure.nodes)
    names = [" ".join(name.split()) for name in structure.levels or ()]
    named = f"（{'・'.join(name or '—' for name in names)}）" if any(names) else ""
    return f"{_kind(structure)}{depth}段{named}"


def _kind(structure: Structure) -> str:
    """By the refs of its nodes: cells of a table, lines of an outline, boxes of a diagram."""
    refs = [node.ref for node in structure.nodes]
    cells = sum(_CELL.search(ref) is not None for ref in refs)
    lines = sum(_LINE.fullmatch(ref) is not None or "l" in ref.partition("#")[0] for ref in refs)
    if cells * 2 > len(refs):
        return "表"
    return "箇条書き" if lines * 2 > len(refs) else "図"
