"""published/latest/site → docs/site/*.webp: the pictures in docs/site/README.md. IO; `make screenshots` after `make run`.

Pictures are taken in the Chromium that is installed, and are the same for the same release, browser and fonts.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).parent
DESK, PHONE = {"width": 1200, "height": 860}, {"width": 390, "height": 860}
MOST_BYTES = 200_000
"""Of one picture: the repository carries every version of it for ever."""


def main(site: Path) -> None:
    """Take all pictures."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None or not (site / "index.html").is_file():
        sys.exit(f"needs Chromium (make system-deps) and {site} (make run)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage", "--headless"]
        )
        for name, address, size in pictures(site):
            take(browser, f"{site.resolve().as_uri()}/{address}", size, HERE / f"{name}.webp")
        browser.close()


def pictures(site: Path) -> list[tuple[str, str, dict[str, int]]]:
    """Name, address and size of screen."""
    rows = [json.loads(line) for line in (site.parent / "json" / "plan.jsonl").read_text("utf-8").splitlines()]
    later = next(row for row in rows if row["supersedes"])
    years = [json.loads(line) for line in (site.parent / "json" / "timeline.jsonl").read_text("utf-8").splitlines()]
    starred = next(row["plan_id"] for row in years if row["events"])
    largest = max(rows, key=lambda row: row["policy_count"])["id"]
    return [
        ("front", "index.html", DESK),
        ("front-phone", "index.html", PHONE),
        ("plan", f"plans/{later['id']}.html#tree-1", DESK),
        ("plan-phone", f"plans/{largest}.html#tree-1", PHONE),
        ("timeline", f"plans/{starred}.html#timeline", DESK),
        ("changes", f"changes/{later['id']}.html", DESK),
        ("search", "search.html?q=がくしゅう 相談", DESK),
        ("compare", f"compare.html?left={later['supersedes']}&right={later['id']}", DESK),
        ("downloads", "downloads.html", DESK),
        ("dictionary", "dictionary.html", DESK),
    ]


def take(browser: Browser, address: str, size: dict[str, int], to: Path) -> None:
    """One picture of what the screen shows."""
    context = browser.new_context(viewport=size, locale="ja-JP", reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").save(to, "WEBP", quality=82, method=6)
    context.close()
    print(f"{to.name}: {to.stat().st_size:,} bytes")
    if to.stat().st_size > MOST_BYTES:
        sys.exit(f"{to} is too large")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("published/latest/site"))
