"""Years as plans print them: 元号 (wareki) or Western, calendar (年) or fiscal (年度, April to March). Pure, no IO.

In: running text or one cell. Out: every year found (find_years), the stretch of years it states (find_periods), and the
one that is the plan's own (find_period). What rests on a judgement is marked: an era year past the end of its era
(overflow), an era or century taken over from the year before (inferred), an era and a Western year that disagree
(contradicted_by).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.numerals import to_int

ERAS = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}
"""First calendar year of each era (元号)."""

_LAST = {"明治": 45, "大正": 15, "昭和": 64, "平成": 31}
"""Last calendar year of each era that is over."""

_SHORT = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"} | dict(zip("㍾㍽㍼㍻㋿", ERAS, strict=True))
_EARLIEST, _LATEST = 1868, 2199  # Western years read: four digits outside of this are other numbers
_LONGEST = 60  # years; the longest plans (公共施設, 森林) run 30 to 50, a longer stretch is a statistic
_DURATION_REACH = 24  # characters after a stretch of years in which its length (10年間) may stand


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """One year as printed, and the Gregorian year it stands for."""

    year: int
    """The Gregorian year; of a fiscal year, the one it begins in."""
    text: str
    start: int
    """Where the words stand in the text that was searched."""
    end: int
    era: str | None = None
    """Full name of the era, None where only a Western year is printed."""
    fiscal: bool = False
    """True where 年度 is printed."""
    overflow: bool = False
    """True where the era was over by then: 平成32年度."""
    inferred: bool = False
    """True where the era, or the century, is that of an earlier year: 平成28年度から32年度."""
    contradicted_by: int | None = None
    """The Western year printed beside the era year, where the two disagree: 令和6（2025）年度."""
    month: int | None = None
    """The month, where it is a date and not a whole year: 令和6年3月."""

    @property
    def canonical(self) -> str:
        """The same year in the era it really falls in: 平成32年度 → 令和2年度."""
        era, number = from_year(self.year)
        return f"{era}{'元' if number == 1 else number}年{'度' if self.fiscal else ''}"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of years (計画期間), both ends included."""

    start: int
    end: int
    text: str
    """As printed, with its length where that is printed beside it."""
    first: FiscalYear | None
    """The printed first year; None where it was reckoned from the last one and the length."""
    last: FiscalYear | None
    years_declared: int | None
    """Its length as printed: 10か年, 5年間."""
    offset: int
    """Where the words begin in the text that was searched."""

    @property
    def fiscal(self) -> bool:
        """Whether it is counted in fiscal years: 年度 is printed, or it runs from an April to a March."""
        return any(year is not None and (year.fiscal or year.month) for year in (self.first, self.last))

    @property
    def overflow(self) -> bool:
        return any(year is not None and year.overflow for year in (self.first, self.last))

    @property
    def inferred(self) -> bool:
        """Whether an era, or a century, was taken over from an earlier year."""
        return any(year is not None and year.inferred for year in (self.first, self.last))

    @property
    def reckoned(self) -> bool:
        """Whether one end was reckoned from the other and the printed length."""
        return self.first is None or self.last is None

    @property
    def agrees(self) -> bool:
        """False where the printed length, or a Western year beside an era year, contradicts the rest."""
        if self.years_declared is not None and self.years_declared != self.end - self.start + 1:
            return False
        return not any(year and year.contradicted_by for year in (self.first, self.last))


_GAP = r"[ \u3000]*\n?[ \u3000]*"
_N = r"(?:元|[0-9０-９]{1,3}|[〇一二三四五六七八九十百]{1,4})"
_WEST = r"(?:[12１２][0-9０-９]{3}|[一二][〇一二三四五六七八九]{3})(?![0-9０-９])"
_LONG_ERA = "明[ 　]?治|大[ 　]?正|昭[ 　]?和|平[ 　]?成|令[ 　]?和|[㍾㍽㍼㍻㋿]"
_LETTER_ERA = r"(?<![A-Za-zＡ-Ｚａ-ｚ0-9０-９])[MTSHRＭＴＳＨＲ]\.?"
_ERA_YEAR = rf"(?:(?P<era>{_LONG_ERA}){_GAP}(?P<n>{_N})|(?P<letter>{_LETTER_ERA})(?P<n_letter>元|[0-9０-９]{{1,2}})(?![0-9０-９A-Za-z]))"
_UNIT = "年度|年"
_OPEN, _CLOSE = r"[（(［\[〔〈]", r"[）)］\]〕〉]"
_AFTER_BRACKET = rf"(?:{_GAP}(?P<unit3>年度|年|度))?"
_DATE = rf"(?:{_GAP}(?P<month>[0-9０-９]{{1,2}}|[一二三四五六七八九十]{{1,2}}){_GAP}月(?:{_GAP}(?:[0-9０-９]{{1,2}}|[一二三四五六七八九十]{{1,3}}){_GAP}日)?)?"

