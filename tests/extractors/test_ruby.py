"""Ruby beside a line that runs downwards is a reading, small kana in a line across are words."""

from __future__ import annotations

from extractors.page_text import without_side_ruby
from schemas.document import BBox, Glyph


def glyph(sign: str, x: float, top: float, size: float) -> Glyph:
    return Glyph(sign, BBox(x, top, x + size, top + size), size)


def text(glyphs: tuple[Glyph, ...]) -> str:
    return "".join(one.text for one in glyphs)


def test_ruby_right_of_an_upright_line_is_left_out() -> None:
    line = (
        glyph("の", 100, 100, 11), glyph("こ", 111, 111, 4.5), glyph("声", 100, 111, 11), glyph("え", 111, 116, 4.5),
        glyph("が", 100, 122, 11),
    )  # fmt: skip
    assert text(without_side_ruby(line)) == "の声が"


def test_small_kana_behind_kanji_of_a_line_across_stay() -> None:
    line = (glyph("緑", 100, 100, 20), glyph("の", 120, 108, 12), glyph("丘", 132, 100, 20))
    assert text(without_side_ruby(line)) == "緑の丘"
