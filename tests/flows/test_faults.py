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
from tests.small_disk import fill, make_room, small_disk

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

PATIENCE = 600.0
"""Seconds for something to be seen, on a machine that does ten other things; on an idle one it takes a few."""
LOOK_SECONDS = 0.01
PLAN, OTHER = "b-tsukimi", "c-hanami"
MORE = "sample-ruled-table"
"""What `one_plan_more` adds."""


@pytest.fixture
def steward(towns: Path) -> Path:
    """What is published is no matter here, so it is little."""
    return towns


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
        time.sleep(LOOK_SECONDS)


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
    assert MORE in _plans(copy)


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
        assert MORE in _plans(copy)
    finally:
        postgres.stop()


def refused_for_want_of_room(done: subprocess.CompletedProcess[str]) -> bool:
    """Whether it ended as it should on a full disk."""
    assert (done.returncode, "Traceback" in done.stderr) == (3, False), done.stdout + done.stderr
    assert "空き" in done.stderr, done.stderr
    return True


def test_the_disk_takes_no_more(copy: Path, server: dict[str, str]) -> None:
    """Files that cannot grow beyond a size fail as on a full disk, wherever the run happens to be writing."""
    one_plan_more(copy)
    before = contents(copy / "published" / "releases")
    for kilobytes in (1, 60, 300):

        def small(most: int = kilobytes * 1024) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

        full = subprocess.run(
            [TAIKEI, "run"], cwd=copy, env=server, preexec_fn=small, capture_output=True, text=True, check=False
        )
        assert refused_for_want_of_room(full)
        assert contents(copy / "published" / "releases") == before
    done = run(copy, server)
    assert done.returncode == 0, done.stderr
    assert MORE in _plans(copy)


def test_the_disk_is_full(copy: Path, server: dict[str, str], tmp_path: Path) -> None:
    """Really full: to the last byte, where not even the database of an own server grows, and with room for a beginning."""
    with small_disk(tmp_path / "disk", 64) as disk:
        office = disk / "office"
        shutil.copytree(copy, office, symlinks=True)
        one_plan_more(office)
        before = contents(office / "published" / "releases")
        for left, env in ((0, without_server()), (400_000, server)):
            fill(disk, left)
            assert refused_for_want_of_room(run(office, env))
            assert contents(office / "published" / "releases") == before
            make_room(disk)
        done = run(office, server)
        assert done.returncode == 0, done.stderr
        assert MORE in _plans(office)
        sound_release(office / "published")


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
    assert MORE in _plans(copy)


def test_cache_entries_are_corrupt(copy: Path, server: dict[str, str]) -> None:
    """Each in another way; what was published is what the documents say."""
    kept = sorted(
        (copy / "build" / "prefect" / "storage").glob("extract-*"),
        key=lambda entry: "sample.pdf" in entry.read_text("utf-8"),
    )
    before = {entry: _kept(entry)["extraction"] for entry in kept}
    assert len(kept) == 4
    for entry, damage in zip(kept, (_another_word, lambda text: text[:1000], lambda _: "", _another_form), strict=True):
        entry.write_text(damage(entry.read_text("utf-8")), "utf-8")
    done = run(copy, server, "--again")
    assert done.returncode == 0, done.stderr
    assert "変更がない" in done.stdout
    assert {entry: _kept(entry)["extraction"] for entry in kept} == before


def _another_word(text: str) -> str:
    outer = json.loads(text)
    inner = json.loads(outer["result"])
    assert "講座" in inner["extraction"]
    return json.dumps(
        {**outer, "result": json.dumps({**inner, "extraction": inner["extraction"].replace("講座", "教室")})}
    )


def _another_form(text: str) -> str:
    return json.dumps({**json.loads(text), "result": "{}"})


def test_a_document_and_a_manifest_are_half_written(copy: Path, server: dict[str, str]) -> None:
    halves = (copy / "raw" / PLAN / "plan.txt", copy / "raw" / OTHER / "source.toml")
    whole = {path: path.read_bytes() for path in halves}
    published = contents(copy / "published")
    for path in halves:
        path.write_bytes(whole[path][: len(whole[path]) // 2])
    done = run(copy, server)
    assert done.returncode == 1, done.stderr
    assert f"{PLAN}: " in done.stderr
    assert f"{OTHER}: " in done.stderr
    assert contents(copy / "published") == published
    for path in halves:
        path.write_bytes(whole[path])
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
