"""What the templates of the site are given: rows of a release, arranged for reading. Types only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from publishers.table_rows import Row


@dataclass(frozen=True, slots=True)
class Branch:
    """One node of a hierarchy with what hangs below it."""

    row: Row
    issues: tuple[Row, ...]
    """Open exceptions that name the node, but for those that are only for information."""
    children: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """One 施策体系 of a plan."""

    number: int
    levels: tuple[tuple[str, int], ...]
    """Name of the level and its number of nodes, from the top."""
    roots: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the picture of years (年次の図): a rectangle with its words."""

    text: str
    years: str
    """As words: 2016–2020."""
    left: int
    top: int
    width: int
    own: bool
    """The period of the plan itself, as against what its calendar names."""
    inside: bool
    """Whether the words fit into the bar; else they stand after it."""
    text_x: int


@dataclass(frozen=True, slots=True)
class Star:
    """One mark ★ of the picture of years."""

    text: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Year:
    """One column of the picture of years."""

    year: int
    printed: str
    x: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Bars over fiscal years and marks for what is planned in them; all in pixels of the drawing."""

    width: int
    height: int
    step: int
    years: tuple[Year, ...]
    bars: tuple[Bar, ...]
    events: tuple[tuple[str, int], ...]
    """Each kind of event with the height of its line."""
    stars: tuple[Star, ...]


@dataclass(frozen=True, slots=True)
class PlanView:
    """One edition of a plan with all that is published of it."""

    row: Row
    source: Row
    hierarchies: tuple[Hierarchy, ...]
    open_nodes: int
    """Nodes that await confirmation."""
    statements: tuple[tuple[str, tuple[Row, ...]], ...]
    """By kind, in order of appearance."""
    terms: tuple[Row, ...]
    departments: tuple[Row, ...]
    timeline: tuple[Row, ...]
    picture: Picture | None
    issues: tuple[Row, ...]
    """All open exceptions, the gravest first."""
    earlier: Row | None
    """The plan it supersedes, where that is published."""
    later: tuple[Row, ...]
    """Plans that supersede it."""

    @property
    def open_share(self) -> int:
        """Share of nodes that await confirmation, in per cent, rounded up: one of a thousand is not none."""
        return -(-100 * self.open_nodes // max(1, int(self.row["policy_count"] or 0)))

    @property
    def open_issues(self) -> int:
        """Exceptions that somebody has to settle."""
        return sum(row["severity"] != "notice" for row in self.issues)

    @property
    def first_open(self) -> int:
        """Levels shown unfolded at first: a small tree whole, of a large one the upper two."""
        return 9 if int(self.row["policy_count"] or 0) <= SMALL else 1


SMALL = 60
"""Nodes that fit on a few screens."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One line of two editions side by side; a side that has no such node is None."""

    kind: str
    old: Row | None
    new: Row | None
    note: str | None


@dataclass(frozen=True, slots=True)
class ChangeView:
    """Two editions side by side."""

    old: Row
    new: Row
    counts: tuple[tuple[str, int], ...]
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True)
class File:
    """One file to download."""

    path: str
    about_ja: str
    about_en: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class MunicipalityView:
    """One local government with its plans."""

    row: Row
    plans: tuple[PlanView, ...]
    files: tuple[File, ...]
    """What it may attach to a portal of its own."""


@dataclass(frozen=True, slots=True)
class FileGroup:
    """Files of one kind."""

    ja: str
    en: str
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """One page of the list of plans: from which number to which, and the municipality it begins with."""

    path: str
    first: int
    last: int
    name: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page: where it is written, and what its template is given."""

    path: str
    template: str
    values: dict[str, Any]
