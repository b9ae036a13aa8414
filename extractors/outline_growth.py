"""The tree of an outline while it grows: open entries, their children, what is known of the levels. Types and their helpers.

Not frozen: a tree is grown entry by entry, and thrown away when its nodes are numbered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractors.cell_items import clean_name
from extractors.number_nodes import Draft
from extractors.outline_entries import Entry
from schemas.issue import Issue


@dataclass
class Open:
    """A draft on the way down to the current entry."""

    draft: Draft
    kind: str
    heading: int | None
    indent: float
    value: tuple[int, ...]
    parent: Open | None = None
    children: list[Open] = field(default_factory=list)
    visited: int = 1
    added: bool = False
    """True where it first stands in the detail, after its overview."""


@dataclass
class Growth:
    """The tree while it grows."""

    drafts: list[Open] = field(default_factory=list)
    roots: list[Open] = field(default_factory=list)
    stack: list[Open] = field(default_factory=list)
    levels: dict[str, int] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    headings: dict[str, int] = field(default_factory=dict)
    """The usual heading depth of each kind of marker."""
    detail: bool = False
    """True once the overview is printed again."""
    unworded: frozenset[str] = frozenset()
    """Styles of markers that are printed without the name of their level at least once."""
    deepest: int = 0
    """Last level of the overview, known with its detail."""


def title_of(entry: Entry) -> str:
    return re.sub(r"<[^>]{1,8}>|※$", "", clean_name(entry.name))


def body_of(entry: Entry) -> str | None:
    """The paragraphs under an entry; a ※ note ends them."""
    paragraphs = []
    for evidence in entry.item.body:
        if evidence.text.startswith(("※", "注)", "注）")):
            break
        paragraphs.append(evidence.text)
    return "\n".join(paragraphs) or None


def value_of(entry: Entry) -> tuple[int, ...]:
    return entry.marker.value if entry.marker is not None else ()


def depth_first(roots: list[Open]) -> list[Open]:
    ordered: list[Open] = []
    stack = list(reversed(roots))
    while stack:
        one = stack.pop()
        ordered.append(one)
        stack.extend(reversed(one.children))
    return ordered
