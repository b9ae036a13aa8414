"""Slips are reported where they are, with what was probably meant; what only looks odd is left alone."""

from __future__ import annotations

import pytest

from extractors.lexicon import lexicon
from extractors.wording import check_wording
from schemas.document import Line
from schemas.issue import Issue


def check(*lines: str) -> tuple[Issue, ...]:
    return check_wording([Line(line, number) for number, line in enumerate(lines, 1)])


def found(*lines: str) -> list[tuple[str, int | None]]:
    return [(issue.kind, issue.evidence.line) for issue in check(*lines)]


@pytest.mark.parametrize(
    ("lines", "kind", "quote", "proposal"),
    [
        (("誰もが輝けるまちをつくりまします。",), "typo_suspected", "つくりまします", "つくります"),
        (("5年をめぐりに必要に応じて見直します。",), "typo_suspected", "めぐりに", "めどに"),
        (("地区会館等などを活用します。",), "typo_suspected", "等など", "など"),
        (("施設での行われる事業を支援します。",), "typo_suspected", "での行われる", "で行われる"),
        (("コーディネートを進め方、学び方を研修します。",), "typo_suspected", "を進め方", "の進め方"),
        (("② おとなになるため学習機会づくり",), "typo_suspected", "ため学習", "ための学習"),
        (("誰もが一步をふみだせるまち", "第一歩"), "ocr_suspected", "一步", "一歩"),
        (("市民囑託員の制度",), "ocr_suspected", "囑託", "嘱託"),
        (("コミュ二ティの形成",), "ocr_suspected", "コミュ二", "コミュニ"),
        (("生涯学習センタ一の整備",), "ocr_suspected", "センタ一", "センター"),
        (("松野発一ゆとり伝心を策定しました。",), "ocr_suspected", "一ゆとり", "―ゆとり"),
        (("相談日の設定ー「困りごと相談所」",), "dash_as_long_vowel", "設定ー", "設定―"),
        (("サ―ビスの向上",), "dash_as_long_vowel", "サ―ビス", "サービス"),
        (
            ("くらしまちの現代的課題の講座", "市民がくらしやまちの現代的課題を学ぶ"),
            "typo_suspected",
            "くらしまち",
            "くらしやまち",
        ),
        (("子ども向けの資料を充実させまます。",), "typo_suspected", "実させまます", "実させます"),
        (("ボランテイアの育成",), "typo_suspected", "ボランテイア", "ボランティア"),
        (("利用者（高齢者の支援を行います。",), "unbalanced_delimiter", "（高齢者", None),
        (("1 学び -ひろがる学びの環-\t2 支援 -支え合う学びのしくみ",), "unbalanced_delimiter", "-支え合う", "しくみ-"),
        (("コンテンツ<sup>※</sup>の作成",), "html_residue", "<sup>", "コンテンツ※"),
        (("見直します。新しい計画とします",), "sentence_unterminated", "とします", "とします。"),
        (("誰もが学べる 環境づくり",), "whitespace_artifact", "学べる 環境", "学べる環境"),
        (("大学・施設 との連携",), "whitespace_artifact", "施設 との", "施設との"),
        (("㉔ SDG s の拡充",), "whitespace_artifact", "SDG s", "SDGs"),
        (("P D C Aサイクル",), "whitespace_artifact", "P D C A", "PDCA"),
        (("「(仮称)学びの窓口」の設置",), "provisional_name", "(仮称)学びの窓口", None),
        (("ICTの活用", "ＩＣＴの推進"), "width_variant", "ＩＣＴ", None),
        (("支援を行なう。", "相談を行う。研修を行う。講座を行う。"), "name_variant", "行なう", "行う"),
        (("人と人，地域と地域", "一、二、三、四、"), "punctuation_mixed", "，", None),
    ],
)
def test_slips_are_reported(lines: tuple[str, ...], kind: str, quote: str, proposal: str | None) -> None:
    issues = [issue for issue in check(*lines) if issue.kind == kind]
    assert len(issues) == 1
    (issue,) = issues
    assert quote in issue.evidence.text
    assert issue.evidence.text in "\n".join(lines)
    assert issue.refs
    if proposal:
        assert proposal in (issue.proposal or "")


@pytest.mark.parametrize(
    "line",
    [
        "学びあいがつむぐ“健幸”なまち ～「ふれあい」からはじまる地域づくり～",
        "知縁・学縁の形成、市民の共学・協働",
        "主題「つなぐ つむぐ つくる」",
        "住んでみたいまち 住み続けたいまち",
        "再チャレンジの支援、中高年者のリチャレンジ",
        "唯一の施設として統一したサービスを一人ひとりに提供します。",
        "男女平等などの学習機会を充実します。",
        "1) 情報機能、2) 相談機能を強化します。",
        "ア）相談　イ）支援",
        "機能は1)情報、2)相談です。",
        "山田健一さんがお話しします。",
        "子どもたちを励まします。",
        "学んだことを生き方に生かす、3つのための施策",
        "なにに取り組むか、多くのための取組",
        "健康づくりのため運動教室を開催します。",
        "職業生活ともかかわる課題についての講座",
        "ますますの発展、もののあわれ",
        "市民の自主性を高める",
        "施設を活用した相談支援、相談を支援するしくみ",
        "スポーツ・レクリエーション（ニュースポーツ等）の振興",
        "八ヶ岳の麓、二十歳の集い",
        "新しい公民館 ～学びの拠点～",
    ],
)
def test_what_only_looks_odd_is_left_alone(line: str) -> None:
    assert found(line) == []


def test_brackets_may_close_on_the_next_line() -> None:
    assert found("利用者（高齢者や障がいの", "ある人）の支援を行います。") == []
    assert found("利用者（高齢者や障がいの", "", "ある人の支援を行います。") == [("unbalanced_delimiter", 1)]


def test_one_issue_names_every_line_of_a_form() -> None:
    (issue,) = check("一步をふみだす", "本文", "一步をふみだせるまち")
    assert issue.refs == ("L1", "L3")


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\u2066", "\U000e0041"])
def test_characters_that_nobody_sees_are_named_for_review(sign: str) -> None:
    (issue,) = check(f"学びを{sign}ひらく", "本文", f"図書{sign}館")
    assert (issue.kind, issue.refs) == ("ocr_suspected", ("L1", "L3"))
    assert f"U+{ord(sign):04X}" in issue.message
    assert found("辻\U000e0100のまち") == [], "a variation selector belongs to the form of its kanji"


def test_the_habit_of_a_whole_document_is_no_slip() -> None:
    assert found("步道の整備", "步行者の安全", "散步道の整備") == []
    assert found("步道の整備", "步行者の安全", "散步道と歩道の整備") == [("ocr_suspected", 1)]


def test_issues_come_in_the_order_of_the_lines() -> None:
    lines = ["地区会館等などの活用", "一步をふみだす", "まちをつくりまします。"]
    assert [line for _, line in found(*lines)] == [1, 2, 3]


def test_every_entry_of_the_lexicon_is_of_use() -> None:
    words = lexicon()
    assert all(common != form for form, common in words.twins.items())
    assert not any(slip.find.search("") for slip in (*words.slips, *words.title_slips))
    assert words.accepts("健幸なまち", 0, 2)
