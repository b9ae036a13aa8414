"""Reading many documents on a Dask cluster of this machine: what does one cost, and how much of it is not reading?

`python benchmarks/scale.py` writes the measured part of docs/scale.md and docs/scale.svg; `--sizes 100,1000,10000` takes
longer (an hour). Every line of the table is a process of its own: embedded Prefect server, scheduler, workers, and the
tasks of `taikei run`; the clock starts when each worker has read one document. IO.
"""

from __future__ import annotations

import argparse
import hashlib
import json
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
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

PAGE = ROOT / "docs" / "scale.md"
PLOT = ROOT / "docs" / "scale.svg"
BEGIN, END = "<!-- measured: benchmarks/scale.py -->", "<!-- end of what was measured -->"
WORKERS = (1, 2)
SIZES = (100, 1000)
HEAVY = 30
"""Documents of some two CPU seconds each."""
HEAVY_PAGES = 120
BUSY = 3.0
"""Other processes running: the measurement before leaves a load of two."""
WARM = 4
"""Documents per worker before the clock starts."""
SAMPLE_SECONDS = 1.0
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
    around: float
    """CPU seconds of everything else: workers, scheduler, run, Prefect's server."""
    worker_mb: float
    reader_mb: float
    run_mb: float
    load: float
    """Other processes that were running before."""

    @property
    def overhead(self) -> float:
        """CPU seconds around a document."""
        return self.around / self.documents


def main() -> None:
    """Measure, write, print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sizes", default=",".join(map(str, SIZES)))
    arguments.add_argument("--heavy", type=int, default=HEAVY)
    arguments.add_argument("--one", nargs=3, metavar=("KIND", "WORKERS", "DOCUMENTS"))
    given = arguments.parse_args()
    if given.one:
        kind, workers, documents = given.one
        print(json.dumps(asdict(one(kind, int(workers), int(documents)))))
        return
    wanted = [("small", workers, int(size)) for size in given.sizes.split(",") for workers in WORKERS]
    wanted += [("2 CPU s", workers, given.heavy) for workers in WORKERS]
    figures = []
    for kind, workers, documents in wanted:
        load = os.getloadavg()[0]
        command = [sys.executable, __file__, "--one", kind, str(workers), str(documents)]
        lines = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
        figures.append(Figure(**{**json.loads(lines[-1]), "load": load}))
        print(_row(figures[-1]), flush=True)
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(before + "\n".join([BEGIN, "", *_measured(figures), "", END]) + after, "utf-8")
    PLOT.write_text(_plot(figures), "utf-8")


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
            return Figure(kind, workers, documents, **figure(folder, WARM * workers), load=0.0)


def read_all(folder: Path, warm: int) -> dict[str, float]:
    """The flow: the first documents start the workers, the others are measured."""
    import psutil

    from flows.run import extract_all, ingest

    me = psutil.Process()
    plans = ingest(str(folder / "raw"), str(folder / "build")).plans
    extract_all(plans[:warm], folder / "corrections", folder / "build")
    peaks, stop = _watch(me)
    before, begun = _cpu(me), time.perf_counter()
    read, refused = extract_all(plans[warm:], folder / "corrections", folder / "build")
    wall, after = time.perf_counter() - begun, _cpu(me)
    stop.set()
    assert len(read) == len(plans) - warm, refused
    used = {role: after[role] - before[role] for role in after}
    return {
        "wall": wall,
        "reading": used["reader"],
        "around": sum(used.values()) - used["reader"],
        "worker_mb": peaks["worker"],
        "reader_mb": peaks["reader"],
        "run_mb": peaks["run"],
    }


def _lay_out(raw: Path, kind: str, documents: int) -> None:
    pdf = b""
    if kind != "small":
        from benchmarks.booklet import booklet

        raw.mkdir(parents=True)
        path = booklet(raw / "booklet.pdf", HEAVY_PAGES)
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
    """Most memory in MB of one process of each role, looked at every second until the event is set."""
    import psutil

    peaks: dict[str, float] = defaultdict(float)
    stop = threading.Event()

    def look() -> None:
        while not stop.wait(SAMPLE_SECONDS):
            for process in (me, *me.children(recursive=True)):  # type: ignore[attr-defined]
                try:
                    role = "run" if process == me else _role(process)
                    peaks[role] = max(peaks[role], process.memory_info().rss / 1024**2)
                except psutil.NoSuchProcess:
                    continue

    threading.Thread(target=look, daemon=True).start()
    return peaks, stop


def _row(f: Figure) -> str:
    share = f"{100 * f.around / f.reading:.0f} %" if f.kind != "small" else "–"
    return (
        f"| {f.kind} | {f.workers} | {f.documents:,} | {f.wall:.0f} | {f.documents / f.wall:.1f} "
        f"| {1000 * f.reading / f.documents:.0f} | {1000 * f.overhead:.0f} | {share} "
        f"| {f.worker_mb:.0f} | {f.reader_mb:.0f} | {f.run_mb:.0f} | {f.load:.1f} |"
    )


def _measured(figures: list[Figure]) -> list[str]:
    return [
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} processors, which",
        "the run, the scheduler, the workers and Prefect's server share. Last column: how many other processes were running.",
        "",
        "| document | workers | documents | wall s | documents/s | reading, CPU ms each | around it, CPU ms each "
        "| around / reading | worker MB | reader MB | run MB | others |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
        *map(_row, figures),
        *(
            [
                "",
                "**The machine was not idle**: CPU seconds are inflated, wall seconds and the share of what is around more so.",
            ]
            if max(figure.load for figure in figures) > BUSY
            else []
        ),
        "",
        *_paper(figures),
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
    around = max(figure.overhead for figure in figures if figure.kind != "small")
    plans = MUNICIPALITIES * PLANS
    hours = plans * (SECONDS + around) / 3600
    gigabytes = plans * (PDF_MB / 1000 + RESULT_KB / 1e6)
    return [
        f"### On paper: {MUNICIPALITIES:,} municipalities with {PLANS} plans each",
        "",
        f"{plans:,} documents. Assumed: {SECONDS:.0f} CPU seconds to read one on the average ({around:.1f} s around it, as "
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
    small = [figure for figure in figures if figure.kind == "small"]
    sizes = sorted({figure.documents for figure in small})
    most = max(figure.overhead for figure in small) * 1000 * 1.15

    def at(figure: Figure) -> tuple[float, float]:
        x = left + 40 + sizes.index(figure.documents) * (width - left - 180) / max(len(sizes) - 1, 1)
        return x, base - figure.overhead * 1000 / most * (base - 40)

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
    for workers, colour in zip(WORKERS, ("#1f5fbf", "#c7792b"), strict=True):
        line = sorted((figure for figure in small if figure.workers == workers), key=lambda figure: figure.documents)
        places = [at(figure) for figure in line]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        for figure, (x, y) in zip(line, places, strict=True):
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>')
            parts.append(f'<text x="{x:.1f}" y="{base + 18}" text-anchor="middle">{figure.documents:,}</text>')
        x, y = places[-1]
        parts.append(f'<text x="{x + 10:.0f}" y="{y + 4:.0f}" fill="{colour}">{workers} workers</text>')
    return "\n".join([*parts, "</svg>", ""])


if __name__ == "__main__":
    main()
