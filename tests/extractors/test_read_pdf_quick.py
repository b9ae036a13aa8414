"""Quick lines are the lines that all glyphs of a page give."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdf
import pypdfium2.raw as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.page_text import page_lines
from extractors.read_pdf import read_page, read_pdf
from extractors.read_pdf_quick import quick_lines
from schemas.document import Line
from tests.extractors import pdf_samples as samples


def _prose(canvas: Canvas) -> None:
    for at in range(30):
        samples.text_at(
            canvas, 50, 60 + 18 * at, "本市では、市民と事業者と行政が力を合わせて（令和6年度から）進めます。"
        )


def _columns(canvas: Canvas) -> None:
    for at in range(20):
        samples.text_at(canvas, 50, 60 + 18 * at, f"{at + 1} 左の段の文")
        samples.text_at(canvas, 300, 60 + 18 * at, "右の段の文")


def _spaced(canvas: Canvas) -> None:
    for at, sign in enumerate("計画の期間"):
        samples.text_at(canvas, 60 + 30 * at, 60, sign)
    samples.text_at(canvas, 50, 90, "基本目標")
    samples.text_at(canvas, 95, 90, "1")
    samples.text_at(canvas, 110, 90, "学びのまち")


def _ruby(canvas: Canvas) -> None:
    samples.text_at(canvas, 60, 94, "ほしみ", 5)
    samples.text_at(canvas, 50, 100, "星見野市の計画", 12)


def _mixed(canvas: Canvas) -> None:
    samples.text_at(canvas, 50, 60, "大きな題", 20)
    samples.text_at(canvas, 132, 68, "小さな添え書き", 9)
    samples.text_at(canvas, 50, 120, "12,345 人 ABC def")


def _cells(canvas: Canvas) -> None:
    samples.draw_table(canvas, "lines")


def _figures(canvas: Canvas) -> None:
    for at in range(20):
        for column, text in enumerate((f"{at + 1} 総務費", "123,456", f"△{at * 977:,}", "負担金補助及び交付金")):
            samples.text_at(canvas, 50 + 70 * column, 60 + 18 * at, text, 8)


def _justified(canvas: Canvas) -> None:
    for at in range(20):
        text = canvas.beginText(50, 700 - 20 * at)
        text.setFont(samples.FONT, 10)
        text.setCharSpace(0.04 * at)
        text.textOut("このため、関係する部署が連携し、年度ごとに進み具合（120件）を確かめながら、事業を実施します。")
        canvas.drawText(text)


def _tab(canvas: Canvas) -> None:
    _prose(canvas)
    canvas.rotate(90)
    canvas.setFont(samples.FONT, 10)
    canvas.drawString(100, -20, "資料編")


def _lines(path: Path) -> tuple[tuple[Line, ...] | None, tuple[Line, ...]]:
    document = pdf.PdfDocument(path)
    handle = pdfium.FPDF_LoadPage(document, 0)
    try:
        quick = quick_lines(handle, 1, samples.WIDTH, samples.HEIGHT)
    finally:
        pdfium.FPDF_ClosePage(handle)
    page = read_page(document, 1, drawn=False)
    document.close()
    assert page is not None
    bare = page.__class__(1, page.width, page.height, page.glyphs, (), (), ())
    return quick, page_lines(bare)


def _told(lines: tuple[Line, ...]) -> list[tuple[str, float | None, bool]]:
    return [(line.text, line.size, line.bold) for line in lines]


@pytest.mark.parametrize("draw", [_prose, _columns, _spaced, _ruby, _mixed, _cells, _figures, _justified, _tab])
def test_the_same_lines(tmp_path: Path, draw: Callable[[Canvas], None]) -> None:
    quick, slow = _lines(samples.write(tmp_path / "a.pdf", [draw]))
    assert quick is not None
    assert _told(quick) == _told(slow)
    for one, other in zip(quick, slow, strict=True):
        assert list(one.bbox or ()) == pytest.approx(list(other.bbox or ()), abs=1.2)


def test_turned_text_is_left_to_the_full_reader(tmp_path: Path) -> None:
    def turned(canvas: Canvas) -> None:
        canvas.rotate(90)
        canvas.setFont(samples.FONT, 10)
        canvas.drawString(100, -100, "横倒しの文字")

    quick, _ = _lines(samples.write(tmp_path / "a.pdf", [turned]))
    assert quick is None


def test_every_page_of_a_long_document_gives_its_lines(tmp_path: Path) -> None:
    path = samples.write(tmp_path / "a.pdf", [_prose] * 9 + [_columns] * 8)
    read = read_pdf(path).value
    assert {line.page for line in read.lines} == set(range(1, 18))
    assert not read.pages
