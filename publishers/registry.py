"""Natural keys → permanent ids (恒久ID), kept in published/registry/ids.csv. IO: that one file.

The file is a log: a row per id, and one more each time an id is met under another key or title. Rows are only ever added
at the end, so an id is never reused and never moves. A row is

    id, table, plan, natural_key, titles, since

with the letter of the table, the edition the key belongs to, and a digest of the path of titles. A thing is known again

1. by key and titles; 2. by its titles alone, where only one fits on both sides (it was renumbered); 3. where rows of the
release before are at hand, as the comparison of editions pairs them (it was reworded or moved), else by its key alone (its
title was read differently); else it is new and gets the next serial of its municipality and table.

The new file is written beside the old one and renamed over it under a lock: a run killed at any moment leaves a whole
registry, and what it allocated but never published is found again by the next run.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

from filelock import FileLock

from publishers.write_safely import replace_file
from schemas.natural_key import NaturalKey

T = TypeVar("T")

HEADER = ("id", "table", "plan", "natural_key", "titles", "since")

LETTERS = {"plan": "P", "policy": "N", "statement": "S", "term": "T", "department": "D", "source": "B"}
"""Tables whose rows have ids from the registry; the ids of the others are made from these."""

LOCK_SECONDS = 60.0
"""How long to wait for another run; allocating takes well under a second."""


class RegistryLost(Exception):
    """There is a release and no registry: ids would be given a second time."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that needs an id."""

    table: str
    code: str
    """全国地方公共団体コード of the body; frozen into the id, even if the body is renamed later."""
    plan: str
    """Key of the edition, or the folder for a source."""
    key: NaturalKey


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the registry."""

    id: str
    table: str
    plan: str
    natural_key: str
    titles: str
    since: str


Pairs = Callable[[str, Mapping[Claim, str]], Mapping[Claim, str] | None]
"""Edition, and the ids of its claims that were met → further claims and the ids they had in the release before; None where
that release has no such edition."""


def allocate(
    registry: Path, claims: Sequence[Claim], today: str, pairs: Pairs = lambda _plan, _met: None
) -> dict[Claim, str]:
    """The id of every claim; new ones are in the file before this returns."""
    registry.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(registry.with_name(".ids.lock"), timeout=LOCK_SECONDS):
        old = registry.read_text("utf-8") if registry.exists() else ",".join(HEADER) + "\n"
        ids, added = assign(parse_entries(old), claims, today, pairs)
        if added or not registry.exists():
            replace_file(registry, (old + _rows(added)).encode())
    return ids


def read_registry(registry: Path) -> tuple[Entry, ...]:
    """All rows, oldest first; none where there is no registry yet."""
    return parse_entries(registry.read_text("utf-8")) if registry.exists() else ()


def put_back(registry: Path, copy: Path) -> bool:
    """Rows that the copy in the last release has and the registry lacks, put back; whether any had to be.

    A registry that is lost, torn or was set back would give ids a second time. What cannot be read is kept beside it.

    Raises:
        RegistryLost: the registry is gone, and that release is too old to hold a copy.
    """
    if not copy.exists():
        if not registry.exists():
            raise RegistryLost
        return False
    kept = parse_entries(copy.read_text("utf-8"))
    there = _readable(registry)
    if set(kept) <= set(there or ()):
        return False
    if there is None and registry.exists():
        registry.replace(registry.with_name(f"{registry.name}.damaged"))
    registry.parent.mkdir(parents=True, exist_ok=True)
    known = set(kept)
    later = [entry for entry in there or () if entry not in known]
    replace_file(registry, (",".join(HEADER) + "\n" + _rows((*kept, *later))).encode())
    return True


def _readable(registry: Path) -> tuple[Entry, ...] | None:
    try:
        return parse_entries(registry.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, csv.Error):
        return None


def parse_entries(text: str) -> tuple[Entry, ...]:
    """The rows of the file's text."""
    rows = csv.reader(io.StringIO(text, newline=""))
    if tuple(next(rows, ())) != HEADER:
        raise ValueError("published/registry/ids.csv の1行目が正しくありません。版管理から元に戻してください。")
    return tuple(Entry(*row) for row in rows)


def assign(
    entries: Sequence[Entry], claims: Sequence[Claim], today: str, pairs: Pairs = lambda _plan, _met: None
) -> tuple[dict[Claim, str], tuple[Entry, ...]]:
    """Pure: what each claim gets, and the rows to add."""
    known: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    serials: dict[str, int] = defaultdict(int)
    for entry in entries:
        known[entry.table, entry.plan].append(entry)
        prefix = entry.id[:7]
        serials[prefix] = max(serials[prefix], int(entry.id[7:]))
    wanted: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in dict.fromkeys(claims):
        wanted[LETTERS[claim.table], claim.plan].append(claim)
    ids: dict[Claim, str] = {}
    added: list[Entry] = []
    for (letter, plan), group in wanted.items():
        exact = {(entry.natural_key, entry.titles) for entry in known[letter, plan]}
        met = _recognise(known[letter, plan], group, pairs if letter == LETTERS["policy"] else None)
        for claim in group:
            found = met.get(claim)
            if found is None:
                prefix = claim.code + letter
                serials[prefix] += 1
                found = f"{prefix}{serials[prefix]:06d}"
            ids[claim] = found
            if claim not in met or (claim.key.path, claim.key.titles) not in exact:
                added.append(Entry(found, letter, plan, claim.key.path, claim.key.titles, today))
    return ids, tuple(added)


def known_ids(entries: Sequence[Entry], claims: Sequence[Claim]) -> dict[Claim, str]:
    """Pure: the ids of those claims of one table and edition that were met before."""
    if not claims:
        return {}
    letter, plan = LETTERS[claims[0].table], claims[0].plan
    return _recognise([entry for entry in entries if (entry.table, entry.plan) == (letter, plan)], claims)


def _recognise(entries: Sequence[Entry], claims: Sequence[Claim], pairs: Pairs | None = None) -> dict[Claim, str]:
    met: dict[Claim, str] = {}
    taken: set[str] = set()

    def take(claim: Claim, found: str | None) -> None:
        if found is not None and claim not in met and found not in taken:
            met[claim] = found
            taken.add(found)

    both = {(entry.natural_key, entry.titles): entry.id for entry in entries}
    for claim in claims:
        take(claim, both.get((claim.key.path, claim.key.titles)))
    open_claims = _single((claim.key.titles, claim) for claim in claims if claim not in met)
    open_ids = _single((titles, id) for titles, id in _distinct(entries) if id not in taken)
    for titles, claim in open_claims.items():
        take(claim, open_ids.get(titles))
    known = {entry.id for entry in entries}
    paired = pairs(claims[0].plan, met) if pairs and len(met) < len(claims) else None
    for claim, found in (paired or {}).items():
        take(claim, found if found in known else None)
    by_path = {entry.natural_key: entry.id for entry in entries} if paired is None else {}
    for claim in claims:
        take(claim, by_path.get(claim.key.path))
    return met


def _distinct(entries: Iterable[Entry]) -> Iterable[tuple[str, str]]:
    return dict.fromkeys((entry.titles, entry.id) for entry in entries)


def _single(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    """Only the keys that stand for one thing."""
    found: dict[str, list[T]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: values[0] for key, values in found.items() if len(values) == 1}


def _rows(entries: Sequence[Entry]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(map(attrgetter(*HEADER), entries))
    return text.getvalue()
