"""A project's folder and its databases → one file, and back (バックアップと復元). IO: that file, the folder, the databases.

What is kept: raw/, corrections/, published/, build/operation/, the settings beside them, and the databases of the workbench
and of Prefect where they are told by URL or lie in build/. The rest of build/ can be made again and is left out. The archive
holds a list of every file with its sha256, and is read back and compared before it gets its name.

While it is made, no run, no watch and no other backup works in the folder: their locks are held. Corrections may be added
meanwhile; they are lines at the ends of files, and a torn last line is left out when they are read.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from glob import glob
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from filelock import FileLock, Timeout

from flows.begin import LOCK
from flows.folders import Folders
from flows.watch.settings import WATCH_LOCK

LIST = "backup.json"
FORM = 1
DATABASES = "databases"
SETTINGS = ("taikei.toml", "operation.toml", "portal.toml", "users.toml")
"""Files beside the folders, where they are there."""
WAIT_SECONDS = 600
"""For a run that is going on."""
PIECE = 1 << 20
"""Bytes read at a time."""
MOST_LISTED = 200_000_000
"""Bytes of the list: a hundred for each file."""
_TORN = (tarfile.TarError, EOFError, OSError, zlib.error, UnicodeError)
"""What reading a file that is no backup, or is torn, ends in."""
_LEFT_OUT = (".lock", ".part", ".new")


Tell = Callable[[str], None]
"""Takes one sentence for the steward."""


def _silent(_said: str) -> None:
    pass


class BackupTrouble(Exception):
    """It cannot be made or put back; its words are for the steward."""


@dataclass(frozen=True, slots=True)
class Database:
    """One database, and how it is kept."""

    name: str
    url: str
    """postgresql://… without the driver's name, or sqlite:///path."""


def databases(folders: Folders) -> tuple[Database, ...]:
    """Those that are told by URL; the workbench's own file where none is told."""
    found = []
    workbench = os.environ.get("TAIKEI_WORKBENCH_DATABASE_URL")
    file = folders.build.resolve() / "workbench" / "queue.sqlite"
    found.append(Database("workbench", _plain(workbench) if workbench else f"sqlite:///{file}"))
    prefect = os.environ.get("PREFECT_SERVER_DATABASE_CONNECTION_URL") or os.environ.get(
        "PREFECT_API_DATABASE_CONNECTION_URL"
    )
    if prefect:
        found.append(Database("prefect", _plain(prefect)))
    return tuple(found)


def back_up(folders: Folders, file: Path, tell: Tell = _silent) -> dict[str, str]:
    """Write the archive; path in it → sha256. tell: takes one sentence where it has to wait.

    Raises:
        BackupTrouble: it could not be made; nothing is left behind.
        filelock.Timeout: a run goes on and on.
    """
    root = folders.raw.resolve().parent
    file.resolve().parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.part")
    try:
        with _at_rest(folders, tell), tempfile.TemporaryDirectory(dir=file.resolve().parent) as scratch:
            dumps = _dump_all(folders, Path(scratch))
            listed = _write(beside, _content(folders, root), dumps)
        _compare(beside, listed)
        _sync(beside)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    return listed


def restore(folders: Folders, file: Path, *, replace: bool = False, tell: Tell = _silent) -> dict[str, str]:
    """Put an archive back; path in it → sha256. Everything is read and compared before anything is touched.

    What stood in the folders is moved to build/before-restore-<time>/ where replace is set; otherwise the folders must be
    empty or absent.

    Raises:
        BackupTrouble: the archive does not hold, or there is something in the way.
        filelock.Timeout: a run goes on and on.
    """
    listed = _read_list(file)
    _compare(file, listed)
    places = _places(folders)
    root = folders.raw.resolve().parent
    settings = {name: root / name for name in SETTINGS if any(path == name for path in listed)}
    taken = [path for path in (*places.values(), *settings.values()) if _is_taken(path)]
    if taken and not replace:
        raise BackupTrouble(
            f"{taken[0]} に中身があります。空のフォルダーで復元するか、置き換えるなら --replace を付けてください。"
        )
    folders.build.mkdir(parents=True, exist_ok=True)
    aside = folders.build / f"before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    with _at_rest(folders, tell), tempfile.TemporaryDirectory(dir=root, prefix=".restore-") as scratch:
        try:
            with tarfile.open(file) as archive:
                archive.extractall(scratch, filter="data")
        except _TORN as error:
            raise BackupTrouble(f"{file} から取り出せません（{error}）。別のバックアップを使ってください。") from None
        _load_all(folders, Path(scratch) / DATABASES)
        for name, place in {**places, **settings}.items():
            if place.exists() or place.is_symlink():
                aside.mkdir(exist_ok=True)
                shutil.move(place, aside / name)
            if (Path(scratch) / name).exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.move(Path(scratch) / name, place)
    return listed


