"""Edition → rows of policy, and of evidence for them (施策体系と根拠). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from publishers.check_tree import declared_skips
from publishers.editions import Edition
from publishers.level_type import level_type
from publishers.table_rows import Row, Value
from publishers.withhold import Held
from schemas.checked_plan import PAIRED, Reading
from schemas.natural_key import NodeKey, match_key
from schemas.plan import Node, Structure
from schemas.structure import Evidence

QUOTE = 200
"""Characters of the document quoted as evidence: enough to find the place, short enough for any terms of use."""

_DEPARTMENTS = re.compile(r"[\n、,，;；/／]+")
_STEP = " > "


def policy_rows(
    edition: Edition,
    held: Held,
    ids: Mapping[NodeKey, str],
    readings: Mapping[str, Reading],
    head: Row,
    plan_id: str,
) -> list[Row]:
    """One row per published node, in reading order. ids holds every published node."""
    skipped = declared_skips(edition.issues)
    # What an entry was in the edition before says nothing about what is printed in this one.
    corrections = [each for each in edition.checked.corrections if each.field != PAIRED]
    touched = frozenset((correction.structure, correction.target) for correction in corrections)
    typed = frozenset((each.structure, each.target) for each in corrections if each.before != each.after)
    by_ocr = frozenset(
        (issue.structure, node) for issue in edition.issues if issue.kind == "ocr_read" for node in issue.nodes
    )
    plainly = method(edition)
    rows: list[Row] = []
    for number, (index, structure) in enumerate(edition.structures, 1):
        paths: dict[str, str] = {}
        for node in structure.nodes:
            above = paths[node.parent] + _STEP if node.parent is not None else ""
            paths[node.id] = above + f"{node.label} {node.name}".strip()
            place = (index, node.id)
            if place in held.nodes:
                continue
            level_name = _level_name(structure, node)
            reading = readings[node.name]
            rows.append(
                {
                    **head,
                    "id": ids[place],
                    "plan_id": plan_id,
                    "structure": number,
                    "parent_id": ids[index, node.parent] if node.parent is not None else None,
                    "level": node.level,
                    "level_skipped": place in skipped,
                    "level_name": level_name,
                    "level_type": level_type(level_name, node.label),
                    "label": node.label,
                    "label_normalized": match_key(node.label),
                    "name": node.name,
                    "name_normalized": match_key(node.name),
                    "name_kana": reading.kana,
                    "name_romaji": reading.romaji,
                    "sort_order": len(rows) + 1,
                    "path": paths[node.id],
                    "description": node.description,
                    "department": departments(node.department),
                    "source_page": node.evidence.page,
                    "source_line": node.evidence.line,
                    "extraction_method": "manual" if place in typed else "ocr" if place in by_ocr else plainly,
                    "review_status": _status(place, held, touched),
                    "first_published": None,
                    "last_changed": None,
                }
            )
    return rows


def departments(text: str | None) -> str | None:
    """Several offices separated by ; whatever separates them in print."""
    if text is None:
        return None
    return ";".join(dict.fromkeys(part.strip() for part in _DEPARTMENTS.split(text) if part.strip())) or None


def place_values(evidence: Evidence) -> dict[str, Value]:
    """Where something stands, for the tables that have all of it."""
    box = evidence.bbox
    return {
        "page": evidence.page,
        "line": evidence.line,
        "x0": None if box is None else round(box.x0, 2),
        "top": None if box is None else round(box.top, 2),
        "x1": None if box is None else round(box.x1, 2),
        "bottom": None if box is None else round(box.bottom, 2),
        "quote": quote(evidence.text),
    }


def quote(text: str) -> str:
    """The words at a place, cut where they are long."""
    return text if len(text) <= QUOTE else text[: QUOTE - 1] + "…"


def method(edition: Edition) -> str:
    """How the document of an edition was read."""
    return "pdf" if edition.checked.extraction.source.media_type == "application/pdf" else "text"


def _status(place: NodeKey, held: Held, touched: frozenset[tuple[int | None, str]]) -> str:
    if place in held.review:
        return "要確認"
    return "確認済" if place in touched else "自動"


def _level_name(structure: Structure, node: Node) -> str | None:
    names = structure.levels or ()
    return names[node.level - 1] if node.level <= len(names) else None
