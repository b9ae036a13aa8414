"""Markers as a class: what could be a printed number, letter, sign or level name before a title. Pure.

Only the form is judged here. `strength` says how much the form alone speaks for a marker (log-odds); whether a number
really counts something is decided by its company, in the solver. So forms are read generously: a glued digit before a
counter word (目標２回遊性) is a weak marker, not none.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from extractors.numerals import to_int

SPACE = " \t\u3000\u00a0\u2002\u2003\u2009\n"
DASH = "-‐‑–—―−－ｰー─"

# Symbol, Wingdings and their like stand in the private use area; a few common bullets of them are known by shape only.
_SYMBOL_FONT = "\uf020-\uf0ff\ue000-\ue0ff"
BULLET = rf"・･•●○◯〇◎◉■□▪▫◆◇❖▶►▷▸▼▽▲△☆★➢➤➔→⇒⇨✓✔✦✧⦿⚫⚪◦∙·♦♢◼◻⬛⬜❏❐❑❒☑☐※＊*§{_SYMBOL_FONT}"
_DIGITS = "[0-9０-９]{1,3}"
_KANJI = "[一二三四五六七八九十]{1,3}"
_ROMAN = "[Ⅰ-Ⅻⅰ-ⅻ]"
_ASCII_ROMAN = "(?:VI{0,3}|I[XV]|I{1,3}|XI{0,2}|IX|X|V|Ｉ{1,3}|ＩＶ|ＶＩ{0,3}|Ⅴ)(?![A-Za-zＡ-Ｚａ-ｚ])"
_CIRCLED = "[①-⑳㉑-㉟㊱-㊿⓪❶-❿⓫-⓴⓵-⓾➀-➉➊-➓]"
_PAREN = "[⑴-⒇㈠-㈩]"
_DOTTED = "[⒈-⒛]"
_LETTER = "[A-ZＡ-Ｚ]"
_SMALL = "[a-zａ-ｚ]"
_KANA = "[ア-オカ-コサシスセソタチツテト]|[ｱ-ﾄ]|[あいうえおかきくけこ](?!、)|[イロハニホヘト]"
_KANA_ORDER = "アイウエオカキクケコサシスセソタチツテト"
_IROHA = "イロハニホヘト"
_ATOM = rf"(?:{_DIGITS}|{_CIRCLED}|{_PAREN}|{_ROMAN}|{_ASCII_ROMAN}|{_LETTER}(?![A-Za-zＡ-Ｚ])|[(（](?:{_DIGITS}|{_KANJI})[)）])"
_LINK = rf"(?:[{DASH}.．・]|(?<=[0-9０-９])の(?=[0-9０-９]))"
_CHAIN = rf"{_ATOM}(?:[ ]?{_LINK}[ ]?(?:{_ATOM}|[アイウエオカキ](?![ァ-ヶー])))" + "{1,4}"
_OPEN, _CLOSE = "(（［\\[【〔〈《＜<『「", ")）］\\]】〕〉》＞>』」"
_UNIT = "章|節|編|部|項|款|篇"
_COUNTED_NOT = "条|回|次|期|号|版|種|類|位|者|弾|一|二|日|月|年|学年|週|報|子|人"
_NOUN = (
    "目標|方針|方向性|方向|施策|政策|戦略|柱|視点|項目|事業|取組|取り組み|取組み|取組方針|プロジェクト|課題|テーマ|分野|領域|姿|将来像|シナリオ"
    "|アクション|展開|ビジョン|挑戦|プラン|重点|理念|指針|計画|対策|措置|行動|観点|軸|ねらい|ミッション|チャレンジ|ゴール|プログラム|方策|推進"
    "|ステップ|主題|区分|グループ|大綱|政策体系|大項目|中項目|小項目"
)
WORD = rf"[一-龥々ぁ-んァ-ヶー]{{0,8}}?(?:{_NOUN})名?"
_SEPARATOR = rf"[{SPACE}]*[:：.．。、,，／/│|]+[{SPACE}]*|[{SPACE}]+"
# Behind a glued or spaced number these make it a quantity.
_COUNTER = re.compile(
    r"(?:年|月|日(?!本|常)|人(?![権材口格間生事脈命類々と])|つ|[かヶヵカケ]?[年月所国条](?!際|土|民)|箇所|歳|才|％|%|回|割|倍|種類|校|位|項目|本柱|万|億|千|円|名|件|世帯"
    r"|台|時|分(?!野|別|か)|ページ|頁|℃|t|km|ha|kg|ｍ|m|[RGKDＲＧＫＤ](?![A-Za-zＡ-Ｚ])|:[0-9]|/|／|[〜～~][0-9０-９]|by|次(?!世代)|期|の|施策|以上|以下|未満|割合)"
)
_FIGURE = re.compile(r"[,，][0-9０-９]{3}|[.．][0-9０-９]|[0-9０-９]")

_RANK = {
    "編": 0.0, "篇": 0.0, "部": 0.3, "章": 0.8, "節": 1.8, "項": 2.8, "款": 2.8,
    "第1": 1.4, "Ⅰ": 1.8, "A": 2.4, "一": 2.2, "1": 2.8, "1.": 2.8, "1-1": 3.4, "1-1-1": 4.4, "1-1-1-1": 5.2,
    "(1)": 3.8, "1)": 4.3, "①": 4.9, "a": 5.2, "ア": 5.3, "(ア)": 5.7, "(a)": 5.9,
}  # fmt: skip
_WORD_RANK = (
    (re.compile("理念|将来像|ビジョン|大綱"), 0.8),
    (re.compile("基本目標|重点目標|政策目標|基本戦略|柱|政策$|大項目|編|ゴール|分野"), 1.4),
    (re.compile("目標|戦略|基本政策|領域|グループ"), 1.8),
    (re.compile("基本方針|方針|方向|基本施策|中項目|主要課題|課題|視点"), 2.4),
    (re.compile("施策|推進項目|プログラム"), 3.0),
    (re.compile("小項目|個別|具体|取組|取り組み|事業|プロジェクト|アクション|細"), 4.0),
)
DRAWN_AS = {
    "\uf06c": "●", "\uf0b7": "•", "\uf09f": "•", "\uf0d8": "➢", "\uf0fc": "✓", "\uf06e": "■", "\uf0a7": "▪", "\uf075": "◆", "\uf0a1": "○",
    "\uf0e8": "➔", "\uf076": "❖", "\uf0b2": "◇", "\uf02d": "-",
}  # fmt: skip
"""What Symbol and Wingdings print at these places of the private use area."""
BULLET_RANK = {"■": 4.6, "◆": 4.8, "●": 5.4, "▼": 5.0, "◎": 5.0, "○": 5.6, "・": 6.6, "※": 7.5, "*": 7.0, "-": 6.4}


@dataclass(frozen=True, slots=True)
class Mark:
    """A marker at the start of a text."""

    label: str
    """As printed, without the separator behind it."""
    kind: str
    """Its class: what the markers of one level have in common."""
    value: tuple[int, ...]
    """(3,) for ③, (1, 2) for 1-2; () for bullets and level names without a number."""
    start: int
    """Where the title begins in the text."""
    strength: float
    rank: float
    """Where its class usually stands, from 0 (第1編) to 8."""
    word: str = ""
    """The level's name before the number: 基本目標."""
    section: bool = False
    """True for 第1章 and its like, which count the sections of a document."""


