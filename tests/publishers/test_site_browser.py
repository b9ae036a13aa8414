"""The site in a real Chromium, as files and under a path of a server: what scripts do, without them, and WCAG 2.2 AA."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from publishers.previous import read_tables
from publishers.site import build_site, name_index
from publishers.table_rows import Tables
from tests.publishers.site_sample import publish_sample

pytestmark = pytest.mark.slow

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "preload": False}
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "These tests need Chromium: make system-deps (Debian: apt-get install chromium fonts-noto-cjk)"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", "--headless"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_sample(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def tables(release: Path) -> Tables:
    return read_tables(release)


@pytest.fixture(scope="module")
def served(release: Path) -> Iterator[str]:
    """The site under a path of a server on this machine."""
    handler = partial(_Silent, directory=str(release.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{release.name}/site/"
        server.shutdown()
        thread.join()


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(params=["file", "http"])
def home(request: pytest.FixtureRequest, release: Path, served: str) -> str:
    """Where the site begins: on the disk, and on a server."""
    return f"{(release / 'site').as_uri()}/" if request.param == "file" else served


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test when anything on it fails."""
    context = browser.new_context(viewport=DESK, locale="ja-JP")
    troubles: list[str] = []
    yield _watched(context, troubles)
    context.close()
    assert not troubles


def _watched(context: BrowserContext, troubles: list[str]) -> Page:
    page = context.new_page()
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: troubles.append(message.text) if message.type in ("error", "warning") else None)
    page.on("dialog", lambda dialog: troubles.append(f"a script of the data ran: {dialog.message}"))
    page.on(
        "requestfailed",
        lambda request: troubles.append(f"{request.url}: {request.failure}") if _real(request) else None,
    )
    return page


def _real(request: Request) -> bool:
    """The icon is no longer fetched when a test has already gone on to the next page."""
    return request.failure != "net::ERR_ABORTED"


def _addresses(tables: Tables) -> list[str]:
    """One page of each kind; of plans all, as each holds something else."""
    later = next(row for row in tables["plan"] if row["supersedes"])
    return [
        "index.html",
        *(f"plans/{row['id']}.html" for row in tables["plan"]),
        f"changes/{later['id']}.html",
        f"municipalities/{later['municipality_code']}.html",
        "search.html?q=図書館",
        f"compare.html?left={later['supersedes']}&right={later['id']}",
        "downloads.html",
        "dictionary.html",
    ]


def _later(tables: Tables) -> str:
    return str(next(row["id"] for row in tables["plan"] if row["supersedes"]))


@pytest.mark.parametrize(
    ("size", "scheme"), [(PHONE, "light"), (DESK, "light"), (PHONE, "dark")], ids=["phone", "desk", "dark"]
)
def test_no_page_has_an_accessibility_violation(
    browser: Browser, release: Path, tables: Tables, size: dict[str, int], scheme: str
) -> None:
    context = browser.new_context(viewport=size, locale="ja-JP", color_scheme=scheme)  # type: ignore[arg-type]
    troubles: list[str] = []
    page = _watched(context, troubles)
    for address in _addresses(tables):
        page.goto(f"{(release / 'site').as_uri()}/{address}")
        page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
        result = Axe().run(page, options=WCAG)
        troubles += [f"{address}: {found['id']} {found['nodes'][0]['html']}" for found in result.response["violations"]]
        assert result.response["passes"], address
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > size["width"]:
            troubles.append(f"{address}: {wide} px wide on a screen of {size['width']}")
    context.close()
    assert not troubles


def test_no_request_leaves_the_site(page: Page, home: str, tables: Tables) -> None:
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    for address in _addresses(tables):
        page.goto(home + address)
    page.wait_for_timeout(200)
    assert len(asked) > 20
    assert not [request.url for request in asked if not request.url.startswith(home)]


@pytest.mark.parametrize(
    ("words", "found"),
    [("図書館", "図書館を夜も開ける"), ("よみ 夜", "図書館を夜も開ける"), ("ＹＯＭＩ", "まなび計画")],
)
def test_search_over_all_plans(page: Page, home: str, words: str, found: str) -> None:
    page.goto(f"{home}search.html")
    page.get_by_role("searchbox").fill(words)
    expect(page.locator("#hits li").filter(has_text=found).first).to_be_visible()
    expect(page.locator("#found")).to_contain_text("件")


def test_a_hit_leads_to_its_node(page: Page, home: str) -> None:
    page.goto(f"{home}search.html")
    page.get_by_role("searchbox").fill("空き家 集会")
    page.locator("#hits a").first.click()
    expect(page.locator(":target")).to_contain_text("空き家を集会所にする")
    expect(page.locator(":target .name")).to_be_in_viewport()


def test_search_for_what_is_nowhere(page: Page, home: str) -> None:
    page.goto(f"{home}search.html")
    page.get_by_role("searchbox").fill("空港を拡張する")
    expect(page.locator("#found")).to_contain_text("0件")
    expect(page.locator("#hits li")).to_have_count(0)


def test_search_within_a_plan(page: Page, home: str, tables: Tables) -> None:
    page.goto(f"{home}plans/{_later(tables)}.html")
    everything = page.locator(".node").count()
    page.get_by_role("searchbox").fill("集会所")
    expect(page.locator("#found")).to_contain_text("1件")
    expect(page.get_by_text("空き家を集会所にする")).to_be_visible()
    expect(page.get_by_text("出前講座を開く")).to_be_hidden()
    page.get_by_role("searchbox").fill("")
    expect(page.locator(".node:visible")).to_have_count(everything)


