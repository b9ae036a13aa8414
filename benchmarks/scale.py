"""Reading many documents on a Dask cluster of this machine: what does one cost, and how much of it is not reading?

`python benchmarks/scale.py small:1:100 booklet:2:60` measures these lines (document, workers, documents), keeps them in
benchmarks/scale.json beside the others, and makes the measured part of docs/scale.md and docs/scale.svg anew. Without any
it measures all lines of LINES, which takes an hour; with `--page` it measures none. Every line is a process of its own:
embedded Prefect server, scheduler, workers, and the tasks of `taikei run`; the clock starts when each worker has read some
documents. IO.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

PAGE = ROOT / "docs" / "scale.md"
PLOT = ROOT / "docs" / "scale.svg"
KEPT = ROOT / "benchmarks" / "scale.json"
BEGIN, END = "<!-- measured: benchmarks/scale.py -->", "<!-- end of what was measured -->"
SMALL, BOOKLET = "small", "booklet"
LINES = (
    *((SMALL, workers, documents) for documents in (100, 1_000, 10_000) for workers in (1, 2)),
    *((BOOKLET, workers, 60) for workers in (1, 2)),
)
"""A booklet takes some two CPU seconds; sixty, so that the first ones do not weigh."""
BOOKLET_PAGES = 240
BUSY = 0.2
"""Processors taken by other programs; where it was more, the page says so."""
WARM = 4
"""Documents per worker before the clock starts."""
RECORDED_SECONDS = 3.0
"""After which Prefect's server has written down the last documents, too."""
SAMPLE_SECONDS = 5.0
"""Looking at all processes takes some of the time that is measured."""
MANIFEST = """title = "計画{number}"
municipality = "立川市"
municipality_code = "132021"
publisher = "立川市"
document = "{name}"
sha256 = "{sha256}"
terms = "自由"
retrieved = 2026-04-01
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table."""

    kind: str
    workers: int
    documents: int
    wall: float
    reading: float
    """CPU seconds of the processes that read."""
    worker: float
    """CPU seconds of the workers that have them read."""
    run: float
    """CPU seconds of the run and, in the same process, Dask's scheduler."""
    server: float
    """CPU seconds of Prefect's server."""
    worker_mb: float
    reader_mb: float
    run_mb: float
    server_mb: float
    others: float
    """Processors that other programs took meanwhile, on the average."""
    day: str

    @property
    def around(self) -> float:
        """CPU seconds of all that is not reading, for one document."""
        return (self.worker + self.run + self.server) / self.documents


