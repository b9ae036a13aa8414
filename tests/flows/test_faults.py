"""Sudden trouble of every kind: nothing published, corrected or fetched is lost, and the next run ends right.

Deaths of the run itself at six moments are in test_run.py, of the whole tree of `taikei serve` in test_serve.py, a disk
that fails at any single step of publishing in tests/publishers/test_disk_trouble.py, and the registry lost in other ways in
tests/publishers/test_lost_registry.py.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.flows.postgres import NEEDED, Postgres, binaries
from tests.flows.steward import TAIKEI, contents, ids, one_plan_more, run, sound_release, without_server

pytestmark = pytest.mark.slow

PATIENCE = 120.0
"""Seconds for something to be seen."""
PLAN = "132241-shogai-gakushu-4"


@pytest.fixture(autouse=True)
def nothing_is_lost(copy: Path) -> Iterator[None]:
    """Whatever a test does: what was published, corrected and fetched before is still there afterwards."""
    (copy / "corrections").mkdir(exist_ok=True)
    (copy / "corrections" / f"{PLAN}.jsonl").write_text("\n", "utf-8")
    releases = contents(copy / "published" / "releases")
    given = ids(copy / "published")
    yield
    assert releases.items() <= contents(copy / "published" / "releases").items()
    assert given.items() <= ids(copy / "published").items()
    assert (copy / "corrections" / f"{PLAN}.jsonl").read_text("utf-8") == "\n"
    sound_release(copy / "published")


def seen(what: Callable[[], object], victim: subprocess.Popen[str]) -> None:
    """Return when it is to be seen; the run must not be over by then."""
    end = time.monotonic() + PATIENCE
    while not what():
        assert victim.poll() is None, "it was over before"
        assert time.monotonic() < end
        time.sleep(0.002)


def begin(folder: Path, env: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [TAIKEI, "run"], cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def descendants(process: subprocess.Popen[str], word: str) -> list[psutil.Process]:
    found = []
    for child in psutil.Process(process.pid).children(recursive=True):
        try:
            if word in " ".join(child.cmdline()):
                found.append(child)
        except psutil.Error:
            continue
    return found


def test_a_reading_process_is_killed(copy: Path, server: dict[str, str]) -> None:
    shutil.rmtree(copy / "build")
    one_plan_more(copy)
    going = begin(copy, server)
    seen(lambda: descendants(going, "guard_child"), going)
    for child in descendants(going, "guard_child"):
        child.kill()
    said, errors = going.communicate()
    assert going.returncode == 0, errors
    assert "読めません" not in said


def test_the_server_is_killed(copy: Path) -> None:
    env = without_server()
    one_plan_more(copy)
    shutil.rmtree(copy / "build" / "prefect" / "storage")
    going = begin(copy, env)
    storage = copy / "build" / "prefect" / "storage"
    seen(lambda: any(storage.glob("extract-*")), going)
    for child in descendants(going, "flows.server"):
        child.kill()
    _, errors = going.communicate()
    assert "Traceback" not in errors
    assert going.returncode in (0, 3)
    assert run(copy, env).returncode == 0
    assert "sample-ruled-table" in _plans(copy)


def test_postgresql_is_killed(copy: Path) -> None:
    assert binaries() is not None, NEEDED
    postgres = Postgres.create()
    try:
        url = postgres.database("prefect").replace("postgresql:", "postgresql+asyncpg:")
        env = without_server()
        env["PREFECT_SERVER_DATABASE_CONNECTION_URL"] = url
        one_plan_more(copy)
        storage = copy / "build" / "prefect" / "storage"
        shutil.rmtree(storage)
        going = begin(copy, env)
        seen(lambda: any(storage.glob("extract-*")), going)
        postgres.kill()
        _, errors = going.communicate(timeout=PATIENCE * 2)
        assert "Traceback" not in errors
        assert going.returncode in (0, 3)
        postgres.start()
        again = run(copy, env)
        assert again.returncode == 0, again.stderr
        assert "sample-ruled-table" in _plans(copy)
    finally:
        postgres.stop()


@pytest.mark.parametrize("kilobytes", [1, 60, 300])
def test_the_disk_takes_no_more(copy: Path, server: dict[str, str], kilobytes: int) -> None:
    """Files that cannot grow beyond a size fail as on a full disk, wherever the run happens to be writing."""
    one_plan_more(copy)
    before = contents(copy / "published" / "releases")

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, resource.RLIM_INFINITY))

    full = subprocess.run(
        [TAIKEI, "run"], cwd=copy, env=server, preexec_fn=small, capture_output=True, text=True, check=False
    )
    assert full.returncode == 3, full.stdout
    assert "空き容量" in full.stderr
    assert "Traceback" not in full.stderr
    assert contents(copy / "published" / "releases") == before
    done = run(copy, server)
    assert done.returncode == 0, done.stderr
    assert "sample-ruled-table" in _plans(copy)


def test_the_clock_goes_back(copy: Path, server: dict[str, str]) -> None:
    version = sound_release(copy / "published")
    one_plan_more(copy)
    done = subprocess.run(
        [sys.executable, "-c", EARLIER], cwd=copy, env=server, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    after = sound_release(copy / "published")
    assert [int(part) for part in after.split(".")] > [int(part) for part in version.split(".")]
    again = run(copy, server)
    assert again.returncode == 0, again.stderr
    assert "変更がない" in again.stdout
    assert sound_release(copy / "published") == after


EARLIER = """
import datetime, time
from pathlib import Path
real, real_ns = datetime.datetime, time.time_ns
class Earlier(real):
    @classmethod
    def now(cls, tz=None):
        return real.now(tz) - datetime.timedelta(days=400)
