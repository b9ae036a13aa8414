"""A text set on pages: every character at its place, and back to its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.figure import figure_candidates
from extractors.read_text import read_text
from extractors.typeset import LINES_MOST, typeset
from schemas.document import Document, Line, SourceFile


def document(lines: list[str]) -> Document:
    numbered = tuple(Line(text, number) for number, text in enumerate(lines, 1))
    return Document(SourceFile("p.txt", "", "text/plain", 1), numbered, printed=numbered)


def read(tmp_path: Path, text: str) -> Document:
    (tmp_path / "p.txt").write_text(text, "utf-8")
    return read_text(tmp_path / "p.txt").value


def test_words_under_each_other_stand_under_each_other() -> None:
    made = typeset(document(["目標    施策", "道路    舗装"]))
    assert made is not None
    (page,) = made.document.pages
    places = {glyph.text: glyph.bbox.x0 for glyph in page.glyphs}
    assert places["施"] == places["舗"] > places["標"]
    assert places["目"] == places["道"]


def test_headings_are_larger_and_bold() -> None:
    made = typeset(document(["# 目標", "施策"]))
    assert made is not None
    glyphs = {glyph.text: glyph for glyph in made.document.pages[0].glyphs}
    assert "#" not in glyphs
    assert glyphs["目"].size > glyphs["施"].size
    assert glyphs["目"].bold
    assert not glyphs["施"].bold


def test_cells_parted_by_tabs_stand_in_columns() -> None:
    made = typeset(document(["道\t舗装", "長い名前の道\t補修"]))
    assert made is not None
    places = {glyph.text: glyph.bbox.x0 for glyph in made.document.pages[0].glyphs}
    assert places["舗"] == places["補"]


def test_a_form_feed_begins_a_page_and_a_long_text_is_not_set() -> None:
    made = typeset(document(["目標", "\f施策"]))
    assert made is not None
    assert ["".join(glyph.text for glyph in page.glyphs) for page in made.document.pages] == ["目標", "施策"]
    assert typeset(document(["目標"] * (LINES_MOST + 1))) is None


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=200), max_size=40))
def test_no_character_is_lost(lines: list[str]) -> None:
    made = typeset(document(lines))
    if not lines:
        assert made is None
        return
    assert made is not None
    set_ = sorted(glyph.text for page in made.document.pages for glyph in page.glyphs)
    printed = sorted(sign for line in lines for sign in line if not sign.isspace())
    drawn = {sign for sign in printed if "\u2500" <= sign <= "\u257f"} | set("#+-=|")
    assert [sign for sign in set_ if sign not in drawn] == [sign for sign in printed if sign not in drawn]


@pytest.mark.parametrize(
    "table",
    [
        "┌──────┬──────┐\n│１ 道路　　 │(1)舗装　　 │\n│            │(2)補修　　 │\n├──────┼──────┤\n│２ 公園　　 │(1)植樹　　 │\n└──────┴──────┘\n",
        "+----------+----------+\n| 1 道路   | (1) 舗装 |\n|          | (2) 補修 |\n+----------+----------+\n| 2 公園   | (1) 植樹 |\n+----------+----------+\n",
    ],
)
def test_a_drawn_table_is_read_as_one_and_every_entry_knows_its_line(tmp_path: Path, table: str) -> None:
    text = f"施策の体系\n\n{table}"
    made = typeset(read(tmp_path, text))
    assert made is not None
    found = [made.in_text(one).structure for one in figure_candidates(made.document)]
    trees = [[(node.parent, node.name) for node in structure.nodes] for structure in found]
    wanted = [(None, "道路"), ("1", "舗装"), ("1", "補修"), (None, "公園"), ("2", "植樹")]
    assert wanted in trees
    nodes = found[trees.index(wanted)].nodes
    lines = text.split("\n")
    assert all(node.evidence.page is None for node in nodes)
    assert all(node.name in lines[(node.evidence.line or 0) - 1] for node in nodes)
