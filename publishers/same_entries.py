"""Edition and its rows in the release before → which entries are the ones published then (同じ項目の見分け). Pure.

Within one folder of raw/ a document that is put out again is compared as two editions are: by title, parent, position and
likeness. So an entry that was reworded or moved keeps its id, and whoever is told "renamed" finds the same id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from publishers.edition_changes import structure_of
from publishers.editions import Edition
from publishers.plan_input import Comparer
from publishers.registry import Claim
from publishers.table_rows import Row
from schemas.natural_key import NodeKey
from schemas.plan import Structure


def same_entries(
    edition: Edition,
    claims: Mapping[NodeKey, Claim],
    rows: Sequence[Row],
    met: Mapping[Claim, str],
    compare: Comparer,
) -> dict[Claim, str]:
    """Claims that no key leads to → the ids they had.

    Args:
        edition: as it was read this time.
        claims: of its entries that are to be published.
        rows: of policy in the release before, of the same edition.
        met: ids that keys and titles led to already.
        compare: what compares editions.
    """
    found: dict[Claim, str] = {}
    for number, (index, structure) in enumerate(edition.structures, 1):
        old = [row for row in rows if row["structure"] == number]
        known = {str(row["id"]) for row in old}
        decided = [
            (met[claim], node) for (place, node), claim in claims.items() if place == index and met.get(claim) in known
        ]
        changes = compare(structure_of(old), Structure(structure.nodes, levels=structure.levels), decided=decided).value
        for change in changes:
            claim = claims.get((index, change.new_id or ""))
            if change.old_id is not None and claim is not None and claim not in met:
                found[claim] = change.old_id
    return found
