"""A name → log-odds that it is the name of an entry of a hierarchy, and not a piece of a sentence, a figure or a heading. Pure.

Names of goals, measures and projects (目標、施策、事業) are short noun phrases with a few hundred usual ends (の充実, づくり,
支援), and what is mistaken for one looks different: ends in a particle, in a number, in the middle of a word. Instead of
lists of words a logistic model over ends, beginnings, pairs of characters and kinds of characters says so. It was fitted by
benchmarks/fit_names.py; features that only one or two documents know were left out.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from extractors.choose.fold import fold

SHORT = 12
"""Characters up to which each length is a feature of its own; longer ones are counted in steps."""
STEP, STEPS = 6, 8
MOST = 4.0
"""Log-odds beyond which a name says no more."""


@lru_cache(maxsize=1)
def _weights() -> tuple[dict[str, float], float]:
    found = json.loads((files("extractors") / "data" / "names.json").read_text("utf-8"))
    return found["weights"], found["bias"]


@lru_cache(maxsize=50_000)
def name_odds(name: str) -> float:
    """Log-odds that this is the name of an entry, between -MOST and MOST."""
    weights, bias = _weights()
    odds = bias + sum(weights.get(feature, 0.0) for feature in features(name))
    return max(-MOST, min(MOST, odds))


def features(name: str) -> tuple[str, ...]:
    """What the model looks at, each once.

    Args:
        name: as printed, without its number.
    """
    text = fold(name)
    kinds = "".join(map(_kind, text))
    length = len(text) if len(text) < SHORT else SHORT + min((len(text) - SHORT) // STEP, STEPS)
    found = [f"length {length}"]
    found += [f"end {text[-size:]}" for size in (1, 2, 3, 4) if len(text) >= size]
    found += [f"start {text[:size]}" for size in (1, 2, 3) if len(text) >= size]
    found += [f"end kinds {kinds[-size:]}" for size in (1, 2, 3) if len(text) >= size]
    found += [f"start kinds {kinds[:size]}" for size in (1, 2, 3) if len(text) >= size]
    found += [f"pair {first}{second}" for first, second in pairwise(text)]
    found += [f"kind {kind}" for kind in kinds]
    found += [f"sign {sign}" for sign, kind in zip(text, kinds, strict=True) if kind in "h、。・p"]
    return tuple(dict.fromkeys(found))


def _kind(sign: str) -> str:
    """Hiragana, katakana, kanji, digit, letter; a point or comma itself; anything else."""
    if "ぁ" <= sign <= "ゟ":
        return "h"
    if "゠" <= sign <= "ヿ" and sign != "・":
        return "k"
    if "一" <= sign <= "鿿" or sign == "々":
        return "j"
    if sign.isdigit():
        return "d"
    if sign.isascii() and sign.isalpha():
        return "a"
    return sign if sign in "、。・" else "p"
