"""The image of a page → the straight lines (罫線) on it: rules, frames and the edges of coloured areas. Pure (numpy).

A line is where the brightness changes over a long straight stretch, so a hairline, a bar, a white line between coloured
cells and the border of a shaded cell are found alike. Strokes of characters are shorter, or lie inside a line of text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from schemas.document import BBox

Grey = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

STEP = 11.0
"""Levels of grey of 255 by which the two sides of an edge differ; the lightest shading of cells in print is 5 %."""
SMOOTH = 9
"""Pixels along the line over which noise is averaged."""
BLUR = SMOOTH // 2 - 1
"""Pixels by which smoothing makes a line longer at each end."""
REACH = 2
"""Pixels to both sides between which the step is measured: scanned edges are blurred over as many."""
SHORTEST = 26
"""Pixels (9 pt at 200 dpi): shorter lines cannot be told from strokes of characters."""
THICK = 14
"""Pixels (5 pt at 200 dpi): a rule and its blurred edges are no thicker; bars are seen as two lines."""
DOUBLE = 8
"""Pixels (3 pt at 200 dpi): parallel lines nearer than this are the edges of one."""
ALIKE = 0.8
"""Share of the longer that such edges run beside each other."""
UNBROKEN = 0.85
"""Share of a stretch that must show the edge; scanned hairlines have gaps."""
AWAY = 9
"""Pixels from the middle of a line to the paper beside it."""
SHADE = 40.0
"""Levels of grey: backgrounds that differ by less from the paper are stripes, not cells."""
NEAR = 4
"""Pixels: the two edges of one rule are not further apart."""
STROKE = 0.2
"""Times the height of a line of text: its box is this much larger than its characters."""

PADDED = 0.1
"""The same, as surely as can be: the rule beside a line of text must not be taken for a part of it."""
MOSTLY = 0.6
"""Share of a line that runs through the inside of lines of text, from which on it is made of their strokes."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A straight line in pixels: its position across, and where it begins and ends along."""

    level: bool
    """True for horizontal."""
    at: float
    low: float
    high: float


def find_lines(image: Grey, texts: Sequence[BBox] = ()) -> list[Stretch]:
    """All lines of an upright page.

    Args:
        image: grey levels, already deskewed.
        texts: where lines of text stand, in pixels; strokes of their characters are no lines.
    """
    across = [BBox(box.top, box.x0, box.bottom, box.x1) for box in texts]
    found = [Stretch(False, *line) for line in _upright(image, _inside(image.shape, texts)) if _drawn(image, line)]
    image = np.ascontiguousarray(image.T)
    found += [Stretch(True, *line) for line in _upright(image, _inside(image.shape, across)) if _drawn(image, line)]
    return _single([line for line in found if not _is_stroke(line, texts)])


def _single(lines: Sequence[Stretch]) -> list[Stretch]:
    """The two edges of a thick line as one line."""
    kept: list[Stretch] = []
    for line in sorted(lines, key=lambda one: (one.level, one.at)):
        at = next((at for at in range(len(kept) - 1, -1, -1) if _edges_of_one(kept[at], line)), None)
        if at is None:
            kept.append(line)
            continue
        other = kept[at]
        low, high = min(line.low, other.low), max(line.high, other.high)
        kept[at] = Stretch(line.level, (line.at + other.at) / 2, low, high)
    return kept


def _drawn(image: Grey, line: tuple[float, float, float]) -> bool:
    """False for the faint edge of a light background, which is there for the eye and bounds no cell."""
    x, top, bottom = line
    rows = image[int(top) : int(bottom) + 1].astype(np.float32)
    width = image.shape[1]
    left, right = (float(np.median(rows[:, min(max(int(x) + off, 0), width - 1)])) for off in (-AWAY, AWAY))
    if abs(left - right) >= SHADE:
        return True
    own = [float(np.median(rows[:, min(max(int(x) + off, 0), width - 1)])) for off in range(-REACH - 1, REACH + 2)]
    return max(own) > max(left, right) + STEP / 2 or min(own) < min(left, right) - STEP / 2


def _edges_of_one(a: Stretch, b: Stretch) -> bool:
    if a.level != b.level or abs(a.at - b.at) > DOUBLE:
        return False
    common = min(a.high, b.high) - max(a.low, b.low)
    return common >= ALIKE * max(a.high - a.low, b.high - b.low)


def _inside(shape: tuple[int, ...], texts: Sequence[BBox]) -> Mask:
    """The inside of lines of text: what runs up and down there for the most part is made of strokes."""
    mask = np.zeros(shape, dtype=bool)
    for box in texts:
        margin = PADDED * min(box.x1 - box.x0, box.bottom - box.top)
        mask[int(box.top) : int(box.bottom) + 1, int(box.x0 + margin) : int(box.x1 - margin) + 1] = True
    return mask