_ALIAS = rf"(?P<era2>{_LONG_ERA}|[MTSHRＭＴＳＨＲ]\.?){_GAP}(?P<n2>{_N})"
# 令和6年度 · 令和12（2030）年度 · 令和7年度（2025年度） · 平成31（令和元）年度 · R5 · H28年3月
_BY_ERA = re.compile(
    rf"{_ERA_YEAR}(?:{_GAP}(?P<unit>{_UNIT}))?(?:{_GAP}{_OPEN}{_GAP}(?:(?:西暦)?(?P<west>{_WEST})|{_ALIAS})"
    rf"(?:{_GAP}(?P<unit2>{_UNIT}))?{_GAP}{_CLOSE}{_AFTER_BRACKET})?{_DATE}(?!丁目|番|条|号|区|歳)"
)
# 2024年度 · 2024（令和6）年度 · 2024～2033
_BY_WEST = re.compile(
    rf"(?<![0-9０-９,，.．])(?P<west>{_WEST})(?:{_GAP}(?P<unit>{_UNIT}))?"
    rf"(?:{_GAP}{_OPEN}{_GAP}{_ERA_YEAR}(?:{_GAP}(?P<unit2>{_UNIT}))?{_GAP}{_CLOSE}{_AFTER_BRACKET})?{_DATE}"
)
# 32年度, where the era goes without saying; 第3年度 and 1年度ごと are no years
_BARE = re.compile(
    rf"(?<![0-9０-９〇一二三四五六七八九十百第,，.．/／])(?P<n>{_N})(?:{_GAP}{_OPEN}{_GAP}(?P<west>{_WEST})(?:{_GAP}年度?)?{_GAP}{_CLOSE})?"
    rf"{_GAP}(?P<unit>年度)(?!ごと|毎|分|目|間|当)"
)
# The same at the end of a stretch, where even the unit may be missing: 平成28年から32年, H28～32
_BARE_END = re.compile(
    rf"(?P<n>{_N})(?![0-9０-９])(?:{_GAP}{_OPEN}{_GAP}(?P<west>{_WEST})(?:{_GAP}年度?)?{_GAP}{_CLOSE})?"
    rf"(?:{_GAP}(?P<unit>{_UNIT}))?(?!{_GAP}[0-9０-９]*[かカヵヶケ箇間目後月日回%％])"
)
_ERA_HINT = re.compile(r"[治正和成㍾㍽㍼㍻㋿]|[MTSHRＭＴＳＨＲ]\.?[元0-9０-９]")
_WEST_HINT = re.compile(r"[12１２][0-9０-９]{3}|[一二][〇一二三四五六七八九]{3}")
_NOT_A_YEAR_AFTER = re.compile(r"[人件円回名冊本台個校館歳戸世km㎡%％,，.．A-Za-z0-9]")

_DURATION = rf"(?P<years>[0-9０-９]{{1,2}}|[一二三四五六七八九十]{{1,3}}){_GAP}(?:[かカヵヶケｶ箇]{_GAP}年(?:間|計画)?|年間|年計画)"
_DURATION_BEFORE = re.compile(rf"{_DURATION}(?:とし|で)?{_GAP}(?:{_OPEN}|[、,：: 　]){_GAP}$")
_DURATION_AFTER = re.compile(
    rf"[^。\n]{{0,{_DURATION_REACH}}}?(?<![0-9０-９一二三四五六七八九十]){_DURATION}(?:{_GAP}{_CLOSE})?"
)
_UNTIL = re.compile(rf"{_GAP}まで")
_CLOSING = re.compile(rf"(?:{_GAP}まで)?{_GAP}{_CLOSE}")
_SPLIT_OFF = re.compile("前期|後期|うち|第[0-9０-９一二三四五六七八九十]+期|見直|中間|次期")
"""Words after which a length is not the length of the whole."""
_TO = re.compile(
    rf"(?:{_GAP}(?:の?初め|当初|以降)?{_GAP}(?:から|より|～|〜|~|-|－|‐|–|—|―|−|ー|→|⇒|⇨|➡|▶|►|▷|至|を(?:初年度|開始年度|始期|起点)と(?:する|し[てた]?))"
    rf"{_GAP}[、,]?){_GAP}(?:至|(?:目標|最終)年度を)?{_GAP}"
)
_FROM_FOR = re.compile(
    rf"{_GAP}(?:から|より|以降|を(?:初年度|開始年度|始期|起点)と(?:する|し[てた]?)){_GAP}[、,]?(?:の|向こう|今後|概ね|おおむね)?{_GAP}{_DURATION}"
)
_UNTIL_FOR = re.compile(rf"{_GAP}を(?:目標|最終)(?:の?年度|年)?と(?:し|する)(?:た)?[、,]?{_GAP}{_DURATION}")
_OF_ANOTHER = re.compile(r"(?:前計画|旧計画|前回計画|次期計画|現行計画|これまで)[^、。\n]{0,8}$")
_OF_THE_PLAN = re.compile("計画(?:の)?(?:対象)?期間|期間[はを：:\t 　]|対象期間|実施期間|推進期間")


