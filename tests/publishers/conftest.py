"""Small plans of towns that do not exist, built by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from extractors.editions import compare
from publishers import build
from publishers.release import publish
from publishers.verify import CHECKS
from schemas.checked_plan import CheckedPlan
from schemas.document import SourceFile
from schemas.issue import Issue
from schemas.plan import Extraction, Facts, Node, PlanFacts, Refusal, Structure, Term, YearEntry
from schemas.source import Source
from schemas.structure import Evidence

TODAY = date(2026, 4, 1)

Tree = Sequence[tuple[str, str, str]]
"""Place in the tree, label, name."""

TREE: Tree = (
    ("1", "基本目標1", "学びをひらく"),
    ("1.1", "(1)", "学ぶ機会をつくる"),
    ("1.1.1", "①", "出前講座を開く"),
    ("1.1.2", "②", "図書館を夜も開ける"),
    ("1.2", "(2)", "学びを支える人を育てる"),
    ("2", "基本目標2", "まちをつなぐ"),
    ("2.1", "(1)", "集まる場をつくる"),
    ("2.1.1", "・", "空き家を集会所にする"),
    ("2.1.2", "・", "広場で市を開く"),
)


@dataclass(frozen=True)
class Town:
    """One row of a code list."""

    code: str
    name: str
    kana: str
    prefecture: str


TOWNS = (Town("132021", "立川市", "タチカワシ", "東京都"), Town("012131", "苫小牧市", "トマコマイシ", "北海道"))


@dataclass(frozen=True)
class Spoken:
    kana: str | None
    romaji: str | None
    certain: bool


def read_plainly(text: str) -> Spoken:
    """A reader that knows one title is hard."""
    return Spoken("ヨミ", "yomi", text != "広場で市を開く")


def make_nodes(tree: Tree) -> tuple[Node, ...]:
    return tuple(
        Node(
            id=place,
            parent=place.rpartition(".")[0] or None,
            depth=place.count(".") + 1,
            level=place.count(".") + 1,
            label=label,
            name=name,
            name_printed=name,
            ref=f"L{number}",
            evidence=Evidence(f"{label} {name}", line=number),
        )
        for number, (place, label, name) in enumerate(tree, 1)
    )


def make_plan(
    plan_id: str = "tachikawa-1",
    tree: Tree = TREE,
    issues: Sequence[Issue] = (),
    *,
    title: str = "立川市まなび計画",
    code: str = "132021",
    supersedes: str | None = None,
    error: Refusal | None = None,
    role: str = "plan",
    facts: PlanFacts | None = None,
    document: str = "1",
) -> CheckedPlan:
    source = Source(
        plan_id=plan_id,
        title=title,
        municipality="立川市",
        municipality_code=code,
        publisher="立川市",
        document="plan.txt",
        sha256=(document * 64)[:64],
        terms="出典を示せば自由に使える",
        retrieved="2026-03-01",
        supersedes=supersedes,
        role=role,  # type: ignore[arg-type]
    )
    read = Facts(
        plan=facts or PlanFacts(title=title, start_year=2026, end_year=2030, period_text="令和8年度から令和12年度"),
        terms=(Term("学縁", "学びで結ばれる縁", Evidence("学縁", line=30)),),
        timeline=(YearEntry(2026, "令和8", ("開始",), Evidence("令和8 開始", line=31)),),
        departments=("生涯学習課、図書館",),
    )
    structures = (Structure(make_nodes(tree), levels=("基本目標", "施策", "取組")),) if tree else ()
    file = SourceFile("plan.txt", source.sha256, "text/plain", 900, "utf-8")
    return CheckedPlan(source, Extraction(file, error, read, structures, tuple(issues)))


def make_issue(kind: str, *nodes: str, structure: int | None = 0, field: str | None = None) -> Issue:
    return Issue(kind, "確かめてください。", Evidence("場所", line=1), structure=structure, nodes=nodes, field=field)


@dataclass(frozen=True)
class Publisher:
    """publish(), or preview(), with everything that does not matter filled in."""

    folder: Path
    act: Callable[..., Any] = publish

    def __call__(self, *plans: CheckedPlan, today: date = TODAY, **said: object) -> Any:
        return self.act(plans, self.folder, today, read_plainly, TOWNS, compare, software="taikei 0", **said)


@pytest.fixture(autouse=True)
def rows_alone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Linked data, the site and the validators of others take seconds per release; tests marked `validators` keep them."""
    if request.node.get_closest_marker("validators") is None:
        leave_rows_alone(monkeypatch)


def leave_rows_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither make nor check linked data and the site, nor ask the validators of others."""
    for name in ("frictionless", "csvw", "json_schema", "dcat", "skos", "site"):
        monkeypatch.delitem(CHECKS, name)
    for name in ("skos", "prov"):
        monkeypatch.delitem(build.FORMATS, name)
    for name in ("catalog_files", "site_files"):
        monkeypatch.setattr(build, name, lambda *_: iter(()))


@pytest.fixture
def run(tmp_path: Path) -> Publisher:
    return Publisher(tmp_path / "published")


@pytest.fixture(scope="session")
def publisher() -> type[Publisher]:
    return Publisher


@pytest.fixture(scope="session")
def plan() -> Callable[..., CheckedPlan]:
    return make_plan


@pytest.fixture(scope="session")
def issue() -> Callable[..., Issue]:
    return make_issue


@pytest.fixture(scope="session")
def tree() -> Tree:
    return TREE
