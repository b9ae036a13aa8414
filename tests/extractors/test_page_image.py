"""A page as a picture: its size, how its text lies, and what is refused."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from extractors import page_image as module
from extractors.page_image import NoImage, page_image

WIDTH, HEIGHT = 300.0, 500.0


def drawn(path: Path, *, angle: int = 0, rotation: int = 0, text: str = "Lifelong learning for everybody") -> Path:
    """A page with a few lines that run at an angle, itself turned."""
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT))
    canvas.setPageRotation(rotation)
    canvas.translate(WIDTH / 2, HEIGHT / 2)
    canvas.rotate(angle)
    for number in range(4):
        canvas.drawString(-90, -15 * number, text)
    canvas.showPage()
    canvas.save()
    return path


def test_the_picture_has_the_shape_of_the_page(tmp_path: Path) -> None:
    image = page_image(drawn(tmp_path / "a.pdf"), 1, 1000)
    assert (image.width, image.height, image.pages) == (WIDTH, HEIGHT, 1)
    assert Image.open(io.BytesIO(image.jpeg)).size == (600, 1000)


@pytest.mark.parametrize(("angle", "turned"), [(0, 0), (90, -1), (-90, 1)])
def test_text_on_its_side_is_told(tmp_path: Path, angle: int, turned: int) -> None:
    assert page_image(drawn(tmp_path / "a.pdf", angle=angle), 1, 100).turned == turned


def test_the_pages_own_rotation_counts(tmp_path: Path) -> None:
    assert page_image(drawn(tmp_path / "a.pdf", rotation=90), 1, 100).turned == 1
    assert page_image(drawn(tmp_path / "b.pdf", rotation=90, angle=90), 1, 100).turned == 0


@pytest.mark.parametrize("number", [0, 2])
def test_a_page_that_is_not_there_is_refused_in_words(tmp_path: Path, number: int) -> None:
    with pytest.raises(NoImage, match="画像にできません"):
        page_image(drawn(tmp_path / "a.pdf"), number, 100)


def test_what_is_no_pdf_and_what_takes_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 10)
    with pytest.raises(NoImage):
        page_image(broken, 1, 100)
    monkeypatch.setattr(module, "SECONDS", 0.001)
    with pytest.raises(NoImage, match="時間がかかりすぎます"):
        page_image(drawn(tmp_path / "a.pdf"), 1, 100)
