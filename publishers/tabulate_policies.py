"""Edition → rows of policy (施策体系). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from publishers.check_tree import declared_skips
from publishers.editions import Edition
from publishers.level_type import level_type
from publishers.table_rows import Row
from publishers.withhold import Held
from schemas.checked_plan import PAIRED, Reading
from schemas.natural_key import NodeKey, match_key
from schemas.plan import Node, Structure

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
    touched = frozenset((each.structure, node) for each in corrections for node in (each.target, *each.made))
    typed = _typed(edition)
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
                    "subtitle": node.subtitle,
                    "sort_order": len(rows) + 1,
                    "path": paths[node.id],
                    "description": node.description if edition.checked.source.prose == "verbatim" else None,
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


def _typed(edition: Edition) -> frozenset[NodeKey]:
    """Entries whose words people typed; one that was only moved, or confirmed, is still as it was read."""
    if edition.checked.uncorrected is None:
        return frozenset()
    read = {
        (index, node.ref): _words(node)
        for index, structure in enumerate(edition.checked.uncorrected.structures)
        for node in structure.nodes
    }
    return frozenset(
        (index, node.id)
        for index, structure in edition.structures
        for node in structure.nodes
        if read.get((index, node.ref)) != _words(node)
    )


def _words(node: Node) -> tuple[str | None, ...]:
    return node.label, node.name, node.description, node.department


def departments(text: str | None) -> str | None:
    """Several offices separated by ; whatever separates them in print."""
    if text is None:
        return None
    return ";".join(dict.fromkeys(part.strip() for part in _DEPARTMENTS.split(text) if part.strip())) or None


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