def to_year(era: str, number: int) -> int:
    """The Gregorian year an era year stands for; counts on past the end of the era."""
    return ERAS[era] + number - 1


def from_year(year: int) -> tuple[str, int]:
    """Era and era year of a Gregorian year; of a year with a change of era, the new one."""
    for era in reversed(ERAS):
        if year >= ERAS[era]:
            return era, year - ERAS[era] + 1
    raise ValueError(f"before the first era: {year}")


def era_name(text: str) -> str | None:
    """The full name of an era as printed: 令和, R, Ｒ, ㋿."""
    text = "".join(text.split()).rstrip(".")  # titles are set with spaces: 令 和 6 年
    text = chr(ord(text) - 0xFEE0) if len(text) == 1 and "Ａ" <= text <= "Ｚ" else text
    return text if text in ERAS else _SHORT.get(text)


def find_years(text: str, era: str | None = None) -> tuple[FiscalYear, ...]:
    """All years in a text, in order; `era` is what a bare 32年度 belongs to before any era is printed."""
    years: list[FiscalYear] = []
    for match in _matches(text):
        found = _year(match, _inherited(years[-1] if years else None, era))
        if found is not None:
            years.append(found)
    return tuple(years)


def _matches(text: str) -> Iterator[re.Match[str]]:
    """What may be a year, from left to right, the longest first where two patterns begin at one place."""
    position = 0
    ahead = {pattern: pattern.search(text) for pattern in _likely(text)}
    while ahead:
        for pattern, match in ahead.items():
            if match and match.start() < position:
                ahead[pattern] = pattern.search(text, position)
        found = min(filter(None, ahead.values()), key=lambda match: (match.start(), -match.end()), default=None)
        if found is None:
            return
        yield found
        position = found.end()


def may_hold_years(text: str) -> bool:
    """False where a text surely holds no year: a quick look, for tables of figures."""
    return bool(_likely(text))


def _likely(text: str) -> list[re.Pattern[str]]:
    """The patterns that may be found in a text; most texts hold nothing that any of them needs."""
    found = [_BY_ERA] if _ERA_HINT.search(text) else []
    if _WEST_HINT.search(text):
        found.append(_BY_WEST)
    if "年度" in text:
        found.append(_BARE)
    return found


def _inherited(before: FiscalYear | None, era: str | None) -> str | int | None:
    """What a bare number counts from: an era, or the century of a Western year."""
    if before is None:
        return era
    return before.era or before.year // 100 * 100


def _year(match: re.Match[str], inherited: str | int | None) -> FiscalYear | None:
    groups = {key: value for key, value in match.groupdict().items() if value is not None}
    units = groups.get("unit", "") + groups.get("unit2", "") + groups.get("unit3", "")
    west = _printed_beside(groups)
    if west is not None and not _EARLIEST <= west <= _LATEST:
        return None
    printed = groups.get("n") or groups.get("n_letter")
    if printed is None and not units and _NOT_A_YEAR_AFTER.match(match.string, match.end()):
        return None
    era = era_name(groups.get("era") or groups.get("letter") or "")
    number = 1 if printed == "元" else to_int(printed) if printed else None
    if printed is not None and not number:
        return None
    inferred = era is None and number is not None and west is None
    if inferred and inherited is None:
        return None
    fiscal = "年度" in units or units.endswith("年度") or ("度" in units)
    if isinstance(inherited, str) and era is None and number is not None:
        era = inherited
    year = to_year(era, number) if era and number else west
    if year is None and isinstance(inherited, int) and number is not None:
        year = inherited + number
    if year is None or year > _LATEST:
        return None
    return FiscalYear(
        year=year,
        text=match.group(),
        start=match.start(),
        end=match.end(),
        era=era,
        fiscal=fiscal,
        overflow=era is not None and number is not None and _is_over(era, number, fiscal),
        inferred=inferred,
        contradicted_by=west if west not in (None, year) else None,
        month=to_int(groups["month"]) if "month" in groups else None,
    )


