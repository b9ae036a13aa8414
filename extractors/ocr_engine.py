"""The image of a page → where text stands and what it says (文字認識, OCR). IO: loads the models of the rapidocr package.

An extra of its own, `pip install 'taikei[ocr]'`: nothing here is imported before a page without a usable text layer is
met. The models come inside the package; nothing is fetched.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt

from extractors.scan_lines import Grey
from schemas.document import BBox

FIND_SCALE = 0.6
"""Text is found on a smaller image (120 dpi): found as well there, in a fifth of the time."""
MAX_FIND_SIDE = 4000
"""Pixels of the image in which text is looked for."""
SURE = 0.5
"""Mean certainty of a line of text, below which it is taken for a picture."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A line of text as the engine read it."""

    text: str
    centres: tuple[float, ...]
    """Where the middle of each character stands, as a share of the width of the image."""
    scores: tuple[float, ...]
    """Certainty of each character, 0 to 1."""

    @property
    def score(self) -> float:
        """Mean certainty, 0.0 where nothing was read."""
        return sum(self.scores) / len(self.scores) if self.scores else 0.0


def available() -> bool:
    """True where the extra is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


class Engine:
    """The recogniser, its models loaded."""

    def __init__(self, rapid: Callable[..., Any]) -> None:
        self._rapid = rapid

    def find(self, image: Grey) -> list[BBox]:
        """Boxes around lines of text, in pixels, from the top down."""
        height, width = image.shape
        scale = min(FIND_SCALE, MAX_FIND_SIDE / max(height, width))
        found = self._rapid(_three(_resized(image, scale)), use_det=True, use_cls=False, use_rec=False)
        boxes = getattr(found, "boxes", None)
        if boxes is None:
            return []
        return [_bounds(np.asarray(box, dtype=np.float64) / scale, width, height) for box in boxes]

    def read(self, line: Grey) -> Reading:
        """The text of one line, given as an image of that line alone, written across."""
        found = self._rapid(_three(line), use_det=False, use_cls=False, use_rec=True, return_word_box=True)
        texts = getattr(found, "txts", None)
        if not texts or not found.word_results or not texts[0].strip():
            return Reading("", (), ())
        info = found.word_results[0]
        places = iter(place for places in info.word_cols for place in places)
        centres: list[float] = []
        scores: list[float] = []
        text = ""
        for sign, score in zip(texts[0], info.confs, strict=False):
            if sign.isspace():
                continue
            text += sign
            centres.append((next(places, 0) + 0.5) / max(info.line_txt_len, 1.0))
            scores.append(float(score))
        return Reading(text, tuple(centres), tuple(scores))


@cache
def load_engine() -> Engine:
    """The engine, once per process.

    Raises:
        ImportError: the extra is not installed, or does not run on this machine.
    """
    from rapidocr import RapidOCR

    threads = os.cpu_count() or 1
    return Engine(
        RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.use_cls": False,
                "Global.max_side_len": MAX_FIND_SIDE,
                "Global.text_score": 0.0,
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            }
        )
    )


def _three(image: Grey) -> Grey:
    """The engine wants three channels."""
    return np.repeat(image[:, :, np.newaxis], 3, axis=2)


def _resized(image: Grey, scale: float) -> Grey:
    from PIL import Image

    height, width = image.shape
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    return np.asarray(Image.fromarray(image).resize(size, Image.Resampling.BOX), dtype=np.uint8)


def _bounds(corners: npt.NDArray[np.float64], width: int, height: int) -> BBox:
    xs, ys = corners[:, 0], corners[:, 1]
    return BBox(
        max(float(xs.min()), 0.0),
        max(float(ys.min()), 0.0),
        min(float(xs.max()), float(width)),
        min(float(ys.max()), float(height)),
    )
