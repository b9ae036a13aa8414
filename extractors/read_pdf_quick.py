"""A PDF page → its lines of text, without a Glyph for each character where a line is plain. IO: reads by pdfium.

Most pages of a booklet are prose and figures that no reader of layouts will look at; what is wanted of them is their
lines. Runs of characters without gaps (extractors/read_pdf_runs.py) are put together to lines as they are where nothing
but gaps stands between them. All others go by way of glyphs as on any page, so that the lines are those of page_text.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

import pypdfium2.raw as pdfium

from extractors.page_text import RUBY, SPACE_FULL, SPLIT, in_reading_order, page_lines
from extractors.radicals import FOLDED
from extractors.read_pdf_calls import address
from extractors.read_pdf_glyphs import MAX_GLYPHS
from extractors.read_pdf_paths import Handle
from extractors.read_pdf_runs import LEVEL, Run, read_runs
from extractors.seen_spaces import with_spaces
from schemas.document import BBox, Glyph, Line, Page

RUBY_AT_MOST = 9.0
"""Points: larger type is no ruby."""
ORIGIN = 0.01
"""Points: a page that begins within so much of the origin begins there."""
APART = 1.01 * SPLIT
"""Em: runs further apart than this belong to different columns."""
SURELY = 0.02
"""Em by which a gap must differ from where one kind of gap ends and the next begins."""
SAME_TOP = 0.01
"""Points: tops and bottoms of runs of one row."""
_FOLDED = str.maketrans(FOLDED)


def quick_lines(page: Handle, number: int, width: float, height: float) -> tuple[Line, ...] | None:
    """The lines of an upright page of horizontal text; None where the page must be read in full."""
    if pdfium.FPDFPage_GetRotation(page) or not _at_origin(page, width, height):
        return None
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return None
    try:
        count = pdfium.FPDFText_CountChars(text_page)
        runs = read_runs(address(text_page), count) if count <= MAX_GLYPHS else None
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    return None if runs is None else _lines(runs, number, width, height)


def _at_origin(page: Handle, width: float, height: float) -> bool:
    """Whether page coordinates differ from ours by the direction of y alone."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    edges = (float(box.left), float(box.bottom), float(box.right) - width, float(box.top) - height)
    return max(abs(edge) for edge in edges) < ORIGIN


def _lines(runs: Sequence[Run], number: int, width: float, height: float) -> tuple[Line, ...]:
    """Plain runs as lines, runs of one row as one, the others by way of glyphs."""
    seen = [one for one in runs if _on_sheet(one, width, height)]
    joined = _mark(seen)
    lines = [_line([one], number, height) for one in seen if one.plain]
    lines += [_line(row, number, height) for row in joined]
    in_rows = {id(one) for row in joined for one in row}
    rest = [one for one in seen if not one.plain and id(one) not in in_rows]
    glyphs = [glyph for one in rest for glyph in _glyphs(one, height)]
    if glyphs and not any(_spaced(one.text) for one in seen if one.plain or id(one) in in_rows):
        glyphs = with_spaces(glyphs)
    if glyphs:
        lines += page_lines(Page(number, width, height, tuple(glyphs), (), (), ()))
    return in_reading_order(lines)


def _spaced(text: str) -> bool:
    return len(text.split(maxsplit=1)) > 1


def _on_sheet(run: Run, width: float, height: float) -> bool:
    return run.rights[-1] >= 0 and run.lefts[0] <= width and run.top >= 0 and run.bottom <= height


