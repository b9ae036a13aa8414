"""How much each kind of evidence counts, fitted by benchmarks/fit_choice.py.

Signs were fixed beforehand. Evidence without which unseen documents were read as well, or better, was deleted.
"""

from __future__ import annotations

from collections.abc import Mapping

WEIGHTS: Mapping[str, float] = {
    "size": 1.71,
    "disordered": -6.2,
    "even": 3.72,
    "mixed": -3.84,
    "named": 3.09,
    "covered": 5.19,
    "headed": -1.84,
    "earlier": 0.98,
    "broken": -1.05,
    "alike": 2.31,
    "only": -0.18,
    "misnamed": -1.63,
    "part": -1.13,
}
"""Which reading is the best: per field of evidence.Evidence."""

HIERARCHY: Mapping[str, float] = {"score": 0.52, "named": 1.17, "titled": 1.09, "marked": 1.11}
"""Whether there is a hierarchy at all: log-odds per unit of the score, and of fields, of the best reading."""
BIAS = -6.68
"""The same with no evidence."""
