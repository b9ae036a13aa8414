"""Years and periods: every printed form is read, what is written is read back, judgements are marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.numerals import Style, from_int
from extractors.wareki import ERAS, era_name, find_period, find_periods, find_years, from_year, to_year

YEARS = st.integers(1868, 2199)
LETTERS = {"昭和": "S", "平成": "H", "令和": "R"}


@pytest.mark.parametrize(
    ("text", "year", "fiscal"),
    [
        ("令和12（2030）年度", 2030, True),
        ("令和6(2024)年度", 2024, True),
        ("2024（令和6）年度", 2024, True),
        ("令和６年(2024年)度", 2024, True),
        ("令和7年度（2025年度）", 2025, True),
        ("令和７年度（西暦2025年度）", 2025, True),
        ("2024年度", 2024, True),
        ("２０２４年度", 2024, True),
        ("二〇二四年度", 2024, True),
        ("令和元年度", 2019, True),
        ("平成二十八年度", 2016, True),
        ("平 成 23 年 度".replace(" 度", "度"), 2011, True),
        ("平成34（令和4）年度", 2022, True),
        ("令和 6 年度", 2024, True),
        ("H28年度", 2016, True),
        ("Ｒ５年度", 2023, True),
        ("S60", 1985, False),
        ("㋿6年", 2024, False),
        ("令和3", 2021, False),
        ("2021", 2021, False),
        ("明治45年", 1912, False),
    ],
)
def test_a_single_year_is_read(text: str, year: int, fiscal: bool) -> None:
    (found,) = find_years(text)
    assert (found.year, found.fiscal, found.text) == (year, fiscal, text)
    assert not found.inferred
    assert found.contradicted_by is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5年をめどに",
        "10か年",
        "昭和2丁目",
        "2030人",
        "第3年度",
        "1年度ごとに",
        "32年度",
        "12,2024円",
        "施策2-1",
        "HP24",
        "平成の学び",
        "令和0年度",
    ],
)
def test_other_numbers_are_no_years(text: str) -> None:
    assert find_years(text) == ()


def test_a_bare_year_takes_over_the_era_before_it_and_says_so() -> None:
    first, last = find_years("平成28年度から32年度")
    assert (first.year, first.inferred, first.overflow) == (2016, False, False)
    assert (last.year, last.era, last.inferred, last.overflow) == (2020, "平成", True, True)
    assert last.canonical == "令和2年度"
    assert find_years("32年度", era="平成") == find_years("32年度", era="平成")
    assert find_years("32年度", era="平成")[0].year == 2020


def test_a_western_year_beside_a_bare_one_settles_it() -> None:
    last = find_years("平成28（2016）年度から32（2020）年度")[1]
    assert (last.year, last.inferred, last.overflow) == (2020, False, True)


def test_eras_end() -> None:
    assert find_years("平成31年度")[0].overflow is False
    assert find_years("平成32年度")[0].overflow is True
    assert find_years("昭和64年")[0].overflow is False
    assert find_years("昭和64年度")[0].overflow is True
    assert find_years("令和99年度")[0].overflow is False


def test_an_era_and_a_western_year_that_disagree_are_marked() -> None:
    (year,) = find_years("令和6（2025）年度")
    assert (year.year, year.contradicted_by) == (2024, 2025)


def test_dates_carry_their_month() -> None:
    assert find_years("令和6年3月")[0].month == 3
    assert find_years("2003 年 7 月 1 日号")[0].month == 7
    assert find_years("令和6年度")[0].month is None


@pytest.mark.parametrize(
    ("text", "start", "end", "declared"),
    [
        ("本計画の期間は、令和3（2021）年度から令和12（2030）年度までの10か年です。", 2021, 2030, 10),
        ("この計画は、平成28年度から32年度の5カ年の計画です。", 2016, 2020, 5),
        ("平成16年度から20年度までの5年間とします。", 2004, 2008, 5),
        ("H28-R2", 2016, 2020, None),
        ("H28～32年度", 2016, 2020, None),
        ("2024～2033年度", 2024, 2033, None),
        ("2021～30年度", 2021, 2030, None),
        ("令和６年度～令和15年度", 2024, 2033, None),
        ("令和 6 年度 ～ 令和 15 年度（ 10 年間 ）", 2024, 2033, 10),
        ("令和7年度（2025年度）から令和16年度（2034年度）までの10年間", 2025, 2034, 10),
        ("2024（令和6）年度〜2033（令和15）年度", 2024, 2033, None),
        ("令和３年度－令和１２年度", 2021, 2030, None),
        ("平成 29(2017)年度から平成 52(2040)年度までの 24 年間とします。前期 10 年、後期 14 年", 2017, 2040, 24),
        ("平成20 ~ 29年度(10年間)", 2008, 2017, 10),
        ("平成31（令和元）年度～令和5年度", 2019, 2023, None),
        ("令和7(2025)年度を初年度として目標年度を令和16(2034)年度とする計画", 2025, 2034, None),
        ("令和6年度から概ね10年間", 2024, 2033, 10),
        ("計画の期間 10年間 令和6年度～令和15年度", 2024, 2033, 10),
        ("令和六年度から十か年", 2024, 2033, 10),
        ("令和6年度から5年間", 2024, 2028, 5),
        ("令和6年度を初年度とする5年間", 2024, 2028, 5),
        ("令和6年度を初年度とし、令和15年度を目標年度とする10年間", 2024, 2033, 10),
        ("平成27年度を目標年度とする10カ年計画", 2006, 2015, 10),
        ("自 令和6年度 至 令和15年度", 2024, 2033, None),
        ("平成28年から32年まで", 2016, 2020, None),
        ("令和6年4月から令和11年3月までの5年間", 2024, 2028, 5),
        ("令和６年４月１日から令和１１年３月３１日まで", 2024, 2028, None),
        ("計画期間は10年間（令和3年度～令和12年度）です。", 2021, 2030, 10),
        ("二〇二四年度から二〇二八年度", 2024, 2028, None),
    ],
)
def test_a_period_is_read(text: str, start: int, end: int, declared: int | None) -> None:
    period = find_period(text)
    assert period is not None
    assert (period.start, period.end, period.years_declared) == (start, end, declared)
    assert period.agrees
    assert text[period.offset :].startswith(period.text)


@pytest.mark.parametrize(
    "text",
    [
        "令和6年3月",
        "令和6年10月から令和7年3月まで調査を行いました。",
        "令和15年度から令和6年度",
        "令和3\t令和4\t令和5",
        "第3次計画 H23～H27年度、第4次計画 H28～R2年度",
        "前計画（平成23年度～令和2年度）の成果を受け継ぎます。",
        "明治元年から令和6年まで",
    ],
)
def test_what_is_not_clearly_the_period_is_none(text: str) -> None:
    assert find_period(text) is None


def test_the_sentence_that_names_the_period_wins() -> None:
    text = "人口は平成22年から令和2年まで減りました。\n計画期間は令和6年度から令和10年度までです。"
    assert len(find_periods(text)) == 2
    period = find_period(text)
    assert period is not None
    assert (period.start, period.end) == (2024, 2028)


def test_the_whole_wins_over_its_parts() -> None:
    period = find_period(
        "令和3年度から令和12年度までの10年間（前期：令和3年度～令和7年度、後期：令和8年度～令和12年度）"
    )
    assert period is not None
    assert (period.start, period.end, period.years_declared) == (2021, 2030, 10)


def test_a_length_that_does_not_fit_is_marked() -> None:
    period = find_period("令和6年度から令和10年度までの4年間")
    assert period is not None
    assert not period.agrees


def test_judgements_of_a_period_are_marked() -> None:
    period = find_period("平成28年度から32年度")
    assert period is not None
    assert (period.inferred, period.overflow, period.reckoned, period.fiscal) == (True, True, False, True)
    reckoned = find_period("令和6年度から5年間")
    assert reckoned is not None
    assert (reckoned.inferred, reckoned.overflow, reckoned.reckoned) == (False, False, True)


@given(YEARS)
def test_from_year_and_to_year_are_inverse(year: int) -> None:
    assert to_year(*from_year(year)) == year


@given(
    st.sampled_from(sorted(ERAS)), st.integers(1, 99), st.sampled_from(["arabic", "fullwidth", "kanji"]), st.booleans()
)
def test_an_era_year_written_is_read_back(era: str, number: int, style: Style, fiscal: bool) -> None:
    text = f"{era}{from_int(number, style)}年{'度' if fiscal else ''}"
    (year,) = find_years(f"計画は{text}から")
    assert (year.year, year.era, year.fiscal, year.text) == (to_year(era, number), era, fiscal, text)


@given(YEARS, st.booleans())
def test_the_canonical_form_is_read_back(year: int, fiscal: bool) -> None:
    (first,) = find_years(f"{year}年{'度' if fiscal else ''}")
    (again,) = find_years(first.canonical)
    assert (again.year, again.fiscal, again.overflow) == (year, fiscal, False)


@given(st.sampled_from(sorted(LETTERS)), st.integers(1, 64))
def test_short_eras_are_the_long_ones(era: str, number: int) -> None:
    assert era_name(LETTERS[era]) == era
    assert find_years(f"{LETTERS[era]}{number}")[0].year == to_year(era, number)


@given(st.integers(2000, 2060), st.integers(2, 30), st.sampled_from(["から", "～", "－", "〜"]))
def test_a_period_written_is_read_back(start: int, length: int, sign: str) -> None:
    (era, first), (last_era, last) = from_year(start), from_year(start + length - 1)
    period = find_period(f"計画期間は{era}{first}年度{sign}{last_era}{last}年度の{length}年間です。")
    assert period is not None
    assert (period.start, period.end, period.years_declared) == (start, start + length - 1, length)
    assert period.agrees


@given(st.text(alphabet="令和平成昭HR元年度0１二十から～（）2024 \n月日間、。第", max_size=40))
def test_no_text_makes_it_raise(text: str) -> None:
    for year in find_years(text):
        assert text[year.start : year.end] == year.text
    for period in find_periods(text):
        assert period.start <= period.end
