"""What a reader found against the gold of a generated document: paths from the root to each node. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How much of a tree is right, and what is wrong without any exception that says so."""

    f1: float
    """Harmonic mean of the shares of delivered and of wanted paths that are right."""
    silent: tuple[Path, ...]
    """Delivered paths that are wrong and that no blocking or review exception names."""
    labels: float
    """Share of the right paths with the right printed number."""
    missed: tuple[Path, ...]
    """Wanted paths that are not delivered and that nothing tells of: no refusal, no quote, no exception at the parent."""
    wrong: int
    """Delivered paths that are wrong and wanted paths that are not delivered, told or not."""
    right: int
    """Delivered paths that are right."""
    flagged: int
    """Those of them that a blocking or review exception names."""
    exact: bool
    """All paths right, each hierarchy in its order."""


@dataclass(frozen=True, slots=True)
class _Found:
    path: Path
    label: str
    page: int | None
    loud: bool
    """A blocking or review exception names it."""


class _Told:
    """What exceptions without nodes tell of: the text that they quote, and pages as a whole."""

    def __init__(self, loud: list[dict[str, Any]], pages: dict[Path, int | None]) -> None:
        without = [issue for issue in loud if not issue.get("nodes")]
        self._quotes = [bare(issue.get("quote") or "") for issue in without]
        self._whole = {issue.get("page") for issue in without if not issue.get("bbox") and not issue.get("line")} - {
            None
        }
        self._pages = pages

    def of(self, path: Path) -> bool:
        """Whether one of them stands for this missing path."""
        name = path[-1]
        return self._pages[path] in self._whole or (len(name) > 2 and any(name in quote for quote in self._quotes))


def compare(gold: Mapping[str, Any], found: Mapping[str, Any]) -> Verdict:
    """A whole document, all its hierarchies taken together; both in the shape of `taikei extract`.

    The 基本理念 or 将来像 over a whole hierarchy may be its root or not: it is taken away on both sides.
    """
    loud = [issue for issue in found.get("exceptions") or () if issue["severity"] != "info"]
    named = {(issue.get("structure"), node) for issue in loud for node in issue.get("nodes") or ()}
    visions = {bare(said) for said in (*_visions(gold), *_visions(found)) if said}
    wanted_trees = [_paths(one, number, set(), visions) for number, one in enumerate(gold["structures"])]
    found_trees = [_paths(one, number, named, visions) for number, one in enumerate(found["structures"])]
    labels = {one.path: one.label for tree in wanted_trees for one in tree}
    spare = Counter(one.path for tree in wanted_trees for one in tree)
    whole = sum(spare.values()) + sum(map(len, found_trees))
    right: list[_Found] = []
    wrong: list[_Found] = []
    for one in (one for tree in found_trees for one in tree):
        (right if spare[one.path] > 0 else wrong).append(one)
        spare[one.path] -= 1
    missed = [path for path, count in spare.items() for _ in range(count)]
    told = _Told(loud, {one.path: one.page for tree in wanted_trees for one in tree})
    doubted = {one.path for tree in found_trees for one in tree if one.loud}
    refused = bool(found.get("error")) and not found_trees
    return Verdict(
        f1=2 * len(right) / whole if whole else 1.0,
        silent=tuple(one.path for one in wrong if not one.loud),
        labels=sum(_label(labels[one.path]) == _label(one.label) for one in right) / len(right) if right else 0.0,
        missed=tuple(path for path in missed if not (refused or path[:-1] in doubted or told.of(path))),
        wrong=len(wrong) + len(missed),
        right=len(right),
        flagged=sum(one.loud for one in right),
        exact=sorted([one.path for one in tree] for tree in wanted_trees)
        == sorted([one.path for one in tree] for tree in found_trees),
    )


def bare(text: str) -> str:
    """Without white space and differences of width."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _label(text: str) -> str:
    return re.sub(r"[.．、:：]+$", "", bare(text))


def _visions(document: Mapping[str, Any]) -> list[str | None]:
    said = [(document.get("plan") or {}).get("vision")]
    return said + [statement["text"] for statement in document.get("statements") or ()]


def _paths(
    structure: Mapping[str, Any], number: int, named: set[tuple[int | None, str]], visions: set[str]
) -> list[_Found]:
    """Every node with its path, in reading order."""
    nodes = structure["nodes"]
    roots = [node for node in nodes if node["parent"] is None]
    over = roots[0]["id"] if len(roots) == 1 and len(nodes) > 2 and bare(roots[0]["name"]) in visions else None
    paths: dict[str | None, Path] = {None: ()}
    made = []
    for node in nodes:
        if node["id"] == over:
            paths[over] = ()
            continue
        paths[node["id"]] = (*paths[node["parent"]], bare(node["name"]))
        loud = bool({(number, node["id"]), (None, node["id"])} & named)
        made.append(_Found(paths[node["id"]], node["label"], node.get("page"), loud))
    return made