def _value(text: str) -> tuple[int, ...]:
    """Numbers of a label; letters and kana count from 1."""
    found = []
    for part in re.split(rf"{_LINK}", text):
        clean = part.strip("()（）［］[]【】〔〕〈〉《》＜＞<>『』「」" + SPACE)
        number = to_int(clean)
        if number is None and len(clean) == 1:
            number = _letter(clean)
        if number is None:
            return ()
        found.append(number)
    return tuple(found)


def _letter(sign: str) -> int | None:
    code = ord(sign)
    if 0xFF21 <= code <= 0xFF5A:
        code -= 0xFEE0
    if 65 <= code <= 90:
        return code - 64
    if 97 <= code <= 122:
        return code - 96
    if "ぁ" <= sign <= "ん":
        sign = chr(code + 0x60)
    if 0xFF71 <= code <= 0xFF84:
        return code - 0xFF70
    return _KANA_ORDER.index(sign) + 1 if sign in _KANA_ORDER else _IROHA.index(sign) + 1 if sign in _IROHA else None


def _shape(number: str, value: tuple[int, ...]) -> str:
    """The class of a number without words: "1", "1-1", "①", "Ⅰ", "A", "ア", "一"."""
    if len(value) > 1:
        parts = re.split(_LINK, number)
        shapes = [_shape(part.strip(SPACE), (0,)) for part in parts]
        return "-".join(shapes)
    clean = number.strip(SPACE)
    if re.match(_CIRCLED, clean):
        return "①" if clean < "❶" else "❶"
    if re.match(_PAREN, clean) or clean[:1] in "(（":
        return "(1)"
    if re.match(_DOTTED, clean):
        return "1."
    if re.match("[0-9０-９]", clean):
        return "1"
    if re.match(rf"{_ROMAN}|{_ASCII_ROMAN}", clean):
        return "Ⅰ"
    if re.match(_LETTER, clean):
        return "A"
    if re.match(_SMALL, clean):
        return "a"
    return "一" if re.match(_KANJI, clean) else "ア"


