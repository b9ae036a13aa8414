"""How long `taikei extract` takes on the documents of raw/, from the command line as a steward feels it.

`make bench` prints the median of five calls each, wall and processor seconds, and the peak of memory.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 5
ROOT = Path(__file__).parents[1]
TAIKEI = Path(sys.executable).parent / "taikei"


def main() -> None:
    """Print one line per document."""
    documents = sorted(path for path in ROOT.glob("raw/*/*") if path.name != "source.toml")
    print(f"{'document':40} {'KB':>6} {'wall s':>7} {'cpu s':>7}")
    for document in documents:
        figures = [_measure(document) for _ in range(ROUNDS)]
        wall, cpu = (statistics.median(column) for column in zip(*figures, strict=True))
        print(f"{document.name:40} {document.stat().st_size / 1000:6.0f} {wall:7.2f} {cpu:7.2f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")


def _measure(document: Path) -> tuple[float, float]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    subprocess.run([TAIKEI, "extract", document], check=True, stdout=subprocess.DEVNULL)
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


if __name__ == "__main__":
    main()
