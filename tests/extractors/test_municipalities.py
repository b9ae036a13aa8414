"""Municipalities: the list is sound, names are found whole, ambiguous ones stay ambiguous."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.municipalities import (
    Municipality,
    by_code,
    by_name,
    check_digit,
    find_municipalities,
    is_code,
    kana_of,
    municipalities,
    name_in,
    narrow,
)


def names(text: str) -> list[str]:
    return [mention.name for mention in find_municipalities(text)]


def test_the_list_is_sound() -> None:
    entries = municipalities()
    assert len(entries) == 1965
    assert len({entry.code for entry in entries}) == len(entries)
    for entry in entries:
        assert is_code(entry.code), entry
        assert re.fullmatch("[ァ-ヶー]+", entry.kana), entry
        assert entry.name[-1] in "都道府県市区町村", entry


@given(st.integers(0, 99999))
def test_the_check_digit_catches_any_single_wrong_digit(number: int) -> None:
    code = f"{number:05d}"
    full = code + check_digit(code)
    assert is_code(full)
    wrong = str((int(full[0]) + 1) % 10) + full[1:]
    # The remainders 10 and 0 share a check digit, so a first digit may slip through only there.
    assert not is_code(wrong) or check_digit(code) in "01"


def test_a_code_and_a_name_are_inverse_where_the_name_is_unique() -> None:
    for entry in municipalities():
        assert by_code(entry.code) == entry
        assert entry in by_name(entry.name)
    assert by_code("999999") is None
    assert by_name("星見野市") == ()


def test_a_name_borne_by_several_gives_them_all() -> None:
    assert [entry.prefecture for entry in by_name("府中市")] == ["東京都", "広島県"]
    assert [entry.code for entry in by_name("府中市", "広島県")] == ["342084"]
    assert [entry.code for entry in by_name("東京都府中市")] == ["132063"]
    assert len(by_name("泊村")) == 2
    assert {entry.name for entry in by_name("中央区")} >= {"中央区", "札幌市中央区", "千葉市中央区"}


def test_kana_is_the_lists_own_and_only_where_it_is_one() -> None:
    assert kana_of("枚方市") == "ヒラカタシ"
    assert kana_of("匝瑳市") == "ソウサシ"
    assert kana_of("酒々井町") == "シスイマチ"
    assert kana_of("府中市") == "フチュウシ"
    assert kana_of("松前町") is None
    assert kana_of("中央区") == "チュウオウク"
    assert kana_of("星見野市") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("西東京市総合計画", ["西東京市"]),
        ("東村山市と村山市", ["東村山市", "村山市"]),
        ("四日市市・廿日市市・野々市市", ["四日市市", "廿日市市", "野々市市"]),
        (
            "市川市、町田市、村上市、大町市、十日町市、余市町、玉村町",
            ["市川市", "町田市", "村上市", "大町市", "十日町市", "余市町", "玉村町"],
        ),
        ("三重県津市", ["三重県", "津市"]),
        ("星見津市", []),
        ("第2次つくば市生涯学習推進基本計画", ["つくば市"]),
        ("学園都市つくば市", ["つくば市"]),
        ("平成16年度三鷹市教育計画", ["三鷹市"]),
        ("立川市昭和町", ["立川市"]),
        ("山梨県昭和町", ["山梨県", "昭和町"]),
        ("萩市場の再生", []),
        ("港区域の整備", []),
        ("市民の学びと都市の活力", []),
        ("さいたま市中央区", ["さいたま市中央区"]),
    ],
)
def test_listed_names_are_found_whole_and_only_where_they_begin(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_a_prefecture_before_the_name_decides() -> None:
    assert [entry.code for entry in find_municipalities("広島県府中市の計画")[1].candidates] == ["342084"]
    assert len(find_municipalities("府中市の計画")[0].candidates) == 2


def test_a_prefecture_elsewhere_only_narrows() -> None:
    candidates = by_name("府中市")
    assert [entry.prefecture for entry in narrow(candidates, "東京都の計画との整合")] == ["東京都"]
    assert narrow(candidates, "国の計画との整合") == candidates
    assert [entry.name for entry in narrow(by_name("中央区"), "札幌市の区")] == ["札幌市中央区"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("第3次星見野市生涯学習推進計画", "星見野市"),
        ("第 3 次星見野市生涯学習推進計画（案）", "星見野市"),
        ("第四次 星見野市生涯学習推進計画 構造図", "星見野市"),
        ("令和6年度星見野市教育要覧", "星見野市"),
        ("（仮称）星見野市こども計画", "星見野市"),
        ("新・星見野市総合計画", "星見野市"),
        ("豊かな学び 星見野市生涯学習推進計画", "星見野市"),
        ("つくば市未来構想", "つくば市"),
        ("西東京市総合計画", "西東京市"),
        ("千鳥浜町立図書館基本計画", "千鳥浜町"),
        ("雪見村地域福祉計画", "雪見村"),
        ("星見県総合計画", "星見県"),
        ("霞ヶ原区基本構想", "霞ヶ原区"),
        ("ほしみ市子ども計画", "ほしみ市"),
        ("西村山市環境基本計画", "西村山市"),
        ("星町市総合計画", "星町市"),
        ("東京都長期計画", "東京都"),
        ("東京都府中市総合計画", "府中市"),
        ("四日市市総合計画", "四日市市"),
        ("三次市第2次総合計画", "三次市"),
    ],
)
def test_a_title_names_its_municipality_listed_or_not(title: str, name: str) -> None:
    assert name_in(title) == name


@pytest.mark.parametrize(
    "title",
    [
        "",
        "市民の学びの力をまちづくりに生かす",
        "町民憲章",
        "本市の計画",
        "わがまちの計画",
        "全市的な推進体制",
        "都市計画マスタープラン",
        "健康都市の実現",
        "市町村合併",
        "地区計画",
        "行政区の再編",
        "小学校区の見直し",
        "農村振興計画",
        "生活道路の整備",
        "みんなで支えあうまち",
        "市制施行50周年",
        "村山地域計画",
        "たちかわ市民交流大学",
        "町内会の活動",
        "宿場町の街並み保存",
    ],
)
def test_other_words_name_no_municipality(title: str) -> None:
    assert name_in(title) is None


@given(
    st.sampled_from(municipalities()), st.sampled_from(["総合計画", "第2期教育振興基本計画", "生涯学習推進計画（案）"])
)
def test_every_listed_name_is_found_in_a_title(entry: Municipality, rest: str) -> None:
    name = entry.name
    assert name_in(name + rest) == name
    assert name_in(f"第3次{name}{rest}") == name


@given(st.text(alphabet="市町村区県都道府東京星見第3次民立 のヶ（", max_size=30))
def test_no_text_makes_it_raise(text: str) -> None:
    for mention in find_municipalities(text):
        assert text[mention.start : mention.end] == mention.name
    name = name_in(text)
    assert name is None or name in text
