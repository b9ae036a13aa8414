"""The smallest evidence a person looked at → its digest (確認した原文の指紋). Pure.

Of a node: the words of its own cell, line or box, and the labels above it. Never the page, the box on it, the line
number or the file: a new footer, a moved page or a better reader reopens nothing. Widths and spaces do not count.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from schemas.issue import Issue
from schemas.natural_key import ADDED, REMEMBERED, label_key, match_key, short_digest
from schemas.plan import Node, PlanFacts, Structure


def seen_entries(structure: Structure) -> dict[str, str]:
    """Digest per node: of its words and of the labels above it, the two apart: "words.labels".

    An entry that people added is its own evidence, wherever it stands.
    """
    labels: dict[str | None, str] = {None: ""}
    found = {}
    for node in structure.nodes:
        labels[node.id] = f"{labels[node.parent]}/{label_key(node.label)}"
        above = ADDED if node.ref.startswith(ADDED) else _labels(labels[node.parent])
        found[node.id] = f"{words(node.evidence.text)}.{above}"
    return found


@lru_cache(maxsize=REMEMBERED)
def _labels(path: str) -> str:
    return short_digest(path)[:8]


def seen_added(node: Node) -> str:
    """The same of one entry that people added, before it stands anywhere."""
    return f"{words(node.evidence.text)}.{ADDED}"


def seen_together(digest: str, texts: Iterable[str]) -> str:
    """Of several entries that are merged: all of their words, and the labels above the first."""
    return f"{words(chr(10).join(texts))}.{digest.partition('.')[2]}"


def seen_fact(plan: PlanFacts, field: str) -> str:
    """Of a fact of the plan: what is printed, of years the period they were read from."""
    printed = plan.period_text if field in ("start_year", "end_year") else getattr(plan, field)
    return words(f"{field}\n{printed or ''}")


def seen_issue(issue: Issue) -> str:
    """Of an exception that touches no node: its kind and the words it points to."""
    return words(f"{issue.kind}\n{issue.evidence.text}")


@lru_cache(maxsize=REMEMBERED)
def words(text: str) -> str:
    """Digest of printed words."""
    return short_digest(match_key(text))


def same_words(one: str, other: str) -> bool:
    """Whether two digests of nodes are of the same words, wherever these stand."""
    return one.partition(".")[0] == other.partition(".")[0]
