"""Drafts of nodes, linked to their parents → numbered Nodes ("1", "1.2", ...) in reading order. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.plan import Node
from schemas.structure import Evidence


@dataclass
class Draft:
    """A node while its tree is being built: parents are drafts, ids are not given yet."""

    parent: Draft | None
    level: int
    label: str
    name: str
    printed: str
    ref: str
    evidence: Evidence
    description: str | None = None
    department: str | None = None
    subtitle: str | None = None


def number_nodes(drafts: list[Draft]) -> tuple[Node, ...]:
    """Nodes with their place in the tree as id.

    Args:
        drafts: in reading order, every parent before its children.
    """
    ids: dict[int, str] = {}
    depths: dict[int, int] = {}
    children: dict[int | None, int] = {}
    nodes = []
    for draft in drafts:
        above = id(draft.parent) if draft.parent is not None else None
        children[above] = children.get(above, 0) + 1
        place = str(children[above]) if above is None else f"{ids[above]}.{children[above]}"
        ids[id(draft)] = place
        depths[id(draft)] = 1 if above is None else depths[above] + 1
        nodes.append(
            Node(
                id=place,
                parent=None if above is None else ids[above],
                depth=depths[id(draft)],
                level=draft.level,
                label=draft.label,
                name=draft.name,
                name_printed=draft.printed,
                ref=draft.ref,
                evidence=draft.evidence,
                description=draft.description,
                department=draft.department,
                subtitle=draft.subtitle,
            )
        )
    return tuple(nodes)
