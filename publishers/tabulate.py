"""Decided editions → the rows of all tables but those that are made from other rows. IO: new ids enter the registry."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from publishers.archive import archived_path
from publishers.decide import Decision
from publishers.editions import Edition
from publishers.natural_keys import node_keys, plan_key
from publishers.plan_input import Comparer, Municipality, Reader
from publishers.read_titles import read_titles
from publishers.registry import Claim, Pairs, allocate, read_registry
from publishers.retired_nodes import Retired, retired_nodes
from publishers.same_entries import same_entries
from publishers.table_rows import Row, Tables, no_tables, whole_row
from publishers.tabulate_evidence import Proof, fact_evidence, plan_evidence, policy_evidence
from publishers.tabulate_facts import Keyed, keyed_rows, timeline_rows
from publishers.tabulate_issues import issue_rows, withheld
from publishers.tabulate_policies import method, policy_rows
from schemas.checked_plan import CheckedPlan, Reading
from schemas.issue import Issue
from schemas.natural_key import NaturalKey, NodeKey, generation_number

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
    before: Tables
    """Rows of the last release."""
    compare: Comparer


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
    ids = allocate(context.registry, wanted, context.today, _pairs(decisions, claimed, context))
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
        held = decision.held.nodes if decision.state == "published" else frozenset()
        _add(tables, "issue", issue_rows(issues, head, plan_id, source_id, nodes, withheld(edition, issues, held)))
    tables["issue"] = list({row["id"]: row for row in tables["issue"]}.values())
    named = {claim.key.path: ids[claim] for claims in claimed.values() for claim in claims.nodes.values()}
    return Tabulated(tables, places, plan_ids, named, unsure, _retired(decisions, claimed, ids, context))


def _pairs(decisions: Sequence[Decision], claimed: Mapping[str, _Claims], context: Context) -> Pairs:
    """Which entries of an edition are those of the last release, as a comparison finds."""
    editions = {decision.edition.key: decision.edition for decision in decisions}
    published = {str(row["plan_key"]): row["id"] for row in context.before["plan"]}

    def pairs(key: str, met: Mapping[Claim, str]) -> dict[Claim, str] | None:
        if key not in published:
            return None
        rows = [row for row in context.before["policy"] if row["plan_id"] == published[key]]
        return same_entries(editions[key], claimed[key].nodes, rows, met, context.compare)

    return pairs


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
    plan_row = _plan_row(decision, readings[edition.title], head, plan_id, source_id, plan_ids, len(policies))
    _add(tables, "plan", [plan_row])
    proof = Proof(plan_id, source_id, method(edition), context.software, head)
    _add(tables, "evidence", list(plan_evidence(edition, tables["plan"][-1], proof)))
    _add(tables, "evidence", list(policy_evidence(edition, tables["policy"][-len(policies) :], nodes, proof)))
    keyed_rows = [
        (keyed.table, {**head, **keyed.row, "id": ids[claim], "plan_id": plan_id}, keyed.evidence)
        for claim, keyed in claims.keyed
    ]
    years = [("timeline", row, evidence) for row, evidence in timeline_rows(edition, head, plan_id)]
    for table, row, evidence in (*keyed_rows, *years):
        if table == "term":
            row["term_kana"] = readings[str(row["term"])].kana
        _add(tables, table, [row])
        _add(tables, "evidence", list(fact_evidence(edition, table, tables[table][-1], evidence, proof)))
    _add(tables, "correction", _correction_rows(edition, head, plan_id, nodes))


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
        "generation_number": generation_number(plan.generation),
        "status": plan.status,
        "scope": plan.scope,
        "as_of": plan.as_of,
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
        "terms_id": source.terms_id,
        "prose": source.prose,
        "editor_note": source.editor_note,
        "archived": archived_path(id, file.file) if source.archive and checked.document else None,
        "attribution": f"{source.municipality}『{source.title}』を加工して作成",
    }


def _correction_rows(edition: Edition, head: Row, plan_id: str, nodes: Mapping[NodeKey, str]) -> list[Row]:
    """One row per entry that a correction is about: an outline that was typed is about each of its entries."""
    rows: dict[str, Row] = {}
    told = [
        (correction, target)
        for correction in edition.checked.corrections
        if edition.checked.source.plan_id + correction.mark == edition.key
        for target in dict.fromkeys((correction.target, *correction.made))
    ]
    for correction, target in told:
        said: tuple[object, ...] = (correction.structure, target, correction.field, correction.after, correction.at)
        if correction.field == "name" and correction.after is None:
            said = (*said, correction.before)  # of entries taken out on one day, only this differs
        id = f"{plan_id}-{hashlib.sha256(repr(said).encode()).hexdigest()[:12]}"
        place = (correction.structure, target) if correction.structure is not None else None
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
