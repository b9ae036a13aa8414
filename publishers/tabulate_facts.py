"""Edition → rows of timeline, term, statement and department (年次、用語、理念・方針、担当課). Pure.

Rows that need an id from the registry come with the natural key it hangs on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from publishers.editions import Edition
from publishers.natural_keys import named_key
from publishers.table_rows import Row
from publishers.tabulate_policies import departments
from schemas.natural_key import NaturalKey
from schemas.structure import Evidence

_SHARED = "1文書に複数の計画があり、どの計画の記載かは確かめていない"


@dataclass(frozen=True, slots=True)
class Keyed:
    """A row without its id: its table, the key its id hangs on, and where its text stands."""

    table: str
    key: NaturalKey
    row: Row
    evidence: Evidence | None


def keyed_rows(edition: Edition) -> tuple[Keyed, ...]:
    """Statements, terms and departments of an edition, no key twice."""
    found: list[Keyed] = []
    taken: set[NaturalKey] = set()
    for keyed in (*_statements(edition), *_terms(edition), *_departments(edition)):
        if keyed.key in taken:
            continue  # the same words printed again are the same statement
        taken.add(keyed.key)
        found.append(keyed)
    return tuple(found)


def timeline_rows(edition: Edition, head: Row, plan_id: str) -> list[tuple[Row, Evidence]]:
    """One row per fiscal year that anything stands in."""
    facts = edition.facts
    years = {entry.fiscal_year: entry for entry in facts.timeline}
    marked = {year for event in facts.events for year in event.fiscal_years}
    covered = {year for span in facts.spans for year in range(span.start_year, span.end_year + 1)}
    rows: list[tuple[Row, Evidence]] = []
    for year in sorted(set(years) | marked | covered):
        entry = years.get(year)
        events = [event for event in facts.events if year in event.fiscal_years]
        spans = [span for span in facts.spans if span.start_year <= year <= span.end_year]
        row: Row = {
            **head,
            "id": f"{plan_id}-{year}",
            "plan_id": plan_id,
            "fiscal_year": year,
            "era_label": entry.era_label if entry else None,
            "entries": ";".join(_one_line(text) for text in entry.entries) if entry else None,
            "spans": ";".join(dict.fromkeys(_one_line(span.text) for span in spans)),
            "events": ";".join(dict.fromkeys(_one_line(event.name) for event in events)),
            "note": _SHARED if edition.shared else None,
        }
        places = [event.evidence for event in events] + [span.evidence for span in spans]
        rows.append((row, entry.evidence if entry else places[0]))
    return rows


def _statements(edition: Edition) -> Iterator[Keyed]:
    facts = edition.facts
    number = 0
    for statement in facts.statements:
        number += 1
        yield _statement(
            edition, number, statement.kind, "", statement.text, None, statement.evidence, statement.belongs_to
        )
    for kind, items in (
        ("基本方針", facts.basic_policies),
        ("共通重点項目", facts.cross_cutting),
        ("重点事業", facts.focus_projects),
    ):
        for item in items:
            number += 1
            yield _statement(edition, number, kind, item.label, item.name, item.description, item.evidence, None)


def _statement(
    edition: Edition,
    number: int,
    kind: str,
    label: str,
    text: str,
    description: str | None,
    evidence: Evidence,
    belongs_to: str | None,
) -> Keyed:
    row: Row = {
        "kind": kind,
        "label": label,
        "text": text,
        "description": description if _is_verbatim(edition) else None,
        "belongs_to": belongs_to,
        "sort_order": number,
        "source_page": evidence.page,
        "source_line": evidence.line,
        "note": _SHARED if edition.shared else None,
    }
    return Keyed("statement", named_key(edition.key, kind, label, text), row, evidence)


def _terms(edition: Edition) -> Iterator[Keyed]:
    for number, term in enumerate(edition.facts.terms, 1):
        row: Row = {
            "term": term.term,
            "definition": term.definition if _is_verbatim(edition) else None,
            "sort_order": number,
            "source_page": term.evidence.page,
            "source_line": term.evidence.line,
            "note": _SHARED if edition.shared else None,
        }
        yield Keyed("term", named_key(edition.key, "用語", "", term.term), row, term.evidence)


def _departments(edition: Edition) -> Iterator[Keyed]:
    named = [part for text in edition.facts.departments for part in (departments(text) or "").split(";") if part]
    for _, structure in edition.structures:
        for node in structure.nodes:
            named += [part for part in (departments(node.department) or "").split(";") if part]
    for number, name in enumerate(dict.fromkeys(named), 1):
        yield Keyed(
            "department",
            named_key(edition.key, "担当課", "", name),
            {"name": name, "sort_order": number},
            _place_of(edition, name),
        )


def _is_verbatim(edition: Edition) -> bool:
    """Whether prose may be published as that of the plan: what an editor wrote instead would misquote the city."""
    return edition.checked.source.prose == "verbatim"


def _place_of(edition: Edition, office: str) -> Evidence | None:
    """The first entry that names an office."""
    return next(
        (
            node.evidence
            for _, structure in edition.structures
            for node in structure.nodes
            if office in (node.department or "")
        ),
        None,
    )


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace(";", "；")
