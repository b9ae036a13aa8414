"""Decided editions → the rows of all tables but those that are made from other rows. IO: new ids enter the registry."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from publishers.decide import Decision
from publishers.editions import Edition
from publishers.natural_keys import node_keys, plan_key
from publishers.plan_input import Municipality, Reader
from publishers.read_titles import read_titles
from publishers.registry import Claim, allocate, read_registry
from publishers.retired_nodes import Retired, retired_nodes
from publishers.table_rows import Row, Tables, no_tables, whole_row
from publishers.tabulate_facts import Keyed, keyed_rows, timeline_rows
from publishers.tabulate_issues import issue_rows
from publishers.tabulate_policies import method, place_values, policy_rows
from schemas.checked_plan import CheckedPlan, Reading
from schemas.issue import Issue
from schemas.natural_key import NaturalKey, NodeKey
from schemas.structure import Evidence

_KINDS = (
    "総合計画",
    "基本構想",
    "基本計画",
    "実施計画",
    "行動計画",
    "推進計画",
    "振興計画",
    "大綱",
    "ビジョン",
    "プラン",
    "計画",
)
"""Kinds of plan a name can end in, the more telling ones first."""


@dataclass(frozen=True, slots=True)
class Tabulated:
    """The rows, and how they lead back to the nodes they came from."""

    tables: Tables
    places: Mapping[str, tuple[Edition, NodeKey]]
    """Id in policy → edition and node."""
    plan_ids: Mapping[str, str]
    """Key of an edition → id of its plan, for those published anew."""
    ids: Mapping[str, str]
    """Natural path of a node → its id, for those published anew."""
    uncertain: Mapping[str, tuple[Issue, ...]]
    """Key of an edition → issues about its readings."""
    retired: Mapping[str, Retired]
    """Ids that people's decisions ended."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is the same for every plan of a release."""

    registry: Path
    today: str
    reader: Reader
    municipalities: Mapping[str, Municipality]
    software: str
    known_plans: Mapping[str, str]
    """Key of an edition → id of its plan in the last release."""


@dataclass(frozen=True, slots=True)
class _Claims:
    plan: Claim
    nodes: Mapping[NodeKey, Claim]
    keyed: tuple[tuple[Claim, Keyed], ...]


def tabulate(decisions: Sequence[Decision], context: Context) -> Tabulated:
    """Rows of the editions that are published anew, the sources and the open issues of all."""
    sources = {_source_claim(decision.edition.checked): decision.edition.checked for decision in decisions}
    claimed = {d.edition.key: _claims(d) for d in decisions if d.state == "published"}
    wanted = [*sources]
    for claims in claimed.values():
        wanted += [claims.plan, *claims.nodes.values(), *(claim for claim, _ in claims.keyed)]
    ids = allocate(context.registry, wanted, context.today)
    tables = no_tables()
    plan_ids = {key: ids[claims.plan] for key, claims in claimed.items()}
    every_plan = {**context.known_plans, **plan_ids}
    places: dict[str, tuple[Edition, NodeKey]] = {}
    readings: dict[str, Reading] = {}
    unsure: dict[str, tuple[Issue, ...]] = {}
    for claim, checked in sources.items():
        _add(tables, "source", [_source_row(checked, ids[claim], context)])
    for decision in decisions:
        edition = decision.edition
        source_id = ids[_source_claim(edition.checked)]
        head = _head(edition.checked, context)
        nodes: dict[NodeKey, str] = {}
        if decision.state == "published":
            claims = claimed[edition.key]
            nodes = {place: ids[claim] for place, claim in claims.nodes.items()}
            unsure[edition.key] = read_titles(decision, context.reader, readings)
            spoken = {**readings, **edition.checked.readings}
            _publish(decision, claims, ids, spoken, head, source_id, every_plan, tables, context)
            places |= {id: (edition, place) for place, id in nodes.items()}
        plan_id = plan_ids.get(edition.key) or (
            context.known_plans.get(edition.key) if decision.state == "kept" else None
        )
        issues = (*edition.issues, *unsure.get(edition.key, ()))
        if decision.state == "kept":  # what is published keeps its own issues; these are what keeps the new one back
            issues = tuple(issue for issue in issues if issue.severity == "block")
        _add(tables, "issue", issue_rows(issues, head, plan_id, source_id, nodes))
    tables["issue"] = list({row["id"]: row for row in tables["issue"]}.values())
    named = {claim.key.path: ids[claim] for claims in claimed.values() for claim in claims.nodes.values()}
    return Tabulated(tables, places, plan_ids, named, unsure, _retired(decisions, claimed, ids, context))


def _retired(
    decisions: Sequence[Decision], claimed: Mapping[str, _Claims], ids: Mapping[Claim, str], context: Context
) -> dict[str, Retired]:
    found: dict[str, Retired] = {}
    entries = read_registry(context.registry)
    for decision in decisions:
        claims = claimed.get(decision.edition.key)
        if claims is not None:
            found |= retired_nodes(decision.edition, claims.nodes, ids, entries)
    return found


def _claims(decision: Decision) -> _Claims:
    edition = decision.edition
    code = edition.checked.source.municipality_code
    keys = node_keys(edition)
    return _Claims(
        Claim("plan", code, edition.key, plan_key(edition.key, edition.title)),
        {
            place: Claim("policy", code, edition.key, key)
            for place, key in keys.items()
            if place not in decision.held.nodes
        },
        tuple((Claim(keyed.table, code, edition.key, keyed.key), keyed) for keyed in keyed_rows(edition)),
    )


