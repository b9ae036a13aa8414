"""Texts whose hierarchy stands partly in headings and partly in tables, or inside the chapters of a document."""

from __future__ import annotations

from extractors.see_text import see_text
from extractors.trees import trees
from schemas.document import Document, Line, SourceFile
from schemas.plan import Structure


def read(text: str) -> tuple[Structure, ...]:
    lines = tuple(Line(line, number) for number, line in enumerate(text.replace("→", "\t").split("\n"), 1))
    seen = see_text(Document(SourceFile("x.txt", "", "text/plain", 1), lines))
    return trees(seen.value).value


def paths(structure: Structure) -> list[str]:
    return [f"{node.id} {node.label}{node.name}" for node in structure.nodes]


def test_works_in_tables_under_headings_are_entries() -> None:
    (structure,) = read(
        "基本目標1 育てる\n\n施策1-1 保育の充実\n\n事業名→内容→担当課\n病児保育→看護師を置きます。→こども課\n"
        "一時保育→定員を増やします。→こども課\n\n施策1-2 相談の充実\n\n事業名→内容→担当課\n"
        "子育て相談→窓口を開きます。→健康課\n"
    )
    assert paths(structure) == [
        "1 基本目標1育てる",
        "1.1 施策1-1保育の充実",
        "1.1.1 病児保育",
        "1.1.2 一時保育",
        "1.2 施策1-2相談の充実",
        "1.2.1 子育て相談",
    ]
    assert structure.nodes[2].department == "こども課"
    assert structure.nodes[2].description == "看護師を置きます。"


def test_one_table_per_goal_is_one_hierarchy() -> None:
    (structure,) = read(
        "基本目標1　学ぶ\n\n施策→取組\n1 機会→(1) 講座\n→(2) 教室\n\n基本目標2　支える\n\n施策→取組\n1 人材→(1) 研修\n2 場→(1) 改修\n"
    )
    assert paths(structure) == [
        "1 基本目標1学ぶ",
        "1.1 1機会",
        "1.1.1 (1)講座",
        "1.1.2 (2)教室",
        "2 基本目標2支える",
        "2.1 1人材",
        "2.1.1 (1)研修",
        "2.2 2場",
        "2.2.1 (1)改修",
    ]


def test_indicators_are_no_entries() -> None:
    (structure,) = read("目標1 学ぶ\n(1) 講座\n指標→現状値→目標値\n参加者数→12人→20人\n目標2 支える\n(1) 研修\n")
    assert paths(structure) == ["1 目標1学ぶ", "1.1 (1)講座", "2 目標2支える", "2.1 (1)研修"]


def test_chapters_of_the_document_are_no_levels() -> None:
    (structure,) = read(
        "第1章　計画の基本的事項\n\n1　策定の背景\n\n社会が変わりました。\n\n2　計画の期間\n\n5年間とします。\n\n"
        "第2章　施策の展開\n\n基本目標1　学ぶ\n\n(1)　講座\n\n基本目標2　支える\n\n(1)　研修\n\n"
        "第3章　計画の推進\n\n1　進行管理\n\n毎年見直します。\n"
    )
    assert paths(structure) == ["1 基本目標1学ぶ", "1.1 (1)講座", "2 基本目標2支える", "2.1 (1)研修"]


def test_numbered_sections_around_the_hierarchy() -> None:
    (structure,) = read(
        "１　計画の期間\n　５年間とします。\n\n２　推進のための方策\n\n（１）家庭\n　ア　読み聞かせ\n（２）学校\n　ア　朝の読書\n\n"
        "３　計画の推進体制\n　協議会で点検します。\n"
    )
    assert paths(structure) == ["1 （１）家庭", "1.1 ア読み聞かせ", "2 （２）学校", "2.1 ア朝の読書"]


def test_chapters_that_are_goals_stay_levels() -> None:
    (structure,) = read(
        "第1章　計画の概要\n\n1　計画の期間\n\n5年間とします。\n\n第2章　育てる\n\n1　保育\n\n2　教育\n\n第3章　守る\n\n1　防災\n\n2　防犯\n"
    )
    assert paths(structure) == ["1 第2章育てる", "1.1 1保育", "1.2 2教育", "2 第3章守る", "2.1 1防災", "2.2 2防犯"]