@contextmanager
def _at_rest(folders: Folders, tell: Tell) -> Iterator[None]:
    """No run and no watch works in the folders meanwhile. tell: what is waited for."""
    folders.build.mkdir(parents=True, exist_ok=True)
    locks = {"taikei run": folders.build / LOCK, "taikei watch": folders.build / WATCH_LOCK}
    if folders.published.is_dir():
        locks["公開データの書き込み"] = folders.published / ".lock"
    with ExitStack() as stack:
        for what, path in locks.items():
            lock = FileLock(path)
            try:
                lock.acquire(timeout=0)
            except Timeout:
                tell(f"{what} が終わるのを待っています（最大 {WAIT_SECONDS} 秒）。")
                lock.acquire(timeout=WAIT_SECONDS)
            stack.callback(lock.release)
        yield


def _places(folders: Folders) -> dict[str, Path]:
    """Name in the archive → folder; of build/ only what cannot be made again: notices that wait, what sources said."""
    operation = folders.build / "operation"
    return {
        "raw": folders.raw,
        "corrections": folders.corrections,
        "published": folders.published,
        "operation": operation,
    }


def _content(folders: Folders, root: Path) -> Iterator[tuple[str, Path]]:
    """Name in the archive → path, files and links."""
    for name, folder in _places(folders).items():
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder).as_posix()
            if path.name.endswith(_LEFT_OUT) or inside.startswith(".building"):
                continue
            if path.is_symlink() or path.is_file():
                yield f"{name}/{inside}", path
    yield from ((name, root / name) for name in SETTINGS if (root / name).is_file())


