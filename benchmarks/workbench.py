"""The workbench under load: how long a page and a save take on a large plan, and whether anything is lost when many save at once.

A plan of 2,000 entries and some 500 exceptions is made up in a temporary folder; the server is a process of its own on loopback.
People save as fast as they can, or at a pace; then every acknowledged correction must be in the file, each line whole. With --kill
the server is killed in the middle.

    .venv/bin/python benchmarks/workbench.py [--people 20] [--seconds 120] [--pace 2] [--goals 8] [--kill]
"""

from __future__ import annotations

import argparse
import atexit
import hashlib
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from extractors.read_corrections import read_corrections

ROOT = Path(__file__).parents[1]
PLAN = "132021-large"
PLACES = [
    "図書館",
    "公民館",
    "美術館",
    "博物館",
    "学校",
    "地域",
    "家庭",
    "職場",
    "大学",
    "高校",
    "企業",
    "団体",
    "世代",
    "青年",
    "高齢者",
    "子ども",
    "外国人",
    "障害者",
    "保護者",
    "市民",
]
WORK = [
    "場を整える",
    "講座を開く",
    "情報を届ける",
    "交流を広げる",
    "人材を育てる",
    "相談に応じる",
    "活動を支える",
    "機会を増やす",
    "連携を深める",
    "成果を生かす",
]
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟"
READY_SECONDS = 120.0


def large_plan(root: Path, goals: int = 8) -> int:
    """A plan in raw/ with about 253 entries per goal, every fourth of which has a slip of the pen; how many it has."""
    lines = ["立川市大規模学習計画（案）", "", "計画期間 令和8年度～令和12年度", "", "施策の体系", ""]
    count = 0

    def title() -> str:
        nonlocal count
        count += 1
        slip = "ボランティア一による" if count % 4 == 0 else ""
        return f"{PLACES[count % 20]}と{PLACES[(count // 20 + count) % 20]}の{slip}{WORK[(count // 7) % 10]}{count}"

    for goal in range(1, goals + 1):
        lines.append(f"基本目標{goal} {title()}")
        for measure in range(1, 8):
            lines.append(f"　({measure}) {title()}")
            lines += [f"　　{number} {title()}" for number in CIRCLED]
    text = "\n".join(lines) + "\n"
    folder = root / "raw" / PLAN
    folder.mkdir(parents=True)
    (folder / "plan.txt").write_text(text, "utf-8")
    manifest = {
        "title": "立川市大規模学習計画（案）",
        "municipality": "立川市",
        "municipality_code": "132021",
        "publisher": "立川市",
        "document": "plan.txt",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "terms": "作り物",
    }
    said = [f'{key} = "{value}"' for key, value in manifest.items()]
    (folder / "source.toml").write_text("\n".join([*said, "retrieved = 2026-11-20", ""]), "utf-8")
    for name in ("corrections", "published"):
        (root / name).mkdir()
    return count


