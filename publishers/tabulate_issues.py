"""Open issues of an edition → rows of issue (要確認事項). Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from publishers.table_rows import Row
from publishers.tabulate_policies import quote
from schemas.issue import KINDS, Issue
from schemas.natural_key import NodeKey

SEVERITY = {"block": "error", "review": "warning", "info": "notice"}


def issue_rows(
    issues: Iterable[Issue], head: Row, plan_id: str | None, source_id: str, published: Mapping[NodeKey, str]
) -> list[Row]:
    """One row per issue; published leads from a node to the id of its row, where it has one."""
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
            "message": issue.message,
            "proposal": issue.proposal,
            "page": issue.evidence.page,
            "line": issue.evidence.line,
            "quote": quote(issue.evidence.text),
        }
        rows.append(row)
    return rows


def _digest(issue: Issue) -> str:
    """By what it says and where; not by when it was found."""
    evidence = issue.evidence
    said = (issue.kind, issue.structure, issue.nodes, issue.refs, issue.field, issue.message)
    return hashlib.sha256(repr((said, evidence.page, evidence.line, evidence.text)).encode()).hexdigest()[:12]