def _write(file: Path, content: Iterator[tuple[str, Path]], dumps: Mapping[str, Path]) -> dict[str, str]:
    listed: dict[str, str] = {}
    file.unlink(missing_ok=True)
    # It holds the hashes of passwords and whatever Prefect keeps: its owner's from the first byte.
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with (
        os.fdopen(handle, "wb") as raw,
        tarfile.open(fileobj=raw, mode="w:gz", compresslevel=6, format=tarfile.PAX_FORMAT) as archive,
    ):
        for name, path in (*content, *dumps.items()):
            # The bytes that are hashed are the bytes that are stored, also where a file grows meanwhile.
            if path.is_symlink():
                archive.add(path, name, recursive=False)
                listed[name] = f"-> {os.readlink(path)}"
                continue
            data = path.read_bytes()
            info = archive.gettarinfo(path, name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
            listed[name] = hashlib.sha256(data).hexdigest()
        head = {"form": FORM, "made": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", "software": version("taikei")}
        text = json.dumps({**head, "files": listed}, ensure_ascii=False, indent=1).encode()
        info = tarfile.TarInfo(LIST)
        info.size = len(text)
        archive.addfile(info, io.BytesIO(text))
    return listed


def _read_list(file: Path) -> dict[str, str]:
    try:
        with tarfile.open(file) as archive:
            member = archive.extractfile(LIST)
            kept = json.loads(member.read(MOST_LISTED)) if member is not None else {}
            files = kept["files"] if kept.get("form") == FORM else {}
            if not all(isinstance(text, str) for pair in files.items() for text in pair):
                raise ValueError(LIST)
    except (*_TORN, KeyError, ValueError, AttributeError, TypeError, RecursionError) as error:
        raise BackupTrouble(
            f"{file} はバックアップとして読めません（{error}）。別のバックアップを使ってください。"
        ) from None
    if kept.get("form") != FORM:
        raise BackupTrouble(
            f"{file} は、この版の taikei のバックアップではありません。作った版の taikei で復元してください。"
        )
    return dict(files)


def _compare(file: Path, listed: Mapping[str, str]) -> None:
    """Every file of the list is in the archive with its digest, and no other."""
    found: dict[str, str] = {}
    try:
        with tarfile.open(file) as archive:
            room = shutil.disk_usage(file.resolve().parent).free
            for member in archive:
                room -= member.size
                if member.name in found or not (member.isreg() or member.issym()) or not _is_ours(member) or room < 0:
                    raise tarfile.TarError(f"{member.name[:100]} はバックアップにあるはずのないものです")
                if member.issym():
                    found[member.name] = f"-> {member.linkname}"
                    continue
                data = archive.extractfile(member)
                assert data is not None
                found[member.name] = hashlib.file_digest(data, "sha256").hexdigest()  # type: ignore[arg-type]
        found.pop(LIST, None)
        with gzip.open(file) as whole:  # the padding and what describes the files count, too
            while whole.read(PIECE):
                pass
    except _TORN as error:
        raise BackupTrouble(f"{file} が壊れています（{error}）。別のバックアップを使ってください。") from None
    wrong = sorted(name for name in found.keys() | listed.keys() if found.get(name) != listed.get(name))
    if wrong:
        raise BackupTrouble(f"{file} の中の {wrong[0]} が一覧と違います。別のバックアップを使ってください。")


def _is_ours(member: tarfile.TarInfo) -> bool:
    """Whether it lies where a backup has files; a link leads nowhere but into its own folder."""
    parts = member.name.split("/")
    if any(part in ("", ".", "..") for part in parts):
        return False
    if len(parts) == 1:
        return member.isreg() and member.name in (LIST, *SETTINGS)
    if parts[0] not in ("raw", "corrections", "published", "operation", DATABASES):
        return False
    target = os.path.normpath(f"{'/'.join(parts[:-1])}/{member.linkname}") if member.issym() else ""
    return not member.issym() or (not member.linkname.startswith("/") and target.startswith(f"{parts[0]}/"))


def _dump_all(folders: Folders, scratch: Path) -> dict[str, Path]:
    dumps = {}
    for database in databases(folders):
        if database.url.startswith("sqlite"):
            source = Path(database.url.removeprefix("sqlite:///"))
            if not source.is_file():
                continue
            path = scratch / f"{database.name}.sqlite"
            with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(path)) as new:
                old.backup(new)
        else:
            path = scratch / f"{database.name}.pgdump"
            _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={path}", f"--dbname={database.url}")
        dumps[f"{DATABASES}/{path.name}"] = path
    return dumps


def _load_all(folders: Folders, dumps: Path) -> None:
    """Each into the database that is told now; between SQLite and PostgreSQL nothing is carried over."""
    for database in databases(folders):
        if database.url.startswith("sqlite"):
            dump = dumps / f"{database.name}.sqlite"
            if dump.is_file():
                place = Path(database.url.removeprefix("sqlite:///"))
                place.parent.mkdir(parents=True, exist_ok=True)
                for left in (f"{place.name}-wal", f"{place.name}-shm"):
                    place.with_name(left).unlink(missing_ok=True)
                shutil.copyfile(dump, place)
            continue
        dump = dumps / f"{database.name}.pgdump"
        if dump.is_file():
            options = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
            _postgres("pg_restore", *options, f"--dbname={database.url}", str(dump))


def _postgres(program: str, *arguments: str) -> None:
    """A program of PostgreSQL's client, which Debian keeps off the path; the password goes by environment."""
    found = [shutil.which(program), *sorted(glob(f"/usr/lib/postgresql/*/bin/{program}"), reverse=True)]
    path = next((place for place in found if place), None)
    if path is None:
        raise BackupTrouble(f"{program} がありません。postgresql-client を入れてください。")
    password, hidden = None, []
    for argument in arguments:
        key, _, url = argument.partition("=")
        if key == "--dbname":
            parts = urlsplit(url)
            password = parts.password
            if password is not None:
                host = parts.netloc.rpartition("@")[2]
                url = urlunsplit(parts._replace(netloc=f"{parts.username}@{host}"))
            argument = f"{key}={url}"
        hidden.append(argument)
    environment = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    done = subprocess.run([path, *hidden], env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()
        raise BackupTrouble(f"データベースを扱えません（{program}: {said[-1] if said else done.returncode}）。")


def _plain(url: str) -> str:
    """Without the driver: postgresql+asyncpg://… → postgresql://…, sqlite+aiosqlite:///… → sqlite:///…."""
    scheme, mark, rest = url.partition("://")
    return f"{scheme.partition('+')[0]}{mark}{rest}"


def _is_taken(path: Path) -> bool:
    if path.is_dir():
        return any(entry.name not in (".lock", "README.md") for entry in path.iterdir())
    return path.exists()


def _sync(file: Path) -> None:
    with file.open("rb") as handle:
        os.fsync(handle.fileno())
