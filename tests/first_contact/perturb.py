"""A true hierarchy → false ones, each with one mistake that readers make. A score has to prefer the true one. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

Structure = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Entry:
    label: str
    name: str
    kids: tuple[_Entry, ...]
    origin: str | None = None


def perturbed(structure: Structure, neighbour: Structure | None = None) -> Iterator[tuple[str, Structure]]:
    """Each mistake by its name, wherever the hierarchy allows it.

    The nodes have an "origin": the id that they had in the true hierarchy, or "+" and the id that they had in the
    neighbour; None for what was made up.

    Args:
        structure: in the shape of `taikei extract`, with at least two nodes.
        neighbour: another figure of the page or document, for the mistake of taking it in.
    """
    roots = _grown(structure)
    for name, make in MISTAKES.items():
        made = make(roots, structure)
        if made is not None and made != roots:
            yield name, _flat(structure, made)
    if neighbour is not None:
        yield "neighbour included", _flat(structure, (*roots, *_grown(neighbour, "+")))


def _title_as_root(roots: tuple[_Entry, ...], structure: Structure) -> tuple[_Entry, ...]:
    return (_Entry("", structure["title"] or "施策の体系", roots),)


def _header_as_entry(roots: tuple[_Entry, ...], structure: Structure) -> tuple[_Entry, ...]:
    levels = structure["levels"] or ("基本目標", "施策")
    below = tuple(_Entry("", name, ()) for name in levels[1:2])
    return (_Entry("", levels[0], below), *roots)


def _child_to_previous_parent(roots: tuple[_Entry, ...], _: Structure) -> tuple[_Entry, ...] | None:
    """The first child of the second parent that has any goes to the parent before it."""
    for at in range(1, len(roots)):
        before, own = roots[at - 1 : at + 1]
        if before.kids and own.kids:
            moved = (replace(before, kids=(*before.kids, own.kids[0])), replace(own, kids=own.kids[1:]))
            return (*roots[: at - 1], *moved, *roots[at + 1 :])
    return _in_first(roots, lambda kids: _child_to_previous_parent(kids, _))


def _one_deeper(roots: tuple[_Entry, ...], _: Structure) -> tuple[_Entry, ...] | None:
    """A sibling becomes the child of the one before it."""
    if len(roots) > 1:
        return (replace(roots[0], kids=(*roots[0].kids, roots[1])), *roots[2:])
    return _in_first(roots, lambda kids: _one_deeper(kids, _))


def _one_higher(roots: tuple[_Entry, ...], _: Structure) -> tuple[_Entry, ...] | None:
    """The last child of the first parent becomes its sibling."""
    for at, own in enumerate(roots):
        if own.kids:
            return (*roots[:at], replace(own, kids=own.kids[:-1]), own.kids[-1], *roots[at + 1 :])
    return None


def _level_left_out(roots: tuple[_Entry, ...], _: Structure) -> tuple[_Entry, ...] | None:
    """A whole level of parents is lost: its children hang where it hung."""
    return tuple(kid for own in roots for kid in own.kids or (own,))


def _half(roots: tuple[_Entry, ...], _: Structure) -> tuple[_Entry, ...] | None:
    """The region ended in the middle of the figure."""
    if len(roots) > 1:
        return roots[: len(roots) // 2]
    return _in_first(roots, lambda kids: _half(kids, _))


def _all_flat(roots: tuple[_Entry, ...], _: Structure) -> tuple[_Entry, ...]:
    """A list instead of a tree."""
    return tuple(replace(own, kids=()) for own in _walk(roots))


MISTAKES: dict[str, Callable[[tuple[_Entry, ...], Structure], tuple[_Entry, ...] | None]] = {
    "title as root": _title_as_root,
    "header as entry": _header_as_entry,
    "child to previous parent": _child_to_previous_parent,
    "one deeper": _one_deeper,
    "one higher": _one_higher,
    "level left out": _level_left_out,
    "half of the region": _half,
    "flat list": _all_flat,
}


def _in_first(
    roots: tuple[_Entry, ...], change: Callable[[tuple[_Entry, ...]], tuple[_Entry, ...] | None]
) -> tuple[_Entry, ...] | None:
    """The change made among the children of the first entry that allows it."""
    for at, own in enumerate(roots):
        made = change(own.kids) if own.kids else None
        if made is not None:
            return (*roots[:at], replace(own, kids=made), *roots[at + 1 :])
    return None


def _walk(roots: tuple[_Entry, ...]) -> Iterator[_Entry]:
    for own in roots:
        yield own
        yield from _walk(own.kids)


def _grown(structure: Structure, mark: str = "") -> tuple[_Entry, ...]:
    below: dict[str | None, list[dict[str, Any]]] = {}
    for node in structure["nodes"]:
        below.setdefault(node["parent"], []).append(node)

    def grow(parent: str | None) -> tuple[_Entry, ...]:
        return tuple(
            _Entry(node["label"], node["name"], grow(node["id"]), mark + node["id"]) for node in below.get(parent, ())
        )

    return grow(None)


def _flat(structure: Structure, roots: tuple[_Entry, ...]) -> Structure:
    nodes: list[dict[str, Any]] = []

    def put(kids: tuple[_Entry, ...], parent: str | None, depth: int) -> None:
        for number, own in enumerate(kids, 1):
            place = f"{parent}.{number}" if parent else str(number)
            node = {"id": place, "parent": parent, "depth": depth, "label": own.label, "name": own.name}
            nodes.append(node | {"origin": own.origin})
            put(own.kids, place, depth + 1)

    put(roots, None, 1)
    return structure | {"nodes": nodes}
