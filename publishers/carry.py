"""Rows of this release and of the one before → dates and redirects that only both together give. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from publishers.registry import LETTERS
from publishers.retired_nodes import Retired
from publishers.table_rows import Row, Tables, filled_row, no_tables, whole_row
from schemas.tables import TABLES
from schemas.tables.describe import describe


def carry_columns(tables: Tables, before: Tables, today: str) -> None:
    """Fill 初回公開日 and 最終更新日, and keep what may not change a row by itself, in place."""
    for name, model in TABLES.items():
        carried, quiet = describe(name, model).carried, describe(name, model).quiet
        if not carried:
            continue
        old = {row["id"]: row for row in before[name]}
        for row in tables[name]:
            was = old.get(row["id"])
            same = was is not None and all(
                row[key] == was.get(key) for key in row if key not in carried and key not in quiet
            )
            for key in carried:
                if was is not None and (same or key == "first_published") and was.get(key) is not None:
                    row[key] = was[key]
                elif row[key] is None:
                    row[key] = today


def share_rows(tables: Tables, before: Tables) -> None:
    """Let rows of the release before that are as they were be the very rows of this one, in place of a copy."""
    for name, rows in tables.items():
        old = before[name]
        if not rows or not old or list(rows[0]) != list(old[0]):  # columns were added or moved
            continue
        new = {row["id"]: row for row in rows}
        for place, was in enumerate(old):
            row = new.get(was["id"])
            if row is not None and was == row:
                old[place] = row


def redirect_rows(
    tables: Tables,
    before: Tables,
    municipalities: Mapping[str, str],
    reasons: Mapping[str, str],
    retired: Mapping[str, Retired],
    today: str,
) -> list[Row]:
    """One row per id that was published once and is not any more; an id that is back has none.

    reasons: permanent id of a withdrawn plan → what the steward signed. retired: what people merged and removed.
    """
    now = {str(row["id"]) for name in LETTERS for row in tables[name]}
    merged = {old: _end(old, retired) for old in retired}
    moved = {**_moved_sources(tables, before), **{old: new for old, new in merged.items() if new in now}}
    rows = [_still(row, now, moved) for row in before["id_redirect"] if row["id"] not in now]
    listed = {row["id"] for row in rows}
    for name in LETTERS:
        for row in before[name]:
            old = str(row["id"])
            if old in now or old in listed:
                continue
            new = moved.get(old)
            plan = old if name == "plan" else str(row.get("plan_id"))
            reason = "文書が差し替えられた" if new else reasons.get(plan, "抽出結果に現れなくなった")
            if old in retired:
                reason = f"{'統合された' if new else '削除された'}（{retired[old].reason}）"
            rows.append(
                whole_row(
                    "id_redirect",
                    {
                        "municipality_code": row["municipality_code"],
                        "id": old,
                        "municipality_name": municipalities.get(
                            str(row["municipality_code"]), row["municipality_name"]
                        ),
                        "status": 301 if new else 410,
                        "new_id": new,
                        "reason": reason,
                        "date": today,
                    },
                )
            )
    return rows


def _end(old: str, retired: Mapping[str, Retired]) -> str | None:
    """Where an id leads in the end: what took it in may have been taken in itself."""
    seen = {old}
    while old in retired:
        new = retired[old].new_id
        if new is None or new in seen:
            return None
        seen.add(new)
        old = new
    return old


def _still(row: Row, now: set[str], moved: Mapping[str, str]) -> Row:
    """An old redirect; one whose target has moved on follows it, one whose target is gone is 410."""
    target = row["new_id"] or moved.get(str(row["id"]))
    if target == row["new_id"] and (target is None or target in now):
        return whole_row("id_redirect", row)
    new = target if target in now else moved.get(str(target))
    return whole_row("id_redirect", {**row, "new_id": new, "status": 301 if new else 410})


def _moved_sources(tables: Tables, before: Tables) -> dict[str, str]:
    """A document replaced by another: the source of the same plan."""
    new = {row["plan_key"]: str(row["source_id"]) for row in tables["plan"]}
    return {
        str(row["source_id"]): new[row["plan_key"]]
        for row in before["plan"]
        if row["plan_key"] in new and new[row["plan_key"]] != row["source_id"]
    }


def kept_rows(before: Tables, plan_ids: Collection[str], unread: Collection[str], sources: Collection[str]) -> Tables:
    """The rows of editions that stay as they were, with the open issues of what is published of them.

    unread: those of them whose document could not be read this time, so that nothing can be said anew: all their issues
    stay. Of the others, what blocks the new edition is asked anew, so that only issues of lesser severity stay.
    sources: documents that could not be read this time; the issues of those that were never published stay as well.
    """
    kept = no_tables()
    for name, rows in before.items():
        if name not in ("change", "policy_wide"):
            kept[name] = [filled_row(name, row) for row in rows if row.get("plan_id") in plan_ids]
    kept["issue"] = [row for row in kept["issue"] if row["severity"] != "error" or row["plan_id"] in unread]
    kept["issue"] += [
        filled_row("issue", row) for row in before["issue"] if row["plan_id"] is None and row["source_id"] in sources
    ]
    kept["plan"] = [filled_row("plan", row) for row in before["plan"] if row["id"] in plan_ids]
    named = {row["source_id"] for row in (*kept["plan"], *kept["issue"])}
    kept["source"] = [filled_row("source", row) for row in before["source"] if row["id"] in named]
    return kept
