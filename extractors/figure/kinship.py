"""Two families → which member of the one is the parent of each member of the other, by each way a page can say so. Pure.

The ways: the same container holds both and the parent comes first; the parent stands to the left and its extent covers
the child; it stands above and covers it; a drawn line joins them. Extents are what a reader sees: a cell's own sides,
or for a text without a frame all the room up to the next one of its family.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractors.figure.blocks import Block, Container
from schemas.document import BBox

WAYS: Mapping[str, float] = {"line": 1.0, "scope": 0.9, "left": 0.85, "above": 0.75, "beside": 0.45}
"""Each way a parent can be told, and how much it is trusted."""


@dataclass(frozen=True, slots=True)
class Kinship:
    """Parents by one way."""

    way: str
    parents: Mapping[int, int]
    """Child → parent, by index of block; children without one are left out."""


def find_kinships(
    parents: Sequence[int],
    children: Sequence[int],
    blocks: Sequence[Block],
    containers: Sequence[Container],
    links: Mapping[int, int],
) -> list[Kinship]:
    """What each way says; ways that say nothing are left out.

    Args:
        parents: indexes of blocks of the one family.
        children: of the other.
        blocks: all of the page.
        containers: all of the page.
        links: parents by drawn lines, child → parent.
    """
    rooms = {at: room(at, parents, blocks) for at in parents}
    own = set(parents)
    found = [
        Kinship("line", {child: links[child] for child in children if links.get(child) in own}),
        Kinship("scope", _by_scope(parents, children, blocks, containers)),
        Kinship("left", _by_left(rooms, children, blocks)),
        Kinship("above", _by_above(rooms, children, blocks)),
        Kinship("beside", _by_beside(parents, children, blocks)),
    ]
    return [one for one in found if one.parents]


def room(at: int, family: Sequence[int], blocks: Sequence[Block]) -> BBox:
    """The extent of a block among its family."""
    one = blocks[at]
    if one.alone:
        x0, top, x1, bottom = one.box
    elif one.first:
        x0, top, x1, bottom = one.box.x0, min(one.bbox.top, one.box.top), one.box.x1, one.box.bottom
    else:
        x0, top, x1, bottom = one.bbox.x0 - 0.8 * one.size, one.bbox.top, one.box.x1, one.box.bottom
    for other_at in family:
        other = blocks[other_at]
        if other_at == at:
            continue
        if other.home == one.home or not one.alone:
            same_row = min(one.bbox.bottom, other.bbox.bottom) - max(one.bbox.top, other.bbox.top) > 0
            if same_row and other.bbox.x0 > one.bbox.x0 + one.size and not one.alone:
                x1 = min(x1, _side(other) - 0.5)
    for other_at in family:
        other = blocks[other_at]
        if other_at != at and not one.alone and other.bbox.top > one.bbox.top + 0.4 * one.size:
            in_column = min(x1, other.bbox.x1) - max(x0, other.bbox.x0) > 0
            if in_column:
                bottom = min(bottom, _top(other) - 0.5)
    return BBox(x0, top, x1, bottom)


def _side(block: Block) -> float:
    return block.box.x0 if block.alone or block.first else block.bbox.x0


def _top(block: Block) -> float:
    return (
        block.box.top
        if block.alone or (block.first and block.bbox.top - block.box.top < 2.5 * block.size)
        else block.bbox.top
    )


def _by_scope(
    parents: Sequence[int], children: Sequence[int], blocks: Sequence[Block], containers: Sequence[Container]
) -> dict[int, int]:
    """The only parent in the smallest container around a child that holds one."""
    inside: dict[int, list[int]] = defaultdict(list)
    for at in parents:
        home = blocks[at].home
        while home >= 0:
            inside[home].append(at)
            home = containers[home].parent
    found: dict[int, int] = {}
    for child in children:
        one = blocks[child]
        home = one.home
        while home >= 0 and home not in inside:
            home = containers[home].parent
        if home < 0:
            continue
        before = [
            at
            for at in inside[home]
            if at != child
            and (blocks[at].bbox.top <= one.bbox.top + 1 or blocks[at].bbox.x1 <= one.bbox.x0 + 1)
            and blocks[at].bbox.x0 <= one.bbox.x1
        ]
        if len(inside[home]) == 1 and before:
            found[child] = before[0]
    return found


def _by_left(rooms: Mapping[int, BBox], children: Sequence[int], blocks: Sequence[Block]) -> dict[int, int]:
    found: dict[int, int] = {}
    for child in children:
        one = blocks[child]
        y = _line(one)
        left = _side(one)
        best: tuple[float, int] | None = None
        for at, place in rooms.items():
            if at == child or not place.top - 1 <= y <= place.bottom + 1:
                continue
            right = blocks[at].box.x1 if blocks[at].alone else blocks[at].bbox.x1
            if (
                right <= one.bbox.x0 + 0.5 * one.size
                and blocks[at].bbox.x0 < left - 2
                and (best is None or right > best[0])
            ):
                best = (right, at)
        if best is not None:
            found[child] = best[1]
    return found


def _line(block: Block) -> float:
    """The height that counts: the middle of a cell, or of the first line of a block among others."""
    if block.alone:
        return (block.box.top + block.box.bottom) / 2
    return block.bbox.top + 0.5 * block.size


def _by_above(rooms: Mapping[int, BBox], children: Sequence[int], blocks: Sequence[Block]) -> dict[int, int]:
    found: dict[int, int] = {}
    for child in children:
        one = blocks[child]
        x = (one.box.x0 + one.box.x1) / 2 if one.alone else one.bbox.x0 + min(one.size, (one.bbox.x1 - one.bbox.x0) / 2)
        best: tuple[float, int] | None = None
        for at, place in rooms.items():
            over = blocks[at].bbox.bottom <= one.bbox.top + 0.35 * one.size
            if at == child or not over or not place.x0 - 1 <= x <= place.x1 + 1:
                continue
            if best is None or blocks[at].bbox.top > best[0]:
                best = (blocks[at].bbox.top, at)
        if best is not None:
            found[child] = best[1]
    return found


def _by_beside(parents: Sequence[int], children: Sequence[int], blocks: Sequence[Block]) -> dict[int, int]:
    """The parent to the left whose middle is nearest in height: columns in which only the middles tell."""
    found: dict[int, int] = {}
    for child in children:
        one = blocks[child]
        left = [at for at in parents if at != child and blocks[at].bbox.x1 <= one.bbox.x0 + 1]
        if left:
            y = (one.bbox.top + one.bbox.bottom) / 2
            found[child] = min(left, key=lambda at: (abs((blocks[at].bbox.top + blocks[at].bbox.bottom) / 2 - y), at))
    return found
