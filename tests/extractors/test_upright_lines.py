"""Words printed from the top down, a character a line."""

from __future__ import annotations

import pytest

from extractors.upright_lines import set_upright
from schemas.document import Line


def _set(text: str) -> list[str]:
    lines = [Line(line, number) for number, line in enumerate(text.split("\n"), 1)]
    return [line.text for line in set_upright(lines)]


def test_an_upright_word_stands_on_one_line_with_its_number() -> None:
    assert _set("Ⅰ\n学\nび\nを\nひ\nら\nく\n1 講座") == ["Ⅰ 学びをひらく", "1 講座"]
    assert _set("1\n文\n化\n芸\n術\n①\n鑑\n賞\n機\n会\n○音楽会") == ["1 文化芸術", "① 鑑賞機会", "○音楽会"]
    assert _set("拠\n点\nの\n整\n備 ○会館の改修") == ["拠点の整備", "○会館の改修"]
    assert _set("セ\nン\nタ\n︱") == ["センター"]


@pytest.mark.parametrize("text", ["1\n2\n3\n4\n5", "講\n座", "Ⅰ\nⅡ\nⅢ\nⅣ", "学\n\nぶ\n\n人\n\n々"])
def test_figures_and_single_characters_stay(text: str) -> None:
    assert _set(text) == text.split("\n")
