"""Which way up a scanned page was laid, told by which way its lines can be read."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.ocr_engine import Reading
from extractors.scan_lines import Grey
from extractors.scan_turn import find_turn, turned_boxes
from extractors.turn_page import HALF
from schemas.document import BBox


def lines() -> tuple[Grey, list[BBox]]:
    """A page of four lines, each dark at its beginning alone."""
    image: Grey = np.full((400, 600), 255, dtype=np.uint8)
    boxes = [BBox(50.0, 40.0 + 60 * at, 450.0, 70.0 + 60 * at) for at in range(4)]
    for box in boxes:
        image[int(box.top) + 5 : int(box.bottom) - 5, 55:150] = 0
    return image, boxes


def read(line: Grey) -> Reading:
    """Sure of lines that run across and begin dark."""
    across = line.shape[1] > line.shape[0]
    begins = float(line[:, : line.shape[1] // 2].mean()) < float(line[:, line.shape[1] // 2 :].mean())
    return Reading("文", (0.5,), (0.95 if across and begins else 0.55,))


@pytest.mark.parametrize("turned", [0, 1, -1, HALF])
def test_a_page_is_turned_the_way_its_lines_are_read(turned: int) -> None:
    upright, boxes = lines()
    lying = np.ascontiguousarray(np.rot90(upright, -turned))
    places = turned_boxes(boxes, upright, -turned) if turned else boxes
    assert find_turn(lying, places, read) == turned
    if turned:
        assert turned_boxes(places, lying, turned) == boxes


def test_a_page_that_cannot_be_read_stays_as_it_lies() -> None:
    image, boxes = lines()
    assert find_turn(image, boxes, lambda _line: Reading("文", (0.5,), (0.4,))) == 0
    assert find_turn(image, [], read) == 0
