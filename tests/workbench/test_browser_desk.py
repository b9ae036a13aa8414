"""The desk under a clerk's hands: input methods, undo, two people, drafts, the same elsewhere, moving, and a very large plan."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.workbench.office import LARGE, NISHITOKYO, PATIENCE_MS, TAMA, TOMAKOMAI, TSUKUBA, Clerk, put_large, waiting

pytestmark = pytest.mark.slow


def lines(root: Path, plan: str) -> list[dict[str, Any]]:
    """What stands in the file of corrections."""
    path = root / "corrections" / f"{plan}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def compose(clerk: Clerk, text: str) -> None:
    """As a Japanese input method does: letters under way, Enter takes the conversion, then the text is there."""
    clerk.page.evaluate(
        """(text) => {
            const input = document.activeElement;
            const key = (type, more) => input.dispatchEvent(new KeyboardEvent(type, { bubbles: true, cancelable: true, ...more }));
            input.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
            for (const letter of ["d", "a"]) key("keydown", { key: letter, isComposing: true });
            const enter = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, key: "Enter", isComposing: true });
            Object.defineProperty(enter, "keyCode", { value: 229 });
            input.dispatchEvent(enter);
            input.value = text;
            input.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, data: text }));
            input.dispatchEvent(new InputEvent("input", { bubbles: true }));
        }""",
        text,
    )


@pytest.fixture
def colleague(chromium: Browser, office: str) -> Iterator[Clerk]:
    somebody = Clerk(chromium, office)
    yield somebody
    somebody.close()


def test_enter_of_an_input_method_decides_nothing(clerk: Clerk, office_root: Path) -> None:
    clerk.open(NISHITOKYO)
    before, message = len(lines(office_root, NISHITOKYO)), clerk.message
    clerk.page.evaluate(
        """() => {
            for (const more of [{ isComposing: true }, { keyCode: 229 }]) {
                const enter = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, key: "Enter", isComposing: Boolean(more.isComposing) });
                if (more.keyCode) Object.defineProperty(enter, "keyCode", { value: more.keyCode });
                document.body.dispatchEvent(enter);
            }
        }"""
    )
    clerk.settled()
    assert clerk.message == message
    clerk.page.click('.tree-row[role="treeitem"] >> nth=1')
    clerk.press("t", "e")
    compose(clerk, "出前講座を開く")
    assert clerk.page.input_value(".row-name") == "出前講座を開く"
    assert len(lines(office_root, NISHITOKYO)) == before
    clerk.press("Enter")
    clerk.settled()
    made = lines(office_root, NISHITOKYO)[before:]
    assert [line["value"] for line in made if line["action"] == "rename"] == ["出前講座を開く"]


def test_undo_brings_back_exception_and_tree(clerk: Clerk, office_root: Path) -> None:
    clerk.open(TAMA)
    first = clerk.state(TAMA)
    issue = next(each for each in waiting(first) if each["kind"] == "ocr_suspected")
    clerk.open(TAMA, issue["id"])
    assert clerk.page.query_selector('.choice[aria-checked="true"]') is None, (
        "nothing that rewrites is chosen beforehand"
    )
    clerk.press("Enter")
    clerk.settled()
    assert lines(office_root, TAMA) == []
    clerk.press("1", "Enter")
    clerk.settled()
    assert "一歩" in " ".join(row["t"] for row in clerk.state(TAMA)["rows"])
    clerk.page.reload()
    clerk.page.wait_for_selector("main[data-ready]")
    clerk.press("u")
    clerk.settled()
    after = clerk.state(TAMA)
    assert after["rows"] == first["rows"] or [row["t"] for row in after["rows"]] == [row["t"] for row in first["rows"]]
    assert [each["id"] for each in after["issues"]] == [each["id"] for each in first["issues"]]
    assert clerk.issue == issue["id"]
    assert [line["action"] for line in lines(office_root, TAMA)] == ["rename", "withdraw"]


def test_a_key_held_down_decides_once(clerk: Clerk, office_root: Path) -> None:
    clerk.open(TSUKUBA)
    before, open_before = len(lines(office_root, TSUKUBA)), len(waiting(clerk.state(TSUKUBA)))
    clerk.page.wait_for_function("() => !document.querySelector('main').dataset.deaf")
    clerk.page.evaluate(
        """() => {
            for (let times = 0; times < 12; times += 1) {
                document.body.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, key: "Enter", repeat: times > 0 }));
            }
        }"""
    )
    clerk.settled()
    assert len(lines(office_root, TSUKUBA)) == before + 1
    clerk.page.evaluate(
        """() => document.body.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, key: "Enter" }))"""
    ) if clerk.page.evaluate("document.querySelector('main').dataset.deaf") else None
    clerk.settled()
    assert len(lines(office_root, TSUKUBA)) == before + 1, "for a moment after another exception came up no key decides"
    clerk.press("u")
    clerk.settled()
    assert len(waiting(clerk.state(TSUKUBA))) == open_before


def test_what_somebody_else_settles_is_told_and_nothing_else_is_decided(
    clerk: Clerk, colleague: Clerk, office_root: Path
) -> None:
    for each in (clerk, colleague):
        each.open(TSUKUBA)
    assert clerk.issue == colleague.issue
    clerk.press("Enter")
    clerk.settled()
    count = len(lines(office_root, TSUKUBA))
    colleague.page.wait_for_selector(".case-done[role=status]")
    assert "決めました" in colleague.page.inner_text(".case-done")
    colleague.press("Enter")
    colleague.page.wait_for_selector(".case-message")
    colleague.settled()
    assert len(lines(office_root, TSUKUBA)) == count
    clerk.press("u")
    clerk.settled()


def test_the_same_elsewhere_is_shown_first_and_decided_with_two_keys(clerk: Clerk, office_root: Path) -> None:
    broken = [each for each in waiting(clerk.state(TAMA)) if each["kind"] == "heading_broken"]
    assert len(broken) == 6
    clerk.open(TAMA, broken[0]["id"])
    clerk.press("b")
    clerk.page.wait_for_selector("#bulk")
    assert clerk.page.locator("#bulk input[type=checkbox]").count() == 6
    clerk.page.locator("#bulk input[type=checkbox]").last.uncheck()
    clerk.page.locator("#bulk .primary").focus()
    clerk.press("Enter")
    clerk.settled()
    left = [each["id"] for each in waiting(clerk.state(TAMA)) if each["kind"] == "heading_broken"]
    assert left == [broken[-1]["id"]]
    clerk.press("u")
    clerk.settled()
    assert len([each for each in waiting(clerk.state(TAMA)) if each["kind"] == "heading_broken"]) == 6


def test_the_second_of_two_people_is_told_and_shown_both(clerk: Clerk, colleague: Clerk, office_root: Path) -> None:
    colleague.expected = (409,)
    for each in (clerk, colleague):
        each.open(TOMAKOMAI)
        each.page.click('.tree-row[role="treeitem"] >> nth=3')
        each.press("t", "e")
    for each, title in ((clerk, "先に決めた題名"), (colleague, "後から決めた題名")):
        each.page.fill(".row-name", title)
    clerk.press("Enter")
    clerk.settled()
    colleague.press("Enter")
    colleague.page.wait_for_selector("#clash")
    told = colleague.page.inner_text("#clash")
    assert "先に決めた題名" in told
    assert "後から決めた題名" in told
    assert [line["value"] for line in lines(office_root, TOMAKOMAI)] == ["先に決めた題名"]
    colleague.press("2")
    colleague.settled()
    first, second = lines(office_root, TOMAKOMAI)
    assert (second["value"], second["withdraws"]) == ("後から決めた題名", first["id"])
    assert clerk.page.wait_for_function(
        "() => document.querySelector('#others').textContent.length > 0 && document.querySelector('#tree').textContent.includes('後から決めた題名')",
        timeout=PATIENCE_MS,
    )


def test_what_was_typed_survives_a_reload(clerk: Clerk) -> None:
    clerk.open(TSUKUBA)
    issue = next(each for each in waiting(clerk.state(TSUKUBA)) if each["kind"] == "era_overflow")
    clerk.open(TSUKUBA, issue["id"])
    number = next(at for at, text in enumerate(clerk.choices(), 1) if "計画期間を入力" in text)
    clerk.press(str(number), "Enter")
    clerk.page.fill('.case-form input[name="start_year"]', "2017")
    clerk.page.reload()
    clerk.page.wait_for_selector(".case-form")
    assert clerk.page.input_value('.case-form input[name="start_year"]') == "2017"
    clerk.page.fill('.case-form input[name="start_year"]', "平成28")
    clerk.press("Enter")
    assert "西暦4桁" in clerk.page.inner_text(".case-form .wrong")
    assert clerk.page.input_value('.case-form input[name="start_year"]') == "平成28"
    clerk.page.fill('.case-form input[name="start_year"]', "２０１７")
    clerk.press("Enter")
    clerk.settled()
    clerk.page.wait_for_timeout(500)
    facts = clerk.state(TSUKUBA)
    assert facts["facts"][0]["values"]["start_year"] == 2017
    assert facts["drafts"] == {}


def test_a_server_that_is_away_loses_nothing(clerk: Clerk, office_root: Path) -> None:
    clerk.open(TSUKUBA)
    before, message = lines(office_root, TSUKUBA), clerk.message
    clerk.context.route("**/decisions", lambda route: route.abort())
    with_choice = next(at for at, text in enumerate(clerk.choices(), 1) if "…" not in text)
    clerk.press(str(with_choice), "Enter")
    clerk.page.wait_for_selector(".toast.wrong")
    assert clerk.message == message
    assert lines(office_root, TSUKUBA) == before
    clerk.context.unroute("**/decisions")
    clerk.page.click(".toast.wrong button")
    clerk.settled()
    assert len(lines(office_root, TSUKUBA)) == len(before) + 1
    clerk.troubles = [each for each in clerk.troubles if "ERR_FAILED" not in each]


def test_entries_move_by_keys_and_by_dragging(clerk: Clerk) -> None:
    clerk.open(NISHITOKYO)
    rows = clerk.state(NISHITOKYO)["rows"]
    at = next(at for at in range(len(rows) - 2) if len({row.get("p") for row in rows[at : at + 3]}) == 1)
    parent, (first, second, third) = rows[at]["p"], rows[at : at + 3]
    before = len([row for row in rows[:at] if row.get("p") == parent])

    def below() -> list[str]:
        """Keys of the entries under that parent, as the server has them."""
        now = clerk.state(NISHITOKYO)["rows"]
        return [row["k"] for row in now if row["p"] >= 0 and now[row["p"]]["k"] == rows[parent]["k"]][before:]

    clerk.page.fill("#search", first["t"])
    clerk.press("Enter")
    clerk.press("Escape", "Alt+ArrowDown", "Alt+ArrowDown")
    clerk.page.wait_for_timeout(900)
    clerk.settled()
    assert below()[:3] == [second["k"], third["k"], first["k"]]
    clerk.press("u")
    clerk.settled()
    assert below()[:3] == [first["k"], second["k"], third["k"]]
    clerk.page.locator("#tree").evaluate("(tree) => { tree.scrollTop = 0; }")
    source, target = (clerk.page.locator(f"#row-{rows.index(row)}") for row in (third, first))
    source.drag_to(target, target_position={"x": 120, "y": 3})
    clerk.page.wait_for_timeout(900)
    clerk.settled()
    assert below()[:3] == [third["k"], first["k"], second["k"]]


def test_two_thousand_entries_stay_fluent(clerk: Clerk, office_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put_large(office_root)
    clerk.open(LARGE)
    state = clerk.state(LARGE)
    assert len(state["rows"]) >= 2000
    assert len(waiting(state)) >= 500
    assert clerk.page.locator(".tree-row").count() < 80
    times = clerk.page.evaluate(
        """async () => {
            const tree = document.getElementById("tree");
            const frame = () => new Promise((done) => requestAnimationFrame(done));
            const scrolled = [];
            for (let at = 0; at < 40; at += 1) {
                const start = performance.now();
                tree.scrollTop = (tree.scrollHeight * at) / 40;
                tree.dispatchEvent(new Event("scroll"));
                await frame();
                scrolled.push(performance.now() - start);
            }
            const stepped = [];
            for (let at = 0; at < 40; at += 1) {
                const start = performance.now();
                document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
                await frame();
                stepped.push(performance.now() - start);
            }
            const middle = (values) => values.sort((one, other) => one - other)[Math.floor(values.length / 2)];
            return { scroll: middle(scrolled), step: middle(stepped), rows: document.querySelectorAll(".tree-row").length };
        }"""
    )
    assert times["rows"] < 80
    assert clerk.page.locator("*").count() < 4000
    before = len(waiting(state))
    for _ in range(3):
        clerk.press("1", "Enter")
    clerk.settled()
    assert len(waiting(clerk.state(LARGE))) == before - 3
    with capsys.disabled():
        print(f"\n2,100 entries: {times['scroll']:.1f} ms to scroll, {times['step']:.1f} ms to the next exception")
