"""All readings of a document → what each holds of what any reader found. Pure.

A part of the tree, or a tree with one entry too many, is told by what readers of other kinds (tables and figures,
outlines, the earlier ones) hold.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extractors.choose.fold import fold
from extractors.choose.printed import Place, Print, place_of, prints
from schemas.document import Document
from schemas.plan import Node, Structure
from schemas.reading import Reading

HEARD = 3
"""Best readings of one kind that are asked; the rest are variants."""
_HEADING = re.compile(
    r"(?:体系図?|全体像|一覧|概要|概要版|の展開|構造図|計画|プラン|ビジョン|大綱|構想|指針|推進方針|戦略)(?:\(.*\)|<.*>|【.*】|~.*)?$|目次|について$|(?:年度|年)$"
)
_WORDED = re.compile(r"目標|方針|施策|柱|戦略|政策|分野|視点")


@dataclass(frozen=True, slots=True)
class Company:
    """What the readers of each kind hold."""

    kinds: int
    names: dict[str, frozenset[str]]
    """Kinds of readers per folded name."""
    prints: Mapping[Place, Print]
    """How each place of an entry is printed."""


def company(document: Document, readings: Sequence[Reading]) -> Company:
    """What all readers together say of a document."""
    by_kind: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        if not reading.part:
            by_kind[reading.reader].append(reading)
    names: dict[str, set[str]] = defaultdict(set)
    for kind, of_kind in by_kind.items():
        for reading in sorted(of_kind, key=lambda one: -one.score)[:HEARD]:
            for name in _names(reading.structures):
                names[name].add(kind)
    return Company(
        len(by_kind),
        {name: frozenset(kinds) for name, kinds in names.items()},
        prints(document, {place_of(node.evidence) for one in readings for s in one.structures for node in s.nodes}),
    )


def covered(reading: Reading, others: Company) -> float:
    """Share of all entries of the document that any reader holds, weighted by how many kinds do, that it holds, too."""
    own = set(_names(reading.structures))
    total = sum(map(len, others.names.values()))
    return sum(len(kinds) for name, kinds in others.names.items() if name in own) / total if total else 1.0


def _names(structures: Sequence[Structure]) -> Iterable[str]:
    return (fold(node.name) for structure in structures for node in structure.nodes)


def sole_root(structure: Structure) -> Node | None:
    """The root, where there is only one."""
    roots = [node for node in structure.nodes if node.parent is None]
    return roots[0] if len(roots) == 1 else None


def title_roots(reading: Reading, title: str | None) -> float:
    """Share of trees whose only root is what the document is called, or a heading, rather than a goal."""
    found = 0
    for structure in reading.structures:
        root = sole_root(structure)
        found += root is not None and len(structure.nodes) > 2 and is_heading(root.name, root.label, title)
    return found / max(len(reading.structures), 1)


def is_heading(name: str, label: str, title: str | None) -> bool:
    """Whether a name is the document's title, or a heading such as 施策の体系."""
    plain = fold(name)
    if title is not None and len(plain) > 3 and (plain in fold(title) or fold(title) in plain):
        return True
    return bool(_HEADING.search(plain)) and not _WORDED.search(label)