def _publish(
    decision: Decision,
    claims: _Claims,
    ids: Mapping[Claim, str],
    readings: Mapping[str, Reading],
    head: Row,
    source_id: str,
    plan_ids: Mapping[str, str],
    tables: Tables,
    context: Context,
) -> None:
    """All rows of one edition."""
    edition = decision.edition
    plan_id = ids[claims.plan]
    nodes = {place: ids[claim] for place, claim in claims.nodes.items()}
    policies = policy_rows(edition, decision.held, nodes, readings, head, plan_id)
    _add(tables, "policy", policies)
    _add(
        tables,
        "plan",
        [_plan_row(decision, readings[edition.title], head, plan_id, source_id, plan_ids, len(policies))],
    )
    proof = _Proof(plan_id, source_id, method(edition), context.software, head)
    shown = {row["id"]: row for row in policies}
    for index, structure in edition.structures:
        for node in structure.nodes:
            row = shown.get(nodes.get((index, node.id)))
            if row is not None:
                _add(tables, "evidence", [_evidence_row(row, "name", node.evidence, proof)])
    for claim, keyed in claims.keyed:
        row = {**head, **keyed.row, "id": ids[claim], "plan_id": plan_id}
        if keyed.table == "term":
            row["term_kana"] = readings[str(keyed.row["term"])].kana
        _add(tables, keyed.table, [row])
        if keyed.field is not None and keyed.evidence is not None:
            _add(tables, "evidence", [_evidence_row(row, keyed.field, keyed.evidence, proof)])
    for row, evidence in timeline_rows(edition, head, plan_id):
        _add(tables, "timeline", [row])
        field = "entries" if row["entries"] else "events"
        _add(tables, "evidence", [_evidence_row(row, field, evidence, proof)])
    _add(tables, "correction", _correction_rows(edition, head, plan_id, nodes))


@dataclass(frozen=True, slots=True)
class _Proof:
    """What is the same in every evidence row of an edition."""

    plan_id: str
    source_id: str
    method: str
    extractor: str
    head: Row


def _evidence_row(row: Row, field: str, evidence: Evidence, proof: _Proof) -> Row:
    by = row.get("extraction_method") or proof.method
    return {
        **proof.head,
        "id": f"{row['id']}-{field}",
        "plan_id": proof.plan_id,
        "target_id": row["id"],
        "field": field,
        "value": row[field],
        "source_id": proof.source_id,
        **place_values(evidence),
        "method": by,
        "extractor": proof.extractor,
    }


def _plan_row(
    decision: Decision,
    reading: Reading,
    head: Row,
    plan_id: str,
    source_id: str,
    plan_ids: Mapping[str, str],
    count: int,
) -> Row:
    edition, held, plan = decision.edition, decision.held, decision.edition.plan
    values: Row = {
        **head,
        "id": plan_id,
        "plan_key": edition.key,
        "name": edition.title,
        "name_kana": reading.kana,
        "name_romaji": reading.romaji,
        "plan_kind": next((kind for kind in _KINDS if kind in edition.title), None),
        "generation": plan.generation,
        "status": plan.status,
        "start_year": plan.start_year,
        "end_year": plan.end_year,
        "period_text": plan.period_text,
        "supersedes": plan_ids.get(edition.before) if edition.before else None,
        "vision": plan.vision,
        "source_id": source_id,
        "policy_count": count,
        "withheld_count": len(held.nodes),
        "review_status": "要確認" if held.plan_review or held.review or held.nodes else "自動",
    }
    return {key: None if key in held.fields else value for key, value in values.items()}


def _source_row(checked: CheckedPlan, id: str, context: Context) -> Row:
    source, file = checked.source, checked.extraction.source
    return {
        **_head(checked, context),
        "id": id,
        "title": source.title,
        "publisher": source.publisher,
        "file_name": file.file,
        "sha256": source.sha256,
        "bytes": file.size,
        "media_type": file.media_type,
        "encoding": file.encoding,
        "pages": file.pages,
        "url": source.url,
        "retrieved": source.retrieved,
        "terms": source.terms,
        "attribution": f"{source.municipality}『{source.title}』を加工して作成",
    }


def _correction_rows(edition: Edition, head: Row, plan_id: str, nodes: Mapping[NodeKey, str]) -> list[Row]:
    rows: dict[str, Row] = {}
    for correction in edition.checked.corrections:
        if edition.checked.source.plan_id + correction.mark != edition.key:
            continue
        said = (correction.structure, correction.target, correction.field, correction.after, correction.at)
        id = f"{plan_id}-{hashlib.sha256(repr(said).encode()).hexdigest()[:12]}"
        place = (correction.structure, correction.target) if correction.structure is not None else None
        rows[id] = {
            **head,
            "id": id,
            "plan_id": plan_id,
            "target_id": nodes.get(place) if place is not None else plan_id,
            "field": correction.field,
            "before": correction.before,
            "after": correction.after,
            "reason": correction.reason,
            "role": correction.role,
            "date": correction.at,
        }
    return list(rows.values())


def _source_claim(checked: CheckedPlan) -> Claim:
    source = checked.source
    key = NaturalKey(f"{source.plan_id}/{source.sha256[:16]}", source.sha256[:16])
    return Claim("source", source.municipality_code, source.plan_id, key)


def _head(checked: CheckedPlan, context: Context) -> Row:
    """Code and name as the code list has them."""
    code = checked.source.municipality_code
    listed = context.municipalities.get(code)
    return {"municipality_code": code, "municipality_name": listed.name if listed else checked.source.municipality}


def _add(tables: Tables, table: str, rows: Sequence[Row]) -> None:
    tables[table] += [whole_row(table, row) for row in rows]
