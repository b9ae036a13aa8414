"""Documents that people put in to try (試す文書): kept for a day, read in a killable child, never published. IO: build/workbench/uploads/.

A document lies in a folder of its own under a name that nobody can guess; the name it came with is only ever shown. What it is
is told by its first bytes. One reading at a time and one waiting line: the machine is shared with those who are deciding.
"""

from __future__ import annotations

import contextlib
import json
import re
import secrets
import shutil
import threading
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import BinaryIO, Literal

from pydantic import TypeAdapter, ValidationError

from extractors.guard import Limits, ReadingFailed, extract_guarded
from extractors.guard_messages import Allowed
from schemas.plan import Extraction

KEEP_SECONDS = 24 * 3600.0
"""A working day; what shall stay is made a plan of raw/."""
MOST_KEPT = 40
"""Documents; beyond, the oldest goes."""
MOST_BYTES = 1_000_000_000
"""Of all of them; beyond, the oldest goes."""
MOST_OF_ONE = 10
"""Documents of one person."""
LEFT_BYTES = 500_000_000
"""That stay free on the disk: decisions and releases come before trying."""
CHUNK = 1024 * 1024
SHOWN_NAME = 100
"""Characters of a file's name that are shown."""
READERS = 1
LIMITS = Limits(page_seconds=60.0, rest_seconds=180.0, allowed=Allowed(cpu=900.0))
"""Tighter than in a run: somebody is waiting."""
_ID = re.compile(r"[0-9a-f]{32}")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069/\\]")
_STORED = TypeAdapter(Extraction)

State = Literal["reading", "read", "refused"]


class NoUpload(Exception):
    """There is no such document (any more)."""


class TooMuch(Exception):
    """The document is larger than is allowed."""


class NoRoom(Exception):
    """The disk, or the reader, is wanted for other things."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One document that somebody tries."""

    id: str
    name: str
    """As it was called, for people to read; never part of a path."""
    person: str
    at: float
    state: State = "reading"
    page: int = 0
    """Being read; -1 behind the last."""
    why: str = ""
    """refused: one plain sentence."""


