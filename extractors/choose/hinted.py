"""What a person says of a document → the document without the rest, and the readers that are asked. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from schemas.document import BBox, Document, Line, Page
from schemas.reading import Hints, Reading

FIGURES = frozenset({"figure", "pages"})
"""Readers of tables, cards and diagrams."""


def within(document: Document, hints: Hints) -> Document:
    """The document as if only the named pages, or the named frame, had been printed."""
    pages = frozenset(hints.pages)
    box: BBox | None = None
    if hints.region is not None:
        pages, box = frozenset({hints.region[0]}), hints.region[1]
    if not pages:
        return document
    kept = tuple(page for page in document.pages if page.number in pages)
    if box is not None:
        kept = tuple(_cropped(page, box) for page in kept)
    lines = tuple(line for line in document.lines if line.page in pages and (box is None or _inside(line, box)))
    return replace(document, pages=kept, lines=lines, printed=())


def asked(readings: Sequence[Reading], kind: str | None) -> tuple[Reading, ...]:
    """The readings of the readers that read what the person says is there."""
    match kind:
        case None:
            return tuple(readings)
        case "none":
            return ()
        case "outline":
            return tuple(one for one in readings if one.reader not in FIGURES)
        case _:
            return tuple(one for one in readings if one.reader in FIGURES)


def _cropped(page: Page, frame: BBox) -> Page:
    """A page with only what stands in a frame; coordinates stay those of the whole page."""
    return replace(
        page,
        glyphs=tuple(glyph for glyph in page.glyphs if _middle_in(glyph.bbox, frame)),
        rules=tuple(rule for rule in page.rules if _middle_in(BBox(rule.x0, rule.top, rule.x1, rule.bottom), frame)),
        boxes=tuple(box for box in page.boxes if _middle_in(box.bbox, frame)),
        images=tuple(image for image in page.images if _middle_in(image.bbox, frame)),
    )


def _inside(line: Line, frame: BBox) -> bool:
    return line.bbox is not None and _middle_in(line.bbox, frame)


def _middle_in(box: BBox, frame: BBox) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return frame.x0 <= x <= frame.x1 and frame.top <= y <= frame.bottom
