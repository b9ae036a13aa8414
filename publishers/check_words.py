"""Edition → issues for values that no release can hold: an entry without a title, characters that cannot be published. Pure.

The same rules as in the checks of a release that was built (publishers/verify_rows). Found here, they withhold the entry or
the plan, are told on its desk, and the other plans are published.
"""

from __future__ import annotations

from collections.abc import Iterator

from publishers.characters import faults_of
from publishers.editions import Edition
from schemas.issue import Issue
from schemas.plan import Node
from schemas.structure import Evidence

_FIELDS = {"label": "番号", "name": "名称", "description": "説明", "department": "担当課", "subtitle": "副題"}
_WHAT = "公開できない文字（制御文字など）があります。"


def check_words(edition: Edition) -> tuple[Issue, ...]:
    """Every such value of one edition."""
    found: list[Issue] = []
    for index, structure in edition.structures:
        for node in structure.nodes:
            found += _of_node(index, node)
    for name, text, evidence in _facts(edition):
        if text is not None and faults_of(text):
            found.append(Issue("value_invalid", f"「{edition.title}」の{name}に{_WHAT}", evidence))
    return tuple(found)


def _of_node(index: int, node: Node) -> Iterator[Issue]:
    page = f"{node.evidence.page}ページ、" if node.evidence.page is not None else ""
    if not node.name.strip():
        message = f"名称のない項目があります（{page}番号「{node.label}」）。名称を入力してください。"
        yield _issue(index, node, message, "name")
        return
    for field, name in _FIELDS.items():
        value = getattr(node, field)
        if value and faults_of(value):
            yield _issue(index, node, f"「{node.name}」の{name}に{_WHAT}{name}を入力し直してください。", field)


def _issue(index: int, node: Node, message: str, field: str) -> Issue:
    return Issue(
        "value_invalid", message, node.evidence, refs=(node.ref,), field=field, structure=index, nodes=(node.id,)
    )


def _facts(edition: Edition) -> Iterator[tuple[str, str | None, Evidence]]:
    """Name, text as it would be published, and place of all that stands beside the hierarchies."""
    plan, facts = edition.plan, edition.facts
    for name, text in (("計画名", plan.title), ("計画期間", plan.period_text), ("基本理念", plan.vision)):
        yield name, text, Evidence(text or "")
    for year in facts.timeline:
        place = f"年次表（{year.fiscal_year}年度）"
        yield place, year.era_label or None, year.evidence
        for entry in year.entries:
            yield place, _one_line(entry), year.evidence
    for span in facts.spans:
        yield f"年次表（{span.start_year}年度から）", _one_line(span.text), span.evidence
    for event in facts.events:
        yield (
            f"年次表（{event.fiscal_years[0]}年度）" if event.fiscal_years else "年次表",
            _one_line(event.name),
            event.evidence,
        )
    for statement in facts.statements:
        yield statement.kind, statement.text, statement.evidence
    for item in (*facts.basic_policies, *facts.cross_cutting, *facts.focus_projects):
        yield f"「{item.name}」", item.name, item.evidence
        yield f"「{item.name}」の説明", item.description, item.evidence
    for term in facts.terms:
        yield f"用語「{term.term}」", term.term, term.evidence
        yield f"用語「{term.term}」の説明", term.definition, term.evidence


def _one_line(text: str) -> str | None:
    return " ".join(text.split()) or None
