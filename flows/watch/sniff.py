"""The first and last bytes of a file → what it is (ファイルの種類), whatever its name or its server say. Pure.

A city's server gives a page of excuses under the old address of a PDF, with status 200 and any Content-Type.
"""

from __future__ import annotations

import re

HEAD = 2048
"""Bytes from the beginning that tell the kind; PDF allows 1,024 bytes before its own mark."""
TAIL = 65_536
"""Bytes from the end that hold the end mark of a PDF, whatever a mail gateway put behind it."""

NAMES = {
    "pdf": "PDF",
    "html": "HTMLのページ",
    "zip": "ZIPかOfficeの文書",
    "office": "Officeの文書",
    "image": "画像",
    "gzip": "圧縮ファイル",
    "text": "テキスト",
    "binary": "不明な形式",
    "empty": "空のファイル",
}

_MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0", "office"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>]|script[\s>]|meta\s)", re.IGNORECASE)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def sniff(head: bytes) -> str:
    """A key of NAMES."""
    if not head.strip(b"\x00 \t\r\n"):
        return "empty"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if b"%PDF-" in head[:1024] and not _HTML.search(head[: head.index(b"%PDF-")]):
        return "pdf"
    plain = head.replace(b"\x00", b"")
    if _HTML.search(plain):
        return "html"
    if b"\x00" in head and not head.startswith(_UTF16):
        return "binary"
    return "text"


def is_whole_pdf(tail: bytes) -> bool:
    """Whether a PDF reaches its end: one that was cut off on the way does not."""
    return b"%%EOF" in tail
