"""Lines of a booklet that are no entries: running heads, notes, captions, columns, the appendix; and how titles are broken."""

from __future__ import annotations

import pytest

from extractors.appendix import find_appendix
from extractors.listed_tables import Listed
from extractors.marginal_lines import is_caption, is_marginal
from extractors.numbering import read_marker
from extractors.pdf_outline import pdf_outline
from extractors.running_heads import without_heads
from extractors.section_names import is_aside, names_actors, names_indicators, names_part_of_detail
from extractors.side_stories import side_stories
from extractors.text_columns import find_gutter
from extractors.triage import cut_below, named_words
from schemas.document import BBox, Box, Document, Glyph, Line, Page, Rule, SourceFile
from schemas.structure import Outline


def line(text: str, page: int, top: float, x0: float = 60.0, x1: float = 300.0, size: float = 10.0) -> Line:
    return Line(text, page=page, bbox=BBox(x0, top, x1, top + size), size=size)


def outline(lines: list[Line], tables: tuple[Listed, ...] = ()) -> Outline:
    source = SourceFile("p.pdf", "0" * 64, "application/pdf", 1, pages=9)
    return pdf_outline(Document(source, tuple(lines), ()), tables).value


def test_the_heading_that_running_heads_print_again_stays() -> None:
    head = "第2章　町を取り巻く現状"
    pages = [line(head, page, 30, size=8.0) for page in range(4, 8)]
    heading = line(head, 4, 80, size=17.0)
    short = line("第3章　計画の理念", 8, 30.4, size=8.0)
    text = [line(f"{page}つ目の段落", page, 120) for page in range(4, 9)]
    assert without_heads([*pages, heading, short, *text, line("- 4 -", 4, 810)]) == (heading, *text)


def test_a_label_that_happens_to_stand_at_one_height_is_no_running_head() -> None:
    labels = [line("現状と課題", page, top) for page, top in enumerate((80, 80, 80, 200, 240, 300, 340, 420), 1)]
    assert without_heads(labels) == tuple(labels)


@pytest.mark.parametrize(
    "text",
    ["※1　通いの場：集まる所", "■人口の推移（単位：人）", "280 件", "12 ％", "3 663件 626回", "図表2-1　世帯の状況"],
)
def test_notes_captions_and_values_head_nothing(text: str) -> None:
    assert read_marker(text).marker is None or is_marginal(text, read_marker(text))


@pytest.mark.parametrize("text", ["1 件数の公表", "①講座の開催", "■施策の方向", "(2) 人の流れをつくる"])
def test_entries_are_not_marginal(text: str) -> None:
    assert not is_marginal(text, read_marker(text))


def test_age_groups_are_no_numbers_of_entries() -> None:
    assert read_marker("18～29歳").marker is None
    assert read_marker("1～3の取組").marker is None
    assert read_marker("1 学びの場").marker is not None


def test_captions_of_pictures_are_told_from_text() -> None:
    assert is_caption("（写真）朝市の様子")
    assert is_caption("資料：庁内調べ")
    assert not is_caption("図書館の充実を図ります。")
    assert not is_caption("図書館")


def test_a_column_ends_with_its_frame() -> None:
    lines = [
        line("①講座の開催", 1, 100),
        line("コラム　図書館とは？", 1, 130, x0=66),
        line("本を借りられる所です。", 1, 145, x0=76),
        line("②本を読む", 1, 160, x0=66),
        line("②教室の開催", 1, 200),
        line("トピックス", 1, 230, x0=66),
        line("③別の頁の講座", 2, 60, x0=66),
    ]
    assert side_stories(lines) == {1, 2, 3, 5}
    assert side_stories([line("コラムニストの講演会", 1, 100)]) == frozenset()


def test_the_appendix_begins_late_and_large() -> None:
    body = [line("本文の段落がここにあります", page, 100) for page in range(1, 11)]
    begin = line("資料編", 8, 60, size=17.0)
    assert find_appendix([*body, begin], frozenset({4})) == (8, 60)
    assert find_appendix([*body, line("資料", 8, 60)], frozenset()) is None
    assert find_appendix([*body, line("資料編", 2, 60, size=17.0)], frozenset()) is None
    assert find_appendix([*body, begin], frozenset({9})) is None


def test_a_title_may_hang_under_itself_and_stand_under_its_number() -> None:
    body = [line("この町の取組を進めるための文章がここに続きます。", 1, 300 + 20 * n) for n in range(8)]
    hangs = [line("施策1-1　子どもの", 1, 60, 60, 200, 14.0), line("居場所づくり", 1, 79, 125, 200, 14.0)]
    assert [item.text for item in outline([*hangs, *body]).items] == ["施策1-1　子どもの\n居場所づくり"]
    apart = [line("基本目標1", 1, 60, 60, 120, 12.0), line("学びあうまち", 1, 78, 60, 200, 16.0)]
    (item,) = outline([*apart, *body]).items
    assert (item.text, item.heading) == ("基本目標1\n学びあうまち", 1)
    two = [line("施策1-1　子どもの居場所", 1, 60, 60, 200, 14.0), line("町の誇り", 1, 82, 60, 200, 14.0)]
    assert len(outline([*two, *body]).items) == 2


def test_the_label_over_indicators_ends_with_their_table() -> None:
    lines = [line("■数値目標", 1, 60), line("・講座の開催", 1, 120), line("・教室の開催", 1, 140)]
    table = Listed(((1, BBox(60, 75, 500, 110)),), ())
    assert [item.text for item in outline(lines, (table,)).items] == ["・講座の開催", "・教室の開催"]
    assert len(outline(lines).items) == 3


def test_names_over_parts_of_a_detail() -> None:
    assert is_aside("これまでの取組と課題")
    assert is_aside("現況・課題")
    assert is_aside("関連する個別計画")
    assert is_aside("〈現状と課題〉")
    assert not is_aside("関連計画の見直し支援")
    assert names_part_of_detail("今後の方向性")
    assert names_indicators("【成果指標】")
    assert not names_indicators("指標の公表")
    assert names_actors("市民の役割")
    assert not names_actors("役割の見直し")


def test_a_table_between_full_lines_is_no_column_of_text() -> None:
    full = [line("本文", 1, 40 + 15 * n, 50, 540) for n in range(10)]
    cells = [line("欄", 1, 200 + 15 * n, x0, x0 + 60) for n in range(8) for x0 in (60, 310, 420)]
    assert find_gutter([*full, *cells]) is None
    columns = [line("段", 1, 40 + 15 * n, x0, x0 + 230) for n in range(12) for x0 in (50, 300)]
    assert find_gutter(columns) is not None


def test_a_table_at_the_foot_of_a_page_may_go_on() -> None:
    glyphs = tuple(Glyph("字", BBox(60, top, 70, top + 10), 10.0) for top in (100, 740))
    rules = tuple(Rule(x, 600, x, 755) for x in (50, 200))
    page = Page(1, 595, 842, glyphs, rules, (), ())
    assert cut_below(page)
    assert not cut_below(Page(1, 595, 842, glyphs, tuple(Rule(x, 600, x, 700) for x in (50, 200)), (), ()))
    assert not cut_below(Page(1, 595, 842, glyphs, (), (Box(BBox(10, 10, 580, 800), None, 0),), ()))


def test_names_of_columns_make_a_page_worth_reading() -> None:
    assert named_words([line("推進方針", 1, 60), line("概　要", 1, 60), line("担当", 1, 60)]) == 3
    assert named_words([line("概要を述べる", 1, 60)]) == 0