def main() -> None:
    """Measure, write, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lines", nargs="*", metavar="DOCUMENT:WORKERS:DOCUMENTS")
    parser.add_argument("--page", action="store_true", help="only the page and the plot, from what is kept")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    asked = [(kind, int(workers), int(documents)) for kind, workers, documents in (x.split(":") for x in given.lines)]
    if given.one:
        print(json.dumps(asdict(one(*asked[0]))))
        return
    for line in [] if given.page else asked or LINES:
        command = [sys.executable, __file__, "--one", ":".join(map(str, line))]
        said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        figure = Figure(**json.loads(said.splitlines()[-1]))
        _keep(figure)
        print(_row(figure), flush=True)
    figures = _kept()
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(before + "\n".join([BEGIN, "", *_measured(figures), "", END]) + after, "utf-8")
    PLOT.write_text(_plot(figures), "utf-8")


def _kept() -> list[Figure]:
    """What was measured so far, small documents first, few before many."""
    kept = [Figure(**line) for line in json.loads(KEPT.read_text("utf-8"))] if KEPT.exists() else []
    return sorted(kept, key=lambda figure: (figure.kind != SMALL, figure.documents, figure.workers))


def _keep(figure: Figure) -> None:
    """In the place of the one of the same line."""
    others = [one for one in _kept() if (one.kind, one.workers, one.documents) != _line(figure)]
    lines = ",\n".join(json.dumps(asdict(one)) for one in [*others, figure])
    KEPT.write_text(f"[\n{lines}\n]\n", "utf-8")


def _line(figure: Figure) -> tuple[str, int, int]:
    return figure.kind, figure.workers, figure.documents


def one(kind: str, workers: int, documents: int) -> Figure:
    """One measurement, in this process."""
    from flows.environment import STARTUP_SECONDS, set_defaults
    from flows.server import embedded_server, wait_until_healthy

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _lay_out(folder / "raw", kind, documents + WARM * workers)
        os.environ["TAIKEI_TASK_RUNNER"], os.environ["TAIKEI_WORKERS"] = "dask", str(workers)
        set_defaults(folder / "build")
        with embedded_server(folder / "build" / "prefect"):
            wait_until_healthy(STARTUP_SECONDS)
            from prefect import flow

            from benchmarks.scale import read_all  # by its name, so that it can be sent to a worker
            from flows.runners import task_runner

            figure = flow(name="scale", task_runner=task_runner(), validate_parameters=False)(read_all)
            measured = figure(folder, WARM * workers)
    return Figure(kind, workers, documents, **measured, day=f"{datetime.now(UTC):%Y-%m-%d}")


def read_all(folder: Path, warm: int) -> dict[str, float]:
    """The flow: the first documents start the workers, the others are measured."""
    import psutil

    from flows.run import extract_all, ingest

    me = psutil.Process()
    plans = ingest(str(folder / "raw"), str(folder / "build")).plans
    extract_all(plans[:warm], folder / "corrections", folder / "build")
    peaks, stop = _watch(me)
    before, busy, begun = _cpu(me), _busy(), time.perf_counter()
    read, refused = extract_all(plans[warm:], folder / "corrections", folder / "build")
    time.sleep(RECORDED_SECONDS)
    wall, after, busy = time.perf_counter() - begun, _cpu(me), _busy() - busy
    stop.set()
    assert len(read) == len(plans) - warm, refused
    used = {role: after[role] - before[role] for role in after}
    return {
        "wall": wall - RECORDED_SECONDS,
        "reading": used["reader"],
        **{role: used[role] for role in ("worker", "run", "server")},
        **{f"{role}_mb": peaks[role] for role in ("worker", "reader", "run", "server")},
        "others": max(busy - sum(used.values()), 0.0) / wall,
    }


def _busy() -> float:
    """CPU seconds that all programs of this machine have taken."""
    import psutil

    times = psutil.cpu_times()
    return float(sum(times) - times.idle - getattr(times, "iowait", 0.0))


def _lay_out(raw: Path, kind: str, documents: int) -> None:
    pdf = b""
    if kind == BOOKLET:
        from benchmarks.booklet import booklet

        raw.mkdir(parents=True)
        path = booklet(raw / "booklet.pdf", BOOKLET_PAGES)
        pdf = path.read_bytes()
        path.unlink()
    for number in range(documents):
        folder = raw / f"132021-plan-{number:05}"
        folder.mkdir(parents=True)
        data = pdf + b"%% %d\n" % number if pdf else "\n".join(_small(number)).encode()
        name = "plan.pdf" if pdf else "plan.txt"
        (folder / name).write_bytes(data)
        manifest = MANIFEST.format(number=number, name=name, sha256=hashlib.sha256(data).hexdigest())
        (folder / "source.toml").write_text(manifest, "utf-8")


def _small(number: int) -> Iterator[str]:
    """A plan of 39 entries in plain text."""
    yield f"星見野市地域計画{number}"
    yield "計画期間　令和6年度から令和15年度まで"
    for goal in range(1, 4):
        yield f"基本目標{goal}　分野{number}の{goal}を支えるまち"
        for measure in range(1, 4):
            yield f"（{measure}）施策{number}の{goal}の{measure}の推進"
            for work in range(1, 4):
                yield f"{'①②③'[work - 1]}取組{number}の{goal}の{measure}の{work}を進める"


def _role(process: object) -> str:
    """What a process is there for."""
    command = " ".join(process.cmdline())  # type: ignore[attr-defined]
    if "extractors.guard_child" in command:
        return "reader"
    return "server" if "flows.server" in command else "worker"


def _cpu(me: object) -> dict[str, float]:
    """CPU seconds so far, by role; the scheduler runs in this process."""
    import psutil

    found: dict[str, float] = defaultdict(float, {"reader": 0.0, "server": 0.0, "worker": 0.0})
    for process in (me, *me.children(recursive=True)):  # type: ignore[attr-defined]
        try:
            times = process.cpu_times()
            found["run" if process == me else _role(process)] += times.user + times.system
        except psutil.NoSuchProcess:
            continue
    return found


def _watch(me: object) -> tuple[dict[str, float], threading.Event]:
    """Most memory in MB of one process of each role, looked at now and then until the event is set."""
    import psutil

    peaks: dict[str, float] = defaultdict(float)
    stop = threading.Event()

    def look() -> None:
        while True:
            for process in (me, *me.children(recursive=True)):  # type: ignore[attr-defined]
                try:
                    role = "run" if process == me else _role(process)
                    peaks[role] = max(peaks[role], process.memory_info().rss / 1024**2)
                except psutil.NoSuchProcess:
                    continue
            if stop.wait(SAMPLE_SECONDS):
                return

    threading.Thread(target=look, daemon=True).start()
    return peaks, stop


def _row(f: Figure) -> str:
    share = f"{100 * f.around * f.documents / f.reading:.1f} %" if f.kind == BOOKLET else "–"
    parts = " | ".join(f"{1000 * seconds / f.documents:.0f}" for seconds in (f.reading, f.worker, f.run, f.server))
    memory = " | ".join(f"{megabytes:.0f}" for megabytes in (f.worker_mb, f.reader_mb, f.run_mb, f.server_mb))
    return (
        f"| {f.kind} | {f.workers} | {f.documents:,} | {f.wall:.0f} | {f.documents / f.wall:.1f} | {parts} "
        f"| {1000 * f.around:.0f} | {share} | {memory} | {f.others:.1f} |"
    )


def _measured(figures: list[Figure]) -> list[str]:
    days = sorted({figure.day for figure in figures})
    busiest = max(figure.others for figure in figures)
    return [
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} processors for the",
        f"run, the scheduler, the workers and Prefect's server together; {' and '.join(days)}. CPU in milliseconds, for one",
        "document; memory in megabytes, the most that one process had; *others*: processors that other programs took meanwhile.",
        "",
        "| document | workers | documents | wall s | documents/s | reading | worker | run | server | around it | around / reading "
        "| worker MB | reader MB | run MB | server MB | others |",
        "|---|" + "---:|" * 15,
        *map(_row, figures),
        *(
            [
                "",
                f"**The machine was not idle**: other programs took up to {busiest:.1f} of its "
                f"{os.cpu_count()} processors. Wall seconds and documents/s mean little, and "
                f"CPU seconds are more than on an idle one.",
            ]
            if busiest > BUSY
            else []
        ),
        "",
        *(_paper(figures) if any(figure.kind == BOOKLET for figure in figures) else []),
    ]


MUNICIPALITIES, PLANS = 1741, 20
SECONDS = 20.0
"""CPU seconds a plan: 60 pages of print with tables (0.5 s), and one plan in ten a scan of 50 pages at 4 s a page."""
CORES = (2, 16, 64, 256)
PDF_MB, RESULT_KB, ROWS = 6.0, 200.0, 100
"""Of a plan: its PDF, the JSON kept of it, its rows in the table policy."""
CORE_HOUR_YEN = 8.0
"""A virtual processor for an hour in a data centre, bought as it comes; spot prices are a third of it."""
STORAGE_YEN = 4.0
"""A gigabyte in object storage for a month."""


def _paper(figures: list[Figure]) -> list[str]:
    """All municipalities, from what was measured."""
    around = max(figure.around for figure in figures if figure.kind == BOOKLET)
    plans = MUNICIPALITIES * PLANS
    hours = plans * (SECONDS + around) / 3600
    gigabytes = plans * (PDF_MB / 1000 + RESULT_KB / 1e6)
    return [
        f"### On paper: {MUNICIPALITIES:,} municipalities with {PLANS} plans each",
        "",
        f"{plans:,} documents. Assumed: {SECONDS:.0f} CPU seconds to read one on the average ({around:.2f} s around it, as "
        f"measured), a PDF of {PDF_MB:.0f} MB, {RESULT_KB:.0f} KB of JSON, {ROWS} rows of `policy`, {CORE_HOUR_YEN:.0f} yen "
        f"for a processor and hour, {STORAGE_YEN:.0f} yen for a gigabyte and month. The prices are assumptions, too.",
        "",
        "| processors | hours | processor hours | yen |",
        "|---:|---:|---:|---:|",
        *(f"| {cores} | {hours / cores:.1f} | {hours:.0f} | {hours * CORE_HOUR_YEN:,.0f} |" for cores in CORES),
        "",
        f"Storage: {gigabytes:,.0f} GB ({gigabytes * STORAGE_YEN:,.0f} yen a month), nearly all of it PDFs. A night in which "
        f"one plan in a hundred changed reads {plans // 100} documents: {hours / 100:.1f} processor hours.",
    ]


def _plot(figures: list[Figure]) -> str:
    """CPU milliseconds around a small document, over the number of documents."""
    width, height, left, base = 640, 320, 60, 270
    small = [figure for figure in figures if figure.kind == SMALL]
    sizes = sorted({figure.documents for figure in small})
    most = 20 * math.ceil(max(figure.around for figure in small) * 1000 * 1.1 / 20)

    def at(figure: Figure) -> tuple[float, float]:
        x = left + 40 + sizes.index(figure.documents) * (width - left - 180) / max(len(sizes) - 1, 1)
        return x, base - figure.around * 1000 / most * (base - 40)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        f'<path d="M{left} 40V{base}H{width - 60}" fill="none" stroke="#444"/>',
        f'<text x="{left}" y="24">CPU ms around a document (workers, scheduler, run, server)</text>',
        f'<text x="{width - 60}" y="{base + 38}" text-anchor="end">documents</text>',
    ]
    for share in (0.5, 1.0):
        y = base - share * (base - 40)
        parts.append(f'<text x="{left - 6}" y="{y + 4:.0f}" text-anchor="end">{most * share:.0f}</text>')
    for workers, colour, name in ((1, "#1f5fbf", "1 worker"), (2, "#c7792b", "2 workers")):
        line = sorted((figure for figure in small if figure.workers == workers), key=lambda figure: figure.documents)
        places = [at(figure) for figure in line]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        for figure, (x, y) in zip(line, places, strict=True):
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>')
            parts.append(f'<text x="{x:.1f}" y="{base + 18}" text-anchor="middle">{figure.documents:,}</text>')
        for x, y in places[-1:]:
            parts.append(f'<text x="{x + 10:.0f}" y="{y + (16, -6)[workers - 1]:.0f}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


if __name__ == "__main__":
    main()
