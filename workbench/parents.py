"""Entries in doubt → where else they could hang (親の候補). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractors.keys import plan_mark
from schemas.issue import Issue
from schemas.natural_key import match_key
from schemas.plan import Node
from schemas.structure import Evidence
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
    found += _around(now, nodes, above)
    inside = {key for key in nodes if any(key == top or is_below(key, top, above) for top in tops)}
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


def parents_beside(tops: Sequence[str], nodes: Mapping[str, Node], above: Mapping[str, str]) -> tuple[str, ...]:
    """Where entries of a column can hang: the entries of the first column behind that of their row, those of the same row
    before those of the rows before and after it; then the entries of the columns between."""
    level = min(nodes[top].level for top in tops)
    row = above[tops[0]]
    while row in nodes and nodes[row].level >= level:
        row = above[row]
    if row not in nodes:
        return tuple(key for key in nodes if nodes[key].level < level and plan_mark(key) == plan_mark(tops[0]))
    rows = [key for key in nodes if nodes[key].level == nodes[row].level and plan_mark(key) == plan_mark(row)]
    place = rows.index(row)
    nearby = (row, *rows[max(place - 1, 0) : place], *rows[place + 1 : place + 2])
    inside = {
        each: [key for key in nodes if nodes[key].level < level and is_below(key, each, above)] for each in nearby
    }
    first = min((nodes[key].level for key in inside[row]), default=nodes[row].level + 1)
    near = [key for each in nearby for key in inside[each] if nodes[key].level == first]
    return (*near, *(key for key in inside[row] if nodes[key].level > first))


def printed_before(where: Evidence, nodes: Mapping[str, Node]) -> str | None:
    """The last entry that is printed before a place; None where none is, or the place is not known."""
    at = _place(where)
    if at is None:
        return None
    before = [
        (place, key) for key, node in nodes.items() if (place := _place(node.evidence)) is not None and place <= at
    ]
    return max(before, key=lambda pair: pair[0])[1] if before else None


def _place(evidence: Evidence) -> tuple[float, ...] | None:
    if evidence.line is not None:
        return (evidence.line,)
    if evidence.page is None or evidence.bbox is None:
        return None
    return evidence.page, evidence.bbox.top, evidence.bbox.x0


def _around(parent: str, nodes: Mapping[str, Node], above: Mapping[str, str]) -> list[str]:
    """The entries before and after their parent on its level, whatever these hang on."""
    if parent not in nodes:
        return []
    level = [key for key in nodes if nodes[key].depth == nodes[parent].depth and plan_mark(key) == plan_mark(parent)]
    place = level.index(parent)
    return [level[at] for at in (place - 1, place + 1) if 0 <= at < len(level)]


def is_below(key: str, top: str, above: Mapping[str, str]) -> bool:
    """Whether an entry hangs somewhere below another, or below the top of its plan."""
    up = above.get(key)
    while up is not None and up in above:
        if up == top:
            return True
        up = above.get(up)
    return up == top
