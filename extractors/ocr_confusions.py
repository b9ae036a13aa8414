"""Text as an OCR engine read it → the characters that were printed, where the engine is known to mix them up. Pure.

Every character is replaced by one character, so places stay; what was replaced is told, so that a person can look.
Only mistakes that the neighbours prove are mended: a kanji amid katakana, a Chinese form of a kanji that Japanese type
does not have. What stays doubtful is left as read.
"""

from __future__ import annotations

import re
import unicodedata

_FORMS = (
    "齡齢戶戸户戸內内步歩值値查査况況每毎黑黒增増德徳净浄决決减減凉涼强強拔抜换換晚晩溫温淸清產産稅税說説脫脱緣縁綠緑绿緑"
    "鄕郷閱閲靑青顏顔飮飲黃黄涉渉敎教爲為歲歳鄰隣对対将将单単专専录録强強继継续続总総绪緒獎奨舍舎济済剂剤参参营営"
)
"""Chinese and old forms beside the form in which Japanese plans are printed."""
_DOTS = "·・•・‧・∙・⋅・"
_TABLE = {
    text[at]: text[at + 1] for text in (_FORMS, _DOTS) for at in range(0, len(text), 2) if text[at] != text[at + 1]
}
_TO_KATAKANA = dict(zip("二力口八夕工卜才千三又一-—―─–", "ニカロハタエトオチミヌーーーーーー", strict=True))
_TO_KANJI = dict(zip("ニカロハタエト", "二力口八夕工卜", strict=True))
_TO_HIRAGANA = dict(zip("ヘベペ", "へべぺ", strict=True))
_FROM_HIRAGANA = {hira: kata for kata, hira in _TO_HIRAGANA.items()}
_COUNTED = re.compile(r"[0-9０-９一二三四五六七八九十数]カ[所年月国]")
_AFTER_ONE = frozenset("覧部体般元貫時人次括斉環層番定日帯式連本つ個例方切律級致歩年度回度家員室")
"""What follows 一 in words that may stand behind katakana (サービス一覧)."""
_RINGS = "〇◯O"
_BARS = "」』|｜丨lI"
"""What the Roman numeral Ⅰ at the head of a line is taken for; a closing bracket cannot stand there."""


def fold(text: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """The text mended, of the same length, and (place, character as read) for each that was replaced."""
    plain = "".join(_plain(sign) for sign in text)
    folded = ""
    for at in range(len(plain)):
        folded += _in_context(folded + plain[at:], at)
    changed = tuple((at, seen) for at, (seen, taken) in enumerate(zip(text, folded, strict=True)) if seen != taken)
    return folded, changed


def _plain(sign: str) -> str:
    sign = unicodedata.normalize("NFKC", sign) if "\uf900" <= sign <= "\ufaff" else sign
    return _TABLE.get(sign, sign)


def _in_context(text: str, at: int) -> str:
    sign = text[at]
    before = text[at - 1] if at else ""
    after = text[at + 1] if at + 1 < len(text) else ""
    if sign in _TO_KATAKANA and _amid_katakana(sign, before, after):
        return _TO_KATAKANA[sign]
    if sign == "ー" and _after_no_vowel(before, after):
        return "一"
    if sign in _TO_KANJI and _kanji(before) and _kanji(after) and not _COUNTED.match(text, at - 1):
        return _TO_KANJI[sign]
    if sign == "了" and not before and after and after not in "解承知":
        return "ア"
    if sign in _TO_HIRAGANA and not _katakana(before) and not _katakana(after):
        return _TO_HIRAGANA[sign]
    if sign in _FROM_HIRAGANA and _katakana(before) and _katakana(after):
        return _FROM_HIRAGANA[sign]
    if sign in _BARS and not before and (_kanji(after) or _kana(after)):
        return "Ⅰ"
    if sign in _RINGS and not before and (_kanji(after) or _kana(after)):
        return "○"
    return sign


def _amid_katakana(sign: str, before: str, after: str) -> bool:
    """A long vowel (長音) may end a word; other signs need katakana on both sides."""
    if not _katakana(before):
        return False
    if _TO_KATAKANA[sign] != "ー" or _katakana(after):
        return _katakana(after)
    return sign == "一" and after not in _AFTER_ONE


def _after_no_vowel(before: str, after: str) -> bool:
    """True where a long vowel cannot stand: after a kanji, or between hiragana and kanji."""
    return _kanji(before) or (_kana(before) and not _katakana(before) and _kanji(after))


def _katakana(sign: str) -> bool:
    return bool(sign) and ("ァ" <= sign <= "ヺ" or sign == "ー")


def _kana(sign: str) -> bool:
    return bool(sign) and "ぁ" <= sign <= "ー"


def _kanji(sign: str) -> bool:
    return bool(sign) and ("一" <= sign <= "龥" or sign == "々")
