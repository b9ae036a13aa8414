"""Rows of an edition → rows of evidence: where each value stands, or by which rule it follows (根拠). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from publishers.editions import Edition
from publishers.quotes import contains, made_of, quote
from publishers.table_rows import Row, Value
from schemas.checked_plan import PAIRED
from schemas.natural_key import NodeKey
from schemas.plan import Node
from schemas.structure import Evidence

PROVEN: Mapping[str, tuple[str, ...]] = {
    "plan": (
        "name",
        "generation",
        "status",
        "scope",
        "as_of",
        "start_year",
        "end_year",
        "period_text",
        "vision",
    ),
    "policy": ("name", "label", "parent_id", "level", "level_name", "subtitle", "description", "department"),
    "statement": ("text", "label", "description", "belongs_to"),
    "term": ("term", "definition"),
    "timeline": ("era_label", "entries", "spans", "events"),
    "department": ("name",),
}
"""Columns that say what a document says: every value in them has its row of evidence."""

_BY_LAYOUT = ("parent_id", "level")
_BY_ERA = ("start_year", "end_year")
_APART = ("name", "text", "term")
"""Values that may be joined from several places, rather than stand beside another."""
_APART_IN_QUOTE = " / "


@dataclass(frozen=True, slots=True)
class Proof:
    """What is the same in every evidence row of an edition."""

    plan_id: str
    source_id: str
    method: str
    extractor: str
    head: Row


def policy_evidence(edition: Edition, rows: Sequence[Row], nodes: Mapping[NodeKey, str], proof: Proof) -> Iterator[Row]:
    """Of every published entry, in reading order."""
    shown = {row["id"]: row for row in rows}
    found = {(each.structure, each.ref, each.field): each.evidence for each in edition.checked.proofs}
    corrected = {
        (each.structure, each.target, each.field) for each in edition.checked.corrections if each.field != PAIRED
    }
    made = {
        (each.structure, node, each.field)
        for each in edition.checked.corrections
        if each.field != PAIRED
        for node in each.made
    }
    touched = {(structure, target) for structure, target, _ in corrected | made}
    for index, structure in edition.structures:
        for node in structure.nodes:
            row = shown.get(nodes.get((index, node.id)))
            if row is None:
                continue
            typed = row["extraction_method"] == "manual" and (index, node.id) in touched
            for field in PROVEN["policy"]:
                if row[field] is None:
                    continue
                place = found.get((index, node.ref, field)) or _own_place(field, node, found, index)
                said = (index, node.id, field)
                changed = said in corrected or (typed and (said in made or not _stands(row[field], place)))
                yield _row("policy", row, field, place, changed, proof)


def _own_place(field: str, node: Node, found: Mapping[tuple[int | None, str, str], Evidence], index: int) -> Evidence:
    """The place of the entry itself, as the lines show it or as the reader does."""
    if field in _BY_LAYOUT:
        return found.get((index, node.ref, "label")) or found.get((index, node.ref, "name")) or node.evidence
    return node.evidence


def plan_evidence(edition: Edition, row: Row, proof: Proof) -> Iterator[Row]:
    """Of what the plan says of itself; what nowhere stands in the document is from the manifest."""
    source = edition.checked.source
    corrected = {each.field for each in edition.checked.corrections if not each.target}
    places = _of_kind(edition, "plan")
    period = places.get(("period_text", str(row["period_text"])))
    for field in PROVEN["plan"]:
        value = row[field]
        if value is None:
            continue
        if field in _BY_ERA:
            place = period or Evidence(edition.plan.period_text or "")
        elif field == "vision" and ("vision", str(value)) not in places:
            place = next(
                (each.evidence for each in edition.facts.statements if each.text == value), Evidence(str(value))
            )
        else:
            place = places.get((field, str(value))) or _stated(field, str(value), source.title, edition)
        made = _row("plan", row, field, place, field in corrected, proof)
        if place.line is None and place.page is None and field not in corrected and made["rule"] == "printed":
            made["rule"] = "manifest" if contains(source.title, str(value)) else "printed"
        yield made


def _stated(field: str, value: str, title: str, edition: Edition) -> Evidence:
    """A value without a place of its own: words of the manifest's title, or words of the document."""
    if field == "name" or contains(title, value):
        return Evidence(title)
    return Evidence(edition.plan.period_text or value if field == "period_text" else value)


def fact_evidence(edition: Edition, table: str, row: Row, own: Evidence | None, proof: Proof) -> Iterator[Row]:
    """Of a statement, a term, a year or an office. own: where the reader saw it."""
    places = _of_kind(edition, table)
    for field in PROVEN[table]:
        value = row[field]
        if value is None:
            continue
        parts = str(value).split(";") if table == "timeline" else [str(value)]
        known = [place for part in parts if (place := places.get((field, part)))]
        place = _together(known) if len(known) == len(parts) else own or Evidence(str(value))
        yield _row(table, row, field, place, False, proof)


def _together(places: Sequence[Evidence]) -> Evidence:
    """Several places as one: that of the first, with the words of all."""
    texts = dict.fromkeys(place.text for place in places)
    return replace(places[0], text=_APART_IN_QUOTE.join(texts))


def _of_kind(edition: Edition, kind: str) -> dict[tuple[str, str], Evidence]:
    """Column and value → place, of one kind of row; the first place of a value counts."""
    found: dict[tuple[str, str], Evidence] = {}
    for each in edition.checked.proofs:
        if each.structure is None and each.ref == kind:
            found.setdefault((each.field, " ".join(each.value.split()).replace(";", "；")), each.evidence)
            found.setdefault((each.field, each.value), each.evidence)
    return found


def _stands(value: Value, place: Evidence) -> bool:
    return contains(place.text, str(value))


def _row(table: str, row: Row, field: str, place: Evidence, corrected: bool, proof: Proof) -> Row:
    value = str(row[field])
    quoted = quote(place.text, value)
    box = place.bbox
    return {
        **proof.head,
        "id": f"{row['id']}-{field}",
        "plan_id": proof.plan_id,
        "target_id": row["id"],
        "field": field,
        "value": value,
        "source_id": proof.source_id,
        "page": place.page,
        "line": place.line,
        "line_column": place.column,
        "x0": None if box is None else round(box.x0, 2),
        "top": None if box is None else round(box.top, 2),
        "x1": None if box is None else round(box.x1, 2),
        "bottom": None if box is None else round(box.bottom, 2),
        "quote": quoted,
        "rule": _rule(field, value, quoted, corrected),
        "method": row.get("extraction_method") or proof.method,
        "extractor": proof.extractor,
    }


def _rule(field: str, value: str, quoted: str, corrected: bool) -> str:
    if corrected:
        return "correction"
    if field in _BY_LAYOUT:
        return "layout"
    if field in _BY_ERA:
        return "era"
    if contains(quoted, value):
        return "printed"
    return "joined" if field in _APART and made_of(quoted, value) else "beside"
