"""raw/ → a look at every source that has a URL (公開元の見守り), and at pages of links. IO: network, raw/*/versions, build/.

A document that changed is taken in where it may stand in for the one before (flows/watch/judge.py); everything else becomes an
exception and the last good document stays. One source never stops the others. No Prefect.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import httpx

from extractors.guard import extract_guarded
from extractors.read_sources import RawPlan, RawPlans, read_sources
from extractors.read_versions import held_version, is_refused, read_versions
from extractors.read_watched import OPERATION, SOURCES, read_watched
from flows.clock import JAPAN, now_in_japan
from flows.watch.changes import change_report, change_summary
from flows.watch.context import LOG, Context, store, trouble, write
from flows.watch.failures import FetchFailed
from flows.watch.fetch import Fetched, Fetcher, NotModified
from flows.watch.judge import Read, Verdict, judge
from flows.watch.keep import NAME, keep_version
from flows.watch.links import normal
from flows.watch.pages import look_at_pages
from flows.watch.settings import LinkPage, WatchSettings
from schemas.watched import SOUND, FoundLink, Watched, WatchedPage, WatchState

_STATES: dict[str, WatchState] = {
    "source_vanished": "vanished",
    "source_unreachable": "unreachable",
    "source_refused": "refused",
    "source_type_changed": "type_changed",
    "source_unreadable": "unreadable",
    "source_shrunk": "held",
    "source_other_edition": "held",
}


@dataclass(frozen=True, slots=True)
class WatchReport:
    """What one look at the sources found."""

    looks: tuple[Watched, ...]
    pages: tuple[WatchedPage, ...]
    changes: dict[str, str]
    """How many entries changed, by plan whose document was replaced."""
    failed: dict[str, str]
    """Plans whose document could not be stored or read for a reason of this machine, each with one sentence."""
    checked: str
    """When, as in the looks."""

    @property
    def fresh(self) -> tuple[Watched, ...]:
        """Exceptions that were not there at the look before."""
        return tuple(look for look in self.looks if look.kind and look.since == self.checked)

    @property
    def found(self) -> tuple[FoundLink, ...]:
        """Documents on pages of links that were not there at the look before."""
        return tuple(link for page in self.pages for link in page.links if link.since == self.checked)


def watch_sources(
    raw: Path,
    build: Path,
    settings: WatchSettings,
    pages: Sequence[LinkPage] = (),
    plan_ids: Collection[str] = (),
    *,
    fetcher: Fetcher | None = None,
    read: Read = extract_guarded,
    now: datetime | None = None,
    tell: Callable[[Watched | WatchedPage], None] = lambda _seen: None,
) -> WatchReport:
    """Look once at every source with a URL, or at the named plans only; pages of links only where none is named."""
    found = read_sources(raw)
    context = Context(raw, build, settings, fetcher or Fetcher(settings), read, now or now_in_japan())
    shutil.rmtree(build / OPERATION / "fetching", ignore_errors=True)
    before = read_watched(build)
    _forget(build, found)
    wanted = [plan for plan in watched_plans(found) if not plan_ids or plan.source.plan_id in plan_ids]
    looks: dict[str, Watched] = {}
    changes: dict[str, str] = {}
    failed: dict[str, str] = {}

    def one_host(plans: list[RawPlan]) -> None:
        for plan in plans:
            plan_id = plan.source.plan_id
            try:
                looks[plan_id], change = _look(plan, before.get(plan_id), context)
                if change:
                    changes[plan_id] = change
                store(build / OPERATION / SOURCES / f"{plan_id}.json", asdict(looks[plan_id]))
                tell(looks[plan_id])
                LOG.info("look", extra={"plan_id": plan_id, "state": looks[plan_id].state, "kind": looks[plan_id].kind})
                if looks[plan_id].not_before > context.now.isoformat(timespec="seconds"):
                    return  # it is the host that wants to be left alone
            except Exception as error:  # one source never stops the others
                failed[plan_id] = trouble(error)

    with ThreadPoolExecutor(max_workers=settings.parallel) as pool:
        for done in [pool.submit(one_host, plans) for plans in _by_host(wanted)]:
            done.result()
    seen = [] if plan_ids else look_at_pages(pages, found.plans, context, failed, tell)
    checked = context.now.isoformat(timespec="seconds")
    return WatchReport(tuple(looks[id] for id in sorted(looks)), tuple(seen), changes, failed, checked)


def watched_plans(found: RawPlans) -> list[RawPlan]:
    """Plans with a URL, but for those whose URL now belongs to the edition that supersedes them."""
    taken = {(plan.source.supersedes, normal(plan.source.url)) for plan in found.plans if plan.source.url}
    return [
        plan for plan in found.plans if plan.source.url and (plan.source.plan_id, normal(plan.source.url)) not in taken
    ]


def _by_host(plans: Iterable[RawPlan]) -> list[list[RawPlan]]:
    """One list per host, so that a host is never asked twice at once."""
    hosts: dict[str, list[RawPlan]] = defaultdict(list)
    for plan in plans:
        try:
            host = httpx.URL(plan.source.url or "").host
        except (httpx.InvalidURL, ValueError):
            host = ""
        hosts[host].append(plan)
    return list(hosts.values())


def _look(plan: RawPlan, before: Watched | None, context: Context) -> tuple[Watched, str]:
    """The look at one source, and how many entries changed where its document was replaced."""
    source, now = plan.source, context.now.isoformat(timespec="seconds")
    assert source.url is not None
    if before is not None and before.url != source.url:
        before = None
    if before is not None and before.not_before > now:
        return before, ""
    part = context.build / OPERATION / "fetching" / source.plan_id / plan.path.name
    part.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _fetched(plan, before, part, context)
    finally:
        shutil.rmtree(part.parent, ignore_errors=True)


def _fetched(plan: RawPlan, before: Watched | None, part: Path, context: Context) -> tuple[Watched, str]:
    source, now = plan.source, context.now.isoformat(timespec="seconds")
    assert source.url is not None
    known = before if _may_ask_for_changes(before, plan, context) else None
    blank = Watched(source.plan_id, source.url, "same", now, now)
    try:
        got = context.fetcher.fetch(source.url, part, known.etag if known else "", known.last_modified if known else "")
    except FetchFailed as failure:
        pause = failure.pause if failure.pause > context.settings.patience_seconds else 0
        failed = replace(
            blank,
            state=_STATES[failure.kind],
            kind=failure.kind,
            message=str(failure),
            not_before=(context.now + timedelta(seconds=pause)).isoformat(timespec="seconds") if pause else "",
        )
        return _since(failed, before), ""
    if isinstance(got, NotModified):
        assert known is not None
        state: WatchState = "declined" if known.state == "declined" else "same"
        return _since(replace(known, state=state, checked=now, since=now), before), ""
    seen = replace(blank, sha256=got.sha256, etag=got.etag, last_modified=got.last_modified, full=now, moved=got.moved)
    if got.sha256 == source.sha256:
        return _since(seen, before), ""
    versions = read_versions(context.raw / source.plan_id)
    if is_refused(versions, got.sha256):
        return _since(replace(seen, state="declined"), before), ""
    held = held_version(versions)
    if held is not None and held.sha256 == got.sha256 and before is not None and before.state == "held":
        return replace(before, checked=now), ""
    looked, change = _judged(plan, got, seen, context)
    return _since(looked, before), change


def _may_ask_for_changes(before: Watched | None, plan: RawPlan, context: Context) -> bool:
    """Whether "nothing changed" would mean that the document we hold is the one that is published, or one that was refused."""
    if before is None or not before.full:
        return False
    if before.state != "declined" and (before.state not in SOUND or before.sha256 != plan.source.sha256):
        return False
    return datetime.fromisoformat(before.full) > context.now - timedelta(days=context.settings.full_days)


def _judged(plan: RawPlan, got: Fetched, seen: Watched, context: Context) -> tuple[Watched, str]:
    source = plan.source
    verdict: Verdict = judge(plan.path, got.path, context.read, context.settings.shrink)
    message = verdict.message.replace("--accept", f"--accept {source.plan_id}")
    change = ""
    if verdict.old is not None and verdict.new is not None:
        change = change_summary(verdict.old, verdict.new)
        name = f"{source.plan_id}-{got.sha256[:NAME]}.md"
        report = change_report(source.title, verdict.old, verdict.new)
        write(context.build / "changes" / name, report.encode())
    if verdict.keep:
        keep_version(
            context.raw / source.plan_id,
            got.path,
            got.sha256,
            url=got.url,
            today=context.now.astimezone(JAPAN).date().isoformat(),
            state="held" if verdict.kind else "accepted",
            reason=message,
        )
    state: WatchState = _STATES[verdict.kind] if verdict.kind else "changed"
    judged = replace(seen, state=state, kind=verdict.kind, message=message)
    return judged, "" if verdict.kind else change


def _since(now: Watched, before: Watched | None) -> Watched:
    """With the day on which this state was first seen."""
    if before is not None and (before.state, before.kind) == (now.state, now.kind) and now.state != "changed":
        return replace(now, since=before.since)
    return now


def _forget(build: Path, found: RawPlans) -> None:
    """Take away the looks at plans that are gone or not watched any more."""
    known = {plan.source.plan_id for plan in watched_plans(found)} | set(found.refused)
    for path in (build / OPERATION / SOURCES).glob("*.json"):
        if path.stem not in known:
            path.unlink()
