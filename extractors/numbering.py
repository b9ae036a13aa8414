"""The numbering grammar of plans: text → its printed marker (第1章, Ⅰ, 1-2, (3), ①, ア, 基本目標1, ・, ○ ...) and the rest.

Pure. A marker is only read here, never judged: whether ① stands under (1) is decided by extractors/hierarchy.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from extractors.numerals import to_int

DASHES = "-‐‑–—―−－ー"
SPACES = " \t\u3000\u00a0\n"

# Nouns that name a level of a hierarchy; a number behind one of them is a label (基本目標1), also with words before it.
LEVEL_NOUN = (
    "目標|方針|方向性|方向|施策|政策|戦略|柱|視点|項目|事業|取組|取り組み|取組み|プロジェクト|課題|テーマ|分野|領域|"
    "目指す姿|めざす姿|目ざす姿|将来像|シナリオ|アクション|展開|ビジョン|挑戦|プラン|重点|基本理念|理念|指針|計画|対策|"
    "措置|行動|手立て|観点|基軸|軸|ねらい|ミッション|チャレンジ|パーツ|ゴール|プログラム|方策|推進|姿|まち|ステップ|主題|大項目|中項目|小項目|区分"
)
_WORD = rf"(?:[一-龥々ぁ-んァ-ヶー]{{0,8}}?(?:{LEVEL_NOUN})名?)"

_ROMAN = "[Ⅰ-Ⅻⅰ-ⅻ]"
_ASCII_ROMAN = "(?:VI{0,3}|I[XV]|I{1,3}|XI{0,2}|X|V|Ｉ{1,3}|ＩＶ|Ｖ|ＶＩ{1,3})"
_ARABIC = "[0-9０-９]{1,3}"
_KANJI = "[一二三四五六七八九十]{1,3}"
_CIRCLED = "[①-⑳㉑-㉟㊱-㊿⓪❶-❿⓫-⓴⓵-⓾➀-➉➊-➓]"
_PAREN_SIGN = "[⑴-⒇㈠-㈩]"
_DOT_SIGN = "[⒈-⒛]"
_LETTER = "[A-HＡ-Ｈ]"
_KANA = "[ア-コサシスセソタチツテトあ-こイロハｱ-ﾄ]"
_CHAIN = rf"{_ARABIC}(?:[{DASHES}.．・]{_ARABIC}){{1,4}}"
# Links of different kinds: 1-(1), Ⅰ-1, １－①, A-1-1.
_LINK = rf"(?:{_ARABIC}|[(（]{_ARABIC}[)）]|{_CIRCLED}|{_PAREN_SIGN}|{_ROMAN}|{_ASCII_ROMAN}|{_LETTER}|[アイウエオカキクケコ])"
_MIXED = rf"{_LINK}(?:[{DASHES}]{_LINK}){{1,4}}(?![A-Za-zＡ-Ｚａ-ｚァ-ヶー0-9０-９])"
# Not a chain of digits alone, nor a letter and a number: these have classes of their own.
_UNEVEN = rf"(?!{_CHAIN}(?![{DASHES}]{_LINK}))(?!{_LETTER}[{DASHES}]?{_ARABIC}(?![{DASHES}0-9０-９]))"

BULLETS = "・･•●○◯〇◎■□◆◇▶►▷▸▼▲△▽☆★➢➤➔→⇒✓✔✦✧❖◉⦿⚫◦※*＊"
_BULLET = rf"(?:[{BULLETS}]+|[-–—−－](?=[{SPACES}])|－(?=[一-龥ぁ-んァ-ヶ]))"

# Behind a glued number these make it a quantity (5年間, 3つの柱, 24の個別施策), not a label.
_COUNTER = re.compile(
    r"(?:年|月|日(?!本|常)|人(?![権材口格間生事脈命類々と])|つ|[かヶヵカケ][年月所国条]|箇所|歳|才|％|%|次(?!世代|の)|期|回|割|倍|種類|校"
    r"|位|施策|項目|本柱|の|万|億|千|℃|t|km|ha|ｍ|m|[RGKDＲＧＫＤ](?![A-Za-zＡ-Ｚ])|:|/|／|[.．][0-9]|[〜～~][0-9０-９])"
)
_FIGURE = re.compile(r"[,，][0-9０-９]{3}(?![0-9０-９])|[.．][0-9０-９]")
# Behind a letter these make it a kind (プランB案), not a label.
_TYPE = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ0-9型案級棟区群判類]")
# ASCII letters that look like a Roman numeral but begin a word: Iターン, Vリーグ, X線.
_NOT_ROMAN = re.compile(r"(?:ターン|リーグ|線|字|ポイント|型|級|世(?![代界間話]))")


@dataclass(frozen=True, slots=True)
class Marker:
    """A printed number or sign at the start of a title (見出し番号, 行頭記号)."""

    label: str
    """As printed, inner spaces kept, without the separator to the title."""
    style: str
    """Its class: "第章", "Ⅰ", "1", "1-1", "(1)", "1)", "①", "ア", "(ア)", "A", or "・" (the bullet itself)."""
    value: tuple[int, ...]
    """(3,) for ③, (1, 2) for 1-2; () for bullets."""
    word: str = ""
    """The level's name in front of the number: 基本目標, 施策."""
    lead: str = ""
    """A bullet printed before a numbered marker (▶▶ of "▶▶個別施策 ①")."""
    glued: bool = False
    """True where nothing separates it from the title (1学習機会の充実)."""

    @property
    def kind(self) -> str:
        """Word and style, for chains also how many links they have: what the markers of one level have in common."""
        return self.word + ("-".join("1" for _ in self.value) if self.style == "1-1" else self.style)

    @property
    def counted(self) -> bool:
        """True for numbers and letters, False for bullets."""
        return bool(self.value)


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with its marker taken off."""

    marker: Marker | None
    name: str


_SEPARATOR = re.compile(rf"^(?:[{SPACES}]*[.．。、,，:：]+[{SPACES}]*|[{SPACES}]+)")
# Each: style, pattern of the label, pattern of the number in it, may it be glued to the title?
_NUMBERED: tuple[tuple[str, re.Pattern[str], bool], ...] = tuple(
    (style, re.compile(pattern), glued)
    for style, pattern, glued in (
        ("第章", rf"第[{SPACES}]*(?P<n>{_ARABIC}|{_KANJI})[{SPACES}]*(?P<unit>章|節|編|部|項|款)", True),
        ("第の", rf"第[{SPACES}]*(?P<n>{_ARABIC}|{_KANJI})[{SPACES}]*の[{SPACES}]*(?:{LEVEL_NOUN})", False),
        ("mixed", rf"(?P<n>{_UNEVEN}{_MIXED})", True),
        ("①", rf"(?P<n>{_CIRCLED})", True),
        ("(1)", rf"(?P<n>{_PAREN_SIGN})", True),
        ("(1-1)", rf"[(（［\[【〔][{SPACES}]*(?P<n>{_CHAIN})[{SPACES}]*[)）］\]】〕]", True),
        ("(1)", rf"[(（［\[【〔〈《＜<][{SPACES}]*(?P<n>{_ARABIC}|{_KANJI})[{SPACES}]*[)）］\]】〕〉》＞>]", True),
        ("(Ⅰ)", rf"[(（【][{SPACES}]*(?P<n>{_ROMAN}|{_ASCII_ROMAN})[{SPACES}]*[)）】]", True),
        ("(ア)", rf"[(（](?P<n>{_KANA}|[a-zａ-ｚ])[)）]", True),
        ("1-1", rf"(?P<n>{_CHAIN})(?![0-9０-９])", True),
        ("1.", rf"(?P<n>{_DOT_SIGN})", True),
        ("1)", rf"(?P<n>{_ARABIC})[)）]", True),
        ("Ⅰ", rf"(?P<n>{_ROMAN})", True),
        ("Ⅰ", rf"(?P<n>{_ASCII_ROMAN})(?![A-Za-zＡ-Ｚａ-ｚ0-9])", True),
        ("1", rf"(?P<n>{_ARABIC})(?![0-9０-９])", True),
        ("ア", rf"(?P<n>{_KANA})(?=[{SPACES}.．、)）「『]|$)[)）]?", True),
        ("A-1", rf"(?P<n>{_LETTER}[{DASHES}]?{_ARABIC})(?![0-9０-９])", False),
        ("A", rf"(?P<n>{_LETTER})(?=[{SPACES}.．、)）:：「『]|$)[)）]?", True),
        ("a", rf"(?P<n>[a-hａ-ｈ])(?=[{SPACES}.．、)）])[)）]?", False),
        ("一", rf"(?P<n>{_KANJI})(?=[{SPACES}.．、])", False),
    )
)
_BRACKETED = re.compile(rf"[【［\[〔《〈＜<](?P<inner>{_WORD}[{SPACES}]*[^】］\]〕》〉＞>]{{1,8}})[】］\]〕》〉＞>]")
_WORDED = re.compile(
    rf"(?P<word>{_WORD})[{SPACES}]*(?=[0-9０-９{_CIRCLED[1:-1]}Ⅰ-Ⅻ(（【〔A-ZＡ-Ｚ一二三四五六七八九十ア-オ])"
)
_WORD_NUMBER = re.compile(
    rf"(?P<mixed>{_UNEVEN}{_MIXED})|(?P<chain>{_CHAIN})|(?P<paren>[(（【〔][{SPACES}]*(?:{_ARABIC}|{_KANJI})[{SPACES}]*[)）】〕])|(?P<circled>{_CIRCLED})"
    rf"|(?P<roman>{_ROMAN}|{_ASCII_ROMAN}(?![A-Za-zＡ-Ｚ]))|(?P<arabic>{_ARABIC})|(?P<letter>{_LETTER}(?![A-Za-zＡ-Ｚ])(?:[{DASHES}]?{_ARABIC})?)"
    rf"|(?P<kanji>{_KANJI}(?=[{SPACES}:：.．、]|$))|(?P<kana>[アイウエオ](?=[{SPACES}:：.．、]|$))"
)
_WORD_STYLE = {
    "chain": "1-1",
    "paren": "(1)",
    "circled": "①",
    "roman": "Ⅰ",
    "arabic": "1",
    "letter": "A",
    "kanji": "一",
    "kana": "ア",
}
_KANA_ORDER = "アイウエオカキクケコサシスセソタチツテト"


def _values(text: str) -> tuple[int, ...]:
    """Numbers in a label; letters and kana count from 1."""
    found: list[int] = []
    for part in re.split(rf"[{DASHES}.．・]|(?<=[A-HＡ-Ｈ])(?=[0-9０-９])", text):
        clean = part.strip("()（）［］[]【】〔〕〈〉《》＜＞<>" + SPACES)
        number = to_int(clean)
        if number is None and len(clean) == 1:
            folded = chr(ord(clean) + 0x60) if "ぁ" <= clean <= "ん" else normalize("NFKC", clean)
            upper = clean.upper().translate({0xFF21 + i: 0x41 + i for i in range(26)})
            if folded in _KANA_ORDER:
                number = _KANA_ORDER.index(folded) + 1
            elif "A" <= upper <= "Z":
                number = ord(upper) - 64
        if number is None:
            return ()
        found.append(number)
    return tuple(found)


_LINK_CLASS = (
    (re.compile(_CIRCLED), "①"),
    (re.compile(rf"[(（]|{_PAREN_SIGN}"), "(1)"),
    (re.compile("[0-9０-９]"), "1"),
    (re.compile(rf"{_ROMAN}|{_ASCII_ROMAN}"), "Ⅰ"),
    (re.compile("[A-ZＡ-Ｚ]"), "A"),
)


def _mixed_style(label: str) -> str:
    """The class of a chain whose links are of several kinds: "Ⅰ-1-(1)"."""
    links = re.split(f"[{DASHES}]", label)
    return "-".join(next((style for pattern, style in _LINK_CLASS if pattern.match(link)), "ア") for link in links)


def _closed(text: str, at: int, may_glue: bool) -> tuple[bool, int] | None:
    """Where the title begins behind a label that ends at `at`, and whether it is glued; None: this is no label."""
    rest = text[at:]
    if not rest.strip(SPACES):
        return False, len(text)
    separator = _SEPARATOR.match(rest)
    if separator:
        return False, at + separator.end()
    return (True, at) if may_glue else None


def _bracketed(text: str) -> Marked | None:
    """【基本目標1】: a level's name and its number in brackets; other words in brackets are no label."""
    found = _BRACKETED.match(text)
    inner = _worded(found["inner"]) if found else None
    if found is None or inner is None or inner.marker is None or inner.name:
        return None
    marker = inner.marker
    closed = _closed(text, found.end(), may_glue=True)
    assert closed is not None
    label = Marker(found[0], marker.style, marker.value, marker.word, glued=closed[0])
    return Marked(label, text[closed[1] :].strip(SPACES))


