"""What of a PDF is taken for its 施策体系: the pages, the tables and the outline."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.named_pages import contents_pages, named_pages
from extractors.page_parts import left_headings, page_parts
from extractors.rank_seen import ENOUGH, choose, rank
from extractors.read_pdf import read_pdf
from extractors.running_heads import running_heads
from extractors.see_pdf import LAYOUTS, see_pdf
from extractors.shared_columns import shared_columns
from extractors.text_columns import in_columns, is_row
from schemas.document import BBox, Line, Page
from schemas.plan import Node, Structure
from schemas.structure import Cell, Evidence, Grid, Outline
from tests.extractors import pdf_samples as samples


def _line(text: str, page: int, top: float, x0: float = 50.0, x1: float = 300.0) -> Line:
    return Line(text, page=page, bbox=BBox(x0, top, x1, top + 10), size=10.0)


def _structure(
    names: list[tuple[str, str]], title: str | None = None, levels: tuple[str, ...] | None = None
) -> Structure:
    """Nodes by id and name."""
    nodes = tuple(
        Node(
            id=key,
            parent=key.rpartition(".")[0] or None,
            depth=key.count(".") + 1,
            level=key.count(".") + 1,
            label=key.rpartition(".")[2],
            name=name,
            name_printed=name,
            ref=key,
            evidence=Evidence(name, page=1),
        )
        for key, name in names
    )
    return Structure(nodes, title=title, levels=levels)


PLAN = [
    ("1", "健やかなまち"),
    ("1.1", "健康づくり"),
    ("1.2", "医療の充実"),
    ("2", "学びあうまち"),
    ("2.1", "図書館"),
    ("2.2", "講座"),
]


def test_running_heads_are_texts_at_one_height_on_three_pages() -> None:
    lines = [_line("みどり市健康計画", page, 20) for page in (1, 2, 3)] + [
        _line("施策の体系", 2, 60),
        _line("- 12 -", 2, 800),
    ]
    assert running_heads(lines) == {"みどり市健康計画", "- 12 -"}


@pytest.mark.parametrize("text", ["施策の体系", "第3章　計画の体系", "施策体系図", "3 施策体系一覧"])
def test_a_heading_names_the_page(text: str) -> None:
    assert named_pages([_line(text, 4, 60)]) == {4}


def test_sentences_and_tables_of_contents_do_not_name_a_page() -> None:
    contents = [_line(f"{number}　施策の体系{'…' * 20}{number}", 3, 60 + 20 * number) for number in range(1, 7)]
    assert named_pages([_line("施策の体系は次のとおりです。", 5, 60), *contents]) == frozenset()


def test_a_hierarchy_ranks_above_figures_and_rosters() -> None:
    hierarchy = rank(_structure(PLAN, "施策の体系", ("基本目標", "施策")))
    figures = rank(_structure([(key, str(100 + at)) for at, (key, _) in enumerate(PLAN)], "人口の推移"))
    flat = rank(_structure([("1", "山田"), ("2", "佐藤"), ("3", "鈴木"), ("4", "田中")], "委員名簿"))
    assert hierarchy.score > ENOUGH > figures.score
    assert flat.score == 0
    assert choose([figures, hierarchy, flat]) == [1]


def test_the_same_goals_again_are_no_second_hierarchy() -> None:
    overview = rank(_structure(PLAN, "施策の体系", ("基本目標", "施策")))
    detail = rank(
        _structure(
            [*PLAN[:1], ("1.1", "歩こう会"), ("1.2", "体操"), *PLAN[3:4], ("2.1", "読書会"), ("2.2", "展示")], "体系"
        )
    )
    other = rank(_structure([(key, "別の" + name) for key, name in PLAN], "第2期の施策の体系", ("基本目標", "施策")))
    assert choose([overview, detail]) == [0]
    assert choose([overview, other]) == [0, 1]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [_line(f"左{number}", 1, 100 + 15 * number, 50, 280) for number in range(8)]
    right = [_line(f"右{number}", 1, 100 + 15 * number, 310, 540) for number in range(8)]
    over = _line("二つの段にまたがる見出し", 1, 60, 50, 540)
    mixed = [line for pair in zip(left, right, strict=True) for line in pair]
    assert [line.text for line in in_columns([*mixed, over])] == [line.text for line in (over, *left, *right)]


def _grid(edges: list[float], rows: int = 2) -> Grid:
    cells = tuple(
        Cell(f"r{row}c{col}", row, col, "文", Evidence("文", page=1, bbox=BBox(x0, 20.0 * row, x1, 20.0 * row + 20)))
        for row in range(rows)
        for col, (x0, x1) in enumerate(itertools.pairwise(edges))
    )
    return Grid(cells, rows, len(edges) - 1, True)


def test_a_part_without_an_inner_boundary_takes_the_columns_of_the_other() -> None:
    shared = shared_columns(_grid([50, 150, 300, 500]), _grid([60, 160, 510]))
    assert shared is not None
    assert [(cell.col, cell.colspan) for cell in shared[1].cells] == [(0, 1), (1, 2)] * 2


def test_a_part_without_its_first_column_gets_it_empty() -> None:
    shared = shared_columns(_grid([50, 150, 300, 500]), _grid([150, 300, 500]))
    assert shared is not None
    assert [(cell.col, cell.text, cell.rowspan) for cell in shared[1].cells][:3] == [
        (0, "", 2),
        (1, "文", 1),
        (2, "文", 1),
    ]


def test_other_columns_do_not_fit() -> None:
    assert shared_columns(_grid([50, 150, 300, 500]), _grid([50, 200, 500])) is None


def test_a_heading_at_the_foot_of_a_page_goes_to_the_table_of_the_next() -> None:
    page = Page(2, 595, 842, (), (), (), ())
    left = left_headings([], [_line("前の文。", 1, 700), _line("基本目標2　学びあうまち", 1, 760)])
    [part] = page_parts(page, [_grid([50, 150, 300])], [], frozenset(), left)
    assert [one.text for one in part.grid.over] == ["基本目標2　学びあうまち"]
    assert part.first


def _table(canvas: Canvas) -> None:
    samples.text_at(canvas, 50, 110, "施策の体系", 14)
    samples.draw_table(canvas, "lines")


def _statistics(canvas: Canvas) -> None:
    samples.text_at(canvas, 50, 100, "施設の利用者数の推移", 14)
    canvas.setFont(samples.FONT, 9)
    for row in range(6):
        for col in range(4):
            canvas.rect(50 + 100 * col, 600 - 20 * row, 100, 20)
            canvas.drawString(55 + 100 * col, 606 - 20 * row, "図書館" if col == 0 else str(1000 + 37 * row * col))


def test_of_a_booklet_the_table_of_measures_is_kept_and_nothing_else(tmp_path: Path) -> None:
    pages = [_statistics] * 8 + [_table] + [_statistics] * 8
    document = read_pdf(samples.write(tmp_path / "a.pdf", pages)).value
    [seen] = see_pdf(document).value
    assert isinstance(seen, Grid)
    assert {cell.evidence.page for cell in seen.cells} == {9}


def test_headings_and_paragraphs_without_a_table_give_an_outline(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        samples.text_at(canvas, 50, 60, "施策の体系", 16)
        top = 100.0
        for goal in ("第1章　健やかなまち", "第2章　学びあうまち"):
            samples.text_at(canvas, 50, top, goal, 14)
            for number, name in enumerate(("(1)　相談の充実", "(2)　場の整備"), 1):
                samples.text_at(canvas, 60, top + 40 * number, name, 11)
                samples.text_at(canvas, 80, top + 40 * number + 18, "関係機関と連携して取り組みます。", 10)
            top += 160

    document = read_pdf(samples.write(tmp_path / "a.pdf", [draw])).value
    [seen] = see_pdf(document).value
    assert isinstance(seen, Outline)
    assert [item.text for item in seen.items if not item.plain][-6:] == [
        "第1章　健やかなまち",
        "(1)　相談の充実",
        "(2)　場の整備",
        "第2章　学びあうまち",
        "(1)　相談の充実",
        "(2)　場の整備",
    ]


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_a_layout_may_be_named(tmp_path: Path, layout: str) -> None:
    document = read_pdf(samples.write(tmp_path / "a.pdf", [_table])).value
    seen = see_pdf(document, layout).value
    assert (len(seen) == 1) or layout != "ruled"
    assert see_pdf(replace(document, pages=()), layout).value == ()


def test_contents_without_dots_are_told_by_their_heading_and_numbers() -> None:
    texts = ("目　次", "第1章　計画の策定　1", "第2章　施策の展開　9", "施策の体系　12", "資料編　30")
    lines = [_line(text, 2, 80 + 20 * at) for at, text in enumerate(texts)]
    assert named_pages(lines) == frozenset()
    assert contents_pages(lines) == {2}


def test_a_label_that_is_at_one_height_now_and_then_is_no_running_head() -> None:
    heights = (100.0, 100.0, 100.0, 210.0, 330.0, 420.0, 510.0, 600.0)
    lines = [_line("現状と課題", page, top) for page, top in enumerate(heights, 1)]
    assert "現状と課題" not in running_heads(lines)


def test_rows_of_a_table_among_lines_are_told_from_entries() -> None:
    assert is_row("・広報紙で知らせます　・場所を貸します")
    assert is_row("総人口　12,706　11,980")
    assert not is_row("①　人と　まちがつながる")
