"""Open issues of an edition → rows of issue (要確認事項). Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping

from publishers.editions import Edition
from publishers.quotes import quote
from publishers.table_rows import Row
from publishers.withhold import hold
from schemas.issue import KINDS, Issue
from schemas.natural_key import NodeKey

SEVERITY = {"block": "error", "review": "warning", "info": "notice"}


def issue_rows(
    issues: Iterable[Issue],
    head: Row,
    plan_id: str | None,
    source_id: str,
    published: Mapping[NodeKey, str],
    withheld: Mapping[Issue, int],
) -> list[Row]:
    """One row per issue; published leads from a node to the id of its row, where it has one; withheld: issue → entries."""
    rows = []
    for issue in dict.fromkeys(issues):
        kind = KINDS[issue.kind]
        nodes = [
            published[issue.structure, node]
            for node in issue.nodes
            if issue.structure is not None and (issue.structure, node) in published
        ]
        row: Row = {
            **head,
            "id": f"{source_id}-{_digest(issue)}",
            "plan_id": plan_id,
            "source_id": source_id,
            "kind": issue.kind,
            "kind_name": kind.title,
            "severity": SEVERITY[issue.severity],
            "responsible": kind.who,
            "policy_ids": ";".join(nodes),
            "field": issue.field,
            "withheld_count": withheld.get(issue, 0),
            "message": issue.message,
            "proposal": issue.proposal,
            "page": issue.evidence.page,
            "line": issue.evidence.line,
            "quote": quote(issue.evidence.text),
        }
        rows.append(row)
    return rows


def withheld(edition: Edition, issues: Iterable[Issue], held: Collection[NodeKey]) -> dict[Issue, int]:
    """How many entries each issue keeps back, with those below them; each entry is counted with the first that does."""
    blocking = [issue for issue in dict.fromkeys(issues) if issue.severity == "block"]
    left = set(held)
    found: dict[Issue, int] = {}
    for issue in blocking if left else ():
        own = hold(edition, (issue,)).nodes & left
        if own:
            found[issue] = len(own)
            left -= own
    return found


def _digest(issue: Issue) -> str:
    """By what it says and where; not by when it was found."""
    evidence = issue.evidence
    said = (issue.kind, issue.structure, issue.nodes, issue.refs, issue.field, issue.message)
    return hashlib.sha256(repr((said, evidence.page, evidence.line, evidence.text)).encode()).hexdigest()[:12]
