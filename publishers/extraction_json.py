"""Extraction → the JSON of `taikei extract`: one document's tree, facts and exceptions under English keys. Pure.

Lists with nothing in them are left out; nodes stand in reading order, parents first.
"""

from __future__ import annotations

import json
from typing import Any

from schemas.issue import Issue
from schemas.plan import Change, Extraction, Facts, NamedItem, Node, PlanFacts, Structure
from schemas.structure import Evidence

Json = dict[str, Any]

_ALWAYS = ("source", "error", "plan", "structures", "exceptions")


def to_json(extraction: Extraction) -> str:
    """The whole extraction as JSON text, ending in a newline."""
    return json.dumps(to_dict(extraction), ensure_ascii=False, indent=1) + "\n"


def to_dict(extraction: Extraction) -> Json:
    """The whole extraction as plain dicts and lists."""
    source = extraction.source
    facts = extraction.facts
    whole: Json = {
        "source": {
            "file": source.file,
            "sha256": source.sha256,
            "media_type": source.media_type,
            "bytes": source.size,
            "encoding": source.encoding,
            "pages": source.pages,
        },
        "error": None
        if extraction.error is None
        else {"code": extraction.error.code, "message": extraction.error.message},
        "plan": _plan(facts.plan),
        "structures": [_structure(structure) for structure in extraction.structures],
        **_facts(facts),
        "changes": [_change(change) for change in extraction.changes],
        "exceptions": [_issue(issue, number) for number, issue in enumerate(extraction.issues, 1)],
    }
    return {key: value for key, value in whole.items() if value or key in _ALWAYS}


def changes_to_json(changes: tuple[Change, ...]) -> str:
    """Changes between two editions as JSON text, ending in a newline."""
    return json.dumps([_change(change) for change in changes], ensure_ascii=False, indent=1) + "\n"


def _change(change: Change) -> Json:
    return {
        "type": change.type,
        "old_id": change.old_id,
        "new_id": change.new_id,
        "old_name": change.old_name,
        "new_name": change.new_name,
        "confidence": change.confidence,
    }


def _plan(plan: PlanFacts) -> Json:
    return {
        "title": plan.title,
        "municipality": plan.municipality,
        "municipality_code": plan.municipality_code,
        "generation": plan.generation,
        "status": plan.status,
        "start_year": plan.start_year,
        "end_year": plan.end_year,
        "period_text": plan.period_text,
        "vision": plan.vision,
        "scope": plan.scope,
        "as_of": plan.as_of,
    }


def _structure(structure: Structure) -> Json:
    written: Json = {
        "title": structure.title,
        "page": structure.page,
        "line": structure.line,
        "levels": list(structure.levels) if structure.levels is not None else None,
        "nodes": [_node(node) for node in structure.nodes],
    }
    if structure.plan is not None:
        written["plan"] = _plan(structure.plan)
    return written


def _node(node: Node) -> Json:
    return {
        "id": node.id,
        "parent": node.parent,
        "depth": node.depth,
        "level": node.level,
        "label": node.label,
        "name": node.name,
        "name_printed": node.name_printed,
        "subtitle": node.subtitle,
        **_place(node.evidence),
        "description": node.description,
        "department": node.department,
    }


def _place(evidence: Evidence) -> Json:
    return {
        "page": evidence.page,
        "line": evidence.line,
        "bbox": [round(edge, 2) for edge in evidence.bbox] if evidence.bbox is not None else None,
    }


def _facts(facts: Facts) -> Json:
    return {
        "statements": [
            {"kind": item.kind, "text": item.text, "belongs_to": item.belongs_to, **_place(item.evidence)}
            for item in facts.statements
        ],
        "basic_policies": [_named(item) for item in facts.basic_policies],
        "cross_cutting": [_named(item) for item in facts.cross_cutting],
        "focus_projects": [_named(item) for item in facts.focus_projects],
        "timeline": [
            {
                "fiscal_year": year.fiscal_year,
                "era_label": year.era_label,
                "entries": list(year.entries),
                **_place(year.evidence),
            }
            for year in facts.timeline
        ],
        "timeline_spans": [
            {"text": span.text, "start_year": span.start_year, "end_year": span.end_year, **_place(span.evidence)}
            for span in facts.spans
        ],
        "events": [
            {"name": event.name, "fiscal_years": list(event.fiscal_years), "note": event.note, **_place(event.evidence)}
            for event in facts.events
        ],
        "terms": [{"term": term.term, "definition": term.definition, **_place(term.evidence)} for term in facts.terms],
        "departments": list(facts.departments),
        "roles": [
            {"actor": role.actor, "phase": role.phase, "text": role.text, **_place(role.evidence)}
            for role in facts.roles
        ],
        "declared": [{"what": count.what, "count": count.count, **_place(count.evidence)} for count in facts.declared],
    }


def _named(item: NamedItem) -> Json:
    return {"label": item.label, "name": item.name, "description": item.description, **_place(item.evidence)}


def _issue(issue: Issue, number: int) -> Json:
    return {
        "id": f"E{number:03d}",
        "kind": issue.kind,
        "severity": issue.severity,
        "structure": issue.structure,
        "nodes": list(issue.nodes),
        **_place(issue.evidence),
        "quote": issue.evidence.text,
        "message": issue.message,
        "proposal": issue.proposal,
    }
