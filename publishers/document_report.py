"""Extraction → a report for a person's first look (読み取り報告書), as Markdown or HTML. Pure.

The tree as it was read, each exception where it stands and once more in a list with its quote and proposal, and counts.
The templates beside this module hold the words; everything from a document is escaped.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from schemas.issue import KINDS, Issue
from schemas.plan import Extraction, Node, Structure
from schemas.structure import Evidence

SEVERITIES = {"block": "公開前に確認", "review": "要確認", "info": "参考"}
WHO = {"staff": "計画の担当課", "steward": "データ管理者"}


@dataclass(frozen=True, slots=True)
class Remark:
    """One exception, ready to be printed."""

    number: int
    severity: str
    severity_name: str
    title: str
    who: str
    place: str
    quote: str
    message: str
    proposal: str | None


@dataclass(frozen=True, slots=True)
class Branch:
    """One node, ready to be printed."""

    depth: int
    label: str
    name: str
    place: str
    description: str | None
    department: str | None
    remarks: tuple[Remark, ...]
    """Those of block and review severity."""


@dataclass(frozen=True, slots=True)
class Tree:
    """One hierarchy, ready to be printed."""

    title: str
    levels: tuple[tuple[str, int], ...]
    """Name and number of nodes per level."""
    branches: tuple[Branch, ...]


def write_report(extraction: Extraction, form: Literal["md", "html"]) -> str:
    """The report of one document.

    Args:
        extraction: what was read.
        form: "md" for Markdown, "html" for a page that needs nothing beside itself.
    """
    remarks = tuple(_remark(issue, number) for number, issue in enumerate(extraction.issues, 1))
    template = _environment().get_template(f"report.{form}.j2")
    return template.render(
        source=extraction.source,
        error=extraction.error,
        plan=_plan_rows(extraction),
        trees=[_tree(structure, index, extraction, remarks) for index, structure in enumerate(extraction.structures)],
        counts=[
            (name, sum(remark.severity == severity for remark in remarks)) for severity, name in SEVERITIES.items()
        ],
        remarks=sorted(remarks, key=lambda remark: (list(SEVERITIES).index(remark.severity), remark.number)),
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("publishers"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["md"] = _escape_markdown
    return environment


def _escape_markdown(text: str) -> str:
    """Signs that would change the report's own form; a printed line break becomes a space."""
    for sign in "\\`*_[]<>|#":
        text = text.replace(sign, "\\" + sign)
    return " ".join(text.split())


def _plan_rows(extraction: Extraction) -> list[tuple[str, str]]:
    plan = extraction.facts.plan
    years = f"{plan.start_year}年度から{plan.end_year}年度" if plan.start_year and plan.end_year else None
    rows = [
        ("計画名", plan.title),
        ("自治体", f"{plan.municipality}（{plan.municipality_code or '番号なし'}）" if plan.municipality else None),
        ("次", plan.generation),
        ("状態", plan.status),
        ("計画期間", years),
        ("基本理念", plan.vision),
    ]
    return [(name, value or "読み取れず") for name, value in rows if value or name in ("計画名", "自治体", "計画期間")]


def _tree(structure: Structure, index: int, extraction: Extraction, remarks: tuple[Remark, ...]) -> Tree:
    loud: dict[str, list[Remark]] = {}
    for issue, remark in zip(extraction.issues, remarks, strict=True):
        if issue.structure == index and issue.severity != "info":
            for node in issue.nodes:
                loud.setdefault(node, []).append(remark)
    counts = Counter(node.level for node in structure.nodes)
    names = structure.levels or tuple(f"第{level}階層" for level in sorted(counts))
    return Tree(
        title=structure.title or "施策体系",
        levels=tuple((name, counts[level]) for level, name in enumerate(names, 1)),
        branches=tuple(_branch(node, tuple(loud.get(node.id, ()))) for node in structure.nodes),
    )


def _branch(node: Node, remarks: tuple[Remark, ...]) -> Branch:
    return Branch(node.depth, node.label, node.name, _place(node.evidence), node.description, node.department, remarks)


def _remark(issue: Issue, number: int) -> Remark:
    kind = KINDS[issue.kind]
    return Remark(
        number=number,
        severity=issue.severity,
        severity_name=SEVERITIES[issue.severity],
        title=kind.title,
        who=WHO[kind.who],
        place=_place(issue.evidence),
        quote=issue.evidence.text,
        message=issue.message,
        proposal=issue.proposal,
    )


def _place(evidence: Evidence) -> str:
    if evidence.page is not None:
        return f"{evidence.page}ページ"
    return f"{evidence.line}行目" if evidence.line is not None else ""
