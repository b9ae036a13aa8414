"""Forest → Candidate: nodes in reading order with their evidence, level names, descriptions. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import exp

from extractors.figure.blocks import Block
from extractors.figure.forest import Forest, in_order
from extractors.figure.runs import AGAIN, moved
from extractors.outline.names import is_heading_of_all
from schemas.plan import Node, Structure
from schemas.reading import Candidate
from schemas.structure import Evidence

READER = "figure"


def build(forest: Forest, blocks: Sequence[Block]) -> Candidate:
    """The tree that a forest says."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for child, parent in forest.parents.items():
        children[parent].append(child)
    children[None] = list(forest.roots)
    depth_of = {at: depth for family, depth in zip(forest.levels, forest.depths, strict=True) for at in family.members}
    roots = _once(children, blocks)
    described = _descriptions(forest, blocks)
    nodes: list[Node] = []
    sure: list[tuple[str, float]] = []

    def add(at: int, parent: str | None, place: str, depth: int) -> None:
        block = blocks[at]
        evidence = _evidence(block)
        label = block.mark.label if block.mark else ""
        described_by = described.get(at)
        nodes.append(
            Node(
                id=place,
                parent=parent,
                depth=depth,
                level=max(depth, depth_of.get(at, depth)),
                label=label,
                name=AGAIN.sub("", block.name),
                name_printed=block.text,
                ref=f"p{block.page}k{at + 1}",
                evidence=evidence,
                description=described_by.flat if described_by is not None else None,
            )
        )
        sure.append((place, round(1 / (1 + exp(-2.5 * forest.worth.get(at, 0.0))), 3)))
        for order, child in enumerate(in_order(children[at], blocks), start=1):
            add(child, place, f"{place}.{order}", depth + 1)

    for order, root in enumerate(roots, start=1):
        add(root, None, str(order), 1)
    title = _title(forest, blocks)
    read = [*described.values()] + [block for block in blocks if block.caption and block not in described.values()]
    structure = Structure(
        tuple(nodes),
        title=title.flat if title is not None else None,
        page=nodes[0].evidence.page,
        levels=_levels(forest, blocks),
    )
    return Candidate(
        READER,
        structure,
        sure=tuple(sure),
        score=round(forest.value, 3),
        read=tuple(_evidence(block) for block in read),
    )


def _evidence(block: Block) -> Evidence:
    return Evidence(block.flat, block.page, bbox=moved(block.bbox, -block.shift))


def _once(children: dict[int | None, list[int]], blocks: Sequence[Block]) -> list[int]:
    """The roots; an entry that is printed again on a later page, to go on there, is one with the first."""

    def merge(parent: int | None) -> None:
        kept: dict[tuple[str, str], int] = {}
        own: list[int] = []
        for at in in_order(children[parent], blocks):
            mark = blocks[at].mark
            key = (mark.label if mark else "", AGAIN.sub("", blocks[at].name))
            first = kept.setdefault(key, at)
            if first != at and blocks[first].page != blocks[at].page and children[at]:
                children[first].extend(children.pop(at))
            else:
                own.append(at)
        children[parent] = own
        for at in own:
            if children[at]:
                merge(at)

    merge(None)
    return children[None]


def _descriptions(forest: Forest, blocks: Sequence[Block]) -> dict[int, Block]:
    """Sentences right below a name in its container."""
    found: dict[int, Block] = {}
    names = sorted(forest.members, key=lambda at: blocks[at].bbox.top)
    for block in blocks:
        if not block.prose or block.aside:
            continue
        over = [
            at
            for at in names
            if blocks[at].bbox.bottom <= block.bbox.top + 2
            and blocks[at].home == block.home
            and min(blocks[at].bbox.x1, block.bbox.x1) > max(blocks[at].bbox.x0, block.bbox.x0)
        ]
        if over and block.bbox.top - blocks[over[-1]].bbox.bottom < 1.5 * blocks[over[-1]].size:
            found.setdefault(over[-1], block)
    return found


def _title(forest: Forest, blocks: Sequence[Block]) -> Block | None:
    top = min(blocks[at].bbox.top for at in forest.members)
    over = [block for block in blocks if is_heading_of_all(block.name) and block.bbox.bottom <= top + 1]
    return over[-1] if over else None


def _levels(forest: Forest, blocks: Sequence[Block]) -> tuple[str, ...] | None:
    """Words over the columns, where each level has one."""
    names: list[str] = []
    top = min(blocks[at].bbox.top for at in forest.members)
    for family in sorted(zip(forest.depths, forest.levels, strict=True), key=lambda one: one[0]):
        own = [blocks[at] for at in family[1].members if at in forest.members]
        x0, x1 = min(b.bbox.x0 for b in own), max(b.bbox.x1 for b in own)
        over = [
            block
            for block in blocks
            if block.caption
            and not block.kind
            and block.bbox.bottom <= top + 1
            and x0 - 8 <= (block.bbox.x0 + block.bbox.x1) / 2 <= x1 + 8
        ]
        if over:
            names.append("".join(over[-1].flat.split()))
    return tuple(names) if len(names) == len(set(forest.depths)) and len(set(names)) == len(names) else None
