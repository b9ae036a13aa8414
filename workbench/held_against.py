"""Entries in doubt → the entries they seem to repeat, here or in the edition before (照合). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schemas.natural_key import match_key
from schemas.plan import Node, Structure
from workbench.decision import Pick

_STEP = " › "


def held_against(
    keys: Sequence[str], nodes: Mapping[str, Node], above: Mapping[str, str], before: Sequence[Structure]
) -> tuple[Pick, ...]:
    """For each of the entries the one with the same title, rather of this plan than of the edition before."""
    among = set(keys)
    here: dict[str, str] = {}
    for key, node in nodes.items():
        if key not in among:
            here.setdefault(match_key(node.name), _path(key, nodes, above))
    old: dict[str, str] = {}
    for structure in before:
        titles: dict[str | None, str] = {None: ""}
        for node in structure.nodes:
            titles[node.id] = _joined(titles[node.parent], node)
            old.setdefault(match_key(node.name), titles[node.id])
    return tuple(_pick(key, match_key(nodes[key].name), here, old) for key in keys)


def _pick(key: str, name: str, here: Mapping[str, str], old: Mapping[str, str]) -> Pick:
    if name in here:
        return Pick(key, here[name], "here")
    return Pick(key, old.get(name, ""), "before" if name in old else "")


def _path(key: str, nodes: Mapping[str, Node], above: Mapping[str, str]) -> str:
    up = above[key]
    return _joined(_path(up, nodes, above) if up in nodes else "", nodes[key])


def _joined(path: str, node: Node) -> str:
    title = f"{node.label} {node.name}".strip()
    return f"{path}{_STEP}{title}" if path else title