class Server:
    """A workbench in a process of its own, on a port the system picks."""

    def __init__(self, root: Path) -> None:
        command = [sys.executable, "-m", "workbench", "--root", str(root), "--port", "0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert self.process.stdout is not None
        self.address = re.match(r"\S+", self.process.stdout.readline())[0].rstrip("/")  # type: ignore[index]

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it, and wait."""
        self.process.send_signal(how)
        self.process.wait()


class Browser:
    """One person's: the cookie, and the token of the page."""

    def __init__(self, address: str) -> None:
        self.http = httpx.Client(base_url=address, timeout=60)
        page = self.http.get(f"/plans/{PLAN}").text
        self.token = re.search(r'name="csrf" content="(\w+)"', page)[1]  # type: ignore[index]

    def keys(self) -> list[str]:
        """Of all entries."""
        return [row["k"] for row in self.http.get(f"/plans/{PLAN}/state").json()["rows"]]

    def rename(self, key: str, title: str) -> httpx.Response:
        """Save one decision."""
        body = {"decisions": [{"action": "rename", "key": key, "value": title, "reason": "負荷の試験"}]}
        return self.http.post(f"/plans/{PLAN}/decisions", json=body, headers={"x-csrf-token": self.token})


@dataclass
class Tally:
    """What the people saw."""

    seconds: list[float] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    cut_off: int = 0


def press(address: str, people: int, seconds: float, pace: float, kill: threading.Event | None = None) -> Tally:
    """All people save at once, each on entries of their own; pace: seconds between two saves of one person."""
    keys = Browser(address).keys()
    tally, lock = Tally(), threading.Lock()
    until = time.monotonic() + seconds

    def one(number: int) -> None:
        browser = Browser(address)
        own = keys[number::people]
        done = 0
        time.sleep(pace * number / people)
        while time.monotonic() < until and not (kill and kill.is_set()):
            begun = time.perf_counter()
            try:
                answer = browser.rename(own[done % len(own)], f"題名{number}-{done}")
            except httpx.TransportError:
                with lock:
                    tally.cut_off += 1
                return
            took = time.perf_counter() - begun
            with lock:
                if answer.status_code == 200:
                    tally.seconds.append(took)
                    tally.acknowledged += answer.json()["saved"]
                else:
                    tally.refused.append(answer.text[:200])
            done += 1
            time.sleep(max(0.0, pace - took))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


def lost(root: Path, tally: Tally) -> tuple[list[str], int]:
    """Acknowledged corrections that are not in the file, and lines of it that are torn or do not hold."""
    path = root / "corrections" / f"{PLAN}.jsonl"
    read = read_corrections(path)
    there = {correction.id for correction in read.corrections}
    return [id for id in tally.acknowledged if id not in there], len(read.faults)


def ready(address: str) -> None:
    """Wait until the plan was read."""
    with httpx.Client(timeout=READY_SECONDS) as http:
        http.get(f"{address}/plans/{PLAN}/state").raise_for_status()


def percentile(values: list[float], share: float) -> float:
    """In milliseconds."""
    return 1000 * sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else float("nan")


def timed(browser: Browser, path: str, times: int = 9) -> float:
    """Median milliseconds of a GET."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        browser.http.get(path).raise_for_status()
        taken.append(time.perf_counter() - begun)
    return 1000 * statistics.median(taken)


def main() -> None:
    """Measure and say."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--pace", type=float, default=2.0)
    parser.add_argument("--goals", type=int, default=8)
    parser.add_argument("--kill", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        count = large_plan(root, asked.goals)
        begun = time.perf_counter()
        server = Server(root)
        atexit.register(server.process.kill)
        print(f"{count} entries; address told after {time.perf_counter() - begun:.1f} s", end="; ")
        ready(server.address)
        print(f"read after {time.perf_counter() - begun:.1f} s")
        browser = Browser(server.address)
        time.sleep(2)
        state = browser.http.get(f"/plans/{PLAN}/state").json()
        print(f"open exceptions: {len(state['issues'])}")
        for path in ("/", f"/plans/{PLAN}", f"/plans/{PLAN}/state"):
            print(f"GET {path}: {timed(browser, path):.0f} ms")
        alone = press(server.address, 1, 10, 0)
        print(
            f"one person saving: median {percentile(alone.seconds, 0.5):.0f} ms, p95 {percentile(alone.seconds, 0.95):.0f} ms"
        )
        killing = threading.Event()
        if asked.kill:
            threading.Timer(asked.seconds / 2, lambda: (server.process.kill(), killing.set())).start()
        tally = press(server.address, asked.people, asked.seconds, asked.pace, killing if asked.kill else None)
        server.stop(signal.SIGKILL if asked.kill else signal.SIGINT)
        missing, torn = lost(root, tally)
        print(
            f"{asked.people} people, one save every {asked.pace} s each, {asked.seconds:.0f} s: {len(tally.acknowledged)} corrections"
            f" acknowledged, {len(tally.refused)} refused, {tally.cut_off} cut off; median {percentile(tally.seconds, 0.5):.0f} ms,"
            f" p95 {percentile(tally.seconds, 0.95):.0f} ms; lost {len(missing)}, lines that do not hold {torn}"
        )
        for each in tally.refused[:3]:
            print(each)
        sys.exit(bool(missing or torn or tally.refused))


if __name__ == "__main__":
    main()
