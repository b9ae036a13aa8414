"""A site of plans of towns, published, with names that try to break out of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from schemas.checked_plan import CheckedPlan
from schemas.issue import Issue
from schemas.plan import Event, NamedItem, Span, Statement, Structure
from schemas.structure import Evidence
from tests.publishers.conftest import TREE, Publisher, make_nodes, make_plan

VERSION = "2026.04.01"
NASTY = '<script>alert("x")</script>&amp;\'"><img src=x onerror=alert(1)>'
AT = Evidence("印刷", line=40)

EARLIER = (
    ("1", "基本目標1", "学びをひらく"),
    ("1.1", "(1)", "学ぶ機会をつくる"),
    ("1.1.1", "①", "出前講座を開く"),
    ("1.1.2", "②", "図書館を夜も開ける"),
    ("1.1.3", "③", "公民館の祭りを続ける"),
    ("2", "基本目標2", "まちを結ぶ"),
    ("2.1", "(1)", "集まる場をつくる"),
    ("2.1.1", "・", "空き家を集会所にする"),
)
LATER = (*TREE, ("2.1.3", "・", NASTY))


def sample_plans() -> Sequence[CheckedPlan]:
    """An edition, the next one with everything a page can hold, and a plan of another town in two hierarchies."""
    earlier = make_plan("tachikawa-0", EARLIER, title="立川市まなび計画（案）", document="2")
    later = make_plan(
        "tachikawa-1",
        LATER,
        (
            Issue(
                "ocr_suspected", f"「{NASTY}」を確かめてください。", AT, structure=0, nodes=("2.1.3",), proposal="一歩"
            ),
            Issue("period_missing", "計画期間を確かめてください。", AT),
            Issue("title_variant", "計画名の表記が揺れています。", AT),
        ),
        supersedes="tachikawa-0",
    )
    facts = replace(
        later.extraction.facts,
        statements=(Statement("基本理念", NASTY, AT), Statement("将来像", "住みたいまち", AT, "立川市総合計画")),
        focus_projects=(NamedItem("図書館をひらく", AT, "●", "夜も\n休日も開ける"),),
        spans=(Span("前期", 2026, 2028, AT), Span("とても長い名前のついた見直しの期間のこと", 2029, 2029, AT)),
        events=(Event("市民意識調査", (2027, 2030), AT),),
    )
    later = replace(
        later,
        extraction=replace(later.extraction, facts=facts),
        source=replace(later.source, url="javascript:alert(1)"),
    )
    other = make_plan("tomakomai-1", TREE, title="苫小牧市まなび計画", code="012131", document="3")
    two = (
        Structure(make_nodes(TREE), levels=("目標", "施策", "取組")),
        Structure(make_nodes((("1", "", "人権をまもる"), ("1.1", "", "相談を受ける")))),
    )
    other = replace(
        other,
        extraction=replace(other.extraction, structures=two),
        source=replace(other.source, url="https://www.example.lg.jp/plan.pdf", municipality="苫小牧市"),
    )
    return earlier, later, other


def publish_sample(folder: Path, plans: Sequence[CheckedPlan] | None = None) -> Path:
    """A release of these plans, unchecked; gives its folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("publishers.verify.CHECKS", {})
        outcome = Publisher(folder / "published")(*(plans or sample_plans()))
    assert outcome.folder is not None, outcome.messages
    return outcome.folder
