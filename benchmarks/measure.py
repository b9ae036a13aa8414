"""One way of reading one PDF, measured in a process of its own → a line of JSON: CPU seconds and peak memory. IO.

python benchmarks/measure.py taikei|pdfplumber|floor FILE.pdf
"""

from __future__ import annotations

import ctypes
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path


def taikei(path: Path) -> int:
    """The whole extraction: lines of all pages, tables, hierarchy, facts, checks."""
    from extractors.extract import extract

    extraction = extract(path)
    assert len(extraction.structures[0].nodes) == 36, "the hierarchy was not found"
    return extraction.source.pages or 0


def pdfplumber(path: Path) -> int:
    """Plain pdfplumber: extract_tables on every page, each page closed after it."""
    import pdfplumber as library

    with library.open(path) as document:
        for page in document.pages:
            page.extract_tables()
            page.close()
        return len(document.pages)


def floor(path: Path) -> int:
    """What every reader must do at least: each character of each page with its box, by pdfium."""
    import pypdfium2 as library
    import pypdfium2.raw as pdfium

    document = library.PdfDocument(path)
    box = pdfium.FS_RECTF()
    place = ctypes.byref(box)
    unicode, loose = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    for number in range(len(document)):
        page = pdfium.FPDF_LoadPage(document, number)
        text = pdfium.FPDFText_LoadPage(page)
        found = []
        for at in range(pdfium.FPDFText_CountChars(text)):
            code = unicode(text, at)
            loose(text, at, place)
            found.append((chr(code), box.left, box.top, box.right, box.bottom))
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
    return len(document)


WAYS: dict[str, Callable[[Path], int]] = {"taikei": taikei, "pdfplumber": pdfplumber, "floor": floor}


def _peak() -> float:
    """Most memory of this process in MB; on Linux ru_maxrss would count the process that started it."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


def main(way: str, path: Path) -> None:
    """Measure without the start: importing libraries is apart."""
    if way == "taikei":
        import extractors.extract
        import extractors.read_pdf
        import extractors.see_pdf  # noqa: F401
    elif way == "pdfplumber":
        import pdfplumber  # noqa: F401
    else:
        import pypdfium2  # noqa: F401
    started = time.process_time()
    pages = WAYS[way](path)
    used = time.process_time() - started
    peak = _peak()
    print(
        json.dumps({"way": way, "pages": pages, "start": round(started, 3), "cpu": round(used, 3), "peak": round(peak)})
    )


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
