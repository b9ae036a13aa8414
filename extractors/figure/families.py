"""Blocks → families: sets of blocks that are printed alike and may be one level of a hierarchy. Pure.

What is alike depends on the page: sometimes the marker alone tells a level, sometimes type and frame, sometimes only
the column of a table. So the same blocks are proposed in several families, coarse and fine; the search takes families
that do not overlap.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from extractors.figure.blocks import Block, Container

LEAST = -2.6
"""Value of its words below which a block is no entry."""
NEAR = 5.0
"""Points from one left side to the next in one column."""
SIZE = 0.07
"""Share from one size of type to the next that is the same."""
MOST = 44
"""Families of one page."""
REPEATED = 3
"""Times from which on a text without a number is the caption of a field."""


@dataclass(frozen=True, slots=True)
class Family:
    """Blocks that may be one level."""

    members: tuple[int, ...]
    """Indexes of blocks, from the top down."""
    kind: str
    """Their marker, where they share one."""


def entries(blocks: Sequence[Block]) -> list[int]:
    """Indexes of the blocks that can be entries: not sentences, captions, numbers, or a text under every parent."""
    texts = Counter(re.sub(r"\s", "", block.flat) for block in blocks)
    found = []
    for at, block in enumerate(blocks):
        counted = block.mark is not None and bool(block.mark.value)
        again = texts[re.sub(r"\s", "", block.flat)] >= REPEATED and not (counted and block.name)
        if block.value > LEAST and block.name and not block.prose and not again:
            found.append(at)
    return found


def find_families(blocks: Sequence[Block], containers: Sequence[Container], among: Sequence[int]) -> list[Family]:
    """All families, the larger first."""
    sizes = _steps([blocks[at].size for at in among], SIZE)
    lefts = _columns([_left(blocks[at]) for at in among])
    keys: dict[tuple[Hashable, ...], list[int]] = defaultdict(list)
    for at in among:
        block = blocks[at]
        look = (sizes[block.size], block.bold, _light(block.colour))
        frame = "alone" if block.alone else "first" if block.first else "text"
        left = lefts[round(_left(block), 1)]
        if block.kind:
            keys["kind", block.kind].append(at)
            keys["kind look", block.kind, look].append(at)
        else:
            keys["look", look].append(at)
            keys["look frame", look, frame].append(at)
        keys["all", block.kind, look, frame].append(at)
        keys["column", left, frame == "text" and block.home < 0].append(at)
        keys["column kind", left, block.kind].append(at)
        keys["column look", left, block.kind, look].append(at)
        if block.home >= 0:
            box = containers[block.home].bbox
            keys["width", round((box.x1 - box.x0) / 3), frame].append(at)
            keys["height", round((box.bottom - box.top) / 3), round(box.top / 3), frame].append(at)
            keys["row", round(box.top / 3), block.kind, look].append(at)
            fill = containers[block.home].fill
            keys["frame", frame, look, fill is None, round((box.x1 - box.x0) / 6)].append(at)
    sets: dict[tuple[int, ...], Family] = {}
    for members in keys.values():
        kinds = {blocks[at].kind for at in members}
        held = tuple(sorted(members))
        sets.setdefault(held, Family(held, kinds.pop() if len(kinds) == 1 else ""))
    ordered = sorted(sets.values(), key=lambda one: (-len(one.members), one.members))
    several = [one for one in ordered if len(one.members) > 1]
    single = [one for one in ordered if len(one.members) == 1 and _may_stand_alone(blocks[one.members[0]])]
    return several[:MOST] + single[: MOST // 3]


def _may_stand_alone(block: Block) -> bool:
    """Whether a block alone of its kind may be the one root: numbered, or in a frame of its own."""
    return (block.mark is not None and bool(block.mark.value)) or block.alone or block.first


def _left(block: Block) -> float:
    return block.box.x0 if block.home >= 0 else block.bbox.x0


def _light(colour: int | None) -> bool:
    if colour is None:
        return False
    return sum(colour >> shift & 0xFF for shift in (16, 8, 0)) > 3 * 190


def _steps(values: Sequence[float], share: float) -> dict[float, int]:
    """Each value's step: values that grow by less than a share are one."""
    found: dict[float, int] = {}
    step, last = 0, 0.0
    for value in sorted(set(values)):
        step += value > last * (1 + share)
        found[value], last = step, value
    return found


def _columns(lefts: Sequence[float]) -> dict[float, int]:
    found: dict[float, int] = {}
    column, last = 0, float("-inf")
    for left in sorted({round(left, 1) for left in lefts}):
        column += left - last > NEAR
        found[left], last = column, left
    return found
