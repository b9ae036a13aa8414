"""Fit the weights of the choice (extractors/choose/weights.py) to documents whose trees are known.

    python -m benchmarks.fit_choice FOLDER...

Each folder holds documents and, beside each, <name>.gold.json in the shape of `taikei extract`; "expect_error" marks a
document that is to be refused. Every document counts as much as any other. Two fits, each with one optimum (both losses
are convex): which reading is the best (its share grows with its path F1), and whether there is a hierarchy at all
(documents to refuse count twice). How likely the names of a document are is told by a model fitted on the others, as
it will be for documents that nobody has seen. The signs of today's weights are kept. Printed are today's figures, those of weights
fitted on the other documents (six parts, by name), and the weights fitted on all.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.fit_names import Names, names_of, odds_of
from benchmarks.fit_names import fit as fit_names
from extractors.choose.candidates import candidates
from extractors.choose.choose import paths_of
from extractors.choose.company import company
from extractors.choose.evidence import evidence
from extractors.choose.fold import fold
from extractors.choose.name_odds import MOST
from extractors.choose.weights import BIAS, HIERARCHY, WEIGHTS
from extractors.extract import read_document
from extractors.facts.printed import printed
from extractors.facts.read_facts import read_facts
from extractors.facts.reflow import reflow
from extractors.refuse import Refused
from schemas.plan import Structure
from schemas.reading import Reading

STEPS = 1500
"""Steps of the optimiser (Adam)."""
HELD = 0.0005
"""Pull of the weights towards 0, per squared unit."""
SHARP = 10.0
"""How many times likelier a reading is to be taken as the right one, as a power of e, per unit of path F1."""
REFUSED = 2.0
"""What a document to refuse counts."""
PARTS = 6

Gold = dict[str, Any]
Floats = npt.NDArray[np.float64]
NAMES = tuple(WEIGHTS)
SIGNS = np.sign([*WEIGHTS.values()])


@dataclass(frozen=True, slots=True)
class Case:
    """One document: evidence and path F1 of each reading."""

    name: str
    rows: Floats
    """Per reading, the evidence of WEIGHTS."""
    said: Floats
    """Per reading, the evidence of HIERARCHY without the score."""
    worth: Floats
    refuse: bool
    entries: tuple[tuple[tuple[str, bool], ...], ...]
    """Per reading, the names of its entries, and whether something stands below them."""
    names: Names
    """The same of the document, right and wrong."""


def main(folders: list[str]) -> None:
    cases = [case for folder in folders for path in sorted(Path(folder).iterdir()) if (case := _case(path)) is not None]
    cases = _named_by_others(cases)
    today = np.array([*WEIGHTS.values()]), np.array([*HIERARCHY.values(), BIAS])
    print(f"{len(cases)} documents. Today: {_figures([(case, *today) for case in cases])}")
    apart = []
    for part in range(PARTS):
        others = [case for at, case in enumerate(cases) if at % PARTS != part]
        apart += [(case, *fit(others)) for case in cases[part::PARTS]]
    print(f"Fitted on the other documents: {_figures(apart)}")
    ranking, refusing = fit(cases)
    for name, value in (*zip(NAMES, ranking, strict=True), *zip((*HIERARCHY, "BIAS"), refusing, strict=True)):
        print(f"    {name:12} {value:7.2f}")


def _case(path: Path) -> Case | None:
    gold_path = path.with_name(f"{path.stem}.gold.json")
    if path.name.endswith(".json") or not gold_path.exists():
        return None
    gold = json.loads(gold_path.read_text("utf-8"))
    try:
        document = read_document(path)
    except Refused:
        return None
    readings = candidates(document)
    together = company(document, readings)
    facts = read_facts(document, printed(reflow(document.lines))).value
    title = facts.plan.title
    visions = _visions(gold) | {fold(one) for one in (facts.plan.vision, *(s.text for s in facts.statements)) if one}
    found = [asdict(evidence(document, one, together, title)) for one in readings]
    refuse = bool(gold.get("expect_error"))
    return Case(
        path.stem,
        np.array([[one[name] for name in NAMES] for one in found]).reshape(-1, len(NAMES)),
        np.array([[one[name] for name in HIERARCHY if name != "score"] for one in found]).reshape(
            -1, len(HIERARCHY) - 1
        ),
        np.array([0.0 if refuse else _f1(gold, one, visions) for one in readings]),
        refuse,
        tuple(tuple(entry for s in one.structures for entry in _entries(s)) for one in readings),
        names_of(gold, document, readings),
    )


def _entries(structure: Structure) -> list[tuple[str, bool]]:
    parents = {node.parent for node in structure.nodes}
    return [(node.name, node.id in parents) for node in structure.nodes]


def _named_by_others(cases: list[Case]) -> list[Case]:
    """The cases with the evidence of their names by models that do not know them."""
    found: list[Case] = []
    for part in range(PARTS):
        weights, bias = fit_names([c.names for at, c in enumerate(cases) if at % PARTS != part])
        for case in cases[part::PARTS]:
            odds = {name: odds_of(weights, bias, name) for entries in case.entries for name, _ in entries}
            named = [np.clip([odds[name] for name, _ in one], -MOST, MOST).mean() / MOST for one in case.entries]
            inner = [[odds[name] < 0 for name, holds in one if holds] for one in case.entries]
            rows, said = case.rows.copy(), case.said.copy()
            if len(rows):
                rows[:, NAMES.index("named")] = named
                rows[:, NAMES.index("misnamed")] = [np.mean(one) if one else 0.0 for one in inner]
                said[:, [name for name in HIERARCHY if name != "score"].index("named")] = named
            found.append(replace(case, rows=rows, said=said))
    return found


def _visions(gold: Gold) -> set[str]:
    said = [(gold.get("plan") or {}).get("vision"), *(one.get("text") for one in gold.get("statements") or [])]
    return {fold(one) for one in said if one}


def _f1(gold: Gold, reading: Reading, visions: set[str]) -> float:
    """Path F1 of a reading; paths are the folded names from the top down. A vision may stand over all, or not.

    Each tree is held against one tree of the gold, those that have most in common first: a tree in two parts is half wrong.
    """
    want: list[Counter[tuple[str, ...]]] = []
    for structure in gold.get("structures") or []:
        paths: dict[str, tuple[str, ...]] = {}
        for node in structure["nodes"]:
            paths[node["id"]] = (*paths.get(node.get("parent") or "", ()), fold(node["name"]))
        want.append(Counter(_without_vision(list(paths.values()), visions)))
    have = [Counter(_without_vision(list(paths_of(one).values()), visions)) for one in reading.structures]
    pairs = sorted(((a & b).total(), i, j) for i, a in enumerate(want) for j, b in enumerate(have))
    hit, used = 0, set[tuple[str, int]]()
    for common, i, j in reversed(pairs):
        if ("want", i) not in used and ("have", j) not in used:
            used |= {("want", i), ("have", j)}
            hit += common
    total = sum(one.total() for one in (*want, *have))
    return 2 * hit / total if total else 1.0


def _without_vision(paths: list[tuple[str, ...]], visions: set[str]) -> list[tuple[str, ...]]:
    tops = {path[0] for path in paths}
    if len(tops) != 1 or len(paths) < 3 or not tops <= visions:
        return paths
    return [path[1:] for path in paths if len(path) > 1]


def fit(cases: list[Case]) -> tuple[Floats, Floats]:
    """Weights of the ranking; weights and bias of the refusal."""
    ranked = [case for case in cases if not case.refuse and len(case.worth) > 1 and np.ptp(case.worth) > 0.02]

    def ranking(weights: Floats) -> Floats:
        slope = HELD * weights
        for case in ranked:
            wanted = _shares(SHARP * case.worth)
            slope += (_shares(case.rows @ weights) - wanted) @ case.rows / len(ranked)
        return slope

    weights = _descend(ranking, 2.0 * SIGNS, SIGNS)
    read = [case for case in cases if len(case.worth)]
    best = np.array([_best(case, weights) for case in read])
    held = np.array([0.0 if case.refuse else 1.0 for case in read])
    counts = np.where(held == 0, REFUSED, 1.0)

    def refusing(weights: Floats) -> Floats:
        likely = 1 / (1 + np.exp(-best @ weights))
        slope = (counts * (likely - held)) @ best / len(read)
        slope[:-1] += weights[:-1] / len(read)
        return np.asarray(slope)

    return weights, _descend(refusing, np.zeros(best.shape[1]), None)


def _descend(slope: Callable[[Floats], Floats], start: Floats, signs: Floats | None) -> Floats:
    weights, mean, square = start.astype(float), np.zeros(len(start)), np.zeros(len(start))
    for step in range(1, STEPS + 1):
        down = slope(weights)
        mean, square = 0.9 * mean + 0.1 * down, 0.99 * square + 0.01 * down**2
        weights = weights - 0.05 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
        if signs is not None:
            weights = np.where(weights * signs > 0, weights, 0.0)
    return weights


def _shares(scores: Floats) -> Floats:
    odds = np.exp(scores - scores.max())
    return np.asarray(odds / odds.sum())


def _best(case: Case, weights: Floats) -> Floats:
    """What is asked of the best reading, whether it is of a hierarchy: its score, further evidence, and 1 for the bias."""
    at = int((case.rows @ weights).argmax())
    return np.array([case.rows[at] @ weights, *case.said[at], 1.0])


def _figures(judged: Sequence[tuple[Case, Floats, Floats]]) -> str:
    worth, refused = [], []
    for case, ranking, refusing in judged:
        taken = bool(len(case.worth)) and _best(case, ranking) @ refusing > 0
        if case.refuse:
            refused.append(not taken)
        else:
            worth.append(case.worth[int((case.rows @ ranking).argmax())] if taken else 0.0)
    at_best = [max(case.worth, default=0.0) for case, _, _ in judged if not case.refuse]
    return (
        f"path F1 {np.mean(worth):.3f} (best reading {np.mean(at_best):.3f}), refused {sum(refused)} of {len(refused)}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
