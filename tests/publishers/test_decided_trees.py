"""Whatever people decide about a tree, the release with it passes its own checks and no id changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from extractors.apply_corrections import Written, put_in
from extractors.correct_judge import know, seen_of
from schemas.checked_plan import CheckedPlan
from schemas.correction import Correction, Entry

Make = Callable[..., Any]

TREE = (
    ("1", "基本目標1", "学びをひらく"),
    ("1.1", "(1)", "学ぶ機会をつくる"),
    ("1.1.1", "①", "出前講座を開く"),
    ("1.1.2", "②", "図書館を夜も開ける"),
    ("1.2", "(2)", "学びを支える人を育てる"),
    ("1.2.1", "①", "案内人を育てる"),
    ("2", "基本目標2", "まちをつなぐ"),
    ("2.1", "(1)", "集まる場をつくる"),
    ("2.1.1", "・", "空き家を集会所にする"),
    ("2.1.2", "・", "広場で市を開く"),
)
GOAL, WAY, OTHER = "/基本目標1", "/基本目標1/1", "/基本目標1/2"
SOMEWHERE = "/基本目標2/1"


def said(action: str, key: str, **more: object) -> Correction:
    return Correction("", action, key, "staff", "", **more)  # type: ignore[arg-type]


DECISIONS: dict[str, list[Correction]] = {
    "removed, what stood below goes up": [said("remove", WAY)],
    "removed twice over": [said("remove", GOAL), said("remove", WAY)],
    "removed at the top": [said("remove", GOAL)],
    "merged": [said("merge", WAY, value="学ぶ", others=(OTHER,))],
    "moved": [said("move", OTHER, parent=SOMEWHERE)],
    "moved below what stood beside": [said("move", WAY, parent=OTHER)],
    "moved, and its parent removed": [said("move", f"{WAY}/1", parent=SOMEWHERE), said("remove", WAY)],
    "changed places": [said("move", WAY, parent=""), said("move", GOAL, parent=WAY)],
    "split": [said("split", WAY, entries=(Entry("機会をつくる", "(1)"), Entry("場をつくる", "(3)")))],
    "added": [said("add", WAY, entries=(Entry("朝も開ける", "③"),))],
    "renamed": [said("rename", WAY, value="学ぶ機会をふやす")],
    "typed anew": [
        said(
            "replace",
            GOAL,
            others=(WAY,),
            entries=(Entry("機会をつくる", "(1)", level=2), Entry("出前講座を開く", "①", level=3, key=f"{WAY}/1")),
        )
    ],
    "typed anew with one from elsewhere": [
        said(
            "replace",
            GOAL,
            others=(WAY,),
            entries=(Entry("集まる場をつくる", "(1)", level=2, key=SOMEWHERE), Entry("夜に開ける", "①", level=3)),
        )
    ],
}


def ids(folder: Path) -> dict[tuple[str, str], str]:
    """Plan and title → id of every entry of a release."""
    read = {name: (folder / "json" / f"{name}.jsonl").read_text("utf-8") for name in ("plan", "policy")}
    tables = {name: [json.loads(line) for line in text.splitlines()] for name, text in read.items()}
    keys = {row["id"]: row["plan_key"] for row in tables["plan"]}
    return {(keys[row["plan_id"]], row["name"]): row["id"] for row in tables["policy"]}


def decided(read: CheckedPlan, decisions: list[Correction]) -> CheckedPlan:
    """The plan with them in it; each is made by somebody who looks at what was read."""
    known = know(read.extraction)
    lines = []
    for number, each in enumerate(decisions):
        was = known.above[each.key] if each.action == "move" else each.was
        line = replace(each, id=f"c{number}", at=f"2026-04-01T10:00:0{number}+09:00", was=was)
        lines.append(replace(line, seen=seen_of(known, line)))
    corrected = put_in(read, Written(tuple(lines)))
    assert {outcome.state for outcome in corrected.outcomes} == {"applied"}, read.source.title
    return corrected.plan


def test_decided_trees_are_published(run: Make, plan: Make) -> None:
    plans = [plan(f"plan-{number}", TREE, title=f"第{number}次 {what}") for number, what in enumerate(DECISIONS, 1)]
    first = run(*plans)
    before = ids(first.folder)
    changed = [decided(read, decisions) for read, decisions in zip(plans, DECISIONS.values(), strict=True)]

    made = run(*changed, today=date(2026, 5, 1))

    refused = {plans[int(key.removeprefix("plan-")) - 1].source.title: why for key, why in made.refused.items()}
    assert (made.state, made.messages, refused) == ("published", (), {})
    after = ids(made.folder)
    assert {place: id for place, id in after.items() if place in before}.items() <= before.items()
    assert len({key for key, _ in after}) == len(DECISIONS)