def _printed_beside(groups: dict[str, str]) -> int | None:
    """The Gregorian year that is printed itself, or the one in another era: 平成31（令和元）年度."""
    if "west" in groups:
        return to_int(groups["west"])
    era = era_name(groups.get("era2", ""))
    number = 1 if groups.get("n2") == "元" else to_int(groups.get("n2", ""))
    return to_year(era, number) if era and number else None


def _is_over(era: str, number: int, fiscal: bool) -> bool:
    if era == "昭和" and fiscal:  # 昭和64年 ended in January: that fiscal year never began
        return number > _LAST[era] - 1
    return era in _LAST and number > _LAST[era]


def find_periods(text: str, era: str | None = None) -> tuple[Period, ...]:
    """Every stretch of years a text states, in order."""
    periods: list[Period] = []
    years = find_years(text, era)
    for index, first in enumerate(years):
        if periods and first.start < periods[-1].offset + len(periods[-1].text):
            continue
        following = years[index + 1] if index + 1 < len(years) else None
        if period := _range(text, first, following) or _reckoned(text, first):
            periods.append(period)
    return tuple(periods)


def _range(text: str, first: FiscalYear, following: FiscalYear | None) -> Period | None:
    to = _TO.match(text, first.end)
    if to is None:
        return None
    last = following if following and following.start == to.end() else None
    if last is None and (match := _BARE_END.match(text, to.end())):
        last = _year(match, _inherited(first, None))
    if last is None:
        return None
    start, end = first.year, last.year
    if first.month or last.month:
        # Dates bound whole fiscal years only from an April to a March.
        if (first.month, last.month) != (4, 3):
            return None
        end -= 1
    if not start <= end < start + _LONGEST:
        return None
    return _with_duration(text, first, last, start, end)


def _with_duration(text: str, first: FiscalYear, last: FiscalYear, start: int, end: int) -> Period:
    declared, begin, stop = None, first.start, last.end
    if before := _DURATION_BEFORE.search(text, max(0, begin - _DURATION_REACH), begin):
        declared, begin = to_int(before["years"]), before.start()
        stop = _past(_CLOSING, text, stop)
    elif (after := _DURATION_AFTER.match(text, stop)) and not _is_of_a_part(text[stop : after.start("years")]):
        declared, stop = to_int(after["years"]), after.end()
    else:
        stop = _past(_UNTIL, text, stop)
    return Period(start, end, text[begin:stop], first, last, declared, begin)


def _past(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _is_of_a_part(between: str) -> bool:
    return bool(_SPLIT_OFF.search(between) or find_years(between))


def _reckoned(text: str, year: FiscalYear) -> Period | None:
    """A stretch with one end and its length: 令和6年度から10か年, 平成27年度を目標年度とする10カ年計画."""
    if year.month:
        return None
    for pattern, forward in ((_FROM_FOR, True), (_UNTIL_FOR, False)):
        match = pattern.match(text, year.end)
        length = to_int(match["years"]) if match else None
        if match and length:
            start = year.year if forward else year.year - length + 1
            first, last = (year, None) if forward else (None, year)
            return Period(start, start + length - 1, text[year.start : match.end()], first, last, length, year.start)
    return None


def find_period(text: str, era: str | None = None) -> Period | None:
    """The one stretch of years a text is about; None where there is none, or several of equal right."""
    periods = tuple(period for period in find_periods(text, era) if not _OF_ANOTHER.search(text, 0, period.offset))
    return _only(periods) or _only(tuple(_of_the_plan(text, periods)))


def _of_the_plan(text: str, periods: tuple[Period, ...]) -> Iterator[Period]:
    for period in periods:
        sentence = max(text.rfind(mark, 0, period.offset) for mark in "。\n") + 1
        stop = re.compile(r"[。\n]|$").search(text, period.offset + len(period.text))
        if _OF_THE_PLAN.search(text, sentence, stop.end() if stop else len(text)):
            yield period


def _only(periods: tuple[Period, ...]) -> Period | None:
    """The one that holds all the others within it: 前期 and 後期 beside the whole."""
    for period in periods:
        if all(period.start <= other.start and other.end <= period.end for other in periods):
            return period
    return None