def _rank(shape: str, word: str) -> float:
    extra = 0.5 * shape.count("-")
    for pattern, rank in _WORD_RANK:
        if word and pattern.search(word):
            return rank + 2 * extra
    if word:
        return 3.0 + extra
    first = shape.split("-")[0]
    return _RANK.get(shape, _RANK.get(first, 4.0) + 2 * extra)


_NUMBER = rf"(?:{_CHAIN}|{_CIRCLED}|{_PAREN}|{_DOTTED}|{_ROMAN}|{_ASCII_ROMAN}|{_DIGITS})"
# Any other symbol before a word: people take what their keyboard has. Signs of companies, units and separators are none.
_OTHER_SIGN = re.escape(
    "".join(
        sign
        for sign in map(chr, (*range(0x21, 0x2500), *range(0x2580, 0x3200), *range(0xFF00, 0xFFF0)))
        if unicodedata.category(sign) in ("So", "Sm", "Pf") and sign not in "=＝|｜<＜~〜～¬±×÷’”℃℉№〒〓"
    )
)
_BULLET_RE = re.compile(
    rf"[{BULLET}]+|[{_OTHER_SIGN}](?=[{SPACE}]|[一-龥ぁ-んァ-ヶ])|[{DASH}](?=[{SPACE}])|[－―—](?=[一-龥ぁ-ん])|[o](?=[ ]+[一-龥])"
)
_SECTION_RE = re.compile(rf"第[{SPACE}]*(?P<n>{_DIGITS}|{_KANJI}|{_ROMAN})[{SPACE}]*(?P<unit>{_UNIT})")
_NTH_RE = re.compile(
    rf"第[{SPACE}]*(?P<n>{_DIGITS}|{_KANJI}|{_ROMAN})(?!{_COUNTED_NOT})(?P<noun>の?[一-龥の]{{0,3}}?(?:{_NOUN}))?(?=[{SPACE}:：.．、]|$|(?<=[柱野標針略])[一-龥ぁ-んァ-ヶ「])"
)
_WORDED_RE = re.compile(
    rf"(?P<word>{WORD})[{SPACE}]*(?:(?P<chain>{_NUMBER})|(?P<letter>{_LETTER}(?![A-Za-zＡ-Ｚ])|{_KANJI}(?=[{SPACE}:：.．、】\]］＞>〉]|$)|[ア-オ](?=[{SPACE}:：]|$))|[(（【〔](?P<inner>{_DIGITS}|{_KANJI}|{_ROMAN})[)）】〕])"
)
_FRAMED_RE = re.compile(rf"[{_OPEN}](?P<inner>[^{_OPEN}{_CLOSE}]{{1,14}})[{_CLOSE}]")
_FRAMED_NUMBER = re.compile(rf"{_CHAIN}|{_DIGITS}|{_KANJI}|{_ROMAN}|{_ASCII_ROMAN}|{_LETTER}|{_SMALL}|{_KANA}")
_CHAIN_RE = re.compile(rf"(?P<n>{_CHAIN})(?![0-9０-９])")
_HALF_RE = re.compile(rf"(?P<n>{_DIGITS}|{_SMALL}|{_KANA}|{_LETTER}|{_KANJI})[)）]")
_SIGN_RE = re.compile(rf"(?P<n>{_CIRCLED}|{_PAREN}|{_DOTTED}|{_ROMAN})")
_BARE_RE = re.compile(rf"(?P<n>{_DIGITS}|{_ASCII_ROMAN})(?![0-9０-９])")
_LETTERED_RE = re.compile(rf"(?P<n>{_LETTER}|{_KANA}|{_KANJI}|{_SMALL})(?=[{SPACE}.．、:：]|$)")
_SEPARATOR_RE = re.compile(_SEPARATOR)


