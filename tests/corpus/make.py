"""The corpus from the command line: python -m tests.corpus.make OUT [--styles ...] [--seeds 0:4]. IO: writes documents.

Each document <case>.pdf or <case>.txt comes with <case>.gold.json, what a reader should find in it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.corpus import (
    html_chapters,
    html_diagrams,
    html_outlines,
    html_overviews,
    html_shapes,
    html_sheets,
    html_tables,
    office,
    texts,
    typeset,
)
from tests.corpus.chromium import print_pdf
from tests.corpus.html_booklets import booklet
from tests.corpus.html_page import Printed
from tests.corpus.plan import Plan, gold, make_plan

Html = Callable[[Plan, Random], Printed]

HTML: dict[str, Html] = {
    "ruled": html_tables.ruled,
    "banded": html_tables.banded,
    "stacked": html_tables.stacked,
    "paged": html_tables.paged,
    "vertical": html_tables.vertical,
    "borderless": html_tables.borderless,
    "columns": html_tables.columns,
    "detailed": html_tables.detailed,
    "across": html_diagrams.across,
    "down": html_diagrams.down,
    "outline": html_outlines.outline,
    "booklet": booklet,
    "chapters": html_chapters.chapters,
    "sheets": html_sheets.sheets,
    "shapes": html_shapes.shapes,
    "overviews": html_overviews.overviews,
}
TEXTS: dict[str, Callable[[Plan, Random], str]] = {"text_outline": texts.text_outline, "text_table": texts.text_table}
DRAWN: dict[str, Callable[[Plan, Random, Path], tuple[str, ...] | None]] = {
    "drawn_table": typeset.drawn_table,
    "drawn_boxes": typeset.drawn_boxes,
    "drawn_outline": typeset.drawn_outline,
    "drawn_apart": typeset.drawn_apart,
}
OFFICE = office.STYLES
DEPTHS = {"down": 2, "columns": 2}
SIZES = {"paged": 90, "vertical": 14, "borderless": 28, "ruled": 32}


def make(style: str, seed: int, folder: Path) -> Path:
    """One document of a style, with its gold; returns the document."""
    case = f"{style}-{seed:03d}"
    rng = Random(seed)
    plan = make_plan(
        seed * 7919 + sum(map(ord, style)),
        size=SIZES.get(style, 30),
        depth=3 + seed % 2 if style == "overviews" else DEPTHS.get(style),
    )
    if style in TEXTS:
        target = folder / f"{case}.txt"
        target.write_bytes(texts.encode(TEXTS[style](plan, rng), rng))
        answer = gold(plan, case, style, None, plan.levels if style == "text_table" else None)
    elif style in DRAWN:
        target = folder / f"{case}.pdf"
        answer = gold(plan, case, style, 1, DRAWN[style](plan, rng, target))
    elif style in OFFICE:
        target = folder / f"{case}.pdf"
        office.print_office(plan, style, seed, target)
        answer = gold(plan, case, style, 1, None if style in ("docx_outline", "pptx") else plan.levels)
    else:
        target = folder / f"{case}.pdf"
        printed = HTML[style](plan, rng)
        print_pdf(printed.html, target)
        answer = gold(plan, case, style, printed.page, printed.levels)
    (folder / f"{case}.gold.json").write_text(json.dumps(answer, ensure_ascii=False, indent=1))
    return target


def main() -> None:
    """Write the asked documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--styles", nargs="+", default=[*HTML, *TEXTS, *DRAWN])
    parser.add_argument("--seeds", default="0:4", help="first:stop")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    first, stop = map(int, options.seeds.split(":"))
    for style in options.styles:
        for seed in range(first, stop):
            print(make(style, seed, options.out))


if __name__ == "__main__":
    main()
