"""The image of a page → how far it lies askew, and the page turned upright. Pure (numpy, Pillow).

Rows of text and rules make the number of dark pixels per row uneven; it is most uneven where the rows run level.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from extractors.scan_lines import Grey

MOST = 4.0
"""Degrees: paper drawn in by a feeder lies no further askew."""
COARSE = 0.25
FINE = 0.05
"""Degrees between two trials, first and last; 0.05 degrees are half a point over an A4 page."""
SLIGHT = 0.08
"""Degrees: less is left as it is."""
DARK = 60
"""Levels of grey below the paper that count as ink."""
SAMPLES = 150_000
"""Dark pixels looked at; more change nothing."""


def find_skew(image: Grey) -> float:
    """Degrees by which the page must be turned clockwise to stand upright, 0.0 where it does already."""
    ys, xs = np.nonzero(image < max(float(np.median(image)) - DARK, 1.0))
    if len(xs) < 200:
        return 0.0
    step = max(len(xs) // SAMPLES, 1)
    across, down = xs[::step].astype(np.float64), ys[::step].astype(np.float64)
    best = _best(across, down, np.arange(-MOST, MOST + COARSE / 2, COARSE))
    best = _best(across, down, np.arange(best - COARSE, best + COARSE + FINE / 2, FINE))
    return round(best, 3) if abs(best) >= SLIGHT else 0.0


def _best(xs: npt.NDArray[np.float64], ys: npt.NDArray[np.float64], angles: npt.NDArray[np.float64]) -> float:
    scores = [_unevenness(xs, ys, float(angle)) for angle in angles]
    return float(angles[int(np.argmax(scores))])


def _unevenness(xs: npt.NDArray[np.float64], ys: npt.NDArray[np.float64], degrees: float) -> float:
    """Of the rows and of the columns of a page turned clockwise by so much."""
    slope = math.tan(math.radians(degrees))
    rows, cols = ys + xs * slope, xs - ys * slope
    return _steps(rows) + _steps(cols)


def _steps(places: npt.NDArray[np.float64]) -> float:
    counts = np.bincount((places - places.min()).astype(np.int64))
    return float(np.sum(np.diff(counts).astype(np.float64) ** 2))


def turned(image: Grey, degrees: float) -> Grey:
    """The page turned clockwise about its centre, its size kept, the corners filled with the colour of the paper."""
    if not degrees:
        return image
    from PIL import Image

    paper = int(np.median(image))
    picture = Image.fromarray(image).rotate(-degrees, resample=Image.Resampling.BICUBIC, fillcolor=paper)
    return np.asarray(picture, dtype=np.uint8)
