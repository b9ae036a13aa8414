"""Titles of an edition → their readings (読み), and an issue for each that is not certain. Pure, as far as the reader is."""

from __future__ import annotations

from publishers.decide import Decision, is_accepted
from publishers.plan_input import Reader
from schemas.checked_plan import Reading
from schemas.issue import Issue
from schemas.structure import Evidence


def read_titles(decision: Decision, reader: Reader, readings: dict[str, Reading]) -> tuple[Issue, ...]:
    """Read every title once, but for those that people gave a reading; one issue per row whose reading is not certain."""
    edition = decision.edition
    uncertain = []
    spoken: list[tuple[str, int | None, str, Evidence, str]] = [
        (edition.title, None, "", Evidence(edition.title), "name_kana")
    ]
    for index, structure in edition.structures:
        spoken += [
            (node.name, index, node.id, node.evidence, "name_kana")
            for node in structure.nodes
            if (index, node.id) not in decision.held.nodes
        ]
    spoken += [(term.term, None, "", term.evidence, "term_kana") for term in edition.facts.terms]
    for name, structure_index, node_id, evidence, field in spoken:
        if name in edition.checked.readings:
            continue
        if name not in readings:
            readings[name] = reader(name)
        if not readings[name].certain:
            uncertain.append(
                Issue(
                    "reading_uncertain",
                    f"「{name}」の読みが定まりません。正しい読みを確かめてください。",
                    evidence,
                    proposal=readings[name].kana,
                    field=field,
                    structure=structure_index,
                    nodes=(node_id,) if node_id else (),
                )
            )
    return tuple(issue for issue in uncertain if not is_accepted(issue, edition))
