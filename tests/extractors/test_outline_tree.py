"""Outlines: levels by markers, overview and detail as one, sections that hold no hierarchy."""

from __future__ import annotations

from extractors.outline_tree import outline_tree
from extractors.see_text import see_text
from schemas.document import Document, Line, SourceFile
from schemas.issue import Issue
from schemas.plan import Structure
from schemas.structure import Outline

SOURCE = SourceFile("plan.txt", "0" * 64, "text/plain", 1)


def _read(text: str) -> tuple[Structure, list[Issue]]:
    lines = tuple(Line(line, number) for number, line in enumerate(text.strip("\n").split("\n"), 1))
    seen = see_text(Document(SOURCE, lines))
    (outline,) = seen.value
    assert isinstance(outline, Outline)
    result = outline_tree(outline)
    return result.value, [*seen.issues, *result.issues]


def _shape(structure: Structure) -> list[tuple[str, int, str, str]]:
    return [(node.id, node.level, node.label, node.name) for node in structure.nodes]


def test_levels_come_from_markers_not_from_heading_signs() -> None:
    structure, _ = _read(
        """
# 生涯学習の施策体系

## 1.学びの環境

### (1) 情報

- ① 発信
  - 広報紙
  - 動画

## (2) 全市の体制

- 推進会議
"""
    )
    assert structure.title == "生涯学習の施策体系"
    assert _shape(structure) == [
        ("1", 1, "1", "学びの環境"),
        ("1.1", 2, "(1)", "情報"),
        ("1.1.1", 3, "①", "発信"),
        ("1.1.1.1", 4, "", "広報紙"),
        ("1.1.1.2", 4, "", "動画"),
        ("1.2", 2, "(2)", "全市の体制"),
        ("1.2.1", 4, "", "推進会議"),
    ]


def test_sections_about_the_plan_are_left_out() -> None:
    structure, issues = _read(
        """
計画の考え方

1. 策定の目的

学びの機会をひろげるため、この計画をつくります。

2. 基本方針

（1）自主性の尊重

（2）協働の推進

3. 施策の柱

(1) 学習機会の提供

年代に応じた学びを支えます。

(2) 環境の整備

情報と相談を整えます。

計画の推進

1. 重点事業

●学びの入口づくり
"""
    )
    assert _shape(structure) == [("1", 1, "(1)", "学習機会の提供"), ("2", 1, "(2)", "環境の整備")]
    assert structure.levels == ("施策の柱",)
    assert structure.nodes[0].description == "年代に応じた学びを支えます。"
    assert [issue.kind for issue in issues] == ["marker_reused"]


def test_a_title_broken_over_lines_is_joined_and_said() -> None:
    structure, issues = _read(
        """
目指す方向 1 だれもが学べるまち

推進項目 1

連携による

子どもの支援

地域とともに子どもの学びを支えます。

- ▶▶個別施策 ① 学校との連携
② 家庭への支援
"""
    )
    assert [node.name for node in structure.nodes] == [
        "だれもが学べるまち",
        "連携による子どもの支援",
        "学校との連携",
        "家庭への支援",
    ]
    assert [node.label for node in structure.nodes][2:] == ["①", "②"]
    assert structure.nodes[1].description == "地域とともに子どもの学びを支えます。"
    assert structure.levels is None or structure.levels[:2] == ("目指す方向", "推進項目")
    broken = [issue for issue in issues if issue.kind == "heading_broken"]
    assert len(broken) == 1
    assert broken[0].refs == (structure.nodes[1].ref,)
    assert "marker_continuation" in [issue.kind for issue in issues]


OVERVIEW = """
# 施策体系

## 1 学びの環境

### (1) 情報

- ① 発信の充実
  - 広報紙の発行
  - 動画の普及促進

### (2) 施設

- ① 改修

## 2 学びの支援

### (1) 相談

- ① 窓口
"""


def test_the_detail_gives_descriptions_and_differences() -> None:
    structure, issues = _read(
        OVERVIEW
        + """
## 1 学びの環境

### (1) 情報

【めざす姿】

だれもが情報を得られます。

### ● 発信の充実

#### ■ 広報紙の発行

毎月発行します。

※広報紙

市が発行する紙面。

#### ■ 動画の検討

動画での発信を検討します。
"""
    )
    names = {node.name: node for node in structure.nodes}
    assert len(structure.nodes) == 10
    assert names["広報紙の発行"].description == "毎月発行します。"
    assert names["動画の普及促進"].description == "動画での発信を検討します。"
    found = {issue.kind: issue for issue in issues}
    assert found["title_mismatch"].refs == (names["動画の普及促進"].ref,)
    assert found["title_mismatch"].proposal == "動画の検討"
    assert found["marker_mismatch"].refs == (names["発信の充実"].ref,)
    missing = {issue.refs for issue in issues if issue.kind == "detail_missing"}
    assert missing == {(names["学びの支援"].ref,), (names["施設"].ref,)}


def test_an_overview_alone_misses_no_detail() -> None:
    structure, issues = _read(OVERVIEW)
    assert len(structure.nodes) == 10
    assert [issue.kind for issue in issues if issue.severity != "info"] == []


def test_a_list_entry_of_the_overview_may_be_a_heading_of_the_detail() -> None:
    structure, _ = _read(
        """
# 生涯学習の施策体系

## 1.学びの環境

### (1) 情報

- ① 発信
  - 広報紙
  - 動画

## 1. 学びの環境

### (1) 情報

### ① 発信

#### ■ 広報紙

毎月発行します。
"""
    )
    assert [(node.id, node.level, node.name) for node in structure.nodes] == [
        ("1", 1, "学びの環境"),
        ("1.1", 2, "情報"),
        ("1.1.1", 3, "発信"),
        ("1.1.1.1", 4, "広報紙"),
        ("1.1.1.2", 4, "動画"),
    ]
    assert structure.nodes[3].description == "毎月発行します。"
