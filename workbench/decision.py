"""What a person decided on a screen (決定), before it is a line of corrections/. Types only, no IO."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from schemas.correction import Action, Entry, Value


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision; save() makes the correction of it, with evidence digest, time and role."""

    action: Action
    key: str
    """Key of the entry ("" or "#…": the plan itself); of add, of the new parent."""
    value: Value = None
    field: str | None = None
    """set_fact: the field. accept, dismiss: the kind of the exception."""
    reason: str = ""
    parent: str | None = None
    after: str | None = None
    entries: tuple[Entry, ...] = ()
    others: tuple[str, ...] = ()
    settles: tuple[str, ...] = ()
    """Kinds of exceptions on the same entry that were on the screen and are settled with it."""
    was: Value = None
    """set_reading: the title; of all else, what was shown is taken from the plan."""
    withdraws: str | None = None
    """withdraw: the correction that no longer holds."""
    issue: str = ""
    """Id of the exception it was decided on; "" where it was none."""
    version: str | None = None
    """Version of the entry as it was shown; None: not asked for (no clash will be found)."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to settle an exception: a decision that only needs to be saved."""

    id: str
    """proposal, other, printed (accept), alarm (dismiss) …; unique within its exception."""
    words: str
    """Key of its text (workbench/words/choices.toml)."""
    decision: Decision
    values: Mapping[str, str] = field(default_factory=dict)
    """What is filled into its text."""
