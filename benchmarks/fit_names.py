"""Fit the model of names (extractors/choose/name_odds.py) to documents whose trees are known, and write data/names.json.

    python -m benchmarks.fit_names FOLDER... [--out extractors/data/names.json]

Each folder holds documents and, beside each, <name>.gold.json. Names of the gold are right; what any reader took for a name
and the gold does not hold is wrong, and so is every other part of a line. A document counts by the root of its names.
Printed is how many of both are told right by models fitted on the other documents (six parts), then the file is written.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from extractors.choose.candidates import candidates
from extractors.choose.fold import fold
from extractors.choose.name_odds import features
from extractors.extract import read_document
from extractors.refuse import Refused
from schemas.document import Document
from schemas.reading import Reading

STEPS = 300
"""Steps of the optimiser (Adam, all names at once)."""
HELD = 0.5
"""Pull of the weights towards 0."""
DOCUMENTS = 3
"""A feature that fewer documents have says nothing of others."""
LEAST = 0.05
"""Weights nearer to 0 are not kept."""
PARTS = 6
LONGEST = 60
"""Characters of a part of a line that could be taken for a name."""

Gold = dict[str, Any]
Floats = npt.NDArray[np.float64]
_APART = re.compile(r"\t|\u3000{2,}| {3,}")
_BEFORE = re.compile(r"^[\W\d①-⑳]+")


@dataclass(frozen=True, slots=True)
class Names:
    """Of one document."""

    right: tuple[str, ...]
    wrong: tuple[str, ...]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path("extractors/data/names.json"))
    given = parser.parse_args()
    documents = [names for folder in given.folders for path in sorted(folder.iterdir()) if (names := read_names(path))]
    right = wrong = of_right = of_wrong = 0
    for part in range(PARTS):
        weights, bias = fit([names for at, names in enumerate(documents) if at % PARTS != part])
        for names in documents[part::PARTS]:
            right += sum(odds_of(weights, bias, name) > 0 for name in names.right)
            wrong += sum(odds_of(weights, bias, name) <= 0 for name in names.wrong)
            of_right, of_wrong = of_right + len(names.right), of_wrong + len(names.wrong)
    print(f"{len(documents)} documents; told right: {right} of {of_right} names, {wrong} of {of_wrong} others")
    weights, bias = fit(documents)
    kept = {name: round(value, 2) for name, value in sorted(weights.items()) if abs(value) >= LEAST}
    given.out.write_text(
        json.dumps({"bias": round(bias, 3), "weights": kept}, ensure_ascii=False, indent=0) + "\n", "utf-8"
    )
    print(f"{len(kept)} weights in {given.out}")


def read_names(path: Path) -> Names | None:
    """The names of one document; None where it is no document with a gold, or cannot be read."""
    gold_path = path.with_name(f"{path.stem}.gold.json")
    if path.name.endswith(".json") or not gold_path.exists():
        return None
    try:
        document = read_document(path)
    except Refused:
        return None
    return names_of(json.loads(gold_path.read_text("utf-8")), document, candidates(document))


def names_of(gold: Gold, document: Document, readings: Sequence[Reading]) -> Names:
    """What is a name in a document, and what is none."""
    structures = [] if gold.get("expect_error") else gold.get("structures") or []
    right = {fold(node["name"]) for structure in structures for node in structure["nodes"]}
    taken = {fold(node.name) for one in readings for structure in one.structures for node in structure.nodes}
    printed = {_BEFORE.sub("", fold(part)) for line in document.lines for part in _APART.split(line.text)}
    others = {name for name in taken | printed if 1 < len(name) < LONGEST} - right
    unclear = {name for name in others if any(name.endswith(one) and len(name) - len(one) < 8 for one in right)}
    return Names(tuple(sorted(right)), tuple(sorted(others - unclear)))


_features = cache(features)


def fit(documents: Sequence[Names]) -> tuple[dict[str, float], float]:
    """Weights of the features, and the bias; names and others count the same in all."""
    known = Counter(
        feature
        for names in documents
        for feature in {one for name in (*names.right, *names.wrong) for one in _features(name)}
    )
    index = {
        feature: at for at, feature in enumerate(sorted(one for one, count in known.items() if count >= DOCUMENTS))
    }
    rows: list[list[int]] = []
    wanted: list[float] = []
    counts: list[float] = []
    for names in documents:
        for own, value in ((names.right, 1.0), (names.wrong, 0.0)):
            for name in own:
                rows.append([index[feature] for feature in _features(name) if feature in index])
                wanted.append(value)
                counts.append(len(own) ** -0.5)
    want, count = np.array(wanted), np.array(counts)
    count[want == 1] *= count[want == 0].sum() / max(count[want == 1].sum(), 1e-9)
    count /= count.mean()
    columns = np.array([at for row in rows for at in row])
    of_row = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    weights, bias = _descend(columns, of_row, want, count, len(index))
    return {feature: float(weights[at]) for feature, at in index.items()}, bias


def _descend(
    columns: npt.NDArray[np.int_], of_row: npt.NDArray[np.int_], want: Floats, count: Floats, size: int
) -> tuple[Floats, float]:
    weights = np.zeros(size + 1)
    mean, square = np.zeros(size + 1), np.zeros(size + 1)
    for step in range(1, STEPS + 1):
        odds = np.bincount(of_row, weights[columns], len(want)) + weights[-1]
        wrong = count * (1 / (1 + np.exp(-odds)) - want)
        slope = np.append(np.bincount(columns, wrong[of_row], size) + 2 * HELD * weights[:-1], wrong.sum())
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        weights = weights - 0.05 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights[:-1], float(weights[-1])


def odds_of(weights: dict[str, float], bias: float, name: str) -> float:
    """What the model says of a name."""
    return bias + sum(weights.get(feature, 0.0) for feature in _features(name))


if __name__ == "__main__":
    main()
