"""Text of a cell: across, down, in several columns, with digits side by side, ruby and spaces."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.page_text import page_lines
from extractors.seen_spaces import with_spaces
from extractors.vertical_text import read_region, region_text
from schemas.document import BBox, Glyph, Page

SIZE = 10.0


def _glyph(sign: str, x: float, y: float, size: float = SIZE) -> Glyph:
    width = size / 2 if sign.isascii() else size
    return Glyph(sign, BBox(x - width / 2, y - size / 2, x + width / 2, y + size / 2), size)


def _down(columns: list[str], pitch: float = 1.0, apart: float = 1.4) -> list[Glyph]:
    """Columns from right to left."""
    return [
        _glyph(sign, 200 - number * apart * SIZE, 100 + at * pitch * SIZE)
        for number, column in enumerate(columns)
        for at, sign in enumerate(column)
    ]


def _across(lines: list[str], pitch: float = 1.0, apart: float = 1.4) -> list[Glyph]:
    return [
        _glyph(sign, 100 + at * pitch * SIZE, 100 + number * apart * SIZE)
        for number, line in enumerate(lines)
        for at, sign in enumerate(line)
    ]


def test_one_column_is_read_down() -> None:
    region = read_region(_down(["基本目標"]))
    assert (region.text, region.vertical, region.sure) == ("基本目標", True, True)


@pytest.mark.parametrize("apart", [1.1, 1.2, 1.5, 2.0])
@pytest.mark.parametrize(
    "columns", [["男女共同参画社会の", "実現に向けた", "意識づくり"], ["学びを支える", "まちづくり"]]
)
def test_columns_are_read_from_the_right(columns: list[str], apart: float) -> None:
    assert region_text(_down(columns, apart=apart)).split("\n") == columns


@pytest.mark.parametrize("apart", [1.1, 1.2, 1.5, 2.0])
@pytest.mark.parametrize("lines", [["学びの情報を", "届ける"], ["地域で支えあう", "健康づくりの", "推進"]])
def test_lines_are_read_from_the_top(lines: list[str], apart: float) -> None:
    assert region_text(_across(lines, apart=apart)).split("\n") == lines


def test_letter_spaced_lines_close_together_stay_lines() -> None:
    lines = ["地域で支えあう", "健康づくりの推進"]
    assert region_text(_across(lines, pitch=1.25, apart=1.15)).split("\n") == lines


def test_digits_side_by_side_in_a_column() -> None:
    glyphs = _down(["第", "章"], apart=0)
    glyphs = [_glyph("第", 200, 100), _glyph("1", 197.5, 110), _glyph("2", 202.5, 110), _glyph("章", 200, 120)]
    glyphs += [_glyph(sign, 200, 140 + 10 * at) for at, sign in enumerate("健康を守る")]
    assert region_text(glyphs) == "第12章　健康を守る"


def test_ruby_is_left_out() -> None:
    base = _across(["健康づくり"])
    ruby = [_glyph(sign, 98 + 5 * at, 92, 5.0) for at, sign in enumerate("けんこう")]
    assert region_text(base + ruby) == "健康づくり"


def test_a_letter_printed_twice_counts_once() -> None:
    base = _across(["太字の見出し"])
    again = [glyph._replace(bbox=BBox(*(v + 0.3 for v in glyph.bbox))) for glyph in base]
    assert region_text(base + again) == "太字の見出し"


def test_spaces_that_are_only_seen() -> None:
    glyphs = [_glyph("1", 100, 100), *(_glyph(s, 110 + 10 * at, 100) for at, s in enumerate("健康づくり"))]
    assert region_text(with_spaces(glyphs)) == "1 健康づくり"


def test_where_spaces_are_printed_distances_are_none() -> None:
    glyphs = [_glyph("第", 100, 100), _glyph("2", 109.5, 100), _glyph("期", 119, 100), _glyph(" ", 300, 100)]
    assert region_text(with_spaces(glyphs)) == "第2期"


def test_a_page_with_columns_apart_has_a_line_for_each() -> None:
    glyphs = _across(["左の欄の文"]) + [
        g._replace(bbox=BBox(g.bbox.x0 + 200, g.bbox.top, g.bbox.x1 + 200, g.bbox.bottom))
        for g in _across(["右の欄の文"])
    ]
    page = Page(1, 600, 800, tuple(glyphs), (), (), ())
    assert [line.text for line in page_lines(page)] == ["左の欄の文", "右の欄の文"]


WORDS = ["健康づくりの推進", "学びの情報を届ける", "地域で支えあう福祉", "安全な道路の整備", "こどもの居場所づくり"]


@given(st.sampled_from(WORDS), st.sampled_from(WORDS), st.booleans(), st.randoms(use_true_random=False))
def test_the_order_in_the_file_does_not_matter(first: str, second: str, down: bool, rng: random.Random) -> None:
    lines = [first[:6], second[:6]]
    glyphs = _down(lines) if down else _across(lines)
    rng.shuffle(glyphs)
    assert region_text(glyphs).split("\n") == lines
