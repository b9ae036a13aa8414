"""Chapters whose headings and small tables hold the hierarchy between them, against what was seen of it elsewhere. Pure.

A plan may print its hierarchy only in its chapters: a heading, some prose, a small table of what is done, the next
heading. Read table by table it falls to pieces; read as an outline with the tables among its lines it is whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractors.likeness import match_key
from extractors.listed_tables import Listed
from extractors.numbering import read_marker
from extractors.small_tables import Small
from schemas.document import BBox, Line
from schemas.plan import Structure
from schemas.structure import Grid, Outline

HELD = 0.9
"""Share of the entries of a table that must stand in the chapters to be a part of them."""
MORE = 1.3
"""Times the entries of a table that the chapters must hold for it to be but one of them."""
BELOW = 0.6
"""Share of its uppermost entries that must stand under headings there."""

ROOTS, DEPTH = 2, 3
"""Goals, and levels, of a hierarchy that is whole in itself."""
START = 4
"""Characters of a title by which it is looked for; of longer ones the end may stand on the next line."""
AGAIN = 0.3
"""Share of the last entries that must occur for a closer look; fewer are found than occur."""


def listed(grids: Sequence[tuple[Grid, Small]]) -> tuple[Listed, ...]:
    """The tables of a known make, as they stand among the lines."""
    found = []
    for grid, small in grids:
        if small.items or small.card or small.other:
            found.append(Listed(_places(grid), small.items))
    return tuple(found)


def _places(grid: Grid) -> tuple[tuple[int, BBox], ...]:
    """Page and box of each part of a table, in page order."""
    boxes: dict[int, BBox] = {}
    for cell in grid.cells:
        page, box = cell.evidence.page, cell.evidence.bbox
        if page is None or box is None:
            continue
        a = boxes.get(page, box)
        boxes[page] = BBox(min(a.x0, box.x0), min(a.top, box.top), max(a.x1, box.x1), max(a.bottom, box.bottom))
    return tuple(sorted(boxes.items()))


def part_of_chapters(part: Structure, whole: Structure, outline: Outline, beside: bool) -> bool:
    """Whether a hierarchy is what stands under the headings of a larger one, without these.

    Args:
        part: what was seen of it in tables.
        whole: the chapters.
        outline: their lines. What these print again elsewhere is an overview of them, not a part.
        beside: whether it may also be one chapter beside others, not only what stands below their headings.
    """
    if len(part.nodes) >= len(whole.nodes) or _printed_again(part, outline):
        return False
    depths = {match_key(node.name): node.depth for node in reversed(whole.nodes)}
    held = sum(match_key(node.name) in depths for node in part.nodes)
    roots = [node for node in part.nodes if node.parent is None]
    below = sum(depths.get(match_key(node.name), 0) > 1 for node in roots)
    if held < HELD * len(part.nodes):
        return False
    return below >= BELOW * len(roots) or (beside and len(whole.nodes) >= MORE * len(part.nodes))


def _printed_again(part: Structure, outline: Outline) -> bool:
    """Whether most titles stand in two places among the lines and tables of the document."""
    times = Counter(match_key(item.text if item.row else read_marker(item.text).name) for item in outline.items)
    return 2 * sum(times[match_key(node.name)] > 1 for node in part.nodes) > len(part.nodes)


def is_overview(structure: Structure) -> bool:
    """Whether a hierarchy is whole in itself: several goals with two levels below them, headed as
    the hierarchy of a thick plan, are no end of a chapter. In a thin one the goal over all may stand above its table."""
    roots = sum(node.parent is None for node in structure.nodes)
    return roots >= ROOTS and max((node.depth for node in structure.nodes), default=0) >= DEPTH


def named_again(structure: Structure, lines: Sequence[Line]) -> bool:
    """False where the last entries of a hierarchy are surely not printed again among the lines: a quick look."""
    above = {node.parent for node in structure.nodes}
    starts = {"".join(node.name.split())[:START] for node in structure.nodes if node.id not in above}
    text = "\n".join("".join(line.text.split()) for line in lines)
    return bool(starts) and sum(start in text for start in starts) >= AGAIN * len(starts)
