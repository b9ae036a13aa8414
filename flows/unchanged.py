"""Has anything changed since the last run (前回からの変更の有無)? IO: reads the folders; one file in build/.

Asked before anything heavy is imported, so only the standard library is used. What counts as an input: every file of raw/
and corrections/, what `taikei watch` saw, our own code, the installed libraries, the settings (TAIKEI_*). What counts as the result: published/ and
what a run leaves in build/. "Nothing changed" is said only where all of it is as the last run left it.

Inputs are compared by sha256. A file is not hashed again where its size, times, inode and change time are as they were
when it was last hashed, and it was not fresh at that time: a second edit within one tick of the file system's clock would
not show in its times, and the clock of a file server may differ from ours. Where our clock went back, all are hashed.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import sysconfig
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from flows.folders import Folders

STATE = "last-run.json"
FORM = 1
"""Of the file; another one is not believed."""

SETTLED_NS = 3600 * 10**9
"""A file younger than this when it was hashed is hashed again: far more than any clock's tick or two clocks' difference."""

REFUSED_SECONDS = 20 * 3600
"""What could not be read is tried again after this, so by every nightly run: a disk or a network may have recovered."""

CODE = ("schemas", "extractors", "publishers", "flows")
SETTINGS = "TAIKEI_"
ELSEWHERE = "TAIKEI_RAW_URL"
"""Where it is set, raw/ lies on storage whose changes cannot be told by looking at files: a run always looks itself."""
WATCHED = "operation/watch"
"""In build/: what `taikei watch` saw last; a run's report tells it."""
NO_MATTER = ("TAIKEI_WORKBENCH", "TAIKEI_PORTAL", "TAIKEI_SERVE", "TAIKEI_NOTICE", "TAIKEI_LOG")
"""Settings of other commands: no run hangs on them."""

Seen = tuple[int, int, int, int, str]
"""Size, time of change in ns, change time of the inode in ns, inode, sha256."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a run hangs on, at one moment."""

    digest: str
    taken: int
    """When the looking began, in ns since the epoch."""
    files: Mapping[str, Seen]


@dataclass(frozen=True, slots=True)
class LastRun:
    """What the last run that ended left to be told again."""

    inputs: Inputs
    result: str
    """Digest of published/ and of the leavings in build/, right after it."""
    at: str
    version: str
    folder: str
    refused: Mapping[str, str]
    confirmed: bool
    """Whether two runs in a row, over the same inputs, refused the same plans with the same words."""


def look(folders: Folders, last: LastRun | None) -> Inputs:
    """The inputs as they are now. Raises OSError where one cannot be read."""
    taken = time.time_ns()
    known = last.inputs.files if last is not None and last.inputs.taken <= taken else {}
    settled = (last.inputs.taken if last is not None else 0) - SETTLED_NS
    files: dict[str, Seen] = {}
    for name, path in _inputs(folders):
        files[name] = _seen(path, known.get(name), settled)
    digest = hashlib.sha256(json.dumps([FORM, *_surroundings(folders)]).encode())
    for name, seen in sorted(files.items()):
        digest.update(f"{name}\0{seen[-1]}\n".encode("utf-8", "surrogateescape"))
    return Inputs(digest.hexdigest(), taken, files)


def program_digest() -> str:
    """Of our code, the libraries and the settings; a process that runs for days holds it against what is there now."""
    digest = hashlib.sha256("\n".join(_program()).encode())
    for name, path in _code():
        digest.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def compare(folders: Folders) -> tuple[Inputs | None, LastRun | None]:
    """The inputs as they are (None where they cannot be told), and the last run where another would end as it did."""
    if os.environ.get(ELSEWHERE):
        return None, None
    last = read_last(folders.build)
    try:
        now = look(folders, last)
        if last is None or not _repeatable(last):
            return now, None
        if now.digest != last.inputs.digest or result_digest(folders) != last.result:
            return now, None
        if now.files != last.inputs.files or _young(last.inputs):
            _write(folders.build, last, now)
    except OSError:
        return None, None
    return now, last


def remember(
    folders: Folders, before: Inputs, *, at: str, version: str, folder: str, refused: Mapping[str, str]
) -> None:
    """Write down a run that ended well; before: the inputs as they were when it began.

    A run that fails or is killed writes nothing, and the last one's words stay true: they hold for inputs and result
    being exactly as they were.
    """
    earlier = read_last(folders.build)
    confirmed = earlier is not None and (earlier.inputs.digest, dict(earlier.refused)) == (before.digest, dict(refused))
    last = LastRun(before, result_digest(folders), at, version, folder, refused, confirmed)
    _write(folders.build, last, before)


