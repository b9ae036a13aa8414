"""Title, municipality, 第n次, status, period and vision, from covers and first headings as plans print them."""

from __future__ import annotations

import pytest

from extractors.facts.read_facts import read_facts
from schemas.document import BBox, Document, Line, SourceFile
from schemas.plan import Facts

SOURCE = SourceFile("plan.txt", "", "text/plain", 1)


def text(*lines: str) -> Document:
    return Document(SOURCE, tuple(Line(line, number) for number, line in enumerate(lines, 1)))


def cover(*lines: tuple[str, float]) -> Document:
    """A page of a PDF: words and font size, one below the other."""
    top, made = 50.0, []
    for words, size in lines:
        made.append(Line(words, None, 1, BBox(100, top, 100 + len(words) * size, top + size), size))
        top += 1.6 * size
    return Document(SOURCE, tuple(made))


def facts(document: Document) -> Facts:
    return read_facts(document).value


def kinds(document: Document) -> list[str]:
    return [issue.kind for issue in read_facts(document).issues]


@pytest.mark.parametrize(
    ("document", "title", "generation", "status"),
    [
        (text("第3次松野市生涯学習推進計画(素案)"), "第3次松野市生涯学習推進計画", "第3次", "素案"),
        (text("松野市環境基本計画　概要版"), "松野市環境基本計画", None, None),
        (text("第四次 松野市福祉計画 構造図"), "第四次 松野市福祉計画", "第四次", None),
        (text("松野市第2期地域福祉計画の体系"), "松野市第2期地域福祉計画", "第2期", None),
        (text("松野市学び計画（第3次）", "（改訂版）"), "松野市学び計画（第3次）", "第3次", "改訂版"),
        (text("第 2 次", "松 野 市", "環 境 基 本 計 画"), "第 2 次松野市環境基本計画", "第2次", None),
        (text("松野市環境基本計画2017~2024"), "松野市環境基本計画2017~2024", None, None),
        (text("松野市DX推進計画2.0"), "松野市DX推進計画2.0", None, None),
        (text("第2期松野市文化芸術推進基本計画【案】"), "第2期松野市文化芸術推進基本計画", "第2期", "案"),
        (cover(("第2次", 24), ("松野市地域福祉計画", 28)), "第2次松野市地域福祉計画", "第2次", None),
        (
            cover(("松野町第五次総合計画", 30), ("後期基本計画", 26)),
            "松野町第五次総合計画 後期基本計画",
            "第五次",
            None,
        ),
        (
            cover(("第８期松野市高齢者福祉計画・", 22), ("介護保険事業計画", 22)),
            "第８期松野市高齢者福祉計画・介護保険事業計画",
            "第８期",
            None,
        ),
        (
            cover(("松野市みんなの健康づくり21", 26), ("計画期間 令和6年度～令和10年度", 12)),
            "松野市みんなの健康づくり21",
            None,
            None,
        ),
    ],
)
def test_title(document: Document, title: str, generation: str | None, status: str | None) -> None:
    plan = facts(document).plan
    assert (plan.title, plan.generation, plan.status) == (title, generation, status)


def test_the_publisher_over_a_title_that_names_it_is_no_part_of_it() -> None:
    assert facts(text("伊那市", "第2期伊那市こども計画", "令和6年3月")).plan.title == "第2期伊那市こども計画"


def test_years_in_brackets_behind_a_title_are_its_period() -> None:
    plan = facts(text("第2次松野市食育推進計画（平成26年度～平成30年度）")).plan
    assert (plan.title, plan.start_year, plan.end_year) == ("第2次松野市食育推進計画", 2014, 2018)


def test_a_plan_that_prose_speaks_of_is_not_the_title() -> None:
    document = text("計画の体系", "", "本計画は、松野市総合計画に基づいて策定します。")
    assert facts(document).plan.title is None
    assert kinds(document) == ["title_missing", "period_missing"]


