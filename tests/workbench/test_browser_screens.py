"""Inbox, desk and trail with every dialog open, in both languages, on a phone and in the dark: WCAG 2.2 AA, no outside requests."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.workbench.office import PDF, TACHIKAWA, TAMA, Clerk

pytestmark = pytest.mark.slow

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "preload": False}
PHONE = {"width": 360, "height": 740}
DIALOGS = ("?", "l", "m", "b", "a")
"""Keys that open one."""


def violations(clerk: Clerk, where: str) -> list[str]:
    """What axe finds, and what is wider than the screen."""
    found = Axe().run(clerk.page, options=WCAG).response
    assert found["passes"], where
    wide = clerk.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [
        *(f"{where}: {each['id']} {each['nodes'][0]['html'][:200]}" for each in found["violations"]),
        *([f"{where}: {wide} px too wide"] if wide > 0 else []),
    ]


@pytest.mark.parametrize(
    ("lang", "setting"),
    [("ja", "desk"), ("en", "phone"), ("ja", "dark")],  # words are longest in English, where there is least room
)
def test_no_screen_has_an_accessibility_violation(chromium: Browser, office: str, lang: str, setting: str) -> None:
    settings = {"desk": {}, "phone": {"viewport": PHONE}, "dark": {"color_scheme": "dark"}}[setting]
    clerk = Clerk(chromium, office, **settings)
    troubles: list[str] = []
    for path in (f"/?lang={lang}", "/trail", "/trail?q=nix"):
        clerk.page.goto(f"{office}{path}")
        troubles += violations(clerk, path)
    for plan in (TAMA, PDF):
        clerk.open(plan)
        assert clerk.page.get_attribute("html", "lang") == lang
        if plan == PDF:
            clerk.page.wait_for_selector(".paper img")
        troubles += violations(clerk, plan)
    clerk.press("t", "ArrowDown", "i")
    troubles += violations(clerk, "entry")
    clerk.press("Escape", "e")
    troubles += violations(clerk, "row")
    clerk.press("Escape")
    clerk.open(TACHIKAWA if setting == "desk" else TAMA)
    for key in DIALOGS:
        clerk.press(key)
        if clerk.page.query_selector("dialog[open]"):
            troubles += violations(clerk, f"dialog {key}")
            clerk.press("Escape")
    clerk.close()
    assert not troubles, "\n".join(troubles)


def test_the_place_in_a_pdf_is_marked_where_it_is_printed(clerk: Clerk) -> None:
    clerk.open(PDF)
    clerk.page.wait_for_selector(".paper img")
    rows = clerk.state(PDF)["rows"]
    row = next(row for row in rows if row.get("bb"))
    clerk.page.locator(".tree-row", has_text=row["t"]).first.click()
    clerk.page.wait_for_selector(".mark.main")
    about = clerk.page.evaluate(
        """() => {
            const [mark, paper] = [".mark.main", ".paper"].map((name) => document.querySelector(name).getBoundingClientRect());
            return [(mark.left - paper.left) / paper.width, (mark.top - paper.top) / paper.height, mark.width / paper.width];
        }"""
    )
    page = clerk.context.request.get(f"{clerk.home}/plans/{PDF}/pages/1").json()
    x0, top, x1, _ = row["bb"]
    for seen, printed in zip(about, (x0 / page["width"], top / page["height"], (x1 - x0) / page["width"]), strict=True):
        assert abs(seen - printed) < 0.01
    width = clerk.page.locator(".paper").evaluate("(paper) => paper.clientWidth")
    clerk.press("z")
    assert clerk.page.locator(".paper").evaluate("(paper) => paper.clientWidth") > width
    clerk.press("0", "o")
    sides = clerk.page.locator(".paper").evaluate("(paper) => [paper.clientWidth, paper.clientHeight]")
    assert (sides[0] < sides[1]) == (page["width"] > page["height"])


def test_the_inbox_is_gone_through_by_keyboard(clerk: Clerk) -> None:
    clerk.page.goto(f"{clerk.home}/")
    clerk.page.wait_for_selector(".plan-link")
    clerk.press("j", "j", "k", "Enter")
    clerk.page.wait_for_selector("main[data-ready]")
    clerk.press("g")
    clerk.page.wait_for_selector("#plans")


def test_the_trail_goes_out_as_a_file(clerk: Clerk) -> None:
    clerk.page.goto(f"{clerk.home}/trail?role=staff")
    with clerk.page.expect_download() as download:
        clerk.page.click("a[download]")
    assert download.value.suggested_filename.startswith("taikei-trail-")
