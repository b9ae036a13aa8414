"""The workbench on a copy of the project → docs/workbench/*.webp: the pictures of docs/manual. IO; `make screenshots` after `make run`.

A workbench of its own is started on a copy of raw/ and published/ in a temporary folder; what is decided for the pictures is
decided there.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
PLAN = "132021-shogai-gakushu-7"
OTHER = "132241-shogai-gakushu-4"
PDF = ROOT / "raw" / "sample-ruled-table" / "sample.pdf"
PATIENCE_MS = 300_000
MOST_BYTES = 200_000
"""Of one picture: the repository carries every version of it for ever."""

Shoot = Callable[[str], None]


def main() -> None:
    """Take all pictures."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None or not (ROOT / "published" / "latest").exists():
        sys.exit("needs Chromium (make system-deps) and published/ (make run)")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        project = Path(folder)
        for name in ("raw", "published"):
            shutil.copytree(ROOT / name, project / name, symlinks=True)
        (project / "corrections").mkdir()
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage", "--headless"]
        )
        with workbench(project) as home:
            take(browser, home, DESK, "", lambda page, shoot: at_the_desk(page, shoot, home, project))
            take(browser, home, PHONE, "-phone", lambda page, shoot: on_the_phone(page, shoot, home))
        browser.close()


@contextmanager
def workbench(project: Path) -> Iterator[str]:
    """The address of a workbench on that folder."""
    command = [sys.executable, "-m", "workbench", "--root", str(project), "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().split()[0].rstrip("/")
    finally:
        process.terminate()
        process.wait()


def take(browser: Browser, home: str, size: dict[str, int], ending: str, walk: Callable[[Page, Shoot], None]) -> None:
    """Walk through the screens, a picture wherever the walk says so."""
    context = browser.new_context(viewport=size, locale="ja-JP", timezone_id="Asia/Tokyo", reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)

    def shoot(name: str) -> None:
        page.wait_for_timeout(300)
        keep(page.screenshot(), HERE / f"{name}{ending}.webp")

    walk(page, shoot)
    context.close()


def at_the_desk(page: Page, shoot: Shoot, home: str, project: Path) -> None:
    """Every screen, in the order in which a plan passes through them."""
    warm(page, home, project)
    page.goto(f"{home}/")
    shoot("inbox")
    desk(page, home, PLAN)
    shoot("desk")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    shoot("desk-keys")
    page.keyboard.press("Escape")
    tree_edited(page, shoot, home)
    for plan in (PLAN, OTHER):
        desk(page, home, plan)
        for _ in range(3):
            page.wait_for_timeout(700)
            page.keyboard.press("1")
            page.keyboard.press("Enter")
            page.wait_for_timeout(700)
            page.keyboard.press("Escape")
    page.goto(f"{home}/trail")
    shoot("trail")
    adding(page, shoot, home)
    editions(page, shoot, home)
    publishing(page, shoot, home, project)


def tree_edited(page: Page, shoot: Shoot, home: str) -> None:
    """Two columns without marks; an entry under the keyboard; an outline that is about to be pasted."""
    desk(page, home, PLAN)
    page.keyboard.press("l")
    page.locator("#list select").first.select_option(index=next(iter(_numbers(page, "二つの欄の項目の対応"))))
    page.locator("#list .listed").nth(2).click()
    page.wait_for_selector(".pairs")
    page.wait_for_timeout(700)
    for key in "121":
        page.keyboard.press(key)
    shoot("desk-pairs")
    page.keyboard.press("t")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+F10")
    shoot("desk-outline")
    page.keyboard.press("Escape")
    page.click("#do-paste")
    page.fill("#paste textarea", "(1) 学ぶ機会をつくる\n　① 出前講座をひらく\n　② 図書館を夜も開ける\n(2) 人を育てる")
    page.wait_for_selector("#paste .pasted li")
    shoot("desk-paste")
    page.keyboard.press("Escape")


def _numbers(page: Page, words: str) -> list[int]:
    """Which of the choices of the first filter have these words."""
    said = page.locator("#list select").first.locator("option").all_inner_texts()
    return [number for number, text in enumerate(said) if words in text]


def warm(page: Page, home: str, project: Path) -> None:
    """Every plan is read, so that no screen tells of waiting."""
    for folder in sorted((project / "raw").iterdir()):
        if (folder / "source.toml").is_file():
            desk(page, home, folder.name)


def desk(page: Page, home: str, plan: str) -> None:
    """One plan, its first exception in front."""
    page.goto(f"{home}/plans/{plan}")
    page.wait_for_selector("main[data-ready]")


def adding(page: Page, shoot: Shoot, home: str) -> None:
    """A document is tried and becomes a plan."""
    page.goto(f"{home}/check")
    shoot("check")
    page.set_input_files("#file", {"name": "計画.pdf", "mimeType": "application/pdf", "buffer": _another_pdf()})
    page.click("#put-in button")
    page.wait_for_selector("#tree-title")
    shoot("check-result")
    page.click(".head .primary")
    page.wait_for_selector("#town")
    page.fill("#terms", "出典を示せば自由に利用できる")
    shoot("onboard")
    page.fill("#plan_id", "132021-mihon-6")
    page.click("form .primary")
    page.wait_for_selector("dl.facts")
    shoot("onboard-confirm")
    page.click('button[value="add"]')
    page.wait_for_selector(".notice.good")


def editions(page: Page, shoot: Shoot, home: str) -> None:
    """A pair is looked at and confirmed."""
    page.goto(f"{home}/editions/{PLAN}")
    page.locator(".act-confirm").first.click()
    page.wait_for_selector(".settled")
    shoot("editions")
    page.locator(".act-pair").nth(3).click()
    page.wait_for_selector(".partners")
    shoot("editions-pair")


def publishing(page: Page, shoot: Shoot, home: str, project: Path) -> None:
    """What would change; the run, which is stopped once its picture is taken; a loss."""
    page.goto(f"{home}/publishing")
    page.wait_for_selector("#changes")
    shoot("publishing")
    page.locator("#changes").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('#changes').scrollIntoView()")
    shoot("publishing-rows")
    page.click("#begin button")
    page.click("dialog .primary")
    page.wait_for_selector("#run[data-running]")
    page.wait_for_timeout(2500)
    page.evaluate("document.querySelector('#run').scrollIntoView({block: 'center'})")
    shoot("publishing-run")
    page.click('form[action="/publishing/stop"] button')
    page.wait_for_selector("#run:not([data-running]) .notice", timeout=PATIENCE_MS)
    shutil.rmtree(project / "raw" / OTHER)
    page.wait_for_timeout(3000)
    page.goto(f"{home}/publishing")
    page.wait_for_selector("#changes")
    shoot("publishing-loss")


def on_the_phone(page: Page, shoot: Shoot, home: str) -> None:
    """The screens that are looked at on the way."""
    page.goto(f"{home}/")
    page.wait_for_load_state("networkidle")
    shoot("inbox")
    page.goto(f"{home}/editions/{PLAN}")
    shoot("editions")


def _another_pdf() -> bytes:
    """The sample with a comment at its end: the same plan, but not the same file."""
    return PDF.read_bytes() + b"% another copy\n"


def keep(png: bytes, to: Path) -> None:
    """The picture as WebP, small enough."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    for quality in (82, 70, 55, 40):
        data = io.BytesIO()
        image.save(data, "WEBP", quality=quality, method=6)
        if data.tell() <= MOST_BYTES:
            break
    to.write_bytes(data.getvalue())


if __name__ == "__main__":
    main()