def test_the_first_page_that_names_a_plan_decides() -> None:
    lines = [
        Line("第3次松野市福祉計画", None, 1, BBox(100, 50, 300, 70), 20.0),
        Line("第5次松野市総合計画", None, 2, BBox(100, 50, 400, 80), 30.0),
    ]
    assert facts(Document(SOURCE, tuple(lines))).plan.title == "第3次松野市福祉計画"


def test_a_vision_over_two_lines() -> None:
    body = [("これまでの成果を踏まえ、次のとおり定めます。", 10.0)] * 4
    document = cover(
        ("松野市こども計画", 24), ("基本理念", 14), ("子どもの笑顔があふれ", 16), ("親も地域も育ちあうまち", 16), *body
    )
    assert facts(document).plan.vision == "子どもの笑顔があふれ 親も地域も育ちあうまち"


def test_the_cover_wins_over_a_running_head() -> None:
    document = cover(("松野市総合計画", 8), ("第3次松野市福祉計画", 30))
    assert facts(document).plan.title == "第3次松野市福祉計画"


@pytest.mark.parametrize(
    ("line", "years"),
    [
        ("本計画の期間は、令和3（2021）年度から令和12（2030）年度までの10か年です。", (2021, 2030)),
        ("計画期間：令和七年度～令和十一年度", (2025, 2029)),
        ("この計画は、平成28年度から32年度の5カ年の計画です。", (2016, 2020)),
        ("計画期間は、令和7年度からの4年間とします。", (2025, 2028)),
    ],
)
def test_period(line: str, years: tuple[int, int]) -> None:
    plan = facts(text("松野市教育計画", "", line)).plan
    assert (plan.start_year, plan.end_year) == years
    assert plan.period_text
    assert plan.period_text in line


def test_the_period_of_another_plan_is_not_taken() -> None:
    document = text("松野市教育計画", "", "前計画は平成20年度から平成29年度までの10年間でした。")
    assert facts(document).plan.start_year is None
    assert "period_missing" in kinds(document)


def test_an_era_year_past_its_end_is_read_and_named() -> None:
    document = text("松野市教育計画", "計画期間：平成29年度から平成33年度まで")
    assert facts(document).plan.end_year == 2021
    issue = next(issue for issue in read_facts(document).issues if issue.kind == "era_overflow")
    assert issue.proposal == "令和3年度"
    assert issue.refs == ("L2",)


def test_a_period_that_contradicts_its_length_is_named() -> None:
    document = text("松野市教育計画", "計画期間は、令和3年度から令和7年度までの10年間です。")
    assert "internal_contradiction" in kinds(document)


@pytest.mark.parametrize(("title", "code"), [("第2次つくば市教育計画", "082201"), ("松野市教育計画", None)])
def test_codes_come_from_the_list_alone(title: str, code: str | None) -> None:
    plan = facts(text(title)).plan
    assert plan.municipality
    assert plan.municipality in title
    assert plan.municipality_code == code


def test_a_name_of_several_municipalities_is_asked_about() -> None:
    document = text("府中市教育計画")
    assert facts(document).plan.municipality_code is None
    assert "municipality_unknown" in kinds(document)


def test_two_editions_are_missed_one_by_one() -> None:
    document = text("第1次計画", "", "第2次計画（案）", "", "目標\t施策", "まなぶ\t講座")
    missing = [issue.evidence.text for issue in read_facts(document).issues if issue.kind == "title_missing"]
    assert missing == ["第1次計画", "第2次計画（案）"]


def test_a_cut_out_part_is_seen_by_its_first_number() -> None:
    assert "excerpt_start" in kinds(text("## 3. 計画の期間", "", "本文です。"))
    assert "excerpt_start" not in kinds(text("## 1. 計画の期間", "", "本文です。"))


def test_a_heading_that_shortens_the_title_is_named() -> None:
    document = text("松野市生涯学習推進計画", "", "生涯学習計画策定の意義")
    assert "title_variant" in kinds(document)
    assert "title_variant" not in kinds(text("松野市生涯学習推進計画", "", "生涯学習推進計画の意義"))


def test_nothing_is_read_from_nothing() -> None:
    assert read_facts(text("", "  ")).value == Facts()
