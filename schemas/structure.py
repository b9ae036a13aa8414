"""What is seen on a page or in lines of text: tables, outlines, diagrams. Types only, no IO.

Lossless first: text and geometry as printed. What they mean is decided later, in extractors/.
Each cell, line and box has a ref, unique in its document; nodes and issues point back by it.
"""

from __future__ import annotations

from dataclasses import dataclass

from schemas.document import BBox


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value was read: on a page (page and box) or in a text file (line), and the words as printed."""

    text: str
    page: int | None = None
    line: int | None = None
    bbox: BBox | None = None
    column: int | None = None
    """Number of the character in its line, from 1, where it is known."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell (セル) of a table with the rows and columns it covers.

    A merged cell (結合セル) is one Cell with rowspan or colspan over 1; the dense grid is computed when wanted.
    """

    ref: str
    row: int
    col: int
    text: str
    """As printed; line breaks inside the cell are newlines. "" for an empty cell."""
    evidence: Evidence
    rowspan: int = 1
    colspan: int = 1
    header: bool = False
    """True where the layout itself says so (a repeated or shaded header row); found by words otherwise."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table (表): cells in reading order, rows and columns counted from 0."""

    cells: tuple[Cell, ...]
    rows: int
    cols: int
    spans_known: bool
    """True where row spans were seen (rules, boxes); False where merged cells were lost, as in tab-separated text."""
    title: Evidence | None = None
    """The heading or caption over it."""
    over: tuple[Evidence, ...] = ()
    """All headings between it and the table above it, or the top of its page, from the top down."""
    chapters: Outline | None = None
    """The headings and small tables of the pages behind it, which may describe and deepen it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of an outline (アウトライン): a heading, a numbered line or a bullet, with what belongs under it."""

    ref: str
    text: str
    """As printed, marker included; a title broken over lines is already joined."""
    evidence: Evidence
    indent: float = 0.0
    """Columns of text or points from the left edge."""
    heading: int | None = None
    """Depth of a Markdown heading (1 for #), or rank by font size in PDFs (1 = largest)."""
    listed: bool = False
    """True for an entry of a Markdown list; its hyphen is not part of the text."""
    plain: bool = False
    """True for a short line without any marker or heading sign that stands alone: a heading by its place only."""
    joined: int = 1
    """How many printed lines the title was joined from."""
    body: tuple[Evidence, ...] = ()
    """The paragraphs that follow it, before the next item."""
    label: str | None = None
    """The marker, where it is not part of the text: entries of a table between headings have it apart, or none ("")."""
    row: int = 0
    """How deep an entry stands in such a table, 1 for its first level; 0 for lines of text."""
    department: str | None = None
    """担当課 printed beside it in such a table."""


@dataclass(frozen=True, slots=True)
class Outline:
    """Headings and bullets in reading order."""

    items: tuple[Item, ...]
    title: Evidence | None = None


@dataclass(frozen=True, slots=True)
class DiagramBox:
    """One box of a diagram with the text in it."""

    ref: str
    text: str
    """Lines in the box are separated by newlines."""
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Edge:
    """A connection from a parent's box to a child's box, by ref."""

    parent: str
    child: str
    drawn: bool
    """True where a line leads from one to the other; False where only their places suggest it."""


@dataclass(frozen=True, slots=True)
class Diagram:
    """Boxes and lines (体系図)."""

    boxes: tuple[DiagramBox, ...]
    edges: tuple[Edge, ...]
    level_names: tuple[str, ...] = ()
    """Headers printed over the columns, left to right (or top to bottom), if there are any."""
    title: Evidence | None = None
    chapters: Outline | None = None
    """The headings and small tables of the pages behind it, which may describe and deepen it."""


Seen = Grid | Outline | Diagram
