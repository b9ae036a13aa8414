"""Notes on descriptions: several subjects under one title, sentences cut by a blank line."""

from __future__ import annotations

import pytest

from extractors.description_notes import description_notes
from extractors.text_items import text_items
from schemas.document import Line


def _kinds(text: str) -> list[tuple[str, int | None]]:
    lines = tuple(Line(line, number) for number, line in enumerate(text.split("\n"), 1))
    return [(issue.kind, issue.evidence.line) for issue in description_notes(text_items(lines).value.items)]


MANY = "●学ぶ\n\n親の学びを支えます。\n\n{0}若者の居場所をつくります。\n\n高齢者の生きがいづくりを進めます。\n\n"
ONE = "●{0}\n\n取組を進めます。\n\n"


def test_paragraphs_side_by_side_where_others_have_one() -> None:
    text = MANY.format("") + ONE.format("生かす") + ONE.format("つなぐ")
    assert _kinds(text) == [("description_multi_topic", 3)]


@pytest.mark.parametrize(
    "text",
    [
        MANY.format("また、") + ONE.format("生かす") + ONE.format("つなぐ"),
        MANY.format("") + ONE.format("生かす"),
        MANY.format("") + MANY.format("") + ONE.format("つなぐ"),
        MANY.format("").replace("\n\n", "\n") + ONE.format("生かす") + ONE.format("つなぐ"),
    ],
)
def test_paragraphs_that_go_on_or_are_common_are_none(text: str) -> None:
    assert _kinds(text) == []


def test_a_sentence_cut_by_a_blank_line() -> None:
    assert _kinds(
        "(1) 学ぶ\n\n市民が身近な場所でいつでも、だれとでも、生涯を通じて楽しく学ぶことができるように、多様な講座の\n\n開催を進めます。\n"
    ) == [("description_split_by_blank", 3)]
    assert (
        _kinds(
            "(1) 学ぶ\n\n市民が身近な場所でいつでも、だれとでも、生涯を通じて楽しく学ぶことができるような多様な講座の開催\n\n講座を開きます。\n"
        )
        == []
    )
