"""Entries in doubt → where else they could hang (親の候補). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractors.keys import plan_mark
from schemas.issue import Issue
from schemas.natural_key import match_key
from schemas.plan import Node
from workbench.decision import Decision

MOST = 5
"""Candidates with a number of their own; more than fit on one screen are looked for by name."""
_QUOTED = re.compile(r"「(.+?)」")


def tops_of(keys: Sequence[str], above: Mapping[str, str]) -> tuple[str, ...]:
    """Those of the entries whose parent is not among them."""
    among = set(keys)
    return tuple(key for key in keys if above[key] not in among)


def mark_of(keys: Sequence[str], above: Mapping[str, str]) -> str:
    """The plan they belong to; of none, the first one."""
    if keys:
        return plan_mark(keys[0])
    return next((up for up in above.values() if "/" not in up), "")


def under(tops: Sequence[str], to: str, kind: str) -> tuple[Decision, ...]:
    """All of them below another entry, behind its last one, in the order they have."""
    after: str | None = None
    moves = []
    for key in tops:
        moves.append(Decision("move", key, parent=to, after=after, settles=(kind,)))
        after = key
    return tuple(moves)


def other_parents(
    issue: Issue, tops: Sequence[str], nodes: Mapping[str, Node], above: Mapping[str, str]
) -> tuple[str, ...]:
    """The likeliest first: the one the machine names, those printed beside them, those before and after their parent."""
    now = above[tops[0]]
    found = [key for key in _named(issue.proposal or "", nodes) if key != now]
    if issue.kind == "item_alignment_lost":
        found += _beside(tops, nodes, above)
    else:
        found += _around(now, nodes, above)
    inside = {key for key in nodes if any(key == top or _is_below(key, top, above) for top in tops)}
    good = [key for key in dict.fromkeys(found) if key not in inside and key != now and key in nodes]
    return tuple(good[:MOST])


def _named(proposal: str, nodes: Mapping[str, Node]) -> list[str]:
    """Entries whose title is quoted in the proposal."""
    wanted = {match_key(words) for words in _QUOTED.findall(proposal)}
    return [
        key
        for key, node in nodes.items()
        if wanted & {match_key(node.name), match_key(f"{node.label}{node.name}"), match_key(node.evidence.text)}
    ]


def _beside(tops: Sequence[str], nodes: Mapping[str, Node], above: Mapping[str, str]) -> list[str]:
    """Their siblings of a higher level: the entries of the column to their left."""
    parent, level = above[tops[0]], nodes[tops[0]].level
    return [key for key, up in above.items() if up == parent and key not in tops and nodes[key].level < level]


def _around(parent: str, nodes: Mapping[str, Node], above: Mapping[str, str]) -> list[str]:
    """The entries before and after their parent on its level, whatever these hang on."""
    if parent not in nodes:
        return []
    level = [key for key in nodes if nodes[key].depth == nodes[parent].depth and plan_mark(key) == plan_mark(parent)]
    place = level.index(parent)
    return [level[at] for at in (place - 1, place + 1) if 0 <= at < len(level)]


def _is_below(key: str, top: str, above: Mapping[str, str]) -> bool:
    up = above.get(key)
    while up is not None and up in above:
        if up == top:
            return True
        up = above.get(up)
    return up == top
