"""Readings of the solver → one Candidate: nodes with names, descriptions and probabilities, and what else was explained. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.columns import is_office
from extractors.outline.markers import SPACE
from extractors.outline.names import of_other_document, policy_odds
from extractors.outline.observe import Seen
from extractors.outline.pieces import without_note_sign
from extractors.outline.solve import steps, whole_value
from extractors.outline.state import Path
from schemas.plan import Node, Structure
from schemas.reading import Candidate

_CJK_SPACE = re.compile(r"(?<=[^\x00-\x7f])[ \u3000]+(?=[^\x00-\x7f])")
_OFFICE_BEHIND = re.compile(r"[ 　]*[(（【\[〔]([^()（）【】\[\]〔〕]{2,30})[)）】\]〕]$")
TEMPERATURE = 1.6
"""Log-odds of two readings are divided by it before they become probabilities: costs are not independent."""
OTHER_DOCUMENT = 0.5
"""Per line between its entries that is one of rules, questions or minutes, at most OTHER_DOCUMENT_MOST."""
OTHER_DOCUMENT_MOST = 10.0
AGAINST_LISTS = 2.0
"""Log-odds that a numbered list is one of policies, before its names are looked at: agendas and rules are numbered, too."""


@dataclass
class _Entry:
    unit: int
    parent: int
    label: str
    parts: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    office: str = ""


def _entries(path: Path, seen: Sequence[Seen]) -> dict[int, _Entry]:
    """The entries of a reading by the unit that begins each, in reading order."""
    found: dict[int, _Entry] = {}
    again = False  # whether the open name is one that is printed again
    above = -1  # the last line of text
    for step in steps(path):
        unit = seen[step.unit]
        again = step.act == "again" or (again and step.act in ("join", "skip"))
        match step.act:
            case "begin" | "above" | "named" if step.owner == step.unit:
                label = unit.mark.label if unit.mark else ""
                made = _Entry(step.unit, step.parent, label)
                if unit.title:
                    made.parts.append(unit.title)
                found[step.unit] = made
                if step.act == "named":
                    made.parts.append(made.label)
                    made.label = ""
                if step.act == "above":
                    made.parts.append(seen[above].text)
            case "join" | "fill" if step.owner in found:
                own = found[step.owner]
                if again:
                    continue
                own.parts.append(
                    (" " if unit.unit.same_line else "\n") + (unit.text if step.act == "join" else unit.title)
                )
            case "skip" if unit.unit.style == "office" and found:
                last = found[max(found)]
                last.office = last.office or unit.text
            case "body" if step.owner in found and unit.prose:
                found[step.owner].text.append(unit.text)
        above = step.unit if step.act == "body" else above
    named = {unit: entry for unit, entry in found.items() if "".join(entry.parts).strip(SPACE)}
    return _policies_only(named, seen)


def _policies_only(tree: dict[int, _Entry], seen: Sequence[Seen]) -> dict[int, _Entry]:
    """The tree without runs of roots whose names, all in all, are no policies, where other runs are.

    Nor is a list of another class, with nothing under it, part of the hierarchy it stands beside.
    """
    odds: dict[tuple[int, str], float] = {}
    group: dict[int, tuple[int, str]] = {}
    run, kind = 0, None
    for unit, entry in tree.items():
        if entry.parent in group:
            group[unit] = group[entry.parent]
        else:
            run += seen[unit].kind != kind
            kind = seen[unit].kind
            group[unit] = (run, kind)
        odds[group[unit]] = odds.get(group[unit], 0.0) + _odds(entry, seen[unit])
    nested = {group[unit] for unit, entry in tree.items() if entry.parent in group}
    kinds = {kind for _, kind in nested}
    kept = {one for one, value in odds.items() if value > 0 and (one in nested or not nested or one[1] in kinds)}
    return {unit: entry for unit, entry in tree.items() if group[unit] in kept} if kept else tree


def _odds(entry: _Entry, unit: Seen) -> float:
    return policy_odds("".join(entry.parts)) + (0.4 if unit.mark is not None and unit.mark.word else 0.0)


def clean_name(printed: str) -> str:
    """A title without line breaks, leaders, signs of footnotes and a full stop at its end."""
    text = re.sub(r"[ \u3000]*\n[ \u3000]*", lambda found: "\n", printed)
    text = re.sub(r"(?<=[\x21-\x7e])\n(?=[\x21-\x7e])", " ", text).replace("\n", "")
    text = without_note_sign(text.strip(SPACE))
    text = re.sub(r"[ 　]*[。：:|｜]+$", "", text)
    return text.strip(SPACE)


def candidate(paths: Sequence[Path], seen: Sequence[Seen], reader: str) -> tuple[Candidate, ...]:
    """The readings that hold a tree, best first, each with the probabilities of its nodes."""
    trees = [_entries(path, seen) for path in paths]
    scores = [path.score + whole_value(path) for path in paths]
    if trees and trees[0]:
        odds = AGAINST_LISTS + sum(_odds(entry, seen[unit]) for unit, entry in trees[0].items())
        lists = max(0.0, scores[0] - odds)
        scores = [score - lists if tree else score for score, tree in zip(scores, trees, strict=True)]
    top = max(scores, default=0.0)
    weights = [math.exp((score - top) / TEMPERATURE) for score in scores]
    total = sum(weights)
    signs = [_signs(tree) for tree in trees]
    found: list[Candidate] = []
    known: set[frozenset[tuple[int, int, str]]] = set()
    for path, score, tree, own in zip(paths, scores, trees, signs, strict=True):
        if not tree or frozenset(own.values()) in known:
            continue
        known.add(frozenset(own.values()))
        sure = {
            unit: sum(weight for weight, other in zip(weights, signs, strict=True) if other.get(unit) == sign) / total
            for unit, sign in own.items()
        }
        found.append(_candidate(path, score, tree, sure, seen, reader))
    return tuple(found)


def _signs(tree: dict[int, _Entry]) -> dict[int, tuple[int, int, str]]:
    return {unit: (unit, entry.parent, "".join(entry.parts)) for unit, entry in tree.items()}


def _candidate(
    path: Path, score: float, tree: dict[int, _Entry], sure: dict[int, float], seen: Sequence[Seen], reader: str
) -> Candidate:
    kids: dict[int, list[_Entry]] = {}
    for entry in tree.values():
        kids.setdefault(entry.parent if entry.parent in tree else -1, []).append(entry)
    nodes: list[Node] = []
    odds: list[tuple[str, float]] = []

    def add(entry: _Entry, place: str, parent: str | None, depth: int) -> None:
        name, department = _office(clean_name("".join(entry.parts)))
        department = department or entry.office or None
        unit = seen[entry.unit].unit
        text = "".join(entry.text)
        nodes.append(
            Node(
                id=place, parent=parent, depth=depth, level=depth, label=re.sub(r"\s*\n\s*", "", entry.label), name=name,
                name_printed="".join(entry.parts).strip(SPACE), ref=unit.ref, evidence=unit.evidence, description=text or None, department=department,
            )
        )  # fmt: skip
        odds.append((place, round(sure[entry.unit], 3)))
        for index, child in enumerate(kids.get(entry.unit, []), 1):
            add(child, f"{place}.{index}", place, depth + 1)

    for index, entry in enumerate(kids.get(-1, []), 1):
        add(entry, str(index), None, 1)
    first, last = min(tree), max(step.unit for step in steps(path) if step.owner in tree)
    read = [
        seen[step.unit].unit.evidence for step in steps(path) if first <= step.unit <= last and step.unit not in tree
    ]
    strangers = sum(of_other_document(unit.text) for unit in seen[first : last + 1])
    score -= min(OTHER_DOCUMENT_MOST, OTHER_DOCUMENT * strangers)
    levels = next((unit.levels for unit in reversed(seen[:first]) if unit.levels), None)
    depth = max(node.depth for node in nodes)
    start = seen[first].unit.evidence
    structure = Structure(
        tuple(nodes), title=_title(seen, first), page=start.page, line=start.line,
        levels=levels if levels and len(levels) == depth else None,
    )  # fmt: skip
    return Candidate(
        reader, structure, sure=tuple(pair for pair in odds if pair[1] < 1), score=round(score, 3), read=tuple(read)
    )


def _title(seen: Sequence[Seen], first: int) -> str | None:
    """The heading over the tree that announces it."""
    return next((unit.title for unit in reversed(seen[:first]) if unit.heads_all and not unit.prose), None)


def _office(name: str) -> tuple[str, str | None]:
    """A name and the office in charge printed in brackets behind it."""
    found = _OFFICE_BEHIND.search(name)
    if found and found.start() > 1 and is_office(found[1]):
        return name[: found.start()].rstrip(SPACE), found[1]
    return name, None
