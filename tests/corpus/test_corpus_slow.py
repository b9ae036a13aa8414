"""Generated plans printed by a browser, in every layout: what is read of them stays above the figures given here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractors.extract import extract
from publishers.extraction_json import to_dict
from tests.corpus.chromium import find_chromium
from tests.corpus.compare import Verdict, compare
from tests.corpus.make import HTML, make

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

SEEDS = range(200, 204)
FLOORS = {
    "ruled": 0.95,
    "banded": 0.97,
    "stacked": 0.97,
    "paged": 0.97,
    "vertical": 0.85,
    "borderless": 0.85,
    "across": 0.9,
    "down": 0.97,
    "outline": 0.93,
    "columns": 0.97,
    "detailed": 0.75,  # one of four prints a vision over all goals, which the choice takes for a title
    "booklet": 0.85,
    "chapters": 0.9,
    "overviews": 0.7,
    "shapes": 0.6,
    "sheets": 0.5,  # 0.6 with the first readers: two of four sheets, cut over pages, are read by none of the new ones
}
"""Mean path F1 per style."""
SILENT = dict.fromkeys(FLOORS, 0.02) | {"overviews": 0.1, "shapes": 0.15, "sheets": 0.15}
"""Share of delivered nodes that may be wrong without an exception that names them; the layouts added last are the
weakest."""


def test_every_layout_has_a_floor() -> None:
    assert set(FLOORS) == set(HTML)


@pytest.mark.parametrize("style", sorted(FLOORS))
def test_layout(style: str, tmp_path: Path) -> None:
    if find_chromium() is None:
        pytest.fail("No Chromium here: install it (apt-get install chromium) or set CHROMIUM, or run without -m slow.")
    verdicts: list[Verdict] = []
    nodes = 0
    for seed in SEEDS:
        document = make(style, seed, tmp_path)
        gold = json.loads(document.with_suffix(".gold.json").read_text(encoding="utf-8"))
        found = to_dict(extract(document))
        nodes += sum(len(structure["nodes"]) for structure in found["structures"])
        verdicts.append(compare(gold, found))
    mean = sum(verdict.f1 for verdict in verdicts) / len(verdicts)
    silent = [path for verdict in verdicts for path in verdict.silent]
    assert mean >= FLOORS[style]
    assert len(silent) <= SILENT[style] * nodes, silent[:10]
