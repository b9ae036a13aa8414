"""The drawn objects of one PDF page → rules, boxes and images, in points from the top left. IO through pypdfium2 only.

A thin filled rectangle is a rule; a ring (a frame drawn as the area between two rectangles) is a box with an outline;
a filled triangle at the end of a rule is its arrow head. The outlines of stroked boxes stay with the boxes: readers
that want them as rules take their sides. What fills the whole page, what cannot be seen and what lies outside is left out.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from extractors.arrow_heads import Point, is_head, pointed
from extractors.join_rules import joined
from schemas.document import BBox, Box, Image, Rule

THIN = 2.6
"""Points: a filled rectangle not thicker than this is a line (罫線 are 0.1 to 2.25 pt)."""
THIN_RATIO = 4.0
"""A line is at least this many times as long as it is thick; smaller marks are dots of a dotted line or bullets."""
HAIR = 1.0
"""Points: a filled rectangle this thin is a line or a dash, however short."""
RING = 8.0
"""Points: a frame drawn as a ring is not thicker than this."""
BACKGROUND = 0.85
"""Share of the page a fill may cover before it is the page's own background."""
MAX_OBJECTS = 30_000
"""Drawn objects on a page; a page with more is a map or a drawing, not a table."""
MAX_FORM_DEPTH = 6
"""Form XObjects inside form XObjects; deeper ones are cyclic or hostile."""
MAX_SEGMENTS = 3000
"""Segments of a path that can still be a frame or a connector; letters and maps turned into curves have more."""
UNKNOWN_FILL = 0xCCCCCC
"""Colour given to fills that are patterns or gradients."""

Handle = Any
"""A pointer or function of pypdfium2, which has no types of its own."""
Matrix = tuple[float, float, float, float, float, float]
Place = Callable[[float, float], Point]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Drawing:
    """What has been found so far on a page."""

    width: float
    height: float
    rules: list[Rule] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    heads: list[tuple[Point, ...]] = field(default_factory=list)
    order: int = 0


def read_drawing(page: Handle, width: float, height: float, place: Place) -> Drawing:
    """All rules, boxes and images of a page; `place` turns page coordinates into ours."""
    drawing = Drawing(width, height)
    for kind, handle, matrix in objects(page, IDENTITY):
        drawing.order += 1
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _add_path(drawing, handle, matrix, place)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            corners = [place(*_apply(matrix, x, y)) for x, y in unit_square(handle)]
            drawing.images.append(Image(_bounds(corners)))
        elif kind == pdfium.FPDF_PAGEOBJ_SHADING:
            bounds = _object_bounds(handle, matrix, place)
            if bounds is not None:
                _add_box(drawing, bounds, UNKNOWN_FILL, None)
    drawing.rules = joined(pointed(drawing.rules, drawing.heads))
    return drawing


def objects(page: Handle, identity: Matrix, *, text: bool = False) -> Iterator[tuple[int, Handle, Matrix]]:
    """Paths, images and shadings in drawing order, those inside form XObjects with the form's matrix; text if asked for."""
    count = min(pdfium.FPDFPage_CountObjects(page), MAX_OBJECTS)
    budget = [MAX_OBJECTS]
    for at in range(count):
        yield from _unfold(pdfium.FPDFPage_GetObject(page, at), identity, 0, budget, text)


def _unfold(
    handle: Handle, matrix: Matrix, depth: int, budget: list[int], text: bool
) -> Iterator[tuple[int, Handle, Matrix]]:
    kind = pdfium.FPDFPageObj_GetType(handle)
    budget[0] -= 1
    if budget[0] < 0 or (kind == pdfium.FPDF_PAGEOBJ_TEXT and not text):
        return
    if kind != pdfium.FPDF_PAGEOBJ_FORM:
        yield kind, handle, matrix
        return
    if depth >= MAX_FORM_DEPTH:
        return
    inner = _multiply(_matrix_of(handle), matrix)
    for at in range(min(pdfium.FPDFFormObj_CountObjects(handle), MAX_OBJECTS)):
        yield from _unfold(pdfium.FPDFFormObj_GetObject(handle, at), inner, depth + 1, budget, text)


def _matrix_of(handle: Handle) -> Matrix:
    m = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, ctypes.byref(m)):
        return IDENTITY
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _multiply(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _apply(m: Matrix, x: float, y: float) -> Point:
    return (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])


def unit_square(handle: Handle) -> list[Point]:
    own = _matrix_of(handle)
    return [_apply(own, x, y) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))]


def _object_bounds(handle: Handle, matrix: Matrix, place: Place) -> BBox | None:
    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(handle, *(ctypes.byref(edge) for edge in edges)):
        return None
    left, bottom, right, top = (edge.value for edge in edges)
    return _bounds([place(*_apply(matrix, x, y)) for x, y in ((left, bottom), (right, top))])


def _bounds(points: list[Point]) -> BBox:
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    return BBox(min(xs), min(ys), max(xs), max(ys))


def _colour(handle: Handle, getter: Handle) -> int | None:
    """0xRRGGBB, None where it is fully transparent; patterns, which have no one colour, become UNKNOWN_FILL."""
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    if not getter(handle, ctypes.byref(r), ctypes.byref(g), ctypes.byref(b), ctypes.byref(a)):
        return UNKNOWN_FILL
    if a.value == 0:
        return None
    return r.value << 16 | g.value << 8 | b.value


@dataclass(slots=True)
class _Trail:
    """One subpath: its corner points, and whether it was closed and has curves."""

    points: list[Point]
    closed: bool = False
    curved: bool = False


