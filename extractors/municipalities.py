"""Municipalities (市区町村) and prefectures: codes, names, kana, and where a text names one.

Pure, but for one read of data/municipalities.csv when it is first needed. Text in, names and lines of the list out.

A code comes from the code list (全国地方公共団体コード) alone. A name that several municipalities bear yields all of them;
which one is meant is never guessed here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from extractors.numerals import NUMBER

_LIST = Path(__file__).parent / "data" / "municipalities.csv"
_WEIGHTS = (6, 5, 4, 3, 2)


class Municipality(NamedTuple):
    """One line of the code list."""

    code: str
    """全国地方公共団体コード, six digits, the last one the check digit."""
    name: str
    """立川市, 札幌市中央区, 東京都."""
    kana: str
    """Full-width katakana."""
    prefecture: str
    """都道府県; of a prefecture its own name."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in a text that names a municipality of the list."""

    name: str
    start: int
    end: int
    candidates: tuple[Municipality, ...]
    """All that bear the name; only those of the prefecture where one is printed right before it."""


def check_digit(digits: str) -> str:
    """The sixth digit of a code, from its first five."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return str((11 - total % 11) % 10)


def is_code(text: str) -> bool:
    """Whether a text is a well-formed code, listed or not."""
    return re.fullmatch("[0-9]{6}", text) is not None and check_digit(text[:5]) == text[5]


@lru_cache(maxsize=1)
def municipalities() -> tuple[Municipality, ...]:
    """The whole list, in the order of the codes."""
    rows = [line.split(",") for line in _LIST.read_text("utf-8").splitlines() if line[:1].isdigit()]
    prefectures = {code[:2]: name for code, name, _ in rows if code[2:5] == "000"}
    return tuple(Municipality(code, name, kana, prefectures[code[:2]]) for code, name, kana in rows)


@lru_cache(maxsize=1)
def _codes() -> dict[str, Municipality]:
    return {entry.code: entry for entry in municipalities()}


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[Municipality, ...]]:
    names: dict[str, list[Municipality]] = defaultdict(list)
    for entry in municipalities():
        names[entry.name].append(entry)
        city, mark, ward = entry.name.partition("市")
        # A ward of a designated city (行政区) is mostly printed without its city.
        if mark and ward.endswith("区") and city:
            names[ward].append(entry)
    return {name: tuple(entries) for name, entries in names.items()}


def by_code(code: str) -> Municipality | None:
    """The municipality of a code, None where it is not on the list."""
    return _codes().get(code)


def by_name(name: str, prefecture: str | None = None) -> tuple[Municipality, ...]:
    """All municipalities of a name (府中市, 中央区, 東京都府中市), only those of the prefecture where one is given."""
    found = _names().get(name, ())
    if not found and (head := re.match("北海道|東京都|(?:大阪|京都)府|.{2,3}?県", name)):
        found, prefecture = _names().get(name[head.end() :], ()), head.group()
    return tuple(entry for entry in found if prefecture in (None, entry.prefecture))


def kana_of(name: str) -> str | None:
    """Kana of a listed name in full-width katakana; None where it is not listed or its bearers read it differently."""
    readings = {_own_kana(entry, name) for entry in by_name(name)}
    return readings.pop() if len(readings) == 1 else None


def _own_kana(entry: Municipality, name: str) -> str:
    """Kana of a ward without its city's."""
    if entry.name == name or not entry.name.endswith(name):
        return entry.kana
    city = _names()[entry.name[: -len(name)]][0]
    return entry.kana.removeprefix(city.kana)


def narrow(candidates: tuple[Municipality, ...], text: str) -> tuple[Municipality, ...]:
    """Those whose prefecture, or whose city for a ward, the text names; all of them where it names none."""
    named = tuple(entry for entry in candidates if entry.prefecture in text and entry.prefecture != entry.name)
    cities = tuple(entry for entry in candidates if "市" in entry.name and entry.name.partition("市")[0] + "市" in text)
    return cities or named or candidates


_SUFFIXES = "都道府県市区町村"
_LONGEST = 9  # characters of the longest name without its designated city
_NAME_CHARACTER = re.compile("[一-龯々〆ヶヵケノぁ-んァ-ヴー]")
# What may stand right before a name without being part of it.
_BEFORE = re.compile(
    rf"(?:[都道府県郡市区]|第?{NUMBER}[次期版]|[新前今次]期|年度?|版|改訂|及び|並びに|[をにはがとのでへもや])$"
)
# What follows where the last character of a would-be name belongs to another word: 市場, 区域, 町内会.
_AFTER = re.compile(
    "市(?:場|街地|町村|販|況|価)|区(?:域|分|画|間|切|別|割)|町(?:内会|並|家|屋)|村落|道路|府県|都市|県道|県境"
)


def find_municipalities(text: str) -> tuple[Mention, ...]:
    """Every place where a text names a municipality or prefecture of the list, in order, the longest name first."""
    found: list[Mention] = []
    for match in re.finditer(f"[{_SUFFIXES}]", text):
        mention = _ending_at(text, match.end(), found[-1] if found else None)
        if mention is None:
            continue
        # 村山市 is found after 東村; what lies within the longer name goes.
        while found and found[-1].start >= mention.start:
            found.pop()
        found.append(mention)
    return tuple(found)


def _ending_at(text: str, end: int, last: Mention | None) -> Mention | None:
    for start in range(max(0, end - _LONGEST), end - 1):
        name = text[start:end]
        candidates = _names().get(name)
        if not candidates or _AFTER.match(text, end - 1) or not _begins_at(text, start, last, name):
            continue
        before = last.candidates[0] if last and last.end == start else None
        within = tuple(entry for entry in candidates if before and _is_within(entry, before))
        return Mention(name, start, end, within or candidates)
    return None


