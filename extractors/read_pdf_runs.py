"""The characters of a PDF page → runs of characters side by side without gaps. IO through pypdfium2.

The width of each character of a font is learned once. Where the pen has moved over many characters by what these are
wide together, nothing stands between them, and they are taken at one step.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from extractors.read_pdf_calls import (
    Numbers,
    get_box,
    get_font,
    get_object,
    get_origin,
    get_text,
    get_unicode,
    is_generated,
)
from extractors.read_pdf_glyphs import BREAKS, DESCENT, NARROW, SPACE, WIDE, Styles

GAP = 0.12
"""Em: a wider gap between two characters may be a space, or the end of a column."""
BACK = -0.3
"""Em: the next character begins no further to the left."""
SHORTEST, LONGEST = 3, 40
"""Characters of one step; shorter ones save nothing, over longer ones small differences add up."""
FULL_WIDTH, HALF_WIDTH = 0x3000, 0xFF61
"""Code points between which characters are as wide as high (but for vertical fonts)."""
NO_CHARACTER = 0xFFFE
"""What pdfium writes into texts for a hyphen at the end of a line."""
LEVEL = 0.02
"""Em: characters of one run have the same height and stand as high, but for rounding."""
SAME_GAP = 0.01
"""Em: letter spacing that differs by less is the same."""
SIDEWAYS = 0.5
"""Share of the characters that lie on their side, from which on the page is to be read in full."""
_RUN = re.compile(rf"[^\n\r ]{{1,{LONGEST}}}")
_FULL = re.compile(rf"[\u3000-\uff60]{{1,{LONGEST}}}")


@dataclass(slots=True)
class Run:
    """Characters side by side: text, and boxes in page coordinates."""

    last: int
    text: str
    lefts: list[float]
    rights: list[float]
    bottom: float
    top: float
    size: float
    bold: bool
    object: int
    """Address of the text object of its first character."""
    upright: bool = True
    even: bool = True
    """True where the whole run has one size and weight."""
    plain: bool = True
    """True where it may be a line of its own."""
    face: str = ""
    """Typeface of its last character: numbers before a heading are often of another one."""


class _Widths(dict[int, float | None]):
    """Em per code point of one font; full-width characters are taken to be one em wide until they are measured."""

    def __missing__(self, code: int) -> float | None:
        self[code] = 1.0 if FULL_WIDTH <= code < HALF_WIDTH else None
        return self[code]


def read_runs(text_page: int, count: int) -> list[Run] | None:
    """Runs in the order of the file; None where the text lies on its side, or a character has two code units."""
    codes = _codes(text_page, count)
    if any(0xD800 <= code < 0xE000 for code in set(codes)):
        return None
    reader = _Reader(text_page, codes)
    if not reader.read():
        return None
    sideways = sum(len(run.lefts) for run in reader.runs if not run.upright)
    if sideways > SIDEWAYS * sum(len(run.lefts) for run in reader.runs):
        return None
    for run in reader.runs:
        reader.judge(run)
    return reader.runs


def _codes(text_page: int, count: int) -> Sequence[int]:
    """The code points of all characters, by one call where each is one unit of UTF-16."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = get_text(text_page, 0, count, ctypes.addressof(buffer))
    codes: list[int] = buffer[:count]
    if written != count + 1 or 0 in codes or NO_CHARACTER in codes:
        return [get_unicode(text_page, at) for at in range(count)]
    return codes


