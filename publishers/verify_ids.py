"""Checks of permanent ids: none twice, none reused, none gone without a trace, redirects that lead somewhere. IO: reads the
registry."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from publishers.natural_keys import named_key
from publishers.registry import LETTERS
from publishers.table_rows import Row, Value
from publishers.verification import Look, Release
from schemas.checked_plan import PAIRED
from schemas.natural_key import key_segment, label_key, match_key, short_digest


def ids(release: Release) -> Iterator[int | Look]:
    """Within the release, against the release before, and against the registry."""
    live = Counter(str(row["id"]) for name in LETTERS for row in release.tables[name])
    for id, times in live.items():
        yield 1
        if times > 1:
            yield id, "同じIDが2行以上にあります。"
    for name, letter in LETTERS.items():
        for row in release.tables[name]:
            id = str(row["id"])
            if id[6:7] != letter:
                yield f"{name} {id}", f"IDの表の文字が {letter} ではありません。"
    yield from _redirects(release, set(live))
    yield from _vanished(release, set(live))
    yield from _unregistered(release, set(live))


def _redirects(release: Release, live: set[str]) -> Iterator[int | Look]:
    for row in release.tables["id_redirect"]:
        yield 1
        place = f"id_redirect {row['id']}"
        if row["id"] in live:
            yield place, "廃止したIDが再び使われています。"
        if row["status"] not in (301, 410):
            yield place, "状態コードが 301 でも 410 でもありません。"
        elif (row["status"] == 301) != (row["new_id"] is not None):
            yield place, "301 には移り先が要り、410 には移り先がありません。"
        elif row["new_id"] is not None and row["new_id"] not in live:
            yield place, "移り先のIDがこの版にありません。"


def _vanished(release: Release, live: set[str]) -> Iterator[int | Look]:
    if release.before is None:
        return
    led = {str(row["id"]) for row in release.tables["id_redirect"]}
    before = {str(row["id"]) for name in (*LETTERS, "id_redirect") for row in release.before.tables[name]}
    for id in sorted(before):
        yield 1
        if id not in live and id not in led:
            yield id, "前の版にあったIDが、転送の記録なしに消えています。"


def _unregistered(release: Release, live: set[str]) -> Iterator[int | Look]:
    """Every id is in the registry, for one thing alone, and for the thing that bears it here."""
    if not release.registry:
        return
    met: dict[str, set[str]] = defaultdict(set)
    paths: dict[str, set[str]] = defaultdict(set)
    whose: dict[str, tuple[str, str]] = {}
    keys: dict[tuple[str, str, str, str], str] = {}
    for entry in release.registry:
        yield 1
        met[entry.id].add(entry.titles)
        paths[entry.id].add(entry.natural_key)
        if whose.setdefault(entry.id, (entry.table, entry.plan)) != (entry.table, entry.plan):
            yield entry.id, "IDの台帳で、同じIDが別の計画か別の表にも与えられています。"
        first = keys.setdefault((entry.table, entry.plan, entry.natural_key, entry.titles), entry.id)
        if first != entry.id:
            yield entry.id, f"IDの台帳で、同じ項目に2つのID（{first}）が与えられています。"
    for id in sorted(live):
        yield 1
        if id not in met:
            yield id, "IDの台帳（registry/ids.csv）にないIDです。"
    plans = {str(row["id"]): str(row["plan_key"]) for row in release.tables["plan"]}
    for table, row, titles in _titles(release, met, paths):
        yield 1
        id = str(row["id"])
        plan = plans.get(id if table == "plan" else str(row["plan_id"]))
        if id in met and (titles not in met[id] or whose[id][1] != plan):
            yield f"{table} {id}", "IDの台帳では別の項目のIDです（名称の経路が合いません）。"
    yield from _copied(release)


def _titles(
    release: Release, met: Mapping[str, AbstractSet[str]], paths: Mapping[str, AbstractSet[str]]
) -> Iterator[tuple[str, Row, str]]:
    """Every row with what the registry knows it by; of an entry that people corrected, what was read is not in the rows.

    Args:
        met: id → digests of titles in the registry.
        paths: id → natural keys in the registry.
    """
    tables = release.tables
    touched = {row["target_id"] for row in tables["correction"] if row["field"] != PAIRED}
    for row in tables["plan"]:
        if not {row["id"], None} & touched:
            yield "plan", row, short_digest(match_key(str(row["name"])))
    for row in tables["statement"]:
        yield "statement", row, named_key("", str(row["kind"]), "", str(row["text"])).titles
    for row in tables["term"]:
        yield "term", row, named_key("", "用語", "", str(row["term"])).titles
    by_people = {row["plan_id"] for row in tables["correction"] if row["field"] != PAIRED}
    plans = {row["id"]: row for row in tables["plan"]}
    above: dict[Value, str] = {}
    unsure: set[Value] = set()
    for row in tables["policy"]:
        above[row["id"]] = f"{above.get(row['parent_id'], '')}/{match_key(str(row['name']))}"
        changed = row["id"] in touched or (row["plan_id"] in by_people and row["extraction_method"] == "manual")
        titles = short_digest(above[row["id"]])
        unlike = row["plan_id"] in by_people and titles not in met.get(str(row["id"]), ())
        if changed or row["parent_id"] in unsure or (unlike and _hung_elsewhere(row, plans, paths)):
            unsure.add(row["id"])
        else:
            yield "policy", row, titles


def _hung_elsewhere(row: Row, plans: Mapping[Value, Row], paths: Mapping[str, AbstractSet[str]]) -> bool:
    """Whether an entry is the one of the registry, but was read below another parent.

    Where people take an entry out, what stood below it moves up, and no correction names it.
    """
    parent = row["parent_id"]
    here = paths.get(str(parent), ()) if parent is not None else {str(plans[row["plan_id"]]["plan_key"])}
    short, title = label_key(str(row["label"] or "")), key_segment(str(row["name"]))
    own = {short, f"{short} {title}"} if short else {title}
    read = (path.rpartition("/") for path in paths.get(str(row["id"]), ()))
    return any(above not in here and step.partition("~")[0] in own for above, _, step in read)


def _copied(release: Release) -> Iterator[int | Look]:
    """The registry only ever grows: its copy in the release is its beginning."""
    root = release.root
    copy, whole = release.folder / "registry" / "ids.csv", root / "registry" / "ids.csv" if root else None
    if whole is None or not whole.is_file() or not copy.is_file():
        return
    yield 1
    if not whole.read_bytes().startswith(copy.read_bytes()):
        yield "registry/ids.csv", "IDの台帳の写しが、今の台帳の始めの部分と合いません。"