def _worded(text: str) -> Marked | None:
    """基本目標1, 施策1-1, 目指す方向 1, 方針A: the level's name and a number."""
    found = _WORDED.match(text)
    number = _WORD_NUMBER.match(text, found.end()) if found else None
    if found is not None and number is not None:
        group = number.lastgroup or "arabic"
        style = _mixed_style(number[0]) if group == "mixed" else _WORD_STYLE[group]
        if style in ("1", "一") and _COUNTER.match(text, number.end()):
            return None
        lone = style == "A" and not _TYPE.match(text, number.end())
        closed = _closed(text, number.end(), may_glue=lone or style not in ("A", "一"))
        if closed is None or (style == "Ⅰ" and closed[0] and _NOT_ROMAN.match(text, number.end())):
            return None
        value = _values(number[0])
        if not value:
            return None
        glued, start = closed
        label = text[: number.end()]
        return Marked(Marker(label, style, value, word=found["word"], glued=glued), text[start:].strip(SPACES))
    return None


def _numbered(text: str) -> Marked | None:
    """A number, letter or sign without a word before it."""
    for style, pattern, may_glue in _NUMBERED:
        found = pattern.match(text)
        if found is None:
            continue
        closed = _closed(text, found.end(), may_glue)
        if closed is None:
            continue
        glued, start = closed
        bare = style in ("1", "1-1") or (style == "Ⅰ" and found["n"][0] in "IVXＩＶＸ")
        if bare and glued and _COUNTER.match(text, found.end()):
            continue
        if style in ("1", "1-1") and _FIGURE.match(text, found.end()):
            continue  # 1,200人, 1.5倍
        if style == "1" and not glued and re.match(rf"[{SPACES}]*の[{SPACES}]*[一-龥]", text[found.end() :]):
            continue  # 11 の推進項目: a count with a space before the particle
        if bare and glued and style == "Ⅰ" and _NOT_ROMAN.match(text, found.end()):
            continue
        value = _values(found["n"])
        if not value:
            continue
        unit = found.groupdict().get("unit")
        kind = f"第{unit}" if unit else _mixed_style(found["n"]) if style == "mixed" else style
        return Marked(Marker(found[0], kind, value, glued=glued), text[start:].strip(SPACES))
    return None


