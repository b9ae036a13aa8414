"""A text file → Document: its lines as printed, tabs kept, in whatever encoding they came. IO: reads one file.

Order of detection: byte order mark, ISO-2022-JP escapes, strict UTF-8, then a score of CP932 against EUC-JP, with the
signs ①Ⅰ㈱ of row 13 (what Japanese offices left behind), at last UTF-16 without a mark. What was found is recorded in the Document.
Cells of tables are parted by tabs, however the file parts them (text_cells).
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from extractors.lost_bytes import restore_signs
from extractors.markup import Plain, without_markup
from extractors.page_numbers import without_names_of_pages
from extractors.refuse import Refused
from extractors.text_cells import part_cells
from schemas.document import Document, Line, SourceFile
from schemas.issue import Issue, Result
from schemas.structure import Evidence

MAX_BYTES = 50_000_000
"""A plan of a thousand pages has 3 MB of text; more is no plan."""

EMPTY_MAX = 5
"""Empty lines in a row that are kept; more say no more."""

LOST = "\ufffd"
"""What stands for bytes that are no character."""
LOST_SHARE = 0.02
"""Of the characters: a text that loses more is in another encoding."""
_JIS_ROW_13 = "iso2022_jp_2004"

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
    text = _decode(data, encoding).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Refused("empty", "ファイルに文字がありません。正しいファイルか確かめてください。")
    printed = text.split("\n")
    if printed and printed[-1] == "":
        printed.pop()
    plain = without_markup(printed)
    restored = restore_signs(without_names_of_pages(part_cells(_numbered(plain))))
    lines = restored.value
    source = SourceFile(path.name, hashlib.sha256(data).hexdigest(), "text/plain", len(data), encoding=encoding)
    issues = () if sure else (_guessed(encoding, lines),)
    return Result(Document(source, lines, printed=_numbered(plain)), (*issues, *restored.issues, *_broken(lines)))


def _numbered(plain: Sequence[Plain]) -> tuple[Line, ...]:
    """The lines by their numbers, headings in one form (# to ######); of a long run of empty lines the first few."""
    lines: list[Line] = []
    empty = 0
    for one in plain:
        empty = 0 if one.text else empty + 1
        if empty <= EMPTY_MAX:
            sign = "#" * one.heading + " " if one.heading else ""
            lines.append(Line(text=sign + one.text, number=one.number))
    return tuple(lines)


def _guessed(encoding: str, lines: tuple[Line, ...]) -> Issue:
    first = next(line.text.strip() for line in lines if line.text.strip())[:40]
    message = f"文字コードを {encoding} と推定しました。文字化けがないか確かめてください。"
    return Issue("encoding_guessed", message, Evidence(text=first, line=1))


def _broken(lines: tuple[Line, ...]) -> tuple[Issue, ...]:
    """Lines in which bytes are no character."""
    return tuple(
        Issue(
            "ocr_suspected",
            "読み取れない文字があります。原本で正しい文字を確かめてください。",
            Evidence(line.text.strip()[:60], line=line.number),
            refs=(f"L{line.number}", *(f"L{line.number}c{col}" for col in range(line.text.count("\t") + 1))),
        )
        for line in lines
        if LOST in line.text
    )


def detect_encoding(data: bytes) -> tuple[str, bool]:
    """Name of the encoding, and whether it is sure.

    Raises:
        Refused: unsupported where the bytes are no text, garbled_text where no encoding fits.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _checked(data, name), True
    if _JIS_ESCAPE.search(data) and max(data) < 0x80:
        return _checked(data, "iso2022_jp_ext" if _decodes(data, "iso2022_jp_ext") else _JIS_ROW_13), True
    if b"\x00" in data:
        return _utf16_without_mark(data), False
    if _control_share(data) > 0.02:
        raise Refused("unsupported", "テキストでもPDFでもないファイルです。PDFかテキストで保存し直してください。")
    if _decodes(data, "utf-8"):
        return "utf-8", True
    if _nearly_utf8(data):
        return "utf-8", False
    scores = {name: _score(data, name) for name in ("cp932", "euc_jp", "euc_jis_2004")}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] <= 0:
        raise Refused("garbled_text", "文字コードが分かりません。UTF-8で保存し直してください。")
    other = max(score for name, score in scores.items() if name[:3] != best[:3])
    return best, scores[best] - max(other, 0.0) > 0.1


def _checked(data: bytes, name: str) -> str:
    if not _decodes(data, name):
        raise Refused(
            "garbled_text", f"文字コード {name} の印がありますが、途中の文字が壊れています。保存し直してください。"
        )
    return name


def _decode(data: bytes, name: str) -> str:
    """Text of bytes; ISO-2022-JP with the signs of row 13, which no standard gives it, by the escape of JIS X 0213."""
    if name == _JIS_ROW_13:
        data = data.replace(b"\x1b$B", b"\x1b$(Q")
    return data.decode(name, errors="replace" if name == "utf-8" else "strict")


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode("utf-8") if name == "utf-8" else _decode(data, name)
    except UnicodeError:
        return False
    return True


def _nearly_utf8(data: bytes) -> bool:
    """UTF-8 that was cut in the middle of a character, or lost a byte here and there."""
    text = data.decode("utf-8", errors="replace")
    letters = sum(char > "\u2fff" for char in text)
    return 0 < text.count(LOST) <= max(1, LOST_SHARE * letters) and letters > len(text) / 4


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
