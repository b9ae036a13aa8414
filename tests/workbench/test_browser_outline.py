"""The tree edited like an outline, by keyboard and by paste: what the desk shows is what a run would make of the lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractors.apply_corrections import apply_corrections
from tests.workbench.office import TAMA, TOMAKOMAI, Clerk
from workbench.config import configure
from workbench.read_plans import ReadPlans

pytestmark = pytest.mark.slow


def lines(root: Path, plan: str) -> list[dict[str, Any]]:
    path = root / "corrections" / f"{plan}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def shown(clerk: Clerk, plan: str) -> list[tuple[int, str]]:
    """Levels and titles on the desk."""
    return [(row["l"], row["t"]) for row in clerk.state(plan)["rows"]]


def run_makes(root: Path, plan: str) -> list[tuple[int, str]]:
    """What a run makes of the document and the lines."""
    read = ReadPlans(configure(root)).read(plan)
    after = apply_corrections(read, root / "corrections").plan.extraction
    return [(node.level, node.name) for structure in after.structures for node in structure.nodes]


def choose(clerk: Clerk, title: str) -> None:
    """An entry of the tree, by its words."""
    clerk.page.fill("#search", title)
    clerk.page.focus("#search")
    clerk.press("Enter")
    clerk.page.fill("#search", "")
    clerk.page.focus("#tree")


def paste(clerk: Clerk, text: str) -> None:
    clerk.page.evaluate(
        """(text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            document.getElementById("tree").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        text,
    )
    clerk.page.wait_for_selector("#paste .pasted li")


def test_entries_are_typed_moved_taken_out_and_all_of_it_undone_and_redone(clerk: Clerk, office_root: Path) -> None:
    clerk.open(TAMA)
    before = shown(clerk, TAMA)
    level, first = before[1]
    choose(clerk, first)
    clerk.press("Enter")
    clerk.page.keyboard.type("(9) 夜の講座をひらく")
    clerk.press("Enter")
    clerk.page.keyboard.type("① 先生を招く")
    clerk.press("Tab", "Enter", "Escape")
    clerk.settled()
    added = shown(clerk, TAMA)
    at = added.index((level, "夜の講座をひらく"))
    assert added[at + 1] == (level + 1, "先生を招く")
    assert [line["entries"][0].get("label") for line in lines(office_root, TAMA)] == ["(9)", "①"]
    choose(clerk, "夜の講座をひらく")
    clerk.press("Alt+ArrowUp")
    clerk.page.wait_for_selector(".toast button")
    clerk.settled()
    moved = shown(clerk, TAMA)
    assert moved.index((level, "夜の講座をひらく")) == added.index((level, first))
    clerk.press("Shift+ArrowDown", "Tab")
    clerk.page.wait_for_function(
        "() => document.querySelector('.toast')?.innerText.includes('など') || document.querySelector('.toast')?.innerText.includes('へ移しました')"
    )
    clerk.settled()
    clerk.press("Delete")
    clerk.press("1")
    clerk.settled()
    gone = shown(clerk, TAMA)
    assert not {"夜の講座をひらく", "先生を招く"} & {title for _, title in gone}
    assert gone == run_makes(office_root, TAMA)
    for _ in range(3):
        clerk.press("Control+z")
        clerk.settled()
    assert shown(clerk, TAMA) == added
    clerk.press("Control+y")
    clerk.settled()
    assert shown(clerk, TAMA) == moved == run_makes(office_root, TAMA)
    for _ in range(3):
        clerk.press("Control+z")
        clerk.settled()
    assert shown(clerk, TAMA) == before


def test_a_pasted_outline_takes_the_place_of_a_part_in_one_line(clerk: Clerk, office_root: Path) -> None:
    clerk.open(TOMAKOMAI)
    before = shown(clerk, TOMAKOMAI)
    rows = clerk.state(TOMAKOMAI)["rows"]
    place = next(at for at, row in enumerate(rows) if row["l"] == 4 and rows[at + 1]["l"] == 5)
    top, below = rows[place], rows[place + 1]
    choose(clerk, top["t"])
    count = len(lines(office_root, TOMAKOMAI))
    paste(clerk, f"(1) 新しい見出し\n　{below.get('n', '')} {below['t']}\n　② 新しい取組")
    clerk.page.check("#paste input[value=replace]")
    assert clerk.page.locator("#paste .tag:not(.typed)").count() == 1, "what was read is known again"
    clerk.page.focus("#paste .primary")
    clerk.press("Enter")
    clerk.settled()
    after = shown(clerk, TOMAKOMAI)
    assert after[place : place + 3] == [(4, "新しい見出し"), (5, below["t"]), (5, "新しい取組")]
    assert after == run_makes(office_root, TOMAKOMAI)
    (line,) = lines(office_root, TOMAKOMAI)[count:]
    assert (line["action"], len(line["entries"])) == ("replace", 3)
    now = {row["t"]: row for row in clerk.state(TOMAKOMAI)["rows"]}
    assert now[below["t"]].get("ln") == below.get("ln")
    clerk.press("Control+h")
    clerk.page.fill("#replace input >> nth=0", "新しい")
    clerk.page.fill("#replace input >> nth=1", "あたらしい")
    clerk.press("Enter")
    clerk.page.wait_for_selector("#bulk")
    clerk.press("Enter")
    clerk.settled()
    assert {"あたらしい見出し", "あたらしい取組"} <= {title for _, title in shown(clerk, TOMAKOMAI)}
    for _ in range(2):
        clerk.press("Control+z")
        clerk.settled()
    assert shown(clerk, TOMAKOMAI) == before
