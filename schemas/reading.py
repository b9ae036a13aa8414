"""What passes between the steps of reading: units of text, candidate trees, hints. Types only, no logic.

layout makes units from pages and lines, readers make candidates from units and drawn shapes, the choice takes the best
set of candidates, and the ledger accounts for every line inside what was taken.
"""

from __future__ import annotations

from dataclasses import dataclass

from schemas.document import BBox
from schemas.issue import Issue
from schemas.plan import Structure
from schemas.structure import Evidence


@dataclass(frozen=True, slots=True)
class Unit:
    """A run of characters that no plausible cut divides: a printed line, or a part of one, in reading order."""

    ref: str
    """Unique in its document."""
    text: str
    """As printed, marker included."""
    evidence: Evidence
    indent: float = 0.0
    """Distance from the left edge of its column, in em (one full-width character)."""
    size: float | None = None
    """Font size in points; None in text files."""
    style: str = ""
    """A key of everything that is visible besides the words: size, weight, colour, fill behind it, frame, bar before it,
    brackets. Two units with equal keys are printed alike. "" where nothing is known."""
    emphasis: float = 0.0
    """How much the style stands out from the body text: 0 is body, 1 about one step larger or bold, more for more."""
    gap: float = 0.0
    """White space before it, in line heights; 0 for the next line of a paragraph."""
    group: int = 0
    """Number of the innermost drawn or white-space container (cell, box, column, page column) that holds it. A name does
    not continue from one group into another, except over a page end."""
    same_line: bool = False
    """True where it begins in the printed line of the unit before it."""
    furniture: float = 0.0
    """Evidence from place and repetition that it is a running head or foot, page number, footnote or caption: 0 to 1."""
    heading: int | None = None
    """Depth of a Markdown heading or bookmark, from 1, where the file itself says so."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a region: a solved tree with what speaks for it."""

    reader: str
    """Name of the reader: "table", "figure", "outline" …"""
    structure: Structure
    issues: tuple[Issue, ...] = ()
    sure: tuple[tuple[str, float], ...] = ()
    """Probability per node id, from the margins of the reader's solver; nodes that are left out count as 1."""
    score: float = 0.0
    """Log-odds, by the reader's own evidence, that the region holds this tree rather than none."""
    read: tuple[Evidence, ...] = ()
    """What the reader explained besides the nodes: headers, descriptions, offices, indicators, furniture."""


KINDS = ("table", "figure", "outline", "none")
"""What a person can say is printed: "figure" for cards, boxes and diagrams; "none" for no hierarchy."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What a person says of a document before it is read again; every part may be left out."""

    pages: tuple[int, ...] = ()
    """Read only these pages (from 1)."""
    region: tuple[int, BBox] | None = None
    """Read only this frame: page and box in points from the top left."""
    kind: str | None = None
    """One of KINDS."""
    columns: tuple[float, ...] = ()
    """x of the lines between the columns of a table, in points."""
    levels: tuple[int | None, ...] = ()
    """For each column from left to right its level from 1, or None for a column that is no level."""


NO_HINTS = Hints()
"""Nothing is said: the program finds everything itself."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One complete answer for a document: the trees that one way of reading finds in it."""

    reader: str
    structures: tuple[Structure, ...]
    issues: tuple[Issue, ...] = ()
    sure: tuple[dict[str, float], ...] = ()
    """Per tree the probability per node id, as far as its reader knows; nodes that are left out count as 1."""
    score: float = 0.0
    """The reader's own log-odds against "nothing here"."""
    read: tuple[Evidence, ...] = ()
    """What the reader explained besides the nodes."""
    part: bool = False
    """True for a part of what its reader found."""
