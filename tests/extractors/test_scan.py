"""A scanned table, read from its picture. Needs the OCR extra: pip install 'taikei[ocr]'."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pypdfium2 as pdf
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractors import ocr_engine
from extractors.extract import extract
from extractors.guard import extract_guarded
from tests.extractors import bad_files as bad

SAMPLE = Path(__file__).parents[2] / "raw" / "sample-ruled-table" / "sample.pdf"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not ocr_engine.available(), reason="OCR IS NOT TESTED: rapidocr is missing, pip install 'taikei[ocr]'"
    ),
]


def _scanned(path: Path, degrees: float, hidden: Callable[[Canvas], None] = lambda _: None, over: bool = False) -> Path:
    """The first page of the sample as an office scanner delivers it: grey, askew, noisy, JPEG; with hidden text, if any.

    Args:
        path: where it is written.
        degrees: how much it is askew.
        hidden: draws what the scanner took the characters for.
        over: the picture is painted over that text, rather than the text being invisible.
    """
    document = pdf.PdfDocument(SAMPLE)
    picture = document[0].render(scale=200 / 72).to_pil().convert("L")
    width, height = document[0].get_size()
    document.close()
    picture = picture.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=255)
    noise = np.random.default_rng(3).normal(0, 5, (picture.height, picture.width))
    grey = np.clip(np.asarray(picture, dtype=np.float32) * 0.94 + 8 + noise, 0, 255).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(grey).save(file, "JPEG", quality=75)
    file.seek(0)
    canvas = Canvas(str(path), pagesize=(width, height))
    if over:
        hidden(canvas)
    canvas.drawImage(ImageReader(file), 0, 0, width, height)
    if not over:
        hidden(canvas)
    canvas.save()
    return path


def _misread(canvas: Canvas, mode: int) -> None:
    """A scanner's characters in the places of the real ones, many of them wrong."""
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiKakuGo-W5"))
    for node in extract(SAMPLE).structures[0].nodes:
        assert node.evidence.bbox is not None
        text = canvas.beginText(node.evidence.bbox.x0, canvas._pagesize[1] - node.evidence.bbox.bottom)
        text.setFont("HeiseiKakuGo-W5", 8)
        text.setTextRenderMode(mode)
        text.textLine(node.label + node.name.replace("学", "字").replace("市", "巾"))
        canvas.drawText(text)


def test_a_scan_is_read_within_the_limits_of_a_reading_process(tmp_path: Path) -> None:
    path = _scanned(tmp_path / "scan.pdf", 0.0)
    read = extract_guarded(path)
    assert read.error is None
    assert read.structures
    assert read == extract(path)


@pytest.mark.parametrize("over", [False, True], ids=["invisible", "painted over"])
def test_the_hidden_text_of_a_scanner_is_not_taken_for_print(tmp_path: Path, over: bool) -> None:
    mode = 0 if over else 3
    read = extract(_scanned(tmp_path / "searchable.pdf", 0.0, lambda canvas: _misread(canvas, mode), over))
    printed = {_plain(node.name) for node in extract(SAMPLE).structures[0].nodes}
    found = [_plain(node.name) for node in read.structures[0].nodes]
    assert sum(name in printed for name in found) >= 0.9 * len(printed), found
    assert [issue.kind for issue in read.issues if issue.kind == "ocr_read"] == ["ocr_read"]


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


@pytest.mark.parametrize("degrees", [0.0, 0.6])
def test_a_scanned_table_gives_the_tree_of_the_printed_one(tmp_path: Path, degrees: float) -> None:
    printed = extract(SAMPLE)
    read = extract(_scanned(tmp_path / "scan.pdf", degrees))
    assert read.error is None
    expected = [(n.depth, _plain(n.name)) for n in printed.structures[0].nodes]
    found = [(n.depth, _plain(n.name)) for n in read.structures[0].nodes]
    right = sum(one in expected for one in found)
    assert right >= 0.9 * max(len(expected), len(found)), found
    named = [issue for issue in read.issues if issue.kind == "ocr_read"]
    assert [issue.nodes for issue in named] == [tuple(n.id for n in read.structures[0].nodes)]
    places = {_plain(n.name): n.evidence.bbox for n in printed.structures[0].nodes}
    for node in read.structures[0].nodes:
        true = places.get(_plain(node.name))
        if true is not None and node.evidence.bbox is not None and degrees == 0.0:
            assert list(node.evidence.bbox) == pytest.approx(list(true), abs=4.0)


def test_a_garbled_page_is_read_from_its_picture_and_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / "garbled.pdf"
    path.write_bytes(bad.garbled())
    read = extract(path)
    assert read.error is not None
    assert read.error.code == "garbled_text"
    assert not [issue for issue in read.issues if issue.kind == "page_unreadable"]
