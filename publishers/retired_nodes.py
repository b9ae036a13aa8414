"""What people merged and removed → where the ids of these entries lead from now on (統合・削除された項目の行き先). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from publishers.editions import Edition
from publishers.natural_keys import uncorrected_keys
from publishers.registry import Claim, Entry, known_ids
from schemas.natural_key import NaturalKey, NodeKey, short_digest


@dataclass(frozen=True, slots=True)
class Retired:
    """What became of the id of one entry."""

    new_id: str | None
    """Of the entry that took it in; None where it was removed."""
    reason: str


def retired_nodes(
    edition: Edition, claims: Mapping[NodeKey, Claim], ids: Mapping[Claim, str], entries: Sequence[Entry]
) -> dict[str, Retired]:
    """Old id → what became of it, for those of an edition's merged and removed entries that ever had one.

    claims: of the entries that there still are; ids: what these claims got; entries: the registry.
    """
    told = [
        each
        for each in edition.checked.corrections
        if each.gone and edition.checked.source.plan_id + each.mark == edition.key
    ]
    if not told or not claims:
        return {}
    keys = {key.path: key for key in uncorrected_keys(edition).values()}
    code = next(iter(claims.values())).code
    found: dict[str, Retired] = {}
    for correction in told:
        new = claims.get((correction.structure, correction.target)) if correction.structure is not None else None
        for gone in correction.gone:
            path = edition.checked.source.plan_id + gone
            lost = Claim("policy", code, edition.key, keys.get(path) or NaturalKey(path, short_digest(path)))
            # The entries that there still are come along, so that none of their ids is taken for a lost one.
            old = known_ids(entries, [*claims.values(), lost]).get(lost)
            if old is not None:
                found[old] = Retired(ids.get(new) if new is not None else None, correction.reason)
    return found
