"""Bare page numbers between the lines of a copied text."""

from __future__ import annotations

import pytest

from extractors.page_numbers import without_names_of_pages, without_page_numbers
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


@pytest.mark.parametrize("form", ["({})", "- {} -", "－{}－", "{}/9", "P.{}", "{}ページ"])
def test_page_numbers_of_every_form_are_left_out(form: str) -> None:
    pages = [
        "第3次みほん計画",
        "目次",
        "第1章 はじめに",
        "基本目標1 学ぶ\n(1)講座\n(2)相談",
        "基本目標2 生かす\n(1)登録",
    ]
    text = "\n".join(f"{form.format(number)}\n{page}" for number, page in enumerate(pages, 1))
    assert _kept(text) == "\n".join(pages).split("\n")


def test_numbers_in_brackets_of_broken_headings_stay() -> None:
    text = "(1)\n学習機会の充実\n(2)\n学習情報の提供\n(3)\n人材の育成\n(1)\n施設の整備"
    assert _kept(text) == text.split("\n")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Page 1: みほん計画\n基本目標1\nPage 2: 基本目標2", "みほん計画\n基本目標1\n基本目標2"),
        ("Page 4: みほん計画\n基本目標1\nPage 2: 基本目標2", None),
    ],
)
def test_names_of_pages_are_taken_from_lines_where_they_count_from_the_first(text: str, kept: str | None) -> None:
    lines = [Line(line, number) for number, line in enumerate(text.split("\n"), 1)]
    assert [line.text for line in without_names_of_pages(lines)] == (kept or text).split("\n")
