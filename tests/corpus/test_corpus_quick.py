"""Generated plans as text and as PDFs drawn by reportlab, read whole. Quick: no browser, no office programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractors.extract import extract
from publishers.extraction_json import to_dict
from tests.corpus.compare import Verdict, compare
from tests.corpus.make import make

EXACT = [
    ("text_outline", 0), ("text_outline", 3), ("text_outline", 11), ("text_outline", 20),
    ("text_table", 1), ("text_table", 3), ("text_table", 5), ("text_table", 10),
    ("drawn_table", 0), ("drawn_table", 2), ("drawn_table", 21),
    ("drawn_boxes", 0), ("drawn_boxes", 3), ("drawn_boxes", 20), ("drawn_boxes", 300),
    ("drawn_outline", 1), ("drawn_outline", 2), ("drawn_outline", 22),
    ("drawn_apart", 0), ("drawn_apart", 3), ("drawn_apart", 5),
]  # fmt: skip
AMBIGUOUS = [("text_table", 0), ("text_table", 12), ("text_table", 13)]
"""Labels that stand in the middle of a lost merged cell: not all of it can be known, and what is wrong must be named."""


def read(style: str, seed: int, folder: Path) -> Verdict:
    """Make a document, read it, hold it against its gold."""
    document = make(style, seed, folder)
    gold = json.loads(document.with_suffix(".gold.json").read_text(encoding="utf-8"))
    return compare(gold, to_dict(extract(document)))


@pytest.mark.parametrize(("style", "seed"), EXACT)
def test_read_exactly(style: str, seed: int, tmp_path: Path) -> None:
    verdict = read(style, seed, tmp_path)
    assert verdict.f1 == 1.0
    assert verdict.labels == 1.0


@pytest.mark.parametrize(("style", "seed"), AMBIGUOUS)
def test_nothing_wrong_in_silence(style: str, seed: int, tmp_path: Path) -> None:
    verdict = read(style, seed, tmp_path)
    assert verdict.f1 > 0.8
    assert verdict.silent == ()


def test_same_seed_same_document(tmp_path: Path) -> None:
    first = make("text_outline", 7, tmp_path).read_bytes()
    assert make("text_outline", 7, tmp_path).read_bytes() == first
