"""Sheets of consecutive pages → one long sheet, as if the pages were pasted below each other. Pure.

A table goes on over the page end, a booklet prints one 基本目標 a page: on the long sheet both are one figure, and no
rule for joining is needed. Only what looks like part of a figure on its own page is taken along.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.figure.blocks import Block, Container
from schemas.document import BBox

AGAIN = re.compile(r"[ \u3000]*[（(【［\[]?(?:つづき|続き|続)[)）】］\]]?$")
"""What is printed behind an entry that is repeated on the next page."""
LONGEST = 14
"""Pages of one run."""


@dataclass(frozen=True)
class Read:
    """A page that was searched: its blocks, and those of them that stand in a tree."""

    number: int
    height: float
    containers: tuple[Container, ...]
    blocks: tuple[Block, ...]
    links: dict[int, int]
    placed: frozenset[int]


@dataclass(frozen=True)
class Long:
    """Several pages as one."""

    containers: tuple[Container, ...]
    blocks: tuple[Block, ...]
    links: dict[int, int]
    placed: frozenset[int]


def find_runs(pages: Sequence[Read]) -> list[tuple[Read, ...]]:
    """Runs of consecutive pages that all hold part of a figure: the longest, these without the first, and each pair."""
    runs: list[list[Read]] = []
    for page in pages:
        if not page.placed:
            continue
        if runs and runs[-1][-1].number == page.number - 1 and len(runs[-1]) < LONGEST:
            runs[-1].append(page)
        else:
            runs.append([page])
    found = [tuple(run) for run in runs if len(run) > 1]
    pairs = [tuple(run[at : at + 2]) for run in found if len(run) > 2 for at in range(len(run) - 1)]
    rests = [run[1:] for run in found if len(run) > 3]
    return found + rests + pairs


def paste(run: Sequence[Read]) -> Long:
    """The pages of a run as one long sheet."""
    containers: list[Container] = []
    blocks: list[Block] = []
    links: dict[int, int] = {}
    placed: set[int] = set()
    down = 0.0
    for page in run:
        first, home = len(blocks), len(containers)
        for one in page.containers:
            parent = one.parent + home if one.parent >= 0 else -1
            containers.append(replace(one, bbox=moved(one.bbox, down), parent=parent))
        for block in page.blocks:
            place = block.home + home if block.home >= 0 else -1
            box = moved(block.box, down)
            blocks.append(replace(block, bbox=moved(block.bbox, down), box=box, home=place, shift=down))
        links.update((child + first, parent + first) for child, parent in page.links.items())
        placed |= {at + first for at in page.placed}
        down += page.height
    return Long(tuple(containers), tuple(blocks), links, frozenset(placed))


def moved(box: BBox, down: float) -> BBox:
    """A box further down."""
    return BBox(box.x0, box.top + down, box.x1, box.bottom + down)
