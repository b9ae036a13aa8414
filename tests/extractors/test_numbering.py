"""Markers as plans print them, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.numbering import read_marker, split_items


@pytest.mark.parametrize(
    ("text", "label", "style", "value", "name"),
    [
        ("第1章　子育て・教育", "第1章", "第章", (1,), "子育て・教育"),
        ("第１の柱　自助の力", "第１の柱", "第の", (1,), "自助の力"),
        ("(ｱ)　備蓄", "(ｱ)", "(ア)", (1,), "備蓄"),
        ("第二節 健康", "第二節", "第節", (2,), "健康"),
        ("Ⅲ. 地域づくり", "Ⅲ", "Ⅰ", (3,), "地域づくり"),
        ("IIいつでも学べる環境", "II", "Ⅰ", (2,), "いつでも学べる環境"),
        ("1 学習機会の充実", "1", "1", (1,), "学習機会の充実"),
        ("１．学習機会", "１", "1", (1,), "学習機会"),
        ("2施設の活用", "2", "1", (2,), "施設の活用"),
        ("（1） 福祉意識の醸成", "（1）", "(1)", (1,), "福祉意識の醸成"),
        ("(10)広報", "(10)", "(1)", (10,), "広報"),
        ("①様々な媒体", "①", "①", (1,), "様々な媒体"),
        ("㉔ SDG s の取り組み", "㉔", "①", (24,), "SDG s の取り組み"),
        ("1-2-3 再生可能エネルギー", "1-2-3", "1-1", (1, 2, 3), "再生可能エネルギー"),
        ("ア 8020運動の推進", "ア", "ア", (1,), "8020運動の推進"),
        ("(イ) 郷土料理", "(イ)", "(ア)", (2,), "郷土料理"),
        ("B 情報提供の高度化", "B", "A", (2,), "情報提供の高度化"),
        ("・読書活動の支援", "・", "・", (), "読書活動の支援"),
        ("○子どもの学習支援", "○", "○", (), "子どもの学習支援"),
        ("▶▶個別施策 ① 情報発信", "個別施策 ①", "①", (1,), "情報発信"),
        ("基本目標1　安心して育てる", "基本目標1", "1", (1,), "安心して育てる"),
        ("目指す方向 2 つながるまち", "目指す方向 2", "1", (2,), "つながるまち"),
        ("推進項目 11", "推進項目 11", "1", (11,), ""),
        ("施策1-1 自然の活用", "施策1-1", "1-1", (1, 1), "自然の活用"),
        ("方針A：地域に根ざす", "方針A", "A", (1,), "地域に根ざす"),
        ("目標Ⅰ 健康", "目標Ⅰ", "Ⅰ", (1,), "健康"),
    ],
)
def test_markers(text: str, label: str, style: str, value: tuple[int, ...], name: str) -> None:
    marked = read_marker(text)
    assert marked.marker is not None
    assert (marked.marker.label, marked.marker.style, marked.marker.value, marked.name) == (label, style, value, name)


@pytest.mark.parametrize(
    "text",
    [
        "10か年の計画",
        "24の個別施策",
        "11 の推進項目",
        "1人1台端末の活用",
        "3つの重点",
        "ICTの活用による学習支援",
        "Iターンの促進",
        "アレルギー対策の充実",
        "（仮称）まちづくり大学",
        "一人ひとりの学び",
        "2030年度までの目標",
    ],
)
def test_what_is_no_marker(text: str) -> None:
    assert read_marker(text).marker is None
    assert read_marker(text).name == text


def test_the_word_before_a_number_is_kept_apart() -> None:
    marker = read_marker("基本目標3 学びをいかす").marker
    assert marker is not None
    assert (marker.word, marker.kind, marker.counted) == ("基本目標", "基本目標1", True)


def test_items_of_a_cell_are_split_at_their_markers_only() -> None:
    assert split_items("①広報 ②啓発 ③相談") == ("①広報", "②啓発", "③相談")
    assert split_items("・学校教育の充実・支援 ・放課後の学習") == ("・学校教育の充実・支援", "・放課後の学習")
    assert split_items("学校教育の充実・支援") == ("学校教育の充実・支援",)
    assert split_items("施策1 健康、施策2 医療") == ("施策1 健康", "施策2 医療")
    assert split_items("施策1 健康、施策3 医療") == ("施策1 健康、施策3 医療",)
    assert split_items("①広報 ③啓発 ④相談") == ("①広報", "③啓発", "④相談")
    assert split_items("①広報 ③の次に続く文") == ("①広報 ③の次に続く文",)
    assert split_items("がん\n・循環器病") == ("がん\n・循環器病",)
    assert split_items("") == ()


_NAMES = st.text(alphabet="学習機会充実支援情報提供相談交流", min_size=2, max_size=12)
_LABELS = st.sampled_from(
    ["Ⅱ", "3", "(4)", "（5）", "⑥", "7-8", "第9章", "基本目標2", "施策3-1", "ア", "○", "・", "■"],
)


@given(_LABELS, _NAMES)
def test_a_label_and_a_name_are_read_back(label: str, name: str) -> None:
    marked = read_marker(f"{label} {name}")
    assert marked.marker is not None
    assert (marked.marker.label, marked.name) == (label, name)


@given(st.lists(_NAMES, min_size=1, max_size=12))
def test_numbered_items_are_read_back(names: list[str]) -> None:
    text = " ".join(f"{chr(0x2460 + index)}{name}" for index, name in enumerate(names))
    assert [read_marker(item).name for item in split_items(text)] == names
