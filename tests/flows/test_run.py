"""`taikei run` as a steward calls it: the release, the second run, bad inputs, sudden deaths."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractors.extract import extract
from publishers.extraction_json import to_json
from tests.flows.steward import RAW, TAIKEI, contents, one_plan_more, run, sound_release

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

LOOK_SECONDS = 0.005


def test_the_release_holds_all_plans(steward: Path) -> None:
    version = sound_release(steward / "published")
    assert json.loads((steward / "published" / "index.json").read_text("utf-8"))["latest"] == version
    with (steward / "published" / "latest" / "csv" / "plan.csv").open(encoding="utf-8-sig", newline="") as file:
        plans = list(csv.DictReader(file))
    editions = [path.name for path in RAW.iterdir() if path.is_dir() and not path.name.startswith("sample-")]
    assert len(plans) == len(editions) == 6
    assert {plan["全国地方公共団体コード"] for plan in plans} == {name.partition("-")[0] for name in editions}
    with (steward / "published" / "latest" / "csv" / "policy.csv").open(encoding="utf-8-sig", newline="") as file:
        policies = list(csv.DictReader(file))
    ids = {row["ID"] for row in policies}
    assert len(ids) == len(policies) > 250
    printed = (steward / "first.txt").read_text("utf-8")
    assert version in printed
    assert "要確認" in printed
    assert "苫小牧" in printed


def test_the_flow_reads_what_taikei_extract_reads(steward: Path) -> None:
    for folder in sorted(path for path in RAW.iterdir() if path.is_dir()):
        (document,) = (path for path in folder.iterdir() if path.name != "source.toml")
        kept = steward / "build" / "extracted" / f"{folder.name}.json"
        assert kept.read_text("utf-8") == to_json(extract(document)), folder.name


def test_nothing_changed_gives_no_release_and_says_so(copy: Path, server: dict[str, str]) -> None:
    before = contents(copy / "published")
    done = run(copy, server)
    assert done.returncode == 0, done.stderr
    assert "変更がない" in done.stdout
    assert contents(copy / "published") == before


def test_a_fresh_build_folder_gives_the_same_release(copy: Path, server: dict[str, str]) -> None:
    first = contents(copy / "published")
    shutil.rmtree(copy / "build")
    shutil.rmtree(copy / "published")
    assert run(copy, server).returncode == 0
    assert contents(copy / "published") == first


def test_the_second_run_reads_only_what_changed(copy: Path, server: dict[str, str]) -> None:
    storage = copy / "build" / "prefect" / "storage"
    kept = {path.name: path.stat().st_mtime_ns for path in storage.glob("extract-*")}
    (copy / "corrections").mkdir()
    (copy / "corrections" / "132241-shogai-gakushu-4.jsonl").write_text("\n", "utf-8")
    torn = max(storage.glob("extract-*"), key=lambda path: path.stat().st_size)
    torn.write_bytes(torn.read_bytes()[:1000])

    done = run(copy, server)

    assert done.returncode == 0, done.stderr
    assert "変更がない" in done.stdout
    now = {path.name: path.stat().st_mtime_ns for path in storage.glob("extract-*")}
    same = {name for name in kept if now.get(name) == kept[name]}
    assert same == set(kept) - {torn.name}
    assert set(now) == set(kept), "corrections come after reading"
    assert json.loads((storage / torn.name).read_bytes())


def test_bad_plans_cost_themselves_alone(office: Path, server: dict[str, str]) -> None:
    before = contents(office / "published")
    raw = office / "raw"
    (spoiled,) = (raw / "b-tsukimi").glob("*.txt")
    spoiled.write_bytes(spoiled.read_bytes() + b"\n")
    template = (raw / "sample-ruled-table" / "source.toml").read_text("utf-8").replace('role = "sample"', "")
    pdf = (raw / "sample-ruled-table" / "sample.pdf").read_bytes()
    bad = {
        "bad-missing-key": (template.replace("publisher", "# publisher"), pdf),
        "bad-municipality": (template.replace("132021", "139999"), pdf),
        "bad-empty": (_signed(template, b""), b""),
        "bad-binary": (_signed(template, bytes(range(256)) * 9), bytes(range(256)) * 9),
        "bad-truncated": (_signed(template, pdf[:20_000]), pdf[:20_000]),
        "bad-encoding": (_signed(template, b"\xff\xfe\xd8" * 40), b"\xff\xfe\xd8" * 40),
        "bad-no-document": (template, None),
    }
    for name, (manifest, document) in bad.items():
        (raw / name).mkdir()
        (raw / name / "source.toml").write_text(manifest, "utf-8")
        if document is not None:
            (raw / name / "sample.pdf").write_bytes(document)

    done = run(office, server)

    assert done.returncode == 1, done.stderr
    for name in (*bad, "b-tsukimi"):
        said = [line for line in done.stderr.splitlines() if line.startswith(f"{name}: ")]
        assert len(said) == 1, name
        assert said[0].endswith("ください。"), said
    assert "Traceback" not in done.stderr
    assert contents(office / "published") == before
    assert "前の版のまま" in done.stdout


def _signed(manifest: str, document: bytes) -> str:
    lines = manifest.splitlines()
    digest = f'sha256 = "{hashlib.sha256(document).hexdigest()}"'
    return "\n".join(digest if line.startswith("sha256") else line for line in lines) + "\n"


def test_a_new_plan_is_released_beside_the_others(office: Path, server: dict[str, str]) -> None:
    before = sound_release(office / "published")
    one_plan_more(office)
    done = run(office, server)
    assert done.returncode == 0, done.stderr
    assert sound_release(office / "published") != before
    assert (office / "published" / "releases" / before).is_dir()


def test_two_runs_at_once_do_not_meet(office: Path, server: dict[str, str]) -> None:
    shutil.rmtree(office / "build")
    first = subprocess.Popen([TAIKEI, "run"], cwd=office, env=server, stdout=subprocess.DEVNULL)
    assert seen(MOMENTS["begun"], office, first)
    second = run(office, server)
    assert first.wait() == 0
    assert second.returncode == 3
    assert "別の taikei run" in second.stderr


def test_no_plan_is_wrong_usage(tmp_path: Path, server: dict[str, str]) -> None:
    assert run(tmp_path, server).returncode == 2
    (tmp_path / "raw").mkdir()
    done = run(tmp_path, server)
    assert done.returncode == 2
    assert "計画のフォルダーがありません" in done.stderr


MOMENTS: dict[str, Callable[[Path], bool]] = {
    "begun": lambda folder: (folder / "build" / "run.lock").exists(),
    "first result": lambda folder: any((folder / "build" / "prefect" / "storage").glob("extract-*")),
    "all read": lambda folder: (
        len(list((folder / "build" / "extracted").glob("*.json"))) == len(list((folder / "raw").glob("*/")))
    ),
    "building": lambda folder: any((folder / "published").glob(".building*")),
    "half built": lambda folder: any((folder / "published").glob(".building*/**/*.csv")),
    "switched": lambda folder: len(list((folder / "published" / "releases").iterdir())) == 2,
}
"""One after the other in any run."""


def seen(what: Callable[[Path], bool], folder: Path, going: subprocess.Popen[Any]) -> bool:
    """Whether that was to be seen before the run was over."""
    while going.poll() is None:
        if what(folder):
            return True
        time.sleep(LOOK_SECONDS)
    return False


def test_killed_at_any_moment_the_last_release_stands(office: Path, server: dict[str, str]) -> None:
    """Each run takes up what the one killed before it left, comes one moment further, and is killed."""
    before = sound_release(office / "published")
    one_plan_more(office)
    shutil.rmtree(office / "build")
    for moment, what in MOMENTS.items():
        if moment == "half built":  # of this run, not of the one before it
            for left in (office / "published").glob(".building*"):
                shutil.rmtree(left)
        elif moment == "begun":
            assert not what(office)
        victim = subprocess.Popen([TAIKEI, "run"], cwd=office, env=server, stdout=subprocess.DEVNULL)
        assert seen(what, office, victim), f"it was over before: {moment}"
        victim.kill()
        assert victim.wait() == -signal.SIGKILL, f"it was over before: {moment}"
        sound_release(office / "published")
        assert (office / "published" / "releases" / before).is_dir()
    again = run(office, server)
    assert again.returncode == 0, again.stderr
    assert sound_release(office / "published") != before
    assert not list((office / "published").glob(".building*"))


def test_the_embedded_server_leaves_with_its_parent(tmp_path: Path) -> None:
    code = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from flows.server import embedded_server\n"
        "with embedded_server(Path('home')):\n"
        "    import os; print(os.environ['PREFECT_API_URL'], flush=True); time.sleep(600)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code], cwd=tmp_path, stdout=subprocess.PIPE, text=True, env=_without_server()
    )
    assert parent.stdout is not None
    port = int(parent.stdout.readline().rstrip("\n").removesuffix("/api").rpartition(":")[2])
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 60
    while _listens(port):
        assert time.monotonic() < deadline, "the server lives on"
        time.sleep(0.2)


def _without_server() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key != "PREFECT_API_URL"}


def _listens(port: int) -> bool:
    import socket

    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_interrupted_it_says_so(office: Path, server: dict[str, str]) -> None:
    before = contents(office / "published")
    shutil.rmtree(office / "build")
    victim = subprocess.Popen([TAIKEI, "run"], cwd=office, env=server, stderr=subprocess.PIPE, text=True)
    assert seen(MOMENTS["first result"], office, victim)
    victim.send_signal(signal.SIGINT)
    _, said = victim.communicate()
    assert victim.returncode == 130
    assert "中断しました" in said
    assert "Traceback" not in said
    assert contents(office / "published") == before