def test_a_chapter_behind_the_hierarchy_is_not_under_it() -> None:
    (structure,) = read(
        "施策の体系\n\n目標１　学ぶ\n　○　講座\n目標２　支える\n　○　研修\n\n第5章　これからの力点\n\n重点１　窓口\n案内します。\n重点２　居場所\n作ります。\n"
    )
    assert [node.name for node in structure.nodes] == ["学ぶ", "講座", "支える", "研修"]


def test_a_running_head_is_no_new_chapter() -> None:
    (structure,) = read(
        "第1章　計画の概要\n\n第3章　施策の展開\n\n目標１　つながる\n\n（１）　居場所\n\n- 3 -\n\n第3章　施策の展開\n\n（２）　見守り\n\n"
        "目標２　支える\n\n（１）　相談\n\n第4章　計画の推進\n\n推進会議を置きます。\n"
    )
    assert paths(structure) == [
        "1 目標１つながる",
        "1.1 （１）居場所",
        "1.2 （２）見守り",
        "2 目標２支える",
        "2.1 （１）相談",
    ]


def test_a_table_of_contents_is_no_overview() -> None:
    (structure,) = read(
        "目次\n第1章　計画の概要　1\n第2章　施策の展開　5\n1　育てる　5\n2　守る　9\n\n第1章　計画の概要\n\n計画の期間は5年です。\n\n"
        "第2章　施策の展開\n\n1　育てる\n(1)　保育\n(2)　教育\n2　守る\n(1)　防災\n"
    )
    assert paths(structure) == ["1 1育てる", "1.1 (1)保育", "1.2 (2)教育", "2 2守る", "2.1 (1)防災"]
    assert structure.nodes[0].evidence.line == 13


def test_letters_without_a_space_behind_them() -> None:
    (structure,) = read("1道路の整備\n(1)生活道路\nア通学路の点検\nイ街灯の設置\n(2)自転車\nア通行帯の整備\n")
    assert paths(structure) == [
        "1 1道路の整備",
        "1.1 (1)生活道路",
        "1.1.1 ア通学路の点検",
        "1.1.2 イ街灯の設置",
        "1.2 (2)自転車",
        "1.2.1 ア通行帯の整備",
    ]


def test_a_detail_that_goes_deeper_than_its_overview_contradicts_nothing() -> None:
    text = (
        "施策の体系\n\n目標1　育てる\n　施策1　保育\n目標2　守る\n　施策2　防災\n\n施策の内容\n\n目標1　育てる\n施策1　保育\n定員を増やします。\n"
        "(1)　病児保育\n(2)　一時保育\n目標2　守る\n施策2　防災\n備えます。\n(1)　訓練\n"
    )
    lines = tuple(Line(line, number) for number, line in enumerate(text.split("\n"), 1))
    result = trees(see_text(Document(SourceFile("x.txt", "", "text/plain", 1), lines)).value)
    assert paths(result.value[0])[2:5] == ["1.1.1 (1)病児保育", "1.1.2 (2)一時保育", "2 目標2守る"]
    assert {issue.kind for issue in result.issues} == {"section_repeated"}


def test_dittos_are_the_cell_above() -> None:
    (structure,) = read(
        "方針→分野→取組\nⅠ 生活習慣→(1) 栄養→・減塩\n〃→〃→・朝食\n〃→(2) 運動→・散歩\nⅡ 予防→(1) がん→・検診\n"
    )
    assert paths(structure) == [
        "1 Ⅰ生活習慣",
        "1.1 (1)栄養",
        "1.1.1 ・減塩",
        "1.1.2 ・朝食",
        "1.2 (2)運動",
        "1.2.1 ・散歩",
        "2 Ⅱ予防",
        "2.1 (1)がん",
        "2.1.1 ・検診",
    ]