time.time_ns = lambda: real_ns() - 400 * 86400 * 10**9
from flows.environment import set_defaults
set_defaults(Path("build"))
import flows.begin, flows.clock, flows.start
assert flows.clock.datetime is real
flows.begin.datetime = flows.clock.datetime = flows.start.datetime = Earlier
from flows.command import main
main(["run"])
"""
"""`taikei run` four hundred days ago."""


def test_several_runs_at_once(copy: Path, server: dict[str, str]) -> None:
    one_plan_more(copy)
    going = [begin(copy, server) for _ in range(3)]
    said = [one.communicate() for one in going]
    codes = sorted(one.returncode for one in going)
    assert codes[0] == 0, said
    assert set(codes) <= {0, 3}
    assert all("別の taikei run" in errors for one, (_, errors) in zip(going, said, strict=True) if one.returncode)
    assert "sample-ruled-table" in _plans(copy)


@pytest.mark.parametrize("damage", ["another word", "not json", "empty", "another form"])
def test_a_cache_entry_is_corrupt(copy: Path, server: dict[str, str], damage: str) -> None:
    storage = copy / "build" / "prefect" / "storage"
    entry = next(path for path in storage.glob("extract-*") if "図書館" in _kept(path)["extraction"])
    outer, inner = json.loads(entry.read_bytes()), _kept(entry)
    entry.write_text(
        {
            "another word": json.dumps(
                {
                    **outer,
                    "result": json.dumps({**inner, "extraction": inner["extraction"].replace("図書館", "博物館")}),
                }
            ),
            "not json": json.dumps(outer)[:1000],
            "empty": "",
            "another form": json.dumps({**outer, "result": "{}"}),
        }[damage],
        "utf-8",
    )
    done = run(copy, server, "--again")
    assert done.returncode == 0, done.stderr
    assert "変更がない" in done.stdout, "what was published is what the document says"
    assert _kept(entry)["extraction"] == inner["extraction"]


def test_a_document_is_half_written(copy: Path, server: dict[str, str]) -> None:
    manifest, document = copy / "raw" / PLAN / "source.toml", copy / "raw" / PLAN / f"{PLAN}.txt"
    whole, stated = document.read_bytes(), manifest.read_text("utf-8")
    published = contents(copy / "published")
    for path, half in ((document, whole[: len(whole) // 2]), (manifest, stated[: len(stated) // 2].encode())):
        kept = path.read_bytes()
        path.write_bytes(half)
        done = run(copy, server)
        assert done.returncode == 1, done.stderr
        assert f"{PLAN}: " in done.stderr
        assert contents(copy / "published") == published
        path.write_bytes(kept)
    done = run(copy, server)
    assert done.returncode == 0, done.stderr
    assert contents(copy / "published") == published


def test_the_registry_is_lost(copy: Path, server: dict[str, str]) -> None:
    shutil.rmtree(copy / "published" / "registry")
    one_plan_more(copy)
    done = run(copy, server)
    assert done.returncode == 0, done.stderr
    assert "恒久IDの台帳" in done.stderr


def _plans(folder: Path) -> str:
    return (folder / "published" / "latest" / "json" / "plan.jsonl").read_text("utf-8")


def _kept(entry: Path) -> dict[str, str]:
    """The result within Prefect's own record of it."""
    return dict(json.loads(json.loads(entry.read_bytes())["result"]))
