"""Page → the boxes of a diagram with the text in each, and the lines of text outside all boxes. Pure.

A number in a box of its own (1 in a circle, 基本目標1 on a tab) belongs to the box it is set on or beside. Boxes may
hold boxes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.columns import join_lines
from extractors.diagram_glyphs import area, find_boxes, has_ink, holds
from extractors.numbering import SPACES, read_marker
from extractors.page_text import around, drop_ruby, row_text, rows_of, to_line
from extractors.vertical_text import read_region
from schemas.document import BBox, Box, Glyph, Line, Page

BADGE_GAP = 8.0
"""Points between a box with a number alone and the box whose number it is."""
COLUMN_GAP = 2.0
"""Em: text outside boxes further apart on a line than this stands in different columns."""
FEWEST = 4
"""Boxes with text; a page with fewer holds no diagram."""
MOST_GLYPHS = 240
"""Glyphs in one box; more are the text of a table or an article in a frame."""
FULL = 1.5
"""Em that a full line may leave free: no line begins with 、 or 」, and words are not broken."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A box with its text. `frame` where it holds other boxes; `drawn` False for text that no box surrounds."""

    bbox: BBox
    text: str
    ink: BBox
    """Tight around the text."""
    first: BBox
    """Around its first line."""
    size: float
    fill: int | None = None
    stroke: int | None = None
    frame: bool = False
    drawn: bool = True
    vertical: bool = False
    sure: bool = True
    """False where the reading order of the text is a judgement."""


@dataclass(frozen=True, slots=True)
class Shapes:
    """What a page holds: boxes with text, shapes without (arrows, frames), lines of text outside."""

    shapes: tuple[Shape, ...]
    empty: tuple[Box, ...]
    lines: tuple[Line, ...]


def find_shapes(page: Page) -> Shapes:
    """All boxes and loose lines of a page; nothing where there are too few, or too many lines."""
    boxes, owners, outside = find_boxes(page)
    if sum(map(has_ink, owners)) < FEWEST:
        return Shapes((), (), ())
    for i, glyphs in enumerate(owners):
        if len(glyphs) > MOST_GLYPHS:
            outside += glyphs
            owners[i] = []
    shapes: list[Shape] = []
    empty: list[Box] = []
    for box, glyphs in zip(boxes, owners, strict=True):
        shape = _shape(box, glyphs)
        if shape is None:
            empty.append(box)
        else:
            shapes.append(shape)
    shapes = _mark_frames(_join_badges(shapes))
    rows = drop_ruby([row for row in rows_of(outside, COLUMN_GAP) if row])
    lines = tuple(line for line in (to_line(row, page.number) for row in rows) if line.text)
    return Shapes(tuple(shapes), tuple(empty), lines)


def _shape(box: Box, glyphs: Sequence[Glyph]) -> Shape | None:
    if not has_ink(glyphs):
        return None
    region = read_region(glyphs)
    if not region.text.strip(SPACES) or region.bbox is None:
        return None
    ink = [glyph for glyph in glyphs if not glyph.text.isspace()]
    rows = rows_of(ink)
    size = sorted(glyph.size for glyph in ink)[len(ink) // 2]
    first = around(rows[0]) if rows and not region.vertical else region.bbox
    text = _joined(region.text) if region.vertical else _unwrapped(drop_ruby(rows_of(glyphs)), box.bbox)
    return Shape(
        box.bbox,
        text,
        region.bbox,
        first,
        size,
        box.fill,
        box.stroke,
        vertical=region.vertical,
        sure=region.sure,
    )


def _joined(text: str) -> str:
    """Vertical text as one title; a column with a marker begins another."""
    lines: list[str] = []
    for line in text.split("\n"):
        if lines and read_marker(line).marker is None:
            lines[-1] += line
        else:
            lines.append(line)
    return "\n".join(lines)


def _unwrapped(rows: Sequence[Sequence[Glyph]], box: BBox) -> str:
    """The lines of a box; one broken because the box is full is put together with the next."""
    lines: list[str] = []
    full = False
    left = min(around(row).x0 for row in rows) - box.x0
    for row in rows:
        text = row_text(row)
        if full and read_marker(text).marker is None:
            lines[-1] = join_lines(f"{lines[-1]}\n{text}")
        else:
            lines.append(text)
        full = box.x1 - around(row).x1 - max(left, 0.0) <= FULL * row[-1].size
    return "\n".join(lines)


def _join_badges(shapes: list[Shape]) -> list[Shape]:
    """Give a number in a box of its own to the box it is set on, or stands right beside."""
    taken: dict[int, int] = {}
    for i, badge in enumerate(shapes):
        marked = read_marker(badge.text.replace("\n", ""))
        if marked.marker is None or not marked.marker.counted or marked.name:
            continue
        host = _host(i, shapes)
        if host is not None and host not in taken:
            taken[i] = host
    joined: list[Shape] = []
    for i, shape in enumerate(shapes):
        if i in taken:
            continue
        own = [shapes[b] for b, host in taken.items() if host == i]
        if len(own) == 1 and read_marker(shape.text).marker is None:
            badge = own[0]
            bbox = _union(shape.bbox, badge.bbox)
            label = badge.text.replace("\n", "")
            shape = replace(shape, bbox=bbox, text=f"{label}\u3000{shape.text}", ink=_union(shape.ink, badge.ink))
        else:
            joined.extend(own)
        joined.append(shape)
    return joined


def _host(i: int, shapes: Sequence[Shape]) -> int | None:
    """The box that a badge belongs to: the smallest around it, else the one it touches to the right, else below."""
    badge = shapes[i].bbox
    around_it = [
        j for j, s in enumerate(shapes) if j != i and area(s.bbox) > area(badge) and _overlap_share(badge, s.bbox) > 0.3
    ]
    if around_it:
        return min(around_it, key=lambda j: area(shapes[j].bbox))
    high = badge.bottom - badge.top
    right = [
        j
        for j, s in enumerate(shapes)
        if j != i
        and -high <= s.bbox.x0 - badge.x1 <= BADGE_GAP
        and min(s.bbox.bottom, badge.bottom) - max(s.bbox.top, badge.top) > 0.7 * min(high, s.bbox.bottom - s.bbox.top)
        and s.bbox.bottom - s.bbox.top < 2 * high
    ]
    if right:
        return min(right, key=lambda j: shapes[j].bbox.x0)
    below = [
        j
        for j, s in enumerate(shapes)
        if j != i
        and -1.0 <= s.bbox.top - badge.bottom <= 2.0
        and min(s.bbox.x1, badge.x1) - max(s.bbox.x0, badge.x0) > 0.9 * (badge.x1 - badge.x0)
    ]
    return below[0] if len(below) == 1 else None


def _overlap_share(a: BBox, b: BBox) -> float:
    wide = min(a.x1, b.x1) - max(a.x0, b.x0)
    high = min(a.bottom, b.bottom) - max(a.top, b.top)
    return wide * high / area(a) if wide > 0 and high > 0 and area(a) > 0 else 0.0


def _union(a: BBox, b: BBox) -> BBox:
    return BBox(min(a.x0, b.x0), min(a.top, b.top), max(a.x1, b.x1), max(a.bottom, b.bottom))


def _mark_frames(shapes: list[Shape]) -> list[Shape]:
    return [
        replace(shape, frame=any(other is not shape and holds(shape.bbox, other.bbox) for other in shapes))
        for shape in shapes
    ]
