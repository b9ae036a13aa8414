"""How much each kind of evidence counts, fitted by benchmarks/fit_choice.py.

Signs were fixed beforehand. Evidence without which unseen documents were read as well, or better, was deleted.
"""

from __future__ import annotations

from collections.abc import Mapping

WEIGHTS: Mapping[str, float] = {
    "size": 1.85,
    "disordered": -3.58,
    "even": 4.29,
    "mixed": -3.2,
    "worded": 5.63,
    "odd": -1.93,
    "left_out": -0.81,
    "covered": 3.9,
    "headed": -0.67,
    "rooted": -1.61,
    "earlier": 0.71,
    "broken": -3.15,
    "alike": 3.83,
    "told": 2.67,
}
"""Which reading is the best: per field of evidence.Evidence."""

HIERARCHY: Mapping[str, float] = {"score": 0.59, "worded": 1.7, "odd": -0.98, "titled": 2.37, "flat": -0.51}
"""Whether there is a hierarchy at all: log-odds per unit of the score, and of fields, of the best reading."""
BIAS = -11.24
"""The same with no evidence."""
