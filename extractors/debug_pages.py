"""What was seen on each page, drawn over its picture: rules, cells with spans, boxes, links, entries. IO: writes PNGs.

Red: rules. Orange: drawn boxes. Blue: cells, with row, column and spans. Green: boxes of a diagram and their links.
Purple: entries of the hierarchy, with their place in the tree and, small, their order. Grey numbers: lines in reading
order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from schemas.document import BBox, Document, Line, Page
from schemas.plan import Structure
from schemas.structure import Diagram, Grid, Outline, Seen

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont
    from PIL.ImageFont import ImageFont as BitmapFont

SCALE = 2.0
"""Pixels per point: 144 dpi, so that 8-point type can be read under the marks."""
TAG = 9.0
"""Points between the tags of two entries of one cell."""
MAX_SIDE = 6000
"""Pixels."""
RULE, BOX, CELL, LINK, NODE, ORDER = "#d62728", "#ff9f1c", "#1f5fbf", "#0a8f3c", "#8e24aa", "#777777"
PALE = 0.55
"""How much of the print is kept; paler print lets the marks stand out."""


def debug_pages(
    path: Path,
    password: str | None,
    document: Document,
    seen: Sequence[Seen],
    structures: Sequence[Structure],
    folder: Path,
) -> None:
    """One PNG for each page that was read in full, <document>-p<page>.png."""
    import pypdfium2 as pdf
    from PIL import Image, ImageDraw

    from extractors.read_scan import render
    from extractors.scan_skew import turned

    folder.mkdir(parents=True, exist_ok=True)
    opened = pdf.PdfDocument(path, password=password)
    try:
        for page in document.pages:
            scale = min(SCALE, MAX_SIDE / max(page.width, page.height))
            grey = np.ascontiguousarray(np.rot90(render(opened, page.number, scale), page.turned))
            grey = turned(grey, page.ocr.skew if page.ocr else 0.0)
            pale = (255 - (255 - grey.astype(np.float32)) * PALE).astype(np.uint8)
            picture = Image.fromarray(pale).convert("RGB")
            pen = _Pen(ImageDraw.Draw(picture), scale)
            _draw(pen, page, document.lines, seen, structures)
            picture.save(folder / f"{path.stem}-p{page.number:03d}.png")
    finally:
        opened.close()


class _Pen:
    """Draws in points."""

    def __init__(self, draw: ImageDraw, scale: float) -> None:
        from PIL import ImageFont

        self._draw, self._scale = draw, scale
        self._font: FreeTypeFont | BitmapFont = ImageFont.load_default(size=7 * scale)
        self._small: FreeTypeFont | BitmapFont = ImageFont.load_default(size=5 * scale)

    def line(self, ends: tuple[float, float, float, float], colour: str, width: float = 1.0) -> None:
        scaled = [value * self._scale for value in ends]
        self._draw.line(scaled, fill=colour, width=max(round(width * self._scale / 2), 1))

    def box(self, box: BBox, colour: str, width: float = 1.0, inset: float = 0.0) -> None:
        x0, top, x1, bottom = (value * self._scale for value in box)
        gap = min(inset * self._scale, (x1 - x0) / 3, (bottom - top) / 3)
        pixels = max(round(width * self._scale / 2), 1)
        self._draw.rectangle((x0 + gap, top + gap, x1 - gap, bottom - gap), outline=colour, width=pixels)

    def label(self, x: float, y: float, text: str, colour: str, *, small: bool = False, right: bool = False) -> None:
        """A tag on white; to the left of x where `right` is set."""
        font = self._small if small else self._font
        at = (x * self._scale, y * self._scale)
        left, top, end, bottom = self._draw.textbbox(at, text, font=font)
        shift = end - left if right else 0.0
        self._draw.rectangle((left - shift - 1, top - 1, end - shift + 1, bottom + 1), fill="white")
        self._draw.text((at[0] - shift, at[1]), text, fill=colour, font=font)

    def arrow(self, start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
        self.line((*start, *end), colour, 2.0)
        x, y = end[0] * self._scale, end[1] * self._scale
        radius = 2.0 * self._scale
        self._draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def _draw(pen: _Pen, page: Page, lines: Sequence[Line], seen: Sequence[Seen], structures: Sequence[Structure]) -> None:
    for box in page.boxes:
        pen.box(box.bbox, BOX, 2.0)
    for rule in page.rules:
        pen.line(rule[:4], RULE, 2.0)
    own = [line for line in lines if line.page == page.number and line.bbox is not None]
    for order, line in enumerate(own, 1):
        assert line.bbox is not None
        pen.label(line.bbox.x0 - 2, line.bbox.top, str(order), ORDER, small=True, right=True)
    for thing in seen:
        _draw_seen(pen, page.number, thing)
    for structure in structures:
        _draw_nodes(pen, page.number, structure)


def _draw_seen(pen: _Pen, number: int, thing: Seen) -> None:
    match thing:
        case Grid():
            for cell in thing.cells:
                box = cell.evidence.bbox
                if box is not None and cell.evidence.page == number:
                    spans = f" {cell.rowspan}x{cell.colspan}" if cell.rowspan * cell.colspan > 1 else ""
                    pen.box(box, CELL, 1.0, inset=1.5)
                    pen.label(box.x0 + 3, box.top + 2, f"r{cell.row}c{cell.col}{spans}", CELL, small=True)
        case Diagram():
            places = {box.ref: box.evidence.bbox for box in thing.boxes if box.evidence.page == number}
            for place in places.values():
                if place is not None:
                    pen.box(place, LINK, 2.0, inset=1.0)
            for edge in thing.edges:
                parent, child = places.get(edge.parent), places.get(edge.child)
                if parent is not None and child is not None:
                    pen.arrow(*_between(parent, child), LINK if edge.drawn else BOX)
        case Outline():
            for item in thing.items:
                if item.evidence.bbox is not None and item.evidence.page == number:
                    pen.box(item.evidence.bbox, CELL, 1.0, inset=-1.5)


def _between(parent: BBox, child: BBox) -> tuple[tuple[float, float], tuple[float, float]]:
    """From the side of the parent that faces the child to the nearest side of the child."""
    middle = ((parent.top + parent.bottom) / 2, (child.top + child.bottom) / 2)
    if child.x0 >= parent.x1:
        return (parent.x1, middle[0]), (child.x0, middle[1])
    centre = (parent.x0 + parent.x1) / 2
    return (centre, parent.bottom), ((child.x0 + child.x1) / 2, child.top)


def _draw_nodes(pen: _Pen, number: int, structure: Structure) -> None:
    inside: Counter[BBox] = Counter()
    for order, node in enumerate(structure.nodes, 1):
        box = node.evidence.bbox
        if box is None or node.evidence.page != number:
            continue
        pen.box(box, NODE, 1.0, inset=3.0)
        below = TAG * inside[box]
        inside[box] += 1
        pen.label(box.x1 - 4, box.top + 2 + below, f"{node.id}  #{order}", NODE, right=True)
