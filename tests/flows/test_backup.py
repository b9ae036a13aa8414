"""`taikei backup` and `taikei restore`: all of it comes back, and a damaged archive changes nothing."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from flows.backup import BackupTrouble, back_up, restore
from flows.folders import Folders
from tests.flows.postgres import NEEDED, Postgres, binaries

TAIKEI = str(Path(sys.executable).parent / "taikei")
URL = "TAIKEI_WORKBENCH_DATABASE_URL"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a little of everything."""
    monkeypatch.delenv(URL, raising=False)
    monkeypatch.delenv("PREFECT_SERVER_DATABASE_CONNECTION_URL", raising=False)
    root = tmp_path / "project"
    for name, content in {
        "raw/a-1/source.toml": 'title = "計画"\n',
        "raw/a-1/計画 案.txt": "基本目標1 学びをひらく\n",
        "raw/a-1/source.toml.part": "half",
        "corrections/a-1.jsonl": '{"id": "1"}\n',
        "published/releases/2026.11.20/csv/plan.csv": "ID\r\n1\r\n",
        "published/registry/ids.csv": "id\n",
        "published/.building/csv/plan.csv": "half",
        "published/.lock": "",
        "users.toml": "[users]\n",
        "build/prefect/server.log": "left out",
        "build/operation/notices.json": "[]",
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8", newline="")
    (root / "published" / "latest").symlink_to("releases/2026.11.20")
    (root / "build" / "workbench").mkdir()
    with sqlite3.connect(root / "build" / "workbench" / "queue.sqlite") as database:
        database.execute("create table draft (typed text)")
        database.execute("insert into draft values ('書きかけ')")
    return root


def folders(root: Path) -> Folders:
    return Folders(root / "raw", root / "corrections", root / "published", root / "build")


def kept(root: Path) -> dict[str, str | bytes]:
    """All that a backup is for."""
    found: dict[str, str | bytes] = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if name.startswith(
            ("build/workbench", "build/prefect", "build/before", "build/run", "build/watch.lock", "published/.")
        ) or name.endswith(".part"):
            continue
        if path.is_symlink():
            found[name] = str(path.readlink())
        elif path.is_file():
            found[name] = path.read_bytes()
    return found


def drafts(root: Path) -> list[tuple[str, ...]]:
    with sqlite3.connect(root / "build" / "workbench" / "queue.sqlite") as database:
        return database.execute("select typed from draft").fetchall()


def test_everything_comes_back_into_an_empty_folder(project: Path, tmp_path: Path) -> None:
    listed = back_up(folders(project), tmp_path / "b.tar.gz")
    assert {name.removeprefix("build/") for name in kept(project)} == set(listed) - {"databases/workbench.sqlite"}
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    restore(folders(elsewhere), tmp_path / "b.tar.gz")
    assert kept(elsewhere) == kept(project)
    assert drafts(elsewhere) == [("書きかけ",)]
    assert (tmp_path / "b.tar.gz").stat().st_mode & 0o077 == 0


def test_nothing_is_replaced_unasked_and_what_was_there_is_kept(project: Path, tmp_path: Path) -> None:
    before = kept(project)
    back_up(folders(project), tmp_path / "b.tar.gz")
    (project / "corrections" / "a-1.jsonl").write_text("spoiled", "utf-8")
    (project / "raw" / "b-2").mkdir()
    with pytest.raises(BackupTrouble, match="--replace"):
        restore(folders(project), tmp_path / "b.tar.gz")
    assert (project / "corrections" / "a-1.jsonl").read_text("utf-8") == "spoiled"
    restore(folders(project), tmp_path / "b.tar.gz", replace=True)
    assert kept(project) == before
    assert not (project / "raw" / "b-2").exists()
    (aside,) = (project / "build").glob("before-restore-*")
    assert (aside / "corrections" / "a-1.jsonl").read_text("utf-8") == "spoiled"


@pytest.mark.parametrize("damage", ["cut", "flipped", "no list", "no archive", "another file"])
def test_a_damaged_archive_changes_nothing(project: Path, tmp_path: Path, damage: str) -> None:
    file = tmp_path / "b.tar.gz"
    back_up(folders(project), file)
    data = bytearray(file.read_bytes())
    match damage:
        case "cut":
            file.write_bytes(data[: len(data) // 2])
        case "flipped":
            data[len(data) // 2] ^= 0xFF
            file.write_bytes(data)
        case "no archive":
            file.write_bytes(b"%PDF-1.7")
        case _:
            with tarfile.open(file, "w:gz") as archive:
                if damage == "another file":
                    archive.add(project / "users.toml", "backup.json")
                archive.add(project / "users.toml", "users.toml")
    before = kept(project)
    with pytest.raises(BackupTrouble, match="バックアップ"):
        restore(folders(project), file, replace=True)
    assert kept(project) == before


def forged(path: Path, *members: tuple[tarfile.TarInfo, bytes], listed: object = None) -> None:
    """An archive with these members and a list that agrees with them."""
    sums = {info.name: hashlib.sha256(data).hexdigest() for info, data in members}
    sums |= {info.name: f"-> {info.linkname}" for info, _ in members if info.issym()}
    text = json.dumps({"form": 1, "files": sums if listed is None else listed}).encode()
    with tarfile.open(path, "w:gz") as archive:
        for info, data in (*members, (tarfile.TarInfo("backup.json"), text)):
            info.size = len(data)
            archive.addfile(info, BytesIO(data))


def member(name: str, kind: bytes = tarfile.REGTYPE, to: str = "") -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, to
    return info, b"" if kind != tarfile.REGTYPE else b"x"


@pytest.mark.parametrize(
    "members",
    [
        [member("raw/../../escaped")],
        [member("/tmp/escaped")],
        [member("elsewhere/a")],
        [member("raw/a", tarfile.SYMTYPE, "/etc"), member("raw/a/passwd")],
        [member("raw/a", tarfile.SYMTYPE, "../../escaped")],
        [member("raw/a", tarfile.LNKTYPE, "/etc/passwd")],
        [member("raw/a", tarfile.CHRTYPE)],
        [member("raw/a", tarfile.FIFOTYPE)],
        [member("raw/a"), member("raw/a")],
        [member("raw", tarfile.SYMTYPE, "/etc")],
    ],
)
def test_a_forged_archive_ends_in_a_sentence_and_changes_nothing(
    project: Path, tmp_path: Path, members: list[tuple[tarfile.TarInfo, bytes]]
) -> None:
    before = kept(project)
    forged(tmp_path / "forged.tar.gz", *members)
    with pytest.raises(BackupTrouble, match="別のバックアップを使ってください。"):
        restore(folders(project), tmp_path / "forged.tar.gz", replace=True)
    assert kept(project) == before
    assert not (tmp_path / "escaped").exists()


@pytest.mark.parametrize("listed", [[], 1, {"raw/a": 1}, {"raw/a": {}}])
def test_so_does_a_list_that_is_none(project: Path, tmp_path: Path, listed: object) -> None:
    forged(tmp_path / "forged.tar.gz", member("raw/a"), listed=listed)
    with pytest.raises(BackupTrouble, match="バックアップ"):
        restore(folders(project), tmp_path / "forged.tar.gz", replace=True)


def test_a_backup_is_its_owner_s_from_the_first_byte(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    taken = tarfile.TarFile.addfile

    def look(archive: tarfile.TarFile, *more: object) -> None:
        seen.append((tmp_path / ".made.tar.gz.part").stat().st_mode & 0o777)
        taken(archive, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(tarfile.TarFile, "addfile", look)
    before = os.umask(0)
    try:
        back_up(folders(project), tmp_path / "made.tar.gz")
    finally:
        os.umask(before)
    assert set(seen) == {0o600}
    assert (tmp_path / "made.tar.gz").stat().st_mode & 0o777 == 0o600


def test_a_backup_that_fails_leaves_nothing_and_the_last_one_stands(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "backups" / "b.tar.gz"
    back_up(folders(project), file)
    first = file.read_bytes()
    monkeypatch.setenv(URL, "postgresql+psycopg://nobody@127.0.0.1:1/none")
    with pytest.raises(BackupTrouble, match="データベース"):
        back_up(folders(project), file)
    assert file.read_bytes() == first
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_the_commands_say_what_they_did(project: Path, tmp_path: Path) -> None:
    file = str(tmp_path / "b.tar.gz")
    made = subprocess.run([TAIKEI, "backup", file], cwd=project, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    assert "バックアップしました" in made.stdout
    again = subprocess.run([TAIKEI, "restore", file], cwd=project, capture_output=True, text=True, check=False)
    assert again.returncode == 3
    assert "--replace" in again.stderr
    shutil.rmtree(project / "raw")
    again = subprocess.run(
        [TAIKEI, "restore", file, "--replace"], cwd=project, capture_output=True, text=True, check=False
    )
    assert again.returncode == 0, again.stderr
    assert (project / "raw" / "a-1" / "計画 案.txt").exists()


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    assert binaries() is not None, NEEDED
    server = Postgres.create()
    yield server
    server.stop()


@pytest.mark.slow
def test_databases_of_a_server_come_back(
    project: Path, tmp_path: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres.database("workbench").replace("postgresql:", "postgresql+psycopg:")
    monkeypatch.setenv(URL, url)
    monkeypatch.setenv(
        "PREFECT_SERVER_DATABASE_CONNECTION_URL",
        postgres.database("prefect").replace("postgresql:", "postgresql+asyncpg:"),
    )
    engine = create_engine(url)
    with engine.begin() as run:
        run.execute(text("create table draft (typed text)"))
        run.execute(text("insert into draft values ('書きかけ')"))
    listed = back_up(folders(project), tmp_path / "b.tar.gz")
    assert {"databases/workbench.pgdump", "databases/prefect.pgdump"} <= set(listed)
    with engine.begin() as run:
        run.execute(text("delete from draft"))
        run.execute(text("create table later (a int)"))
    restore(folders(project), tmp_path / "b.tar.gz", replace=True)
    with engine.connect() as run:
        assert run.execute(text("select typed from draft")).scalar_one() == "書きかけ"
    engine.dispose()
