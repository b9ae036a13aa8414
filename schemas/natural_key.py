"""By what plans and their nodes are known again: the path of printed labels, else of normalised titles. Pure.

Permanent ids hang on these keys and people's corrections are kept under them, so the rule stands below both.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from schemas.plan import Extraction, PlanFacts, Structure
from schemas.radicals import RADICALS

NodeKey = tuple[int, str]
"""Index of the hierarchy in its document, id of the node in it."""

ADDED = "+"
"""Begins the ref of a node that people added; the rest of it is its key. No cell, line or box is named so."""

REMEMBERED = 20_000
"""Titles compared over and over: a few plans' worth."""

_UNSEEN = re.compile("[\u200b\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Zero-width space and variation selectors."""
_SAME = str.maketrans(
    dict(zip(RADICALS[::2], RADICALS[1::2], strict=True))
    | {"～": "〜", "~": "〜", "−": "-", "―": "-", "‐": "-", "–": "-", "—": "-", "･": "・"}
)


@dataclass(frozen=True, slots=True)
class NaturalKey:
    """By what a thing is known again: the path as printed, and a digest of the path of its titles."""

    path: str
    titles: str


@dataclass(frozen=True, slots=True)
class PlanGroup:
    """The hierarchies of one plan in a document."""

    mark: str
    """"" where the document holds one plan; else "#" and what tells it apart."""
    structures: tuple[int, ...]


@lru_cache(maxsize=REMEMBERED)
def match_key(text: str) -> str:
    """A title in the form in which it is compared (照合用): widths, spaces, dashes and case unified."""
    folded = unicodedata.normalize("NFKC", text).translate(_SAME)
    return _UNSEEN.sub("", "".join(folded.casefold().split()))


@lru_cache(maxsize=REMEMBERED)
def label_key(label: str) -> str:
    """A printed number without its brackets and dots: （１） and ① and 1. are all "1"; "" for a bullet."""
    folded = unicodedata.normalize("NFKC", label).casefold()
    kept = "".join(char if char.isalnum() else "-" for char in folded)
    return "-".join(part for part in kept.split("-") if part)


def plan_groups(extraction: Extraction) -> tuple[PlanGroup, ...]:
    """The plans of one document, in the order in which they stand in it; at least one."""
    groups: dict[PlanFacts, list[int]] = {}
    for index, structure in enumerate(extraction.structures):
        groups.setdefault(structure.plan or extraction.facts.plan, []).append(index)
    if len(groups) <= 1:
        return (PlanGroup("", tuple(range(len(extraction.structures)))),)
    found: list[PlanGroup] = []
    taken: set[str] = set()
    for number, (plan, indexes) in enumerate(groups.items(), 1):
        mark = _generation_mark(plan.generation or "") or f"p{number}"
        if mark in taken:
            mark = f"{mark}-{number}"
        taken.add(mark)
        found.append(PlanGroup(f"#{mark}", tuple(indexes)))
    return tuple(found)


def _generation_mark(generation: str) -> str:
    """第6次 and 第六期 → "6": keys of plans are published, in paths and addresses as well, so they are ASCII."""
    number = generation_number(generation)
    return "" if number is None else str(number)


def generation_number(generation: str | None) -> int | None:
    """The n in 第n次, whatever it is written in; None where there is none, or more than one."""
    folded = unicodedata.normalize("NFKC", generation or "")
    numbers = re.findall(r"[0-9]+|[一二三四五六七八九十]+", folded)
    if len(numbers) != 1:
        return None
    found = numbers[0]
    if found.isdecimal():
        return int(found)
    tens, ten, ones = found.rpartition("十")
    digits = [unicodedata.numeric(char) for char in (tens or ("一" if ten else "零"), ones or "零") if len(char) == 1]
    return int(10 * digits[0] + digits[1]) if len(digits) == 2 else None


def tree_keys(structures: Iterable[tuple[int, Structure]], root: str) -> dict[NodeKey, NaturalKey]:
    """Labels lead as long as they tell siblings apart; the first of two with the same label keeps it alone."""
    paths: dict[NodeKey, str] = {}
    titles: dict[NodeKey, str] = {}
    taken: set[str] = set()
    for index, structure in structures:
        for node in structure.nodes:
            above = (index, node.parent) if node.parent is not None else None
            path = free_key(paths[above] if above else root, node.label, node.name, taken)
            taken.add(path)
            paths[index, node.id] = path
            titles[index, node.id] = f"{titles[above] if above else ''}/{match_key(node.name)}"
    return {place: NaturalKey(path, short_digest(titles[place])) for place, path in paths.items()}


def free_key(above: str, label: str, name: str, taken: Collection[str]) -> str:
    """The path of one more node under another, different from those that are taken."""
    short = label_key(label)
    title = key_segment(name)
    candidates = [f"{above}/{short}", f"{above}/{short} {title}"] if short else [f"{above}/{title}"]
    for candidate in candidates:
        if candidate not in taken:
            return candidate
    number = 2
    while f"{candidates[-1]}~{number}" in taken:
        number += 1
    return f"{candidates[-1]}~{number}"


def key_segment(name: str) -> str:
    """A title as one step of a path."""
    return match_key(name).replace("/", "／") or "-"


def short_digest(text: str) -> str:
    """Sixteen hexadecimal digits: no two titles of one plan will ever share them."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
