"""HTML → PDF by a headless Chromium. IO: runs a program, writes files."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TIMEOUT = 120
"""Seconds for one document."""


def find_chromium() -> str | None:
    """The browser to print with: $CHROMIUM, or the first one on the path."""
    named = os.environ.get("CHROMIUM")
    return named or next((found for name in _NAMES if (found := shutil.which(name))), None)


def print_pdf(html: str, target: Path) -> None:
    """Print an HTML document to `target`.

    Raises:
        FileNotFoundError: no browser here.
    """
    browser = find_chromium()
    if browser is None:
        raise FileNotFoundError("no Chromium: apt-get install chromium, or set CHROMIUM to its path")
    source = target.with_suffix(".html")
    source.write_text(html, encoding="utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--virtual-time-budget=2000"]
    subprocess.run(
        [browser, *flags, f"--print-to-pdf={target}", source.resolve().as_uri()],
        check=True,
        capture_output=True,
        timeout=TIMEOUT,
    )
    source.unlink()
