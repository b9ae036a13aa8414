"""A title as printed → the text the dictionaries know. Pure; only readings are made of the result, it is never published."""

from __future__ import annotations

import re
import unicodedata

from extractors.numerals import SIGNS
from extractors.radicals import FOLDED

HAN = "々〆㐀-䶿一-鿿豈-\ufaff\U00020000-\U0003ffff"
"""Kanji, as the inside of a character class."""
KANA = "ぁ-ゖァ-ヺー"
"""Kana, as the inside of a character class."""

_VARIANTS = str.maketrans("髙﨑濵邉邊德步瀨嶋槗栁冨𠮷", "高崎浜辺辺徳歩瀬島橋柳富吉")
"""Forms of a kanji that the dictionaries have under another one; the reading is the same."""
_BEFORE_NFKC = str.maketrans(
    {"㎡": "平方メートル", "㎢": "平方キロメートル", "℃": "度", "№": "ナンバー", "〜": "~", "～": "~"}
)
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
_DASH = re.compile("(?<=[一-鿿])ー")
_SPACED_LETTERS = re.compile(r"(?<![A-Za-z])[A-Z](?: [A-Z])+(?![A-Za-z])")
_SPLIT_PLURAL = re.compile(r"(?<=[A-Z]) s(?![A-Za-z])")
_LETTER_ERA = re.compile(r"(?<![A-Za-z0-9])[MTSHR](?=[0-9]{1,2}年)")
_ERAS = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}


def normalise(text: str) -> str:
    """Width, radicals and variants folded, invisible characters gone, any white space one blank; ① Ⅲ ㈠ stay."""
    text = "".join(FOLDED.get(sign, sign) for sign in text).translate(_BEFORE_NFKC)
    text = "".join(sign if sign in SIGNS else unicodedata.normalize("NFKC", sign) for sign in text)
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).translate(_VARIANTS)
    # After a kanji the long vowel mark is a dash that was set wrongly: 設定ー「相談」.
    text = _DASH.sub(" ", " ".join(text.split()))
    text = _SPACED_LETTERS.sub(lambda match: match.group().replace(" ", ""), text)  # P D C A
    text = _SPLIT_PLURAL.sub("s", text)  # SDG s
    return _LETTER_ERA.sub(lambda match: _ERAS[match.group()], text)
