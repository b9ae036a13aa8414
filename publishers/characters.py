"""A text → what in its characters cannot be published (公開できない文字). Pure."""

from __future__ import annotations

import re
import unicodedata

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_UNDEFINED = ("Cn", "Co", "Cs")
IN_JIS_ELSEWHERE = "～－∥￠￡￢―"
"""The wave dash and its like: JIS has them under another code point of the same character."""


def faults_of(value: str) -> tuple[str, ...]:
    """Sentences, one per fault."""
    found = []
    if not unicodedata.is_normalized("NFC", value):
        found.append("文字が NFC に正規化されていません。")
    if _CONTROLS.search(value) or any(unicodedata.category(char) in _UNDEFINED for char in outside_jis(value)):
        found.append("制御文字か未定義の文字があります。")
    if value == "":
        found.append("空の文字列があります（空欄は null）。")
    if "\ufffd" in value:
        found.append("文字化けの跡（U+FFFD）があります。")
    return tuple(found)


def outside_jis(text: str) -> str:
    """The characters that JIS X 0213 lacks, each once."""
    if text.isascii() or _encodes(text):
        return ""
    return "".join(dict.fromkeys(char for char in text if not _encodes(char) and char not in IN_JIS_ELSEWHERE))


def _encodes(text: str) -> bool:
    try:
        text.encode("euc_jis_2004")
    except UnicodeEncodeError:
        return False
    return True
