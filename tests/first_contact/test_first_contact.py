"""The instrument itself: trees with one mistake are told from true ones, and compositions hold what they should."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from extractors.extract import extract
from publishers.extraction_json import to_dict
from tests.corpus.compare import compare
from tests.first_contact import compose
from tests.first_contact.make import PAPERS, make
from tests.first_contact.paper import Paper, structure, tree
from tests.first_contact.perturb import MISTAKES, perturbed

PLANS = [paper for paper in PAPERS if paper.structures]
OTHER = structure("推進体制", tree("|町長\n |副町長\n |教育長"))


def found(*structures: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"structures": list(structures), "exceptions": [], "error": None} | more


@pytest.mark.parametrize("paper", PLANS, ids=lambda paper: paper.case)
def test_a_mistake_is_seen(paper: Paper) -> None:
    gold = paper.gold()
    true = gold["structures"]
    assert compare(gold, found(*true)).exact
    made = dict(perturbed(true[0], OTHER))
    assert len(made) >= len(MISTAKES) - 1
    for name, wrong in made.items():
        verdict = compare(gold, found(wrong, *true[1:]))
        assert verdict.f1 < 1, name
        assert not verdict.exact, name
        assert verdict.wrong == len(verdict.silent) + len(verdict.missed) > 0, name


def test_what_an_exception_tells_is_not_silent() -> None:
    gold = {"structures": [structure(None, tree("1|水を守る\n ①|川の清掃\n ②|井戸の調査"))]}
    wrong = structure(None, tree("1|水を守る\n ①|川の掃除\n ②|井戸の調査"))
    issue = {"severity": "review", "structure": 0, "nodes": ["1.1"]}
    verdict = compare(gold, found(wrong, exceptions=[issue]))
    assert (verdict.silent, len(verdict.missed), verdict.wrong, verdict.right, verdict.flagged) == ((), 1, 2, 2, 0)
    quoted = {"severity": "block", "structure": None, "nodes": [], "quote": "①川の清掃"}
    assert compare(gold, found(wrong, exceptions=[issue, quoted])).missed == ()
    spoken = {"severity": "review", "structure": 0, "nodes": ["1.2"]}
    assert compare(gold, found(wrong, exceptions=[spoken])).flagged == 1
    assert compare(gold, {"structures": [], "exceptions": [], "error": {"code": "no_structure"}}).missed == ()


def test_a_vision_over_the_tree_is_its_root_or_not() -> None:
    below = "\n".join(f" {line}" for line in ("1|水を守る", " ①|川の清掃", "2|緑を守る", " ①|間伐の支援"))
    with_root = structure(None, tree(f"|緑と水の町\n{below}"))
    without = structure(None, tree(below))
    gold = {"plan": {"vision": "緑と水の町"}, "structures": [without]}
    assert compare(gold, found(with_root)).exact
    assert not compare({"structures": [without]}, found(with_root)).exact


def test_furniture_stands_between_entries_only() -> None:
    paper = next(paper for paper in PAPERS if paper.case == "tabs")
    assert isinstance(paper.content, str)
    gold = paper.gold()
    places = len(gold["structures"][0]["nodes"]) - len(tree("1|a\n1|b\n1|c")) - 1
    made = list(compose.interrupted(paper.content, gold))
    assert len(made) == len(compose.FURNITURE) * places
    for name, text in made:
        assert len(text) == len(paper.content) + len(compose.FURNITURE[name]) + (name != "form feed")


def test_pages_are_joined_in_order(tmp_path: Path) -> None:
    first = compose.prose_pdf(tmp_path / "first.pdf", 2)
    second = compose.prose_pdf(tmp_path / "second.pdf", 3, start=2)
    whole = compose.join_pdfs([first, second], tmp_path / "whole.pdf")
    with pypdfium2.PdfDocument(whole) as opened:
        printed = [page.get_textpage().get_text_range() for page in opened]
    assert [f"\n{number}　" in f"\n{text}" for number, text in enumerate(printed, 1)] == [True] * 5


@pytest.mark.parametrize("case", ["tabs", "spaced", "typewriter"])
def test_kinds_that_are_read_exactly(case: str, tmp_path: Path) -> None:
    paper = next(paper for paper in PAPERS if paper.case == case)
    verdict = compare(paper.gold(), to_dict(extract(make(paper, tmp_path))))
    assert verdict.exact
    assert verdict.labels == 1.0