class Uploads:
    """All of them, of one workbench."""

    def __init__(self, work: Path, most_bytes: int) -> None:
        self._folder = work / "uploads"
        self._most = most_bytes
        self._turn = threading.Semaphore(READERS)
        self._busy: dict[str, Upload] = {}
        self._lock = threading.Lock()

    def take(self, data: BinaryIO, name: str, person: str) -> Upload:
        """Store a document and begin to read it.

        Raises:
            TooMuch: it is larger than is allowed; nothing is kept of it.
            NoRoom: too little is left on the disk, or too many of this person wait to be read.
        """
        self._clear(person)
        with self._lock:
            waiting = sum(upload.person == person for upload in self._busy.values())
        upload = Upload(secrets.token_hex(16), shown_name(name), person, time.time())
        folder = self._folder / upload.id
        folder.mkdir(parents=True)
        if waiting >= MOST_OF_ONE or shutil.disk_usage(folder).free < LEFT_BYTES + self._most:
            folder.rmdir()
            raise NoRoom
        try:
            head = data.read(1024)
            with (folder / ("document.pdf" if b"%PDF-" in head else "document.txt")).open("xb") as file:
                _copy((head, *iter(lambda: data.read(CHUNK), b"")), file, self._most)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._note(upload)
        self._begin(upload)
        return upload

    def get(self, id: str) -> Upload:
        """What is known of it now.

        Raises:
            NoUpload: there is none.
        """
        with self._lock:
            busy = self._busy.get(id)
        if busy is not None:
            return busy
        upload = self._noted(id)
        if upload.state == "reading":  # the workbench was started anew in the middle
            self._begin(upload)
        return upload

    def of(self, person: str) -> list[Upload]:
        """Those of one person, the latest first."""
        found = []
        for folder in self._folder.iterdir() if self._folder.is_dir() else ():
            with contextlib.suppress(NoUpload):
                found.append(self.get(folder.name))
        return sorted((each for each in found if each.person == person), key=lambda each: -each.at)

    def extraction(self, id: str) -> Extraction:
        """What was read.

        Raises:
            NoUpload: it is not read yet, or gone.
        """
        try:
            return _STORED.validate_json((self._place(id) / "extraction.json").read_bytes())
        except (OSError, ValidationError):
            raise NoUpload(id) from None

    def document(self, id: str) -> Path:
        """Where it lies.

        Raises:
            NoUpload: there is none.
        """
        folder = self._place(id)
        for name in ("document.pdf", "document.txt"):
            if (folder / name).is_file():
                return folder / name
        raise NoUpload(id)

    def forget(self, id: str) -> None:
        """Take it away."""
        with contextlib.suppress(NoUpload):
            shutil.rmtree(self._place(id), ignore_errors=True)

    def _place(self, id: str) -> Path:
        if not _ID.fullmatch(id):
            raise NoUpload(id)
        return self._folder / id

    def _noted(self, id: str) -> Upload:
        try:
            return Upload(**json.loads((self._place(id) / "upload.json").read_bytes()))
        except (OSError, ValueError, TypeError):
            raise NoUpload(id) from None

    def _note(self, upload: Upload) -> None:
        path = self._folder / upload.id / "upload.json"
        partial = path.with_suffix(".part")
        partial.write_text(json.dumps(asdict(upload), ensure_ascii=False), "utf-8")
        partial.replace(path)

    def _begin(self, upload: Upload) -> None:
        with self._lock:
            if upload.id in self._busy:
                return
            self._busy[upload.id] = upload
        threading.Thread(target=self._wait_and_read, args=(upload,), daemon=True).start()

    def _wait_and_read(self, upload: Upload) -> None:
        """In a thread of its own; the document is read in another process."""
        with self._turn:
            self._read(upload)

    def _read(self, upload: Upload) -> None:

        def told(page: int) -> None:
            with self._lock:
                self._busy[upload.id] = replace(upload, page=page)

        ended = upload
        try:
            extraction = extract_guarded(self.document(upload.id), limits=LIMITS, reading=told)
            if extraction.error is not None and not extraction.structures:
                ended = replace(upload, state="refused", why=extraction.error.message)
            else:
                (self._folder / upload.id / "extraction.json").write_bytes(_STORED.dump_json(extraction))
                ended = replace(upload, state="read")
        except ReadingFailed as failed:
            ended = replace(upload, state="refused", why=str(failed))
        except (OSError, NoUpload) as error:
            ended = replace(upload, state="refused", why=f"文書を読めません（{error}）。もう一度入れてください。")
        finally:
            with contextlib.suppress(OSError):
                self._note(ended)
            with self._lock:
                del self._busy[upload.id]

    def _clear(self, person: str) -> None:
        """Take away what is old, and the oldest where there are too many, or too many of one person, or they are too large."""
        if not self._folder.is_dir():
            return
        with self._lock:
            kept = [path for path in self._folder.iterdir() if path.name not in self._busy]
        kept.sort(key=_age)
        theirs = size = 0
        for number, path in enumerate(kept):
            size += sum(_size(file) for file in path.iterdir())
            with contextlib.suppress(NoUpload):
                theirs += self._noted(path.name).person == person
            if number >= MOST_KEPT - 1 or _age(path) > KEEP_SECONDS or theirs >= MOST_OF_ONE or size > MOST_BYTES:
                shutil.rmtree(path, ignore_errors=True)


def shown_name(name: str) -> str:
    """A file's name for people: without folders, and without characters that cannot be seen."""
    last = re.split(r"[/\\]", name)[-1]
    return _UNSEEN.sub("", last).strip()[:SHOWN_NAME] or "（名前なし）"


def _copy(pieces: Iterable[bytes], file: BinaryIO, most: int) -> None:
    taken = 0
    for piece in pieces:
        taken += len(piece)
        if taken > most:
            raise TooMuch
        file.write(piece)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0
