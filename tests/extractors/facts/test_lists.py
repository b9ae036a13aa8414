"""Statements, calendars, terms, departments, roles, policies and counts of made-up plans."""

from __future__ import annotations

from extractors.facts.declared import check_declared
from extractors.facts.read_facts import read_facts
from schemas.document import BBox, Document, Line, SourceFile
from schemas.issue import Issue
from schemas.plan import Facts, Node, Structure
from schemas.structure import Evidence

SOURCE = SourceFile("plan.txt", "", "text/plain", 1)


def read(*lines: str) -> tuple[Facts, tuple[Issue, ...]]:
    document = Document(SOURCE, tuple(Line(line, number) for number, line in enumerate(lines, 1)))
    result = read_facts(document)
    return result.value, result.issues


def kinds(issues: tuple[Issue, ...]) -> list[str]:
    return [issue.kind for issue in issues]


HEAD = ("第2次松野市学び計画", "計画期間：令和6年度～令和10年度", "")


def test_statements_in_every_printed_form() -> None:
    forms = {
        ("基本理念", "", "学びで つなぐ 松野"): "学びで つなぐ 松野",
        ("基本理念：学びで つなぐ 松野",): "学びで つなぐ 松野",
        ("主題 『 学びでつなぐ松野 』",): "学びでつなぐ松野",
        ("計画の基本理念", "", "本計画では、「学びでつなぐ松野」を基本理念とします。"): "学びでつなぐ松野",
        (
            "1. 基本理念",
            "",
            "様々な人をつなぐことを目指し、理念を",
            "",
            "学びで つなぐ 松野",
            "",
            "と定めます。",
        ): "学びで つなぐ 松野",
        ("基本理念\t学びでつなぐ松野",): "学びでつなぐ松野",
        ("【基本理念】みんなで支え合う、福祉のまち",): "みんなで支え合う、福祉のまち",
        ("1　望ましい環境像", "水とみどりが彩る まち"): "水とみどりが彩る まち",
    }
    for lines, expected in forms.items():
        facts, _ = read(*HEAD, *lines)
        assert [entry.text for entry in facts.statements] == [expected], lines


def test_the_vision_is_the_plans_own_principle() -> None:
    facts, issues = read(
        *HEAD, "松野市総合計画", "", "まちづくりの理念「人を育むまち」", "", "将来像「住み続けたいまち」"
    )
    assert [entry.belongs_to for entry in facts.statements] == ["松野市総合計画"] * 2
    assert facts.plan.vision is None
    assert kinds(issues).count("statement_of_other_plan") == 2


def test_a_list_of_goals_is_no_statement() -> None:
    facts, _ = read(*HEAD, "目指す姿", "", "目指す姿1 だれもが学べる", "目指す姿2 学びを生かす")
    assert facts.statements == ()


def test_a_slogan_behind_a_table_has_lost_its_label() -> None:
    facts, issues = read(*HEAD, "目標\t施策", "1 まなぶ\t①講座", "", "学びあいのまちづくり", "生涯学習社会の実現")
    assert [entry.text for entry in facts.statements] == ["学びあいのまちづくり", "生涯学習社会の実現"]
    assert kinds(issues) == ["municipality_unknown", "statement_unlabelled"]


def test_cells_are_counted_and_bars_stretched() -> None:
    facts, issues = read(
        *HEAD,
        "年度\tR4\tR5\tR6\tR7\tR8\tR9\tR10\tR11",
        "\t第1次計画\t\t第2次松野市学び計画\t\t\t\t\t",
        "\t\t\t\t\t見直し\t\t\t",
    )
    assert [(span.text, span.start_year, span.end_year) for span in facts.spans] == [
        ("第1次計画", 2022, 2023),
        ("第2次松野市学び計画", 2024, 2028),
        ("見直し", 2026, 2026),
    ]
    assert [entry.entries for entry in facts.timeline if entry.fiscal_year == 2026] == [("見直し",)]
    assert kinds(issues).count("merged_span_lost") == 1


def test_a_bar_that_does_not_begin_with_the_period_is_named() -> None:
    head = "年度\tR4\tR5\tR6\tR7\tR8\tR9\tR10"
    _, issues = read(*HEAD, head, "\t\t第2次松野市学び計画\t\t\t\t\t")
    assert [issue.evidence.line for issue in issues if issue.kind == "internal_contradiction"] == [5]


