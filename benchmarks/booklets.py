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

import psutil

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.booklet import booklet, figures  # noqa: E402
from extractors.guard import extract_all, stop_readers  # noqa: E402

PAGES = (100, 300, 600)
FIGURES = 100
"""Pages of the book of figures, on which the slowest reader takes a quarter of a minute."""
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


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents read: wall seconds, processor seconds of the readers, and of the process that waits for them."""

    wall: float
    readers: float
    parent: float


def main() -> None:
    """Measure, write, print."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        files = {pages: booklet(Path(folder) / f"booklet-{pages}.pdf", pages) for pages in PAGES}
        measured = {(way, pages): _measure(way, files[pages]) for pages in PAGES for way in WAYS}
        book = figures(Path(folder) / "figures.pdf", FIGURES)
        of_figures = {way: _measure(way, book) for way in WAYS}
        alone, together = _two(files[300], Path(folder) / "copy.pdf")
    text = _page(measured, of_figures, alone, together, load)
    (ROOT / "docs" / "performance.md").write_text(text, "utf-8")
    (ROOT / "docs" / "performance.svg").write_text(_plot(measured), "utf-8")
    print(text)


def _measure(way: str, path: Path) -> Figure:
    command = [sys.executable, str(ROOT / "benchmarks" / "measure.py"), way, str(path)]
    rounds = [Figure(**json.loads(subprocess.check_output(command, cwd=ROOT, text=True))) for _ in range(ROUNDS)]
    return min(rounds, key=lambda figure: figure.cpu)


def _two(path: Path, copy: Path) -> tuple[Pair, Pair]:
    """Two documents, one after the other and side by side; processes already started."""
    shutil.copy(path, copy)
    pairs = []
    for jobs in (1, 2):
        list(extract_all([path, copy], jobs=jobs))
        rounds = [_pair([path, copy], jobs) for _ in range(ROUNDS)]
        stop_readers()
        pairs.append(min(rounds, key=lambda pair: pair.wall))
    return pairs[0], pairs[1]


def _pair(paths: list[Path], jobs: int) -> Pair:
    own = psutil.Process()
    readers, parent = sum(map(_used, own.children())), _used(own)
    begun = time.perf_counter()
    list(extract_all(paths, jobs=jobs))
    wall = time.perf_counter() - begun
    return Pair(wall, sum(map(_used, own.children())) - readers, _used(own) - parent)


def _used(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _rows(kind: str, pages: int, figures: dict[str, Figure]) -> list[str]:
    return [
        f"| {kind} | {pages} | {way} | {f.cpu:.2f} | {1000 * f.cpu / pages:.1f} | {f.peak} | {f.start:.2f} |"
        for way, f in figures.items()
    ]


def _ratio(kind: str, pages: int, figures: dict[str, Figure]) -> str:
    plumber, taikei, floor = (figures[way].cpu for way in ("pdfplumber", "taikei", "floor"))
    return f"| {kind} | {pages} | {plumber / taikei:.1f} | {taikei / floor:.1f} |"


def _page(
    measured: dict[tuple[str, int], Figure], of_figures: dict[str, Figure], alone: Pair, together: Pair, load: float
) -> str:
    books = [("booklet", pages, {way: measured[way, pages] for way in WAYS}) for pages in PAGES]
    books.append(("figures", FIGURES, of_figures))
    lines = [
        "# Performance",
        "",
        "Written by `make bench`; the documents are generated (`benchmarks/booklet.py`). In a booklet four pages of five hold",
        "a table between prose; a book of figures is one table over each whole page. One page shows the hierarchy, which",
        "taikei must find. Best of two, each in a process of its own.",
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} processors; "
        f"before the run {load:.1f} other processes were running.",
        "",
        "- taikei: the whole extraction, from the file to hierarchy, facts and issues",
        "- pdfplumber: `extract_tables` on every page, each page closed after it",
        "- floor: pdfium alone, each character of each page with its box",
        "",
        "| document | pages | reader | CPU s | CPU ms per page | peak memory MB | start-up s |",
        "|---|---:|---|---:|---:|---:|---:|",
        *(row for book in books for row in _rows(*book)),
        "",
        "| document | pages | pdfplumber / taikei | taikei / floor |",
        "|---|---:|---:|---:|",
        *(_ratio(*book) for book in books),
        "",
        f"Two booklets of 300 pages, side by side in two processes: {alone.wall / together.wall:.2f} times the throughput of",
        f"one after the other ({alone.wall:.1f} s and {together.wall:.1f} s; wall time needs idle processors). What does not "
        "depend on these:",
        f"one after the other the readers use {alone.readers:.1f} CPU s, side by side {together.readers:.1f}; the process that "
        f"waits for them {together.parent:.2f}.",
        "",
        "![CPU seconds by pages](performance.svg)",
        "",
        "## Where the time goes",
        "",
        "Pages that are plainly prose or figures are read by lines. The width of each character of a font is learned once;",
        "where the pen has moved over many characters by what these are wide together, they are one step",
        "(`extractors/read_pdf_runs.py`), and cells of one row become a line without an object per character",
        "(`extractors/read_pdf_quick.py`). The calls made for each character go past the checks of pypdfium2",
        "(`extractors/read_pdf_calls.py`). Glyphs, rules and boxes are read where headings, cells or short lines promise a",
        "hierarchy (`extractors/triage.py`). Each page is closed before the next is opened, so memory grows with the lines of",
        "text alone. A scanned page costs some four CPU seconds.",
        "",
    ]
    return "\n".join(lines)


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