def _close(text: str, end: int) -> tuple[int, bool]:
    """Where the title begins behind a label, and whether it is glued to it."""
    found = _SEPARATOR_RE.match(text, end)
    if found:
        return found.end(), False
    return end, end < len(text)


def _made(
    text: str, end: int, kind: str, number: str, strength: float, word: str = "", glued: float = 0.0
) -> Mark | None:
    value = _value(number)
    if not value:
        return None
    start, is_glued = _close(text, end)
    if is_glued:
        strength -= glued
        if _COUNTER.match(text, end) and glued:
            strength -= 2.0
    shape = _shape(number, value)
    return Mark(text[:end].strip(SPACE), kind or word + shape, value, start, strength, _rank(kind or shape, word), word)


def _framed(text: str) -> Mark | None:
    found = _FRAMED_RE.match(text)
    if found is None:
        return None
    inner, end = found["inner"].strip(SPACE), found.end()
    start, _ = _close(text, end)
    if _FRAMED_NUMBER.fullmatch(inner):
        value = _value(inner)
        if not value or max(value) > 60:
            return None
        shape = _shape(inner, value)
        style = "(1)" if shape in ("1", "一") else f"({shape})"
        return Mark(text[:end], style, value, start, 1.2, _RANK.get(style, 3.8))
    if text[0] in "「『":
        return None
    worded = _worded(inner) or _section(inner)
    if worded is not None and worded.start >= len(inner):
        return replace(worded, label=text[:end], kind=f"[{worded.kind}]", start=start, strength=1.5)
    if re.fullmatch(WORD, inner) and start < len(text):
        return Mark(text[:end], f"[{inner}]", (), start, 0.5, _rank("", inner), inner)
    return None


def _section(text: str) -> Mark | None:
    found = _SECTION_RE.match(text)
    if found:
        made = _made(text, found.end(), found["unit"], found["n"], 1.2)
        return replace(made, section=True) if made else None
    found = _NTH_RE.match(text)
    if found is None:
        return None
    noun = (found["noun"] or "").removeprefix("の")
    made = _made(text, found.end(), f"第1{noun}", found["n"], 0.8, noun)
    return replace(made, section=not noun, rank=1.4 if not noun else made.rank) if made else None


def _worded(text: str) -> Mark | None:
    found = _WORDED_RE.match(text)
    if found is None:
        return None
    number = found["chain"] or found["letter"] or found["inner"]
    return _made(text, found.end(), "", number, 1.2, found["word"], 0.8)


def _plain(text: str) -> Mark | None:
    """A number, letter or sign without a word before it."""
    found = _CHAIN_RE.match(text)
    if found and not re.match(r"[0-9０-９]{1,3}[.．][0-9０-９]+[%％万億倍ポ人件]", text):
        made = _made(text, found.end(), "", found["n"], 0.5, glued=0.6)
        if made is not None and max(made.value) <= 60:
            return made
    found = _SIGN_RE.match(text)
    if found:
        return _made(text, found.end(), "", found["n"], 1.0)
    found = _HALF_RE.match(text)
    if found:
        shape = _shape(found["n"], (0,))
        return _made(text, found.end(), "1)" if shape == "1" else f"{shape})", found["n"], 0.5)
    found = _BARE_RE.match(text)
    if found and not _FIGURE.match(text, found.end()):
        made = _made(text, found.end(), "", found["n"], 0.0, glued=0.8)
        if made is not None and made.value[0] <= 60:
            dotted = text[found.end() : found.end() + 1] in "．.、:："
            spaced = made.start > found.end()
            weak = (
                1.5
                if spaced
                and not dotted
                and _COUNTER.match(text, made.start)
                and not re.match("施策|分", text[made.start :])
                else 0.0
            )
            return replace(made, strength=made.strength - weak + (0.4 if dotted and spaced else 0.0))
    found = _LETTERED_RE.match(text)
    if found:
        made = _made(text, found.end(), "", found["n"], -0.4 if re.match(_KANJI, found["n"]) else -0.2)
        return made if made is None or made.start < len(text) or re.match(rf"{_LETTER}", text) else None
    return None