def _begins_at(text: str, start: int, last: Mention | None, name: str) -> bool:
    """Whether a name can begin here: 津市 does in 三重県津市 and in 「津市, not in 星見津市."""
    if start == 0 or not _NAME_CHARACTER.match(text[start - 1]):
        return True
    if last and last.end == start and text[start - 1] in "市区町村":
        # 立川市昭和町: a district (町名) of the municipality just named, unless it is its ward.
        return name[-1] == "区"
    return _BEFORE.search(text, max(0, start - 12), start) is not None


def _is_within(entry: Municipality, before: Municipality) -> bool:
    return entry.prefecture == before.name or (entry.name.startswith(before.name) and entry.name != before.name)


# ---- the municipality a title names, on the list or not (renamed, merged, newer than the list)

_UNLISTED = re.compile(
    "(?:[○〇◯●×Ａ-ＺA-Z]{1,3}|[一-龯々ヶヵケノ]{1,5}|[一-龯々]{1,3}[ぁ-ん]{1,4}|[ぁ-ん]{2,6}[一-龯々]{0,3}|[ァ-ヴー]{2,7}[一-龯々]{0,2})[市町村区県]"
)
_LEADING = re.compile(
    rf"(?:第?[ 　]?{NUMBER}[ 　]?[次版回期]|(?:明治|大正|昭和|平成|令和)?{NUMBER}年度?|[新前]期|新(?=[ 　・])|改[訂定]版?|[（(]仮称[）)]"
    rf"|(?:資料|別紙|参考|別冊){NUMBER}?|[ 　・－-])*"
)
_SEGMENT = re.compile(r"(?:^|(?<=[\s　「『（(【《〈～〜：:、。・]))(?=[^\s　])")
_GENERIC_STEMS = re.compile(
    "本|当|全|各|同|我|我が|わが|他|両|近隣|旧|新|周辺|大都|中核|(?:政令)?指定|地方都|姉妹都|友好都|都|(?:企業)?城下|宿場|職人|出前|車座|商店|港|下|門前|朝|温泉"
    "|関係|構成|隣接|対象|特別|行政|校|学|街|特|選挙|自治|地|漁|農|山|農?山漁|農山|地域|中山間|[小中]学校?|通学|保護|全国|都?道府|市|町|村|区|市区"
    "|この|まち|むら|みんなの|すべての|いきいき|ふるさと"
)
_WARD_LIKE = re.compile("[地校学街特管挙漁鉱工農住治政護水猟種域]区$|都市$")
# A word of another kind that begins with the suffix: 市民, 町内, 村落, 区域, 県道.
_WORD_AFTER = re.compile(
    "市(?:民|場|街|町村|販|況|価|外)|区(?:域|分|画|間|切|別|割|民)|町(?:内会|民|並|家|屋|づくり)|村(?:落|民|づくり)|県(?:民|道|境|下|庁)"
)
# Where the words after a would-be name show that it ends there; otherwise a later suffix is tried (西村山市, 星町市).
_PLAN_WORDS = re.compile(
    "$|[^一-龯々]|総合|生涯|地|学|教育|基本|計画|環境|福祉|都市|健康|男女|高齢|障|文化|観光|産業|農|防災|図書|公|行|財政|人|子|第|新|立|役|議会|住"
    "|社会|未来|将来|交通|景観|緑|水|森|国|創|[長中後前]期|実施|食|自殺|再犯|若者|青少年|芸術|商|工|中小|空|消|温|情報|多文化|平和|民|土|資|一般"
    "|循環|生活|重点|保健|介護|外国|認知|成年|道路|下水|上下|橋|耐震|強|危機|犯罪|安全|協働|定住|移住|過疎|辺地|内|施策|推進|体系"
)


def name_in(text: str) -> str | None:
    """The municipality a title names first, whether or not it is on the list; None where it names none.

    第3次星見野市生涯学習推進計画 → 星見野市; 市民の学びの計画 → None.
    """
    listed = find_municipalities(text)
    unlisted = next(filter(None, (_unlisted(text, begin) for begin in _segments(text))), None)
    if listed and (unlisted is None or listed[0].start <= unlisted[0] or listed[0].end >= unlisted[1]):
        return _with_city(listed)
    if unlisted is None:
        return None
    return text[unlisted[0] : unlisted[1]]


def _with_city(listed: tuple[Mention, ...]) -> str:
    """The first name that is not merely the prefecture of the next one: 東京都府中市 → 府中市."""
    for mention, following in pairwise(listed):
        if mention.end != following.start or not _is_within(following.candidates[0], mention.candidates[0]):
            return mention.name
    return listed[-1].name


def _segments(text: str) -> Iterator[int]:
    """Where a name may begin: the title's beginning, or after a space or bracket, past 第3次 and the like."""
    for segment in _SEGMENT.finditer(text):
        leading = _LEADING.match(text, segment.start())
        yield leading.end() if leading else segment.start()


def _unlisted(text: str, begin: int) -> tuple[int, int] | None:
    """Start and end of a name not on the list that begins right there."""
    first = None
    for suffix in re.finditer("[市町村区県]", text[begin : begin + _LONGEST]):
        end = begin + suffix.end()
        name = text[begin:end]
        if not _UNLISTED.fullmatch(name) or not _can_be_name(name, text, end):
            continue
        first = first or (begin, end)
        if _PLAN_WORDS.match(text, end):
            return begin, end
    return first


def _can_be_name(name: str, text: str, end: int) -> bool:
    if all(character in _SUFFIXES for character in name):
        return False
    return not (_GENERIC_STEMS.fullmatch(name[:-1]) or _WARD_LIKE.search(name) or _WORD_AFTER.match(text, end - 1))
