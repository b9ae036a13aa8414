"""Sessions, sign-in failures, presence and drafts: the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from workbench import store as stores
from workbench.store import METADATA, PRESENT_SECONDS, Store


@pytest.fixture(scope="module")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of our own on loopback, for as long as the module's tests run."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin")) or [Path(shutil.which("initdb") or "/nix").parent]
    if not (found[-1] / "initdb").exists():
        pytest.skip("PostgreSQL is not installed (make system-deps)")
    folder = tmp_path_factory.mktemp("pg")
    folder.chmod(0o755)
    data = folder / "data"
    data.mkdir()
    user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    if user:
        for each in (folder, data):
            shutil.chown(each, "postgres", "postgres")
        for above in data.parents:
            if above.stat().st_uid == 0 and not above.stat().st_mode & 0o001:
                above.chmod(above.stat().st_mode | 0o001)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    run = [*user, str(found[-1] / "initdb"), "-D", str(data), "-U", "taikei", "--auth=trust", "--no-sync"]
    subprocess.run(run, check=True, capture_output=True, cwd="/")
    start = [
        *user,
        str(found[-1] / "postgres"),
        "-D",
        str(data),
        "-p",
        str(port),
        "-k",
        str(data),
        "-h",
        "127.0.0.1",
        "-F",
    ]
    server = subprocess.Popen(start, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
    url = f"postgresql://taikei@127.0.0.1:{port}/postgres"
    try:
        for _ in range(200):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    kind: str = request.param
    url = request.getfixturevalue("postgresql") if kind == "postgresql" else f"sqlite:///{tmp_path / 'queue.sqlite'}"
    made = Store(url)
    yield made
    made.close()


def test_sessions(store: Store) -> None:
    assert store.session("s1") is None
    store.sign_in("s1", "tanaka", "stamp")
    store.sign_in("s1", "sato", "stamp2")
    assert store.session("s1") == ("sato", "stamp2")
    store.sign_out("s1")
    assert store.session("s1") is None


def test_tries_count_for_a_while_and_those_before_alone(store: Store) -> None:
    now = time.time()
    assert [store.tries(f"f{number}", "name a", now - 1)[0] for number in range(3)] == [0, 1, 2]
    count, last = store.tries("f3", "name a", now - 1)
    assert (count, now <= last <= time.time()) == (3, True)
    assert store.tries("f4", "name a", now + 60) == (0, 0.0)
    store.take_back("f4")
    assert store.tries("f5", "name a", now - 1)[0] == 4
    store.forgive("name a")
    assert store.tries("f6", "name a", now - 1) == (0, 0.0)


def test_who_is_there_and_who_has_left(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.here("s1", "tanaka", "plan", "/1")
    store.here("s1", "tanaka", "plan", "/2")
    store.here("s2", "sato", "other", "")
    assert [(each.person, each.key) for each in store.present("plan")] == [("tanaka", "/2")]
    assert {each.plan for each in store.present()} >= {"plan", "other"}
    later = time.time() + PRESENT_SECONDS + 1
    monkeypatch.setattr(stores.time, "time", lambda: later)
    assert store.present() == ()
    store.forget_old()


def test_drafts_are_kept_until_they_are_saved(store: Store) -> None:
    store.draft("tanaka", "plan", "/1 name", "出前講座を")
    store.draft("tanaka", "plan", "/1 name", "出前講座を開く")
    store.draft("sato", "plan", "/1 name", "他の人")
    assert store.drafts("tanaka", "plan") == {"/1 name": "出前講座を開く"}
    store.draft("tanaka", "plan", "/1 name", "")
    assert store.drafts("tanaka", "plan") == {}


def test_many_at_once(store: Store) -> None:
    def one(number: int) -> None:
        for step in range(10):
            store.here(f"m{number % 3}", "tanaka", "busy", f"/{step}")
            store.draft("tanaka", "busy", f"/{number % 3}", str(step))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.present("busy")) == 3
    assert set(store.drafts("tanaka", "busy").values()) == {"9"}


def test_the_steps_lead_to_the_tables_the_code_uses(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'queue.sqlite'}"
    Store(url).close()
    Store(url).close()
    found = inspect(create_engine(url))
    for table in METADATA.sorted_tables:
        assert {column["name"] for column in found.get_columns(table.name)} == set(table.columns.keys())
        assert {index["name"] for index in found.get_indexes(table.name)} >= {index.name for index in table.indexes}


def test_a_database_of_a_newer_workbench_is_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'queue.sqlite'}"
    Store(url).close()
    with create_engine(url).begin() as run:
        run.exec_driver_sql("UPDATE alembic_version SET version_num = 'from_the_future'")
    with pytest.raises(RuntimeError, match="does not fit"):
        Store(url)
