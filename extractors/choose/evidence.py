"""A reading of a document → what speaks for and against it, as a few numbers between 0 and about 1. Pure.

The same numbers for every reader and layout, so that a table, a figure and an outline of the same pages can be compared.
`weights.py` says how much each counts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2

from extractors.brackets import first_unbalanced
from extractors.choose.company import Company, covered, left_out, sole_root, title_roots
from extractors.choose.fold import fold
from extractors.choose.printed import Place, Print, place_of
from extractors.numbering import Marker, read_marker
from schemas.document import Document
from schemas.plan import Node, Structure
from schemas.reading import Reading

EARLIER = frozenset({"pages", "lines", "text table"})
"""Readers that do not judge themselves."""
LONG = 60
"""Letters; longer names are sentences."""

_HIERARCHY = re.compile(
    r"体系|施策の一覧|施策一覧|取組一覧|事業一覧|全体像|施策の展開|取組の展開|構造図|施策の方向|具体的な施策|プラン"
)
_OFFICE = re.compile(r"(?:課|係|局|部|室|委員会|会議|協議会|本部|事務所|支所|センター)$")
_FIGURE = re.compile(r"^[\W0-9０-９年度月日令和平成昭元円千万億人件回％%RHＲＨ]+$")
_ELSE = re.compile(
    r"[0-9０-９][,，][0-9０-９]{3}|[0-9０-９]+(?:円|千円|％|%)|です[かがね。]|ます[かがね。]|ください|ありがとう|でしょうか|とする[。]?$|第[0-9０-９一二三四五六七八九十]+条"
    r"|[0-9０-９]+時|[0-9０-９]+月[0-9０-９]+日|^(?:委員長?|市長|町長|議長|部長|課長|会長|事務局|問|答|Ｑ|Ａ|Q|A)(?:[0-9０-９：:]|$)|氏名|住所|電話|提出|回答"
)
_POLICY = re.compile(
    r"(?:の?(?:推進|充実|支援|促進|整備|強化|確保|向上|育成|形成|活用|実現|創出|普及|啓発|保全|振興|対策|防止|連携|拡充|改善|づくり|づくりの|体制|開催|実施|提供|導入|活性化|発信|検討|利用|管理|"
    r"継承|活動|参画|交流|相談|事業|まち|社会|環境|学び|暮らし|くらし|ひと|人|教育|福祉|施策|運営|軽減|解消|抑制|削減|配慮|見直し|取組|[うくすつぬふむゆるぐぶ]))$"
)
_NUMBER = re.compile(r"[0-9０-９Ⅰ-Ⅻ①-⑳一二三四五六七八九十A-ZＡ-Ｚ]+")
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
    flat: float
    """1 where nothing has children."""
    worded: float
    """Share of names that end like the name of a policy."""
    odd: float
    """Share of names that are sentences, figures, repeated, or of other kinds of documents (offices, speakers, money)."""
    titled: float
    """1 where a heading over it, or in it, says that it is the hierarchy; names of levels count half."""
    broken: float
    """Share of names that are a part of a name, or hold a number, a bracket or a drawn line that does not belong to it."""
    alike: float
    """Share of entries that are printed (size, weight, colour; in texts moved in) like most of their depth."""
    told: float
    """Share of entries whose kind of number stands at this depth more often than at any other."""
    rooted: float
    """1 where a single root, above which no header names a level, holds all; that is mostly a title or a vision."""
    left_out: float
    """Entries that others hold and it lacks, per own entry, at most 2."""
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
    kinds_of: list[tuple[object, object]] = []
    for structure in reading.structures:
        families: dict[str | None, Counter[str]] = defaultdict(Counter)
        last: dict[str, tuple[int, ...]] = {}
        sibling: dict[tuple[str | None, str], Marker] = {}
        for node in structure.nodes:  # numbers that run on through the whole tree
            marker = _marker(node)
            families[node.parent][marker.kind if marker is not None else ""] += 1
            kinds_of.append((_kind(node.label, marker), node.depth))
            if marker is None or not marker.counted:
                continue
            before = sibling.get((node.parent, marker.kind))
            follows = _follows(before, marker) if before is not None else marker.value[-1:] == (1,)
            runs_on = last.get(marker.kind, (0,))[-1] + 1 == marker.value[-1]
            disordered += not (follows or runs_on)
            last[marker.kind] = marker.value
            sibling[node.parent, marker.kind] = marker
        mixed += sum(kinds.total() - max(kinds.values()) for kinds in families.values())
    parents = Counter((at, node.parent) for at, s in enumerate(reading.structures) for node in s.nodes if node.parent)
    leaves = [node.depth for at, s in enumerate(reading.structures) for node in s.nodes if (at, node.id) not in parents]
    names = [Counter(fold(node.name) for node in structure.nodes) for structure in reading.structures]
    looks = [(node.depth, others.prints.get(place_of(node.evidence))) for node in nodes]
    return Evidence(
        size=min(log2(count + 1), 6.0) / 2,
        disordered=disordered / count,
        even=max(Counter(leaves).values(), default=0) / max(len(leaves), 1),
        mixed=mixed / count,
        flat=float(not parents),
        worded=sum(bool(_POLICY.search(node.name.rstrip("）)"))) for node in nodes) / count,
        odd=sum(_is_odd(node, names[at]) for at, s in enumerate(reading.structures) for node in s.nodes) / count,
        titled=_titled(document, reading.structures),
        broken=sum(map(_is_broken, nodes)) / count,
        alike=_purity(looks),
        told=_purity(kinds_of),
        rooted=sum(_is_rooted(one, others.prints) for one in reading.structures) / max(len(reading.structures), 1),
        left_out=left_out(reading, others),
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


def _kind(label: str, marker: Marker | None) -> str:
    """What kind of number or marker an entry has; figures of any value are alike."""
    return marker.kind if marker is not None else _NUMBER.sub("#", label)


def _is_broken(node: Node) -> bool:
    name = node.name.strip()
    return (
        first_unbalanced(name) is not None
        or bool(_LEFT_OVER.search(name))
        or (len(name) > 3 and bool(_GOES_ON.search(name)))
        or (not node.label and read_marker(name).marker is not None)
    )


def _is_rooted(structure: Structure, prints: Mapping[Place, Print]) -> bool:
    root = sole_root(structure)
    if root is None or len(structure.nodes) <= 3 or structure.levels:
        return False
    if root.evidence.page is not None:
        return True
    # a text that moves all below it in says itself that it is a level
    own = prints.get(place_of(root.evidence))
    below = [prints.get(place_of(node.evidence)) for node in structure.nodes if node.parent == root.id]
    return own is None or not all(one is not None and one[0] > own[0] for one in below)


def _marker(node: Node) -> Marker | None:
    return read_marker(f"{node.label} ").marker if node.label else None


def _follows(before: Marker, marker: Marker) -> bool:
    return before.value[:-1] == marker.value[:-1] and marker.value[-1:] == tuple(v + 1 for v in before.value[-1:])


def _is_odd(node: Node, names: Counter[str]) -> bool:
    name = node.name.strip()
    return (
        len(name) > LONG
        or len(name) < 2
        or name.endswith("。")
        or names[fold(name)] > 1
        or bool(_FIGURE.match(name) or _ELSE.search(name) or _OFFICE.search(name))
    )


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
