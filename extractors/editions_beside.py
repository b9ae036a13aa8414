"""Blocks of a text table → two editions printed side by side in one table (新旧対照表) as tables of their own. Pure.

第2次計画（現行） and 第3次計画（案） stand over groups of columns whose names are printed once for each: what is in one row
belongs to two plans, not to parent and child.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.columns import is_header_word
from extractors.facts.captions import is_caption
from extractors.numbering import SPACES
from schemas.document import Line
from schemas.structure import Evidence, Grid


@dataclass(frozen=True, slots=True)
class Part:
    """The lines of one edition, cut out of the table."""

    lines: tuple[Line, ...]
    offset: int
    """Its first column in the whole table."""
    title: Evidence


def editions_beside(head: Sequence[Line], block: Sequence[Line]) -> tuple[Part, ...]:
    """The editions of a table; () where it holds one.

    Args:
        head: the block before it.
        block: the table, its names of columns first.
    """
    if len(head) == 1 and (head[0].number or 0) + 1 == (block[0].number or 0):
        captions, rows = head[0], block
    else:
        captions, rows = block[0], block[1:]
    starts = caption_columns(captions.text)
    if len(starts) < 2 or len(rows) < 2:
        return ()
    stops = [*starts[1:], None]
    spans = list(zip(starts, stops, strict=True))
    names = [_cells(rows[0])[start:stop] for start, stop in spans]
    printed = [[name for name in own if name] for own in names]
    if not printed[0] or any(own != printed[0] for own in printed) or not all(map(is_header_word, printed[0])):
        return ()
    texts = _cells(captions)
    return tuple(
        Part(
            tuple(replace(line, text="\t".join([*_cells(line)[start:stop], ""])) for line in rows),
            start,
            Evidence(texts[start], line=captions.number),
        )
        for start, stop in spans
    )


def caption_columns(text: str) -> list[int]:
    """Columns of the captions of editions in a row that holds nothing else."""
    cells = [cell.strip(SPACES) for cell in text.split("\t")]
    filled = [col for col, cell in enumerate(cells) if cell]
    captions = len(filled) > 1 and all(is_caption(cells[col]) for col in filled)
    return filled if captions and len({cells[col] for col in filled}) == len(filled) else []


def moved(grid: Grid, part: Part) -> Grid:
    """The table of a part with the refs of its cells as in the whole table."""
    cells = tuple(replace(cell, ref=f"L{cell.evidence.line}c{cell.col + part.offset}") for cell in grid.cells)
    return replace(grid, cells=cells)


def _cells(line: Line) -> list[str]:
    return [cell.strip(SPACES) for cell in line.text.split("\t")]
