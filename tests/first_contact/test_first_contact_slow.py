"""All documents of first contact: what is read of them, and what is wrong in silence, stays within the figures given here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from extractors.extract import extract
from publishers.extraction_json import to_dict
from tests.corpus.compare import Verdict, compare
from tests.first_contact.make import PAPERS, make, missing

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is asked of a group of documents."""

    f1: float
    """At least this mean path F1 over those with a hierarchy."""
    silent: float
    """At most this share of the mistakes is named by nothing."""
    refused: int
    """At least so many of those without a hierarchy are refused."""


BOUNDS = {
    "typed and copied": Bounds(0.60, 0.70, 0),
    "chromium": Bounds(0.15, 0.52, 1),
    "soffice": Bounds(0.75, 0.60, 0),
}
"""By the program that prints them. LibreOffice is not among the programs that the tests ask for."""


@pytest.mark.parametrize("group", BOUNDS)
def test_first_contact(group: str, tmp_path: Path) -> None:
    papers = [paper for paper in PAPERS if (paper.needs or ("typed and copied",)) == (group,)]
    lacking = missing(papers[0])
    if lacking == "soffice":
        pytest.skip("no LibreOffice here: apt-get install libreoffice-writer libreoffice-calc")
    if lacking:
        pytest.fail("No Chromium here: install it (apt-get install chromium) or set CHROMIUM, or run without -m slow.")
    verdicts: list[Verdict] = []
    refused = 0
    for paper in papers:
        found = to_dict(extract(make(paper, tmp_path)))
        if paper.structures:
            verdicts.append(compare(paper.gold(), found))
        else:
            refused += bool(found.get("error")) and not found["structures"]
    bounds = BOUNDS[group]
    silent = sum(len(one.silent) + len(one.missed) for one in verdicts)
    assert sum(one.f1 for one in verdicts) / len(verdicts) >= bounds.f1
    assert silent <= bounds.silent * sum(one.wrong for one in verdicts)
    assert refused >= bounds.refused
