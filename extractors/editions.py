"""Two editions of a plan → what became of each entry: kept, renamed, moved, added, removed (改定による変更). Pure.

Pairs are made from the surest to the least sure: equal titles that occur once; equal titles under paired parents;
then, under paired parents and after that anywhere on the same level, the best assignment of what is left over by title,
children, number and place; at last equal titles on any level. A pair under another parent was moved; one with another title was renamed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from extractors.likeness import likeness, match_key
from schemas.issue import Issue, Result
from schemas.plan import Change, Extraction, Node, Structure

TITLE, CHILDREN, NUMBER, PLACE = 0.55, 0.3, 0.1, 0.05
"""Weights of likeness: of titles, of what stands below, of the printed number, of the place among siblings."""
RENAMED = 0.35
"""Likeness from which two entries under the same parent are one that was renamed."""
MOVED = 0.62
"""The same for entries under different parents."""
TITLE_ALONE = 0.75
"""Likeness of titles from which entries under different parents are one, whatever stands below."""


@dataclass
class _Side:
    """One edition, ready for pairing."""

    nodes: dict[str, Node]
    children: dict[str | None, list[Node]]
    keys: dict[str, str]
    """Titles for comparing, by id."""
    below: dict[str, Counter[str]]
    """Titles right below a node, by id."""
    alone: set[str] = field(default_factory=set)
    """Ids of nodes that people said have no other."""


Pair = tuple[str | None, str | None]
"""Ids of one entry in the edition before and in the one after; None where it is in one of them alone."""


def compare(
    old: Structure, new: Structure, stale: frozenset[str] = frozenset(), decided: Sequence[Pair] = ()
) -> Result[tuple[Change, ...]]:
    """Changes from one edition to the next: new entries in their order, then what was removed.

    Entries on levels that only one of them prints are told as that (unprinted): an entry whose level is not printed is
    neither gone nor new.

    Args:
        old: the edition before.
        new: the edition after.
        stale: ids of nodes of the new edition that are taken for rows of the old one, left standing by mistake.
        decided: what people said; the rest is paired around it.
    """
    left, right, issues = _common(old, replace(new, nodes=tuple(node for node in new.nodes if node.id not in stale)))
    pairs: dict[str, tuple[str, float]] = {}
    _pair_decided(left, right, decided, pairs)
    _pair_equal(left, right, pairs)
    _pair_below(left, right, pairs)
    _pair_anywhere(left, right, pairs)
    _pair_below(left, right, pairs)
    _pair_on_any_level(left, right, pairs)
    back = {new_id: (old_id, score) for old_id, (new_id, score) in pairs.items()}
    changes = [_change(right.nodes[new_id], back.get(new_id), left, right, pairs) for new_id in right.nodes]
    changes += [
        Change("removed", node.id, None, node.name, None, confidence=1.0)
        for node in left.nodes.values()
        if node.id not in pairs
    ]
    changes += [
        Change("unprinted", None, node.id, None, node.name) for node in new.nodes if _left_out(node, right, stale)
    ]
    changes += [Change("unprinted", node.id, None, node.name, None) for node in old.nodes if _left_out(node, left)]
    return Result(tuple(changes), issues)


def compare_documents(old: Extraction, new: Extraction) -> Result[tuple[Change, ...]]:
    """Changes from the first hierarchy of one document to the last of another; each document must have one."""
    stale = frozenset(node for issue in new.issues if issue.kind == "stale_row_content" for node in issue.nodes)
    return compare(old.structures[0], new.structures[-1], stale)


def _left_out(node: Node, side: _Side, stale: frozenset[str] = frozenset()) -> bool:
    return node.id not in side.nodes and node.id not in stale


def _common(old: Structure, new: Structure) -> tuple[_Side, _Side, tuple[Issue, ...]]:
    """Both editions without levels that the other does not print."""
    names_old, names_new = _level_names(old), _level_names(new)
    if not names_old or not names_new or not names_old & names_new:
        return _side(old, None), _side(new, None), ()
    lost = names_old - names_new
    issues = tuple(
        Issue(
            "level_not_printed",
            f"前の版にある階層「{name}」が新しい版では印刷されていません。その階層の項目は「削除」とはしていません。",
            old.nodes[0].evidence,
        )
        for name in sorted(lost)
    )
    return _side(old, names_new), _side(new, names_old), issues


def _level_names(structure: Structure) -> set[str]:
    return {match_key(name) for name in structure.levels or () if name}


def _side(structure: Structure, other: set[str] | None) -> _Side:
    levels = structure.levels or ()
    kept = [
        node
        for node in structure.nodes
        if other is None or node.level > len(levels) or match_key(levels[node.level - 1]) in other
    ]
    children: dict[str | None, list[Node]] = defaultdict(list)
    for node in kept:
        children[node.parent].append(node)
    return _Side(
        nodes={node.id: node for node in kept},
        children=children,
        keys={node.id: match_key(node.name) for node in kept},
        below={node.id: Counter(match_key(child.name) for child in children.get(node.id, ())) for node in kept},
    )


def _pair_decided(left: _Side, right: _Side, decided: Sequence[Pair], pairs: dict[str, tuple[str, float]]) -> None:
    """As people said; of entries that are not there any more nothing follows."""
    for old_id, new_id in decided:
        if old_id in left.nodes and new_id in right.nodes:
            pairs[old_id] = (new_id, round(_score(left.nodes[old_id], right.nodes[new_id], 0, 0, left, right), 2))
        elif new_id is None and old_id in left.nodes:
            left.alone.add(old_id)
        elif old_id is None and new_id in right.nodes:
            right.alone.add(new_id)


def _pair_equal(left: _Side, right: _Side, pairs: dict[str, tuple[str, float]]) -> None:
    """Titles that occur once on their level in each edition."""
    once_left, once_right = _once(left, left.nodes), _once(right, right.nodes)
    taken = {new_id for new_id, _ in pairs.values()} | right.alone
    gone = pairs.keys() | left.alone
    for key, old_id in once_left.items():
        if key in once_right and old_id not in gone and once_right[key] not in taken:
            pairs[old_id] = (once_right[key], 1.0)


def _pair_on_any_level(left: _Side, right: _Side, pairs: dict[str, tuple[str, float]]) -> None:
    """Titles that occur once in what is left of each edition: a level that was put in or taken out moves all below it."""
    taken = {new_id for new_id, _ in pairs.values()} | right.alone
    gone = pairs.keys() | left.alone
    olds = _once(left, [id for id in left.nodes if id not in gone], levelled=False)
    news = _once(right, [id for id in right.nodes if id not in taken], levelled=False)
    pairs.update({old_id: (news[key], 1.0) for key, old_id in olds.items() if key in news})


def _once(side: _Side, among: Iterable[str], *, levelled: bool = True) -> dict[tuple[int, str], str]:
    """Titles (and levels) that occur once among these nodes, with their ids."""
    keys = {id: (side.nodes[id].level if levelled else 0, side.keys[id]) for id in among}
    counts = Counter(keys.values())
    return {key: id for id, key in keys.items() if counts[key] == 1}


def _pair_below(left: _Side, right: _Side, pairs: dict[str, tuple[str, float]]) -> None:
    """Under paired parents, from the top down: equal titles first, then the likest of the rest."""
    queue: list[tuple[str | None, str | None]] = [(None, None)]
    while queue:
        old_parent, new_parent = queue.pop(0)
        taken = {new_id for new_id, _ in pairs.values()} | right.alone
        gone = pairs.keys() | left.alone
        olds = [node for node in left.children.get(old_parent, ()) if node.id not in gone]
        news = [node for node in right.children.get(new_parent, ()) if node.id not in taken]
        for old, new, score in _assign(olds, news, left, right, RENAMED):
            pairs[old.id] = (new.id, score)
        queue.extend((node.id, pairs[node.id][0]) for node in left.children.get(old_parent, ()) if node.id in pairs)
        if old_parent is None:
            queue.extend(
                (old_id, new_id)
                for old_id, (new_id, _) in pairs.items()
                if left.nodes[old_id].parent is not None and left.nodes[old_id].parent not in pairs
            )


def _pair_anywhere(left: _Side, right: _Side, pairs: dict[str, tuple[str, float]]) -> None:
    """What is left on the same level under other parents: moved, perhaps renamed as well."""
    taken = {new_id for new_id, _ in pairs.values()} | right.alone
    gone = pairs.keys() | left.alone
    for level in sorted({node.level for node in left.nodes.values()}):
        olds = [node for node in left.nodes.values() if node.level == level and node.id not in gone]
        news = [node for node in right.nodes.values() if node.level == level and node.id not in taken]
        for old, new, score in _assign(olds, news, left, right, MOVED):
            pairs[old.id] = (new.id, score)


def _assign(
    olds: list[Node], news: list[Node], left: _Side, right: _Side, least: float
) -> list[tuple[Node, Node, float]]:
    """Pairs, the likest first, each entry once; only above the least likeness."""
    scored = sorted(
        (
            (_score(old, new, at / max(len(olds), 1), to / max(len(news), 1), left, right), -at, -to, old, new)
            for at, old in enumerate(olds)
            for to, new in enumerate(news)
        ),
        key=lambda entry: entry[:3],
        reverse=True,
    )
    made: list[tuple[Node, Node, float]] = []
    used: set[str] = set()
    for score, _, _, old, new in scored:
        alone = least == MOVED and likeness(old.name, new.name) >= TITLE_ALONE
        if (score < least and not alone) or f"o{old.id}" in used or f"n{new.id}" in used:
            continue
        used |= {f"o{old.id}", f"n{new.id}"}
        made.append((old, new, round(score, 2)))
    return made


def _score(old: Node, new: Node, at: float, to: float, left: _Side, right: _Side) -> float:
    """Likeness of two entries, from 0 to 1; of leaves the title counts for what stands below as well."""
    title = 1.0 if left.keys[old.id] == right.keys[new.id] else likeness(old.name, new.name)
    below_old, below_new = left.below[old.id], right.below[new.id]
    shared = title
    if below_old or below_new:
        shared = (below_old & below_new).total() / max(min(below_old.total(), below_new.total()), 1)
    number = float(match_key(old.label) == match_key(new.label) and bool(old.label))
    return TITLE * title + CHILDREN * shared + NUMBER * number + PLACE * (1 - abs(at - to))


def _change(
    new: Node,
    paired: tuple[str, float] | None,
    left: _Side,
    right: _Side,
    pairs: dict[str, tuple[str, float]],
) -> Change:
    if paired is None:
        return Change("added", None, new.id, None, new.name, confidence=1.0)
    old = left.nodes[paired[0]]
    stayed = _parent_of(old, left, pairs) == new.parent
    same = left.keys[old.id] == right.keys[new.id]
    kind = "moved" if not stayed else "kept" if same else "renamed"
    return Change(kind, old.id, new.id, old.name, new.name, confidence=paired[1])


def _parent_of(old: Node, left: _Side, pairs: dict[str, tuple[str, float]]) -> str | None:
    """Where the old parent is in the new edition; an id that no node has where it is gone."""
    if old.parent is None or old.parent not in left.nodes:
        return None
    return pairs[old.parent][0] if old.parent in pairs else ""
