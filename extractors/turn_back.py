"""Values read on pages that were turned upright → the same with places on the pages as they lie in the file. Pure."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from typing import TypeVar, cast

from extractors.turn_page import turn
from schemas.document import BBox, OcrReading, Page
from schemas.structure import Evidence

T = TypeVar("T")


def turned_back(value: T, pages: Sequence[Page]) -> T:
    """The value with the place of every Evidence in it put back; unchanged where no page was turned."""
    askew = {page.number: page for page in pages if page.turned or (page.ocr is not None and page.ocr.skew)}
    return cast("T", _walk(value, askew)) if askew else value


def _walk(value: object, askew: dict[int, Page]) -> object:
    if isinstance(value, Evidence):
        page = askew.get(value.page or 0)
        return value if page is None or value.bbox is None else dataclasses.replace(value, bbox=_back(value.bbox, page))
    if type(value) is tuple:
        return tuple(_walk(one, askew) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        walked = {name: _walk(part, askew) for name, part in parts.items()}
        changed = {name: part for name, part in walked.items() if part is not parts[name]}
        return dataclasses.replace(value, **changed) if changed else value
    return value


def _back(box: BBox, page: Page) -> BBox:
    """The box moved with its middle, its size kept: the corners of a box that is turned would hold more than it."""
    if page.ocr is not None and page.ocr.skew:
        box = _askew(box, page, page.ocr)
    return turn(page.width, page.height, -page.turned)(box) if page.turned else box


def _askew(box: BBox, page: Page, ocr: OcrReading) -> BBox:
    sine, cosine = math.sin(math.radians(ocr.skew)), math.cos(math.radians(ocr.skew))
    x = (box.x0 + box.x1) / 2 - page.width / 2
    y = (box.top + box.bottom) / 2 - page.height / 2
    dx = x * cosine + y * sine - x
    dy = -x * sine + y * cosine - y
    return BBox(*(round(v, 2) for v in (box.x0 + dx, box.top + dy, box.x1 + dx, box.bottom + dy)))
