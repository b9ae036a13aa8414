"""Nodes of two editions → what became of each (改定による変更). Pure.

From the top down, under parents that are already paired: the same title is kept; another title under the same number is
renamed where the two titles, or what stands below them, have much in common. What is left and has a title that occurs
once on each side was moved, and what hangs below it is looked at in the same way. All others were removed or added.
Only pairs that are unambiguous on both sides are made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher

from publishers.normalise import label_key
from publishers.table_rows import Row, Value

ALIKE = 0.5
"""Share of a title, or of the titles below it, that two nodes must have in common to be one that was renamed."""

_HELD = "確認待ちで公開していない項目があるため、そこに移った可能性がある"

_Key = tuple[Value, ...]
_Keyed = dict[_Key, Row]


def change_rows(plan: Row, before: Row, policies: Sequence[Row]) -> list[Row]:
    """The changes from one edition, a row of plan, to the next."""
    new = [row for row in policies if row["plan_id"] == plan["id"]]
    old = [row for row in policies if row["plan_id"] == before["id"]]
    pairs = _Pairing(old, new).pairs
    rows = []
    met = {was["id"] for was, _, _ in pairs}
    met_new = {now["id"] for _, now, _ in pairs}
    for was, now, kind in pairs:
        rows.append(_row(plan, before, kind, was, now))
    rows += [_row(plan, before, "removed", was, None) for was in old if was["id"] not in met]
    rows += [_row(plan, before, "added", None, now) for now in new if now["id"] not in met_new]
    return rows


class _Pairing:
    """The pairs made so far, and what is still open on both sides."""

    def __init__(self, old: Sequence[Row], new: Sequence[Row]) -> None:
        self.pairs: list[tuple[Row, Row, str]] = []
        self._parents: dict[Value, Value] = {None: None}
        self._old = {row["id"]: row for row in old}
        self._new = {row["id"]: row for row in new}
        self._below_old, self._below_new = _titles_below(old), _titles_below(new)
        self._settle()
        while self._pair("moved", _single(self._old.values(), _title), _single(self._new.values(), _title)):
            self._settle()

    def _settle(self) -> None:
        """Kept before renamed, so that a number never wins over a title."""
        while self._under_parents("kept", _name) or self._under_parents("renamed", _number):
            pass

    def _under_parents(self, kind: str, key: Callable[[Row], Value]) -> bool:
        under = [row for row in self._old.values() if row["parent_id"] in self._parents and key(row)]
        facing = [row for row in self._new.values() if key(row)]
        by_old = _single(under, lambda row: (self._parents[row["parent_id"]], key(row)))
        by_new = _single(facing, lambda row: (row["parent_id"], key(row)))
        if kind == "renamed":
            by_old = {k: row for k, row in by_old.items() if k in by_new and self._alike(row, by_new[k])}
        return self._pair(kind, by_old, by_new)

    def _pair(self, kind: str, by_old: _Keyed, by_new: _Keyed) -> bool:
        found = [(was, by_new[key]) for key, was in by_old.items() if key in by_new]
        for was, now in found:
            self.pairs.append((was, now, kind))
            self._parents[was["id"]] = now["id"]
            del self._old[was["id"]], self._new[now["id"]]
        return bool(found)

    def _alike(self, was: Row, now: Row) -> bool:
        ratio = SequenceMatcher(None, str(_name(was)), str(_name(now)), autojunk=False).ratio()
        old, new = self._below_old[was["id"]], self._below_new[now["id"]]
        shared = len(old & new) / min(len(old), len(new)) if old and new else 0.0
        return max(ratio, shared) >= ALIKE


def _titles_below(rows: Sequence[Row]) -> dict[Value, set[Value]]:
    titles: dict[Value, set[Value]] = defaultdict(set)
    for row in rows:
        titles[row["parent_id"]].add(_name(row))
    return titles


def _name(row: Row) -> Value:
    return row["name_normalized"]


def _number(row: Row) -> str:
    return label_key(str(row["label"] or ""))


def _title(row: Row) -> _Key:
    return (row["level"], row["name_normalized"])


def _single(rows: Iterable[Row], key: Callable[[Row], _Key]) -> _Keyed:
    found: dict[_Key, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return {known: same[0] for known, same in found.items() if len(same) == 1}


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
        "note": _HELD
        if (now is None and plan["withheld_count"]) or (was is None and before["withheld_count"])
        else None,
    }
