"""Katakana into Hepburn romaji, one word at a time. Pure, no IO.

Macrons mark long vowels (gakushū, jūjitsu), n stays n before b, m and p, an apostrophe parts n from a vowel (hon'yaku),
っ doubles the consonant (kk, ss, tch). A bar in the kana ("サト|オヤ") is a border over which no vowel is lengthened.
"""

from __future__ import annotations

BORDER = "|"

_VOWELS = "aiueo"
_ROWS = {
    "アイウエオ": ("a", "i", "u", "e", "o"),
    "カキクケコ": ("ka", "ki", "ku", "ke", "ko"),
    "ガギグゲゴ": ("ga", "gi", "gu", "ge", "go"),
    "サシスセソ": ("sa", "shi", "su", "se", "so"),
    "ザジズゼゾ": ("za", "ji", "zu", "ze", "zo"),
    "タチツテト": ("ta", "chi", "tsu", "te", "to"),
    "ダヂヅデド": ("da", "ji", "zu", "de", "do"),
    "ナニヌネノ": ("na", "ni", "nu", "ne", "no"),
    "ハヒフヘホ": ("ha", "hi", "fu", "he", "ho"),
    "バビブベボ": ("ba", "bi", "bu", "be", "bo"),
    "パピプペポ": ("pa", "pi", "pu", "pe", "po"),
    "マミムメモ": ("ma", "mi", "mu", "me", "mo"),
    "ヤユヨ": ("ya", "yu", "yo"),
    "ラリルレロ": ("ra", "ri", "ru", "re", "ro"),
    "ワヰヱヲン": ("wa", "i", "e", "o", "n"),
    "ァィゥェォ": ("a", "i", "u", "e", "o"),
    "ャュョヮヴ": ("ya", "yu", "yo", "wa", "vu"),
    "ヵヶ": ("ka", "ke"),
}
_PLAIN = {kana: romaji for row, values in _ROWS.items() for kana, romaji in zip(row, values, strict=True)}
_SMALL_Y = {"ャ": "a", "ュ": "u", "ョ": "o", "ェ": "e"}
_SMALL_VOWELS = dict(zip("ァィゥェォ", _VOWELS, strict=True))
# Consonant before a small vowel, where it is not the one of the big kana: ティ ti, ファ fa, ウィ wi, ヴァ va, ツァ tsa.
_BEFORE_SMALL = {
    "ウ": "w",
    "ク": "kw",
    "グ": "gw",
    "ス": "s",
    "ズ": "z",
    "ツ": "ts",
    "テ": "t",
    "デ": "d",
    "ト": "t",
    "ド": "d",
}
_BEFORE_SMALL |= {"フ": "f", "ヴ": "v", "イ": "y"}
_LONG = {"a": "ā", "i": "ī", "u": "ū", "e": "ē", "o": "ō"}
_TO_KATAKANA = {code: code + 0x60 for code in [*range(ord("ぁ"), ord("ゖ") + 1), ord("ゝ"), ord("ゞ")]}


_OPEN = {
    "大": "オオ", "岡": "オカ", "丘": "オカ", "表": "オモテ", "尾": "オ", "於": "オ", "面": "オ", "押": "オシ", "親": "オヤ", "男": "オトコ",
    "女": "オンナ", "音": "オト", "奥": "オク", "帯": "オビ", "起": "オコ", "落": "オチ", "踊": "オドリ", "沖": "オキ", "思": "オモ", "織": "オリ",
    "浦": "ウラ", "内": "ウチ", "上": "ウエ", "海": "ウミ", "植": "ウエ", "受": "ウケ", "打": "ウチ", "売": "ウリ", "歌": "ウタ", "馬": "ウマ",
    "梅": "ウメ", "牛": "ウシ", "裏": "ウラ", "魚": "ウオ", "移": "ウツ", "絵": "エ", "枝": "エダ", "秋": "アキ", "相": "アイ", "赤": "アカ",
    "合": "アイ", "雨": "アメ", "荒": "アラ", "足": "アシ", "味": "アジ", "遊": "アソ", "油": "アブラ", "朝": "アサ", "青": "アオ", "集": "アツ",
}  # fmt: skip
"""Kanji whose first vowel does not lengthen the one before it: 豊岡 Toyooka, 北秋田 Kitaakita, 後押し atooshi, 里海 satoumi."""


def with_borders(surface: str, kana: str) -> str:
    """The kana of a word or name with bars where such a kanji begins within it."""
    for kanji in surface[1:]:
        start = _OPEN.get(kanji)
        if start is not None:
            kana = kana[:1] + kana[1:].replace(start, BORDER + start, 1)
    return kana


def to_katakana(kana: str) -> str:
    """Hiragana to katakana, all else as it is."""
    return kana.translate(_TO_KATAKANA)


def to_romaji(kana: str, verb: bool = False) -> str:
    """Hepburn of one word in kana; `verb` where a last ウ is the ending of a verb (集う tsudou, 拾う hirou)."""
    if verb and kana.endswith("ウ"):
        kana = kana[:-1] + BORDER + "ウ"
    return "".join(_lengthened(_syllables(part)) for part in to_katakana(kana).split(BORDER))


def _syllables(kana: str) -> list[str]:
    out: list[str] = []
    position = 0
    while position < len(kana):
        here, after = kana[position], kana[position + 1 : position + 2]
        if joined := _joined(here, after):
            out.append(joined)
            position += 1
        elif here == "ッ":
            out.append("ッ")
        elif here == "ー":
            out.append("ー")
        else:
            out.append(_PLAIN.get(here, here))
        position += 1
    return _with_apostrophes(_doubled(out))


def _joined(here: str, after: str) -> str | None:
    """A kana and the small one after it as one syllable: キョ kyo, シャ sha, ティ ti, デュ dyu."""
    plain = _PLAIN.get(here, "")
    if after in _SMALL_VOWELS and here in _BEFORE_SMALL:
        return _BEFORE_SMALL[here] + _SMALL_VOWELS[after]
    if after in _SMALL_Y and plain[-1:] == "i" and len(plain) > 1:
        consonant = plain[:-1]
        return consonant + ("" if consonant in ("sh", "ch", "j") else "y") + _SMALL_Y[after]
    if after in ("ャ", "ュ", "ョ") and here in ("テ", "デ", "フ", "ヴ"):
        return plain[0] + "y" + _SMALL_Y[after]
    return None


def _doubled(syllables: list[str]) -> list[str]:
    """ッ becomes the consonant after it; before none (あっ) nothing is left of it."""
    out: list[str] = []
    for index, syllable in enumerate(syllables):
        if syllable != "ッ":
            out.append(syllable)
            continue
        after = syllables[index + 1] if index + 1 < len(syllables) else ""
        if after[:1].isalpha() and after[:1].isascii() and after[0] not in _VOWELS:
            out.append("t" if after.startswith("ch") else after[0])
    return out


def _with_apostrophes(syllables: list[str]) -> list[str]:
    pairs = zip(syllables, [*syllables, ""][1:], strict=True)
    return [here + "'" if here == "n" and after[:1] in (*_VOWELS, "y") and after else here for here, after in pairs]


def _lengthened(syllables: list[str]) -> str:
    """Long vowels get their macron: ー after any vowel, ウ after o and u, オ after o, エ after e, ア after a."""
    out = ""
    for syllable in syllables:
        last = out[-1:]
        if syllable == "ー":
            out = out[:-1] + _LONG[last] if last in _LONG else out
        elif (last + syllable) in ("ou", "uu", "oo", "ee", "aa"):
            out = out[:-1] + _LONG[last]
        else:
            out += syllable
    return out
