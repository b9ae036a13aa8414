"""Choices, kinds, actions and states → their names on the screen (表示名). Pure."""

from __future__ import annotations

from collections.abc import Callable

from schemas.correction import ACTIONS, STATES, Action, State
from schemas.issue import KINDS
from workbench.decision import Choice

Say = Callable[..., str]
"""say(key, **values): a text in the person's language."""


def say_choice(choice: Choice, say: Say) -> str:
    """What stands beside its number."""
    return say(choice.words, **choice.values)


def kind_name(kind: str, say: Say) -> str:
    """Of an exception; the identifier in plain words where the screen is not Japanese."""
    return KINDS[kind].title if _is_japanese(say) else kind.replace("_", " ").capitalize()


def action_name(action: Action, say: Say) -> str:
    """Of a decision."""
    return ACTIONS[action] if _is_japanese(say) else action.replace("_", " ").capitalize()


def state_name(state: State, say: Say) -> str:
    """Of what became of a decision."""
    return STATES[state] if _is_japanese(say) else state.capitalize()


def _is_japanese(say: Say) -> bool:
    return say("nav.lang") == "ja"