def _trails(handle: Handle, matrix: Matrix, place: Place) -> list[_Trail]:
    """The subpaths of a path in our coordinates; of a curve only its end point is kept."""
    x, y = ctypes.c_float(), ctypes.c_float()
    found: list[_Trail] = []
    control = 0
    for at in range(pdfium.FPDFPath_CountSegments(handle)):
        segment = pdfium.FPDFPath_GetPathSegment(handle, at)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = place(*_apply(matrix, x.value, y.value))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not found:
            found.append(_Trail([point]))
            control = 0
        elif kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            found[-1].curved = True
            control += 1
            if control % 3 == 0:
                found[-1].points.append(point)
        else:
            found[-1].points.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            found[-1].closed = True
    return [trail for trail in found if len(trail.points) > 1]


def _add_path(drawing: Drawing, handle: Handle, matrix: Matrix, place: Place) -> None:
    fill_mode, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(handle, ctypes.byref(fill_mode), ctypes.byref(stroked))
    fill = _colour(handle, pdfium.FPDFPageObj_GetFillColor) if fill_mode.value else None
    stroke = _colour(handle, pdfium.FPDFPageObj_GetStrokeColor) if stroked.value else None
    if fill is None and stroke is None:
        return
    full = _multiply(_matrix_of(handle), matrix)
    if pdfium.FPDFPath_CountSegments(handle) > MAX_SEGMENTS:
        _add_crowd(drawing, _object_bounds(handle, matrix, place), stroke if fill is None else fill)
        return
    trails = _trails(handle, full, place)
    width = 1.0
    if stroke is not None:
        raw = ctypes.c_float()
        pdfium.FPDFPageObj_GetStrokeWidth(handle, ctypes.byref(raw))
        width = raw.value * (abs(full[0] * full[3] - full[1] * full[2]) ** 0.5)
    if fill is not None and stroke is None and _add_ring(drawing, trails, fill):
        return
    for trail in trails:
        _add_trail(drawing, trail, fill, stroke, width)


def _add_crowd(drawing: Drawing, bounds: BBox | None, colour: int | None) -> None:
    """A path of very many pieces: a line of dashes where it is thin, else a picture."""
    if bounds is None:
        return
    if min(bounds.x1 - bounds.x0, bounds.bottom - bounds.top) <= THIN:
        _add_rule(drawing, _middle(bounds), 1.0, colour)
    else:
        drawing.images.append(Image(bounds))


def _add_ring(drawing: Drawing, trails: list[_Trail], fill: int) -> bool:
    """A frame drawn as the area between an outer and an inner outline."""
    if len(trails) != 2:
        return False
    outer, inner = sorted((_bounds(trail.points) for trail in trails), key=_area, reverse=True)
    gaps = (inner.x0 - outer.x0, inner.top - outer.top, outer.x1 - inner.x1, outer.bottom - inner.bottom)
    if min(gaps) < -0.1 or max(gaps) > RING or _area(inner) <= 0:
        return False
    _add_box(drawing, outer, None, fill)
    return True


def _area(box: BBox) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)


def _add_trail(drawing: Drawing, trail: _Trail, fill: int | None, stroke: int | None, width: float) -> None:
    points = trail.points
    if points[0] == points[-1] and len(points) > 2:
        points = points[:-1]
        trail.closed = True
    bounds = _bounds(points)
    long, thin = bounds.x1 - bounds.x0, bounds.bottom - bounds.top
    if thin > long:
        long, thin = thin, long
    if fill is not None and thin <= THIN and (long >= THIN_RATIO * thin or long <= THIN or thin <= HAIR):
        _add_rule(drawing, _middle(bounds), max(thin, 0.1), fill)
    elif stroke is not None and (len(points) == 2 or thin < 0.5):
        _add_rule(drawing, (*points[0], *points[-1]) if len(points) == 2 else _middle(bounds), width, stroke)
    elif fill is None and not trail.closed:
        for (x0, y0), (x1, y1) in pairwise(points):
            _add_rule(drawing, (x0, y0, x1, y1), width, stroke)
    elif not trail.curved and is_head(points):
        drawing.heads.append(tuple(points))
        _add_box(drawing, bounds, fill, stroke)
    elif len(points) >= 3 or trail.curved:
        _add_box(drawing, bounds, fill, stroke)


def _middle(bounds: BBox) -> tuple[float, float, float, float]:
    """The centre line of a thin rectangle."""
    x0, top, x1, bottom = bounds
    if x1 - x0 >= bottom - top:
        y = (top + bottom) / 2
        return (x0, y, x1, y)
    x = (x0 + x1) / 2
    return (x, top, x, bottom)


def _add_rule(drawing: Drawing, ends: tuple[float, float, float, float], width: float, colour: int | None) -> None:
    x0, y0, x1, y1 = ends
    outside = max(x0, x1) < 0 or min(x0, x1) > drawing.width or max(y0, y1) < 0 or min(y0, y1) > drawing.height
    if not outside:
        drawing.rules.append(Rule(x0, y0, x1, y1, width, colour))


def _add_box(drawing: Drawing, bounds: BBox, fill: int | None, stroke: int | None) -> None:
    x0, top = max(bounds.x0, 0.0), max(bounds.top, 0.0)
    x1, bottom = min(bounds.x1, drawing.width), min(bounds.bottom, drawing.height)
    if x1 <= x0 or bottom <= top:
        return
    if (x1 - x0) * (bottom - top) >= BACKGROUND * drawing.width * drawing.height:
        return
    drawing.boxes.append(Box(BBox(x0, top, x1, bottom), fill, stroke, drawing.order))
