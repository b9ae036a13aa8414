"""Speed and memory on booklets of 100, 300 and 600 pages → docs/performance.md and docs/performance.svg. IO.

Every figure is measured in a process of its own, in the same run: taikei, plain pdfplumber (extract_tables on all
pages), and the floor (pdfium: each character with its box). CPU seconds are without the start of the process.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.booklet import booklet  # noqa: E402
from extractors.guard import extract_all, stop_readers  # noqa: E402

PAGES = (100, 300, 600)
WAYS = ("taikei", "pdfplumber", "floor")
COLOURS = {"taikei": "#1f5fbf", "pdfplumber": "#c7792b", "floor": "#999999"}
ROUNDS = 2
"""Best of so many: what else the machine does only ever adds."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement."""

    way: str
    pages: int
    start: float
    cpu: float
    peak: int


def main() -> None:
    """Measure, write, print."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        files = {pages: booklet(Path(folder) / f"booklet-{pages}.pdf", pages) for pages in PAGES}
        figures = {(way, pages): _measure(way, files[pages]) for pages in PAGES for way in WAYS}
        alone, together = _two(files[300], Path(folder) / "copy.pdf")
    text = _page(figures, alone / together, load)
    (ROOT / "docs" / "performance.md").write_text(text, "utf-8")
    (ROOT / "docs" / "performance.svg").write_text(_plot(figures), "utf-8")
    print(text)


def _measure(way: str, path: Path) -> Figure:
    command = [sys.executable, str(ROOT / "benchmarks" / "measure.py"), way, str(path)]
    rounds = [Figure(**json.loads(subprocess.check_output(command, cwd=ROOT, text=True))) for _ in range(ROUNDS)]
    return min(rounds, key=lambda figure: figure.cpu)


def _two(path: Path, copy: Path) -> tuple[float, float]:
    """Wall seconds for two documents, one after the other and side by side; processes already started."""
    shutil.copy(path, copy)
    seconds = []
    for jobs in (1, 2):
        best = float("inf")
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            list(extract_all([path, copy], jobs=jobs))
            best = min(best, time.perf_counter() - begun)
        stop_readers()
        seconds.append(best)
    return seconds[0], seconds[1]


def _page(figures: dict[tuple[str, int], Figure], gain: float, load: float) -> str:
    rows = [
        f"| {pages} | {way} | {f.cpu:.2f} | {1000 * f.cpu / pages:.1f} | {f.peak} | {f.start:.2f} |"
        for pages in PAGES
        for way in WAYS
        for f in (figures[way, pages],)
    ]
    ratios = [
        f"| {pages} | {figures['pdfplumber', pages].cpu / figures['taikei', pages].cpu:.1f} "
        f"| {figures['taikei', pages].cpu / figures['floor', pages].cpu:.1f} |"
        for pages in PAGES
    ]
    return "\n".join(
        [
            "# Performance",
            "",
            "Written by `make bench`; the booklets are generated (`benchmarks/booklet.py`): four pages of five hold a table,",
            "one shows the hierarchy, which taikei must find. Best of two, each in a process of its own.",
            f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} processors.",
            "",
            "- taikei: the whole extraction, from the file to hierarchy, facts and issues",
            "- pdfplumber: `extract_tables` on every page, each page closed after it",
            "- floor: pdfium alone, each character of each page with its box",
            "",
            "| pages | reader | CPU s | CPU ms per page | peak memory MB | start-up s |",
            "|---:|---|---:|---:|---:|---:|",
            *rows,
            "",
            "| pages | pdfplumber / taikei | taikei / floor |",
            "|---:|---:|---:|",
            *ratios,
            "",
            f"Two documents of 300 pages, side by side in two processes: {gain:.2f} times the throughput of one after the other.",
            f"(Wall time: it needs idle processors. Before the run {load:.1f} other processes were running.)",
            "",
            "![CPU seconds by pages](performance.svg)",
            "",
            "## Where the time goes",
            "",
            "Pages that are plainly prose or figures are read by lines: a line that is one run of characters without gaps, alone",
            "in its column, costs no object per character (`extractors/read_pdf_quick.py`). Glyphs, rules and boxes are read",
            "where headings, cells or short lines promise a hierarchy (`extractors/triage.py`). Each page is closed before the",
            "next is opened, so memory grows with the lines of text alone. A scanned page costs some four CPU seconds.",
            "",
        ]
    )


def _plot(figures: dict[tuple[str, int], Figure]) -> str:
    """Lines of CPU seconds over pages."""
    width, height, left, base = 640, 360, 60, 310
    most = max(figure.cpu for figure in figures.values())

    def at(pages: int, cpu: float) -> tuple[float, float]:
        return left + pages / PAGES[-1] * (width - left - 110), base - cpu / most * (base - 30)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        f'<path d="M{left} 30V{base}H{width - 100}" fill="none" stroke="#444"/>',
        f'<text x="{left}" y="20">CPU seconds</text><text x="{width - 100}" y="{base + 34}" text-anchor="end">pages</text>',
    ]
    for pages in PAGES:
        x, _ = at(pages, 0)
        parts.append(f'<text x="{x:.0f}" y="{base + 18}" text-anchor="middle">{pages}</text>')
    for share in (0.5, 1.0):
        _, y = at(0, most * share)
        parts.append(f'<text x="{left - 6}" y="{y + 4:.0f}" text-anchor="end">{most * share:.1f}</text>')
    for way in WAYS:
        places = [at(pages, figures[way, pages].cpu) for pages in PAGES]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        parts.append(f'<path d="M{path}" fill="none" stroke="{COLOURS[way]}" stroke-width="2.5"/>')
        parts.extend(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{COLOURS[way]}"/>' for x, y in places)
    for way, y in zip(WAYS, _spread([at(0, figures[way, PAGES[-1]].cpu)[1] for way in WAYS]), strict=True):
        parts.append(f'<text x="{width - 104}" y="{y + 4:.0f}" fill="{COLOURS[way]}">{way}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _spread(ys: Sequence[float]) -> list[float]:
    """Heights of labels, moved apart where they would overlap."""
    placed: dict[int, float] = {}
    last = float("inf")
    for at in sorted(range(len(ys)), key=lambda one: -ys[one]):
        last = placed[at] = min(ys[at], last - 16)
    return [placed[at] for at in range(len(ys))]


if __name__ == "__main__":
    main()