def test_bare_years_take_the_era_of_the_period() -> None:
    facts, issues = read(
        "松野市学び計画", "計画期間：平成28年度から32年度", "年度\t28\t29\t30\t31\t32", "●調査\t★\t\t\t★\t"
    )
    assert [entry.fiscal_year for entry in facts.timeline] == [2016, 2017, 2018, 2019, 2020]
    assert facts.events[0].fiscal_years == (2016, 2019)
    assert "era_label_partial" in kinds(issues)


def test_calendars_and_their_notes() -> None:
    head = "年度\tR1\tR2\tR3\tR4\tR5\tR6\tR7"
    facts, issues = read(
        *HEAD,
        head,
        "●市民 意識調査 (隔年実施)\t★\t\t★\t\t★\t\t★",
        "●利用者アンケート(毎年度実施)\t★\t\t\t\t\t\t★",
        "●実態調査\t★\t\t\t★\t\t★\t",
    )
    assert [(event.name, event.note) for event in facts.events] == [
        ("市民意識調査", "(隔年実施)"),
        ("利用者アンケート", "(毎年度実施)"),
        ("実態調査", None),
    ]
    assert [
        (issue.kind, issue.evidence.line) for issue in issues if issue.evidence.line and issue.evidence.line > 4
    ] == [
        ("internal_contradiction", 6),
        ("interval_irregular", 7),
    ]


def test_figures_by_year_are_no_calendar() -> None:
    facts, _ = read(*HEAD, "人口の推移\tR4\tR5\tR6\tR7", "男\t9,478\t9,484\t9,460\t9,285", "女\t10,1\t10,2\t-\t10,4")
    assert facts.timeline == ()
    assert facts.spans == ()


def test_the_period_table_of_a_pdf_is_read_by_places() -> None:
    def word(text: str, x0: float, top: float) -> Line:
        return Line(text, None, 1, BBox(x0, top, x0 + 6.0 * len(text), top + 8), 6.0)

    years = [word(f"令和{n}", 150 + 40.0 * n, 100) for n in range(5, 11)]
    rows = [
        word("第2次松野市学び計画（本計画）", 390, 120),
        word("●意識調査", 60, 140),
        word("★", 353, 140),
        word("★", 553, 140),
    ]
    lines = (
        Line("第2次松野市学び計画", None, 1, BBox(60, 20, 260, 40), 20.0),
        word("計画期間：令和6年度～令和10年度", 60, 60),
        *years,
        *rows,
    )
    facts = read_facts(Document(SOURCE, lines)).value
    assert [(event.name, event.fiscal_years) for event in facts.events] == [("意識調査", (2023, 2028))]
    assert [(span.start_year, span.end_year) for span in facts.spans] == [(2024, 2028)]


def test_a_head_without_body_is_named() -> None:
    _, issues = read(*HEAD, "令和6年度\t令和7年度\t令和8年度\t令和9年度")
    assert "table_body_missing" in kinds(issues)


def test_terms_of_tables_and_notes() -> None:
    facts, issues = read(
        *HEAD,
        "つむぐ\t学び合うことで互いを理解し、つながりが広がっていく姿を「つむぐ」と表現しています。",
        "",
        "■講座の充実",
        "レファレンスサービスを充実します。出前講座<sup>※</sup>も開きます。",
        "※レファレンスサービス（reference service）",
        "",
        "利用者の問い合わせに応じて資料を検索する業務。",
        "※出前講座",
        "職員が地域に出向いて行う講座のこと。",
        "■相談の充実",
        "コーディネーターを置きます。",
        "※コーディネーター",
        "人と活動を結び付ける役割の人。",
    )
    assert [term.term for term in facts.terms] == ["つむぐ", "レファレンスサービス", "出前講座", "コーディネーター"]
    assert kinds(issues).count("glossary_interleaved") == 2
    unmarked = [issue.evidence.text for issue in issues if issue.kind == "term_mark_missing"]
    assert unmarked == ["レファレンスサービス", "コーディネーター"]


def test_departments_are_parted_at_commas_only() -> None:
    facts, _ = read(*HEAD, "【関係課】※令和5年度現在", "", "企画・国際課、公園・施設課、中央図書館")
    assert facts.departments == ("企画・国際課", "公園・施設課", "中央図書館")


def test_roles_of_a_cycle() -> None:
    facts, _ = read(
        *HEAD, "庁内会議\t市民会議", "計画の策定 (Plan)\t状況の点検 (Check)", "事業の実施 (Do)\t見直し (Action)"
    )
    assert [(role.actor, role.phase, role.text) for role in facts.roles] == [
        ("庁内会議", "Plan", "計画の策定"),
        ("市民会議", "Check", "状況の点検"),
        ("庁内会議", "Do", "事業の実施"),
        ("市民会議", "Action", "見直し"),
    ]


