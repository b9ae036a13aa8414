"""A document as printed, before anything is understood of it. Types only, no IO.

One coordinate system throughout: points, origin at the top left of the page *as it is looked at* (a page with /Rotate
is turned upright first), x to the right, y downwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class BBox(NamedTuple):
    """A rectangle on a page, in points from the top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


class Glyph(NamedTuple):
    """One printed character (radical code points already folded to the common kanji) and where it stands."""

    text: str
    bbox: BBox
    size: float
    """Font size in points."""
    upright: bool = True
    """False where the glyph itself is turned by 90 degrees; stacked vertical text (縦書き) is upright."""
    colour: int | None = None
    """0xRRGGBB of the fill, where known."""
    bold: bool = False
    """True where the font says so by weight or name."""
    face: str = ""
    """Typeface: "gothic", "mincho", or the name of the font; "" where it is not known."""


class Rule(NamedTuple):
    """A drawn straight line (罫線), or a rectangle so thin that it is one. Horizontal, vertical or, rarely, slanted."""

    x0: float
    top: float
    x1: float
    bottom: float
    width: float = 1.0
    colour: int | None = None
    arrow: bool = False
    """True where an arrow head was found at its end (x1, bottom)."""


class Box(NamedTuple):
    """A drawn closed shape with an inside: rectangle, rounded rectangle, block arrow, grouped path."""

    bbox: BBox
    fill: int | None
    """0xRRGGBB, None where it is not filled."""
    stroke: int | None
    """0xRRGGBB, None where it has no outline."""
    order: int = 0
    """Drawing order on its page."""


class Image(NamedTuple):
    """A picture on a page; its text, if any, cannot be read without OCR."""

    bbox: BBox


class Doubt(NamedTuple):
    """A character that OCR was not sure of, or read in a form that is not printed so; "" where it could read nothing."""

    bbox: BBox
    seen: str
    """As the engine read it."""
    taken: str
    """As it stands in the page."""
    score: float
    """Certainty, 0 to 1."""


@dataclass(frozen=True, slots=True)
class OcrReading:
    """How a page was read from its image (文字認識, OCR)."""

    score: float | None
    """Mean certainty of its characters, 0 to 1; None where a scanner read them and nothing is known of it."""
    doubts: tuple[Doubt, ...]
    skew: float
    """Degrees by which the page was turned clockwise about its centre to stand upright; coordinates are of the page so
    turned."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: what is drawn on it, nothing concluded."""

    number: int
    """From 1."""
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    boxes: tuple[Box, ...]
    images: tuple[Image, ...]
    ocr: OcrReading | None = None
    """Only where its characters were read from its image."""
    turned: int = 0
    """Quarter turns by which a page was set upright: 1 against the clock, -1 with it, 2 where it stood on its head."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: of a text file by its number, or of a page, top to bottom, by page and box."""

    text: str
    """As printed. In text files tabs stay; in PDFs wide gaps become one full-width space."""
    number: int | None = None
    """From 1, text files only."""
    page: int | None = None
    bbox: BBox | None = None
    size: float | None = None
    """Font size in points, where there is one."""
    bold: bool = False
    face: str = ""
    """Typeface of most of its letters, as of a Glyph."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """What was read: the file itself (出典文書)."""

    file: str
    sha256: str
    media_type: str
    """"application/pdf" or "text/plain"."""
    size: int
    """Bytes."""
    encoding: str | None = None
    """Text files: the encoding that was found, such as "utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16"."""
    pages: int | None = None
    """PDFs: how many pages the file has, read fully or not."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document, read: all lines of text, and of PDFs the pages that are worth looking at in full."""

    source: SourceFile
    lines: tuple[Line, ...]
    pages: tuple[Page, ...] = ()
    unread: tuple[int, ...] = ()
    """Numbers of the pages whose characters could not be read: pictures, and text layers of garbage."""
    garbled: tuple[int, ...] = ()
    """Numbers of the pages whose text layer is garbage, whether their image could be read instead or not."""
    printed: tuple[Line, ...] = ()
    """Text files: the lines as they stand in the file, before tables in them were parted into cells; no markup."""
