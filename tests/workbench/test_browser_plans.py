"""From a PDF to a release through the pages: tried, added, foreseen, run; a loss signed for, an edition paired otherwise."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.extractors import bad_files
from tests.workbench.office import PATIENCE_MS, RAW, SCREEN, Clerk
from workbench.words import say

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "preload": False}
PHONE = {"width": 360, "height": 740}
OLD, NEW, ADDED = "132021-shogai-gakushu-6", "132021-shogai-gakushu-7", "132021-mihon-1"
PDF = RAW / "sample-ruled-table" / "sample.pdf"
RUN_MS = 300_000
"""A run with its own Prefect server, on a busy machine."""


@pytest.fixture(scope="module")
def office_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two editions of one plan."""
    root = tmp_path_factory.mktemp("project")
    for plan in (OLD, NEW):
        shutil.copytree(RAW / plan, root / "raw" / plan)
    (root / "corrections").mkdir()
    return root


def sound(page: Page) -> None:
    """Nothing that axe finds, in both widths, and nothing that sticks out on a phone."""
    for size in (SCREEN, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        found = Axe().run(page, options=WCAG).response["violations"]
        assert not found, [(each["id"], [node["html"][:160] for node in each["nodes"]][:3]) for each in found]
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url
    page.set_viewport_size(SCREEN)  # type: ignore[arg-type]


def foresee(page: Page, home: str, office_root: Path) -> dict[str, Any]:
    """The screen with its changes, and what the child wrote down."""
    page.goto(f"{home}/publishing")
    page.wait_for_selector("#plans-title", timeout=RUN_MS)
    (kept,) = (office_root / "build" / "workbench" / "preview").glob("*.json")
    return json.loads(kept.read_text("utf-8"))  # type: ignore[no-any-return]


def make_release(page: Page) -> None:
    """By keyboard: the button, then the question."""
    page.locator("#begin button").press("Enter")
    expect(page.locator("dialog .button.primary")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_selector("#run[data-running]")
    page.wait_for_selector("#run:not([data-running]) .notice.good", timeout=RUN_MS)


def rows(office_root: Path, table: str) -> list[dict[str, Any]]:
    lines = (office_root / "published" / "latest" / "json" / f"{table}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_a_pdf_becomes_a_plan_and_is_released(clerk: Clerk, office_root: Path) -> None:
    page, home = clerk.page, clerk.home
    page.goto(f"{home}/check")
    sound(page)
    page.set_input_files("#file", PDF)
    page.keyboard.press("Tab")
    page.locator("#put-in button").press("Enter")
    page.wait_for_selector("#tree-title")
    assert page.locator(".branch").count() == 26
    sound(page)
    page.get_by_role("link", name=say("ja", "check_plan.make_plan")).press("Enter")
    clerk.expected = (422,)
    page.fill("#title", "立川市見本計画")
    page.fill("#town", "みたか")
    page.wait_for_selector("#town-0")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("#town") == "132047 東京都三鷹市"
    page.locator("#supersedes").select_option("")
    page.fill("#plan_id", ADDED)
    page.fill("#end_year", "２")
    page.locator("form .primary").press("Enter")
    expect(page.locator("#wrong")).to_be_focused()
    assert say("ja", "onboard.terms_missing") in page.inner_text("#wrong")
    assert page.input_value("#title") == "立川市見本計画"
    sound(page)
    page.fill("#terms", "出典を示せば自由")
    page.fill("#town", "132021")  # the town that the document names; under another one it would be held back
    page.fill("#publisher", "立川市")
    page.fill("#start_year", "2026")
    page.fill("#end_year", "2030")
    page.locator("form .primary").press("Enter")
    page.wait_for_selector("dl.facts")
    assert not (office_root / "raw" / ADDED).exists()
    sound(page)
    page.get_by_role("button", name=say("ja", "onboard.add")).press("Enter")
    page.get_by_role("heading", name=say("ja", "onboard.done")).wait_for()
    sound(page)
    assert (office_root / "raw" / ADDED / f"{ADDED}.pdf").read_bytes() == PDF.read_bytes()
    said = foresee(page, home, office_root)
    assert (said["state"], said["before"]) == ("changes", None)
    sound(page)
    make_release(page)
    plans = rows(office_root, "plan")
    assert {plan["plan_key"] for plan in plans} == {OLD, NEW, ADDED}
    added = next(plan for plan in plans if plan["plan_key"] == ADDED)
    assert (added["name"], added["start_year"], added["end_year"]) == ("立川市見本計画", 2026, 2030)
    assert {(row["table"], row["id"]) for row in said["changes"]} == {
        (table, row["id"]) for table in said["tables"] for row in rows(office_root, table)
    }


def test_a_pair_and_a_signed_loss_reach_the_release(clerk: Clerk, office_root: Path) -> None:
    """After the test above."""
    page, home = clerk.page, clerk.home
    page.goto(f"{home}/editions")
    page.wait_for_selector("table.sides")
    sound(page)
    page.keyboard.press("j")
    page.keyboard.press("p")
    page.wait_for_selector(".partners")
    sound(page)
    row = page.locator('input[name="row"]').last.input_value()
    name = page.inner_text("section.card strong").split(" ", 1)[1]
    page.fill('input[type="search"]', "学習相談体制")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    page.locator(".partners input").first.check()
    page.get_by_role("button", name=say("ja", "editions.save")).press("Enter")
    page.wait_for_selector(".settled")
    assert row.startswith("n/")
    shutil.rmtree(office_root / "raw" / ADDED)
    page.wait_for_timeout(2500)  # raw/ is looked at every other second
    said = foresee(page, home, office_root)
    assert said["state"] == "stopped"
    expect(page.locator("#begin button")).to_be_disabled()
    sound(page)
    page.fill("#reason-1", "見本だったため")
    page.keyboard.press("Enter")
    page.wait_for_selector("#loss-1 + .chip.good", timeout=RUN_MS)
    said = foresee(page, home, office_root)
    assert said["state"] == "changes"
    before = said["before"]
    make_release(page)
    delta = (office_root / "published" / "latest" / "delta" / f"from-{before}.jsonl").read_text("utf-8").splitlines()
    ops = {"ADD": "added", "RESTORE": "added", "MOD": "changed", "DEL": "removed", "MERGE": "removed"}
    done = [(ops[change["op"]], change["table"], change["id"]) for change in map(json.loads, delta)]
    assert [(change["op"], change["table"], change["id"]) for change in said["changes"]] == done
    (paired,) = [change for change in rows(office_root, "change") if change["note"] == "職員が対応を確認"]
    assert paired["new_path"].endswith(name)
    assert paired["old_path"].endswith("学習相談体制の充実")
    gone = {redirect["reason"] for redirect in rows(office_root, "id_redirect") if redirect["status"] == 410}
    assert "見本だったため" in gone


def test_hostile_documents_get_a_sentence(clerk: Clerk, tmp_path: Path) -> None:
    page, home = clerk.page, clerk.home
    for number, data in enumerate((bad_files.cyclic_tree(), bad_files.no_pages(), bad_files.word())):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(data)
        page.goto(f"{home}/check")
        page.set_input_files("#file", path)
        page.locator("#put-in button").press("Enter")
        page.wait_for_selector(".notice.block", timeout=RUN_MS)
        assert page.locator(".notice.block p").inner_text().endswith("。")
    sound(page)


def test_without_scripts_the_pages_still_serve(chromium: Browser, office: str) -> None:
    somebody = Clerk(chromium, office, java_script_enabled=False)
    page = somebody.page
    page.goto(f"{office}/check")
    page.set_input_files("#file", {"name": "a.txt", "mimeType": "text/plain", "buffer": "きょうは晴れ。\n".encode()})
    page.locator("#put-in button").click()
    page.wait_for_selector(".notice.block", timeout=PATIENCE_MS)
    page.goto(f"{office}/publishing")
    assert page.locator("#run-title").count() == 1
    page.goto(f"{office}/editions")
    page.locator(".act-pair").first.click()
    assert page.locator(".partners input").count() > 1
    somebody.close()
