"""The image of a column of vertical text (縦書き) → its characters laid side by side, as engines read them. Pure (numpy)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from extractors.scan_lines import Grey

SHORT = 0.3
"""Em from one character to the next at least (一 with the blank around it)."""
LONG = 1.2
"""Em: the ink of a character is at most this high."""
STEP = 2.0
"""Em from one character to the next at most; wider gaps part boxes."""
EACH = 0.08
"""Cost of each character, so that none is cut without need."""
CUT_THROUGH = 6.0
"""Cost of a cut right through ink, beside which the cost of an odd height (its difference from an em, squared) counts."""
PADDING = 0.12
"""Em of paper left around each character."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A column laid across."""

    image: Grey
    em: int
    """Pixels from one character to the next in the column, about."""
    middles: tuple[float, ...]
    """Where the middle of each character was in the column, in pixels from its top."""

    def place(self, share: float) -> float:
        """The height in the column that belongs to a place in the image, given as a share of its width."""
        at = min(int(share * len(self.middles)), len(self.middles) - 1)
        return self.middles[at]


def laid_across(column: Grey, ink: npt.NDArray[np.bool_]) -> Laid:
    """Cut between the characters and put each in the middle of a square."""
    cols = np.nonzero(ink.sum(axis=0) > 0)[0]
    rows = np.nonzero(ink.sum(axis=1) > 0)[0]
    if not len(cols):
        return Laid(column, column.shape[1], (column.shape[0] / 2,))
    em = max(int(cols[-1] - cols[0] + 1), 8)
    cuts = _cuts(ink.sum(axis=1)[rows[0] : rows[-1] + 1] / em, em)
    paper = int(np.median(column))
    side = int(em * (1 + 2 * PADDING))
    tiles, middles = [], []
    for top, bottom in pairwise(cuts):
        tile = column[rows[0] + top : rows[0] + bottom, cols[0] : cols[-1] + 1]
        tiles.append(_centred(tile, ink[rows[0] + top : rows[0] + bottom, cols[0] : cols[-1] + 1], side, paper))
        middles.append(float(rows[0] + (top + bottom) / 2))
    return Laid(np.ascontiguousarray(np.concatenate(tiles, axis=1)), em, tuple(middles))


def _cuts(profile: npt.NDArray[np.float64], em: int) -> list[int]:
    """Where to cut: between characters of about an em, through as little ink as can be; blank between costs nothing."""
    length = len(profile)
    least, most = max(int(SHORT * em), 2), int(STEP * em)
    through = [0.0, *(CUT_THROUGH * min(profile[at - 1], profile[at]) for at in range(1, length)), 0.0]
    inked = np.nonzero(profile > 0)[0]
    first = [int(inked[at]) if at < len(inked) else length for at in np.searchsorted(inked, np.arange(length))]
    last = [int(inked[at - 1]) + 1 if at else 0 for at in np.searchsorted(inked, np.arange(length + 1))]
    cost = [0.0] + [float("inf")] * length
    back = [0] * (length + 1)
    for end in range(1, length + 1):
        for start in range(max(end - most, 0), end - least + 1):
            height = max(last[end] - first[start], 0)
            if height > LONG * em:
                continue
            total = cost[start] + (1.0 - height / em) ** 2 + EACH + through[end]
            if total < cost[end]:
                cost[end], back[end] = total, start
    if cost[length] == float("inf"):
        return [0, length]
    cuts = [length]
    while cuts[-1] > 0:
        cuts.append(back[cuts[-1]])
    return cuts[::-1]


def _centred(tile: Grey, ink: npt.NDArray[np.bool_], side: int, paper: int) -> Grey:
    """The ink of a tile in the middle of a square of paper."""
    rows, cols = np.nonzero(ink.sum(axis=1) > 0)[0], np.nonzero(ink.sum(axis=0) > 0)[0]
    square: Grey = np.full((side, side), paper, dtype=np.uint8)
    if len(rows):
        tile = tile[rows[0] : rows[-1] + 1, cols[0] : cols[-1] + 1]
    height, width = min(tile.shape[0], side), min(tile.shape[1], side)
    y, x = (side - height) // 2, (side - width) // 2
    square[y : y + height, x : x + width] = tile[:height, :width]
    return square
