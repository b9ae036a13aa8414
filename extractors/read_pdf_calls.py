"""The calls of pdfium made for every character or segment of a page, in half the time. IO through pypdfium2.

pypdfium2 checks the type of each argument and gives up Python's lock around each call: for calls of a fraction of a
microsecond that is most of their cost. Here pointers are plain numbers, and structures are read through a view.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium

from extractors.read_pdf_paths import Handle

_POINTER, _INT, _FLOAT, _DOUBLE = ctypes.c_void_p, ctypes.c_int, ctypes.c_float, ctypes.c_double


def address(handle: Handle) -> int:
    """A handle of pypdfium2 as a number; 0 for none."""
    return ctypes.cast(handle, _POINTER).value or 0


def _quick(function: Handle, result: Handle, *arguments: Handle) -> Callable[..., Any]:
    """The same function of the library, its pointers as numbers."""
    prototype = ctypes.PYFUNCTYPE(result, *arguments)
    made: Callable[..., Any] = prototype(address(function))
    return made


get_text = _quick(pdfium.FPDFText_GetText, _INT, _POINTER, _INT, _INT, _POINTER)
get_unicode = _quick(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _POINTER, _INT)
is_generated = _quick(pdfium.FPDFText_IsGenerated, _INT, _POINTER, _INT)
has_no_unicode = _quick(pdfium.FPDFText_HasUnicodeMapError, _INT, _POINTER, _INT)
get_box = _quick(pdfium.FPDFText_GetLooseCharBox, _INT, _POINTER, _INT, _POINTER)
get_origin = _quick(pdfium.FPDFText_GetCharOrigin, _INT, _POINTER, _INT, _POINTER, _POINTER)
get_matrix = _quick(pdfium.FPDFText_GetMatrix, _INT, _POINTER, _INT, _POINTER)
get_size = _quick(pdfium.FPDFText_GetFontSize, _DOUBLE, _POINTER, _INT)
get_object = _quick(pdfium.FPDFText_GetTextObject, _POINTER, _POINTER, _INT)
get_font = _quick(pdfium.FPDFTextObj_GetFont, _POINTER, _POINTER)
get_mode = _quick(pdfium.FPDFTextObj_GetTextRenderMode, _INT, _POINTER)
get_weight = _quick(pdfium.FPDFFont_GetWeight, _INT, _POINTER)
get_name = _quick(pdfium.FPDFFont_GetBaseFontName, ctypes.c_size_t, _POINTER, _POINTER, ctypes.c_size_t)


class Numbers:
    """Room for a few numbers that pdfium writes: pass `place`, then read `view`."""

    def __init__(self, count: int, double: bool = False) -> None:
        self._kept = ((_DOUBLE if double else _FLOAT) * count)()
        self.place = ctypes.addressof(self._kept)
        self.view = memoryview(self._kept).cast("B").cast("d" if double else "f")
