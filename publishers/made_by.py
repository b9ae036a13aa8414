"""By which program a release was made: a digest of the code that turns rows into files. IO: reads our own files, once.

A check that makes the files anew can expect the same bytes only of the same code.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_SUFFIXES = (".py", ".j2", ".css", ".js", ".svg", ".ttl")


@cache
def code_digest() -> str:
    """Sixteen hexadecimal digits over publishers/ and schemas/."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for folder in (here, here.parent / "schemas"):
        for path in sorted(folder.rglob("*")):
            if path.suffix in _SUFFIXES:
                digest.update(f"{path.relative_to(here.parent).as_posix()}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
