"""Pages set sideways or upside down are read upright, and places are given back as they lie."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.turn_back import turned_back
from extractors.turn_page import HALF, turn, turned_upright
from schemas.document import BBox, Glyph, Page, Rule
from schemas.structure import Evidence

WIDTH, HEIGHT = 595.0, 842.0


def _sideways(turned: int) -> Page:
    """An upright page of two lines (842 wide), as it lies on a page of 595."""
    upright = [
        Glyph(char, BBox(100.0 + 12 * at, 50.0 + 20 * row, 110.0 + 12 * at, 60.0 + 20 * row), 10.0)
        for row, line in enumerate(("生涯学習の機会を充実させるための取組", "情報の提供と相談の体制を整える取組"))
        for at, char in enumerate(line)
    ]
    place = turn(HEIGHT, WIDTH, -turned)
    glyphs = tuple(glyph._replace(bbox=place(glyph.bbox), upright=False) for glyph in upright)
    return Page(1, WIDTH, HEIGHT, glyphs, (Rule(10.0, 20.0, 10.0, 400.0, arrow=True),), (), ())


@pytest.mark.parametrize("turned", [1, -1])
def test_text_on_its_side_is_set_upright(turned: int) -> None:
    page = turned_upright(_sideways(turned))
    assert page.turned == turned
    assert (page.width, page.height) == (HEIGHT, WIDTH)
    assert all(glyph.upright for glyph in page.glyphs)
    first, second = page.glyphs[0].bbox, page.glyphs[1].bbox
    assert (first.x0, first.top) == (100.0, 50.0)
    assert second.x0 > first.x0
    assert page.rules[0].top == page.rules[0].bottom


def test_upright_pages_stay_as_they_are() -> None:
    page = turned_upright(_sideways(1))
    assert turned_upright(page) is page


@pytest.mark.parametrize("turned", [1, -1])
def test_places_are_given_back(turned: int) -> None:
    lying = _sideways(turned)
    page = turned_upright(lying)
    read = Evidence("生", page=1, bbox=page.glyphs[0].bbox)
    assert turned_back((read,), (page,))[0].bbox == lying.glyphs[0].bbox


def test_a_page_on_its_head_is_set_upright() -> None:
    upright = turned_upright(_sideways(1))
    place = turn(upright.width, upright.height, HALF)
    over = tuple(glyph._replace(bbox=place(glyph.bbox)) for glyph in upright.glyphs)
    page = turned_upright(replace(upright, glyphs=over, turned=0))
    assert page.turned == HALF
    assert (page.width, page.height) == (upright.width, upright.height)
    assert [glyph.bbox for glyph in page.glyphs] == [glyph.bbox for glyph in upright.glyphs]
    read = Evidence("生", page=1, bbox=page.glyphs[0].bbox)
    assert turned_back((read,), (page,))[0].bbox == over[0].bbox


@given(*[st.floats(0, 500) for _ in range(4)], st.sampled_from([1, -1, HALF]))
def test_there_and_back(x0: float, top: float, width: float, height: float, turned: int) -> None:
    box = BBox(x0, top, x0 + width, top + height)
    across, down = (WIDTH, HEIGHT) if turned == HALF else (HEIGHT, WIDTH)
    back = turn(across, down, -turned)(turn(WIDTH, HEIGHT, turned)(box))
    assert back == pytest.approx(box)
