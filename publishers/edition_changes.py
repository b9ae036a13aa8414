"""Rows of two editions → what became of each node (改定による変更). Pure.

The comparison itself is a function that is handed in (extractors/editions.py): there is one way to compare editions, for
`taikei diff` and for the release.
"""

from __future__ import annotations

from collections.abc import Sequence

from publishers.pairings import CONFIRMED
from publishers.plan_input import Comparer, Pair
from publishers.table_rows import Row
from schemas.plan import Change, Node, Structure
from schemas.structure import Evidence

_HELD = "確認待ちで公開していない項目の中に、対応する項目がある可能性がある"
_STALE = "前の版の行が残ったものとみられ、確認を待っている"
_UNPRINTED = "もう一方の版は、この階層を印刷していない"


def change_rows(
    plan: Row,
    before: Row,
    policies: Sequence[Row],
    compare: Comparer,
    decided: Sequence[Pair] = (),
    stale: frozenset[str] = frozenset(),
) -> list[Row]:
    """The changes from one edition, a row of plan, to the next; what people decided of it is kept to.

    Whether an entry without a counterpart is new, or gone, is not determined as long as the other edition has entries that
    await confirmation: the counterpart may be among them.
    """
    new = [row for row in policies if row["plan_id"] == plan["id"]]
    old = [row for row in policies if row["plan_id"] == before["id"]]
    by_id = {str(row["id"]): row for row in (*old, *new)}
    left = stale & {str(row["id"]) for row in new}
    changes = compare(structure_of(old), structure_of(new), stale=left, decided=decided).value
    said = set(decided)
    rows = [_row(plan, before, change, by_id, (change.old_id, change.new_id) in said) for change in changes]
    for id in sorted(left):
        row = _row(plan, before, Change("undetermined", None, id, None, str(by_id[id]["name"])), by_id, False)
        rows.append({**row, "note": _STALE})
    return rows


def stale_entries(issues: Sequence[Row]) -> frozenset[str]:
    """Ids of entries that are taken for rows of the edition before, left standing by mistake; issues: rows of issue."""
    named = (str(row["policy_ids"] or "") for row in issues if row["kind"] == "stale_row_content")
    return frozenset(id for ids in named for id in ids.split(";") if id)


def structure_of(rows: Sequence[Row]) -> Structure:
    """Rows of one edition as the tree they came from, under their permanent ids."""
    levels = {int(row["level"] or 0): str(row["level_name"] or "") for row in rows}
    names = tuple(levels.get(level, "") for level in range(1, max(levels, default=0) + 1))
    return Structure(tuple(map(_node, rows)), levels=names if any(names) else None)


def _node(row: Row) -> Node:
    name = str(row["name"])
    return Node(
        id=str(row["id"]),
        parent=str(row["parent_id"]) if row["parent_id"] is not None else None,
        depth=0,
        level=int(row["level"] or 0),
        label=str(row["label"] or ""),
        name=name,
        name_printed=name,
        ref=str(row["id"]),
        evidence=Evidence(name),
    )


def _row(plan: Row, before: Row, change: Change, by_id: dict[str, Row], confirmed: bool) -> Row:
    was, now = by_id.get(change.old_id or ""), by_id.get(change.new_id or "")
    node = now or was
    assert node is not None
    alone = change.type in ("added", "removed")
    held = alone and bool(plan["withheld_count"] if now is None else before["withheld_count"]) and not confirmed
    note = CONFIRMED if confirmed else _HELD if held else _UNPRINTED if change.type == "unprinted" else None
    return {
        "municipality_code": plan["municipality_code"],
        "id": f"{plan['id']}-{before['id']}.{node['id']}",
        "municipality_name": plan["municipality_name"],
        "plan_id": plan["id"],
        "old_plan_id": before["id"],
        "type": "undetermined" if held else change.type,
        "old_id": change.old_id,
        "new_id": change.new_id,
        "old_path": was["path"] if was else None,
        "new_path": now["path"] if now else None,
        "likeness": round(change.confidence * 100) if was and now else None,
        "note": note,
    }
