"""Pages → units: columns before lines, numbers in circles with their headings, looks, cells, running heads."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.layout.page_units import page_units
from schemas.document import BBox, Box, Document, Glyph, Page, Rule, SourceFile
from schemas.reading import Unit

WIDTH, HEIGHT = 595.0, 842.0
PROSE = "市民と事業者と市が力を合わせて取り組みます"


def words(text: str, x: float, y: float, size: float = 10.0, bold: bool = False) -> list[Glyph]:
    """A line of square characters, from (x, y) at its top left."""
    step = size
    return [
        Glyph(sign, BBox(x + at * step, y, x + (at + 1) * step, y + size), size, bold=bold)
        for at, sign in enumerate(text)
        if sign != "\u3000"
    ]


def page(number: int, *lines: list[Glyph], rules: Sequence[Rule] = (), boxes: Sequence[Box] = ()) -> Page:
    glyphs = tuple(glyph for line in lines for glyph in line)
    return Page(number, WIDTH, HEIGHT, glyphs, tuple(rules), tuple(boxes), ())


def units(*pages: Page) -> tuple[Unit, ...]:
    return page_units(Document(SourceFile("a.pdf", "", "application/pdf", 1, pages=len(pages)), (), pages))


def texts(found: Sequence[Unit]) -> list[str]:
    return [unit.text for unit in found]


def test_two_columns_of_text_are_read_one_after_the_other() -> None:
    left = [words(f"左{at}{PROSE[:18]}", 50, 100 + 15 * at) for at in range(6)]
    right = [words(f"右{at}{PROSE[:18]}", 50 + 20 * 10 + 15, 100 + 15 * at) for at in range(6)]
    found = units(page(1, *left, *right))
    assert [text[:2] for text in texts(found)] == [f"左{at}" for at in range(6)] + [f"右{at}" for at in range(6)]
    assert len({unit.group for unit in found}) == 2


def test_a_heading_over_two_columns_comes_first() -> None:
    head = words("第１章　施策の展開", 50, 60, 16, bold=True)
    left = [words(f"左{PROSE[:18]}", 50, 100 + 15 * at) for at in range(6)]
    right = [words(f"右{PROSE[:18]}", 265, 107 + 15 * at) for at in range(6)]
    found = units(page(1, head, *left, *right))
    assert found[0].text.startswith("第１章")
    assert [text[0] for text in texts(found)[1:]] == ["左"] * 6 + ["右"] * 6


def test_names_and_what_is_said_beside_them_stay_in_one_row() -> None:
    rows = [line for at in range(4) for line in (words("事業名", 50, 100 + 15 * at), words("説明", 200, 100 + 15 * at))]
    found = units(page(1, *rows))
    assert texts(found) == ["事業名", "説明"] * 4
    assert [unit.same_line for unit in found] == [False, True] * 4


def test_a_large_number_in_a_circle_belongs_to_its_heading() -> None:
    circle = Box(BBox(48, 96, 76, 124), 0xCCCCCC, None)
    found = units(
        page(
            1,
            words("1", 55, 100, 18),
            words("自然と共に生きるまち", 100, 104, 12),
            words(PROSE, 60, 140),
            boxes=[circle],
        )
    )
    assert texts(found) == ["1　自然と共に生きるまち", PROSE]
    assert found[0].evidence.bbox == BBox(55, 100, 220, 118)
    assert found[0].emphasis > found[1].emphasis == 0


def test_equal_looks_have_equal_keys_though_sizes_are_rounded() -> None:
    lines = [
        words("重点目標", 50, 100, 14.0),
        words(PROSE, 50, 130),
        words("基本目標", 50, 150, 14.2),
        words(PROSE, 50, 180),
    ]
    found = units(page(1, *lines))
    assert found[0].style == found[2].style != found[1].style


def test_cells_of_a_table_are_groups_row_by_row() -> None:
    rules = [Rule(50, y, 350, y) for y in (100, 130, 160)] + [Rule(x, 100, x, 160) for x in (50, 200, 350)]
    cells = [
        words("取組名", 55, 108),
        words("内容", 205, 108),
        words("間伐の推進", 55, 138),
        words("補助する", 205, 138),
    ]
    found = units(page(1, words(PROSE, 50, 60), *cells, rules=rules))
    assert texts(found) == [PROSE, "取組名", "内容", "間伐の推進", "補助する"]
    assert len({unit.group for unit in found}) == 5


def test_what_stands_on_every_page_is_furniture_and_headings_are_not() -> None:
    pages = [
        page(
            at,
            words("第４章　施策の展開", 350, 30, 8),
            words(f"{name}区", 50, 60, 16, bold=True),
            *(words(PROSE, 50, 100 + 15 * row) for row in range(8)),
            words(f"{at}", 290, 810),
        )
        for at, name in enumerate("東西南北", 1)
    ]
    found = units(*pages)
    for unit in found:
        of_page = unit.text.startswith("第４章") or unit.text.isdigit()
        assert (unit.furniture > 0.7) == of_page, unit.text


def test_footnotes_and_captions_are_furniture() -> None:
    lines = [words(PROSE, 50, 100 + 15 * at) for at in range(20)]
    note = words("１　活動を支える人", 50, 760, 7)
    caption = words("図表１　人口の推移", 50, 420)
    found = units(page(1, *lines, caption, note, rules=[Rule(50, 750, 150, 750)]))
    marked = {unit.text for unit in found if unit.furniture > 0.7}
    assert marked == {"１　活動を支える人", "図表１　人口の推移"}


def test_a_word_set_wide_is_one_and_columns_of_single_kanji_behind_a_rule_are_not() -> None:
    wide = [*words("２", 40, 50), *words("福", 60, 50), *words("祉", 100, 50)]
    below = [*words("３", 40, 70), *words("消防・防災", 60, 70)]
    assert [text.replace(" ", "").replace("　", "") for text in texts(units(page(1, wide, below)))] == [
        "２福祉",
        "３消防・防災",
    ]
    parted = units(page(1, wide, below, rules=(Rule(85, 40, 85, 90),)))
    assert not any("福祉" in text.replace(" ", "").replace("　", "") for text in texts(parted))