def _upright(image: Grey, text: Mask) -> list[tuple[float, float, float]]:
    """Vertical lines as (x, top, bottom)."""
    runs = _runs(_solid(_edges(image)))
    total = np.cumsum(np.pad(text.astype(np.int32), ((1, 0), (0, 0))), axis=0)
    return _merged([run for run in runs if total[run[2], run[0]] - total[run[1], run[0]] < MOSTLY * (run[2] - run[1])])


def _edges(image: Grey) -> Mask:
    """Where brightness differs between left and right, noise averaged downwards."""
    total = np.cumsum(np.pad(image.astype(np.float32), ((SMOOTH // 2 + 1, SMOOTH // 2), (0, 0)), mode="edge"), axis=0)
    smooth = (total[SMOOTH:] - total[:-SMOOTH]) / SMOOTH
    edge = np.zeros(image.shape, dtype=bool)
    edge[:, REACH:-REACH] = np.abs(smooth[:, 2 * REACH :] - smooth[:, : -2 * REACH]) > STEP
    wide = edge.copy()
    wide[:, 1:] |= edge[:, :-1]
    wide[:, :-1] |= edge[:, 1:]
    return wide


def _solid(edge: Mask) -> Mask:
    """The edge pixels of which a long stretch above and below is edge as well."""
    height = edge.shape[0]
    if height <= SHORTEST:
        return np.zeros_like(edge)
    total = np.cumsum(np.pad(edge.astype(np.int32), ((1, 0), (0, 0))), axis=0)
    full = total[SHORTEST:] - total[:-SHORTEST] >= UNBROKEN * SHORTEST
    starts = np.cumsum(np.pad(full.astype(np.int32), ((1, 0), (0, 0))), axis=0)
    rows = np.arange(height)
    high = np.minimum(rows + 1, full.shape[0])
    low = np.maximum(rows - SHORTEST + 1, 0)
    covered: Mask = (starts[high] - starts[np.minimum(low, high)]) > 0
    return covered & edge


def _runs(solid: Mask) -> list[tuple[int, int, int]]:
    """(x, top, bottom) of the unbroken runs of every column, small gaps closed, without what smoothing added."""
    padded = np.pad(solid.T.astype(np.int8), ((0, 0), (1, 1)))
    change = np.diff(padded, axis=1)
    xs, tops = np.nonzero(change == 1)
    _, bottoms = np.nonzero(change == -1)
    runs: list[tuple[int, int, int]] = []
    for x, top, bottom in zip(xs.tolist(), tops.tolist(), bottoms.tolist(), strict=True):
        if runs and runs[-1][0] == x and top + BLUR - runs[-1][2] <= SMOOTH:
            runs[-1] = (x, runs[-1][1], bottom - BLUR)
        else:
            runs.append((x, top + BLUR, bottom - BLUR))
    return [run for run in runs if run[2] - run[1] >= SHORTEST * UNBROKEN]


def _merged(runs: Sequence[tuple[int, int, int]]) -> list[tuple[float, float, float]]:
    """Runs of neighbouring columns that lie beside each other as one line."""
    lines: list[list[tuple[int, int, int]]] = []
    going: list[list[tuple[int, int, int]]] = []
    for run in runs:
        going = [line for line in going if run[0] - line[-1][0] <= NEAR and run[0] - line[0][0] <= THICK]
        mine = [line for line in going if any(_beside(run, other) for other in line[-NEAR:])]
        for other in mine[1:]:
            mine[0].extend(other)
            other.clear()
        going = [line for line in going if line]
        if mine:
            mine[0].sort()
            mine[0].append(run)
        else:
            lines.append([run])
            going.append(lines[-1])
    return [_line(line) for line in lines if line]


def _beside(a: tuple[int, int, int], b: tuple[int, int, int]) -> bool:
    common = min(a[2], b[2]) - max(a[1], b[1])
    return common > 0.3 * min(a[2] - a[1], b[2] - b[1])


def _line(runs: Sequence[tuple[int, int, int]]) -> tuple[float, float, float]:
    weights = [bottom - top for _, top, bottom in runs]
    x = sum((run[0] + 0.5) * weight for run, weight in zip(runs, weights, strict=True)) / sum(weights)
    return (x, float(min(run[1] for run in runs)), float(max(run[2] for run in runs)))


def _is_stroke(line: Stretch, texts: Sequence[BBox]) -> bool:
    """True where the line lies inside one line of text: a stroke, or a row of strokes at the same height."""
    for box in texts:
        margin = STROKE * min(box.x1 - box.x0, box.bottom - box.top)
        low, high = (box.x0, box.x1) if line.level else (box.top, box.bottom)
        near, far = (box.top, box.bottom) if line.level else (box.x0, box.x1)
        if near <= line.at <= far and low - margin <= line.low and line.high <= high + margin:
            return True
    return False
