"""How long `taikei run` takes: alone, with nothing changed, and handed to a warm `taikei serve` with one document changed.

Works in a temporary folder with a copy of raw/ and prints a table for docs/operations.md:

    python benchmarks/run_times.py
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
TAIKEI = str(Path(sys.executable).with_name("taikei"))
PLAN = "132292-shogai-gakushu-1"
TIMES = 5


def main() -> None:
    env = {key: value for key, value in os.environ.items() if not key.startswith(("PREFECT_", "TAIKEI_"))}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        shutil.copytree(ROOT / "raw", folder / "raw")
        (folder / "corrections").mkdir()
        load = os.getloadavg()[0]
        rows = [("first run, a server of its own", [timed(folder, env)])]
        change(folder, 0)
        rows.append(("one document changed, a server of its own", [timed(folder, env)]))
        rows.append(("nothing changed", [timed(folder, env) for _ in range(TIMES)]))
        serving = subprocess.Popen(
            [TAIKEI, "serve", "--server-port", "0", "--no-workbench"], cwd=folder, env=env, stdout=subprocess.DEVNULL
        )
        try:
            began = time.monotonic()
            while not (folder / "build" / "serve.json").exists():
                assert serving.poll() is None
                time.sleep(0.1)
            rows.append(("`taikei serve` until it is ready", [(time.monotonic() - began, float("nan"))]))
            rows.append(("nothing changed, with `taikei serve`: a record", [timed(folder, env) for _ in range(TIMES)]))
            handed = [
                timed(folder, env, lambda number=number: change(folder, number)) for number in range(1, TIMES + 1)
            ]
            rows.append(("one document changed, handed to `taikei serve`", handed))
            tree = int(json.loads((folder / "build" / "serve.json").read_bytes())["pid"])
            assert tree == serving.pid
        finally:
            serving.send_signal(signal.SIGTERM)
            serving.wait()
    print("| | wall s, median | best | CPU s of the command |")
    print("|---|---:|---:|---:|")
    for name, took in rows:
        walls = [wall for wall, _ in took]
        cpu = statistics.median(seconds for _, seconds in took)
        print(f"| {name} | {statistics.median(walls):.1f} | {min(walls):.1f} | {cpu:.1f} |")
    print(f"\n{os.cpu_count()} processors, load before it {load:.1f}, {TIMES} times each.")


def timed(folder: Path, env: dict[str, str], before: Callable[[], object] = lambda: None) -> tuple[float, float]:
    """Wall and CPU seconds of `taikei run`."""
    before()
    used, began = cpu_of_children(), time.monotonic()
    subprocess.run([TAIKEI, "run"], cwd=folder, env=env, stdout=subprocess.DEVNULL, check=True)
    return time.monotonic() - began, cpu_of_children() - used


def cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def change(folder: Path, number: int) -> None:
    """A title of one plan changes, and its manifest with it."""
    (document,) = (folder / "raw" / PLAN).glob("*.txt")
    text = document.read_text("utf-8")
    document.write_text(re.sub("学習相談の拡充[0-9]*", f"学習相談の拡充{number}", text, count=1), "utf-8")
    manifest = folder / "raw" / PLAN / "source.toml"
    digest = f'sha256 = "{hashlib.sha256(document.read_bytes()).hexdigest()}"'
    lines = manifest.read_text("utf-8").splitlines()
    manifest.write_text("\n".join(digest if one.startswith("sha256") else one for one in lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
