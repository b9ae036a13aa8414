"""How numbers are read: 11 ジュウイチ, 第7次 ダイナナジ, 5カ年 ゴカネン, 4つ ヨッツ, 8校 ハッコウ, ① イチ. Pure, no IO.

In: a normalised text. Out: the stretches of it that are numbers, with their kana; None for a kana nobody can be sure of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.numerals import SIGNS, style_of, to_int

_DIGITS = ("ゼロ", "イチ", "ニ", "サン", "ヨン", "ゴ", "ロク", "ナナ", "ハチ", "キュウ")
_HUNDREDS = {1: "ヒャク", 3: "サンビャク", 6: "ロッピャク", 8: "ハッピャク"}
_THOUSANDS = {1: "セン", 3: "サンゼン", 8: "ハッセン"}
_LIMIT = 10**12
_TSU = ("", "ヒトツ", "フタツ", "ミッツ", "ヨッツ", "イツツ", "ムッツ", "ナナツ", "ヤッツ", "ココノツ", "トオ")
_DAYS = ("", "ツイタチ", "フツカ", "ミッカ", "ヨッカ", "イツカ", "ムイカ", "ナノカ", "ヨウカ", "ココノカ", "トオカ")
_DAYS_BEYOND = {14: "ジュウヨッカ", 20: "ハツカ", 24: "ニジュウヨッカ"}

# Counters (助数詞) whose first sound does not change the number before it.
_PLAIN = {
    "年度": "ネンド", "年間": "ネンカン", "年代": "ネンダイ", "年生": "ネンセイ", "年目": "ネンメ", "年次": "ネンジ", "年": "ネン",
    "次": "ジ", "次産業": "ジサンギョウ", "人目": "ニンメ", "人": "ニン", "名": "メイ", "円": "エン", "時間": "ジカン", "時": "ジ", "月": "ガツ",
    "番": "バン", "番目": "バンメ", "号": "ゴウ", "枚": "マイ", "倍": "バイ", "台": "ダイ", "度": "ド", "部": "ブ", "部門": "ブモン", "割": "ワリ",
    "世代": "セダイ", "分野": "ブンヤ", "万人": "マンニン", "億円": "オクエン", "万円": "マンエン", "問": "モン", "面": "メン", "例": "レイ",
    "段階": "ダンカイ", "大": "ダイ", "圏域": "ケンイキ", "両": "リョウ", "列": "レツ", "論": "ロン", "ブロック": "ブロック", "パーセント": "パーセント", "%": "パーセント",
}  # fmt: skip
# Counters before which 1, 8 and 10 lose their last sound (イッ, ハッ, ジュッ); those in k also change 6 and 100.
_DOUBLING = {
    "か年": "カネン", "か年計画": "カネンケイカク", "か月": "カゲツ", "か国": "カコク", "か国語": "カコクゴ", "か所": "カショ", "箇所": "カショ", "箇年": "カネン",
    "箇月": "カゲツ", "回": "カイ", "回目": "カイメ", "校": "コウ", "個": "コ", "期": "キ", "課": "カ", "館": "カン", "級": "キュウ", "件": "ケン",
    "項目": "コウモク", "区": "ク", "機関": "キカン", "計画": "ケイカク", "階": "カイ", "教室": "キョウシツ", "企業": "キギョウ", "県": "ケン", "巻": "カン",
    "歳": "サイ", "歳児": "サイジ", "才": "サイ", "章": "ショウ", "節": "セツ", "世帯": "セタイ", "世紀": "セイキ", "施策": "シサク", "種類": "シュルイ", "種": "シュ",
    "冊": "サツ",
    "子": "シ",
    "分間": "フンカン", "周年": "シュウネン", "週間": "シュウカン", "層": "ソウ", "市": "シ", "色": "ショク", "施設": "シセツ", "事業": "ジギョウ",
    "点": "テン", "頭": "トウ", "体": "タイ", "町": "チョウ", "丁目": "チョウメ", "地区": "チク", "団体": "ダンタイ", "都市": "トシ", "等級": "トウキュウ",
    "本": "ホン", "杯": "ハイ", "匹": "ヒキ", "歩": "ホ", "編": "ヘン", "票": "ヒョウ", "泊": "ハク", "分": "フン", "品": "ヒン", "拍": "ハク", "発": "ハツ",
}  # fmt: skip
_VOICED_AFTER_3 = {"本": "ボン", "杯": "バイ", "匹": "ビキ"}
_P = dict(zip("ハヒフヘホ", "パピプペポ", strict=True))
_TO_PROMPT = {"イチ": "イッ", "ハチ": "ハッ", "ジュウ": "ジュッ"}
_TO_PROMPT_K = {"ロク": "ロッ", "ヒャク": "ヒャッ"}
_CHANGING_ROWS = frozenset("カキクケコサシスセソタチツテトハヒフヘホパピプペポ")
_CHANGING_DIGITS = ("イチ", "ロク", "ハチ", "ジュウ", "ヒャク")
# 4 and 9 before these are ヨ and ク, as far as usage is settled: 4年 ヨネン, 4人 ヨニン, 9時 クジ, 4月 シガツ.
_FOUR_YO = frozenset(
    ["年度", "年間", "年代", "年生", "年目", "年次", "年", "次", "人", "人目", "円", "時", "時間", "次産業"]
)
_HOURS = {"時": {4: "ヨ", 7: "シチ", 9: "ク"}, "月": {4: "シ", 7: "シチ", 9: "ク"}}
_KA = re.compile("^[かカヵヶケ箇](?=年|月|国|所)")

_COUNTERS = sorted({*_PLAIN, *_DOUBLING, "つ", "日", "日間"}, key=len, reverse=True)
_KA_FORMS = "[カヵヶケ](?:年計画|年|月|国語|国|所)"
_COUNTER = f"(?:{_KA_FORMS}|{'|'.join(_COUNTERS)})"
_ARABIC = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
_KANJI = "[一二三四五六七八九十百千]+"
_SIGN = f"[{re.escape(SIGNS)}]"
_NUMBER = re.compile(
    rf"(?P<dai>第[ 　]?)?(?:(?P<arabic>{_ARABIC})(?P<big>[万億])?|(?P<sign>{_SIGN}))[ 　]?(?P<counter>{_COUNTER})?"
    rf"|(?P<dai2>第)[ 　]?(?P<kanji>{_KANJI})[ 　]?(?P<counter2>{_COUNTER})"
    rf"|(?<![一二三四五六七八九十百千数])(?P<kanji3>{_KANJI})(?P<counter3>{_KA_FORMS}|か(?:年計画|年|月|国|所)|年度|周年|世紀|つ|歳|月(?![一-龯々]))"
)
_WHOLE_COUNTERS = frozenset("年次人名円月期回級号枚倍割歳才歩子")
"""Counters that stay counters before another kanji: 3年計画; but 3課題, 第一体育館."""
_ORDINAL_COUNTERS = frozenset("層種部章節編区号")
"""The same behind 第: 第1種事業."""
_KANJI_AFTER = re.compile("[一-龯々]")
_BOUND_BEFORE = re.compile(r"[0-9A-Za-z][-/.:]?$")
_SETTLED_AFTER = re.compile(r"$|[^一-龯々0-9A-Za-z/:－-]")


@dataclass(frozen=True, slots=True)
class NumberReading:
    """A number in a text, its counter included, and how it is read."""

    start: int
    end: int
    kana: str
    certain: bool
    """False where the number may well be read in another way: 1日, 3課題, 8020運動."""


def find_numbers(text: str) -> Iterator[NumberReading]:
    """All numbers of a normalised text with their kana, in order."""
    for match in _NUMBER.finditer(text):
        groups = match.groupdict()
        counter = groups["counter"] or groups["counter2"] or groups["counter3"]
        kana = _kana(groups, counter) if _is_settled(text, match, counter) else None
        if counter == "日" and kana is None and text[: match.start()].endswith("月"):
            kana = _DAYS[1]
        ordinal = "ダイ" if groups["dai"] or groups["dai2"] else ""
        if kana is not None:
            yield NumberReading(match.start(), match.end(), ordinal + kana, certain=True)
        elif groups["sign"] and (style_of(groups["sign"]) or "").startswith("roman"):  # ① before a word is but a marker
            yield NumberReading(
                match.start(), match.end("sign"), ordinal + number_kana(to_int(groups["sign"]) or 0), False
            )
        elif groups["arabic"]:
            yield NumberReading(
                match.start(), match.end("arabic"), ordinal + _as_digits(groups["arabic"]), certain=False
            )


def _as_digits(printed: str) -> str:
    """The number by its value where it has one, else digit by digit: 110 as a number, 0120 as digits."""
    number = int(printed) if printed.isdigit() and printed[0] != "0" else None
    if number is not None and number < _LIMIT:
        return number_kana(number)
    return "".join(_DIGITS[int(sign)] if sign.isdigit() else {".": "テン"}.get(sign, "") for sign in printed)


def _is_settled(text: str, match: re.Match[str], counter: str | None) -> bool:
    """Whether a number is read by itself: not within 1-1 or R5, and its counter is not the head of another word."""
    if _BOUND_BEFORE.search(text, 0, match.start()):
        return False
    if counter is None:
        return _SETTLED_AFTER.match(text, match.end()) is not None
    if match["dai2"] and counter == "人":  # 第一人者
        return False
    if match["dai"] and counter in _ORDINAL_COUNTERS:
        return True
    return len(counter) > 1 or counter in _WHOLE_COUNTERS or not _KANJI_AFTER.match(text, match.end())


def _kana(groups: dict[str, str | None], counter: str | None) -> str | None:
    printed = groups["arabic"] or groups["sign"] or groups["kanji"] or groups["kanji3"] or ""
    whole, point, decimals = printed.replace(",", "").partition(".")
    number = to_int(whole)
    if number is None or number >= _LIMIT:
        return None
    if len(whole) > 1 and whole.startswith("0"):
        return None
    if point or groups["big"]:
        digits = "".join(_DIGITS[int(digit)] for digit in decimals)
        big = {"万": "マン", "億": "オク"}.get(groups["big"] or "", "")
        plain = number_kana(number) + ("テン" + digits if point else "") + big
        return plain + _PLAIN.get(counter or "", "") if counter is None or counter in _PLAIN else None
    return counted(number, counter) if counter else number_kana(number)


def is_plain_before(number: str, kana: str) -> bool:
    """Whether a number in kana keeps its sound before a word: 20業務, 5市町, 4課題 do; 3拠点, 8団体 may not."""
    if kana[:1] in _CHANGING_ROWS:
        return not number.endswith(_CHANGING_DIGITS) and not (number.endswith("サン") and kana[0] in _P)
    return True


def number_kana(number: int) -> str:
    """A number on its own: 2030 ニセンサンジュウ."""
    if number == 0:
        return _DIGITS[0]
    out = ""
    for unit, kana in ((10**8, "オク"), (10**4, "マン")):
        high, number = divmod(number, unit)
        out += _below_man(high, alone=False) + kana if high else ""
    return out + _below_man(number, alone=True)


def _below_man(number: int, alone: bool) -> str:
    thousands, rest = divmod(number, 1000)
    hundreds, rest = divmod(rest, 100)
    tens, ones = divmod(rest, 10)
    out = _THOUSANDS.get(thousands, _DIGITS[thousands] + "セン") if thousands else ""
    if thousands == 1 and not alone:
        out = "イッセン"
    out += _HUNDREDS.get(hundreds, _DIGITS[hundreds] + "ヒャク") if hundreds else ""
    out += ("" if tens == 1 else _DIGITS[tens]) + "ジュウ" if tens else ""
    return out + (_DIGITS[ones] if ones else "")


def counted(number: int, counter: str) -> str | None:
    """A number with its counter; None where usage is not settled (1日 is イチニチ or ツイタチ)."""
    counter = _KA.sub("か", counter)
    if counter == "つ":
        return _TSU[number] if 1 <= number <= 10 else None
    if counter in ("日", "日間"):
        return _days(number, counter)
    if counter in ("人", "人目") and number in (1, 2):
        return ("ヒトリ" if number == 1 else "フタリ") + ("メ" if counter == "人目" else "")
    if counter == "歳" and number == 20:
        return None
    if counter == "歩" and number_kana(number).endswith("ン"):
        return number_kana(number) + "ポ"
    if counter in _PLAIN:
        return _plain(number, counter)
    if counter in _DOUBLING:
        return _doubling(number, counter)
    return None


def _days(number: int, counter: str) -> str | None:
    if number == 1 or number == 0:
        return "イチニチカン" if counter == "日間" and number else None
    kana = _DAYS[number] if number <= 10 else _DAYS_BEYOND.get(number, number_kana(number) + "ニチ")
    return kana + ("カン" if counter == "日間" else "")


def _plain(number: int, counter: str) -> str:
    ones = number % 10
    kana = number_kana(number)
    if special := _HOURS.get(counter, {}).get(ones):
        return _replace_last(kana, ones, special) + _PLAIN[counter]
    if _PLAIN[counter] == "パーセント" and kana.endswith("ジュウ"):
        kana = kana.removesuffix("ウ") + "ッ"
    if ones == 4 and counter in _FOUR_YO:
        kana = _replace_last(kana, 4, "ヨ")
    return kana + _PLAIN[counter]


def _replace_last(kana: str, digit: int, special: str) -> str:
    return kana.removesuffix(_DIGITS[digit]) + special


def _doubling(number: int, counter: str) -> str:
    kana, unit = number_kana(number), _DOUBLING[counter]
    if counter in _VOICED_AFTER_3 and number % 10 == 3:
        return kana + _VOICED_AFTER_3[counter]
    if unit[0] in "ジダ":
        return kana + unit
    in_k, in_h = unit[0] in "カキクケコ", unit[0] in _P
    prompts = _TO_PROMPT | (_TO_PROMPT_K if in_k or in_h else {})
    for full, prompt in prompts.items():
        if kana.endswith(full) and not (full == "ジュウ" and number == 0):
            return kana.removesuffix(full) + prompt + (_P[unit[0]] + unit[1:] if in_h else unit)
    if in_h and counter in ("編", "票", "泊", "分", "分間", "発") and number % 10 in (3, 4):
        # サンペン, サンプン, ヨンプン; but ヨンヘン
        soft = number % 10 == 3 or counter in ("分", "分間")
        return kana + (_P[unit[0]] + unit[1:] if soft else unit)
    return kana + unit
