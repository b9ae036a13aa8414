"""A workbench as an office has it, in a process of its own; a clerk in front of it who only has a keyboard."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

RAW = Path(__file__).parents[2] / "raw"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PATIENCE_MS = 90_000
"""For anything to come up, on a busy machine."""
SCREEN = {"width": 1366, "height": 860}
TACHIKAWA, TAMA, NISHITOKYO = "132021-shogai-gakushu-7", "132241-shogai-gakushu-4", "132292-shogai-gakushu-1"
TOMAKOMAI, TSUKUBA, PDF, LARGE = "012131-shogai-gakushu-4", "082201-shogai-gakushu-2", "sample-ruled-table", "large"


def furnish(root: Path) -> None:
    """raw/ as it is, with the PDF among the plans that are published."""
    shutil.copytree(RAW, root / "raw")
    manifest = root / "raw" / PDF / "source.toml"
    manifest.write_text(manifest.read_text("utf-8").replace('role = "sample"', ""), "utf-8")
    (root / "corrections").mkdir()


def put_large(root: Path) -> None:
    """2,100 entries, of which 500 carry a dash that should be another."""
    lines = ["第9次あおば市まなび計画", "", "計画期間 令和8年度から令和12年度", ""]
    for goal in range(1, 11):
        lines.append(f"# 基本目標{goal} {goal}つ目のまちをつくる")
        for way in range(1, 11):
            lines.append(f"## 施策の方向{way} {goal}の{way}を進める")
            for number in range(1, 21):
                dash = "ー" if number % 4 == 0 else "と"
                lines.append(f"### ({number}) 学習機会{dash}「{goal}・{way}・{number}」の充実")
    folder = root / "raw" / LARGE
    folder.mkdir(parents=True)
    text = "\n".join(lines) + "\n"
    (folder / "large.txt").write_text(text, "utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    (folder / "source.toml").write_text(
        'title = "第9次あおば市まなび計画"\nmunicipality = "立川市"\nmunicipality_code = "132021"\npublisher = "立川市"\n'
        f'document = "large.txt"\nsha256 = "{digest}"\nterms = "見本"\nretrieved = 2026-11-20\nrole = "sample"\n',
        "utf-8",
    )


@contextmanager
def workbench(root: Path) -> Iterator[str]:
    """The address of a workbench on a free port."""
    command = [sys.executable, "-m", "workbench", "--root", str(root), "--port", "0"]
    process = subprocess.Popen(command, cwd=RAW.parent, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    try:
        said = process.stdout.readline()
        assert said.startswith("http://127.0.0.1:"), said
        threading.Thread(target=process.stdout.read, daemon=True).start()
        yield said.split("/ ")[0].strip("/ \n") if "/ " in said else said.split()[0].rstrip("/")
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser that is installed."""
    assert CHROMIUM, "These tests need Chromium: make system-deps (Debian: apt-get install chromium fonts-noto-cjk)"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", "--headless"]
        )
        yield browser
        browser.close()


class Clerk:
    """Somebody with a browser of their own. What goes wrong in it is kept in `troubles`."""

    def __init__(self, browser: Browser, home: str, **settings: Any) -> None:
        self.home = home
        self.troubles: list[str] = []
        self.presses = 0
        self.expected: tuple[int, ...] = ()
        """Statuses that are no trouble in this test."""
        self.context: BrowserContext = browser.new_context(
            **{"viewport": SCREEN, "locale": "ja-JP", "reduced_motion": "reduce", **settings}
        )
        self.page: Page = self.context.new_page()
        page = self.page
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", lambda said: self._heard(said.type, said.text))
        page.on("request", lambda request: self._asked(request))
        page.on("dialog", lambda dialog: self.troubles.append(f"a script of the data ran: {dialog.message}"))

    def _heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not any(f"status of {status}" in text for status in self.expected):
            self.troubles.append(text)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:")):
            self.troubles.append(f"asked outside: {request.url}")

    def close(self) -> None:
        """Leave; nothing may have gone wrong."""
        self.context.close()
        assert not self.troubles, self.troubles

    def open(self, plan: str, issue: str = "") -> None:
        """The desk of a plan, when it can be used."""
        self.page.goto(f"{self.home}/plans/{plan}{f'?issue={issue}' if issue else ''}")
        self.page.wait_for_selector("main[data-ready]")

    def press(self, *keys: str) -> None:
        """Keys, each counted; slow enough to see what is in front now."""
        for key in keys:
            self.page.wait_for_function("() => !document.querySelector('main')?.dataset.deaf")
            self.page.keyboard.press(key)
            self.presses += 1

    def settled(self) -> None:
        """Everything is saved, and shown as the server has it."""
        self.page.wait_for_function(
            "() => document.getElementById('saving').hidden && !document.querySelector('main').dataset.behind"
        )

    def state(self, plan: str) -> dict[str, Any]:
        """What the desk is told of a plan."""
        said = self.context.request.get(f"{self.home}/plans/{plan}/state")
        assert said.ok
        return json.loads(said.text())  # type: ignore[no-any-return]

    @property
    def message(self) -> str:
        """The exception in front."""
        return self.page.inner_text(".case-message")

    @property
    def issue(self) -> str:
        """Its id."""
        return self.page.evaluate("new URLSearchParams(location.search).get('issue')")  # type: ignore[no-any-return]

    def choices(self) -> list[str]:
        """What can be chosen, in the order of the numbers."""
        return [each.inner_text() for each in self.page.query_selector_all(".choice .choice-says")]


def waiting(state: dict[str, Any]) -> list[dict[str, Any]]:
    """Exceptions that somebody must settle."""
    return [issue for issue in state["issues"] if issue["severity"] != "info"]