class _Reader:
    """Goes once over the characters of a page."""

    def __init__(self, text_page: int, codes: Sequence[int]) -> None:
        self.runs: list[Run] = []
        self._page = text_page
        self._codes = codes
        self._text = "".join([chr(code) if code else "\ufffd" for code in codes])
        self._styles = Styles(text_page, turned=False)
        self._fonts: dict[int, _Widths] = {}
        self._widths = _Widths()
        self._box, self._pen = Numbers(4), Numbers(2, double=True)
        self._tried, self._gap, self._failed = -1, 0.0, 0

    def read(self) -> bool:
        """Fill `runs`; False where a character has no size."""
        page, codes, text, into, seen = self._page, self._codes, self._text, self._box.place, self._box.view
        run: Run | None = None
        last = middle = tall = least = most = level = narrow = 0.0
        at, count = 0, len(codes)
        while at < count:
            code = codes[at]
            if code in BREAKS or (code == SPACE and is_generated(page, at) == 1) or not get_box(page, at, into):
                at += 1
                continue
            left, top, right, bottom = seen
            inked = widened = code >= WIDE and run is not None and min(right - left, top - bottom) < narrow
            if inked:
                left, top, right, bottom, widened = self._widened(at)
            if run is None or not (
                least <= left - last <= most
                and -level <= top + bottom - middle <= level
                and -level <= top - bottom - tall <= level
                and run.upright
            ):
                run, inked, widened = self._begun(at)
                left, top, right, bottom = run.lefts[0], run.top, run.rights[0], run.bottom
                size, last, middle, tall = run.size, left, top + bottom, top - bottom
                if size <= 0:
                    return False
                least, most, level, narrow = BACK * size, GAP * size, 2 * LEVEL * size, NARROW * size
            else:
                run.text += text[at]
                run.lefts.append(left)
                run.rights.append(right)
                run.bottom, run.top, run.last = min(run.bottom, bottom), max(run.top, top), at
            gap, last = left - last, right
            if not inked:
                self._widths[code] = (right - left) / run.size
            at += 1
            if at > self._tried or (self._failed == 1 and abs(gap - self._gap) > SAME_GAP * run.size):
                gap = gap if abs(gap) > SAME_GAP * run.size else 0.0
                if run.upright and inked == widened and (stepped := self._step(run, gap, inked)):
                    at += stepped
                    last = run.rights[-1]
        return True

    def _begun(self, at: int) -> tuple[Run, bool, bool]:
        """A new run with one character, whose box has been fetched; whether that was but its ink, and is no more."""
        text_object = get_object(self._page, at) or 0
        size, upright, bold, face = self._style(at, text_object)
        left, top, right, bottom = self._box.view
        inked = widened = self._codes[at] >= WIDE and min(right - left, top - bottom) < NARROW * size
        if inked:
            left, top, right, bottom, widened = self._widened(at, size)
        run = Run(at, self._text[at], [left], [right], bottom, top, size, bold, text_object, upright, face=face)
        self.runs.append(run)
        return run, inked, widened

    def _style(self, at: int, text_object: int) -> tuple[float, bool, bool, str]:
        """That of the run before where it began in the same text object."""
        if self.runs and text_object and self.runs[-1].object == text_object:
            return self.runs[-1].size, self.runs[-1].upright, self.runs[-1].bold, self.runs[-1].face
        style = self._styles.read(at, text_object)
        font = get_font(text_object) or 0 if text_object else 0
        self._widths = self._fonts.setdefault(font, _Widths())
        return style

    def _widened(self, at: int, size: float | None = None) -> tuple[float, float, float, float, bool]:
        """The square of a character whose box is but its ink, and True; its box and False of a narrow one."""
        left, top, right, bottom = self._box.view
        if size is None:
            size, _, _, _ = self._styles.read(at, get_object(self._page, at))
        square = self._styles.widen(at, (left, top, right, bottom), size)
        return (*square, square != (left, top, right, bottom))

    def _step(self, run: Run, gap: float, inked: bool) -> int:
        """How many characters behind the last one could be added to the run at once."""
        at, size = run.last, run.size
        wide = self._known(at, inked)
        count = len(wide) - 1
        if count < SHORTEST:
            self._tried, self._failed = at + max(count, 0), 0
            return 0
        left, high = run.lefts[-1], run.top + run.bottom
        found = self._square(at + count, size) if inked else self._boxed(at + count)
        if found is None:
            return 0
        x, top, right, bottom = found
        moved = x - left
        places = list(accumulate(wide[:-1]))
        spread = moved - places[-1] * size
        level = 2 * LEVEL * size
        fits = abs(spread - gap * count) <= GAP * size and abs(top + bottom - high) <= level
        if not fits or abs(top - bottom - (run.top - run.bottom)) > level:
            again = at <= self._tried
            self._tried, self._gap, self._failed = at + count, gap, self._failed + 1 if again else 1
            return 0
        between = spread / count
        lefts = [left + place * size + between * number for number, place in enumerate(places, 1)]
        run.text += self._text[at + 1 : at + count + 1]
        run.rights.extend([next_left - between for next_left in lefts[1:]])
        run.lefts.extend(lefts)
        run.rights.append(right)
        run.bottom, run.top, run.last = min(run.bottom, bottom), max(run.top, top), at + count
        return count

    def _known(self, at: int, inked: bool) -> list[float]:
        """Widths in em of the character and of those that follow, up to one that is not known."""
        found = (_FULL if inked else _RUN).match(self._text, at)
        if found is None:
            return []
        if inked:
            return [1.0] * (found.end() - at)
        wide = list(map(self._widths.__getitem__, self._codes[at : found.end()]))
        if None in wide:
            # The character behind the last known one has its place foretold, too.
            wide = wide[: wide.index(None) + 1]
            wide[-1] = 1.0
        return wide  # type: ignore[return-value]

    def _boxed(self, at: int) -> tuple[float, float, float, float] | None:
        if not get_box(self._page, at, self._box.place):
            return None
        left, top, right, bottom = self._box.view
        return left, top, right, bottom

    def _square(self, at: int, size: float) -> tuple[float, float, float, float] | None:
        box = self._boxed(at)
        if box is None or min(box[2] - box[0], box[1] - box[3]) >= NARROW * size:
            return None
        if not get_origin(self._page, at, self._pen.place, self._pen.place + 8):
            return None
        x, y = self._pen.view
        return x, y + (1 - DESCENT) * size, x + size, y - DESCENT * size

    def judge(self, run: Run) -> None:
        """Whether the run can be a line: of one size and weight, without blanks at its ends."""
        text_object = get_object(self._page, run.last) or 0
        if text_object != run.object or not text_object:
            size, _, bold, run.face = self._styles.read(run.last, text_object)
            run.even = bold == run.bold and abs(size - run.size) < LEVEL
        run.plain = run.even and run.upright and not run.text[0].isspace() and not run.text[-1].isspace()