@lru_cache(maxsize=20000)
def read_mark(text: str) -> Mark | None:
    """The marker at the start of a text that begins without white space; None where nothing looks like one."""
    bullet = _BULLET_RE.match(text)
    if bullet:
        end = bullet.end()
        start = end + len(text[end:]) - len(text[end:].lstrip(SPACE))
        rest = text[start:]
        inner = _worded(rest) or _section(rest) or _plain(rest)
        if inner is not None and inner.strength > 0.3:
            return replace(inner, label=inner.label, start=start + inner.start, kind=bullet[0][0] + inner.kind)
        if bullet[0][0] in DASH + "*" and _BULLET_RE.match(rest) and (inner := read_mark(rest)) is not None:
            return replace(inner, start=start + inner.start)
        sign = bullet[0][0]
        sign = (
            "・" if sign in "･·•∙" else "-" if sign in DASH else "○" if sign in "◯〇" else "*" if sign == "＊" else sign
        )
        return Mark(
            DRAWN_AS.get(bullet[0], "・" if "\ue000" <= sign <= "\uf8ff" else bullet[0]),
            sign,
            (),
            start,
            0.5,
            BULLET_RANK.get(sign, 5.4),
        )
    return _framed(text) or _section(text) or _worded(text) or _plain(text) or _level(text)


_LEVEL = rf"(?:基本|重点|主要|個別|推進|具体的な?|細)?(?:{_NOUN})(?:の(?:{_NOUN}))?名?"
_LEVEL_RE = re.compile(rf"(?P<word>{_LEVEL})(?:\u3000|[ ]{{2,}}|[ ]?[:：][ ]?)")
_LEVELS_ONLY = re.compile(rf"(?:{_LEVEL}[{SPACE}／/→]*)+|.{{0,3}}")


def _level(text: str) -> Mark | None:
    """The name of a level before a title, with a wide space or a colon between them: 事業　橋の補修."""
    found = _LEVEL_RE.match(text)
    if found is None:
        return None
    start = found.end() + len(text[found.end() :]) - len(text[found.end() :].lstrip(SPACE))
    if _LEVELS_ONLY.fullmatch(text[start:]):
        return None
    word = found["word"]
    return Mark(word, f"[{word}]", (), start, 0.2, _rank("", word), word)


_WORD_BEFORE = re.compile(
    rf"(?:^|(?<=[{SPACE}]))(?:基本|重点|主要|個別|推進|具体|細|施策の|取組の|改革の|政策|大|中|小|まちづくりの)*(?:{_NOUN})[{SPACE}]*$"
)
_INSIDE = re.compile(
    rf"(?<=[{SPACE}])(?=[{BULLET}第{_OPEN}0-9０-９A-ZＡ-ＺⅠ-Ⅻ①-⑳❶-❿⑴-⒇⒈-⒛ア-コa-zあ-お{DASH}一-龥])"
    rf"|(?<=[、，,；;])(?=[{BULLET}])|(?=[①-⑳㉑-㉟❶-❿➀-➉⑴-⒇⒈-⒛●■◆○◎□◇▶▼])|(?<=[。）)」】])(?=[{BULLET}Ⅰ-Ⅻ{_OPEN}0-9０-９])|(?=[(（][0-9０-９]{{1,2}}[)）])"
)


def marks_inside(text: str) -> tuple[int, ...]:
    """Positions behind the start of a text at which a marker could begin; none inside the label of another."""
    found = []
    own = read_mark(text)
    busy = own.start if own is not None and own.strength > -1 else 0
    for match in _INSIDE.finditer(text):
        at = match.start()
        if not at or at < busy:
            continue
        before = _WORD_BEFORE.search(text, 0, at)
        if before is not None and (worded := read_mark(text[before.start() :])) is not None and worded.word:
            continue
        mark = read_mark(text[at:])
        if mark is None or mark.strength <= -1.5 or (mark.kind in ("第1", "一", "a") and not mark.section):
            continue
        found.append(at)
        busy = at + mark.start
    return tuple(found)
