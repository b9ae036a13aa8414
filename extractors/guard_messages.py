"""What extractors/guard.py and its child process say to each other. IO: pipes."""

from __future__ import annotations

import pickle
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from schemas.plan import Extraction
from schemas.reading import NO_HINTS, Hints

HEAD = struct.Struct(">I")
"""Length of the message that follows."""
MOST_BYTES = 32_000_000
"""Of an answer: a thousand entries with their places have one. What is larger would fill the parent's memory."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the child allows itself; the system holds it to that (setrlimit)."""

    memory: int = 400 * 1024**2
    """Bytes of address space; documents of ordinary pages take 60 MB of it, booklets of 600 pages 300."""
    ocr_memory: int = 2400 * 1024**2
    """The same once the models of OCR are loaded, which map far more than they use."""
    ocr_data: int = 700 * 1024**2
    """Then, bytes that it may write to. A scanned page of A4 asks for 500 to 700 MB; in memory at once are at most 480. More, and a
    hostile picture takes more than the 512 MB that reading may take."""
    open_cpu: float = 20.0
    """CPU seconds until the first page."""
    page_cpu: float = 12.0
    """Of a page; ordinary ones take a tenth, the fullest three."""
    ocr_cpu: float = 120.0
    """Of a page that is recognized; on all processors together."""
    rest_cpu: float = 40.0
    """Behind the last page, and for each page half a second more; all of a text's."""
    cpu: float = 3600.0
    """Of one document in all."""


@dataclass(frozen=True, slots=True)
class Request:
    """One document to read."""

    path: Path
    password: str | None
    skip: frozenset[int]
    """Pages given up before."""
    allowed: Allowed
    debug: Path | None = None
    hints: Hints = NO_HINTS
    """What a person says of the document."""


@dataclass(frozen=True, slots=True)
class At:
    """The child has come to this page; 0 before the first, -1 behind the last."""

    page: int


@dataclass(frozen=True, slots=True)
class Broken:
    """Something unforeseen went wrong."""

    reason: str
    memory: bool
    """True where memory ran out."""


Answer = At | Extraction | Broken


def send(pipe: IO[bytes], message: object) -> None:
    """One message into a pipe; in the place of one that is too large, word of that."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    if len(data) > MOST_BYTES:
        data = pickle.dumps(Broken("answer", memory=True), pickle.HIGHEST_PROTOCOL)
    pipe.write(HEAD.pack(len(data)) + data)
    pipe.flush()


def receive(pipe: IO[bytes]) -> object | None:
    """The next message from a pipe; None at its end."""
    head = pipe.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    (length,) = HEAD.unpack(head)
    data = pipe.read(length) if length <= MOST_BYTES else b""
    if len(data) < length:
        return None
    # Both ends are this program: the one case in which a pickle may be trusted.
    return pickle.loads(data)  # type: ignore[no-any-return]
