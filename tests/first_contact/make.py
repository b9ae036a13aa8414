"""The documents of first contact: python tests/first_contact/make.py OUT [CASE …]. IO: writes documents with their gold.

They were designed before any of them was read, each of a kind that the reader had not met: what they say of a reader is
how it fares with what it does not know. Whoever tunes a reader on one of them takes it out of that use.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

if __name__ == "__main__":  # started as a file: the repository is not on the path
    sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.corpus.chromium import find_chromium, print_pdf
from tests.first_contact import diagrams, leaflets, office, pages, refused, texts, town
from tests.first_contact.paper import Paper

PAPERS: tuple[Paper, ...] = (
    leaflets.cards(),
    leaflets.house(),
    leaflets.chevrons(),
    diagrams.braces(),
    diagrams.three_figures(),
    diagrams.upright_boxes(),
    pages.council_paper(),
    pages.two_plans(),
    pages.matrix(),
    office.chapters(),
    office.indicators(),
    office.blanks(),
    office.tender(),
    town.typewriter(),
    texts.drawn_branches(),
    texts.spaced(),
    texts.minutes(),
    texts.before_and_after(),
    texts.columns_apart(),
    texts.web_page(),
    texts.tabs(),
    refused.events(),
    refused.procedure(),
    refused.questions(),
    refused.sitemap(),
    refused.council(),
)


def missing(paper: Paper) -> str | None:
    """The program that is not here and that makes this document; None where nothing is missing."""
    here = {"chromium": find_chromium() is not None, "soffice": shutil.which("soffice") is not None}
    return next((name for name in paper.needs if not here[name]), None)


def make(paper: Paper, folder: Path) -> Path:
    """The document and <case>.gold.json beside it; returns the document."""
    target = folder / f"{paper.case}{paper.suffix}"
    if callable(paper.content):
        paper.content(target)
    elif isinstance(paper.content, bytes):
        target.write_bytes(paper.content)
    elif paper.suffix == ".pdf":
        print_pdf(paper.content, target)
    else:
        target.write_text(paper.content, encoding="utf-8")
    gold = json.dumps(paper.gold(), ensure_ascii=False, indent=1)
    (folder / f"{paper.case}.gold.json").write_text(gold, encoding="utf-8")
    return target


def main() -> None:
    """Write the named documents, or all that can be made here."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("cases", nargs="*")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for paper in PAPERS:
        if options.cases and paper.case not in options.cases:
            continue
        lacking = missing(paper)
        print(f"{paper.case}: needs {lacking}" if lacking else make(paper, options.out))


if __name__ == "__main__":
    main()
