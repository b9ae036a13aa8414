"""Nodes of two editions → what became of each (改定による変更). Pure.

Only what is certain is called the same: the same path of titles is kept; the same title elsewhere, once on each side, is
moved; another title under the same number and the same parents is renamed. All others were removed or added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from publishers.normalise import label_key
from publishers.table_rows import Row


def change_rows(plan: Row, before: Row, policies: Sequence[Row]) -> list[Row]:
    """The changes from one edition, a row of plan, to the next."""
    new = [row for row in policies if row["plan_id"] == plan["id"]]
    old = [row for row in policies if row["plan_id"] == before["id"]]
    pairs = _pairs(old, new)
    rows = []
    met = {id(was) for was, _, _ in pairs}
    met_new = {id(now) for _, now, _ in pairs}
    for was, now, kind in pairs:
        rows.append(_row(plan, before, kind, was, now))
    rows += [_row(plan, before, "removed", was, None) for was in old if id(was) not in met]
    rows += [_row(plan, before, "added", None, now) for now in new if id(now) not in met_new]
    return rows


def _pairs(old: Sequence[Row], new: Sequence[Row]) -> list[tuple[Row, Row, str]]:
    titles_old, titles_new = _title_paths(old), _title_paths(new)
    pairs: list[tuple[Row, Row, str]] = []
    for kind, key_old, key_new in (
        ("kept", titles_old, titles_new),
        ("moved", _names(old), _names(new)),
        ("renamed", _numbers(old, titles_old), _numbers(new, titles_new)),
    ):
        done_old = {id(was) for was, _, _ in pairs}
        done_new = {id(now) for _, now, _ in pairs}
        by_old = _single([row for row in old if id(row) not in done_old], key_old)
        by_new = _single([row for row in new if id(row) not in done_new], key_new)
        pairs += [(was, by_new[key], kind) for key, was in by_old.items() if key in by_new]
    return pairs


def _title_paths(rows: Sequence[Row]) -> dict[object, tuple[object, ...]]:
    paths: dict[object, tuple[object, ...]] = {}
    for row in rows:
        paths[row["id"]] = (*paths.get(row["parent_id"], ()), row["name_normalized"])
    return paths


def _names(rows: Sequence[Row]) -> dict[object, tuple[object, ...]]:
    return {row["id"]: (row["level"], row["name_normalized"]) for row in rows}


def _numbers(rows: Sequence[Row], titles: dict[object, tuple[object, ...]]) -> dict[object, tuple[object, ...]]:
    """Number under the titles above it; nothing for what has no number."""
    return {
        row["id"]: (*titles[row["id"]][:-1], label) for row in rows if (label := label_key(str(row["label"] or "")))
    }


def _single(rows: Sequence[Row], keys: dict[object, tuple[object, ...]]) -> dict[tuple[object, ...], Row]:
    found: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row["id"] in keys:
            found[keys[row["id"]]].append(row)
    return {key: same[0] for key, same in found.items() if len(same) == 1}


def _row(plan: Row, before: Row, kind: str, was: Row | None, now: Row | None) -> Row:
    node = now or was
    assert node is not None
    return {
        "municipality_code": plan["municipality_code"],
        "id": f"{plan['id']}-{before['id']}.{node['id']}",
        "municipality_name": plan["municipality_name"],
        "plan_id": plan["id"],
        "old_plan_id": before["id"],
        "type": kind,
        "old_id": was["id"] if was else None,
        "new_id": now["id"] if now else None,
        "old_path": was["path"] if was else None,
        "new_path": now["path"] if now else None,
    }
