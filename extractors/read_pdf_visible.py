"""Which text of a PDF page nobody sees: switched-off layers, white, tiny, clipped or covered text (見えない文字). IO by pdfium.

Printed is what the eye sees, and the rendered page decides: a text object is visible if the picture changes without it.
Only objects with a cause for doubt are tried, so that most pages are never rendered.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from extractors.read_pdf_calls import address
from extractors.read_pdf_paths import IDENTITY, Handle, Matrix, objects

PALE = 225
"""Lightness (0 to 255) of a fill from which on text may vanish on white paper."""
FAINT = 24
"""Opacity (0 to 255) below which text may not be seen."""
TINY = 2.5
"""Points: smaller text is not read by people."""
SCALE = 1.25
"""Pixels per point of the pictures that are compared; large pages are rendered smaller."""
MAX_SIDE = 2000
"""Pixels."""
DIFFERENT = 20
"""Difference in lightness of a pixel from which on something was drawn there."""
ALONE = 60
"""Objects that are tried one by one on a page; of more, those that overlap each other are left as they are."""
MAX_TEXTS = 4000
"""Text objects of a page whose overlaps are looked for."""
TOUCH = 0.35
"""Share of the smaller of two objects that must overlap for one to hide the other."""

Grey = npt.NDArray[np.uint8]
Edges = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Text:
    handle: Handle
    edges: Edges
    """Left, bottom, right, top in page coordinates."""
    doubtful: bool


def show_annotations(page: Handle) -> bool:
    """Make what notes and form fields show part of the page, as a printer does; True where there was any."""
    kinds = (pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_STAMP)
    for at in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, at)
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        pdfium.FPDFPage_CloseAnnot(note)
        if kind in kinds:
            return bool(pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS)
    return False


def unseen_texts(page: Handle, width: float, height: float) -> frozenset[int]:
    """Addresses of the text objects that leave no trace on the page as it is looked at."""
    texts = _texts(page)
    crossing = _crossing(texts)
    tried = [at for at, text in enumerate(texts) if text.doubtful or at in crossing]
    if not tried:
        return frozenset()
    scale = min(SCALE, MAX_SIDE / max(width, height))
    whole = _picture(page, width, height, scale)
    without = _without(page, [texts[at].handle for at in tried], width, height, scale)
    unseen = set()
    left = ALONE
    for at in tried:
        text = texts[at]
        if not _differs(page, whole, without, text.edges, scale):
            unseen.add(address(text.handle))
        elif at in crossing and left > 0:
            left -= 1
            alone = _without(page, [text.handle], width, height, scale)
            if not _differs(page, whole, alone, text.edges, scale):
                unseen.add(address(text.handle))
    return frozenset(unseen)


def _texts(page: Handle) -> list[_Text]:
    """The text objects in drawing order; doubtful by colour, opacity, size, layer, or what is painted over them."""
    found: list[_Text] = []
    for kind, handle, matrix in objects(page, IDENTITY, text=True):
        edges = _edges(handle, matrix)
        if edges is None:
            continue
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            found.append(_Text(handle, edges, _doubtful(handle, edges)))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE or (kind == pdfium.FPDF_PAGEOBJ_PATH and _is_filled(handle)):
            for at, text in enumerate(found):
                if not text.doubtful and _holds(edges, text.edges):
                    found[at] = _Text(text.handle, text.edges, True)
    return found


def _edges(handle: Handle, matrix: Matrix) -> Edges | None:
    values = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(handle, *(ctypes.byref(value) for value in values)):
        return None
    left, bottom, right, top = (value.value for value in values)
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
    return (
        min(x for x, _ in corners),
        min(y for _, y in corners),
        max(x for x, _ in corners),
        max(y for _, y in corners),
    )


def _doubtful(handle: Handle, edges: Edges) -> bool:
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    known = pdfium.FPDFPageObj_GetFillColor(handle, *(ctypes.byref(value) for value in (r, g, b, a)))
    pale = bool(known) and (min(r.value, g.value, b.value) >= PALE or a.value < FAINT)
    tiny = min(edges[2] - edges[0], edges[3] - edges[1]) < TINY and _size(handle) < TINY
    return pale or tiny or _on_a_layer(handle)


def _size(handle: Handle) -> float:
    size = ctypes.c_float()
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFTextObj_GetFontSize(handle, ctypes.byref(size))
    pdfium.FPDFPageObj_GetMatrix(handle, ctypes.byref(matrix))
    return size.value * float((matrix.c**2 + matrix.d**2) ** 0.5 or 1.0)


def _on_a_layer(handle: Handle) -> bool:
    """Whether an object is marked as part of a layer (optional content), which may be switched off."""
    for at in range(pdfium.FPDFPageObj_CountMarks(handle)):
        mark = pdfium.FPDFPageObj_GetMark(handle, at)
        name = ctypes.create_string_buffer(16)
        length = ctypes.c_ulong()
        ours = ctypes.cast(name, ctypes.POINTER(ctypes.c_ushort))
        if pdfium.FPDFPageObjMark_GetName(mark, ours, 16, ctypes.byref(length)) and name.raw[:4] == b"O\0C\0":
            return True
    return False


def _is_filled(handle: Handle) -> bool:
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(handle, ctypes.byref(mode), ctypes.byref(stroked))
    return bool(mode.value)


def _holds(outer: Edges, inner: Edges) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _crossing(texts: Sequence[_Text]) -> frozenset[int]:
    """Which objects lie on each other, so that one may hide the other."""
    if len(texts) > MAX_TEXTS:
        return frozenset()
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        for key in _cells(text.edges):
            cells[key].append(at)
    found: set[int] = set()
    for members in cells.values():
        for one, other in combinations(members, 2):
            if _overlap(texts[one].edges, texts[other].edges) >= TOUCH:
                found |= {one, other}
    return frozenset(found)


def _cells(edges: Edges, side: float = 40.0) -> Iterator[tuple[int, int]]:
    for x in range(int(edges[0] // side), min(int(edges[2] // side), int(edges[0] // side) + 60) + 1):
        for y in range(int(edges[1] // side), min(int(edges[3] // side), int(edges[1] // side) + 60) + 1):
            yield x, y


def _overlap(one: Edges, other: Edges) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return 0.0
    least = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return wide * high / least if least > 0 else 0.0


def _without(page: Handle, handles: Sequence[Handle], width: float, height: float, scale: float) -> Grey:
    for handle in handles:
        pdfium.FPDFPageObj_SetIsActive(handle, False)
    try:
        return _picture(page, width, height, scale)
    finally:
        for handle in handles:
            pdfium.FPDFPageObj_SetIsActive(handle, True)


def _picture(page: Handle, width: float, height: float, scale: float) -> Grey:
    wide, high = max(1, round(width * scale)), max(1, round(height * scale))
    bitmap = pdfium.FPDFBitmap_CreateEx(wide, high, pdfium.FPDFBitmap_Gray, None, 0)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, wide, high, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, wide, high, 0, pdfium.FPDF_GRAYSCALE)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        buffer = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * high)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return np.frombuffer(buffer, np.uint8).reshape(high, stride)[:, :wide]


def _differs(page: Handle, one: Grey, other: Grey, edges: Edges, scale: float) -> bool:
    """Whether two pictures differ inside a box of page coordinates."""
    high, wide = one.shape
    xs, ys = [], []
    for x, y in ((edges[0], edges[1]), (edges[2], edges[3])):
        px, py = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, wide, high, 0, x, y, ctypes.byref(px), ctypes.byref(py))
        xs.append(px.value)
        ys.append(py.value)
    left, right = max(0, min(xs)), min(wide, max(xs) + 1)
    top, bottom = max(0, min(ys)), min(high, max(ys) + 1)
    if left >= right or top >= bottom:
        return False
    a = one[top:bottom, left:right].astype(np.int16)
    return bool((np.abs(a - other[top:bottom, left:right]) >= DIFFERENT).any())
