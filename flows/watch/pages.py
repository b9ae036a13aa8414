"""Pages of links → what is on them that no manifest names (リンク集の見守り). IO: network, build/operation/pages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, replace

from extractors.read_sources import RawPlan
from extractors.read_watched import OPERATION, PAGES, read_pages
from flows.watch.context import Context, store, trouble
from flows.watch.failures import FetchFailed
from flows.watch.fetch import Fetched, Fetcher
from flows.watch.keep import NAME
from flows.watch.links import new_links, wrong_page
from flows.watch.settings import LinkPage
from schemas.watched import FoundLink, WatchedPage

PAGE_MEGABYTES = 5.0
"""Of a page of links."""


def look_at_pages(
    pages: Sequence[LinkPage],
    plans: Sequence[RawPlan],
    context: Context,
    failed: dict[str, str],
    tell: Callable[[WatchedPage], None],
) -> list[WatchedPage]:
    """Look once at every page; what could not be kept for a reason of this machine goes to failed."""
    before = {page.url: page for page in read_pages(context.build)}
    folder = context.build / OPERATION / PAGES
    known = {plan.source.url for plan in plans if plan.source.url}
    fetcher = context.fetcher.with_settings(replace(context.settings, megabytes=PAGE_MEGABYTES))
    seen = []
    for page in pages:
        try:
            looked = _look_at_page(page, before.get(page.url), known, fetcher, context)
            store(folder / f"{_digest(page.url)}.json", asdict(looked))
            tell(looked)
            seen.append(looked)
        except Exception as error:  # as above
            failed[page.title or page.url] = trouble(error)
    for path in set(folder.glob("*.json")) - {folder / f"{_digest(page.url)}.json" for page in pages}:
        path.unlink()
    return seen


def _look_at_page(
    page: LinkPage, before: WatchedPage | None, known: Collection[str], fetcher: Fetcher, context: Context
) -> WatchedPage:
    now = context.now.isoformat(timespec="seconds")
    part = context.build / OPERATION / "fetching" / f"{_digest(page.url)}.html"
    part.parent.mkdir(parents=True, exist_ok=True)
    old = {link.url: link.since for link in before.links} if before else {}
    try:
        got = fetcher.fetch(page.url, part)
    except FetchFailed as failed:
        since = before.since if before and before.kind == failed.kind else now
        return WatchedPage(page.url, page.title, now, since, before.links if before else (), failed.kind, str(failed))
    assert isinstance(got, Fetched)
    data = part.read_bytes()
    part.unlink()
    kind, why = wrong_page(data, got.url)
    since = before.since if before and before.kind == kind else now
    if kind:
        return WatchedPage(page.url, page.title, now, since, before.links if before else (), kind, why)
    links = new_links(data, got.url, page, known)
    found = tuple(FoundLink(url, text, old.get(url, now)) for url, text in links)
    return WatchedPage(page.url, page.title, now, since, found)


def _digest(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:NAME]