def test_bullets_before_sentences_list_no_entries() -> None:
    (structure,) = read(
        "1 家庭\n(1) 読み聞かせ\n・絵本を配り、大切さを伝えます。\n・講座を開きます。\n(2) 家読\n・ちらしを作ります。\n2 学校\n(1) 朝の読書\n・続けます。\n"
    )
    assert paths(structure) == ["1 1家庭", "1.1 (1)読み聞かせ", "1.2 (2)家読", "2 2学校", "2.1 (1)朝の読書"]
    assert structure.nodes[1].description == "・絵本を配り、大切さを伝えます。\n・講座を開きます。"


def test_a_sentence_behind_its_title_on_one_line() -> None:
    (structure,) = read(
        "目標1　つながる\n(1)　連携の推進　関係機関の会議を開き、情報を分け合います。\n(2)　周知　相談先を全戸に知らせ、支援につなげます。\n"
    )
    assert paths(structure) == ["1 目標1つながる", "1.1 (1)連携の推進", "1.2 (2)周知"]
    assert structure.nodes[2].description == "相談先を全戸に知らせ、支援につなげます。"


def test_labels_behind_bullets_are_no_level() -> None:
    (structure,) = read(
        "目標１　安全\n施策１　防災\n▼現状と課題\n○組織率が低い\n▼主な取組\n①訓練\n②備蓄\n施策２　防犯\n▼現状と課題\n○事故が多い\n▼主な取組\n①見守り\n"
    )
    assert paths(structure) == [
        "1 目標１安全",
        "1.1 施策１防災",
        "1.1.1 ①訓練",
        "1.1.2 ②備蓄",
        "1.2 施策２防犯",
        "1.2.1 ①見守り",
    ]


def test_numbers_in_columns_of_their_own() -> None:
    (structure,) = read(
        "目標→→施策→→取組→\n1→学ぶ→(1)→講座→①→大学\n→→→→②→出前\n2→支える→(1)→人材→①→登録\n→→(2)→場→①→改修\n"
    )
    assert paths(structure) == [
        "1 1学ぶ",
        "1.1 (1)講座",
        "1.1.1 ①大学",
        "1.1.2 ②出前",
        "2 2支える",
        "2.1 (1)人材",
        "2.1.1 ①登録",
        "2.2 (2)場",
        "2.2.1 ①改修",
    ]


def test_a_line_of_figures_is_no_table_of_the_hierarchy() -> None:
    (structure,) = read("目標1　安全\n(1)　防災\n○参加者数　1,200人→1,500人\n目標2　元気\n(1)　商業\n○件数　5件→10件\n")
    assert [node.name for node in structure.nodes] == ["安全", "防災", "元気", "商業"]


def test_two_editions_as_outlines_are_two_hierarchies() -> None:
    old, new = read(
        "第2次計画の体系\n\n目標1　学ぶ\n　(1)　講座\n\n第3次計画（案）の体系\n\n目標1　学ぶ\n　(1)　配信\n目標2　支える\n　(1)　研修\n"
    )
    assert paths(old) == ["1 目標1学ぶ", "1.1 (1)講座"]
    assert paths(new) == ["1 目標1学ぶ", "1.1 (1)配信", "2 目標2支える", "2.1 (1)研修"]


def test_several_entries_on_one_line() -> None:
    (structure,) = read("1 家庭\n(1) 家読\n　・記録帳　・表彰\n2 学校\n(1) 環境\n　・蔵書の更新・整備　・司書\n")
    assert paths(structure) == [
        "1 1家庭",
        "1.1 (1)家読",
        "1.1.1 ・記録帳",
        "1.1.2 ・表彰",
        "2 2学校",
        "2.1 (1)環境",
        "2.1.1 ・蔵書の更新・整備",
        "2.1.2 ・司書",
    ]
    assert len({node.ref for node in structure.nodes}) == 8


def test_goals_listed_before_their_detail_take_its_label() -> None:
    (structure,) = read(
        "施策の体系\n\n(1)　育てる\n(2)　守る\n\n施策の展開\n\n基本目標１　育てる\n1-1　保育\n基本目標２　守る\n2-1　防災\n"
    )
    assert paths(structure) == ["1 基本目標１育てる", "1.1 1-1保育", "2 基本目標２守る", "2.1 2-1防災"]


