"""How much each kind of evidence counts, fitted by benchmarks/fit_choice.py.

Signs were fixed beforehand. Evidence without which unseen documents were read as well, or better, was deleted.
"""

from __future__ import annotations

from collections.abc import Mapping

WEIGHTS: Mapping[str, float] = {
    "size": 1.27,
    "disordered": -5.57,
    "even": 3.96,
    "mixed": -4.23,
    "named": 3.18,
    "covered": 5.63,
    "headed": -1.8,
    "earlier": 1.02,
    "broken": -1.56,
    "alike": 0.28,
    "only": -0.18,
    "misnamed": -1.68,
    "part": -1.11,
}
"""Which reading is the best: per field of evidence.Evidence."""

HIERARCHY: Mapping[str, float] = {"score": 0.37, "named": 1.23, "titled": 1.92, "marked": 0.97}
"""Whether there is a hierarchy at all: log-odds per unit of the score, and of fields, of the best reading."""
BIAS = -3.89
"""The same with no evidence."""
