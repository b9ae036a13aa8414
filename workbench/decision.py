"""What a person decided on a screen (決定), and the line of corrections/ it becomes. No IO."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from schemas.correction import Action, Correction, Entry, Value


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
    level: int | None = None
    """move, add: the level the person chose; None: as it was read, of an added entry that of its siblings."""
    entries: tuple[Entry, ...] = ()
    others: tuple[str, ...] = ()
    settles: tuple[str, ...] = ()
    """Kinds of exceptions on the same entry that were on the screen and are settled with it."""
    was: Value = None
    """set_reading: the title; of all else, what was shown is taken from the plan."""
    edition: str | None = None
    """pair: folder of the edition before."""
    quote: str | None = None
    """pair: the title there; of all else, the printed words are taken from the plan."""
    page: int | None = None
    """locate: the page."""
    box: tuple[float, ...] = ()
    """locate: where on it, in points."""
    withdraws: str | None = None
    """withdraw: the correction that no longer holds."""
    issue: str = ""
    """Id of the exception it was decided on; "" where it was none."""
    version: str | None = None
    """Version of the entry as it was shown; None: not asked for (no clash will be found)."""


@dataclass(frozen=True, slots=True)
class Pick:
    """An entry that may be taken out, and the one it seems to repeat."""

    key: str
    beside: str
    """Title of the entry it is held against, with the titles above it; "" where there is none like it."""
    place: str
    """here: in this plan; before: in the edition before; "": nowhere."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to settle an exception: decisions that only need to be saved, all at once."""

    id: str
    """proposal, kept (accept), alarm (dismiss), remove, move1 …; unique within its exception."""
    words: str
    """Key of its text (workbench/words/choices.toml)."""
    decisions: tuple[Decision, ...]
    """None where something must be typed or chosen first; `asks` says what."""
    values: Mapping[str, str] = field(default_factory=dict)
    """What is filled into its text."""
    proposed: bool = False
    """What the machine would do."""
    asks: tuple[str, ...] = ()
    """Fields of the entry or the plan that the person fills in; "parent": an entry to choose; "entry": a new
    one; "edit": number and title of the entry itself; "pick": which of the entries go; "pairs": a parent for each; "outline": another tree, to be looked at beside this one."""
    typed: Mapping[str, str] = field(default_factory=dict)
    """What stands in those fields at first."""
    keys: tuple[str, ...] = ()
    """The entries it is about."""
    parents: tuple[str, ...] = ()
    """pairs: where they can hang, in the order in which these are printed."""
    picks: tuple[Pick, ...] = ()
    """pick: what each of the entries is held against."""

    @property
    def keeps(self) -> bool:
        """Whether all stays as it was read: only this may be chosen before anybody chose it."""
        return bool(self.decisions) and all(each.action == "accept" for each in self.decisions)


def to_correction(decision: Decision, id: str = "", by_role: str = "", at: str = "", quote: str = "") -> Correction:
    """The line of a decision, but for what only the plan can tell: the value that was shown, the evidence that was seen.

    Args:
        quote: the printed words, where the decision brings none.
    """
    return Correction(
        id=id,
        action=decision.action,
        key=decision.key if decision.action != "withdraw" else "",
        by_role=by_role,
        at=at,
        was=decision.was,
        value=decision.value,
        field=decision.field,
        reason=decision.reason,
        quote=decision.quote if decision.quote is not None else quote,
        parent=decision.parent,
        after=decision.after,
        level=decision.level,
        page=decision.page,
        box=decision.box,
        entries=decision.entries,
        edition=decision.edition,
        others=decision.others,
        settles=decision.settles,
        withdraws=decision.withdraws,
    )
