"""Issues that name cells, lines or boxes → issues that name nodes of a hierarchy by id. Pure."""

from __future__ import annotations

import dataclasses

from schemas.issue import Issue
from schemas.plan import Structure


def place_issues(issues: tuple[Issue, ...], structures: tuple[Structure, ...]) -> tuple[Issue, ...]:
    """Each issue with the hierarchy and the nodes it touches; one that touches several hierarchies is given per each."""
    by_ref: dict[str, list[tuple[int, str]]] = {}
    for index, structure in enumerate(structures):
        for node in structure.nodes:
            for ref in _prefixes(node.ref):
                by_ref.setdefault(ref, []).append((index, node.id))
    placed: dict[Issue, None] = {}
    for issue in issues:
        touched: dict[int, list[str]] = {}
        for ref in issue.refs:
            for index, node_id in by_ref.get(ref, ()):
                touched.setdefault(index, []).append(node_id)
        if issue.nodes or not touched:
            placed[issue] = None
        for index, ids in touched.items() if not issue.nodes else ():
            unique = tuple(dict.fromkeys(ids))
            placed[dataclasses.replace(issue, structure=index, nodes=unique)] = None
    return tuple(placed)


def _prefixes(ref: str) -> list[str]:
    """A ref and the wholes it is part of: c1#2#1, c1#2, c1."""
    parts = ref.split("#")
    return ["#".join(parts[:count]) for count in range(len(parts), 0, -1)]
