"""Ruled tables: the same cells and spans, however they are drawn and in whatever order the letters stand in the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors import ruled_table
from extractors.read_pdf import read_pdf
from schemas.document import Page
from schemas.structure import Grid
from tests.extractors import pdf_samples as samples


def _page(path: Path, style: str, shuffled: bool = False, title: str | None = None) -> Page:
    def draw(canvas: Canvas) -> None:
        if title:
            samples.text_at(canvas, 50, 110, title, 14)
            samples.text_at(canvas, 50, 132, "※ 再掲を含みます。", 8)
        samples.draw_table(canvas, style, shuffled)

    return read_pdf(samples.write(path, [draw])).value.pages[0]


def _cells(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.col, c.rowspan, c.colspan, "".join(c.text.split())) for c in grid.cells]


@pytest.mark.parametrize("shuffled", [False, True])
@pytest.mark.parametrize("style", samples.STYLES)
def test_cells_and_spans(tmp_path: Path, style: str, shuffled: bool) -> None:
    [grid] = ruled_table.see(_page(tmp_path / "a.pdf", style, shuffled)).value
    assert _cells(grid) == samples.expected()
    assert (grid.rows, grid.cols, grid.spans_known) == (samples.ROWS, 3, True)


def test_evidence_is_the_cell_and_nothing_else(tmp_path: Path) -> None:
    [grid] = ruled_table.see(_page(tmp_path / "a.pdf", "lines")).value
    for cell in grid.cells:
        assert cell.evidence.page == 1
        assert cell.evidence.bbox == pytest.approx(
            (
                samples.COLUMNS[cell.col],
                samples.TOP + cell.row * samples.ROW,
                samples.COLUMNS[cell.col + cell.colspan],
                samples.TOP + (cell.row + cell.rowspan) * samples.ROW,
            ),
            abs=1.0,
        )
    assert len({cell.ref for cell in grid.cells}) == len(grid.cells)


def test_the_heading_over_the_table_is_its_title_not_the_note(tmp_path: Path) -> None:
    [grid] = ruled_table.see(_page(tmp_path / "a.pdf", "lines", title="施策の体系")).value
    assert grid.title is not None
    assert grid.title.text == "施策の体系"


def test_spaces_are_kept_as_printed(tmp_path: Path) -> None:
    [grid] = ruled_table.see(_page(tmp_path / "a.pdf", "lines")).value
    texts = [cell.text for cell in grid.cells]
    assert "(1) 健康づくりの推進" in texts
    assert "1　健やかに暮らせ\nるまちづくり" in texts


def test_a_lone_box_and_a_single_column_are_no_table(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(50, 600, 300, 40)
        samples.text_at(canvas, 60, 210, "基本理念　ともに育つまち")
        for row in range(4):
            canvas.rect(50, 400 - 20 * row, 300, 20)
            samples.text_at(canvas, 60, 425 + 20 * row, "一つだけの列")

    page = read_pdf(samples.write(tmp_path / "a.pdf", [draw])).value.pages[0]
    assert ruled_table.see(page).value == ()


def test_a_shaded_first_row_is_marked_as_header(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(0.8)
        width = samples.COLUMNS[-1] - samples.COLUMNS[0]
        canvas.rect(
            samples.COLUMNS[0], samples.HEIGHT - samples.TOP - samples.ROW, width, samples.ROW, stroke=0, fill=1
        )
        canvas.setFillGray(0)
        samples.draw_table(canvas, "lines")

    page = read_pdf(samples.write(tmp_path / "a.pdf", [draw])).value.pages[0]
    [grid] = ruled_table.see(page).value
    assert {cell.row for cell in grid.cells if cell.header} == {0}
