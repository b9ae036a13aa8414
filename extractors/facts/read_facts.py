"""Document → everything it states besides its hierarchies (計画の基本情報). Pure, no IO."""

from __future__ import annotations

from extractors.facts.declared import read_declared
from extractors.facts.events import read_events
from extractors.facts.municipality import read_municipality
from extractors.facts.period import read_period
from extractors.facts.printed import printed
from extractors.facts.reflow import reflow
from extractors.facts.statements import read_statements
from extractors.facts.timeline import find_tables, read_timeline
from extractors.facts.title import read_title
from schemas.document import Document
from schemas.issue import Issue, Result
from schemas.plan import Facts, PlanFacts


def read_facts(document: Document) -> Result[Facts]:
    """Plan facts, statements, calendars, terms and the rest, with every issue they raise."""
    rows = printed(reflow(document.lines))
    title = read_title(rows)
    name = title.value.text if title.value else None
    municipality = read_municipality(name, rows)
    period = read_period(rows)
    statements = read_statements(rows, name)
    tables = find_tables(rows, period.value)
    timeline = read_timeline(tables, period.value, name)
    events = read_events(tables)
    issues: list[Issue] = [
        *title.issues,
        *municipality.issues,
        *period.issues,
        *statements.issues,
        *timeline.issues,
        *events.issues,
    ]
    plan = PlanFacts(
        title=name,
        municipality=municipality.value.name if municipality.value else None,
        municipality_code=municipality.value.code if municipality.value else None,
        generation=title.value.generation if title.value else None,
        status=title.value.status if title.value else None,
        start_year=period.value.period.start if period.value else None,
        end_year=period.value.period.end if period.value else None,
        period_text=period.value.period.text if period.value else None,
        vision=next((entry.text for entry in statements.value if "理念" in entry.kind and not entry.belongs_to), None),
    )
    facts = Facts(
        plan=plan,
        statements=statements.value,
        timeline=timeline.value[0],
        spans=timeline.value[1],
        events=events.value,
        declared=read_declared(rows),
    )
    return Result(facts, tuple(issues))
