"""Two editions of a plan → what became of each entry, proposed or decided (版の比較). Pure.

The same comparison as in a release, on the same entries but for those that are held back there: what people decide of a pair
here is what the release's table `change` says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extractors.editions import Pair, compare
from extractors.likeness import likeness
from publishers.editions import Edition, editions
from schemas.correction import Correction
from schemas.plan import Node, Structure
from workbench.decision import Decision
from workbench.state import PlanState

Kind = Literal["kept", "renamed", "moved", "added", "removed"]
KINDS: tuple[Kind, ...] = ("renamed", "moved", "added", "removed", "kept")
SHOWN_CANDIDATES = 12
"""Entries offered for a pair at first; the search finds the others."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of an edition."""

    key: str
    label: str
    name: str
    path: tuple[str, ...]
    """Titles above it, from the top."""
    page: int | None
    line: int | None


@dataclass(frozen=True, slots=True)
class Pairing:
    """What became of one entry."""

    id: str
    """Of the row: "n" and the new key, or "o" and the old one."""
    kind: Kind
    old: Entry | None
    new: Entry | None
    likeness: int | None
    """Percent, where there are both."""
    decided: Correction | None
    """Where people said so."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions."""

    old: Edition
    new: Edition
    rows: tuple[Pairing, ...]
    counts: Mapping[Kind, int]
    messages: tuple[str, ...]
    """What the comparison could not say."""
    olds: Mapping[str, Entry]
    news: Mapping[str, Entry]

    @property
    def folder(self) -> str:
        """Of the edition before."""
        return self.old.checked.source.plan_id


def pairs_of_editions(states: Iterable[PlanState]) -> list[tuple[Edition, Edition]]:
    """Every edition with the one before it, where both were read."""
    known: dict[str, Edition] = {}
    for state in states:
        if state.plan.source.role == "plan":
            known |= {edition.key: edition for edition in editions(state.plan)}
    last: dict[str, Edition] = {}
    for edition in known.values():  # a folder that holds several editions is followed by its last
        last[edition.checked.source.plan_id] = edition
    found = []
    for edition in known.values():
        before = known.get(edition.before or "") or last.get(edition.before or "")
        if before is not None and before is not edition:
            found.append((before, edition))
    return found


def comparison(old: Edition, new: Edition, old_state: PlanState, new_state: PlanState) -> Comparison:
    """What became of each entry."""
    left, olds = _tree(old, old_state)
    right, news = _tree(new, new_state)
    folder = old.checked.source.plan_id
    decided = _decided(new_state, folder, olds, news)
    result = compare(left, right, decided=[*decided])
    rows = []
    for change in result.value:
        if change.type == "unprinted":
            continue  # nothing to pair: the other edition does not print its level
        was, now = olds.get(change.old_id or ""), news.get(change.new_id or "")
        rows.append(
            Pairing(
                f"n{now.key}" if now else f"o{was.key if was else ''}",
                change.type,  # type: ignore[arg-type]
                was,
                now,
                round(change.confidence * 100) if was and now else None,
                decided.get((change.old_id, change.new_id)),
            )
        )
    counts = Counter(row.kind for row in rows)
    messages = tuple(issue.message for issue in result.issues)
    return Comparison(old, new, tuple(rows), {kind: counts[kind] for kind in KINDS}, messages, olds, news)


def candidates(told: Comparison, row: Pairing, text: str) -> list[tuple[Entry, int, bool]]:
    """Entries of the other side for a row, the likest first: with likeness and whether they have no pair yet."""
    mine = row.new or row.old
    assert mine is not None
    free = {(each.old or each.new).key for each in told.rows if (each.old is None) != (each.new is None)}  # type: ignore[union-attr]
    there = told.olds if row.new is not None else told.news
    wanted = text.strip().casefold()
    found = [
        (entry, round(likeness(mine.name, entry.name) * 100), entry.key in free)
        for entry in there.values()
        if not wanted or wanted in f"{entry.label} {entry.name} {' '.join(entry.path)}".casefold()
    ]
    found.sort(key=lambda each: (-each[1], not each[2], each[0].key))
    return found if wanted else found[:SHOWN_CANDIDATES]


def decision(told: Comparison, row: Pairing, old: Entry | None, new: Entry | None) -> Decision:
    """That these two are one entry; None: there is none on that side."""
    mark = told.new.key.removeprefix(told.new.checked.source.plan_id)
    quote = f"{old.label} {old.name}".strip() if old else ""
    return Decision(
        "pair", new.key if new else mark, old.key if old else None, edition=told.folder, quote=quote, reason=""
    )


def as_proposed(told: Comparison, rows: Sequence[Pairing]) -> list[Decision]:
    """That these rows are right as they are; decided ones need no further word."""
    return [decision(told, row, row.old, row.new) for row in rows if row.decided is None]


def _tree(edition: Edition, state: PlanState) -> tuple[Structure, dict[str, Entry]]:
    """All hierarchies of an edition as one, its entries under their keys."""
    keys = {row.place: row.key for row in state.rows}
    nodes: list[Node] = []
    entries: dict[str, Entry] = {}
    for index, structure in edition.structures:
        for node in structure.nodes:
            key = keys[index, node.id]
            above = keys[index, node.parent] if node.parent is not None else None
            path = (*entries[above].path, entries[above].name) if above is not None else ()
            nodes.append(replace(node, id=key, parent=above))
            entries[key] = Entry(key, node.label, node.name, path, node.evidence.page, node.evidence.line)
    levels = edition.structures[0][1].levels if edition.structures else None
    return Structure(tuple(nodes), levels=levels), entries


def _decided(
    state: PlanState, folder: str, olds: Mapping[str, Entry], news: Mapping[str, Entry]
) -> dict[Pair, Correction]:
    """Pairs in force whose entries are both there."""
    found: dict[Pair, Correction] = {}
    for outcome in state.outcomes:
        made = outcome.correction
        if made.action != "pair" or made.edition != folder or outcome.state not in ("applied", "drifted"):
            continue
        old = str(made.value) if made.value is not None else None
        new = made.key if "/" in made.key else None
        if (old is None or old in olds) and (new is None or new in news):
            found[old, new] = made
    return found
