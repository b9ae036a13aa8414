"""Lines, frames and skew found on images drawn here."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from extractors.scan_boxes import frames
from extractors.scan_lines import Grey, Stretch, find_lines
from extractors.scan_skew import find_skew, turned
from schemas.document import BBox

PAPER = 244


def _image(draw: str = "", size: tuple[int, int] = (900, 700)) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("L", size, PAPER)
    return picture, ImageDraw.Draw(picture)


def _noisy(picture: Image.Image) -> Grey:
    noise = np.random.default_rng(7).normal(0, 5, (picture.height, picture.width))
    return np.clip(np.asarray(picture, dtype=np.float32) + noise, 0, 255).astype(np.uint8)


def _near(lines: list[Stretch], level: bool, at: float, low: float, high: float) -> bool:
    return any(
        line.level == level and abs(line.at - at) < 3 and abs(line.low - low) < 8 and abs(line.high - high) < 8
        for line in lines
    )


@pytest.mark.parametrize("width", [1, 2, 4])
def test_rules_of_a_table_are_found_and_nothing_else(width: int) -> None:
    picture, pen = _image()
    for x in (100, 400, 800):
        pen.line((x, 100, x, 500), fill=90, width=width)
    for y in (100, 200, 350, 500):
        pen.line((100, y, 800, y), fill=90, width=width)
    lines = find_lines(_noisy(picture))
    assert len(lines) == 7
    assert all(_near(lines, False, x, 100, 500) for x in (100, 400, 800))
    assert all(_near(lines, True, y, 100, 800) for y in (100, 200, 350, 500))


def test_a_dark_band_has_edges_and_a_pale_stripe_none() -> None:
    picture, pen = _image()
    pen.rectangle((100, 100, 800, 160), fill=70)
    pen.rectangle((100, 300, 800, 360), fill=225)
    lines = find_lines(_noisy(picture))
    assert _near(lines, True, 100, 100, 800)
    assert _near(lines, True, 160, 100, 800)
    assert not any(280 < line.at < 380 for line in lines if line.level)


def test_strokes_of_characters_are_no_lines() -> None:
    picture, pen = _image()
    pen.line((100, 300, 800, 300), fill=60, width=2)
    for x in range(120, 500, 32):
        pen.line((x, 212, x, 238), fill=30, width=3)
        pen.line((x - 12, 225, x + 14, 225), fill=30, width=3)
    lines = find_lines(_noisy(picture), [BBox(104, 206, 520, 244)])
    assert [(line.level, round(line.at, -1)) for line in lines] == [(True, 300)]


def test_a_frame_of_a_diagram_is_a_box_and_a_cell_of_a_table_is_not() -> None:
    picture, pen = _image()
    pen.rectangle((60, 60, 260, 120), outline=60, width=2)
    pen.line((260, 90, 340, 90), fill=60, width=2)
    for x in (400, 600, 800):
        pen.line((x, 60, x, 260), fill=60, width=2)
    for y in (60, 160, 260):
        pen.line((400, y, 800, y), fill=60, width=2)
    found, left = frames(find_lines(_noisy(picture)))
    assert [tuple(round(v, -1) for v in box) for box in found] == [(60, 60, 260, 120)]
    assert _near(left, True, 90, 260, 340)
    assert len(left) == 7


def test_boxes_of_a_stack_are_boxes_each() -> None:
    picture, pen = _image()
    for y in (60, 130, 200):
        pen.rectangle((100, y, 500, y + 60), outline=60, width=2)
    found, left = frames(find_lines(_noisy(picture)))
    assert len(found) == 3
    assert not left


@pytest.mark.parametrize("degrees", [-1.5, -0.4, 0.0, 0.7, 2.0])
def test_a_page_is_turned_upright(degrees: float) -> None:
    picture, pen = _image(size=(1200, 900))
    for y in range(100, 800, 50):
        pen.line((100, y, 1100, y), fill=40, width=3)
    for x in (100, 600, 1100):
        pen.line((x, 100, x, 750), fill=40, width=3)
    askew = _noisy(picture.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=PAPER))
    skew = find_skew(askew)
    assert skew == pytest.approx(degrees, abs=0.15)
    assert abs(find_skew(turned(askew, skew))) < 0.15
