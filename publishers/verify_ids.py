"""Checks of permanent ids: none twice, none reused, none gone without a trace, redirects that lead somewhere. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from publishers.registry import LETTERS
from publishers.verification import Look, Release


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
    before = {str(row["id"]) for name in (*LETTERS, "id_redirect") for row in release.before[name]}
    for id in sorted(before):
        yield 1
        if id not in live and id not in led:
            yield id, "前の版にあったIDが、転送の記録なしに消えています。"


def _unregistered(release: Release, live: set[str]) -> Iterator[int | Look]:
    if not release.registry:
        return
    known = {entry.id for entry in release.registry}
    for id in sorted(live):
        yield 1
        if id not in known:
            yield id, "IDの台帳（registry/ids.csv）にないIDです。"
