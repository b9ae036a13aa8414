"""Outlines whose levels no number tells: heading signs alone, or unmarked lines over bullets."""

from __future__ import annotations

from extractors.outline_tree import outline_tree
from extractors.see_text import see_text
from schemas.document import Document, Line, SourceFile
from schemas.issue import Issue
from schemas.structure import Outline

SOURCE = SourceFile("plan.txt", "0" * 64, "text/plain", 1)


def _read(text: str) -> tuple[list[tuple[int, str]], list[Issue]]:
    lines = tuple(Line(line, number) for number, line in enumerate(text.strip("\n").split("\n"), 1))
    seen = see_text(Document(SOURCE, lines))
    (outline,) = seen.value
    assert isinstance(outline, Outline)
    result = outline_tree(outline)
    return [(node.depth, node.name) for node in result.value.nodes], [*seen.issues, *result.issues]


def test_heading_signs_alone_tell_the_levels() -> None:
    nodes, _ = _read(
        """
# みほん市学びのプラン

## 計画の期間

令和2年度から令和6年度まで

## 施策の体系

### 学べる場をつくる

#### 施設の充実

- 公民館の改修
- 図書館の整備

#### 情報の提供

- ガイドブックの発行

### 学びを生かす

#### 人材の育成

- 講師の養成

## 計画の推進

- 庁内の連携
"""
    )
    assert nodes == [
        (1, "学べる場をつくる"),
        (2, "施設の充実"),
        (3, "公民館の改修"),
        (3, "図書館の整備"),
        (2, "情報の提供"),
        (3, "ガイドブックの発行"),
        (1, "学びを生かす"),
        (2, "人材の育成"),
        (3, "講師の養成"),
    ]


def test_one_unmarked_heading_over_a_list_is_no_level() -> None:
    nodes, _ = _read(
        """
# みほん市学びのプラン

## 進め方について

1 学べる場をつくる

- 公民館の改修

2 学びを生かす

- 講師の養成
"""
    )
    assert nodes == [(1, "学べる場をつくる"), (2, "公民館の改修"), (1, "学びを生かす"), (2, "講師の養成")]


OVER = """
基本目標1　安心して育てる
{0}出産への支援
{1}○相談の実施
{1}○産後の訪問
{0}医療の充実
{1}○当番医の確保
基本目標2　育ちを支える
{0}保育の充実
{1}○延長保育の実施
"""
WANTED = [
    (1, "安心して育てる"),
    (2, "出産への支援"),
    (3, "相談の実施"),
    (3, "産後の訪問"),
    (2, "医療の充実"),
    (3, "当番医の確保"),
    (1, "育ちを支える"),
    (2, "保育の充実"),
    (3, "延長保育の実施"),
]


def test_unmarked_lines_over_bullets_are_a_level() -> None:
    nodes, issues = _read(OVER.format("　", "　　"))
    assert nodes == WANTED
    assert not issues


def test_a_stair_of_indents_tells_a_level_under_a_long_title() -> None:
    text = OVER.replace("安心して育てる", "安心して子どもを産み育てられる環境づくりを進める")
    nodes, issues = _read(text.format("　", "　　"))
    assert nodes[1:] == WANTED[1:]
    assert not issues


def test_without_indents_it_is_told() -> None:
    nodes, issues = _read(OVER.format("", ""))
    assert nodes == WANTED
    assert [issue.kind for issue in issues] == ["level_without_marker"]
    assert set(issues[0].refs) == {f"L{line}" for line in (2, 3, 4, 5, 6, 8, 9)}


def test_bullets_with_a_title_and_a_sentence() -> None:
    nodes, _ = _read(
        "1 家庭\n・朝食…毎日朝食を食べる習慣をつけます。\n・共食：家族そろって食べる機会を増やします。\n2 学校\n・給食…生きた教材として活用します。\n"
    )
    assert nodes == [(1, "家庭"), (2, "朝食"), (2, "共食"), (1, "学校"), (2, "給食")]


def test_the_rest_of_a_bullet_and_labels_are_no_level() -> None:
    nodes, _ = _read(
        """
1 学ぶ
主な取組
○市民大学における多様な講座の開催と内容の
見直し
○相談の実施
2 生かす
主な取組
○地域の行事における学習成果の発表の場の
拡充
○登録の促進
3 つなぐ
主な取組
○交流の促進
"""
    )
    assert [name for _, name in nodes if name in ("見直し", "拡充", "主な取組")] == []


def test_numbers_that_begin_with_their_parents_are_chains() -> None:
    nodes, issues = _read("1 学ぶ\n11 機会\n111 講座\n112 教室\n12 情報\n121 広報\n2 生かす\n21 人材\n211 登録\n")
    assert nodes == [
        (1, "学ぶ"),
        (2, "機会"),
        (3, "講座"),
        (3, "教室"),
        (2, "情報"),
        (3, "広報"),
        (1, "生かす"),
        (2, "人材"),
        (3, "登録"),
    ]
    assert not issues


def test_a_dot_may_tell_sections_from_entries() -> None:
    nodes, _ = _read(
        "1.計画の期間\n令和2年度から6年度まで\n2.計画の体系\n1 学ぶ\n (1) 講座\n2 生かす\n (1) 登録\n3.計画の推進\n会議で確かめます。\n"
    )
    assert nodes == [(1, "学ぶ"), (2, "講座"), (1, "生かす"), (2, "登録")]


def test_bullets_before_the_name_of_a_section_open_it() -> None:
    nodes, _ = _read("◎基本理念　学びで つなぐ\n\n方針1　守る\n　(1) 保全\n方針2　楽しむ\n　(1) 体験\n")
    assert nodes == [(1, "守る"), (2, "保全"), (1, "楽しむ"), (2, "体験")]
    nodes, _ = _read(
        "○体系図\n\n意識づくり\n　学校における推進\n　家庭における推進\n社会づくり\n　参画\n　就労の支援\n"
    )
    assert nodes[0] == (1, "意識づくり")


def test_unmarked_lines_alone_over_unmarked_lines_are_the_level_above() -> None:
    nodes, _ = _read("食べる力\n\n　食習慣\n　　・朝ごはん\n　安全\n　　・表示\n\nつくる力\n\n　体験\n　　・収穫\n")
    assert nodes == [
        (1, "食べる力"),
        (2, "食習慣"),
        (3, "朝ごはん"),
        (2, "安全"),
        (3, "表示"),
        (1, "つくる力"),
        (2, "体験"),
        (3, "収穫"),
    ]


def test_whose_part_follows_is_a_label() -> None:
    nodes, _ = _read(
        "1 ごみ\n市民の取組\n・持ち帰り\n事業者の取組\n・包装の抑制\n2 水\n市民の取組\n・節水\n市の取組\n・調査\n"
    )
    assert [name for _, name in nodes] == ["ごみ", "持ち帰り", "包装の抑制", "水", "節水", "調査"]
