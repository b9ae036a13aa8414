"""The process that renders a page for extractors/page_image.py: arguments in, one line of JSON and a JPEG out. IO.

It limits its own memory and CPU time: a document is never trusted.
"""

from __future__ import annotations

import io
import json
import math
import sys

import pypdfium2 as pdf
from pypdfium2 import raw

MEMORY = 2 * 1024**3
"""Bytes of address space; an A3 scan takes 0.4."""
CPU_SECONDS = 25
QUALITY = 82
"""Of JPEG: 8-point type stays clean, an A4 page is some 150 kB."""
MOST_PIXELS = 5000
LOOKED_AT = 2000
"""Characters from which is told whether the page lies on its side."""
MOST = 0.8
"""Share of them that must lie so; the same as in extractors/turn_page.py."""


def main(path: str, number: int, pixels: int) -> None:
    """Write the picture to standard output."""
    _limit()
    document = pdf.PdfDocument(path)
    if not 1 <= number <= len(document):
        raise SystemExit(1)
    page = document[number - 1]
    width, height = page.get_size()
    scale = min(pixels, MOST_PIXELS) / max(width, height)
    image = page.render(scale=scale).to_pil().convert("RGB")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    head = {"width": width, "height": height, "turned": _turned(page), "pages": len(document)}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + out.getvalue())


def _turned(page: pdf.PdfPage) -> int:
    """Whether nearly all of its text runs down (1) or up (-1) the page; the page's own /Rotate counts."""
    text = page.get_textpage()
    angles = [
        round(math.degrees(raw.FPDFText_GetCharAngle(text, at)) / 90)
        for at in range(min(text.count_chars(), LOOKED_AT))
        if raw.FPDFText_GetUnicode(text, at) > 32
    ]
    if not angles:
        return 0
    quarters = [(angle + page.get_rotation() // 90) % 4 for angle in angles]
    for quarter, turned in ((1, 1), (3, -1)):
        if quarters.count(quarter) >= MOST * len(quarters):
            return turned
    return 0


def _limit() -> None:
    """Limits of this process, where the system knows such limits."""
    try:
        import resource
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, CPU_SECONDS)):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
