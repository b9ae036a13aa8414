"""What people decided of entries in two editions → pairs of permanent ids (版の対応). Pure.

An entry that is published anew has its id from this run; one of an edition that stays as it was, from the registry, where
the last row of its natural key counts. What is not published has no row that could change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from publishers.plan_input import Pair
from publishers.registry import Entry
from publishers.table_rows import Row
from schemas.checked_plan import CheckedPlan

CONFIRMED = "職員が対応を確認"
"""Note of a change that people decided."""


def pairs_of(
    plan: Row,
    before: Row,
    plans: Sequence[CheckedPlan],
    ids: Mapping[str, str],
    policies: Iterable[Row],
    earlier: Sequence[Row],
) -> tuple[Pair, ...]:
    """Pairs between two editions, rows of plan.

    Args:
        plan: the edition after.
        before: the edition before.
        plans: all that were read this time.
        ids: natural path → permanent id.
        policies: rows of policy of the new release.
        earlier: rows of change of the last release, for an edition that could not be read this time.
    """
    here = {str(row["id"]): row["plan_id"] for row in policies}
    folder, old_folder = (str(row["plan_key"]).partition("#")[0] for row in (plan, before))
    checked = next((each for each in plans if each.source.plan_id == folder), None)
    if checked is None:
        found: list[Pair] = [
            (_text(row["old_id"]), _text(row["new_id"]))
            for row in earlier
            if row["plan_id"] == plan["id"] and row["old_plan_id"] == before["id"] and row["note"] == CONFIRMED
        ]
    else:
        found = []
        for pairing in checked.pairings:
            if pairing.old is not None and _folder(pairing.old) != old_folder:
                continue
            old, new = ids.get(pairing.old or ""), ids.get(pairing.new or "")
            if (old is None) == (pairing.old is None) and (new is None) == (pairing.new is None):
                found.append((old, new))
    return tuple(
        (old, new)
        for old, new in found
        if (old is None or here.get(old) == before["id"]) and (new is None or here.get(new) == plan["id"])
    )


def ids_by_path(entries: Iterable[Entry], claimed: Mapping[str, str]) -> dict[str, str]:
    """Natural path of an entry → its id: as claimed in this run, else as the registry had it last."""
    return {**{entry.natural_key: entry.id for entry in entries if entry.table == "N"}, **claimed}


def _folder(path: str) -> str:
    return path.partition("/")[0].partition("#")[0]


def _text(value: object) -> str | None:
    return None if value is None else str(value)
