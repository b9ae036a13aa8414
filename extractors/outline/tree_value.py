"""What words and numbers of a finished tree are worth, by the evidence of the solver: for trees of other readers. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from extractors.outline import costs as c
from extractors.outline.markers import Mark, read_mark
from extractors.outline.names import is_heading_of_all, name_value
from schemas.plan import Node


def tree_value(nodes: Sequence[Node]) -> float:
    """Log-odds that nodes with these labels and names are a hierarchy rather than none."""
    value = 0.0
    depths: dict[str, set[int]] = defaultdict(set)
    last: dict[str, tuple[int, ...]] = {}
    before: dict[str | None, Mark | None] = {}
    marks: dict[str, Mark | None] = {}
    kids: dict[str | None, int] = defaultdict(int)
    for node in nodes:
        mark = read_mark(node.label) if node.label else None
        marks[node.id] = mark
        kind = mark.kind if mark else "~"
        value += c.ENTRY + name_value(node.name) + (0.0 if mark else 0.6)
        value -= 3.0 if is_heading_of_all(node.name) else 0.0
        if mark is not None and mark.word:
            value += c.LEVEL_WORD
        first = node.parent not in before
        same = not first and before[node.parent] is not None and mark is not None and before[node.parent].kind == kind  # type: ignore[union-attr]
        if mark is None or not mark.value:
            value += 0.0 if first else c.LISTED
        elif same:
            ahead = mark.value[-1] - before[node.parent].value[-1]  # type: ignore[union-attr]
            value += c.NEXT if ahead == 1 else c.BACK if ahead < 0 else c.AGAIN if ahead == 0 else c.GAP
        elif first:
            value += (
                c.FIRST
                if mark.value[-1] == 1
                else c.RUN_ON
                if last.get(kind, (0,))[-1] + 1 == mark.value[-1]
                else c.FIRST_NOT_ONE
            )
        parent = marks.get(node.parent) if node.parent else None
        if mark is not None and len(mark.value) > 1 and parent is not None and parent.value:
            value += c.PARENT_NUMBER if parent.value[-1] == mark.value[-2] else c.OTHER_PARENT
        seen = depths[kind]
        value += (
            c.KNOWN_DEPTH if node.depth in seen else c.OTHER_DEPTH * (1.0 if mark else 0.0) if seen else c.NEW_CLASS
        )
        seen.add(node.depth)
        if mark is not None and mark.value:
            last[kind] = mark.value
        before[node.parent] = mark
        kids[node.parent] += 1
    value += c.FEW * max(0, 4 - len(nodes)) + (c.FLAT if len(kids) == 1 else 0.0)
    return value + c.LONE_CHILD * sum(count == 1 for parent, count in kids.items() if parent is not None)
