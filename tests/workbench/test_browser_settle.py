"""Every block and review exception settled by keyboard alone, on real plans; then the run, and what it made of the release."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from extractors.editions import compare
from extractors.municipalities import municipalities
from extractors.pairings import held_pairings
from extractors.readings import read_aloud
from publishers.release import publish
from tests.workbench.office import PDF, TACHIKAWA, Clerk, waiting
from workbench.config import configure
from workbench.read_plans import ReadPlans
from workbench.save import JAPAN

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

BEFORE = "132021-shogai-gakushu-6"
"""The edition that the plan takes the place of; with another plan it is what must not change."""
TAIKEI = str(Path(sys.executable).parent / "taikei")
WANTED = ("前計画の行を選んで", "今のまま", "登録のとおり", "上位項目", "原本のとおり")
"""What the clerk chooses where nothing is chosen yet: words of choices."""
TABLES = ("plan", "policy", "evidence", "statement", "timeline", "term", "department", "source")


def run_again(root: Path, folder: Path) -> None:
    """`taikei run` with what was decided in the office, as its steward calls it."""
    shutil.copytree(root / "corrections", folder / "corrections", dirs_exist_ok=True)
    done = subprocess.run([TAIKEI, "run"], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def table(folder: Path, name: str) -> list[dict[str, Any]]:
    text = (folder / "published" / "latest" / "json" / f"{name}.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def of_plan(folder: Path, plan: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    row = next(row for row in table(folder, "plan") if row["plan_key"] == plan)
    return row, [each for each in table(folder, "policy") if each["plan_id"] == row["id"]]


def settle_all(clerk: Clerk, plan: str) -> list[tuple[str, int]]:
    """Each exception in front, decided; what was asked and how many keys it took."""
    clerk.open(plan)
    asked = []
    for _ in range(60):
        clerk.settled()
        if clerk.page.query_selector(".case-done"):
            return asked
        message, before = clerk.message, clerk.presses
        if clerk.page.query_selector(".pairs"):
            clerk.press(*("1" for _ in clerk.page.query_selector_all(".pair-entry")), "Enter")
        elif clerk.page.query_selector('.choice[aria-checked="true"]'):
            clerk.press("Enter")
        else:
            choices = clerk.choices()
            number = next(at for at, text in enumerate(choices, 1) if any(words in text for words in WANTED))
            clerk.press(str(number), "Enter")
            if clerk.page.query_selector(".picks"):
                clerk.press("Enter")
        asked.append((message, clerk.presses - before))
    pytest.fail(f"still open: {clerk.message}")


@pytest.fixture(scope="module")
def steward(office_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the same plans before anybody decided anything, made without a server of Prefect: seconds less."""
    folder = tmp_path_factory.mktemp("steward")
    for plan in (TACHIKAWA, BEFORE, PDF):
        shutil.copytree(office_root / "raw" / plan, folder / "raw" / plan)
    (folder / "corrections").mkdir()
    reader = ReadPlans(configure(folder))
    plans = held_pairings([reader.read(plan.source.plan_id) for plan in reader.raw().plans])
    made = publish(
        plans,
        folder / "published",
        datetime.now(JAPAN).date(),
        read_aloud,
        municipalities(),
        compare,
        software=f"taikei {version('taikei')}",
    )
    assert made.state == "published", made.messages
    return folder


def test_settled_by_keyboard_it_stays_settled_and_the_release_changes_exactly_so(
    chromium: Browser, office: str, office_root: Path, steward: Path, tmp_path: Path
) -> None:
    before = tmp_path / "before"
    shutil.copytree(steward, before, symlinks=True)
    clerk = Clerk(chromium, office)
    plans = (TACHIKAWA, PDF)
    for plan in plans:
        first = clerk.state(plan)
        found = waiting(first)
        asked = settle_all(clerk, plan)
        assert asked
        assert max(keys for _, keys in asked) <= 15, asked
        assert sum(keys for _, keys in asked) <= 3 * len(found), "of which eleven are columns with two to seven entries"
        assert waiting(clerk.state(plan)) == []
    shown = {plan: clerk.state(plan) for plan in plans}
    clerk.close()

    run_again(office_root, steward)
    kept = {line["id"] for plan in plans for line in shown[plan]["done"]}
    assert kept
    for plan in plans:
        # A confirmation is no longer needed where the entry was moved afterwards, which settles the same doubt.
        assert {line["state"] for line in shown[plan]["done"]} <= {"applied", "redundant"}
        was, rows_before = of_plan(before, plan)
        now, rows = of_plan(steward, plan)
        tree = shown[plan]["rows"]
        assert [(row["label"] or "", row["name"], row["level"]) for row in rows] == [
            (row.get("n", ""), row["t"], row["l"]) for row in tree
        ], "the tree on the desk is the tree of the release, level for level"
        assert {row["review_status"] for row in rows} <= {"確認済", "自動"}, plan
        assert now["withheld_count"] == 0
        left = [issue for issue in table(steward, "issue") if issue["plan_id"] == now["id"]]
        assert {issue["severity"] for issue in left} <= {"notice"}, left
        ids = {row["id"]: row for row in rows_before}
        for row in rows:  # no correction changes an id
            if row["id"] in ids and row["source_line"] == ids[row["id"]]["source_line"]:
                assert row["source_page"] == ids[row["id"]]["source_page"]
        assert was["id"] == now["id"]
    tachikawa, _ = of_plan(steward, TACHIKAWA)
    assert tachikawa["name"] == "立川市第7次生涯学習推進計画（案）"
    touched = {of_plan(steward, plan)[0]["id"] for plan in plans}
    for name in TABLES:
        others = [
            [row for row in table(folder, name) if row.get("plan_id", row["id"]) not in touched]
            for folder in (before, steward)
        ]
        if name in ("plan", "policy", "timeline", "term"):
            assert others[0] == others[1], name


def test_the_corrections_command_has_one_applied_outcome_per_decision(office_root: Path, steward: Path) -> None:
    done = subprocess.run([TAIKEI, "corrections", TACHIKAWA], cwd=steward, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    lines = (steward / "corrections" / f"{TACHIKAWA}.jsonl").read_text("utf-8").splitlines()
    assert done.stdout.count("[applied]") + done.stdout.count("[redundant]") == len(lines) > 15
    assert done.stdout.count("[applied]") > 50
