"""A reading of a document → what speaks for and against it, as a few numbers between 0 and about 1. Pure.

The same numbers for every reader and layout, so that a table, a figure and an outline of the same pages can be compared.
`weights.py` says how much each counts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

from extractors.brackets import first_unbalanced
from extractors.choose.company import Company, covered, sole_root, title_roots
from extractors.choose.name_odds import MOST, name_odds
from extractors.choose.printed import place_of
from extractors.numbering import Marker, read_marker
from schemas.document import Document
from schemas.plan import Node, Structure
from schemas.reading import Reading

EARLIER = frozenset({"pages", "lines", "text table"})
"""Readers that do not judge themselves."""

_HIERARCHY = re.compile(
    r"体系|施策の一覧|施策一覧|取組一覧|事業一覧|全体像|施策の展開|取組の展開|構造図|施策の方向|具体的な施策|プラン"
)
_LEFT_OVER = re.compile(
    r"[|｜\u2500-\u257f\t]|続き[)）]|^[、。，・)）」』】ぁぃぅぇぉっゃゅょァィゥェォッャュョーんをン]"
)
_GOES_ON = re.compile(r"[、・をにがはでとのやも,，]$")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a reading (positive sign) or against it (negative sign)."""

    size: float
    """Half the binary logarithm of the number of entries, at most 3."""
    disordered: float
    """Share of entries whose number repeats, goes back or jumps."""
    even: float
    """Share of leaves in the commonest depth."""
    mixed: float
    """Share of entries whose marker is of another kind than that of most of their siblings."""
    named: float
    """Mean log-odds of its names to be names of entries, by name_odds, as a share of the most it can be: -1 to 1."""
    misnamed: float
    """Share of entries with something below them whose names are likelier to be none: headings such as 施策の体系."""
    part: float
    """1 for a part of what its reader found."""
    titled: float
    """1 where a heading over it, or in it, says that it is the hierarchy; names of levels count half."""
    broken: float
    """Share of names that are a part of a name, or hold a number, a bracket or a drawn line that does not belong to it."""
    alike: float
    """Share of entries that are printed (size, weight, colour; in texts moved in) like most of their depth."""
    only: float
    """Share of entries with something below them that have one entry there."""
    marked: float
    """Share of entries with a number or a sign before the name."""
    covered: float
    """Share of all entries of the document that any reader holds, weighted by how many kinds do, that it holds, too."""
    headed: float
    """1 where its only root is the title of the document or a heading."""
    earlier: float
    """1 for the earlier readers, which give no log-odds."""


def evidence(document: Document, reading: Reading, others: Company, title: str | None = None) -> Evidence:
    """The numbers of one reading; all trees of it count together.

    Args:
        document: as read.
        reading: one of its readings.
        others: what all readers say.
        title: what the document calls itself.
    """
    nodes = [node for structure in reading.structures for node in structure.nodes]
    count = max(len(nodes), 1)
    disordered = mixed = 0.0
    for structure in reading.structures:
        families: dict[str | None, Counter[str]] = defaultdict(Counter)
        last: dict[str, tuple[int, ...]] = {}
        sibling: dict[tuple[str | None, str], Marker] = {}
        root = sole_root(structure)  # a part of a document may be its third chapter
        for node in structure.nodes:  # numbers that run on through the whole tree
            marker = _marker(node)
            families[node.parent][marker.kind if marker is not None else ""] += 1
            if marker is None or not marker.counted or node is root:
                continue
            before = sibling.get((node.parent, marker.kind))
            follows = _follows(before, marker) if before is not None else marker.value[-1:] == (1,)
            runs_on = last.get(marker.kind, (0,))[-1] + 1 == marker.value[-1]
            disordered += not (follows or runs_on)
            last[marker.kind] = marker.value
            sibling[node.parent, marker.kind] = marker
        mixed += sum(kinds.total() - max(kinds.values()) for kinds in families.values())
    parents = Counter((at, node.parent) for at, s in enumerate(reading.structures) for node in s.nodes if node.parent)
    inner = [node for at, s in enumerate(reading.structures) for node in s.nodes if (at, node.id) in parents]
    leaves = [node.depth for at, s in enumerate(reading.structures) for node in s.nodes if (at, node.id) not in parents]
    looks = [(node.depth, others.prints.get(place_of(node.evidence))) for node in nodes]
    return Evidence(
        size=min(log2(count + 1), 6.0) / 2,
        disordered=disordered / count,
        even=max(Counter(leaves).values(), default=0) / max(len(leaves), 1),
        mixed=mixed / count,
        named=sum(name_odds(node.name) for node in nodes) / count / MOST,
        misnamed=sum(name_odds(node.name) < 0 for node in inner) / max(len(inner), 1),
        part=float(reading.part),
        titled=_titled(document, reading.structures),
        broken=sum(map(_is_broken, nodes)) / count,
        alike=_purity(looks),
        only=sum(number == 1 for number in parents.values()) / max(len(parents), 1),
        marked=sum(bool(node.label) for node in nodes) / count,
        covered=covered(reading, others),
        headed=title_roots(reading, title),
        earlier=float(reading.reader in EARLIER),
    )


def _purity(pairs: Sequence[tuple[object, object]]) -> float:
    """Share of pairs (group, kind) whose kind is the commonest of their group."""
    groups: dict[object, Counter[object]] = defaultdict(Counter)
    for group, kind in pairs:
        groups[group][kind] += 1
    return sum(max(kinds.values()) for kinds in groups.values()) / max(len(pairs), 1)


def _is_broken(node: Node) -> bool:
    name = node.name.strip()
    return (
        first_unbalanced(name) is not None
        or bool(_LEFT_OVER.search(name))
        or (len(name) > 3 and bool(_GOES_ON.search(name)))
        or (not node.label and read_marker(name).marker is not None)
    )


def _marker(node: Node) -> Marker | None:
    return read_marker(f"{node.label} ").marker if node.label else None


def _follows(before: Marker, marker: Marker) -> bool:
    return before.value[:-1] == marker.value[:-1] and marker.value[-1:] == tuple(v + 1 for v in before.value[-1:])


def _titled(document: Document, structures: Sequence[Structure]) -> float:
    """Whether a heading on the page, or on the lines right before, speaks of the hierarchy."""
    best = 0.0
    for structure in structures:
        if _HIERARCHY.search(structure.title or ""):
            return 1.0
        if structure.levels and any(
            _HIERARCHY.search(name) or "目標" in name or "施策" in name for name in structure.levels
        ):
            best = 0.5
        places = [node.evidence for node in structure.nodes]
        pages = {place.page for place in places if place.page is not None}
        first = min((place.line for place in places if place.line is not None), default=None)
        for line in document.lines:
            near = line.page in pages if first is None else first - 8 <= (line.number or 0) < first
            if near and len(line.text) < 30 and _HIERARCHY.search(line.text):
                return 1.0
    return best
