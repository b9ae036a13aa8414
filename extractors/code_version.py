"""The code that reads documents → one digest, the part of a cache key that changes when reading may change. IO: reads
the packages.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("schemas", "extractors")
LIBRARIES = ("pdfplumber", "pdfminer.six", "pypdfium2", "pydantic")
"""What an extraction, or its stored form, hangs on besides our own code …"""
OF_OCR = ("rapidocr", "onnxruntime", "opencv-python-headless", "numpy")
"""… and, where the OCR extra is installed, the engine with its models, which come in its package, and what carries it."""


def code_version() -> str:
    """Sixteen hexadecimal digits over every source and data file of the reading packages and the versions of the libraries and of the OCR engine."""
    digest = hashlib.sha256()
    for library in (*LIBRARIES, *OF_OCR):
        digest.update(f"{library} {_installed(library)}\n".encode())
    home = Path(__file__).parent.parent
    for package in PACKAGES:
        root = home / package
        files = (path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        for path in sorted(files):
            name = f"{package}/{path.relative_to(root).as_posix()}"
            digest.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]


def _installed(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "-"
