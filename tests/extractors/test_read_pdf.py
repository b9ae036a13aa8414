"""The PDF reader: lines of text, refusals, pages, and the same cells as the reference reader sees."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors import ruled_table
from extractors.read_pdf import read_pdf
from extractors.read_pdfplumber import read_reference_page
from extractors.refuse import Refused
from schemas.structure import Grid
from tests.extractors import pdf_samples as samples


def _prose(canvas: Canvas) -> None:
    samples.text_at(canvas, 50, 60, "第2次みどり市健康計画", 16)
    samples.text_at(canvas, 50, 90, "計画期間　令和6年度から令和10年度まで")
    samples.text_at(canvas, 50, 110, "1 基本目標")


def _table(canvas: Canvas) -> None:
    samples.text_at(canvas, 50, 120, "施策の体系", 14)
    samples.draw_table(canvas, "lines")


def _cells(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [
        (cell.row, cell.col, cell.rowspan, cell.colspan, "".join(cell.text.split()).replace("〜", "～"))
        for cell in grid.cells
    ]


def test_lines_in_reading_order_with_size_and_place(tmp_path: Path) -> None:
    document = read_pdf(samples.write(tmp_path / "a.pdf", [_prose])).value
    assert [line.text for line in document.lines] == [
        "第2次みどり市健康計画",
        "計画期間　令和6年度から令和10年度まで",
        "1 基本目標",
    ]
    first = document.lines[0]
    assert first.size == pytest.approx(16, abs=0.1)
    assert first.page == 1
    assert first.bbox is not None
    assert first.bbox.x0 == pytest.approx(50, abs=1)
    assert 55 < first.bbox.top < 70
    assert document.source.pages == 1
    assert document.source.media_type == "application/pdf"


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    path.write_bytes(b"")
    with pytest.raises(Refused) as refused:
        read_pdf(path)
    assert refused.value.refusal.code == "empty"


@pytest.mark.parametrize("data", [b"%PDF-1.7\nnothing of use", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\n"])
def test_a_broken_file_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(data)
    with pytest.raises(Refused) as refused:
        read_pdf(path)
    assert refused.value.refusal.code == "damaged"


def test_a_locked_file_is_refused_and_opened_with_its_password(tmp_path: Path) -> None:
    path = samples.write(tmp_path / "locked.pdf", [_prose], password="himitsu-7")
    with pytest.raises(Refused) as refused:
        read_pdf(path)
    assert refused.value.refusal.code == "encrypted"
    with pytest.raises(Refused) as wrong:
        read_pdf(path, "chigau-8")
    assert wrong.value.refusal.code == "encrypted"
    assert "chigau-8" not in wrong.value.refusal.message
    assert read_pdf(path, "himitsu-7").value.lines[0].text == "第2次みどり市健康計画"


def test_a_page_of_ten_metres_is_left_out_and_named(tmp_path: Path) -> None:
    path = tmp_path / "huge.pdf"
    canvas = Canvas(str(path), pagesize=(28_000, 28_000))
    canvas.rect(1, 1, 100, 100)
    canvas.showPage()
    canvas.setPageSize((samples.WIDTH, samples.HEIGHT))
    _prose(canvas)
    canvas.showPage()
    canvas.save()
    read = read_pdf(path)
    assert [issue.kind for issue in read.issues] == ["page_unreadable"]
    assert read.issues[0].evidence.page == 1
    assert {line.page for line in read.value.lines} == {2}


@pytest.mark.parametrize("style", samples.STYLES)
def test_both_readers_see_the_same_cells(tmp_path: Path, style: str) -> None:
    path = samples.write(tmp_path / "a.pdf", [lambda canvas: samples.draw_table(canvas, style)])
    [fast] = ruled_table.see(read_pdf(path).value.pages[0]).value
    [reference] = ruled_table.see(read_reference_page(path, 1)).value
    assert _cells(fast) == _cells(reference) == samples.expected()


def test_radicals_and_vertical_brackets_are_folded(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        samples.text_at(canvas, 50, 60, "⽂化と⼈")

    document = read_pdf(samples.write(tmp_path / "a.pdf", [draw])).value
    assert all(sign < "⼀" or sign > "⿕" for line in document.lines for sign in line.text)


def test_in_a_long_document_only_promising_pages_are_read_in_full(tmp_path: Path) -> None:
    pages = [_prose] * 9 + [_table] + [_prose] * 9
    document = read_pdf(samples.write(tmp_path / "a.pdf", pages)).value
    numbers = [page.number for page in document.pages]
    assert 10 in numbers
    assert len(numbers) <= 3
    assert {line.page for line in document.lines} == set(range(1, 20))
