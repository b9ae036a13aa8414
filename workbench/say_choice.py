"""Choices, kinds, actions and states → their names on the screen (表示名). Pure, but that it reads kinds_in_english.toml once."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from schemas.correction import ACTIONS, STATES, Action, State
from schemas.issue import KINDS
from workbench.decision import Choice

Say = Callable[..., str]
"""say(key, **values): a text in the person's language."""


def say_choice(choice: Choice, say: Say) -> str:
    """What stands beside its number."""
    return say(choice.words, **choice.values)


def kind_name(kind: str, say: Say) -> str:
    """Of an exception."""
    return KINDS[kind].title if _is_japanese(say) else kinds_in_english()[kind]["name"]


def kind_sentence(kind: str, say: Say) -> str:
    """What was seen and what to decide, for whom the exception's own sentence is in a foreign language; "" in Japanese."""
    return "" if _is_japanese(say) else kinds_in_english()[kind]["says"]


@cache
def kinds_in_english() -> Mapping[str, Mapping[str, str]]:
    """Name and sentence of each kind."""
    return tomllib.loads(Path(__file__).with_name("kinds_in_english.toml").read_text("utf-8"))


def action_name(action: Action, say: Say) -> str:
    """Of a decision."""
    return ACTIONS[action] if _is_japanese(say) else action.replace("_", " ").capitalize()


def state_name(state: State, say: Say) -> str:
    """Of what became of a decision."""
    return STATES[state] if _is_japanese(say) else state.capitalize()


def _is_japanese(say: Say) -> bool:
    return say("nav.lang") == "ja"