def _mark(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs that share their height with others, or may be ruby over them, are not plain; those that make a row."""
    links: dict[int, int] = {}
    rows = _rows(runs)
    for at, row in enumerate(rows):
        low, size = min(one.bottom for one in row), max(one.size for one in row)
        reach = low - (size if size < RUBY_AT_MOST else 0.0)
        for left, right in pairwise(row):
            if not _apart(left, right):
                _link(links, left, right)
        for other in rows[at + 1 :]:
            if other[0].top <= reach:
                break
            for one in row:
                ruby_over = one.size if one.size < RUBY_AT_MOST else 0.0
                for below in other:
                    over = below.top > one.bottom
                    if not over and (below.top <= one.bottom - ruby_over or one.size > RUBY * below.size * 1.1):
                        continue
                    if not _apart(one, below):
                        _link(links, one, below)
    return _joined(runs, links)


def _rows(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs of the same top and bottom that do not overlap, left to right; rows from the top down."""
    rows: list[list[Run]] = []
    for one in sorted(runs, key=lambda one: (-round(one.top / SAME_TOP), one.lefts[0])):
        last = rows[-1][-1] if rows else None
        same = last is not None and abs(last.top - one.top) <= SAME_TOP and abs(last.bottom - one.bottom) <= SAME_TOP
        if last is not None and same and one.lefts[0] >= last.rights[-1] and one.rights[-1] >= last.rights[-1]:
            rows[-1].append(one)
        else:
            rows.append([one])
    return rows


def _link(links: dict[int, int], one: Run, other: Run) -> None:
    one.plain = other.plain = False
    a, b = _root(links, id(one)), _root(links, id(other))
    if a != b:
        links[b] = a


def _root(links: dict[int, int], at: int) -> int:
    while links.setdefault(at, at) != at:
        at = links[at]
    return at


def _joined(runs: Sequence[Run], links: dict[int, int]) -> list[list[Run]]:
    """The runs that make rows with nothing but gaps as wide as a full-width space between them."""
    parts: dict[int, list[Run]] = {}
    for one in runs:
        if id(one) in links:
            parts.setdefault(_root(links, id(one)), []).append(one)
    rows = []
    for part in parts.values():
        part.sort(key=lambda one: one.lefts[0])
        if _is_row(part):
            rows.append(part)
    return rows


def _is_row(part: Sequence[Run]) -> bool:
    first = part[0]
    size, middle = first.size, first.top + first.bottom
    for one in part:
        same = abs(one.size - size) < LEVEL and abs(one.top + one.bottom - middle) <= 2 * LEVEL * size
        if not same or not one.even or one.text[0].isspace() or one.text[-1].isspace():
            return False
    inner = sum(len(one.lefts) - 1 for one in part)
    if inner <= len(part):  # what gaps are usual is for page_text to say
        return False
    least, most = (SPACE_FULL + SURELY) * size, (SPLIT - SURELY) * size
    return all(least < right.lefts[0] - left.rights[-1] < most for left, right in pairwise(part))


def _apart(a: Run, b: Run) -> bool:
    """Whether two runs stand so far from each other that they belong to different columns."""
    gap = max(a.lefts[0], b.lefts[0]) - min(a.rights[-1], b.rights[-1])
    return gap > APART * max(a.size, b.size)


def _line(row: Sequence[Run], number: int, height: float) -> Line:
    text = row[0].text
    for left, right in pairwise(row):
        text += (" " if left.text[-1].isascii() and right.text[0].isascii() else "\u3000") + right.text
    top, bottom = max(one.top for one in row), min(one.bottom for one in row)
    box = BBox(row[0].lefts[0], height - top, row[-1].rights[-1], height - bottom)
    return Line(
        text.translate(_FOLDED), page=number, bbox=box, size=round(row[0].size, 1), bold=_bold(row), face=_face(row)
    )


def _bold(row: Iterable[Run]) -> bool:
    weights: Counter[bool] = Counter()
    for one in row:
        weights[one.bold] += len(one.text) - one.text.count(" ") - one.text.count("\u3000")
    return weights[True] > weights[False]


def _face(row: Iterable[Run]) -> str:
    faces: Counter[str] = Counter()
    for one in row:
        faces[one.face] += len(one.text)
    return max(faces, key=lambda face: (faces[face], face))


def _glyphs(run: Run, height: float) -> list[Glyph]:
    top, bottom = height - run.top, height - run.bottom
    return [
        Glyph(FOLDED.get(sign, sign), BBox(left, top, right, bottom), run.size, run.upright, None, run.bold, run.face)
        for sign, left, right in zip(run.text, run.lefts, run.rights, strict=True)
    ]