def read_last(build: Path) -> LastRun | None:
    """What was written down; None where nothing was, or not by this version of the program."""
    try:
        kept = json.loads((build / STATE).read_bytes())
        if kept["form"] != FORM:
            return None
        files = {name: (int(a), int(b), int(c), int(d), str(e)) for name, (a, b, c, d, e) in kept["files"].items()}
        inputs = Inputs(kept["inputs"], kept["taken"], files)
        return LastRun(
            inputs, kept["result"], kept["at"], kept["version"], kept["folder"], kept["refused"], kept["confirmed"]
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def result_digest(folders: Folders) -> str:
    """Of published/ and of what a run leaves in build/, by names, sizes and times: only runs write there."""
    digest = hashlib.sha256()
    published, build = folders.published, folders.build
    releases = published / "releases"
    current = published / "latest"
    if current.is_symlink():
        digest.update(os.readlink(current).encode())
    digest.update("\n".join(sorted(os.listdir(releases)) if releases.is_dir() else ()).encode())
    places = (current.resolve(), published / "registry", published / "index.json")
    left = (build / "extracted", build / "report.md")
    for place in (*places, *left):
        for name, path in _files(place, place.name):
            if path.suffix == ".lock":
                continue
            stat = path.stat()
            digest.update(f"{name}\0{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}\n".encode())
    return digest.hexdigest()


def _repeatable(last: LastRun) -> bool:
    if not last.refused:
        return True
    age = (time.time_ns() - last.inputs.taken) / 10**9
    return last.confirmed and 0 <= age < REFUSED_SECONDS


def _young(inputs: Inputs) -> bool:
    """Whether some files were hashed again only because they had been fresh."""
    edge = inputs.taken - SETTLED_NS
    return any(max(changed, moved) > edge for _, changed, moved, _, _ in inputs.files.values())


def _write(build: Path, last: LastRun, seen: Inputs) -> None:
    """Whole or not at all; the time of a run with refusals stays, so that it is tried again."""
    kept = {
        "form": FORM,
        "inputs": seen.digest,
        "taken": last.inputs.taken if last.refused else seen.taken,
        "result": last.result,
        "at": last.at,
        "version": last.version,
        "folder": last.folder,
        "refused": dict(last.refused),
        "confirmed": last.confirmed,
        "files": dict(seen.files),
    }
    beside = build / f".{STATE}.{os.getpid()}"
    beside.write_text(json.dumps(kept), "ascii")
    beside.replace(build / STATE)


def _seen(path: Path, before: Seen | None, settled: int) -> Seen:
    stat = path.stat()
    now = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
    if before is not None and before[:4] == now and max(stat.st_mtime_ns, stat.st_ctime_ns) <= settled:
        return before
    with path.open("rb") as file:
        return (*now, hashlib.file_digest(file, "sha256").hexdigest())


def _inputs(folders: Folders) -> Iterator[tuple[str, Path]]:
    yield from _files(folders.raw, "raw")
    yield from _files(folders.corrections, "corrections")
    yield from _files(folders.build / WATCHED, "watched")
    yield from _code()


def _code() -> Iterator[tuple[str, Path]]:
    home = Path(__file__).parent.parent
    for package in CODE:
        yield from _files(home / package, f"code/{package}")


def _surroundings(folders: Folders) -> Iterator[str]:
    yield from folders.names()
    yield from _program()


def _program() -> Iterator[str]:
    """What is installed and what is set."""
    yield sys.version
    for place in sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}):
        yield from sorted(name for name in os.listdir(place) if name.endswith(".dist-info"))
    for name, value in sorted(os.environ.items()):
        if name.startswith(SETTINGS) and not name.startswith(NO_MATTER):
            yield f"{name}={value}"


def _files(place: Path, name: str, above: frozenset[tuple[int, int]] = frozenset()) -> Iterator[tuple[str, Path]]:
    """Every file at or under a place, with its name. Links are followed, as a run does, but never round and round."""
    if not place.is_dir():
        if place.exists() or place.is_symlink():
            yield name, place
        return
    stat = place.stat()
    here = (stat.st_dev, stat.st_ino)
    if here in above:
        return
    with os.scandir(place) as entries:
        for entry in entries:
            if entry.name == "__pycache__":
                continue
            if entry.is_dir():
                yield from _files(Path(entry.path), f"{name}/{entry.name}", above | {here})
            else:
                yield f"{name}/{entry.name}", Path(entry.path)
