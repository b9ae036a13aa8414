"""Extraction → a report for a person's first look (読み取り報告書), as Markdown or HTML. Pure.

The tree as it was read, each exception where it stands and once more in a list with its quote and proposal, and counts.
The templates beside this module hold the words; everything from a document is escaped.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from schemas.issue import KINDS, Issue
from schemas.plan import Extraction, Node, Structure
from schemas.structure import Evidence

SEVERITIES = {"block": "要対応（公開保留）", "review": "要確認", "info": "参考"}
AROUND = 40.0
"""Points of a page that are shown above and below a place."""
MOST_PAGES = 30
"""Pictures in one report, each some 200 KB."""
WHO = {"staff": "計画の担当課", "steward": "データ管理者"}


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of a page, and the size of that page in points."""

    jpeg: bytes
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Crop:
    """The part of a page's picture around a place, in numbers for CSS."""

    page: int
    ratio: str
    """Width to height of the part."""
    down: float
    """background-position in percent."""
    box: tuple[float, float, float, float]
    """Left, top, width and height of the place within the part, in percent."""


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
    crop: Crop | None
    """Where the page has a picture."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One node, ready to be printed."""

    id: str
    parent: str | None
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
    below: Mapping[str | None, tuple[Branch, ...]]
    """The branches right below one, by its id; those at the top under None."""


def write_report(
    extraction: Extraction, form: Literal["md", "html"], pictures: Mapping[int, Picture] = MappingProxyType({})
) -> str:
    """The report of one document.

    Args:
        extraction: what was read.
        form: "md" for Markdown, "html" for a page that needs nothing beside itself.
        pictures: of the pages that have exceptions, by number; shown in HTML.
    """
    remarks = tuple(_remark(issue, number, pictures) for number, issue in enumerate(extraction.issues, 1))
    shown = {remark.crop.page for remark in remarks if remark.crop is not None}
    template = _environment().get_template(f"report.{form}.j2")
    return template.render(
        source=extraction.source,
        error=extraction.error,
        plan=_plan_rows(extraction),
        trees=[_tree(structure, index, extraction, remarks) for index, structure in enumerate(extraction.structures)],
        counts=[
            (name, sum(remark.severity == severity for remark in remarks)) for severity, name in SEVERITIES.items()
        ],
        pictures={page: b64encode(pictures[page].jpeg).decode("ascii") for page in sorted(shown)},
        remarks=sorted(remarks, key=lambda remark: (list(SEVERITIES).index(remark.severity), remark.number)),
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(__package__),
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
    branches = tuple(_branch(node, tuple(loud.get(node.id, ()))) for node in structure.nodes)
    below: dict[str | None, list[Branch]] = {}
    for branch in branches:
        below.setdefault(branch.parent, []).append(branch)
    return Tree(
        title=structure.title or "施策体系",
        levels=tuple((name, counts[level]) for level, name in enumerate(names, 1)),
        branches=branches,
        below={parent: tuple(children) for parent, children in below.items()},
    )


def _branch(node: Node, remarks: tuple[Remark, ...]) -> Branch:
    return Branch(
        node.id,
        node.parent,
        node.depth,
        node.label,
        node.name,
        _place(node.evidence),
        node.description,
        node.department,
        remarks,
    )


def _remark(issue: Issue, number: int, pictures: Mapping[int, Picture]) -> Remark:
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
        crop=_crop(issue.evidence, pictures),
    )


def _crop(evidence: Evidence, pictures: Mapping[int, Picture]) -> Crop | None:
    """The strip of the page from a little above the place to a little below it."""
    page, box = evidence.page, evidence.bbox
    if page is None or box is None or page not in pictures:
        return None
    width, height = pictures[page].width, pictures[page].height
    top = min(max(box.top - AROUND, 0.0), height)
    bottom = min(max(box.bottom + AROUND, top + 2 * AROUND), height)
    strip = bottom - top
    if strip <= 0 or width <= 0:
        return None
    down = 100 * top / (height - strip) if height > strip else 0.0
    place = (box.x0 / width, (box.top - top) / strip, (box.x1 - box.x0) / width, (box.bottom - box.top) / strip)
    return Crop(page, f"{width:.1f} / {strip:.1f}", round(down, 2), tuple(round(100 * part, 2) for part in place))  # type: ignore[arg-type]


def pages_to_show(extraction: Extraction) -> list[int]:
    """Numbers of the pages whose pictures help with a question, those with the most severe ones first; MOST_PAGES at most."""
    order = list(SEVERITIES)
    issues = sorted(extraction.issues, key=lambda issue: order.index(issue.severity))
    pages = (issue.evidence.page for issue in issues if issue.severity != "info" and issue.evidence.bbox is not None)
    return list(dict.fromkeys(page for page in pages if page is not None))[:MOST_PAGES]


def _place(evidence: Evidence) -> str:
    if evidence.page is not None:
        return f"{evidence.page}ページ"
    return f"{evidence.line}行目" if evidence.line is not None else ""