_WORD_BEFORE_SIGN = re.compile(rf"^(?P<word>{_WORD})[{SPACES}]*(?={_CIRCLED})")


@lru_cache(maxsize=1 << 15)
def read_marker(text: str) -> Marked:
    """The marker at the start of a text, and the text without it.

    A bullet in front of a numbered marker is kept as its lead; a level's name may stand before the number.
    """
    text = text.strip(SPACES)
    bullet = re.match(_BULLET, text)
    if bullet:
        rest = text[bullet.end() :].strip(SPACES)
        inner = _worded(rest) or _numbered(rest)
        if inner is not None and inner.marker is not None and (not inner.marker.glued or inner.marker.style == "①"):
            marker = inner.marker
            return Marked(
                Marker(marker.label, marker.style, marker.value, marker.word, lead=bullet[0], glued=marker.glued),
                inner.name,
            )
        return Marked(Marker(bullet[0], bullet[0][0] if bullet[0][0] != "･" else "・", (), glued=False), rest)
    return _worded(text) or _bracketed(text) or _numbered(text) or Marked(None, text)


LOST = 1
"""Numbers that may be missing between two items of a cell: the gap is told when the tree is checked (check_numbers)."""
_INLINE = re.compile(
    rf"(?:^|(?<=[{SPACES}。]))(?:(?P<sign>{_CIRCLED}|[(（][0-9０-９ア-コ]{{1,2}}[)）]|[⑴-⒇])|(?P<bullet>[{BULLETS}](?=[^{BULLETS}])))"
)