def test_a_second_row_of_the_header() -> None:
    (structure,) = read(
        "柱→項目→実施項目→→担当課\n→→番号→名称→\n1 行政→(1) 業務→1→標準化→総務課\n→→2→自動化→情報課\n→(2) 民間→3→委託→総務課\n2 財政→(1) 歳入→4→寄附→財政課\n"
    )
    assert paths(structure)[:4] == ["1 1行政", "1.1 (1)業務", "1.1.1 1標準化", "1.1.2 2自動化"]
    assert structure.nodes[2].department == "総務課"


def issues_of(text: str) -> dict[str, str | None]:
    lines = tuple(Line(line, number) for number, line in enumerate(text.split("\n"), 1))
    result = trees(see_text(Document(SourceFile("x.txt", "", "text/plain", 1), lines)).value)
    return {issue.kind: issue.proposal for issue in result.issues}


OUTLINE = "1 自然\n(1) 森林\n① 間伐の促進\n② ホタルの生息\n(2) 河川\n① 清掃\n② 水質の調査\n2 生活\n(1) 大気\n① 監視\n"


def test_the_rest_of_a_title_on_the_next_line_is_told() -> None:
    assert issues_of(OUTLINE) == {}
    assert issues_of(OUTLINE.replace("生息\n", "生息\nする水路の整備\n")) == {
        "heading_broken": "② ホタルの生息する水路の整備"
    }


def test_two_entries_on_one_line_are_told() -> None:
    text = OUTLINE.replace("2 生活\n(1) 大気", "2 生活 (1) 大気")
    lines = tuple(Line(line, number) for number, line in enumerate(text.split("\n"), 1))
    seen = see_text(Document(SourceFile("x.txt", "", "text/plain", 1), lines))
    assert [(issue.kind, issue.evidence.text, issue.refs) for issue in seen.issues] == [
        ("row_spill", "(1) 大気", ("L8",))
    ]
    assert paths(trees(seen.value).value[0])[-3:] == ["2 2生活", "2.1 (1)大気", "2.1.1 ①監視"]


def test_a_blank_line_does_not_part_a_table() -> None:
    (structure,) = read("目標→施策→取組\n1 学ぶ→(1) 機会→①講座\n→→②教室\n\n→(2) 相談→①窓口\n2 支える→(1) 人材→①登録\n")
    assert [node.id for node in structure.nodes] == ["1", "1.1", "1.1.1", "1.1.2", "1.2", "1.2.1", "2", "2.1", "2.1.1"]


def test_a_calendar_is_no_hierarchy() -> None:
    (structure,) = read(
        "みほん計画\n\n年度→28→29→30→31\n→第2次計画→→→\n意識調査→★→→→★\n\n3つの柱とします。\n\n(1) 学ぶ\n\n学びます。\n\n(2) 生かす\n\n生かします。\n"
    )
    assert paths(structure) == ["1 (1)学ぶ", "2 (2)生かす"]


def test_a_table_without_header_counts_by_the_name_of_its_level() -> None:
    (structure,) = read(
        "基本戦略1 集める→広報→広報を強めます。\n→催し→催しを開きます。\n基本戦略2 迎える→案内→案内板を置きます。\n"
    )
    assert paths(structure) == ["1 基本戦略1集める", "1.1 広報", "1.2 催し", "2 基本戦略2迎える", "2.1 案内"]
    assert structure.nodes[1].description == "広報を強めます。"


def test_bullets_under_the_label_of_a_part_of_the_detail_are_no_entries() -> None:
    (structure,) = read(
        "第1節 健康\n\n【現状と課題】\n受診が課題です。\n・受診率が低い\n\n【施策】\n1 健診の充実\n受診を勧めます。\n\n"
        "第2節 福祉\n\n【現状と課題】\n高齢化が進んでいます。\n\n【施策】\n1 見守りの推進\n見守ります。\n"
    )
    assert paths(structure) == ["1 第1節健康", "1.1 1健診の充実", "2 第2節福祉", "2.1 1見守りの推進"]
