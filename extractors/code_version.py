"""The code that reads documents → one digest, the part of a cache key that changes when reading may change. IO: reads
the packages.
"""

from __future__ import annotations

import hashlib
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("schemas", "extractors")
LIBRARIES = ("pdfplumber", "pdfminer.six", "pypdfium2", "pydantic")
"""What an extraction, or its stored form, hangs on besides our own code."""


def code_version() -> str:
    """Sixteen hexadecimal digits over every source and data file of the reading packages and the libraries' versions."""
    digest = hashlib.sha256()
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    for package in PACKAGES:
        module = import_module(package)
        assert module.__file__ is not None
        root = Path(module.__file__).parent
        files = (path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        for path in sorted(files):
            name = f"{package}/{path.relative_to(root).as_posix()}"
            digest.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]
