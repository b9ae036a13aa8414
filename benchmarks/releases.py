"""How long a release of many rows takes to build and verify, and how much memory: is growth linear?

`python benchmarks/releases.py 10000 100000` makes plans of a thousand nodes each, in processes of their own, and prints
processor seconds and peak memory per size: of a first release, and of a second one in which every plan has a new title.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[1]
PER_PLAN = (10, 9, 10)
"""Children per level: 10 goals, 90 measures, 900 initiatives."""


@dataclass(frozen=True)
class _Town:
    code: str = "132021"
    name: str = "立川市"
    kana: str = "タチカワシ"
    prefecture: str = "東京都"


@dataclass(frozen=True)
class _Spoken:
    kana: str = "ヨミ"
    romaji: str = "yomi"
    certain: bool = True


def main(sizes: list[str]) -> None:
    """Print one line per size."""
    print(f"{'rows':>8} {'release':>8} {'cpu s':>7} {'MB':>6}  outcome")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            for turn in ("first", "second"):
                subprocess.run([sys.executable, __file__, "--one", size, turn, folder], check=True, cwd=ROOT)


def one(rows: int, turn: str, folder: Path) -> None:
    """Build and verify one release of so many rows."""
    sys.path.insert(0, str(ROOT))
    from extractors.editions import compare
    from publishers.release import publish
    from schemas.checked_plan import CheckedPlan
    from schemas.document import SourceFile
    from schemas.plan import Extraction, Facts, Node, PlanFacts, Structure
    from schemas.source import Source
    from schemas.structure import Evidence

    def nodes(number: int) -> Iterator[Node]:
        for line, (place, label) in enumerate(_places(), 1):
            name = f"計画{number}の{place.replace('.', 'の')}番目の取組を進める"
            if turn == "second" and place == "1.1.1":
                name += "こと"
            parent = place.rpartition(".")[0] or None
            depth = place.count(".") + 1
            yield Node(
                place, parent, depth, depth, label, name, name, f"L{line}", Evidence(f"{label} {name}", line=line)
            )

    plans = []
    for number in range(rows // 1000):
        title = f"立川市計画{number}"
        digest = f"{number:064x}"
        source = Source(
            f"plan-{number:04}", title, "立川市", "132021", "立川市", "plan.txt", digest, "自由", "2026-04-01"
        )
        file = SourceFile("plan.txt", digest, "text/plain", 1, "utf-8")
        structure = Structure(tuple(nodes(number)), levels=("基本目標", "施策", "取組"))
        plans.append(CheckedPlan(source, Extraction(file, None, Facts(PlanFacts(title)), (structure,), ())))
    begun = time.process_time()
    outcome = publish(plans, folder, date(2026, 4, 1), lambda _: _Spoken(), [_Town()], compare, software="benchmark")
    taken = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{rows:8} {turn:>8} {taken:7.1f} {peak:6.0f}  {outcome.state} {' '.join(outcome.messages)}", flush=True)


def _places() -> Iterator[tuple[str, str]]:
    goals, measures, initiatives = PER_PLAN
    for goal in range(1, goals + 1):
        yield f"{goal}", f"基本目標{goal}"
        for measure in range(1, measures + 1):
            yield f"{goal}.{measure}", f"({measure})"
            for initiative in range(1, initiatives + 1):
                yield f"{goal}.{measure}.{initiative}", f"{initiative}"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(int(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))
    else:
        main(sys.argv[1:] or ["1000", "10000", "100000"])
