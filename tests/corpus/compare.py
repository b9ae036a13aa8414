"""What a reader found against the gold of a generated document: paths from the root to each node. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
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


def compare(gold: dict[str, Any], found: dict[str, Any]) -> Verdict:
    """A whole document, all its hierarchies taken together; both in the shape of `taikei extract`."""
    wanted = Counter({path: label for structure in gold["structures"] for path, label, _ in _paths(structure)}.keys())
    labels = {path: label for structure in gold["structures"] for path, label, _ in _paths(structure)}
    named = {(issue.get("structure"), node) for issue in _loud(found) for node in issue.get("nodes") or ()}
    delivered: list[tuple[Path, str, bool]] = []
    for number, structure in enumerate(found["structures"]):
        for path, label, node in _paths(structure):
            delivered.append((path, label, (number, node) in named or (None, node) in named))
    hits = sum((wanted & Counter(path for path, _, _ in delivered)).values())
    right = [(path, label) for path, label, _ in delivered if path in wanted]
    whole = len(delivered) + sum(wanted.values())
    return Verdict(
        f1=2 * hits / whole if whole else 1.0,
        silent=tuple(path for path, _, flagged in delivered if path not in wanted and not flagged),
        labels=sum(_bare(labels[path]) == _bare(label) for path, label in right) / len(right) if right else 0.0,
    )


def _loud(found: dict[str, Any]) -> Iterable[dict[str, Any]]:
    return (issue for issue in found.get("exceptions") or () if issue["severity"] != "info")


def _paths(structure: dict[str, Any]) -> list[tuple[Path, str, str]]:
    """Path, label and id of each node."""
    paths: dict[str | None, Path] = {None: ()}
    found = []
    for node in structure["nodes"]:
        path = (*paths[node["parent"]], _bare(node["name"]))
        paths[node["id"]] = path
        found.append((path, node["label"], node["id"]))
    return found


def _bare(text: str) -> str:
    """Without white space and differences of width; closing points of a label go, too."""
    return re.sub(r"\s+|[.．、:：]+$", "", unicodedata.normalize("NFKC", text))
