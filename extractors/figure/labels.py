"""Labels that stand apart from their titles (badges, drawn dots, lines of their own) put before them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extractors.figure.blocks import Block, one_line
from extractors.figure.places import hull
from schemas.document import BBox

BADGE = 3.5
"""Em between a label and the title beside it at most."""
UNDER = 1.3
"""Em between a label and the title below it at most."""


def with_dots(blocks: Sequence[Block], dots: Sequence[BBox]) -> list[Block]:
    """Blocks with a drawn bullet before them get it as their first sign."""
    if not dots:
        return list(blocks)
    found = []
    for block in blocks:
        line = block.bbox.top + 0.55 * block.size
        near = any(
            -0.3 * block.size <= block.bbox.x0 - dot.x1 <= 1.4 * block.size
            and abs((dot.top + dot.bottom) / 2 - line) <= 0.5 * block.size
            and dot.bottom - dot.top <= 1.3 * block.size
            for dot in dots
        )
        found.append(replace(block, text=f"●{block.text}") if near and block.mark is None else block)
    return found


def labels_joined(blocks: Sequence[Block]) -> list[Block]:
    """Labels that stand apart (a badge, a line of its own) put before the titles they belong to."""
    held = Counter(block.home for block in blocks)
    gone: set[int] = set()
    joined: dict[int, Block] = {}
    for at, label in enumerate(blocks):
        if not _is_label(label):
            continue
        best: tuple[float, int] | None = None
        for to, title in enumerate(blocks):
            if to == at or to in gone or to in joined or title.kind or title.prose:
                continue
            cost = _label_cost(label, title, alone=held[label.home] == 1)
            if cost is not None and (best is None or cost < best[0]):
                best = (cost, to)
        if best is not None:
            title = blocks[best[1]]
            joined[best[1]] = replace(
                title, text=f"{one_line(label.text)}\u3000{title.text}", bbox=hull([label.bbox, title.bbox])
            )
            gone.add(at)
    return [joined.get(at, block) for at, block in enumerate(blocks) if at not in gone]


def _is_label(block: Block) -> bool:
    if block.mark is None or len(block.flat) > 16:
        return False
    return block.mark.start >= len(block.flat) and (bool(block.mark.value) or len(block.flat) == 1)


def _label_cost(label: Block, title: Block, alone: bool) -> float | None:
    """How far a title is from its label; None where they do not belong together."""
    size = max(label.size, title.size)
    same = label.home == title.home
    high = min(label.bbox.bottom, title.bbox.bottom) - max(label.bbox.top, title.bbox.top)
    if high > 0.3 * min(label.bbox.bottom - label.bbox.top, title.bbox.bottom - title.bbox.top):
        gap = title.bbox.x0 - label.bbox.x1
        if -0.3 * size <= gap <= BADGE * size and (same or alone):
            return gap / size + 0.6 * (not same)
    wide = min(label.bbox.x1, title.bbox.x1) - max(label.bbox.x0, title.bbox.x0)
    if wide > 0 and label.mark is not None and label.mark.value:
        gap = title.bbox.top - label.bbox.bottom
        if -0.4 * size <= gap <= (UNDER if same else 1.0) * size and (same or alone):
            return gap / size + 0.5 + 1.0 * (not same)
    return None
