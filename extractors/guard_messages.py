"""What extractors/guard.py and its child process say to each other. IO: pipes."""

from __future__ import annotations

import pickle
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from schemas.plan import Extraction

HEAD = struct.Struct(">I")
"""Length of the message that follows."""


@dataclass(frozen=True, slots=True)
class Request:
    """One document to read."""

    path: Path
    password: str | None
    skip: frozenset[int]
    """Pages given up before."""
    memory: int
    """Bytes of address space."""
    seconds: int
    """CPU seconds."""
    debug: Path | None = None


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
    """One message into a pipe."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    pipe.write(HEAD.pack(len(data)) + data)
    pipe.flush()


def receive(pipe: IO[bytes]) -> object | None:
    """The next message from a pipe; None at its end."""
    head = pipe.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    data = pipe.read(HEAD.unpack(head)[0])
    # Both ends are this program: the one case in which a pickle may be trusted.
    return pickle.loads(data)  # type: ignore[no-any-return]
