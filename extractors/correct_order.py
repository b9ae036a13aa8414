"""Corrections → which of them hold, and which contradict one another (訂正どうしの関係). Pure; no document is looked at.

The order in the file says nothing: what holds is the same however the lines are shuffled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from extractors.keys import plan_mark
from schemas.correction import Correction, State

Slot = tuple[str, str]
"""Key of a node or plan, and what of it is decided."""

ALIVE = "alive"
"""That an entry is there at all."""


def in_order(corrections: Iterable[Correction]) -> list[Correction]:
    """By time; of the same second by id."""
    return sorted(corrections, key=_when)


def withdrawn(corrections: Sequence[Correction]) -> frozenset[str]:
    """Ids of what no longer holds.

    A withdrawal that was itself withdrawn withdraws nothing; but where a decision stands in the place of another, which stood in
    the place of a third, the third does not come back.
    """
    by: dict[str, list[Correction]] = defaultdict(list)
    for correction in corrections:
        if correction.withdraws is not None:
            by[correction.withdraws].append(correction)
    known: dict[str, bool] = {}

    def gone(id: str, asking: frozenset[str]) -> bool:
        if id not in known:
            if id in asking:  # a ring, which only a hand-made file can have
                return False
            known[id] = any(stands(later, asking | {id}) for later in by[id])
        return known[id]

    def stands(line: Correction, asking: frozenset[str]) -> bool:
        """It holds, or what took its place does."""
        if not gone(line.id, asking):
            return True
        return any(
            stands(later, asking | {line.id})
            for later in by[line.id]
            if later.action != "withdraw" and later.id not in asking
        )

    return frozenset(correction.id for correction in corrections if gone(correction.id, frozenset()))


def states_of_withdrawals(corrections: Sequence[Correction], gone: frozenset[str]) -> dict[str, State]:
    """Of each line that only withdraws, and still holds: whether it did anything."""
    ids = {correction.id for correction in corrections}
    first: dict[str, str] = {}
    states: dict[str, State] = {}
    for correction in in_order(corrections):
        if correction.withdraws is None or correction.id in gone:
            continue
        taken = first.setdefault(correction.withdraws, correction.id) != correction.id
        if correction.action == "withdraw":
            states[correction.id] = "orphan" if correction.withdraws not in ids else "redundant" if taken else "applied"
    return states


def replaced_moves(corrections: Iterable[Correction], done: Iterable[Correction]) -> list[Correction]:
    """Moves that no longer hold because the same entry was moved on, as one that holds says."""
    by_id = {correction.id: correction for correction in corrections}
    found: dict[str, Correction] = {}
    for correction in done:
        while correction.action == "move" and correction.withdraws in by_id:
            before = by_id[correction.withdraws]
            if before.action != "move" or before.key != correction.key or before.id in found:
                break
            found[before.id] = correction = before
    return list(found.values())


def contradictions(live: Sequence[Correction]) -> frozenset[str]:
    """Ids of corrections that contradict another one.

    Two that decide the same thing differently do, whoever was first. What speaks of an entry that was taken out does where it
    was decided later.
    """
    said: dict[Slot, dict[tuple[object, ...], list[str]]] = defaultdict(lambda: defaultdict(list))
    needed: dict[str, list[Correction]] = defaultdict(list)
    gone: dict[str, list[Correction]] = defaultdict(list)
    for correction in live:
        for key, what in decided(correction):
            said[key, what][_content(correction)].append(correction.id)
            if what == ALIVE:
                gone[key].append(correction)
        for key in _needed(correction):
            needed[key].append(correction)
    clashing: set[str] = set()
    for contents in said.values():
        if len(contents) > 1:
            clashing.update(id for several in contents.values() for id in several)
    for key, removals in gone.items():
        first = min(_when(each) for each in removals)
        late = [each.id for each in needed[key] if _when(each) > first]
        if late:  # what was said of the entry before it was taken out went with it
            clashing.update((*(each.id for each in removals), *late))
    return frozenset(clashing)


def _when(correction: Correction) -> tuple[str, str]:
    return correction.at, correction.id


def said_again(corrections: Sequence[Correction]) -> Mapping[Correction, Sequence[Correction]]:
    """Each correction → all that decide the same, itself among them, by time."""
    groups: dict[tuple[object, ...], list[Correction]] = defaultdict(list)
    for correction in in_order(corrections):
        groups[_content(correction)].append(correction)
    return {correction: groups[_content(correction)] for correction in corrections}


def rings(moves: Mapping[str, str], above: Mapping[str, str | None]) -> frozenset[str]:
    """Keys of moved entries that would stand below themselves.

    Args:
        moves: key of an entry → key of its new parent.
        above: key of every entry → key of its parent as printed, None for the top.
    """
    dropped: set[str] = set()
    while True:
        parents = {**above, **{key: to for key, to in moves.items() if key not in dropped}}
        found = {key for key in moves if key not in dropped and _below_itself(key, parents)}
        if not found:
            return frozenset(dropped)
        dropped |= found


def _below_itself(key: str, parents: Mapping[str, str | None]) -> bool:
    passed = set()
    at = parents.get(key)
    while at is not None and at not in passed:
        if at == key:
            return True
        passed.add(at)
        at = parents.get(at)
    return False


def decided(correction: Correction) -> list[Slot]:
    """What a correction decides."""
    key = correction.key
    match correction.action:
        case "rename":
            return [(key, "name")]
        case "relabel":
            return [(key, "label")]
        case "move":
            return [(key, "place")]
        case "remove":
            return [(key, ALIVE)]
        case "split":
            return [(key, "name"), (key, "label")]
        case "merge":
            return [(key, "name"), *((other, ALIVE) for other in correction.others)]
        case "replace":
            return [(other, ALIVE) for other in correction.others]
        case "locate":
            return [(key, "evidence")]
        case "set_fact":
            return [(key, f"fact {correction.field}")]
        case "set_reading":
            return [(plan_mark(key), f"reading {correction.was}")]
        case "pair":
            new = [(key, f"edition {correction.edition}")] if "/" in key else []
            old = [(str(correction.value), f"successor {correction.edition}")] if correction.value is not None else []
            return [*new, *old]
        case _:
            return []


def _needed(correction: Correction) -> list[str]:
    """Keys of entries that must stay for the correction to make sense."""
    match correction.action:
        case "remove" | "accept" | "dismiss" | "set_reading" | "pair" | "withdraw":
            return []
        case "move":
            return [correction.key, correction.parent or ""]
        case _:
            return [correction.key]


def _content(correction: Correction) -> tuple[object, ...]:
    """What is decided, without who, when, why and before what."""
    if correction.action == "set_reading":
        return (correction.action, correction.was, correction.value)
    return (
        correction.action,
        correction.key,
        correction.value,
        correction.field,
        correction.parent,
        correction.after,
        correction.level,
        correction.entries,
        correction.others,
        correction.edition,
        correction.page,
        correction.box,
    )