def test_folding(page: Page, home: str, tables: Tables) -> None:
    page.goto(f"{home}plans/{_later(tables)}.html")
    leaf = page.get_by_text("出前講座を開く")
    expect(leaf).to_be_visible()
    page.get_by_role("button", name="すべて閉じる").click()
    expect(leaf).to_be_hidden()
    page.get_by_role("button", name="すべて開く").click()
    expect(leaf).to_be_visible()
    page.locator(".node summary").first.focus()
    page.keyboard.press("Enter")
    expect(leaf).to_be_hidden()


def test_two_plans_side_by_side(page: Page, home: str, tables: Tables) -> None:
    later = next(row for row in tables["plan"] if row["supersedes"])
    page.goto(f"{home}compare.html")
    page.locator("#left").select_option(str(later["supersedes"]))
    page.locator("#right").select_option(str(later["id"]))
    expect(page.locator("#left-side .same")).to_have_count(6)
    page.locator("#only-same").check()
    expect(page.locator("#left-side").get_by_text("公民館の祭りを続ける")).to_have_count(0)
    expect(page.locator("#right-side h2")).to_contain_text(str(later["name"]))


def test_changes_can_be_filtered(page: Page, home: str, tables: Tables) -> None:
    page.goto(f"{home}changes/{_later(tables)}.html")
    added = page.locator("tr.added")
    expect(added.first).to_be_visible()
    page.get_by_role("checkbox", name="追加").uncheck()
    expect(added.first).to_be_hidden()


def test_more_plans_than_one_list_holds(
    page: Page, tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_site, "PER_PAGE", 1)
    for name, data in build_site.site_files("2026.04.01", tables, {"csv/policy.csv": (1200, "0" * 64)}):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    last = tables["plan"][-1]
    for address in ("index.html", f"plans-{len(tables['plan'])}.html"):
        page.goto(f"{(tmp_path / 'site').as_uri()}/{address}")
        assert not Axe().run(page, options=WCAG).response["violations"], address
        expect(page.locator("table.cards tbody tr")).to_have_count(1)
    page.goto(f"{(tmp_path / 'site').as_uri()}/index.html")
    page.fill("#words", str(last["municipality_name"]))
    expect(page.locator("#hits a").last).to_have_attribute("href", f"plans/{last['id']}.html")
    page.fill("#words", "どこにもない計画")
    expect(page.locator("#found")).to_contain_text("0件")


def test_of_many_names_a_search_loads_a_few_files(
    page: Page, tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(name_index, "NODES", 1)
    monkeypatch.setattr(build_site, "FEW", 0)
    for name, data in build_site.site_files("2026.04.01", tables, {"csv/policy.csv": (1200, "0" * 64)}):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url.rpartition("site/data/")[2]))
    for words, count in (("どこにもない計画", "0件"), ("空き家 集会", "3件"), ("市", "件")):
        page.goto(f"{(tmp_path / 'site').as_uri()}/search.html")
        loaded.clear()
        page.get_by_role("searchbox").fill(words)
        expect(page.locator("#found")).to_contain_text(count)
        names = [path for path in loaded if path.startswith("names/")]
        if words.startswith("どこ"):
            assert not names
        else:
            assert len(page.locator("#hits a").all()) >= len(names) > 0
    page.goto(f"{(tmp_path / 'site').as_uri()}/compare.html")
    page.locator("#right").select_option(str(tables["plan"][-1]["id"]))
    expect(page.locator("#right-side h2")).to_contain_text(str(tables["plan"][-1]["name"]))


def test_everything_but_search_works_without_scripts(browser: Browser, release: Path, tables: Tables) -> None:
    context = browser.new_context(viewport=DESK, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{(release / 'site').as_uri()}/index.html")
    page.get_by_role("link", name="立川市まなび計画", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("立川市まなび計画")
    leaf = page.get_by_text("出前講座を開く")
    expect(leaf).to_be_visible()
    page.locator(".node summary").first.click()
    expect(leaf).to_be_hidden()
    readings = page.locator(".node .reading:visible")
    expect(readings).to_have_count(0)
    page.get_by_role("checkbox", name="よみ").check()
    expect(readings.first).to_be_visible()
    page.goto(f"{(release / 'site').as_uri()}/compare.html")
    page.get_by_role("link", name="苫小牧市まなび計画").first.click()
    expect(page.frame_locator("iframe").first.get_by_role("heading", level=1)).to_contain_text("苫小牧市")
    page.goto(f"{(release / 'site').as_uri()}/search.html")
    expect(page.locator("noscript p")).to_contain_text("JavaScriptが必要です")
    expect(page.locator("noscript p")).to_be_visible()
    context.close()


def test_on_paper_nothing_is_folded(page: Page, release: Path, tables: Tables) -> None:
    page.goto(f"{(release / 'site').as_uri()}/plans/{_later(tables)}.html")
    page.get_by_role("button", name="すべて閉じる").click()
    page.emulate_media(media="print")
    expect(page.get_by_text("出前講座を開く")).to_be_visible()
    expect(page.locator(".tools")).to_be_hidden()


def test_a_reader_by_keyboard_can_skip_the_head(page: Page, home: str) -> None:
    page.goto(f"{home}index.html")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
