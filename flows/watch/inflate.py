"""A body as it came → its bytes, never more than allowed (展開). Pure.

Compression is not asked for; servers compress nevertheless, and a few kilobytes can hold gigabytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

PIECE = 65_536
"""Bytes inflated at once."""
EITHER = 47
"""Window bits of zlib for both gzip and zlib headers."""


class TooLarge(Exception):
    """More bytes than allowed."""


class BadBody(Exception):
    """Not what its header says."""


def inflate(body: Iterable[bytes], encoding: str, most: int) -> Iterator[bytes]:
    """The bytes of a body.

    Raises:
        TooLarge: beyond that many bytes.
        BadBody: an unknown encoding, or a body that breaks off.
    """
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        pieces: Iterable[bytes] = body
    elif encoding in ("gzip", "x-gzip", "deflate"):
        pieces = _unzipped(body)
    else:
        raise BadBody(f"知らない圧縮 {encoding[:20]}")
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > most:
            raise TooLarge
        yield piece


def _unzipped(body: Iterable[bytes]) -> Iterator[bytes]:
    machine = zlib.decompressobj(EITHER)
    try:
        for chunk in body:
            while chunk:
                if machine.eof:  # gzip may have several parts, one after the other
                    machine = zlib.decompressobj(EITHER)
                yield machine.decompress(chunk, PIECE)
                chunk = machine.unused_data if machine.eof else machine.unconsumed_tail
    except zlib.error:
        raise BadBody("中身が壊れている") from None
    if not machine.eof:
        raise BadBody("途中で切れている")
