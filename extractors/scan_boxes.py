"""Straight lines found on an image → the frames they form (boxes of a diagram, 体系図) and the rules that are left. Pure.

Lines of a table run on from cell to cell; those of a frame end where its sides meet.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.scan_lines import Stretch
from schemas.document import BBox

CORNER = 12.0
"""Pixels (4 pt at 200 dpi): corners may be rounded or a little open by so much."""
SIDES = 0.7
"""Share of a line that is the side of frames, from which on it is nothing else."""
LEAST = 20.0
"""Pixels: lower or narrower frames are check boxes and strokes."""


def frames(lines: Sequence[Stretch]) -> tuple[list[BBox], list[Stretch]]:
    """Frames, and the lines that are not part of one."""
    level = sorted((line for line in lines if line.level), key=lambda line: line.at)
    upright = [line for line in lines if not line.level]
    found: list[BBox] = []
    used: set[int] = set()
    for at, top in enumerate(level):
        if id(top) in used:
            continue
        bottom = next((line for line in level[at + 1 :] if line.at - top.at >= LEAST and _same(top, line)), None)
        if bottom is None or id(bottom) in used:
            continue
        left = _side(upright, top, bottom, min(top.low, bottom.low))
        right = _side(upright, top, bottom, max(top.high, bottom.high))
        if left is None or right is None or right.at - left.at < LEAST:
            continue
        frame = BBox(left.at, top.at, right.at, bottom.at)
        closed = _ends(top, (left, right), level) and _ends(bottom, (left, right), level)
        if closed and not any(_divides(line, frame) for line in upright):
            found.append(frame)
            used.update((id(top), id(bottom)))
    sides = {id(line) for line in upright if _only_sides(line, found)}
    return found, [line for line in lines if id(line) not in used and id(line) not in sides]


def _same(a: Stretch, b: Stretch) -> bool:
    return abs(a.low - b.low) <= CORNER and abs(a.high - b.high) <= CORNER


def _side(upright: Sequence[Stretch], top: Stretch, bottom: Stretch, x: float) -> Stretch | None:
    """The upright line at x that runs from the one to the other; boxes of a stack share one line."""
    for line in upright:
        if abs(line.at - x) <= CORNER and line.low <= top.at + CORNER and line.high >= bottom.at - CORNER:
            return line
    return None


def _ends(edge: Stretch, sides: Sequence[Stretch], level: Sequence[Stretch]) -> bool:
    """True where the sides end at this edge, or go on in the next box of a stack, which has an edge of its own."""
    if all(min(abs(side.low - edge.at), abs(side.high - edge.at)) <= CORNER for side in sides):
        return True
    return any(line is not edge and abs(line.at - edge.at) < LEAST and _same(line, edge) for line in level)


def _divides(line: Stretch, frame: BBox) -> bool:
    """True where an upright line parts the inside: then it is a row of a table."""
    common = min(line.high, frame.bottom) - max(line.low, frame.top)
    return frame.x0 + CORNER < line.at < frame.x1 - CORNER and common > (frame.bottom - frame.top) / 2


def _only_sides(line: Stretch, found: Sequence[BBox]) -> bool:
    """True where the line is nothing but the sides of frames."""
    covered = sum(
        max(0.0, min(line.high, box.bottom) - max(line.low, box.top))
        for box in found
        if min(abs(line.at - box.x0), abs(line.at - box.x1)) <= CORNER
    )
    return covered >= SIDES * (line.high - line.low)
