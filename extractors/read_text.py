"""A text file → Document: its lines as printed, tabs kept, in whatever encoding they came. IO: reads one file.

Order of detection: byte order mark, ISO-2022-JP escapes, strict UTF-8, then a score of CP932 against EUC-JP (the two
that Japanese offices left behind), at last UTF-16 without a mark. What was found is recorded in the Document.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from pathlib import Path

from extractors.refuse import Refused
from schemas.document import Document, Line, SourceFile
from schemas.issue import Issue, Result
from schemas.structure import Evidence

MAX_BYTES = 50_000_000
"""A plan of a thousand pages has 3 MB of text; more is no plan."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_JIS_ESCAPE = re.compile(rb"\x1b\$[@B]|\x1b\([BJ]")
_COMMON = re.compile(r"[ぁ-んァ-ヶー一-龥、。・「」（）　0-9A-Za-z]")
_RARE = re.compile("[\ue000-\uf8ff｡-ﾟ\x80-\xa0]|[\u0400-\u04ff]")


def read_text(path: Path) -> Result[Document]:
    """Lines of a text file, numbered from 1.

    Raises:
        Refused: empty, too_large, unsupported (binary), garbled_text (no encoding fits).
    """
    data = path.read_bytes()
    if len(data) > MAX_BYTES:
        raise Refused(
            "too_large", f"ファイルが大きすぎます（{len(data):,}バイト）。計画の本文だけのテキストにしてください。"
        )
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xfe\xff"):
        raise Refused("empty", "ファイルに文字がありません。正しいファイルか確かめてください。")
    encoding, sure = detect_encoding(data)
    text = data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Refused("empty", "ファイルに文字がありません。正しいファイルか確かめてください。")
    printed = text.split("\n")
    if printed and printed[-1] == "":
        printed.pop()
    lines = tuple(Line(text=line, number=number) for number, line in enumerate(printed, 1))
    source = SourceFile(path.name, hashlib.sha256(data).hexdigest(), "text/plain", len(data), encoding=encoding)
    issues: tuple[Issue, ...] = ()
    if not sure:
        where = Evidence(text=next(line.text.strip() for line in lines if line.text.strip())[:40], line=1)
        issues = (
            Issue(
                "encoding_guessed", f"文字コードを {encoding} と推定しました。文字化けがないか確かめてください。", where
            ),
        )
    return Result(Document(source, lines), issues)


def detect_encoding(data: bytes) -> tuple[str, bool]:
    """Name of the encoding, and whether it is sure.

    Raises:
        Refused: unsupported where the bytes are no text, garbled_text where no encoding fits.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _checked(data, name), True
    if _JIS_ESCAPE.search(data) and max(data) < 0x80:
        return _checked(data, "iso2022_jp_ext"), True
    if b"\x00" in data:
        return _utf16_without_mark(data), False
    if _control_share(data) > 0.02:
        raise Refused("unsupported", "テキストでもPDFでもないファイルです。PDFかテキストで保存し直してください。")
    if _decodes(data, "utf-8"):
        return "utf-8", True
    scores = {name: _score(data, name) for name in ("cp932", "euc_jp")}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] <= 0:
        raise Refused("garbled_text", "文字コードが分かりません。UTF-8で保存し直してください。")
    other = min(scores.values())
    return best, scores[best] - max(other, 0.0) > 0.1


def _checked(data: bytes, name: str) -> str:
    if not _decodes(data, name):
        raise Refused(
            "garbled_text", f"文字コード {name} の印がありますが、途中の文字が壊れています。保存し直してください。"
        )
    return name


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except (UnicodeDecodeError, UnicodeError):
        return False
    return True


def _control_share(data: bytes) -> float:
    """Share of bytes below space that no text has; form feeds and escapes are let through."""
    return sum(byte < 32 and byte not in b"\t\r\n\x0c\x1b" for byte in data) / len(data)


def _score(data: bytes, name: str) -> float:
    """How Japanese a decoding looks: share of common characters less share of odd ones; -1 where it fails."""
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return -1.0
    letters = [char for char in text if not char.isspace()]
    if not letters:
        return -1.0
    common = sum(bool(_COMMON.match(char)) for char in letters)
    odd = sum(bool(_RARE.match(char)) for char in letters)
    return (common - 3 * odd) / len(letters)


def _utf16_without_mark(data: bytes) -> str:
    """UTF-16 in the byte order that gives Japanese; anything else with null bytes is binary."""
    best = max(("utf-16-le", "utf-16-be"), key=lambda name: _score_even(data, name))
    if _score_even(data, best) < 0.7:
        raise Refused("unsupported", "テキストでもPDFでもないファイルです。PDFかテキストで保存し直してください。")
    return best


def _score_even(data: bytes, name: str) -> float:
    return _score(data, name) if len(data) % 2 == 0 else -1.0