def split_items(text: str) -> tuple[str, ...]:
    """The items that one cell or line holds: "①… ②…", "・… ・…", one per printed marker of the same style.

    Numbers must run on; a ・ inside a word (充実・支援) is no bullet: it counts only at the start or behind a space or
    line break. A text that does not begin with a marker is split only where two or more of one style follow; what
    stands before them is an item of its own.
    """
    text = text.strip(SPACES)
    starts = _numbered_lines(text) or _item_starts(text)
    if not starts and (parts := _named_run(text)):
        return parts
    if not starts:
        return (text,) if text else ()
    cuts = starts if starts[0] == 0 else [0, *starts]
    return tuple(part for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True) if (part := text[a:b].strip(SPACES)))


def _named_run(text: str) -> tuple[str, ...]:
    """施策1 健康、施策2 医療: entries that all begin with the name of their level and count on; () for anything else."""
    parts = re.split(rf"[{SPACES}]*[、，,／/][{SPACES}]*(?={_WORD}[{SPACES}]*[0-9０-９])", text)
    markers = [read_marker(part).marker for part in parts]
    first = markers[0]
    if len(parts) < 2 or first is None or not first.word or first.style != "1":
        return ()
    wanted = [(first.kind, (first.value[0] + step,)) for step in range(len(parts))]
    return tuple(parts) if [(one.kind, one.value) for one in markers if one is not None] == wanted else ()