def test_policies_and_projects_with_their_paragraphs() -> None:
    facts, _ = read(
        *HEAD,
        "2. 基本方針",
        "",
        "（1）自主性の尊重",
        "",
        "意識を高める",
        "",
        "（2）協働",
        "",
        "3. 重点事業",
        "",
        "次の項目を進めます。",
        "●学習機会の提供",
        "一つ目の段落です。",
        "",
        "二つ目の段落です。",
        "●指導者の養成",
        "4. 進行管理",
        "毎年度点検します。",
    )
    assert [(entry.label, entry.name, entry.description) for entry in facts.basic_policies] == [
        ("（1）", "自主性の尊重", "意識を高める"),
        ("（2）", "協働", None),
    ]
    assert [(entry.name, entry.description) for entry in facts.focus_projects] == [
        ("学習機会の提供", "一つ目の段落です。\n二つ目の段落です。"),
        ("指導者の養成", None),
    ]


def test_a_box_of_common_priorities() -> None:
    facts, issues = read(
        *HEAD,
        "しくみづくり 共通して取り組む重点項目 講座の充実 拠点づくり\tしくみづくり\t",
        "\t講座の充実\t",
        "\t拠点づくり\t",
        "\tデジタル活用\t",
        "【目標】\t【施策】\t【取組】",
    )
    assert [entry.name for entry in facts.cross_cutting] == ["講座の充実", "拠点づくり", "デジタル活用"]
    assert [issue.kind for issue in issues if issue.refs == ("L7",)] == ["internal_contradiction"]


def _structure(count: int) -> Structure:
    nodes = tuple(
        Node(str(n), None, 1, 1, f"推進項目{n}", f"項目{n}", f"項目{n}", f"L{n}", Evidence(f"項目{n}", line=n))
        for n in range(1, count + 1)
    )
    return Structure(nodes, levels=("推進項目",))


def test_declared_counts_against_counted() -> None:
    facts, _ = read(*HEAD, "3つの目指す方向と 11 の推進項目を10年間で進めます。この計画の特徴です。")
    assert [(entry.what, entry.count) for entry in facts.declared] == [
        ("3つの目指す方向", 3),
        ("11 の推進項目", 11),
        ("10年間", 10),
    ]
    assert check_declared(facts.declared, (_structure(11),)) == ()
    (issue,) = check_declared(facts.declared, (_structure(10),))
    assert (issue.kind, issue.proposal, issue.evidence.text) == ("declared_count_mismatch", "10", "11 の推進項目")


def test_phases_in_a_column_of_their_own() -> None:
    facts, _ = read(
        *HEAD, "段階\t主体\t内容", "Plan\t市\t計画の策定", "Do\t市民\t取組の実施", "Check\t審議会\t点検・評価"
    )
    assert [(role.phase, role.actor, role.text) for role in facts.roles] == [
        ("Plan", "市", "計画の策定"),
        ("Do", "市民", "取組の実施"),
        ("Check", "審議会", "点検・評価"),
    ]


def test_bullets_of_another_kind_stand_under_a_bulleted_heading() -> None:
    facts, _ = read(*HEAD, "●重点事業", "■学びの学校", "学びの場を開きます。", "■移動図書館", "巡回を増やします。")
    assert [(one.name, one.description) for one in facts.focus_projects] == [
        ("学びの学校", "学びの場を開きます。"),
        ("移動図書館", "巡回を増やします。"),
    ]


def test_a_count_of_pillars_without_their_name() -> None:
    facts, _ = read(*HEAD, "本計画では、次の3つを施策の柱とします。")
    assert [(one.count, one.evidence.line) for one in facts.declared] == [(3, 4)]


def test_one_block_of_terms_between_entries_is_told() -> None:
    lines = ("施策1 森", "① 間伐", "※間伐", "混み合った森で一部の木を伐る作業のこと。", "施策2 水", "① 調査")
    facts, issues = read(*HEAD, *lines)
    assert [term.term for term in facts.terms] == ["間伐"]
    assert "glossary_interleaved" in kinds(issues)
    _, at_the_end = read(*HEAD, *lines[:2], *lines[4:], *lines[2:4])
    assert "glossary_interleaved" not in kinds(at_the_end)
