"""Document → everything it states besides its hierarchies (計画の基本情報). Pure, no IO."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from extractors.facts.captions import read_captions
from extractors.facts.cross_cutting import read_cross_cutting
from extractors.facts.declared import read_declared
from extractors.facts.departments import read_departments
from extractors.facts.drawn_timeline import find_drawn_tables
from extractors.facts.events import read_events
from extractors.facts.focus import read_focus
from extractors.facts.identity import check_identity, of_caption, read_as_of, read_scope
from extractors.facts.municipality import read_municipality
from extractors.facts.period import Found, read_period
from extractors.facts.policies import read_policies
from extractors.facts.printed import Row, printed
from extractors.facts.reflow import reflow
from extractors.facts.roles import read_roles
from extractors.facts.statements import read_statements
from extractors.facts.terms import read_terms
from extractors.facts.timeline import Table, era_of, find_tables, read_timeline
from extractors.facts.title import Title, read_title
from schemas.document import Document
from schemas.issue import Result
from schemas.plan import Facts, PlanFacts


def read_facts(document: Document, lines: Sequence[Row] | None = None) -> Result[Facts]:
    """Plan facts, statements, calendars, terms and the rest, with every issue they raise.

    Args:
        document: as read.
        lines: its lines made ready for reading, where that was done before.
    """
    rows = printed(reflow(document.lines)) if lines is None else lines
    if not any(row.text for row in rows):
        return Result(Facts())
    title = read_title(rows)
    period = read_period(rows, title.value.row if title.value else None)
    plan = read_plan(rows, title.value, period.value)
    tables = _tables(rows, period.value, plan.value.title)
    timeline = read_timeline(tables, period.value, plan.value.title)
    events = read_events(tables)
    statements = read_statements(rows, plan.value.title)
    terms = read_terms(rows)
    common = read_cross_cutting(rows)
    vision = next((entry.text for entry in statements.value if "理念" in entry.kind and not entry.belongs_to), None)
    facts = Facts(
        plan=dataclasses.replace(plan.value, vision=vision),
        statements=statements.value,
        basic_policies=read_policies(rows),
        cross_cutting=common.value,
        focus_projects=read_focus(rows),
        timeline=timeline.value[0],
        spans=timeline.value[1],
        events=events.value,
        terms=terms.value,
        departments=read_departments(rows),
        roles=read_roles(rows),
        declared=read_declared(rows),
    )
    parts = (title, period, plan, timeline, events, statements, common, terms)
    return Result(facts, tuple(issue for part in parts for issue in part.issues))


def _tables(rows: Sequence[Row], period: Found | None, title: str | None) -> tuple[Table, ...]:
    """Period tables by tabs in a text, by places in a PDF."""
    if rows[0].line.page is None:
        return find_tables(rows, period)
    return find_drawn_tables(rows, period, title, era_of(rows, period))


def read_plan(rows: Sequence[Row], title: Title | None, period: Found | None) -> Result[PlanFacts]:
    """What the plan says of itself, and what it does not say."""
    municipality = read_municipality(title.text if title else None, rows)
    span = period.period if period else None
    captions = read_captions(rows)
    caption = of_caption(rows) if not captions else None
    plan = PlanFacts(
        title=title.text if title else None,
        municipality=municipality.value.name if municipality.value else None,
        municipality_code=municipality.value.code if municipality.value else None,
        generation=(title.generation if title else None) or (caption.generation if caption else None),
        status=(title.status if title else None) or (caption.status if caption else None),
        start_year=span.start if span else None,
        end_year=span.end if span else None,
        period_text=span.text if span else None,
        scope=read_scope(rows),
        as_of=read_as_of(rows),
    )
    missing = check_identity(plan, rows, title.row if title else None, captions)
    return Result(plan, (*municipality.issues, *missing))