def _numbered_lines(text: str) -> list[int]:
    """Where lines begin that are numbered on from the first (1 … / 2 …, 施策1 … / 施策2 …); [] where there are none."""
    first = read_marker(text).marker
    if first is None or not first.counted:
        return []
    starts, value, at = [0], first.value, 0
    for line in text.split("\n"):
        marker = read_marker(line).marker if at else None
        if marker is not None and marker.kind == first.kind and marker.value == (*value[:-1], value[-1] + 1):
            starts.append(at)
            value = marker.value
        at += len(line) + 1
    return starts if len(starts) > 1 else []


def _item_starts(text: str) -> list[int]:
    """Where items begin, all of the style that comes first and counts."""
    found = [
        (match.start(), match[0], _inline_style(match))
        for match in _INLINE.finditer(text)
        if not _in_brackets(text[: match.start()])
    ]
    for style in dict.fromkeys(entry[2] for entry in found):
        starts: list[int] = []
        expected: int | None = None
        for start, sign, its_style in found:
            if its_style != style:
                continue
            values = _values(sign)
            if values:
                if expected is not None and values[0] != expected and not _after_gap(text, start, sign, expected):
                    continue
                expected = values[0] + 1
            starts.append(start)
        if starts and (starts[0] == 0 or len(starts) > 1):
            return starts
    return []


def _after_gap(text: str, start: int, sign: str, expected: int) -> bool:
    """Whether a sign that is one too high begins an item, and is not spoken of (③の次)."""
    behind = text[start + len(sign) :].lstrip(SPACES)
    return _values(sign)[0] == expected + LOST and not re.match("[のはをにがとでもや、。・]", behind)


def _in_brackets(before: str) -> bool:
    """True behind a bracket that is still open: a ・ at the start of a wrapped line is then part of the words."""
    return sum(before.count(sign) for sign in "（(「『") > sum(before.count(sign) for sign in "）)」』")


def _inline_style(match: re.Match[str]) -> str:
    if match["bullet"]:
        return "・" if match["bullet"] == "･" else match["bullet"]
    return "①" if re.match(_CIRCLED, match[0]) else "(1)"
