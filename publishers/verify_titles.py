"""Checks of readings, changes between editions and registered titles: what the rows themselves let compute again. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from publishers.edition_changes import change_rows, stale_entries
from publishers.pairings import CONFIRMED
from publishers.table_rows import Row, Value, whole_row
from publishers.verification import Look, Release

_KANA = re.compile("[ァ-ヺー・、。（）　]*")
_LATIN = re.compile("[^\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]*")
AT_ONCE = 2_000
"""Titles up to which all are read aloud once more within a run, which has just read them."""
_READ = (("plan", "name", "name_kana", "name_romaji"), ("policy", "name", "name_kana", "name_romaji"))


def readings(release: Release) -> Iterator[int | Look]:
    """Kana is kana, romaji holds none; where a reader is at hand, both are what it says of the title."""
    set_by_people = _titles_read_by_people(release)
    rows = sum(len(release.tables[table]) for table, *_ in _READ)
    reader = release.tools.reader if release.thorough or rows <= AT_ONCE else None
    same = _same_extractor(release)
    for table, title, kana, romaji in (*_READ, ("term", "term", "term_kana", None)):
        for row in release.tables[table]:
            yield 1
            place = f"{table} {row['id']}"
            said, latin = str(row[kana] or ""), str(row[romaji] or "") if romaji else ""
            if not _KANA.fullmatch(said):
                yield place, f"読み「{said[:40]}」に片仮名でない字があります。"
                continue
            if not _LATIN.fullmatch(latin):
                yield place, f"ローマ字「{latin[:40]}」に仮名か漢字があります。"
                continue
            if reader is None or row[title] in set_by_people:
                continue
            wanted = reader(str(row[title]))
            if said != (wanted.kana or "") or (romaji and latin != (wanted.romaji or "")):
                message = f"読み「{said[:40]}」が名称「{str(row[title])[:40]}」の読みではありません（{wanted.kana}）。"
                yield (place, message) if same else (place, message, "notice")


def _titles_read_by_people(release: Release) -> set[Value]:
    targets = {row["target_id"] for row in release.tables["correction"] if str(row["field"]).startswith("name_")}
    return {row["name"] for name in ("plan", "policy") for row in release.tables[name] if row["id"] in targets}


def _same_extractor(release: Release) -> bool:
    software = release.tools.software
    return software is None or {row["extractor"] for row in release.tables["evidence"]} <= {software}


def changes(release: Release) -> Iterator[int | Look]:
    """Table change: its names and paths are those of the entries, no entry is left out, and it is what a comparison finds."""
    tables = release.tables
    policies = {row["id"]: row for row in tables["policy"]}
    plans = {row["id"]: row for row in tables["plan"]}
    grouped: dict[tuple[Value, Value], list[Row]] = defaultdict(list)
    for row in tables["change"]:
        yield 1
        grouped[row["plan_id"], row["old_plan_id"]].append(row)
        yield from _change(row, policies)
    for plan in tables["plan"]:
        before = plans.get(plan["supersedes"])
        rows = grouped.pop((plan["id"], plan["supersedes"]), [])
        if before is None:
            continue
        for side, of in (("new_id", plan), ("old_id", before)):
            named = [row[side] for row in rows if row[side] is not None]
            own = {row["id"] for row in tables["policy"] if row["plan_id"] == of["id"]}
            yield len(own)
            for id in sorted(map(str, own.symmetric_difference(named))):
                yield f"change {plan['id']}", f"項目 {id} の変化がないか、別の計画のものです。"
            if len(named) != len({*named}):
                yield f"change {plan['id']}", "同じ項目が2度以上出てきます。"
        yield from _recomputed(release, plan, before, rows)
    for plan_id, old in grouped:
        yield f"change {plan_id}", f"前の版ではない計画（{old}）からの変化があります。"


def _change(row: Row, policies: dict[Value, Row]) -> Iterator[Look]:
    place = f"change {row['id']}"
    both = {"kept", "renamed", "moved"}
    for id, path in (("old_id", "old_path"), ("new_id", "new_path")):
        node = policies.get(row[id])
        if row[id] is not None and node is not None and row[path] != node["path"]:
            yield place, f"{path} が項目 {row[id]} の経路ではありません。"
    sides = (row["old_id"] is not None, row["new_id"] is not None)
    if (
        (row["type"] in both) != all(sides)
        or not any(sides)
        or (row["type"], sides) in (("added", (True, False)), ("removed", (False, True)))
    ):
        yield place, f"種別 {row['type']} と新旧の項目が合いません。"


def _recomputed(release: Release, plan: Row, before: Row, rows: list[Row]) -> Iterator[int | Look]:
    compare = release.tools.compare
    if compare is None:
        return
    decided = [
        (_text(row["old_id"]), _text(row["new_id"])) for row in rows if str(row["note"] or "").startswith(CONFIRMED)
    ]
    stale = stale_entries(release.tables["issue"])
    wanted = {
        row["id"]: whole_row("change", row)
        for row in change_rows(plan, before, release.tables["policy"], compare, decided, stale)
    }
    found = {row["id"]: row for row in rows}
    for id in sorted(map(str, wanted.keys() | found.keys())):
        yield 1
        one, other = found.get(id), wanted.get(id)
        if one != other:
            said = f"{one['type'] if one else 'なし'}、比べ直すと {other['type'] if other else 'なし'}"
            message = f"変化が、両方の版を比べたものと違います（{said}）。"
            yield (f"change {id}", message) if _same_extractor(release) else (f"change {id}", message, "notice")


def _text(value: Value) -> str | None:
    return None if value is None else str(value)
