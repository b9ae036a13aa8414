"""Boxes around lines of text on an image → characters with their places, in pixels. Pure but for the engine it asks.

Lines written down are cut into characters and laid side by side before they are read. Spaces are put where blank paper
is seen, since engines leave them out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from extractors.ocr_columns import laid_across
from extractors.ocr_confusions import fold
from extractors.ocr_engine import SURE, Reading
from extractors.ocr_markers import with_marker
from extractors.scan_lines import Grey, Stretch
from schemas.document import BBox

TALL = 1.6
"""Times as high as wide: a box from which on its text is taken to run downwards."""
MARGIN = 0.3
"""Times the height of a line: a rule further inside its box than this cuts it in two."""
THROUGH = 0.05
"""Times the height of a line: a rule may end so far inside its box and still run through it; strokes end earlier."""
FULL = 0.92
"""The ink of a kanji is about this share of an em high."""
BLANK_HALF = 0.33
"""Em of blank beside a digit or Latin letter that is a space."""
BLANK_FULL = 0.8
"""Em of blank between two kanji or kana that is a space."""
BLANK_SIGN = 1.15
"""The same beside brackets and points, which are half blank themselves."""
TWICE = 0.5
"""Times the height of a line: a letter whose middle is nearer to that of a Roman numeral is a part of it."""
_LETTERS_OF_ROMAN = {"Ⅱ": "I", "Ⅲ": "I", "Ⅳ": "IV", "Ⅵ": "VI", "Ⅶ": "VI", "Ⅷ": "VI", "Ⅸ": "IX"}
_MARKERS = frozenset("アイウエオカキクケコサシスセソ")
BLANK_LABEL = 0.38
"""Em of blank behind the first character of a line, where that is a marker (ウ　オーラルケア); before kanji any."""
RULED = 0.85
"""Share of a row of pixels that is ink, from which on it is a rule or the edge of a coloured bar."""
CONTRAST = 0.4
"""Share of the range of grey by which ink differs from its paper."""

Read = Callable[[Grey], Reading]


class Sign(NamedTuple):
    """One character: place in pixels, em in pixels, certainty 0 to 1, and what the engine read where that differs."""

    text: str
    bbox: BBox
    size: float
    score: float
    seen: str


@dataclass(frozen=True, slots=True)
class TextFound:
    """The characters of a page, and boxes that look like text but could not be read."""

    signs: tuple[Sign, ...]
    unread: tuple[BBox, ...]


def read_boxes(image: Grey, boxes: Sequence[BBox], lines: Sequence[Stretch], read: Read) -> TextFound:
    """All characters in the boxes; a box over which a rule runs is cut there."""
    signs: list[Sign] = []
    unread: list[BBox] = []
    for box in boxes:
        for part in _cut(with_marker(image, box, boxes, lines), lines):
            found = _read_one(image, part, read)
            if found:
                signs.extend(found)
            else:
                unread.append(part)
    return TextFound(tuple(signs), tuple(unread))


def _cut(box: BBox, lines: Sequence[Stretch]) -> list[BBox]:
    """The parts of a box between the upright rules that run through it from its top to its bottom."""
    height = box.bottom - box.top
    edge = MARGIN * min(height, box.x1 - box.x0)
    cuts = sorted(
        line.at
        for line in lines
        if not line.level
        and line.low < box.top + THROUGH * height
        and line.high > box.bottom - THROUGH * height
        and box.x0 + edge < line.at < box.x1 - edge
    )
    parts, start = [], box.x0
    for x in [*cuts, box.x1]:
        if x - start > edge:
            parts.append(box._replace(x0=start, x1=x))
        start = x
    return parts


def _crop(image: Grey, box: BBox) -> Grey:
    return image[int(box.top) : int(box.bottom) + 1, int(box.x0) : int(box.x1) + 1]


def ink_of(crop: Grey) -> npt.NDArray[np.bool_]:
    """Where there is ink, dark on light or light on dark."""
    paper = float(np.median(crop))
    away = np.abs(crop.astype(np.float32) - paper)
    return np.asarray(away > max(CONTRAST * float(away.max()), 20.0))


def _read_one(image: Grey, box: BBox, read: Read) -> list[Sign]:
    crop = _crop(image, box)
    if min(crop.shape) < 4:
        return []
    if crop.shape[0] >= TALL * crop.shape[1]:
        return _read_down(crop, box, read)
    reading = read(crop)
    return _signs_across(crop, box, reading) if reading.score >= SURE else []


def _read_down(crop: Grey, box: BBox, read: Read) -> list[Sign]:
    """A column: laid across character by character, or turned by a quarter where that reads better (Latin words)."""
    laid = laid_across(crop, ink_of(crop))
    reading = read(laid.image)
    turned = read(np.ascontiguousarray(np.rot90(crop)))
    if max(reading.score, turned.score) < SURE:
        return []
    size = float(laid.em)
    x = (box.x0 + box.x1) / 2
    better = reading.score >= turned.score
    chosen = reading if better else turned
    text, _ = fold(_upright_bars(chosen.text))
    signs = []
    for sign, seen, centre, score in zip(text, chosen.text, chosen.centres, chosen.scores, strict=False):
        y = box.top + (laid.place(centre) if better else centre * crop.shape[0])
        signs.append(Sign(sign, BBox(x - size / 2, y - size / 2, x + size / 2, y + size / 2), size, score, seen))
    return signs


def _upright_bars(text: str) -> str:
    """The long vowel (ー) of vertical text stands upright and is read as a bar."""
    signs = list(text)
    for at in range(1, len(signs)):
        if signs[at] in "|｜丨lI1" and "ァ" <= signs[at - 1] <= "ヺ":
            signs[at] = "ー"
    return "".join(signs)


def _signs_across(crop: Grey, box: BBox, reading: Reading) -> list[Sign]:
    ink = ink_of(crop)
    ink[ink.mean(axis=1) > RULED] = False
    width = float(crop.shape[1])
    reading = _once(reading, crop.shape[0] / width)
    centres = [centre * width for centre in reading.centres]
    rows = np.nonzero(ink.sum(axis=1) > 0)[0]
    top, bottom = (float(rows[0]), float(rows[-1] + 1)) if len(rows) else (0.0, float(crop.shape[0]))
    size = _em(reading.text, centres, bottom - top)
    y = box.top + (top + bottom) / 2
    blank = ink.sum(axis=0) == 0
    text, _ = fold(_same_brackets(reading.text))
    signs: list[Sign] = []
    start = max(centres[0] - _half(text[0], size), 0.0)
    for at, (sign, seen) in enumerate(zip(text, reading.text, strict=True)):
        last = at + 1 == len(text)
        end = min(centres[at] + _half(sign, size), width) if last else (centres[at] + centres[at + 1]) / 2
        space = "" if last else _space(sign, text[at + 1], _longest(blank, centres[at], centres[at + 1]) / size, at)
        right = min(end, centres[at] + _half(sign, size)) if space else end
        place = BBox(box.x0 + start, y - size / 2, box.x0 + max(right, start + 1), y + size / 2)
        signs.append(Sign(sign, place, size, reading.scores[at], seen))
        if space:
            left = max(end, centres[at + 1] - _half(text[at + 1], size))
            signs.append(Sign(space, place._replace(x0=place.x1, x1=box.x0 + left), size, 1.0, space))
            end = left
        start = end
    return signs


def _half(sign: str, size: float) -> float:
    """Half the width of a character."""
    return size * (0.5 if _wide(sign) else 0.27)


def _once(reading: Reading, em: float) -> Reading:
    """Without letters of a Roman numeral read again (ⅣV); `em` is the height as a share of the width."""
    kept: list[int] = []
    for at in range(len(reading.text)):
        near = kept and reading.centres[at] - reading.centres[kept[-1]] < TWICE * em
        if near and reading.text[at] in _LETTERS_OF_ROMAN.get(reading.text[kept[-1]], ""):
            continue
        kept.append(at)
    return Reading(
        "".join(reading.text[at] for at in kept),
        tuple(reading.centres[at] for at in kept),
        tuple(reading.scores[at] for at in kept),
    )


def _same_brackets(text: str) -> str:
    """Brackets of one pair in one width: engines read （1) where （1） is printed."""
    signs = list(text)
    opened: list[int] = []
    for at, sign in enumerate(text):
        if sign in "(（":
            opened.append(at)
        elif sign in ")）" and opened:
            start = opened.pop()
            if (signs[start] == "（") != (sign == "）"):
                signs[start], signs[at] = "（", "）"
    return "".join(signs)


def _em(text: str, centres: Sequence[float], ink_height: float) -> float:
    """The size of the type in pixels: the usual step between wide characters, else by the height of the ink."""
    steps = [centres[at + 1] - centres[at] for at in range(len(text) - 1) if _wide(text[at]) and _wide(text[at + 1])]
    by_ink = ink_height / FULL
    if len(steps) < 3:
        return max(by_ink, 4.0)
    return max(min(median(steps), 1.15 * by_ink), 4.0)


def _wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WFA"


def _longest(blank: npt.NDArray[np.bool_], start: float, end: float) -> int:
    """The longest run of blank columns between two places."""
    longest = run = 0
    for empty in blank[int(start) : int(end) + 1].tolist():
        run = run + 1 if empty else 0
        longest = max(longest, run)
    return longest


def _space(before: str, after: str, blank: float, at: int) -> str:
    """The space that so much blank (in em) behind character number `at` is."""
    if at == 0 and before in _MARKERS and (blank > BLANK_LABEL or not "ァ" <= after <= "ー"):
        return "\u3000"
    if any(unicodedata.category(sign)[0] in "PS" for sign in (before, after)):
        return " " if blank > BLANK_SIGN else ""
    if _wide(before) and _wide(after):
        return "\u3000" if blank > BLANK_FULL else ""
    return " " if blank > BLANK_HALF else ""
