"""Bare page numbers between the lines of a copied text."""

from __future__ import annotations

import pytest

from extractors.page_numbers import without_page_numbers
from schemas.document import Line


def _kept(text: str) -> list[str]:
    lines = [Line(line, number) for number, line in enumerate(text.strip("\n").split("\n"), 1)]
    return [line.text for line in without_page_numbers(lines)]


def test_numbers_between_running_heads_are_pages() -> None:
    text = """
みほん計画
3
みほん計画
基本目標1 学ぶ
(1)講座
4
みほん計画
(2)相談
5
"""
    assert _kept(text) == ["みほん計画", "みほん計画", "基本目標1 学ぶ", "(1)講座", "みほん計画", "(2)相談"]


@pytest.mark.parametrize("text", ["1\n学ぶ\n2\n生かす\n3\nつなぐ", "1 学ぶ\n12\n2 生かす", "10\n9\n8"])
def test_numbers_of_titles_and_single_figures_stay(text: str) -> None:
    assert _kept(text) == text.split("\n")
