"""Readings of a document → the one that is taken, with a probability for each of its entries and what rivals say. Pure.

Two questions are answered one after the other, each with its own weights. Which reading is the best: each gets a score
from the same evidence. And whether there is a hierarchy at all: the best one is held against "nothing here" (null).
Scores become probabilities over all readings, and an entry is as sure as the readings that hold it, together, are
likely. So two readers that agree on an entry make it sure, and two that disagree with nearly equal scores make it
doubtful: that is the margin which `contested.py` reports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import exp

from extractors.choose.company import company
from extractors.choose.evidence import Evidence, evidence
from extractors.choose.fold import fold
from extractors.choose.weights import BIAS, HIERARCHY, WEIGHTS
from schemas.document import Document
from schemas.plan import Structure
from schemas.reading import Reading

Path = tuple[str, ...]

TEMPERATURE = 0.35
"""By which scores are divided before they become probabilities; calibrated on documents not used for fitting."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was taken of a document."""

    reading: Reading | None
    """None where "nothing here" is likelier than every reading."""
    score: float
    """Log-odds of a hierarchy against null."""
    sure: tuple[dict[str, float], ...]
    """Per tree of the reading, the probability of each entry by node id: how likely its whole path is right."""
    missing: tuple[tuple[Path, float, Reading], ...]
    """Paths of entries that the reading lacks and rivals hold, with their probability and the likeliest rival."""
    rivals: tuple[tuple[Reading, float], ...]
    """Other readings with their probabilities, likeliest first."""


def score(found: Evidence) -> float:
    """How well a reading reads, compared with others of its document; rounded so that releases stay the same byte for byte."""
    total: float = sum(WEIGHTS.get(name, 0.0) * value for name, value in asdict(found).items())
    return round(total, 4)


def hierarchy(found: Evidence) -> float:
    """Log-odds that the best reading of a document is of a hierarchy at all."""
    said = {**asdict(found), "score": score(found)}
    total: float = BIAS + sum(weight * said[name] for name, weight in HIERARCHY.items())
    return round(total, 4)


def choose(
    document: Document, readings: Sequence[Reading], title: str | None = None, *, certain: bool = False
) -> Choice:
    """The best of the readings and null; ties go to the earlier one.

    Args:
        document: as read.
        readings: of all readers.
        title: what the document calls itself.
        certain: a person says that there is a hierarchy; null is no answer then.
    """
    others = company(document, readings)
    found = [evidence(document, reading, others, title) for reading in readings]
    scores = [score(one) for one in found]
    best = max(range(len(readings)), key=lambda at: (scores[at], -at), default=None)
    against_null = hierarchy(found[best]) if best is not None else 0.0
    if best is None or (against_null <= 0 and not certain):
        return Choice(None, against_null, (), (), tuple((reading, 0.0) for reading in readings))
    likely = _likely(scores, None if certain else against_null)
    held: dict[Path, float] = defaultdict(float)
    by_path: dict[Path, int] = {}
    for at, reading in enumerate(readings):
        for path, own_sure in _paths(reading).items():
            held[path] += likely[at] * own_sure
            if path not in by_path or likely[at] > likely[by_path[path]]:
                by_path[path] = at
    own = _paths(readings[best])
    sure = tuple(
        {node_id: round(min(1.0, held[path]), 4) for node_id, path in paths_of(structure).items()}
        for structure in readings[best].structures
    )
    missing = tuple((path, round(held[path], 4), readings[by_path[path]]) for path in sorted(held) if path not in own)
    order = sorted((at for at in range(len(readings)) if at != best), key=lambda at: -likely[at])
    return Choice(readings[best], against_null, sure, missing, tuple((readings[at], likely[at]) for at in order))


def _likely(scores: Sequence[float], against_null: float | None) -> list[float]:
    """Probabilities of the readings; what null has is left out of them."""
    top = max(scores)
    weights = [exp((value - top) / TEMPERATURE) for value in scores]
    share = 1.0 if against_null is None else 1 / (1 + exp(-against_null))
    total = sum(weights)
    return [share * weight / total for weight in weights]


def paths_of(structure: Structure) -> dict[str, Path]:
    """The folded names from the top down to each entry, by node id."""
    found: dict[str, Path] = {}
    for node in structure.nodes:
        above = found.get(node.parent, ()) if node.parent is not None else ()
        found[node.id] = (*above, fold(node.name))
    return found


def _paths(reading: Reading) -> dict[Path, float]:
    """Each path of a reading with what its reader thinks of it."""
    found: dict[Path, float] = {}
    for at, structure in enumerate(reading.structures):
        own = reading.sure[at] if at < len(reading.sure) else {}
        for node_id, path in paths_of(structure).items():
            found[path] = max(found.get(path, 0.0), own.get(node_id, 1.0))
    return found
